namespace Vitrine.Proofs.Tests;

/// <summary>What a gate says of statuses, revocation and time.</summary>
public sealed class GateStatusTests : GateTests
{
    [Fact]
    public void Decide_ClockTurnedBack_JudgesByTheNewestSignedTime()
    {
        Chain.Review = Chain.Review with { ValidUntil = GateChain.Noon };
        Chain.AddAll();
        Chain.Clock = GateChain.Noon.AddDays(-5);
        Assert.True(Chain.Decide().Accepted); // The newest signed time is the status's, six hours before noon.
        Chain.Trust(quorum: "W1");
        Refused(Chain.Decide(Chain.Bundle(Chain.Checkpoint(witnesses: 1, cosigned: GateChain.Noon))), GateReason.CertificateExpired);
        Chain.Trust();
        Chain.State = GateState.Parse("""{"logs":[],"newestTime":"2026-11-21T12:00:01Z","products":[],"version":1}"""u8);
        Refused(Chain.Decide(), GateReason.CertificateExpired);
    }

    [Fact]
    public void Decide_ClockBehindASignedTime_AcceptsAndSaysSo()
    {
        Chain.Clock = GateChain.Noon.AddDays(-1);
        var verdict = Chain.AddAll().Decide();
        Assert.True(verdict.Accepted);
        Assert.Contains(
            "it is not later than 2026-11-21T06:00:00Z, the newest signed time (the clock of this machine says 2026-11-20T12:00:00Z and is behind)",
            verdict.Assumptions);
    }

    [Theory]
    [InlineData(RevokedKind.Certificate)]
    [InlineData(RevokedKind.Release)]
    [InlineData(RevokedKind.Key)]
    public void Decide_RevokedByTheBundlesStatus_IsRevoked(RevokedKind kind)
    {
        var (review, _) = Chain.AddCertificate();
        Chain.AddRebuild();
        var release = Chain.AddRelease();
        var digest = kind switch
        {
            RevokedKind.Certificate => review,
            RevokedKind.Release => release,
            _ => Chain.Vendor.PublicKey.KeyId,
        };
        Chain.Status = Chain.Status with { Revoked = [new Revocation(kind, digest, "a hole was found", GateChain.Noon.AddHours(-7))] };
        Chain.AddStatus();
        Refused(Chain.Decide(), GateReason.Revoked);
    }

    [Fact]
    public void Decide_SummaryLaboratoryOrRebuilderRevoked_IsRevoked()
    {
        var (_, summary) = Chain.AddCertificate();
        Chain.AddRebuild();
        Chain.AddRelease();
        foreach (var (kind, digest) in new[]
        {
            (RevokedKind.Certificate, summary),
            (RevokedKind.Key, Chain.LaboratoryKey.PublicKey.KeyId),
            (RevokedKind.Key, Chain.Rebuilder.PublicKey.KeyId),
        })
        {
            Chain.Remove(StatusPredicate.Type);
            Chain.Status = Chain.Status with
            {
                Number = Chain.Status.Number + 1,
                Revoked = [new Revocation(kind, digest, "a hole was found", GateChain.Noon.AddHours(-7))],
            };
            Chain.AddStatus();
            Refused(Chain.Decide(), GateReason.Revoked);
        }
    }

    [Fact]
    public void Decide_RevokedByANewerHeldStatus_IsRevoked()
    {
        Chain.AddAll();
        var old = Chain.Bundle();
        var release = Chain.Bundles()[3].Envelope.PayloadDigest;
        Assert.True(Chain.Decide(old).Accepted);
        Chain.Status = Chain.Status with { Number = 8, Revoked = [new Revocation(RevokedKind.Release, release, "a hole was found", GateChain.Noon)] };
        var update = Update(Chain.Status);
        Assert.True(update.Accepted);
        Chain.State = update.State;
        Refused(Chain.Decide(old), GateReason.Revoked);
    }

    [Fact]
    public void Decide_OlderStatusWhereANewerIsHeld_UsesTheNewer()
    {
        Chain.AddAll();
        var old = Chain.Bundle();
        Chain.Clock = GateChain.Noon.AddDays(10);
        Refused(Chain.Decide(old), GateReason.StatusStale);
        Chain.State = Update(Chain.Status with { Number = 8, Issued = GateChain.Noon.AddDays(9), Expires = GateChain.Noon.AddDays(20) }).State;
        var verdict = Chain.Decide(old);
        Assert.True(verdict.Accepted);
        Assert.True(verdict.Status!.Held);
        Assert.Contains(
            "the log of 8 entries in this bundle and the one of 9 seen here before are one log (no proof of that is carried)", verdict.Assumptions);
    }

    [Fact]
    public void Decide_HeldStatusOfASignerNoLongerNamed_IsNotUsed()
    {
        Chain.AddAll();
        Chain.State = Update(Chain.Status with { Number = 8 }).State;
        Chain.Remove(StatusPredicate.Type);
        Assert.True(Chain.Decide().Accepted);
        using var other = SigningKey.Generate();
        Chain.PolicyText = Chain.PolicyText.Replace(Chain.StatusSigner.PublicKey.ToBase64(), other.PublicKey.ToBase64(), StringComparison.Ordinal);
        Refused(Chain.Decide(), GateReason.NoStatus);
        Chain.StatusSigner = other;
        Chain.AddStatus();
        Assert.Contains(
            "the 1 status held here that this policy does not accept would change nothing", Chain.Decide().Assumptions);
    }

    [Fact]
    public void Decide_NoStatus_IsNoStatus()
    {
        Chain.AddAll().Remove(StatusPredicate.Type);
        Refused(Chain.Decide(), GateReason.NoStatus);
    }

    [Theory]
    [InlineData(-8, 14)] // Older than the policy allows.
    [InlineData(-2, -1)] // Its own time is over.
    [InlineData(-2, 0)]
    public void Decide_OldStatus_IsStale(int issued, int expires)
    {
        Chain.Status = Chain.Status with { Issued = GateChain.Noon.AddDays(issued), Expires = GateChain.Noon.AddDays(expires) };
        Refused(Chain.AddAll().Decide(), GateReason.StatusStale);
    }

    [Fact]
    public void Decide_StatusRenewedUnderALaterCheckpoint_Accepts()
    {
        Chain.AddAll().Remove(StatusPredicate.Type);
        var lines = Chain.Bundles();
        lines.Add(StatusBundle(Chain.Status with { Number = 9 }));
        var verdict = Chain.Decide(BundleFile.Encode(lines));
        Assert.True(verdict.Accepted);
        Assert.Equal(9UL, verdict.Status!.Number);
        Assert.Equal(new TreeSize(9), verdict.State.Logs["log.example/vitrine"].Checkpoint.Size);
    }

    [Fact]
    public void Update_NewerStatus_IsHeldAndAnOlderOneRefused()
    {
        Chain.AddAll();
        var eight = BundleFile.Encode([StatusBundle(Chain.Status with { Number = 8 })]);
        var nine = BundleFile.Encode([StatusBundle(Chain.Status with { Number = 9 })]);
        var verdict = GateDecision.Update(nine, Chain.Policy, Chain.State, Chain.Clock);
        Assert.True(verdict.Accepted);
        Assert.Equal(verdict.State.ToJson(), GateDecision.Update(nine, Chain.Policy, verdict.State, Chain.Clock).State.ToJson());
        Refused(GateDecision.Update(eight, Chain.Policy, verdict.State, Chain.Clock), GateReason.Rollback);
    }

    [Fact]
    public void Update_StaleStatus_IsRefusedAndHeldAllTheSame()
    {
        var verdict = Update(Chain.Status with { Issued = GateChain.Noon.AddDays(-8) });
        Refused(verdict, GateReason.StatusStale);
        Assert.Single(verdict.State.Logs["log.example/vitrine"].Statuses);
    }

    [Fact]
    public void Update_NotOneStatus_IsRefused() =>
        Refused(GateDecision.Update(Chain.AddAll().Bundle(), Chain.Policy, Chain.State, Chain.Clock), GateReason.NoStatus);

    [Fact]
    public void Update_StrangersStatus_IsWrongKey()
    {
        using var stranger = SigningKey.Generate();
        Chain.StatusSigner = stranger;
        Refused(Update(Chain.Status), GateReason.WrongKey);
    }
}
