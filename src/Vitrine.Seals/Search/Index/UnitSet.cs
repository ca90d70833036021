using System.Numerics;

namespace Vitrine.Seals;

/// <summary>Units of a segment, one bit each.</summary>
internal sealed class UnitSet
{
    private readonly ulong[] _words;

    private UnitSet(ulong[] words) => _words = words;

    /// <summary>How many units are in it.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var word in _words)
            {
                count += BitOperations.PopCount(word);
            }

            return count;
        }
    }

    /// <summary>None of so many units.</summary>
    public static UnitSet None(int units) => new(new ulong[TrigramSegment.RunsOf(units) * TrigramSegment.RunWords]);

    /// <summary>A set that can be changed by itself.</summary>
    public UnitSet Copy() => new([.. _words]);

    /// <summary>Whether a unit is in it.</summary>
    public bool Contains(int unit) => (_words[unit >> 6] >> (unit & 63) & 1) != 0;

    /// <summary>Adds the units from one to before another.</summary>
    public void AddRange(int from, int to)
    {
        for (var unit = from; unit < to;)
        {
            var upTo = Math.Min(to, (unit | 63) + 1);
            var bits = upTo - unit == 64 ? ulong.MaxValue : ((1UL << (upTo - unit)) - 1) << (unit & 63);
            _words[unit >> 6] |= bits;
            unit = upTo;
        }
    }

    /// <summary>The first unit in it from one to before another; or that other.</summary>
    public int Next(int from, int to)
    {
        for (var unit = from; unit < to; unit = (unit | 63) + 1)
        {
            var word = _words[unit >> 6] >> (unit & 63);
            if (word != 0)
            {
                return Math.Min(to, unit + BitOperations.TrailingZeroCount(word));
            }
        }

        return to;
    }

    /// <summary>The first unit that is not in it from one to before another; or that other.</summary>
    public int NextMissing(int from, int to)
    {
        for (var unit = from; unit < to; unit = (unit | 63) + 1)
        {
            var word = ~_words[unit >> 6] >> (unit & 63);
            if (word != 0)
            {
                return Math.Min(to, unit + BitOperations.TrailingZeroCount(word));
            }
        }

        return to;
    }

    /// <summary>Adds what is in another set.</summary>
    public void Add(UnitSet other)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            _words[i] |= other._words[i];
        }
    }

    /// <summary>Takes out what is not in another set.</summary>
    public void Keep(UnitSet other)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            _words[i] &= other._words[i];
        }
    }

    /// <summary>The words of one run.</summary>
    public Span<ulong> Run(int run) => _words.AsSpan(run * TrigramSegment.RunWords, TrigramSegment.RunWords);

    /// <summary>Takes out all of the runs from one to before another.</summary>
    public void ClearRuns(int from, int to) => _words.AsSpan(from * TrigramSegment.RunWords, (to - from) * TrigramSegment.RunWords).Clear();
}
