namespace Vitrine.Proofs.Tests;

/// <summary>What a gate says of the file, its release and its rebuild.</summary>
public sealed class GateReleaseTests : GateTests
{
    [Fact]
    public void Decide_EverythingAsThePolicyAsks_AcceptsAndSaysOnWhichAssumptions()
    {
        var verdict = Chain.AddAll().Decide();
        Assert.Empty(verdict.Reasons);
        Assert.True(verdict.Accepted);
        Assert.Equal("1.4.2", verdict.Release!.Said.Version);
        Assert.Equal("Example Laboratory", verdict.Certificate!.Said.Laboratory.Name);
        Assert.Equal(RebuildVerdict.Equivalent, verdict.Rebuild!.Comparison.Verdict);
        Assert.Equal(7UL, verdict.Status!.Number);
        Assert.Equal(new TreeSize(8), verdict.Log!.Size);
        Assert.Equal(
            [
                "laboratory Example Laboratory read what it says (2,310 of 9,120 lines in scope delivered to 1 person; 40 of 300 files in scope)",
                "the findings of laboratory Example Laboratory can be lived with (1 high, 2 medium, 3 low)",
                "the build tools of https://rebuilder.example are honest (rebuilt: equivalent; 1 difference explained)",
                "the log's operator shows everyone the same log (no witness is required by this policy)",
                "nothing was revoked after status 7 of 2026-11-21T06:00:00Z",
                "the clock of this machine is right (2026-11-21T12:00:00Z)",
                "no later release was installed here before (this gate remembers none of this product)",
            ],
            verdict.Assumptions.ToArray());
    }

    [Fact]
    public void Decide_AcceptedAgain_AcceptsTheSameIndexAndForgetsNothing()
    {
        Chain.AddAll();
        Chain.State = Chain.Decide().State;
        var again = Chain.Decide();
        Assert.True(again.Accepted);
        Assert.Equal(Chain.State.ToJson(), again.State.ToJson());
        Assert.DoesNotContain(again.Assumptions, a => a.StartsWith("no later release", StringComparison.Ordinal));
    }

    [Fact]
    public void Decide_ChangedFile_IsTampered()
    {
        Chain.Artifact = "what the vendor shipz"u8.ToArray();
        Refused(Chain.AddAll().Decide(), GateReason.ArtifactTampered);
    }

    [Fact]
    public void Decide_AnotherFileOfTheReleaseUnderThisName_IsTampered()
    {
        Chain.ArtifactName = "readme.txt";
        Refused(Chain.AddAll().Decide(), GateReason.ArtifactTampered);
    }

    [Fact]
    public void Decide_RenamedFile_AcceptsAndSaysSo()
    {
        Chain.ArtifactName = "guard-1.4.2.dll";
        var verdict = Chain.AddAll().Decide();
        Assert.True(verdict.Accepted);
        Assert.Contains("the file guard-1.4.2.dll is meant to be what the release ships as guard.dll", verdict.Assumptions);
    }

    [Fact]
    public void Decide_BundleOfAnotherProduct_IsOtherProduct()
    {
        Chain.Release = Chain.Release with { Product = "Example Guard Lite" };
        Chain.Review = Chain.Review with { Product = "Example Guard Lite" };
        Refused(Chain.AddAll().Decide(), GateReason.OtherProduct);
    }

    [Fact]
    public void Decide_CertificateOfAnotherProduct_IsOtherProduct()
    {
        Chain.Review = Chain.Review with { Product = "Example Guard Lite" };
        Refused(Chain.AddAll().Decide(), GateReason.OtherProduct);
    }

    [Fact]
    public void Decide_NoRelease_IsNoRelease()
    {
        Chain.AddAll().Remove(ReleasePredicate.Type);
        Refused(Chain.Decide(), GateReason.NoRelease);
    }

    [Fact]
    public void Decide_RebuildOfAnotherSeal_IsOtherRoot()
    {
        Chain.RebuildSeal = Digest.Of("a harmless tree"u8);
        Refused(Chain.AddAll().Decide(), GateReason.OtherRoot);
    }

    [Fact]
    public void Decide_NoRebuild_IsNoRebuild()
    {
        Chain.AddAll().Remove(RebuildPredicate.Type);
        Refused(Chain.Decide(), GateReason.NoRebuild);
    }

    [Fact]
    public void Decide_RebuildOfAnotherFile_IsNoRebuild()
    {
        Chain.Comparison = Chain.Comparison with { Shipped = Digest.Of("another file"u8) };
        Refused(Chain.AddAll().Decide(), GateReason.NoRebuild);
    }

    [Theory]
    [InlineData(RebuildVerdict.Different, "equivalent")]
    [InlineData(RebuildVerdict.NotComparable, "equivalent")]
    [InlineData(RebuildVerdict.Equivalent, "same-but-for-signatures")]
    [InlineData(RebuildVerdict.SameButForSignatures, "identical")]
    public void Decide_RebuildWorseThanThePolicyAsks_IsRebuildDiffers(RebuildVerdict verdict, string asked)
    {
        Chain.Trust(rebuild: asked);
        Chain.Comparison = Chain.Comparison with { Verdict = verdict };
        Refused(Chain.AddAll().Decide(), GateReason.RebuildDiffers);
    }

    [Fact]
    public void Decide_OneRebuilderSaysDifferent_IsRebuildDiffersWhateverTheOtherSays()
    {
        Chain.AddAll();
        Chain.Comparison = Chain.Comparison with { Verdict = RebuildVerdict.Different };
        Chain.AddRebuild();
        Refused(Chain.Decide(), GateReason.RebuildDiffers);
    }

    [Fact]
    public void Decide_EarlierReleaseThanTheAccepted_IsRollback()
    {
        var old = Chain.AddAll().Bundle();
        Assert.True(Chain.Decide(old).Accepted);
        Chain.Remove(ReleasePredicate.Type);
        Chain.Release = Chain.Release with { Version = "1.5.0" };
        Chain.AddRelease();
        Chain.State = Chain.Decide().State;
        Assert.Equal("1.5.0", Chain.State.Products["Example Guard"].Version);
        Refused(Chain.Decide(old), GateReason.Rollback);
    }

    [Fact]
    public void Decide_OldReleaseLoggedOnceMore_IsRollback()
    {
        var old = Chain.ReleaseStatement;
        Chain.Release = Chain.Release with { Version = "1.5.0", Released = Chain.Release.Released.AddDays(1) };
        Chain.State = Chain.AddAll().Decide().State;
        Chain.Remove(ReleasePredicate.Type);
        Chain.Add(old, Chain.Vendor);
        var verdict = Chain.Decide();
        Refused(verdict, GateReason.Rollback);
        Assert.True(verdict.Release!.Index.Value > Chain.State.Products["Example Guard"].Index.Value);
    }

    [Fact]
    public void Decide_AcceptedFromAnotherLog_IsRollback()
    {
        Chain.AddAll();
        Chain.State = Chain.Decide().State;
        using var elsewhere = new GateChain("other.example/log").Trust();
        elsewhere.State = Chain.State;
        Refused(elsewhere.AddAll().Decide(), GateReason.Rollback);
    }

    [Fact]
    public void Decide_SeveralFaults_GivesAllTheGravestFirst()
    {
        Chain.Artifact = "tampered"u8.ToArray();
        Chain.Review = Chain.Review with { Tier = ReviewTier.Overview, ValidUntil = GateChain.Noon };
        Chain.Status = Chain.Status with { Issued = GateChain.Noon.AddDays(-8) };
        Refused(
            Chain.AddAll().Decide(),
            GateReason.ArtifactTampered,
            GateReason.CertificateInsufficient,
            GateReason.CertificateExpired,
            GateReason.StatusStale);
    }
}
