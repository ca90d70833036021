using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vitrine.Seals;

/// <summary>Numbers under a bound, one bit each: units of a segment, or positions in an order of files.</summary>
internal sealed class BitSet
{
    private readonly ulong[] _words;

    private BitSet(ulong[] words) => _words = words;

    /// <summary>How many are in it.</summary>
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

    /// <summary>How many runs it is.</summary>
    public int Runs => _words.Length / TrigramSegment.RunWords;

    /// <summary>None of so many, which are rounded up to whole runs.</summary>
    public static BitSet None(int bound) => NoneOf(TrigramSegment.RunsOf(bound));

    /// <summary>None of so many runs.</summary>
    public static BitSet NoneOf(int runs) => new(new ulong[runs * TrigramSegment.RunWords]);

    /// <summary>All of so many.</summary>
    public static BitSet All(int bound)
    {
        var set = None(bound);
        set.AddRange(0, bound);
        return set;
    }

    /// <summary>The runs from one to before another as a set that can be changed by itself; its numbers begin at 0.</summary>
    public BitSet Copy(int from, int to) => new(Run(from, to - from).ToArray());

    /// <summary>Whether a number is in it.</summary>
    public bool Contains(int number) => (_words[number >> 6] >> (number & 63) & 1) != 0;

    /// <summary>Adds a number.</summary>
    public void Add(int number) => _words[number >> 6] |= 1UL << (number & 63);

    /// <summary>Adds the numbers from one to before another.</summary>
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

    /// <summary>The first number in it from one to before another; or that other.</summary>
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

    /// <summary>The first number that is not in it from one to before another; or that other.</summary>
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

    /// <summary>How many numbers from one to before another are in it.</summary>
    public int CountIn(int from, int to)
    {
        var count = 0;
        for (var first = Next(from, to); first < to;)
        {
            var end = NextMissing(first, to);
            count += end - first;
            first = Next(end, to);
        }

        return count;
    }

    /// <summary>Adds what is in another set.</summary>
    public void Add(BitSet other) => Add(_words, other._words);

    /// <summary>Adds to whole runs what is in others.</summary>
    public static void Add(Span<ulong> words, ReadOnlySpan<ulong> others)
    {
        var mine = MemoryMarshal.Cast<ulong, Vector512<ulong>>(words);
        var theirs = MemoryMarshal.Cast<ulong, Vector512<ulong>>(others);
        for (var i = 0; i < mine.Length; i++)
        {
            mine[i] |= theirs[i];
        }
    }

    /// <summary>Takes out what is not in another set.</summary>
    public void Keep(BitSet other) => Keep(_words, other._words);

    /// <summary>Takes out of whole runs what is not in others.</summary>
    public static void Keep(Span<ulong> words, ReadOnlySpan<ulong> others)
    {
        var mine = MemoryMarshal.Cast<ulong, Vector512<ulong>>(words);
        var theirs = MemoryMarshal.Cast<ulong, Vector512<ulong>>(others);
        for (var i = 0; i < mine.Length; i++)
        {
            mine[i] &= theirs[i];
        }
    }

    /// <summary>The words of one run, or of some that follow each other.</summary>
    public Span<ulong> Run(int run, int count = 1) => _words.AsSpan(run * TrigramSegment.RunWords, count * TrigramSegment.RunWords);

    /// <summary>Takes out all of the runs from one to before another.</summary>
    public void ClearRuns(int from, int to) => _words.AsSpan(from * TrigramSegment.RunWords, (to - from) * TrigramSegment.RunWords).Clear();
}
