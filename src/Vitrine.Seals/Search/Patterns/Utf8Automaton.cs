namespace Vitrine.Seals;

/// <summary>A step over one byte.</summary>
/// <param name="Low">The first byte it takes.</param>
/// <param name="High">The last byte it takes.</param>
/// <param name="Next">The state it leads to.</param>
internal readonly record struct ByteStep(byte Low, byte High, int Next);

/// <summary>
/// The smallest automaton that reads one character of a set in UTF-8: its states, each the steps out of it in the order of bytes. The first state is last; a step
/// to <see cref="End"/> has read the character.
/// </summary>
internal sealed class Utf8Automaton
{
    /// <summary>Where the character ends.</summary>
    public const int End = -1;

    private readonly List<ByteStep[]> _states = [];
    private readonly Dictionary<ByteStep[], int> _known = new(new SameSteps());
    private readonly List<ByteStep>[] _open = [[], [], [], []];

    private Utf8Automaton()
    {
    }

    /// <summary>The states; steps lead to earlier ones.</summary>
    public IReadOnlyList<ByteStep[]> States => _states;

    /// <summary>Makes the automaton of a set that is not empty.</summary>
    /// <param name="points">Scalar values, or bytes.</param>
    /// <param name="isBytes">Which.</param>
    public static Utf8Automaton Of(CodePoints points, bool isBytes)
    {
        var automaton = new Utf8Automaton();
        if (isBytes)
        {
            automaton._states.Add([.. points.Ranges.Select(range => new ByteStep((byte)range.From, (byte)range.To, End))]);
            return automaton;
        }

        Span<(byte, byte)> sequence = stackalloc (byte, byte)[4];
        foreach (var (from, to) in points.Intersect(CodePoints.None.OtherScalars()).Ranges)
        {
            automaton.AddRange(from, to, sequence);
        }

        automaton.Close(0);
        automaton.State(0);
        return automaton;
    }

    /// <summary>Splits a range where its encodings stop being a product of ranges of bytes.</summary>
    private void AddRange(int from, int to, Span<(byte Low, byte High)> sequence)
    {
        foreach (var edge in (ReadOnlySpan<int>)[0x7F, 0x7FF, 0xFFFF])
        {
            if (from <= edge && edge < to)
            {
                AddRange(from, edge, sequence);
                AddRange(edge + 1, to, sequence);
                return;
            }
        }

        for (var bits = 6; bits <= 18 && to > 0x7F; bits += 6)
        {
            var mask = (1 << bits) - 1;
            if ((from & ~mask) == (to & ~mask))
            {
                continue;
            }

            var cut = (from & mask) != 0 ? from | mask : (to & mask) != mask ? (to & ~mask) - 1 : -1;
            if (cut >= 0)
            {
                AddRange(from, cut, sequence);
                AddRange(cut + 1, to, sequence);
                return;
            }
        }

        Span<byte> first = stackalloc byte[4];
        Span<byte> last = stackalloc byte[4];
        var length = new System.Text.Rune(from).EncodeToUtf8(first);
        new System.Text.Rune(to).EncodeToUtf8(last);
        for (var i = 0; i < length; i++)
        {
            sequence[i] = (first[i], last[i]);
        }

        Add(sequence[..length]);
    }

    /// <summary>Sequences come in order, so that what an earlier one has and this one has not will not change any more.</summary>
    private void Add(ReadOnlySpan<(byte Low, byte High)> sequence)
    {
        var depth = 0;
        while (_open[depth].Count > 0 && _open[depth][^1] is var step && (step.Low, step.High) == sequence[depth])
        {
            depth++;
        }

        Close(depth);
        for (; depth < sequence.Length; depth++)
        {
            _open[depth].Add(new ByteStep(sequence[depth].Low, sequence[depth].High, End));
        }
    }

    /// <summary>Finishes the states below a depth.</summary>
    private void Close(int depth)
    {
        for (var below = 3; below > depth; below--)
        {
            if (_open[below].Count > 0)
            {
                var state = State(below);
                _open[below - 1][^1] = _open[below - 1][^1] with { Next = state };
            }
        }
    }

    private int State(int depth)
    {
        ByteStep[] steps = [.. _open[depth]];
        _open[depth].Clear();
        if (!_known.TryGetValue(steps, out var state))
        {
            state = _states.Count;
            _states.Add(steps);
            _known.Add(steps, state);
        }

        return state;
    }

    private sealed class SameSteps : IEqualityComparer<ByteStep[]>
    {
        public bool Equals(ByteStep[]? one, ByteStep[]? other) => one.AsSpan().SequenceEqual(other);

        public int GetHashCode(ByteStep[] steps)
        {
            var hash = default(HashCode);
            foreach (var step in steps)
            {
                hash.Add(step);
            }

            return hash.ToHashCode();
        }
    }
}
