namespace Vitrine.Proofs.Tests;

/// <summary>What a gate says of certificates.</summary>
public sealed class GateCertificateTests : GateTests
{
    [Fact]
    public void Decide_NoCertificate_IsNoCertificate()
    {
        Chain.AddAll().Remove(ReviewPredicate.Type);
        Refused(Chain.Decide(), GateReason.NoCertificate);
        Chain.Remove(VsaPredicate.Type);
        Refused(Chain.Decide(), GateReason.NoCertificate);
    }

    [Fact]
    public void Decide_ReviewOfOneLaboratoryAndSummaryOfAnother_IsNoCertificate()
    {
        using var other = SigningKey.Generate();
        Chain.PolicyText += $"laboratory {other.PublicKey.ToBase64()}\n";
        Chain.AddAll().Remove(VsaPredicate.Type);
        var review = Dsse.Sign(Chain.Review.Of(Chain.Seal), Chain.LaboratoryKey).PayloadDigest;
        Chain.Add(VsaPredicate.For(Chain.Review, Chain.Seal, review, "https://lab.example", "https://lab.example/rules/1").Of(Chain.Seal), other);
        Refused(Chain.Decide(), GateReason.NoCertificate);
    }

    [Fact]
    public void Decide_SummaryOfAnotherReview_IsNoCertificate()
    {
        Chain.AddAll().Remove(VsaPredicate.Type);
        Chain.Add(VsaPredicate.For(Chain.Review, Chain.Seal, Digest.Of("another"u8), "https://lab.example", "https://lab.example/rules/1").Of(Chain.Seal), Chain.LaboratoryKey);
        Refused(Chain.Decide(), GateReason.NoCertificate);
    }

    [Fact]
    public void Decide_CertificateOver_IsCertificateExpired()
    {
        Chain.Review = Chain.Review with { ValidUntil = GateChain.Noon };
        Refused(Chain.AddAll().Decide(), GateReason.CertificateExpired);
    }

    [Fact]
    public void Decide_CertificateOlderThanThePolicyAllows_IsCertificateExpired()
    {
        Chain.Review = Chain.Review with { Issued = GateChain.Noon.AddDays(-401) };
        Refused(Chain.AddAll().Decide(), GateReason.CertificateExpired);
    }

    [Fact]
    public void Decide_CertificateFromTheFuture_IsInsufficient()
    {
        Chain.Review = Chain.Review with { Issued = GateChain.Noon.AddMinutes(6) };
        Refused(Chain.AddAll().Decide(), GateReason.CertificateInsufficient);
    }

    [Fact]
    public void Decide_ReviewNotDeepEnough_IsInsufficient()
    {
        Chain.Review = Chain.Review with { Tier = ReviewTier.Overview };
        Refused(Chain.AddAll().Decide(), GateReason.CertificateInsufficient);
    }

    [Theory]
    [InlineData(2280, true)]
    [InlineData(2279, false)]
    [InlineData(0, false)]
    public void Decide_CoverageAtTheBar_IsExact(ulong delivered, bool accepted)
    {
        Chain.Review = Chain.Review with { Coverage = new ReviewCoverage(delivered, 9120, 1) };
        var verdict = Chain.AddAll().Decide();
        Assert.Equal(accepted, verdict.Accepted);
        if (!accepted)
        {
            Refused(verdict, GateReason.CertificateInsufficient);
        }
    }

    [Theory]
    [InlineData(2280, true)]
    [InlineData(2279, false)]
    public void Decide_CoverageCarriedOver_CountsForNoPolicyAndIsAnAssumption(ulong delivered, bool accepted)
    {
        Chain.Review = Chain.Review with { Coverage = new ReviewCoverage(delivered, 9120, 1, null, [new CarriedCoverage("e-1", "1.4.1", Digest.Of("an earlier seal"u8), 5000)]) };
        var verdict = Chain.AddAll().Decide();
        Assert.Equal(accepted, verdict.Accepted);
        if (accepted)
        {
            Assert.Contains(verdict.Assumptions, assumption => assumption.Contains("more carried over from the review of 1.4.1", StringComparison.Ordinal));
        }
        else
        {
            Refused(verdict, GateReason.CertificateInsufficient);
        }
    }

    [Fact]
    public void Decide_NothingInScope_IsInsufficient()
    {
        Chain.Review = Chain.Review with { Coverage = new ReviewCoverage(0, 0, 1) };
        Refused(Chain.AddAll().Decide(), GateReason.CertificateInsufficient);
    }

    [Fact]
    public void Decide_LaboratoryRefused_IsInsufficient()
    {
        Chain.Review = Chain.Review with { Conclusion = ReviewConclusion.Refused };
        Refused(Chain.AddAll().Decide(), GateReason.CertificateInsufficient);
    }

    [Fact]
    public void Decide_OneLaboratoryRefusedAndAnotherCertified_IsInsufficient()
    {
        Chain.AddAll();
        using var other = SigningKey.Generate();
        Chain.PolicyText += $"laboratory {other.PublicKey.ToBase64()}\n";
        var first = Chain.LaboratoryKey;
        Chain.LaboratoryKey = other;
        Chain.Review = Chain.Review with { Conclusion = ReviewConclusion.Refused };
        Chain.AddCertificate();
        Refused(Chain.Decide(), GateReason.CertificateInsufficient);
        Chain.LaboratoryKey = first;
    }

    [Fact]
    public void Decide_LaboratoryRefusedFirstAndCertifiedLater_Accepts()
    {
        Chain.Review = Chain.Review with { Conclusion = ReviewConclusion.Refused, Engagement = "E-6" };
        Chain.AddCertificate();
        Chain.Review = Chain.Review with { Conclusion = ReviewConclusion.Certified, Engagement = "E-7" };
        var verdict = Chain.AddAll().Decide();
        Assert.True(verdict.Accepted);
        Assert.Equal("E-7", verdict.Certificate!.Said.Engagement);
    }

    [Fact]
    public void Decide_SummaryThatLacksTheLevel_IsInsufficient()
    {
        Chain.AddAll().Remove(VsaPredicate.Type);
        var review = Chain.Bundles().Single(b => Statement.Parse(b.Envelope.Payload.AsSpan()).PredicateType == ReviewPredicate.Type).Envelope.PayloadDigest;
        var summary = VsaPredicate.For(Chain.Review, Chain.Seal, review, "https://lab.example", "https://lab.example/rules/1") with { Levels = ["VITRINE_REVIEW_OVERVIEW"] };
        Chain.Add(summary.Of(Chain.Seal), Chain.LaboratoryKey);
        Refused(Chain.Decide(), GateReason.CertificateInsufficient);
    }

    [Fact]
    public void Decide_CertificateOfAnotherSeal_IsOtherRoot()
    {
        Chain.CertificateSeal = Digest.Of("a harmless tree"u8);
        Refused(Chain.AddAll().Decide(), GateReason.OtherRoot);
    }

    [Fact]
    public void Decide_SummaryAndReviewOfTwoSeals_IsOtherRoot()
    {
        Chain.AddAll().Remove(VsaPredicate.Type);
        var review = Chain.Bundles()[0].Envelope.PayloadDigest;
        var other = Digest.Of("a harmless tree"u8);
        Chain.Add(VsaPredicate.For(Chain.Review, other, review, "https://lab.example", "https://lab.example/rules/1").Of(other), Chain.LaboratoryKey);
        Refused(Chain.Decide(), GateReason.OtherRoot);
    }
}
