using System.Collections.Immutable;

namespace Vitrine.Register;

/// <summary>Contracts, awards, payments and what else lies between the two sides; and what they have in common.</summary>
internal sealed partial class IndependenceSearch
{
    // Up to so many members on the far side, pairs are looked up; beyond, the ties of the near side are read and those to the far side kept.
    private const int MostPairs = 64;

    private static readonly ImmutableArray<(TieKind Kind, BarTopic Topic)> Between =
    [
        (TieKind.Founding, BarTopic.Founding),
        (TieKind.Contract, BarTopic.Contract),
        (TieKind.Award, BarTopic.Award),
        (TieKind.Payment, BarTopic.Payment),
        (TieKind.Membership, BarTopic.Membership),
        (TieKind.Other, BarTopic.Other),
    ];

    private void FindBetween()
    {
        var (near, far) = _near.Members.Count <= _far.Members.Count ? (_near, _far) : (_far, _near);
        foreach (var member in near.Members)
        {
            foreach (var ties in TiesTo(member, far).GroupBy(tie => (tie.From, tie.To, tie.Kind)))
            {
                var (from, to) = _near.Contains(ties.Key.From) ? (ties.Key.From, ties.Key.To) : (ties.Key.To, ties.Key.From);
                AddBetween(from, to, ties.Key.Kind, [.. ties]);
            }
        }
    }

    private IEnumerable<Tie> TiesTo(string member, Side others)
    {
        if (others.Members.Count <= MostPairs)
        {
            return others.Members.SelectMany(other => _graph.Between(member, other).Concat(_graph.Between(other, member))).Where(tie => Between.Any(one => one.Kind == tie.Kind));
        }

        return Between.SelectMany(one => _graph.OutOf(member, one.Kind).Concat(_graph.Into(member, one.Kind))).Where(tie => others.Contains(tie.Other(member)));
    }

    /// <summary>All ties of one kind and direction between two: for a share, what they add up to within the time that the bar looks back.</summary>
    private void AddBetween(string near, string far, TieKind kind, ImmutableArray<Tie> ties)
    {
        var rule = Bar[Between.First(one => one.Kind == kind).Topic];
        ties = [.. ties.Where(tie => _graph.Counts(tie, rule.Lookback) is not null)];
        if (ties.IsEmpty)
        {
            return;
        }

        ImmutableArray<PathStep> steps = [.. _near.WayTo(near), new PathStep(near, far, ties), .. Turned(_far.WayTo(far))];
        if (rule.Reach != BarReach.Percent)
        {
            Add(rule, ties.Any(tie => _graph.Counts(tie, rule.Lookback) == true), steps);
            return;
        }

        var sum = default(Extent);
        foreach (var tie in ties)
        {
            var share = tie.Share ?? new Share(0, 100);
            sum += new Extent(_graph.Counts(tie, rule.Lookback) == true ? share.Least / 100 : 0, share.Most / 100);
        }

        Add(rule, sum, steps);
    }

    /// <summary>A third that founded both, or of which both are members.</summary>
    private void FindShared(BarTopic topic, TieKind kind, bool into)
    {
        var rule = Bar[topic];
        var (near, far) = (Thirds(_subject), Thirds(_against));
        foreach (var third in near.Keys.Intersect(far.Keys).Where(third => third != _subject && third != _against))
        {
            var certain = near[third].Concat(far[third]).GroupBy(tie => tie.Other(third)).All(side => side.Any(tie => _graph.Counts(tie, rule.Lookback) == true));
            Add(rule, certain, [new PathStep(_subject, third, [.. near[third]]), new PathStep(third, _against, [.. far[third]])]);
        }

        Dictionary<string, Tie[]> Thirds(string entity) =>
            (into ? _graph.Into(entity, kind) : _graph.OutOf(entity, kind)).Where(tie => _graph.Counts(tie, rule.Lookback) is not null).GroupBy(tie => tie.Other(entity)).ToDictionary(ties => ties.Key, ties => ties.ToArray(), StringComparer.Ordinal);
    }
}
