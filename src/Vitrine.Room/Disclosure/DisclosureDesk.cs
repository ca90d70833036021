using Vitrine.Centre;
using Vitrine.Seals;

namespace Vitrine.Room;

/// <summary>Shows a host what a scope would disclose before anybody else sees it, and records that it was named and screened.</summary>
public static class DisclosureDesk
{
    /// <summary>Names the seal and the scope of an engagement, screens it, and records both.</summary>
    /// <exception cref="ActRefusedException">The seal is not the host's, the scope is empty, or the engagement is further on.</exception>
    /// <exception cref="SealStoreException">There is no such seal here, or it cannot be read.</exception>
    public static async Task<DisclosurePrepared> PrepareAsync(
        OpenCentre centre, SealStore seals, ScreeningDesk screenings, string engagement, SealRoot root, Scope scope, Actor by, CancellationToken cancellationToken)
    {
        Check(centre, engagement, root);
        var (measure, total) = Measure(seals, root, scope);
        if (measure.Files == 0)
        {
            throw new ActRefusedException("No file of the seal is in this scope. Widen the patterns.");
        }

        var found = (await screenings.ScreenAsync(root, scope, ScreeningAudience.Host, null, cancellationToken)).Result.Findings.CountBy(finding => finding.Severity).ToDictionary();
        var prepared = new DisclosurePrepared(
            engagement,
            root.Value,
            scope.Include,
            scope.Exclude,
            new ScopeCounts(measure.Files, total.Files, measure.Bytes, measure.Lines),
            new ScreeningCounts(found.GetValueOrDefault(ScreeningSeverity.High), found.GetValueOrDefault(ScreeningSeverity.Medium), found.GetValueOrDefault(ScreeningSeverity.Low)));
        await centre.RecordAsync(prepared, by, cancellationToken);
        return prepared;
    }

    private static (SealMeasure Scope, SealMeasure Total) Measure(SealStore seals, SealRoot root, Scope scope)
    {
        using var seal = seals.Open(root);
        var tree = seal.In(scope);
        return (tree.Measure, tree.Total);
    }

    private static void Check(OpenCentre centre, string engagement, SealRoot root)
    {
        using var views = centre.Snapshot();
        var room = Engagements.Find(engagement, views) ?? throw new ActRefusedException($"There is no engagement {engagement}.");
        var seal = SealsPart.Find(root.Value, views) ?? throw new SealStoreException(SealStoreFault.NotFound, $"This centre holds no seal {root}.");
        if (seal.Vendor != room.Host)
        {
            throw new ActRefusedException($"The seal {root} was made for '{seal.Vendor}', and the engagement is with '{room.Host}'.");
        }
    }
}
