namespace Vitrine.Register;

/// <summary>What is not known, or cannot be true.</summary>
internal sealed partial class IndependenceSearch
{
    private const int MaxFacts = 20;

    // What rounding to four places of many shares can add up to.
    private const decimal Slack = 0.0001m;

    private void LookForWhatIsMissing()
    {
        foreach (var entity in (ReadOnlySpan<string>)[_subject, _against])
        {
            var known = KnownOwners(entity);
            if (known * 100 < Bar.OwnersKnown)
            {
                Add(new MissingFact(MissingKind.Owners, entity, decimal.Round(known * 100, Share.Places), [.. _graph.Gaps(entity)], []));
            }

            if (Bar.OfficesKnown && _graph.Entity(entity).Kind != EntityKind.Person && !_graph.Into(entity, TieKind.Office).Any(tie => _graph.Counts(tie, 0) == true))
            {
                Add(new MissingFact(MissingKind.Offices, entity, 0, [], []));
            }
        }

        foreach (var entity in new[] { _subject, _against }.Concat(Tree(_subject, 0).Owners).Concat(Tree(_against, 0).Owners).Distinct(StringComparer.Ordinal))
        {
            LookForContradictions(entity);
        }

        if (_graph.CutAt is { } cut)
        {
            Add(new MissingFact(MissingKind.Search, cut, 0, [], []));
        }
        else if (_near.Cut || _far.Cut || _trees.Values.Any(tree => tree.Cut))
        {
            Add(new MissingFact(MissingKind.Search, _near.Cut ? _subject : _far.Cut ? _against : _trees.Values.First(tree => tree.Cut).Owned, 0, [], []));
        }
    }

    /// <summary>The share of an entity's ownership that is certain up to people, public bodies and those who have no owners, as a fraction.</summary>
    private decimal KnownOwners(string entity)
    {
        if (_graph.IsEnd(entity))
        {
            return 1;
        }

        var known = 0m;
        var level = new Dictionary<string, decimal>(StringComparer.Ordinal) { [entity] = 1 };
        for (var step = 0; step < Bar.Steps && level.Count > 0; step++)
        {
            var next = new Dictionary<string, decimal>(StringComparer.Ordinal);
            foreach (var (owned, part) in level)
            {
                foreach (var hop in OwnerHop.Of(owned, 0, _graph))
                {
                    var through = part * hop.Extent.Least;
                    if (_graph.IsEnd(hop.Owner))
                    {
                        known += through;
                    }
                    else if (through > Slack)
                    {
                        next[hop.Owner] = next.GetValueOrDefault(hop.Owner) + through;
                    }
                }
            }

            level = next;
        }

        return Math.Min(1, known);
    }

    private void LookForContradictions(string entity)
    {
        var hops = OwnerHop.Of(entity, 0, _graph).ToList();
        if (hops.Sum(hop => hop.Extent.Least) is var sum && sum > 1 + Slack)
        {
            Add(new MissingFact(MissingKind.SharesOverAll, entity, decimal.Round(sum * 100, Share.Places), [], [.. hops.SelectMany(hop => hop.Claims).Take(MaxFacts)]));
        }

        foreach (var hop in hops.Where(hop => hop.Disagree))
        {
            Add(new MissingFact(MissingKind.Contradiction, entity, 0, [], [.. hop.Claims.Take(MaxFacts)]));
        }
    }

    private void Add(MissingFact fact)
    {
        if (_missing.Count < MaxFacts)
        {
            _missing.Add(fact);
        }
    }
}
