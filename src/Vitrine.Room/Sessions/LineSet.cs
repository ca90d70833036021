namespace Vitrine.Room;

/// <summary>A set of line numbers, kept as disjoint ranges in order.</summary>
public sealed class LineSet
{
    private readonly List<(int From, int To)> _ranges = [];

    /// <summary>How many lines are in the set.</summary>
    public long Count => _ranges.Sum(range => (long)range.To - range.From + 1);

    /// <summary>How many lines up to <paramref name="last"/> are in the set.</summary>
    public long CountUpTo(long last) => _ranges.Sum(range => Math.Max(0, Math.Min(range.To, last) - range.From + 1));

    /// <summary>The ranges, ascending, both ends counted; none touches another.</summary>
    public IReadOnlyList<(int From, int To)> Ranges => _ranges;

    /// <summary>Adds lines <paramref name="from"/> to <paramref name="to"/>, both counted, from 1.</summary>
    public void Add(int from, int to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        var first = _ranges.FindIndex(range => range.To >= from - 1);
        if (first < 0)
        {
            _ranges.Add((from, to));
            return;
        }

        var end = first;
        while (end < _ranges.Count && _ranges[end].From <= to + 1L)
        {
            from = Math.Min(from, _ranges[end].From);
            to = Math.Max(to, _ranges[end].To);
            end++;
        }

        _ranges.RemoveRange(first, end - first);
        _ranges.Insert(first, (from, to));
    }

    /// <summary>Adds several ranges.</summary>
    public void AddAll(IEnumerable<(int From, int To)> ranges)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        foreach (var (from, to) in ranges)
        {
            Add(from, to);
        }
    }

    /// <summary>Whether a line is in the set.</summary>
    public bool Contains(int line) => _ranges.Exists(range => range.From <= line && line <= range.To);
}
