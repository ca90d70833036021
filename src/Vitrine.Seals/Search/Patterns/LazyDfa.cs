using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vitrine.Seals;

/// <summary>
/// Runs a program over whole texts in one state at a time, made when it is first reached and kept within <see cref="MaxMemory"/>; when that is full, it begins anew. A state is
/// the set of the program's states that may be left, after all conditions that the bytes before decide; those that the next byte decides wait for it. Used by one thread at a time.
/// </summary>
internal sealed class LazyDfa
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

    /// <returns>A state, one of the constants, or <see cref="Unknown"/> if there is no room for the state, which is then in <see cref="_set"/>.</returns>
    private int Step(int[] from, byte value)
    {
        if (value >= 0x80 && _program.HasUnicodeEdges)
        {
            return Quit;
        }

        _work += from.Length;

        // What waited for this byte.
        var (afterWord, atStart) = ((from[0] & AfterWord) != 0, (from[0] & AtStart) != 0);
        Begin(_before);
        foreach (var index in from.AsSpan(1))
        {
            if (!Collect(index, _before, kind => kind switch
            {
                LookKind.LineStart => atStart,
                LookKind.LineEnd => value == '\n',
                LookKind.WordEdge or LookKind.AsciiWordEdge => afterWord != ByteProgram.IsWordByte(value),
                _ => afterWord == ByteProgram.IsWordByte(value),
            }))
            {
                return Match;
            }
        }

        if (value == '\n')
        {
            return _leaving is null ? _start : Home;
        }

        Begin(_set);
        _set.Add(ByteProgram.IsWordByte(value) ? AfterWord : 0);
        foreach (var index in _before)
        {
            var state = _program.States[index];
            foreach (var step in _program.Steps.AsSpan(state.A, state.B))
            {
                if (value >= step.Low && value <= step.High && !Collect(step.Next, _set, AfterBytes))
                {
                    return Match;
                }
            }
        }

        if (!Collect(_program.Start, _set, AfterBytes))
        {
            return Match;
        }

        _work += _set.Count;
        return Known();
    }

    /// <summary>Conditions that the bytes before do not decide are kept: null.</summary>
    private static bool? AfterBytes(LookKind kind) => kind == LookKind.LineStart ? false : null;

    private static bool? AtFirst(LookKind kind) => kind == LookKind.LineStart ? true : null;

    private void Begin(List<int> set)
    {
        set.Clear();
        if (++_round == int.MaxValue)
        {
            Array.Clear(_marks);
            _round = 1;
        }
    }

    /// <summary>Adds what a state leads to without a byte.</summary>
    /// <returns>False if that is a match.</returns>
    private bool Collect(int first, List<int> set, Func<LookKind, bool?> holds)
    {
        _stack.Push(first);
        while (_stack.TryPop(out var index))
        {
            if (_marks[index] == _round)
            {
                continue;
            }

            _marks[index] = _round;
            var state = _program.States[index];
            switch (state.Kind)
            {
                case StateKind.Match:
                    _stack.Clear();
                    return false;
                case StateKind.Step:
                    set.Add(index);
                    break;
                case StateKind.Split:
                    foreach (var target in _program.Targets.AsSpan(state.A, state.B))
                    {
                        _stack.Push(target);
                    }

                    break;
                case StateKind.Look:
                    var isMet = holds((LookKind)state.A);
                    if (isMet == true)
                    {
                        _stack.Push(state.B);
                    }
                    else if (isMet is null)
                    {
                        set.Add(index);
                    }

                    break;
                default:
                    _stack.Push(state.B);
                    break;
            }
        }

        return true;
    }

    /// <summary>The state of <see cref="_set"/>.</summary>
    private int Known()
    {
        var numbers = CollectionsMarshal.AsSpan(_set);
        if (numbers.Length == 1)
        {
            return None;
        }

        var waits = false;
        foreach (var index in numbers[1..])
        {
            waits |= _program.States[index].Kind == StateKind.Look;
        }

        // A condition that waits may lead to others.
        numbers[0] &= !waits ? 0 : _program.HasEdges ? AfterWord | AtStart : AtStart;
        numbers[1..].Sort();
        var lookup = _known.GetAlternateLookup<ReadOnlySpan<int>>();
        return lookup.TryGetValue(numbers, out var state) ? (state == _start && _leaving is not null ? Home : state)
            : _memory + Cost(numbers.Length) > MaxMemory && _states.Count > 1 ? Unknown
            : Intern([.. numbers]);
    }

    private int Cost(int numbers) => (4 * (numbers + _samples.Length)) + 100;

    private int Intern(int[] set)
    {
        if (_known.TryGetValue(set, out var known))
        {
            return known;
        }

        var state = _states.Count * _samples.Length;
        _states.Add(set);
        _known.Add(set, state);
        _memory += Cost(set.Length);
        if (_rows.Length < state + _samples.Length)
        {
            Array.Resize(ref _rows, Math.Max(2 * _rows.Length, state + (16 * _samples.Length)));
        }

        _rows.AsSpan(state, _samples.Length).Fill(Unknown);
        return state;
    }

    /// <summary>The bytes that lead out of the first state; null if they are common.</summary>
    private SearchValues<byte>? Leaving()
    {
        if (_start < 0 || _states[0].Length > MaxFirst)
        {
            return null;
        }

        var first = _states[0];
        bool[] stays = [.. _samples.Select(value => Step(first, value) == _start)];
        byte[] leaving = [.. Enumerable.Range(0, 256).Where(value => !stays[_classes[value]]).Select(value => (byte)value)];
        return leaving.Sum(Literal.ShareOf) <= CommonShare ? SearchValues.Create(leaving) : null;
    }

    private void Clear()
    {
        _known.Clear();
        _states.Clear();
        (_memory, _used, _rows) = (0, 0, []);
        Begin(_set);
        _set.Add(AtStart);
        MatchesAll = !Collect(_program.Start, _set, AtFirst);
        _start = MatchesAll ? Match : Known();
    }

    /// <summary>Bytes that no state tells apart are one class.</summary>
    /// <returns>One byte of each class.</returns>
    private byte[] Classify()
    {
        Span<bool> begins = stackalloc bool[257];
        void Cut(Span<bool> at, int low, int high) => (at[low], at[high + 1]) = (true, true);
        Cut(begins, '\n', '\n');
        foreach (var step in _program.Steps)
        {
            Cut(begins, step.Low, step.High);
        }

        if (_program.HasEdges)
        {
            Cut(begins, '0', '9');
            Cut(begins, 'A', 'Z');
            Cut(begins, '_', '_');
            Cut(begins, 'a', 'z');
            Cut(begins, 0x80, 0xFF);
        }

        var samples = new List<byte> { 0 };
        for (var value = 1; value < 256; value++)
        {
            if (begins[value])
            {
                samples.Add((byte)value);
            }

            _classes[value] = (byte)(samples.Count - 1);
        }

        return [.. samples];
    }

    private sealed class SameNumbers : IEqualityComparer<int[]>, IAlternateEqualityComparer<ReadOnlySpan<int>, int[]>
    {
        public bool Equals(int[]? one, int[]? other) => one.AsSpan().SequenceEqual(other);

        public bool Equals(ReadOnlySpan<int> one, int[] other) => one.SequenceEqual(other);

        public int GetHashCode(int[] numbers) => GetHashCode(numbers.AsSpan());

        public int GetHashCode(ReadOnlySpan<int> numbers)
        {
            var hash = default(HashCode);
            hash.AddBytes(MemoryMarshal.AsBytes(numbers));
            return hash.ToHashCode();
        }

        public int[] Create(ReadOnlySpan<int> alternate) => alternate.ToArray();
    }
}
