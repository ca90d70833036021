using System.Buffers;
using System.Text;

namespace Vitrine.Seals;

/// <summary>
/// Runs a program over one line, in all its states at once: time is the line's length times the pattern's size at most, whatever both are. Gives the leftmost match, and of those
/// that begin there the one that the pattern prefers. Used by one thread at a time.
/// </summary>
internal sealed class NfaSearch(ByteProgram program)
{
    private const int CheckEvery = 1 << 16;

    private readonly SearchValues<byte>? _first = First(program);
    private Threads _now = new(program.States.Length);
    private Threads _next = new(program.States.Length);
    private int[] _stack = new int[64];
    private int _work;

    /// <summary>Whether a line, given without its feed, matches.</summary>
    /// <exception cref="OperationCanceledException">The budget is used up.</exception>
    public bool Matches(ReadOnlySpan<byte> line, QueryBudget budget) => Run(line, 0, true, budget, out _, out _);

    /// <summary>Finds the first match at or after an offset.</summary>
    /// <exception cref="OperationCanceledException">The budget is used up.</exception>
    public bool TryFind(ReadOnlySpan<byte> line, int from, QueryBudget budget, out int start, out int end) => Run(line, from, false, budget, out start, out end);

    private bool Run(ReadOnlySpan<byte> line, int from, bool anyMatch, QueryBudget budget, out int start, out int end)
    {
        (start, end) = (0, 0);
        var found = false;
        _now.Clear();
        for (var at = from; ; at++)
        {
            if (!found)
            {
                if (_now.Count == 0 && _first is not null)
                {
                    // Nothing has begun, and nothing begins before one of these bytes.
                    var skipped = line[at..].IndexOfAny(_first);
                    if (skipped < 0)
                    {
                        return false;
                    }

                    at += skipped;
                }

                Follow(_now, program.Start, at, at, line, at);
            }

            _work += _now.Count + 1;
            if (_work >= CheckEvery)
            {
                _work = 0;
                budget.Check();
            }

            _next.Clear();
            for (var i = 0; i < _now.Count; i++)
            {
                var state = program.States[_now.States[i]];
                if (state.Kind == StateKind.Match)
                {
                    (start, end) = (_now.Starts[i], _now.Ends[i]);
                    found = true;
                    if (anyMatch)
                    {
                        return true;
                    }

                    // What comes after is less preferred.
                    break;
                }

                if (state.Kind == StateKind.Step && at < line.Length)
                {
                    var target = Target(state, line[at]);
                    if (target >= 0)
                    {
                        Follow(_next, target, _now.Starts[i], _now.Ends[i], line, at + 1);
                    }
                }
            }

            if (at >= line.Length || (found && _next.Count == 0))
            {
                return found;
            }

            (_now, _next) = (_next, _now);
        }
    }

    /// <summary>The bytes with which a match can begin; null if it can be empty.</summary>
    private static SearchValues<byte>? First(ByteProgram program)
    {
        var bytes = new HashSet<byte>();
        var seen = new HashSet<int>();
        var open = new Stack<int>([program.Start]);
        while (open.TryPop(out var index))
        {
            if (!seen.Add(index))
            {
                continue;
            }

            var state = program.States[index];
            switch (state.Kind)
            {
                case StateKind.Match:
                    return null;
                case StateKind.Step:
                    foreach (var step in program.Steps.AsSpan(state.A, state.B))
                    {
                        bytes.UnionWith(Enumerable.Range(step.Low, step.High - step.Low + 1).Select(value => (byte)value));
                    }

                    break;
                case StateKind.Split:
                    foreach (var target in program.Targets.AsSpan(state.A, state.B))
                    {
                        open.Push(target);
                    }

                    break;
                default:
                    open.Push(state.B);
                    break;
            }
        }

        return SearchValues.Create([.. bytes]);
    }

    private int Target(ByteState state, byte value)
    {
        foreach (var step in program.Steps.AsSpan(state.A, state.B))
        {
            if (value <= step.High)
            {
                return value >= step.Low ? step.Next : -1;
            }
        }

        return -1;
    }

    /// <summary>Adds a state and all that it leads to without a byte, in the order of preference.</summary>
    private void Follow(Threads threads, int first, int start, int end, ReadOnlySpan<byte> line, int at)
    {
        var depth = 0;
        _stack[depth++] = first;
        while (depth > 0)
        {
            var index = _stack[--depth];
            if (!threads.Mark(index))
            {
                continue;
            }

            var state = program.States[index];
            switch (state.Kind)
            {
                case StateKind.Split:
                    if (depth + state.B > _stack.Length)
                    {
                        Array.Resize(ref _stack, Math.Max(2 * _stack.Length, depth + state.B));
                    }

                    for (var i = state.B - 1; i >= 0; i--)
                    {
                        _stack[depth++] = program.Targets[state.A + i];
                    }

                    break;
                case StateKind.Look:
                    if (Holds((LookKind)state.A, line, at))
                    {
                        _stack[depth++] = state.B;
                    }

                    break;
                case StateKind.SpanStart or StateKind.SpanEnd:
                    // What still lies on the stack has not come here, and will set it for itself.
                    (start, end) = state.Kind == StateKind.SpanStart ? (at, end) : (start, at);
                    _stack[depth++] = state.B;
                    break;
                default:
                    threads.Add(index, start, end);
                    break;
            }
        }
    }

    private bool Holds(LookKind kind, ReadOnlySpan<byte> line, int at) => kind switch
    {
        LookKind.LineStart => at == 0,
        LookKind.LineEnd => at == line.Length,
        LookKind.WordEdge => EndsInWord(line[..at]) != BeginsInWord(line[at..]),
        LookKind.NoWordEdge => EndsInWord(line[..at]) == BeginsInWord(line[at..]) && (program.HasBytes || !IsWithinCharacter(line, at)),
        LookKind.AsciiWordEdge => (at > 0 && ByteProgram.IsWordByte(line[at - 1])) != (at < line.Length && ByteProgram.IsWordByte(line[at])),
        _ => (at > 0 && ByteProgram.IsWordByte(line[at - 1])) == (at < line.Length && ByteProgram.IsWordByte(line[at])),
    };

    private static bool IsWithinCharacter(ReadOnlySpan<byte> line, int at)
    {
        for (var start = at - 1; start >= 0 && start >= at - 3 && at < line.Length && (line[at] & 0xC0) == 0x80; start--)
        {
            if (Rune.DecodeFromUtf8(line[start..], out _, out var length) == OperationStatus.Done)
            {
                return start + length > at;
            }
        }

        return false;
    }

    private static bool BeginsInWord(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && (text[0] < 0x80 ? ByteProgram.IsWordByte(text[0]) : Rune.DecodeFromUtf8(text, out var rune, out _) == OperationStatus.Done && UnicodeTable.Word.Contains(rune.Value));

    private static bool EndsInWord(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && (text[^1] < 0x80 ? ByteProgram.IsWordByte(text[^1]) : Rune.DecodeLastFromUtf8(text, out var rune, out _) == OperationStatus.Done && UnicodeTable.Word.Contains(rune.Value));

    /// <summary>States in the order of preference, each once, and what each has matched so far.</summary>
    private sealed class Threads(int size)
    {
        private readonly int[] _marks = new int[size];
        private int _round;

        public int[] States { get; } = new int[size];

        public int[] Starts { get; } = new int[size];

        public int[] Ends { get; } = new int[size];

        public int Count { get; private set; }

        public void Clear()
        {
            Count = 0;
            if (++_round == int.MaxValue)
            {
                Array.Clear(_marks);
                _round = 1;
            }
        }

        public bool Mark(int state)
        {
            if (_marks[state] == _round)
            {
                return false;
            }

            _marks[state] = _round;
            return true;
        }

        public void Add(int state, int start, int end) => (States[Count], Starts[Count], Ends[Count++]) = (state, start, end);
    }
}
