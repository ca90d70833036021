using System.Collections.Immutable;

namespace Vitrine.Register;

/// <summary>
/// Who owns an entity, through as many steps as the bar follows: by shares multiplied along every chain and added up over the chains, and by
/// control, where who holds more than half of an owner holds all that it holds.
/// </summary>
/// <remarks>
/// Step by step from the owned to its owners: a cycle only adds what comes round again, until the steps are used up; nothing is ever more than
/// all. Each owner is met once a step, so the work is the steps times the ties, however many chains there are.
/// </remarks>
internal sealed class OwnershipTree
{
    private const int MaxOwners = 5_000;
    private const decimal Negligible = 0.000001m;

    private readonly Dictionary<string, Extent> _multiplied = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Extent> _controlled = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (decimal Most, OwnerHop Hop)> _best = new(StringComparer.Ordinal);

    private OwnershipTree(string owned) => Owned = owned;

    public string Owned { get; }

    /// <summary>Every owner that was met.</summary>
    public IReadOnlyCollection<string> Owners => _multiplied.Keys;

    /// <summary>Whether owners were left out.</summary>
    public bool Cut { get; private set; }

    public Extent Multiplied(string owner) => _multiplied.GetValueOrDefault(owner);

    public Extent Controlled(string owner) => _controlled.GetValueOrDefault(owner);

    /// <summary>The greater of both measures.</summary>
    public Extent Greater(string owner) => Extent.Greater(Multiplied(owner), Controlled(owner));

    /// <summary>The owners of an entity.</summary>
    public static OwnershipTree Of(string owned, int lookback, TieGraph graph)
    {
        var tree = new OwnershipTree(owned);
        var level = new Dictionary<string, (Extent Multiplied, Extent Controlled, decimal Best)>(StringComparer.Ordinal) { [owned] = (new Extent(1, 1), new Extent(1, 1), 1) };
        for (var step = 0; step < graph.Bar.Steps && level.Count > 0; step++)
        {
            level = tree.Next(level, step, lookback, graph);
        }

        return tree;
    }

    /// <summary>The strongest chain from the owned up to an owner.</summary>
    public ImmutableArray<PathStep> ChainTo(string owner)
    {
        var steps = new List<PathStep>();
        for (var at = owner; at != Owned; at = steps[^1].From)
        {
            var hop = _best[at].Hop;
            steps.Add(new PathStep(hop.Owned, hop.Owner, hop.Claims));
        }

        steps.Reverse();
        return [.. steps];
    }

    private Dictionary<string, (Extent Multiplied, Extent Controlled, decimal Best)> Next(
        Dictionary<string, (Extent Multiplied, Extent Controlled, decimal Best)> level, int step, int lookback, TieGraph graph)
    {
        var next = new Dictionary<string, (Extent Multiplied, Extent Controlled, decimal Best)>(StringComparer.Ordinal);
        foreach (var (owned, held) in level)
        {
            foreach (var hop in OwnerHop.Of(owned, lookback, graph).Where(hop => hop.Owner != Owned))
            {
                if (!_multiplied.ContainsKey(hop.Owner) && _multiplied.Count >= MaxOwners)
                {
                    Cut = true;
                    continue;
                }

                var (multiplied, controlled) = (held.Multiplied * hop.Extent, held.Controlled * (step == 0 ? hop.Extent : hop.Control));
                var best = held.Best * hop.Extent.Most;
                if (multiplied.Most < Negligible && controlled.Most < Negligible)
                {
                    continue;
                }

                _multiplied[hop.Owner] = _multiplied.GetValueOrDefault(hop.Owner) + multiplied;
                _controlled[hop.Owner] = _controlled.GetValueOrDefault(hop.Owner) + controlled;
                if (!_best.TryGetValue(hop.Owner, out var known) || best > known.Most)
                {
                    _best[hop.Owner] = (best, hop);
                }

                var so = next.GetValueOrDefault(hop.Owner);
                next[hop.Owner] = (so.Multiplied + multiplied, so.Controlled + controlled, Math.Max(so.Best, best));
            }
        }

        return next;
    }
}
