using System.Collections.Immutable;

namespace Vitrine.Proofs;

/// <summary>Do as many laboratories that the policy names certify this seal as it asks for, as deeply and as recently?</summary>
/// <remarks>Of each laboratory its newest word on the seal counts. So many good certificates are enough; a laboratory's refusal refuses.</remarks>
internal static class CertificateJudge
{
    /// <summary>The certificates that count, the best first; of those that do not the best one alone, so that people see which was judged.</summary>
    internal static ImmutableArray<CertificateFacts> Judge(
        Evidence evidence, ReleaseFacts release, Policy policy, StatusJudge status, StatedFacts facts, DateTimeOffset now, Refusals refusals)
    {
        var pairs = Pairs(evidence, policy);
        if (pairs.Count == 0)
        {
            refusals.Add(Missing(evidence, policy));
            return [];
        }

        var fitting = pairs.Where(p => p.Root == release.Said.Seal).ToList();
        if (fitting.Count == 0)
        {
            refusals.Add(
                GateReason.OtherRoot,
                $"The certificate is for the seal {pairs[0].Root}; the release was built from {release.Said.Seal}.",
                "Ask the vendor for a certificate of the seal that this release was built from.");
            return [pairs[0].Facts];
        }

        var judged = fitting
            .GroupBy(static p => p.Review.Line.Key)
            .Select(static laboratory => laboratory.MaxBy(static p => p.Review.Line.Logged.Index)!)
            .Select(p => (Pair: p, Against: Against(p, release, policy, status, facts, now)))
            .OrderBy(static j => j.Against.Count)
            .ThenByDescending(static j => j.Pair.Review.Predicate.Tier)
            .ThenByDescending(static j => j.Pair.Review.Line.Logged.Index)
            .ToList();
        foreach (var (_, against) in judged.Where((j, place) => place < policy.LaboratoriesAsked || !j.Pair.IsCertified))
        {
            refusals.Add(against);
        }

        var counting = LaboratoryJudge.Choose([.. judged.Where(static j => !j.Against.Any).Select(static j => j.Pair.Facts)], policy, facts, refusals);
        return counting.IsEmpty ? [judged[0].Pair.Facts] : counting;
    }

    /// <summary>Every summary with the one review in the bundle it rests on, both signed with one key that the policy names.</summary>
    private static List<Pair> Pairs(Evidence evidence, Policy policy)
    {
        var pairs = new List<Pair>();
        foreach (var summary in evidence.Summaries.Where(s => policy.Laboratories.Contains(s.Line.Key)))
        {
            var reviews = evidence.Reviews
                .Where(r => r.Line.Key.Equals(summary.Line.Key) && summary.Predicate.Inputs.Any(i => i.Payload == r.Line.Payload))
                .ToList();
            if (reviews.Count == 1)
            {
                pairs.Add(new Pair(reviews[0], summary));
            }
        }

        return pairs;
    }

    private static GateRefusal Missing(Evidence evidence, Policy policy)
    {
        var keys = evidence.Summaries.Select(static s => s.Line.Key).Concat(evidence.Reviews.Select(static r => r.Line.Key)).ToList();
        return keys.Count > 0 && !keys.Exists(policy.Laboratories.Contains)
            ? new GateRefusal(
                GateReason.WrongKey,
                $"The certificate is signed by key {keys[0]}, which the policy does not name for a laboratory.",
                "Ask the vendor for a certificate of a laboratory that the policy names, or name this one if you trust it.")
            : new GateRefusal(
                GateReason.NoCertificate,
                keys.Count > 0
                    ? "A laboratory's statements are there, but no summary with the review that it rests on."
                    : "The bundle holds no certificate.",
                "Ask the vendor for a bundle with a laboratory's review and summary of this seal.");
    }

    private static Refusals Against(Pair pair, ReleaseFacts release, Policy policy, StatusJudge status, StatedFacts facts, DateTimeOffset now)
    {
        var against = new Refusals();
        var review = pair.Review.Predicate;
        if (pair.Summary.Line.Statement.Subjects[0].Digest != pair.Root)
        {
            against.Add(
                GateReason.OtherRoot,
                "The certificate's summary and review are of two different seals.",
                "Ask the vendor for a certificate of the seal that this release was built from.");
        }

        if (review.Product != release.Said.Product)
        {
            against.Add(
                GateReason.OtherProduct,
                $"The certificate is of the product \"{review.Product}\"; the release is of \"{release.Said.Product}\".",
                "Ask the vendor for a certificate of this product.");
        }

        if (!pair.IsCertified)
        {
            Insufficient(against, $"Laboratory {review.Laboratory.Name} refused to certify this seal at {UtcTime.Format(review.Issued)}.", "Ask the vendor for a release that the laboratory certifies.");
        }
        else if (!pair.Summary.Predicate.Levels.Contains(review.Tier.Level()))
        {
            Insufficient(against, $"The summary does not carry the level {review.Tier.Level()} of the review it rests on.", "Ask the laboratory for a summary that fits its review.");
        }

        RefuseDepth(against, review, policy);
        RefuseTime(against, review, policy, now);
        RefuseRevoked(against, pair, status);
        facts.RefuseSigner(SignerRole.Laboratory, pair.Review.Line.Key.KeyId, review.Laboratory.Name, against);
        return against;
    }

    private static void RefuseDepth(Refusals against, ReviewPredicate review, Policy policy)
    {
        if (review.Tier < policy.Tier)
        {
            Insufficient(against, $"The review is of tier {review.Tier.Word()}; the policy asks for {policy.Tier.Word()}.", $"Ask the vendor for a review of tier {policy.Tier.Word()}.");
        }

        var coverage = review.Coverage;
        if (policy.Coverage > 0 && (coverage.LinesInScope == 0 || coverage.LinesDelivered < policy.Coverage * coverage.LinesInScope))
        {
            Insufficient(
                against,
                $"{Words.Count(coverage.LinesDelivered)} of {Words.Count(coverage.LinesInScope)} lines in scope were delivered; the policy asks for {Words.Percent(policy.Coverage)}.",
                "Ask the vendor for a review that covers more.");
        }
    }

    private static void RefuseTime(Refusals against, ReviewPredicate review, Policy policy, DateTimeOffset now)
    {
        if (review.ValidUntil <= now)
        {
            against.Add(
                GateReason.CertificateExpired,
                $"The certificate was valid until {UtcTime.Format(review.ValidUntil)}; it is {UtcTime.Format(now)}.",
                "Ask the vendor for a bundle with a renewed certificate.");
        }
        else if (now - review.Issued > policy.CertificateAge)
        {
            against.Add(
                GateReason.CertificateExpired,
                $"The certificate was issued at {UtcTime.Format(review.Issued)}, more than {Words.Age(policy.CertificateAge)} before {UtcTime.Format(now)}.",
                "Ask the vendor for a bundle with a renewed certificate.");
        }
        else if (review.Issued - now > GateDecision.ClockSkew)
        {
            Insufficient(
                against,
                $"The certificate says it was issued at {UtcTime.Format(review.Issued)}; it is {UtcTime.Format(now)}.",
                "Check this machine's clock, or ask the laboratory.");
        }
    }

    private static void RefuseRevoked(Refusals against, Pair pair, StatusJudge status)
    {
        var revocation = status.Find(RevokedKind.Certificate, pair.Review.Line.Payload) ?? status.Find(RevokedKind.Certificate, pair.Summary.Line.Payload);
        if (revocation is not null)
        {
            against.Add(
                GateReason.Revoked,
                $"The certificate of {pair.Review.Predicate.Laboratory.Name} was revoked since {UtcTime.Format(revocation.Since)}: {revocation.Reason}",
                "Ask the vendor for a certificate that stands.");
        }

        if (status.Find(RevokedKind.Key, pair.Review.Line.Key.KeyId) is { } key)
        {
            against.Add(
                GateReason.Revoked,
                $"The laboratory's key {pair.Review.Line.Key} was revoked since {UtcTime.Format(key.Since)}: {key.Reason}",
                "Ask the vendor for a certificate under a key that stands.");
        }
    }

    private static void Insufficient(Refusals against, string message, string satisfy) => against.Add(GateReason.CertificateInsufficient, message, satisfy);

    private sealed record Pair(Said<ReviewPredicate> Review, Said<VsaPredicate> Summary)
    {
        internal Digest Root => Review.Line.Statement.Subjects[0].Digest;

        internal bool IsCertified => Review.Predicate.Conclusion == ReviewConclusion.Certified && Summary.Predicate.Passed;

        internal CertificateFacts Facts => new(Review.Predicate, Review.Line.Payload, Summary.Line.Payload, Review.Line.Key.KeyId, Review.Line.Logged.Index);
    }
}
