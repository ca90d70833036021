using System.Text;

namespace Vitrine.Proofs.Tests;

/// <summary>What a gate says of signatures, log, checkpoints and contradictions.</summary>
public sealed class GateProofTests : GateTests
{
    [Theory]
    [InlineData(ReleasePredicate.Type)]
    [InlineData(ReviewPredicate.Type)]
    [InlineData(RebuildPredicate.Type)]
    [InlineData(StatusPredicate.Type)]
    public void Decide_SignerThePolicyDoesNotName_IsWrongKey(string type)
    {
        using var stranger = SigningKey.Generate();
        switch (type)
        {
            case ReleasePredicate.Type:
                Chain.Vendor = stranger;
                break;
            case ReviewPredicate.Type:
                Chain.LaboratoryKey = stranger;
                break;
            case RebuildPredicate.Type:
                Chain.Rebuilder = stranger;
                break;
            default:
                Chain.StatusSigner = stranger;
                break;
        }

        Refused(Chain.AddAll().Decide(), GateReason.WrongKey);
    }

    [Fact]
    public void Decide_LaboratorysKeyUnderARelease_IsWrongKey()
    {
        Chain.Vendor = Chain.LaboratoryKey;
        Refused(Chain.AddAll().Decide(), GateReason.WrongKey);
    }

    [Fact]
    public void Decide_SignatureOfAnotherStatement_IsBadSignature()
    {
        var bundle = Encoding.UTF8.GetString(Chain.AddAll().Bundle());
        var lines = bundle.Split('\n');
        var (a, b) = (Signature(lines[0]), Signature(lines[1]));
        lines[0] = lines[0].Replace(a, b, StringComparison.Ordinal);
        Refused(Chain.Decide(Encoding.UTF8.GetBytes(string.Join('\n', lines))), GateReason.BadSignature);

        static string Signature(string line) => CanonicalJson.Parse(Encoding.UTF8.GetBytes(line)).GetProperty("dsseEnvelope").GetProperty("signatures")[0].GetProperty("sig").GetString()!;
    }

    [Fact]
    public void Decide_ProofOfAnotherStatement_IsNotInLog()
    {
        var bundle = Encoding.UTF8.GetString(Chain.AddAll().Bundle());
        var lines = bundle.Split('\n');
        var (a, b) = (Body(lines[0]), Body(lines[1]));
        lines[0] = lines[0].Replace(a, b, StringComparison.Ordinal);
        Refused(Chain.Decide(Encoding.UTF8.GetBytes(string.Join('\n', lines))), GateReason.NotInLog);

        static string Body(string line) => CanonicalJson.Parse(Encoding.UTF8.GetBytes(line)).GetProperty("verificationMaterial").GetProperty("tlogEntries")[0].GetProperty("canonicalizedBody").GetString()!;
    }

    [Fact]
    public void Decide_SignedButNeverLogged_IsNotInLog()
    {
        // The vendor signs a second release and dresses it in the proof of the first.
        var line = Encoding.UTF8.GetString(Chain.AddAll().Bundles()[3].ToJson());
        var first = Chain.Bundles()[3].Envelope;
        var forged = Dsse.Sign((Chain.Release with { Version = "6.6.6" }).Of([Subject.File("guard.dll", Digest.Of("evil"u8))]), Chain.Vendor);
        var dressed = line
            .Replace(Convert.ToBase64String(first.Payload.AsSpan()), Convert.ToBase64String(forged.Payload.AsSpan()), StringComparison.Ordinal)
            .Replace(Convert.ToBase64String(first.Signature.AsSpan()), Convert.ToBase64String(forged.Signature.AsSpan()), StringComparison.Ordinal);
        Refused(Chain.Decide(Encoding.UTF8.GetBytes(dressed + "\n")), GateReason.NotInLog);
    }

    [Fact]
    public void Decide_LogThePolicyDoesNotName_IsCheckpointUntrusted()
    {
        Chain.Log = NoteSigner.Generate("log.example/vitrine");
        Refused(Chain.AddAll().Decide(), GateReason.CheckpointUntrusted);
        Chain.Log = NoteSigner.Generate("another.example");
        Refused(Chain.Decide(), GateReason.CheckpointUntrusted);
    }

    [Fact]
    public void Decide_TooFewWitnesses_IsQuorumMissing()
    {
        Chain.Trust(quorum: "both").AddAll();
        Refused(Chain.Decide(), GateReason.QuorumMissing);
        Refused(Chain.Decide(Chain.Bundle(Chain.Checkpoint(witnesses: 1))), GateReason.QuorumMissing);
        var verdict = Chain.Decide(Chain.Bundle(Chain.Checkpoint(witnesses: 2)));
        Assert.True(verdict.Accepted);
        Assert.Equal(["W1", "W2"], verdict.Log!.Witnesses.ToArray());
        Assert.Contains("enough of the witnesses W1, W2 are honest, so that everyone is shown the same log", verdict.Assumptions);
    }

    [Fact]
    public void Decide_OneWitnessTwice_IsQuorumMissing()
    {
        Chain.Trust(quorum: "both").AddAll();
        var text = Chain.Checkpoint().Checkpoint.Encode();
        var note = Note.Parse(Note.Sign(text, Chain.Log))
            .With(Chain.Witnesses[0].Sign(text, GateChain.Noon)).With(Chain.Witnesses[0].Sign(text, GateChain.Noon.AddSeconds(-1)));
        var checkpoint = VerifiedCheckpoint.Open(note.Encode(), Chain.Log.Verifier, [Chain.Witnesses[0].Verifier]);
        Refused(Chain.Decide(Chain.Bundle(checkpoint)), GateReason.QuorumMissing);
    }

    [Fact]
    public void Decide_TwoReleases_IsMalformed()
    {
        Chain.AddAll();
        Chain.Release = Chain.Release with { Version = "1.4.3" };
        Chain.AddRelease();
        Refused(Chain.Decide(), GateReason.BundleMalformed);
    }

    [Fact]
    public void Decide_OtherRootAtASizeSeenBefore_IsFork()
    {
        Chain.AddAll();
        Chain.State = Chain.Decide().State;
        var size = Chain.Tree.Size.Value;

        // The same log's key signs another history of the same length.
        Chain.Tree = new MerkleTree();
        for (var i = 4UL; i < size; i++)
        {
            Chain.Tree.Append("another history"u8);
        }

        Chain.Remove(StatusPredicate.Type);
        Chain.Remove(ReviewPredicate.Type);
        Chain.Remove(VsaPredicate.Type);
        Chain.Remove(RebuildPredicate.Type);
        Chain.Remove(ReleasePredicate.Type);
        Chain.Release = Chain.Release with { Version = "6.6.6" };
        Chain.AddCertificate();
        Chain.AddRebuild();
        Chain.AddRelease();
        Assert.Equal(size, Chain.Tree.Size.Value + 0);
        var verdict = Chain.Decide();
        Refused(verdict, GateReason.Fork);
        Assert.Same(Chain.State, verdict.State);
    }

    [Fact]
    public void Decide_StatusThatNamesAnotherRootForTheCheckpointsSize_IsFork()
    {
        Chain.Status = Chain.Status with { Log = new TreeHead(Chain.Log.Name, new TreeSize(8), Digest.Of("another root"u8)) };
        Refused(Chain.AddAll().Decide(), GateReason.Fork);
    }

    [Fact]
    public void Decide_TwoStatusesWithOneNumber_IsFork()
    {
        Chain.AddAll();
        Chain.State = Chain.Decide().State;
        Chain.Remove(StatusPredicate.Type);
        Chain.Status = Chain.Status with { Expires = Chain.Status.Expires.AddDays(1) };
        Chain.AddStatus();
        Refused(Chain.Decide(), GateReason.Fork);
    }

    [Fact]
    public void Decide_SameEntryAnotherRelease_IsFork()
    {
        Chain.AddAll();
        var index = Chain.Decide().Release!.Index;
        Chain.State = GateState.Parse(Encoding.UTF8.GetBytes(
            $$"""{"logs":[],"products":[{"index":"{{index}}","origin":"log.example/vitrine","product":"Example Guard","released":"2026-11-19T12:00:00Z","statement":"{{Digest.Of("another"u8)}}","version":"1.4.2"}],"version":1}"""));
        Refused(Chain.Decide(), GateReason.Fork);
    }

    [Fact]
    public void Decide_StatusUnderAnEarlierCheckpoint_IsMalformed()
    {
        Chain.AddAll();
        var status = StatusBundle(Chain.Status with { Number = 9 });
        Chain.Tree.Append("one more"u8);
        Chain.Remove(StatusPredicate.Type);
        Refused(Chain.Decide(BundleFile.Encode([.. Chain.Bundles(), status])), GateReason.BundleMalformed);
    }

    [Fact]
    public void Decide_LinesUnderTwoCheckpoints_IsMalformed()
    {
        Chain.AddAll();
        var before = Chain.Bundles();
        Chain.Tree.Append("one more"u8);
        var after = Chain.Bundles();
        Refused(Chain.Decide(BundleFile.Encode([before[0], .. after.Skip(1)])), GateReason.BundleMalformed);
    }

    [Fact]
    public void Decide_StatementOfAnotherType_IsMalformed()
    {
        Chain.AddAll().Add(new AnchorPredicate(new TreeHead("ledger", new TreeSize(1), Chain.Seal), GateChain.Noon).Of(), Chain.Vendor);
        Refused(Chain.Decide(), GateReason.BundleMalformed);
    }

    [Fact]
    public void Decide_SignedAndLoggedNonsense_IsMalformed()
    {
        var statement = new Statement([Subject.Seal(Chain.Seal)], ReleasePredicate.Type, CanonicalJson.Parse("""{"product":1}"""u8));
        Chain.AddAll().Add(statement, Chain.Vendor);
        Refused(Chain.Decide(), GateReason.BundleMalformed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("{}\n")]
    [InlineData("not json\n")]
    public void Decide_NoBundle_IsMalformed(string bundle) => Refused(Chain.Decide(Encoding.UTF8.GetBytes(bundle)), GateReason.BundleMalformed);

    [Fact]
    public void Decide_CutOffBundle_IsMalformed()
    {
        var bundle = Chain.AddAll().Bundle();
        Refused(Chain.Decide(bundle[..^1]), GateReason.BundleMalformed);
        Refused(Chain.Decide(bundle[..(bundle.Length / 2)]), GateReason.BundleMalformed);
    }

    [Fact]
    public void Decide_RefusedForWhatIsSaid_StillRemembersWhatWasProven()
    {
        Chain.Review = Chain.Review with { Conclusion = ReviewConclusion.Refused };
        var verdict = Chain.AddAll().Decide();
        Assert.False(verdict.Accepted);
        Assert.Empty(verdict.State.Products);
        Assert.Equal(new TreeSize(8), verdict.State.Logs["log.example/vitrine"].Checkpoint.Size);
        Assert.Equal(GateChain.Noon.AddHours(-6), verdict.State.NewestTime);
    }

    [Fact]
    public void State_WrittenAndRead_IsTheSame()
    {
        var state = Chain.AddAll().Decide().State;
        Assert.Equal(state.ToJson(), GateState.Parse(state.ToJson()).ToJson());
        Assert.Equal(GateState.Empty.ToJson(), GateState.Parse(GateState.Empty.ToJson()).ToJson());
    }

    [Fact]
    public void Reasons_AllOfThem_HaveTheWordsOfTheFormat() =>
        Assert.Equal(
            [
                "artifact-tampered", "bad-signature", "bundle-malformed", "certificate-expired", "certificate-insufficient", "checkpoint-untrusted", "fork",
                "jurisdiction-refused", "jurisdiction-unknown", "key-ended", "laboratories-not-apart", "laboratories-too-few", "list-stale", "listed",
                "no-certificate", "no-rebuild", "no-release", "no-status", "not-in-log", "other-product", "other-root", "quorum-missing", "rebuild-differs",
                "revoked", "rollback", "status-stale", "wrong-key",
            ],
            Enum.GetValues<GateReason>().Select(r => r.Word()).Order(StringComparer.Ordinal));
}
