using System.Collections.Immutable;

namespace Vitrine.Seals;

/// <summary>A set of Unicode scalar values, or of bytes: ranges in order, apart from each other.</summary>
internal sealed class CodePoints
{
    private const int LastScalar = 0x10FFFF;

    private CodePoints(ImmutableArray<(int From, int To)> ranges) => Ranges = ranges;

    /// <summary>Nothing.</summary>
    public static CodePoints None { get; } = new([]);

    /// <summary>The ranges, both ends included.</summary>
    public ImmutableArray<(int From, int To)> Ranges { get; }

    /// <summary>Whether nothing is in it.</summary>
    public bool IsEmpty => Ranges.IsEmpty;

    /// <summary>How many values are in it.</summary>
    public int Count => Ranges.Sum(range => range.To - range.From + 1);

    /// <summary>One value.</summary>
    public static CodePoints Of(int value) => new([(value, value)]);

    /// <summary>Any ranges, in any order.</summary>
    public static CodePoints Of(IEnumerable<(int From, int To)> ranges)
    {
        var joined = ImmutableArray.CreateBuilder<(int From, int To)>();
        foreach (var (from, to) in ranges.Order())
        {
            if (joined.Count > 0 && from <= joined[^1].To + 1)
            {
                joined[^1] = (joined[^1].From, Math.Max(joined[^1].To, to));
            }
            else
            {
                joined.Add((from, to));
            }
        }

        return new CodePoints(joined.ToImmutable());
    }

    /// <summary>Whether a value is in it.</summary>
    public bool Contains(int value)
    {
        var (low, high) = (0, Ranges.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var (from, to) = Ranges[middle];
            if (value < from)
            {
                high = middle - 1;
            }
            else if (value > to)
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What is in either.</summary>
    public CodePoints Union(CodePoints other) => IsEmpty ? other : other.IsEmpty ? this : Of(Ranges.Concat(other.Ranges));

    /// <summary>What is in both.</summary>
    public CodePoints Intersect(CodePoints other)
    {
        var both = ImmutableArray.CreateBuilder<(int From, int To)>();
        for (int i = 0, j = 0; i < Ranges.Length && j < other.Ranges.Length;)
        {
            var (from, to) = (Math.Max(Ranges[i].From, other.Ranges[j].From), Math.Min(Ranges[i].To, other.Ranges[j].To));
            if (from <= to)
            {
                both.Add((from, to));
            }

            _ = Ranges[i].To < other.Ranges[j].To ? i++ : j++;
        }

        return new CodePoints(both.ToImmutable());
    }

    /// <summary>What is here and not there.</summary>
    public CodePoints Except(CodePoints other) => Intersect(other.Gaps(LastScalar));

    /// <summary>What is in one of them alone.</summary>
    public CodePoints Differ(CodePoints other) => Except(other).Union(other.Except(this));

    /// <summary>All scalar values that are not in it.</summary>
    public CodePoints OtherScalars() => Of(Gaps(LastScalar).Ranges.SelectMany(range => new[] { (range.From, Math.Min(range.To, 0xD7FF)), (Math.Max(range.From, 0xE000), range.To) }).Where(range => range.Item1 <= range.Item2));

    /// <summary>All bytes that are not in it.</summary>
    public CodePoints OtherBytes() => Gaps(0xFF);

    private CodePoints Gaps(int last)
    {
        var gaps = ImmutableArray.CreateBuilder<(int From, int To)>();
        var next = 0;
        foreach (var (from, to) in Ranges)
        {
            if (from > next)
            {
                gaps.Add((next, from - 1));
            }

            next = to + 1;
        }

        if (next <= last)
        {
            gaps.Add((next, last));
        }

        return new CodePoints(gaps.ToImmutable());
    }
}
