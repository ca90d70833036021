using System.Collections.Immutable;

namespace Vitrine.Register;

/// <summary>Looks for the ties of two entities, rule by rule of a bar.</summary>
internal sealed partial class IndependenceSearch
{
    private readonly TieGraph _graph;
    private readonly string _subject;
    private readonly string _against;
    private readonly List<TiePath> _paths = [];
    private readonly List<MissingFact> _missing = [];
    private readonly Dictionary<(string Entity, int Lookback), OwnershipTree> _trees = [];
    private readonly Side _near;
    private readonly Side _far;

    private IndependenceSearch(TieGraph graph, string subject, string against)
    {
        (_graph, _subject, _against) = (graph, subject, against);
        (_near, _far) = Side.Of(subject, against, graph);
    }

    private Bar Bar => _graph.Bar;

    /// <summary>Every path found, and everything missing.</summary>
    public static (List<TiePath> Paths, List<MissingFact> Missing) Run(TieGraph graph, string subject, string against)
    {
        var search = new IndependenceSearch(graph, subject, against);
        search.FindOwnership(BarTopic.OwnershipMultiplied, tree => tree.Multiplied);
        search.FindOwnership(BarTopic.OwnershipControlled, tree => tree.Controlled);
        search.FindSharedOwners();
        search.FindOffices();
        search.FindFamily();
        search.FindBetween();
        search.FindShared(BarTopic.Founding, TieKind.Founding, into: true);
        search.FindShared(BarTopic.Membership, TieKind.Membership, into: false);
        search.LookForWhatIsMissing();
        return (search._paths, search._missing);
    }

    private OwnershipTree Tree(string entity, int lookback)
    {
        if (!_trees.TryGetValue((entity, lookback), out var tree))
        {
            _trees[(entity, lookback)] = tree = OwnershipTree.Of(entity, lookback, _graph);
        }

        return tree;
    }

    private void FindOwnership(BarTopic topic, Func<OwnershipTree, Func<string, Extent>> measure)
    {
        var rule = Bar[topic];
        var (up, down) = (Tree(_subject, rule.Lookback), Tree(_against, rule.Lookback));
        if (up.Owners.Contains(_against))
        {
            Add(rule, measure(up)(_against), up.ChainTo(_against));
        }

        if (down.Owners.Contains(_subject))
        {
            Add(rule, measure(down)(_subject), Turned(down.ChainTo(_subject)));
        }
    }

    private void FindSharedOwners()
    {
        var rule = Bar[BarTopic.SharedOwner];
        var (near, far) = (Tree(_subject, rule.Lookback), Tree(_against, rule.Lookback));
        var both = near.Owners.Where(owner => owner != _against && far.Owners.Contains(owner)).ToDictionary(owner => owner, owner => Extent.Lesser(near.Greater(owner), far.Greater(owner)), StringComparer.Ordinal);
        foreach (var (owner, extent) in both)
        {
            // Who stands behind an owner of both, and holds no more than that one, is no other path.
            var (up, down) = (near.ChainTo(owner), far.ChainTo(owner));
            var shared = up.Select(step => step.From).Intersect(down.Select(step => step.From));
            if (!shared.Any(nearer => both.TryGetValue(nearer, out var held) && held.Least >= extent.Least && held.Most >= extent.Most))
            {
                Add(rule, extent, [.. up, .. Turned(down)]);
            }
        }
    }

    /// <summary>One and the same on both sides: in office, or as an owner of what the bar calls much.</summary>
    private void FindOffices()
    {
        var rule = Bar[BarTopic.Office];
        var (near, far) = (Insiders(_near, _subject, rule.Lookback), Insiders(_far, _against, rule.Lookback));
        foreach (var (person, way) in near)
        {
            if (_far.Contains(person))
            {
                Add(rule, way.Certain, [.. way.Steps, .. Turned(_far.WayTo(person))], onlyWith: TieKind.Office);
            }
            else if (far.TryGetValue(person, out var other))
            {
                Add(rule, way.Certain && other.Certain, [.. way.Steps, .. Turned(other.Steps)], onlyWith: TieKind.Office);
            }
        }

        foreach (var (person, way) in far.Where(one => _near.Contains(one.Key) && !near.ContainsKey(one.Key)))
        {
            Add(rule, way.Certain, [.. _near.WayTo(person), .. Turned(way.Steps)], onlyWith: TieKind.Office);
        }
    }

    private void FindFamily()
    {
        var rule = Bar[BarTopic.Family];
        var offices = Bar[BarTopic.Office];
        var (near, far) = (Insiders(_near, _subject, offices.Lookback), Insiders(_far, _against, offices.Lookback));
        foreach (var (person, way) in near)
        {
            var kin = _graph.OutOf(person, TieKind.Family).Concat(_graph.Into(person, TieKind.Family)).Where(tie => _graph.Counts(tie, 0) is not null).GroupBy(tie => tie.Other(person));
            foreach (var ties in kin)
            {
                if (far.TryGetValue(ties.Key, out var other))
                {
                    var certain = way.Certain && other.Certain && ties.Any(tie => _graph.Counts(tie, 0) == true);
                    Add(rule, certain, [.. way.Steps, new PathStep(person, ties.Key, [.. ties]), .. Turned(other.Steps)]);
                }
            }
        }
    }

    /// <summary>Those who hold office on a side, and those who own as much of its entity as the bar calls a shared owner's share.</summary>
    private Dictionary<string, (ImmutableArray<PathStep> Steps, bool Certain)> Insiders(Side side, string entity, int lookback)
    {
        var insiders = new Dictionary<string, (ImmutableArray<PathStep> Steps, bool Certain)>(StringComparer.Ordinal);
        foreach (var member in side.Members)
        {
            foreach (var offices in _graph.Into(member, TieKind.Office).Where(tie => _graph.Counts(tie, lookback) is not null).GroupBy(tie => tie.From))
            {
                var certain = offices.Any(tie => _graph.Counts(tie, lookback) == true);
                if (offices.Key != entity && (!insiders.TryGetValue(offices.Key, out var known) || (certain && !known.Certain)))
                {
                    insiders[offices.Key] = ([.. side.WayTo(member), new PathStep(member, offices.Key, [.. offices])], certain);
                }
            }
        }

        var shared = Bar[BarTopic.SharedOwner];
        var tree = Tree(entity, shared.Lookback);
        foreach (var owner in shared.Reach == BarReach.Percent ? tree.Owners : [])
        {
            var weight = tree.Greater(owner).Against(shared.Percent);
            if (weight != PathWeight.Passes && !insiders.ContainsKey(owner))
            {
                insiders[owner] = ([.. tree.ChainTo(owner)], weight == PathWeight.Fails);
            }
        }

        return insiders;
    }

    /// <summary>A share of something, held against a rule.</summary>
    private void Add(BarRule rule, Extent extent, ImmutableArray<PathStep> steps) =>
        _paths.Add(new TiePath(rule, rule.Reach == BarReach.Percent ? extent.Against(rule.Percent) : PathWeight.Passes, steps, extent.ToShare()));

    /// <summary>A tie that is there or not, held against a rule.</summary>
    private void Add(BarRule rule, bool certain, ImmutableArray<PathStep> steps, TieKind? onlyWith = null)
    {
        if (onlyWith is { } kind && !steps.Any(step => step.Claims.Any(claim => claim.Kind == kind)))
        {
            return;
        }

        var weight = rule.Reach switch
        {
            BarReach.None => PathWeight.Passes,
            BarReach.Direct when steps.Length > 1 && rule.Topic is BarTopic.Founding or BarTopic.Membership && IsShared(steps) => PathWeight.Passes,
            BarReach.Unknown => PathWeight.MayFail,
            _ => certain ? PathWeight.Fails : PathWeight.MayFail,
        };
        _paths.Add(new TiePath(rule, weight, steps, null));
    }

    /// <summary>Whether the two meet in a third: both ties lead to it, or both come from it.</summary>
    private bool IsShared(ImmutableArray<PathStep> steps) => steps is [{ To: var third }, { From: var same }] && third == same && third != _against && third != _subject;

    private static ImmutableArray<PathStep> Turned(IEnumerable<PathStep> steps) => [.. steps.Reverse().Select(step => new PathStep(step.To, step.From, step.Claims))];
}
