using System.Collections.Immutable;

namespace Vitrine.Register;

/// <summary>From nothing to all of something, as fractions, where the truth lies between the two.</summary>
internal readonly record struct Extent(decimal Least, decimal Most)
{
    public static Extent operator *(Extent a, Extent b) => new(a.Least * b.Least, a.Most * b.Most);

    /// <summary>The sum, no more than all.</summary>
    public static Extent operator +(Extent a, Extent b) => new(Math.Min(1, a.Least + b.Least), Math.Min(1, a.Most + b.Most));

    public static Extent Greater(Extent a, Extent b) => new(Math.Max(a.Least, b.Least), Math.Max(a.Most, b.Most));

    public static Extent Lesser(Extent a, Extent b) => new(Math.Min(a.Least, b.Least), Math.Min(a.Most, b.Most));

    /// <summary>What it means to hold this much where a bar forbids to hold so much.</summary>
    public PathWeight Against(decimal percent) => Least * 100 >= percent ? PathWeight.Fails : Most * 100 >= percent ? PathWeight.MayFail : PathWeight.Passes;

    public Share ToShare() => new(decimal.Round(Least * 100, Share.Places), decimal.Round(Most * 100, Share.Places));
}

/// <summary>One owner of one owned, by all claims that say so.</summary>
/// <param name="Owner">The owner.</param>
/// <param name="Owned">The owned.</param>
/// <param name="Extent">How much, over all claims that count.</param>
/// <param name="Claims">The claims.</param>
/// <param name="Disagree">Whether two claims that count cannot be true together.</param>
internal sealed record OwnerHop(string Owner, string Owned, Extent Extent, ImmutableArray<Tie> Claims, bool Disagree)
{
    /// <summary>Control, for the measure that counts it as all or nothing: more than half.</summary>
    public Extent Control => new(Extent.Least > 0.5m ? 1 : 0, Extent.Most > 0.5m ? 1 : 0);

    /// <summary>The owners of an entity under a rule's lookback.</summary>
    public static IEnumerable<OwnerHop> Of(string owned, int lookback, TieGraph graph) =>
        graph.Into(owned, TieKind.Ownership).Where(tie => tie.From != owned).GroupBy(tie => tie.From).Select(ties => Of(owned, ties.Key, [.. ties], lookback, graph)).OfType<OwnerHop>();

    /// <summary>
    /// Claims with a share say more than claims without. Claims that count say how much at least; those that only may count can add to how
    /// much at most. Several claims are several views of one holding, and are not added up.
    /// </summary>
    private static OwnerHop? Of(string owned, string owner, ImmutableArray<Tie> ties, int lookback, TieGraph graph)
    {
        var weighed = ties.Select(tie => (Tie: tie, Counts: graph.Counts(tie, lookback))).Where(one => one.Counts is not null).ToList();
        if (weighed.Count == 0)
        {
            return null;
        }

        var counting = weighed.Where(one => one.Counts == true).Select(one => one.Tie).ToList();
        var shares = counting.Where(tie => tie.Share is not null).Select(tie => tie.Share!.Value).ToList();
        var least = shares.Count > 0 ? shares.Min(share => share.Least) : 0;
        var most = shares.Count > 0 ? shares.Max(share => share.Most) : counting.Count > 0 ? 100 : 0;
        most = Math.Max(most, weighed.Where(one => one.Counts == false).Select(one => one.Tie.Share?.Most ?? 100).DefaultIfEmpty(0).Max());
        var disagree = shares.Count > 1 && shares.Max(share => share.Least) > shares.Min(share => share.Most);
        return new OwnerHop(owner, owned, new Extent(least / 100, most / 100), [.. weighed.Select(one => one.Tie)], disagree);
    }
}
