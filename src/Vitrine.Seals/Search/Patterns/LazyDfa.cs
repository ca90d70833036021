using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vitrine.Seals;

/// <summary>
/// Runs a program over whole texts in one state at a time, made when it is first reached and kept within <see cref="MaxMemory"/>; when that is full, it begins anew. A state is
/// the set of the program's states that may be left, after all conditions that the bytes before decide; those that the next byte decides wait for it. Used by one thread at a time.
/// </summary>
internal sealed partial class LazyDfa
{
    /// <summary>There is a match in the line, whatever follows.</summary>
    public const int Match = -1;

    /// <summary>One byte does not say whether an edge of a word is here, or states are made faster than they are used: the line is left to <see cref="NfaSearch"/>.</summary>
    public const int Quit = -2;

    /// <summary>There is no match in the line, whatever follows.</summary>
    public const int None = -3;

    private const int Unknown = -4;

    // Where much is read in the first state, leaving Walk there lets the bytes be skipped that lead back to it.
    private const int Home = -5;
    private const double CommonShare = 1 / 12.0;
    private const int MaxFirst = 1000;

    // Making states may take long where they are large: Run returns after so much work.
    private const int MaxWork = 1 << 16;
    private const int MaxMemory = 8 << 20;
    private const int LeastUse = 16;

    // The first number of a state: what the byte before was, where a condition still asks for it.
    private const int AfterWord = 1;
    private const int AtStart = 2;

    private readonly ByteProgram _program;
    private readonly byte[] _classes = new byte[256];
    private readonly byte[] _samples;
    private readonly Dictionary<int[], int> _known = new(new SameNumbers());
    private readonly List<int[]> _states = [];
    private readonly int[] _marks;
    private readonly Stack<int> _stack = [];
    private readonly List<int> _set = [];
    private readonly List<int> _before = [];
    private int[] _rows = [];
    private int _round;
    private int _memory;
    private long _used;
    private int _start;
    private int _work;
    private SearchValues<byte>? _leaving;

    public LazyDfa(ByteProgram program)
    {
        _program = program;
        _marks = new int[program.States.Length];
        _samples = Classify();
        Clear();
        _leaving = Leaving();
        Clear();
    }

    /// <summary>The state at the start of a line.</summary>
    public int Start => _start;

    /// <summary>Whether every line matches.</summary>
    public bool MatchesAll { get; private set; }

    /// <summary>Goes through a text from a state up to where something is decided.</summary>
    /// <param name="text">The text.</param>
    /// <param name="state">The state, from <see cref="Start"/> on; then the one that is left, <see cref="Match"/>, <see cref="None"/> or <see cref="Quit"/>.</param>
    /// <returns>How many bytes were read before the one that decided; all if none did, or fewer where that would have taken long.</returns>
    public int Run(ReadOnlySpan<byte> text, ref int state)
    {
        var read = 0;
        var at = state;
        while (true)
        {
            if (at == _start && _leaving is not null)
            {
                var skipped = text[read..].IndexOfAny(_leaving);
                read = skipped < 0 ? text.Length : read + skipped;
            }

            read = Walk(text, read, ref at);
            if (read == text.Length)
            {
                break;
            }

            at = Follow(at, text[read], read);
            at = at == Home ? _start : at;
            if (at < 0)
            {
                break;
            }

            read++;
            if (_work >= MaxWork)
            {
                break;
            }
        }

        _used += read;
        state = at;
        return read;
    }

    /// <summary>The work of making states since the last call, in states looked at.</summary>
    public int TakeWork()
    {
        var work = _work;
        _work = 0;
        return work;
    }

    /// <summary>Whether the line matches if it ends in a state.</summary>
    public bool MatchesAtEnd(int state) => Follow(state, (byte)'\n', 0) == Match;

    /// <summary>Goes on as long as states are known.</summary>
    private int Walk(ReadOnlySpan<byte> text, int from, ref int state)
    {
        unchecked
        {
            ref var rows = ref MemoryMarshal.GetArrayDataReference(_rows);
            ref var classes = ref MemoryMarshal.GetArrayDataReference(_classes);
            ref var bytes = ref MemoryMarshal.GetReference(text);
            var (at, row) = (from, state);
            var last = text.Length - 4;
            while (at <= last)
            {
                var one = Unsafe.Add(ref rows, row + Unsafe.Add(ref classes, Unsafe.Add(ref bytes, at)));
                if (one < 0)
                {
                    state = row;
                    return at;
                }

                var two = Unsafe.Add(ref rows, one + Unsafe.Add(ref classes, Unsafe.Add(ref bytes, at + 1)));
                if (two < 0)
                {
                    state = one;
                    return at + 1;
                }

                var three = Unsafe.Add(ref rows, two + Unsafe.Add(ref classes, Unsafe.Add(ref bytes, at + 2)));
                if (three < 0)
                {
                    state = two;
                    return at + 2;
                }

                row = Unsafe.Add(ref rows, three + Unsafe.Add(ref classes, Unsafe.Add(ref bytes, at + 3)));
                if (row < 0)
                {
                    state = three;
                    return at + 3;
                }

                at += 4;
            }

            for (; at < text.Length; at++)
            {
                var next = Unsafe.Add(ref rows, row + Unsafe.Add(ref classes, Unsafe.Add(ref bytes, at)));
                if (next < 0)
                {
                    break;
                }

                row = next;
            }

            state = row;
            return at;
        }
    }

    /// <summary>Where a byte leads, made now if need be.</summary>
    private int Follow(int state, byte value, int read)
    {
        var entry = state + _classes[value];
        var target = _rows[entry];
        if (target != Unknown)
        {
            return target;
        }

        target = Step(_states[state / _samples.Length], _samples[_classes[value]]);
        if (target == Unknown)
        {
            // Full. What was made must have been worth it.
            var isUseful = _used + read > (long)LeastUse * _states.Count;
            int[] set = [.. _set];
            Clear();
            return isUseful ? Intern(set) : Quit;
        }

        _rows[entry] = target;
        return target;
    }
}
