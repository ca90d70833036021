namespace Vitrine.Seals;

/// <summary>What may match in the files of a scope, as an index tells it: units, and the files they are of.</summary>
internal sealed class Candidates
{
    private readonly ContentIndex _index;
    private readonly BitSet[] _units;

    /// <summary>Asks an index.</summary>
    public Candidates(ContentIndex index, RequiredTrigrams required, FilteredFiles files)
    {
        _index = index;
        _units = [.. index.Parts.Select(part => files.IsAll ? BitSet.All(part.Segment.Units.Units) : BitSet.None(part.Segment.Units.Units))];
        if (!files.IsAll)
        {
            foreach (var place in files.ByPath.Places)
            {
                if (index.TryFind(place, out var part, out var content))
                {
                    var (from, to) = index.Parts[part].Segment.Units.UnitsOf(content);
                    _units[part].AddRange(from, to);
                }
            }
        }

        foreach (var (part, set) in index.Parts.Zip(_units))
        {
            required.Narrow(part.Segment, set);
        }
    }

    /// <summary>The files to look at, as positions in an order: those with a candidate, and those of which the index does not tell.</summary>
    public BitSet Positions(FileOrder order)
    {
        var positions = BitSet.None(order.Places.Length);
        foreach (var place in _index.Unindexed)
        {
            Add(place);
        }

        foreach (var (part, set) in _index.Parts.Zip(_units))
        {
            var units = part.Segment.Units;
            for (var unit = set.Next(0, units.Units); unit < units.Units;)
            {
                var content = units.ContentOf(unit);
                for (var place = part.FirstPlaces[content]; place >= 0; place = _index.NextWithSameContent(place))
                {
                    Add(place);
                }

                unit = set.Next(units.UnitsOf(content).To, units.Units);
            }
        }

        return positions;

        void Add(int place)
        {
            if (order.TryPositionOf(place, out var position))
            {
                positions.Add(position);
            }
        }
    }

    /// <summary>About how many bytes of a file are to be looked at.</summary>
    public long ToLookAt(int place, long size)
    {
        if (!_index.TryFind(place, out var part, out var content))
        {
            return size;
        }

        var (unit, to) = _index.Parts[part].Segment.Units.UnitsOf(content);
        return (long)_units[part].CountIn(unit, to) * TrigramBuilder.UnitBytes;
    }

    /// <summary>The ranges to look at of a text at a place, in order; false if they are not known: then all of it is.</summary>
    public bool TryRanges(int place, int length, out UnitRanges ranges)
    {
        ranges = default;
        if (!_index.TryFind(place, out var part, out var content))
        {
            return false;
        }

        // An index that speaks of another text than this one is no index of it.
        var units = _index.Parts[part].Segment.Units;
        var (from, to) = units.UnitsOf(content);
        ranges = new UnitRanges(units, _units[part], content, from, to);
        return units.StartOf(content, to) == length;
    }
}

/// <summary>Ranges of a text: neighbouring units that may match are one.</summary>
internal ref struct UnitRanges(UnitTable units, BitSet candidates, int content, int from, int to)
{
    private int _next = from;

    /// <summary>Where the range begins.</summary>
    public int Start { get; private set; }

    /// <summary>Where it ends.</summary>
    public int End { get; private set; }

    /// <summary>The line feeds before it.</summary>
    public int Feeds { get; private set; }

    public bool MoveNext()
    {
        var first = candidates.Next(_next, to);
        if (first == to)
        {
            return false;
        }

        _next = candidates.NextMissing(first, to);
        (Start, End, Feeds) = (units.StartOf(content, first), units.StartOf(content, _next), units.FeedsBefore(first));
        return true;
    }
}
