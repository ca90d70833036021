using System.Collections.Concurrent;
using System.Text;

namespace Vitrine.Proofs.Tests;

/// <summary>No byte of an artifact or its bundle can be changed without a refusal, and the refusal names the right thing.</summary>
public sealed class EveryByteTests : IDisposable
{
    private static readonly byte[] Masks = [0x01, 0x20, 0x80];

    private readonly GateChain _chain = new GateChain(before: 1).Trust(quorum: "both").WithFacts();

    public void Dispose() => _chain.Dispose();

    [Fact]
    public void Decide_AnyByteOfTheArtifactChanged_IsTampered()
    {
        var bundle = _chain.AddAll().Bundle(_chain.Checkpoint(witnesses: 2));
        Assert.True(_chain.Decide(bundle).Accepted);
        foreach (var (at, mask) in Changes(_chain.Artifact.Length))
        {
            _chain.Artifact[at] ^= mask;
            Assert.Equal(GateReason.ArtifactTampered, _chain.Decide(bundle).Reasons[0].Code);
            _chain.Artifact[at] ^= mask;
        }

        _chain.Artifact = [.. _chain.Artifact, 0];
        Assert.Equal(GateReason.ArtifactTampered, _chain.Decide(bundle).Reasons[0].Code);
    }

    [Fact]
    public void Decide_AnyByteOfTheBundleChanged_IsRefusedForWhatWasChanged()
    {
        var bundle = _chain.AddAll().Bundle(_chain.Checkpoint(witnesses: 2));
        var (file, policy) = (_chain.File, _chain.Policy);
        var members = JsonEdits.Members(bundle);
        var wrong = new ConcurrentBag<string>();
        var reasons = new ConcurrentDictionary<GateReason, int>();
        Parallel.ForEach(Changes(bundle.Length), change =>
        {
            var changed = bundle.ToArray();
            changed[change.At] ^= change.Mask;
            var verdict = GateDecision.Decide(file, changed, policy, GateState.Empty, GateChain.Noon);
            var reason = verdict.Accepted ? (GateReason?)null : verdict.Reasons[0].Code;
            if (reason is null || !Right(members[change.At]).Contains(reason.Value))
            {
                wrong.Add($"byte {change.At} ^ {change.Mask:x2} in {members[change.At]}: {reason?.Word() ?? "accepted"}");
            }
            else
            {
                reasons.AddOrUpdate(reason.Value, 1, (_, n) => n + 1);
            }
        });
        Assert.Empty(wrong);
        Assert.Equal(
            [GateReason.BundleMalformed, GateReason.BadSignature, GateReason.CheckpointUntrusted, GateReason.QuorumMissing, GateReason.NotInLog], reasons.Keys.Order());
    }

    [Fact]
    public void Decide_AnyByteOfARenewedStatusChanged_IsRefusedOrInASignatureNobodyAskedFor()
    {
        // Its checkpoint is its own: there, and nowhere else, lines under keys that the policy does not name carry no meaning.
        _chain.Trust(quorum: "W1").WithFacts().AddAll().Remove(StatusPredicate.Type);
        var others = _chain.Bundles(_chain.Checkpoint(witnesses: 1));
        var envelope = Dsse.Sign((_chain.Status with { Number = 8 }).Of(), _chain.StatusSigner);
        var index = _chain.Tree.Append(LogEntryBody.For(envelope, _chain.StatusSigner.PublicKey));
        var text = _chain.Checkpoint().Checkpoint.Encode();
        var note = Note.Parse(Note.Sign(text, _chain.Log))
            .With(Cosigner.Generate("stranger.example").Sign(text, GateChain.Noon))
            .With(_chain.Witnesses[0].Sign(text, GateChain.Noon))
            .Encode();
        var checkpoint = VerifiedCheckpoint.Open(note, _chain.Log.Verifier);
        var status = SigstoreBundle.Create(envelope, _chain.StatusSigner.PublicKey, _chain.Tree.ProveInclusion(index, checkpoint.Size), checkpoint);
        var bundle = BundleFile.Encode([.. others, status]);
        var start = BundleFile.Encode(others).Length;
        var (file, policy) = (_chain.File, _chain.Policy);
        Assert.True(_chain.Decide(bundle).Accepted);

        var accepted = new ConcurrentBag<int>();
        Parallel.ForEach(Changes(bundle.Length).Where(c => c.At >= start), change =>
        {
            var changed = bundle.ToArray();
            changed[change.At] ^= change.Mask;
            if (GateDecision.Decide(file, changed, policy, GateState.Empty, GateChain.Noon).Accepted)
            {
                accepted.Add(change.At);
            }
        });
        var line = Encoding.UTF8.GetString(bundle.AsSpan(start));
        var from = start + Encoding.UTF8.GetByteCount(line[..line.IndexOf("— stranger.example", StringComparison.Ordinal)]);
        var to = start + Encoding.UTF8.GetByteCount(line[..line.IndexOf("— w1.example", StringComparison.Ordinal)]);
        Assert.NotEmpty(accepted);
        Assert.All(accepted, at => Assert.InRange(at, from, to - 1));
    }

    private static IEnumerable<(int At, byte Mask)> Changes(int length) => Enumerable.Range(0, length).SelectMany(at => Masks.Select(mask => (at, mask)));

    /// <summary>What a change within this member's value may be refused for; a change of anything else breaks the file's one spelling.</summary>
    private static GateReason[] Right(string member) => member switch
    {
        "payload" or "payloadType" or "sig" => [GateReason.BadSignature, GateReason.BundleMalformed],
        "envelope" => [GateReason.CheckpointUntrusted, GateReason.QuorumMissing, GateReason.BundleMalformed],
        "hashes" or "rootHash" or "treeSize" or "keyId" or "canonicalizedBody" => [GateReason.NotInLog, GateReason.BundleMalformed],
        _ => [GateReason.BundleMalformed],
    };
}
