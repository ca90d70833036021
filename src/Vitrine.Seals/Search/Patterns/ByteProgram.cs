namespace Vitrine.Seals;

/// <summary>What a state of a <see cref="ByteProgram"/> does.</summary>
internal enum StateKind : byte
{
    /// <summary>Reads one byte by one of <c>B</c> steps from <c>A</c>.</summary>
    Step,

    /// <summary>Goes on at each of <c>B</c> places from <c>A</c>, earlier ones first.</summary>
    Split,

    /// <summary>Goes on at <c>B</c> if the <see cref="LookKind"/> in <c>A</c> holds.</summary>
    Look,

    /// <summary>Goes on at <c>B</c>; the match begins here.</summary>
    SpanStart,

    /// <summary>Goes on at <c>B</c>; the match ends here.</summary>
    SpanEnd,

    /// <summary>The pattern has matched.</summary>
    Match,
}

/// <summary>A state; see <see cref="StateKind"/>.</summary>
internal readonly record struct ByteState(StateKind Kind, int A, int B);

/// <summary>A pattern as an automaton over bytes that may be in many states at once. Immutable.</summary>
internal sealed class ByteProgram
{
    /// <summary>How many states and steps a pattern may have.</summary>
    public const int MaxSize = 1 << 20;

    private readonly List<ByteState> _states = [];
    private readonly List<ByteStep> _steps = [];
    private readonly List<int> _targets = [];
    private readonly Dictionary<CodePoints, Utf8Automaton> _automata = [];

    private ByteProgram()
    {
    }

    /// <summary>The states.</summary>
    public ByteState[] States { get; private set; } = [];

    /// <summary>All steps.</summary>
    public ByteStep[] Steps { get; private set; } = [];

    /// <summary>All places that splits lead to.</summary>
    public int[] Targets { get; private set; } = [];

    /// <summary>The first state.</summary>
    public int Start { get; private set; }

    /// <summary>Whether it asks for edges of words.</summary>
    public bool HasEdges { get; private set; }

    /// <summary>Whether it asks for edges of words that are not of ASCII alone, which one byte does not tell.</summary>
    public bool HasUnicodeEdges { get; private set; }

    /// <summary>Whether it may match bytes that are not UTF-8. If not, it never looks between the bytes of a character.</summary>
    public bool HasBytes { get; private set; }

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="SearchPatternException">It is too large.</exception>
    public static ByteProgram Compile(SyntaxNode pattern)
    {
        var program = new ByteProgram();
        var match = program.Add(new ByteState(StateKind.Match, 0, 0));
        program.Start = program.Compile(pattern is SyntaxNode.Sequence { Items: [_, SyntaxNode.Span, _] } ? pattern : new SyntaxNode.Span(pattern), match);
        program.States = [.. program._states];
        program.Steps = [.. program._steps];
        program.Targets = [.. program._targets];
        return program;
    }

    /// <summary>Whether a byte is one of ASCII's words.</summary>
    public static bool IsWordByte(byte value) => char.IsAsciiLetterOrDigit((char)value) || value == '_';

    /// <summary>Compiles what goes on at a state, and gives where it begins.</summary>
    private int Compile(SyntaxNode node, int next)
    {
        switch (node)
        {
            case SyntaxNode.Empty:
                return next;
            case SyntaxNode.Set set:
                return Compile(set, next);
            case SyntaxNode.Look look:
                HasEdges |= look.Kind >= LookKind.WordEdge;
                HasUnicodeEdges |= look.Kind is LookKind.WordEdge or LookKind.NoWordEdge;
                HasBytes |= look.Kind == LookKind.NoAsciiWordEdge;
                return Add(new ByteState(StateKind.Look, (int)look.Kind, next));
            case SyntaxNode.Sequence sequence:
                return sequence.Items.Reverse().Aggregate(next, (after, item) => Compile(item, after));
            case SyntaxNode.Choice choice:
                return Split([.. choice.Items.Select(item => Compile(item, next))]);
            case SyntaxNode.Span span:
                return Add(new ByteState(StateKind.SpanStart, 0, Compile(span.Item, Add(new ByteState(StateKind.SpanEnd, 0, next)))));
            case SyntaxNode.Repeat repeat:
                return Compile(repeat, next);
            default:
                throw new InvalidOperationException($"No such node: {node}.");
        }
    }

    private int Compile(SyntaxNode.Set set, int next)
    {
        HasBytes |= set.IsBytes && set.Points.Ranges[^1].To > 0x7F;
        if (!_automata.TryGetValue(set.Points, out var automaton))
        {
            automaton = Utf8Automaton.Of(set.Points, set.IsBytes);
            _automata.Add(set.Points, automaton);
        }

        var first = _states.Count;
        foreach (var steps in automaton.States)
        {
            var at = _steps.Count;
            foreach (var step in steps)
            {
                _steps.Add(step with { Next = step.Next == Utf8Automaton.End ? next : first + step.Next });
            }

            Add(new ByteState(StateKind.Step, at, steps.Length));
        }

        return _states.Count - 1;
    }

    private int Compile(SyntaxNode.Repeat repeat, int next)
    {
        var at = next;
        if (repeat.Max is not { } max)
        {
            // Where to go on is only known after what is repeated.
            var split = Split([0, 0]);
            var item = Compile(repeat.Item, split);
            var targets = _states[split].A;
            (_targets[targets], _targets[targets + 1]) = repeat.IsLazy ? (next, item) : (item, next);

            // One or more is what is repeated itself, with a way back.
            return repeat.Min == 1 ? item : Times(repeat.Item, repeat.Min, split);
        }

        for (var i = repeat.Min; i < max; i++)
        {
            var item = Compile(repeat.Item, at);
            at = Split(repeat.IsLazy ? [next, item] : [item, next]);
        }

        return Times(repeat.Item, repeat.Min, at);
    }

    private int Times(SyntaxNode item, int count, int next)
    {
        for (var i = 0; i < count; i++)
        {
            var at = Compile(item, next);
            if (at == next)
            {
                // Nothing, however often.
                break;
            }

            next = at;
        }

        return next;
    }

    private int Split(int[] targets)
    {
        _targets.AddRange(targets);
        return Add(new ByteState(StateKind.Split, _targets.Count - targets.Length, targets.Length));
    }

    private int Add(ByteState state)
    {
        if (_states.Count + _steps.Count + _targets.Count >= MaxSize)
        {
            throw new SearchPatternException($"The pattern is too large: with its counted repetitions it has more than {MaxSize:N0} steps.");
        }

        _states.Add(state);
        return _states.Count - 1;
    }
}
