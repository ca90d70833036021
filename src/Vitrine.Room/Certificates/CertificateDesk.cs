using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;
using Vitrine.Seals;

namespace Vitrine.Room;

/// <summary>Signs a laboratory's conclusion: the review with its evidence, and the verification summary beside it.</summary>
public static class CertificateDesk
{
    /// <summary>What the policy of a VSA names: the rules by which this version of Vitrine certifies.</summary>
    public const string PolicyUri = "https://vitrine.example/policy/review/v1";

    /// <summary>The longest a certificate may count.</summary>
    public static TimeSpan LongestValidity { get; } = TimeSpan.FromDays(3 * 366);

    /// <summary>
    /// Counts coverage and findings, signs both statements with the laboratory's key, records them, and waits until both stand in
    /// the public log. Gives the certificate's digest.
    /// </summary>
    /// <exception cref="ActRefusedException">The engagement cannot be certified now, or the key is not the laboratory's.</exception>
    public static async Task<Digest> IssueAsync(
        OpenCentre centre, Engagement engagement, ScopedSeal tree, LaboratoryView view, EarlierReviews earlier, PartyKeys keys, ReviewConclusion conclusion, TimeSpan validity, Actor by, CancellationToken cancellationToken)
    {
        Party laboratory;
        using (var views = centre.Snapshot())
        {
            laboratory = Parties.Find(engagement.Laboratory, views)!;
        }

        if (!PublicKey.FromSpki(laboratory.SigningKey).Equals(keys.Signing.PublicKey))
        {
            throw new ActRefusedException($"The key is not the one that {laboratory.Name} registered.");
        }

        if (validity <= TimeSpan.Zero || validity > LongestValidity)
        {
            throw new ActRefusedException($"A certificate is valid for 1 to {LongestValidity.TotalDays:N0} days.");
        }

        var now = UtcTime.Whole(centre.Time.GetUtcNow());
        var root = tree.Root.Value;
        var review = Review(centre, engagement, tree, CoverageCount.Of(tree, view, earlier), view, laboratory, conclusion, now, now + validity);
        var reviewDigest = StagedStatement.Stage(centre.Paths, review.Of(root), keys.Signing);
        var summary = VsaPredicate.For(review, root, reviewDigest, $"vitrine:party:{laboratory.Id}", PolicyUri);
        var certificate = StagedStatement.Stage(centre.Paths, summary.Of(root), keys.Signing);
        var act = new CertificateIssued(
            certificate, reviewDigest, engagement.Id, root, engagement.Product, engagement.Version, laboratory.Id, conclusion == ReviewConclusion.Certified, now, now + validity);
        await centre.RecordAsync(act, by, cancellationToken);
        await centre.PublishedAsync(reviewDigest, cancellationToken);
        await centre.PublishedAsync(certificate, cancellationToken);
        return certificate;
    }

    /// <summary>Findings that stand, by severity.</summary>
    public static ReviewFindings Count(LaboratoryView view)
    {
        var standing = view.Findings.Where(finding => !finding.Detail.Withdrawn).ToLookup(finding => finding.Detail.Severity);
        ulong Of(FindingSeverity severity) => (ulong)standing[severity].Count();
        return new ReviewFindings(Of(FindingSeverity.Critical), Of(FindingSeverity.High), Of(FindingSeverity.Medium), Of(FindingSeverity.Low), Of(FindingSeverity.Info));
    }

    private static ReviewPredicate Review(
        OpenCentre centre, Engagement engagement, ScopedSeal tree, CoverageCount coverage, LaboratoryView view, Party laboratory, ReviewConclusion conclusion, DateTimeOffset issued, DateTimeOffset validUntil)
    {
        var ledger = centre.LedgerCheckpoint();
        return new ReviewPredicate(
            engagement.Id,
            engagement.Product,
            engagement.Version,
            Enum.Parse<ReviewTier>(engagement.Tier.ToString()),
            new ReviewScope([.. engagement.Include], [.. engagement.Exclude], (ulong)tree.Measure.Files, (ulong)tree.Total.Files, (ulong)tree.Measure.Bytes),
            coverage.ToReview(),
            new Laboratory(laboratory.Id, laboratory.Name),
            Count(view),
            conclusion,
            issued,
            validUntil,
            new TreeHead(ledger.Origin, ledger.Size, ledger.Root));
    }
}
