using System.Buffers;
using System.Runtime.InteropServices;

namespace Vitrine.Seals;

/// <summary>How states are made.</summary>
internal sealed partial class LazyDfa
{
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
