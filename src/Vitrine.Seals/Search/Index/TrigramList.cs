namespace Vitrine.Seals;

/// <summary>The list of one key: which units of a segment have it. A list that cannot be read excludes nothing.</summary>
/// <param name="Bytes">Its bytes (see <see cref="RunLists"/>); none if no unit has the key.</param>
/// <param name="Units">Units of the segment.</param>
internal readonly record struct TrigramList(ReadOnlyMemory<byte> Bytes, int Units)
{
    /// <summary>About what it costs to read it.</summary>
    public long Cost => Bytes.Length;

    /// <summary>The share of units that is guessed to have the key: a list has at least half a byte for each of its units, or is a bit for all.</summary>
    public double Share => Math.Min(1, 2.0 * Bytes.Length / Units);

    /// <summary>Keeps of a set the units that have the key.</summary>
    /// <param name="set">Some whole runs of the segment's units.</param>
    /// <param name="first">The first of these runs.</param>
    public void Keep(BitSet set, int first)
    {
        if (!IsWhole)
        {
            return;
        }

        Span<ulong> decoded = stackalloc ulong[TrigramSegment.RunWords];
        var next = 0;
        for (var at = Walk(); at.MoveNext() && at.Run - first < set.Runs;)
        {
            if (at.Run < first)
            {
                continue;
            }

            set.ClearRuns(next, at.Run - first);
            next = at.Run - first + 1;
            var words = set.Run(next - 1);
            if (words.ContainsAnyExcept(0UL))
            {
                at.Decode(decoded);
                BitSet.Keep(words, decoded);
            }
        }

        set.ClearRuns(next, set.Runs);
    }

    /// <summary>Adds to a set the units of another that have the key.</summary>
    /// <param name="found">Some whole runs of the segment's units.</param>
    /// <param name="within">The same runs.</param>
    /// <param name="first">The first of these runs.</param>
    public void AddTo(BitSet found, BitSet within, int first)
    {
        if (!IsWhole)
        {
            found.Add(within);
            return;
        }

        Span<ulong> decoded = stackalloc ulong[TrigramSegment.RunWords];
        for (var at = Walk(); at.MoveNext() && at.Run - first < found.Runs;)
        {
            if (at.Run >= first && within.Run(at.Run - first) is var words && words.ContainsAnyExcept(0UL))
            {
                at.Decode(decoded);
                BitSet.Keep(decoded, words);
                BitSet.Add(found.Run(at.Run - first), decoded);
            }
        }
    }

    private bool IsWhole
    {
        get
        {
            var at = Walk();
            while (at.MoveNext())
            {
            }

            return at.IsAtEnd;
        }
    }

    private ListRuns Walk() => new(Bytes.Span, TrigramSegment.RunsOf(Units));
}
