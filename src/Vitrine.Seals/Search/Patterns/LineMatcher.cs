namespace Vitrine.Seals;

/// <summary>Takes lines that match.</summary>
internal interface ILineSink
{
    /// <summary>Takes a line: where in the text it begins and where it ends, without its feed.</summary>
    /// <returns>Whether more lines are wanted.</returns>
    bool Take(int start, int end);
}

/// <summary>Finds the lines of texts that a pattern matches. Used by one thread at a time.</summary>
internal sealed class LineMatcher
{
    /// <summary>The budget is looked at each time that so many bytes were read.</summary>
    private const int Piece = 1 << 16;

    private readonly LinePattern _pattern;
    private readonly Lazy<LazyDfa> _states;
    private readonly Lazy<NfaSearch> _search;
    private int _read;

    public LineMatcher(LinePattern pattern)
    {
        _pattern = pattern;
        _states = new Lazy<LazyDfa>(() => new LazyDfa(pattern.Program), LazyThreadSafetyMode.None);
        _search = new Lazy<NfaSearch>(() => new NfaSearch(pattern.Program), LazyThreadSafetyMode.None);
    }

    /// <summary>Hands over each line of a text that matches, once and in order. Lines end at line feeds; what follows the last feed is a line unless it is empty.</summary>
    /// <exception cref="OperationCanceledException">The budget is used up.</exception>
    public void Scan<TSink>(ReadOnlySpan<byte> text, ref TSink sink, QueryBudget budget)
        where TSink : ILineSink, allows ref struct
    {
        for (var at = 0; at < text.Length;)
        {
            var (start, end) = _pattern.Finder is { } finder ? NextByFinder(finder, text, at, budget) : NextByState(text, at, budget);
            if (start < 0 || !sink.Take(start, end))
            {
                return;
            }

            at = end + 1;
        }
    }

    /// <summary>Finds the first match in a line that begins at or after an offset. The line is given without its feed.</summary>
    /// <exception cref="OperationCanceledException">The budget is used up.</exception>
    public bool TryFind(ReadOnlySpan<byte> line, int from, QueryBudget budget, out int start, out int end) => _search.Value.TryFind(line, from, budget, out start, out end);

    private (int Start, int End) NextByFinder(ILineFinder finder, ReadOnlySpan<byte> text, int at, QueryBudget budget)
    {
        // Lines before the first offset are done; what is looked for may stand again behind the second.
        for (var (line, from) = (at, at); from < text.Length;)
        {
            var found = Find(finder, text, from, budget);
            if (found < 0)
            {
                break;
            }

            var known = _pattern.Plain is { } plain ? plain.Matches(text, found) : _pattern.IsLiteral ? true : null;
            if (known == false)
            {
                from = found + 1;
                continue;
            }

            var (start, end) = (LineStart(text, line, found), LineEnd(text, found, budget));
            if (known == true || NextByState(text[start..end], 0, budget).Start == 0)
            {
                return (start, end);
            }

            from = line = end + 1;
        }

        return (-1, -1);
    }

    private int Find(ILineFinder finder, ReadOnlySpan<byte> text, int at, QueryBudget budget)
    {
        for (; at < text.Length; at += Piece)
        {
            var found = finder.Find(text.Slice(at, Math.Min(Piece + finder.Longest - 1, text.Length - at)));
            Count(found < 0 ? Piece : found, budget);
            if (found >= 0)
            {
                return at + found;
            }
        }

        return -1;
    }

    private (int Start, int End) NextByState(ReadOnlySpan<byte> text, int at, QueryBudget budget)
    {
        var states = _states.Value;
        if (states.MatchesAll)
        {
            return (at, LineEnd(text, at, budget));
        }

        var (state, line) = (states.Start, at);
        while (at < text.Length)
        {
            var piece = text.Slice(at, Math.Min(Piece, text.Length - at));
            var read = states.Run(piece, ref state);
            Count(read + 1 + states.TakeWork(), budget);
            at += read;
            if (state >= 0)
            {
                continue;
            }

            var end = LineEnd(text, at, budget);
            if (state != LazyDfa.None)
            {
                var start = LineStart(text, line, at);
                if (state == LazyDfa.Match || _search.Value.Matches(text[start..end], budget))
                {
                    return (start, end);
                }
            }

            at = line = end + 1;
            state = states.Start;
        }

        return at == text.Length && at > line && text[^1] != '\n' && states.MatchesAtEnd(state) ? (LineStart(text, line, at), at) : (-1, -1);
    }

    private static int LineStart(ReadOnlySpan<byte> text, int from, int at) => from + text[from..at].LastIndexOf((byte)'\n') + 1;

    private int LineEnd(ReadOnlySpan<byte> text, int at, QueryBudget budget)
    {
        for (; at < text.Length; at += Piece)
        {
            var piece = text.Slice(at, Math.Min(Piece, text.Length - at));
            var length = piece.IndexOf((byte)'\n');
            Count(length < 0 ? piece.Length : length, budget);
            if (length >= 0)
            {
                return at + length;
            }
        }

        return text.Length;
    }

    private void Count(int bytes, QueryBudget budget)
    {
        _read += bytes;
        if (_read >= Piece)
        {
            _read = 0;
            budget.Check();
        }
    }
}
