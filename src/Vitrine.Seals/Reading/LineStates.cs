namespace Vitrine.Seals;

/// <summary>Where in the files of a scope comments and strings go on from one line to the next: the lexer's state before every line, a byte each. It holds nothing of the texts.</summary>
internal sealed class LineStates(int places)
{
    private const byte Unknown = byte.MaxValue;

    private readonly byte[]?[] _ofPlace = new byte[]?[places];
    private readonly Dictionary<LexState, byte> _numbers = new() { [default] = 0 };
    private readonly Lock _gate = new();
    private LexState[] _states = [default];

    /// <summary>Reads the text at a place, to its end.</summary>
    public void Read(int place, ReadOnlySpan<byte> text, Lexer lexer)
    {
        var numbers = new List<byte>();
        var spans = new SpanList();
        var state = default(LexState);
        for (var start = 0; start < text.Length;)
        {
            numbers.Add(Number(state));
            var end = LineWalk.EndOf(text, start);
            spans.Clear();
            lexer.Line(LexedLine.Text(text[start..end]), ref state, spans);
            start = end + 1;
        }

        _ofPlace[place] = [.. numbers];
    }

    /// <summary>The same text stands at another place.</summary>
    public void Repeat(int place, int known) => _ofPlace[place] = _ofPlace[known];

    /// <summary>The last line, not after one, before which the state of the text at a place is known.</summary>
    public (int Line, LexState State)? Before(int place, int line)
    {
        if (_ofPlace[place] is not { } numbers)
        {
            return null;
        }

        var at = Math.Min(line, numbers.Length) - 1;
        while (at > 0 && numbers[at] == Unknown)
        {
            at--;
        }

        return at < 0 ? null : (at + 1, _states[numbers[at]]);
    }

    /// <summary>Whether nothing goes on into a line of the text at a place.</summary>
    public bool IsFree(int place, int line) => _ofPlace[place] is { } numbers && line <= numbers.Length && numbers[line - 1] == 0;

    private byte Number(LexState state)
    {
        if (state == default)
        {
            return 0;
        }

        lock (_gate)
        {
            if (!_numbers.TryGetValue(state, out var number))
            {
                if (_states.Length == Unknown)
                {
                    return Unknown;
                }

                _numbers.Add(state, number = (byte)_states.Length);
                _states = [.. _states, state];
            }

            return number;
        }
    }
}
