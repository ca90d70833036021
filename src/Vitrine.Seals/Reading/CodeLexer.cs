using System.Collections.Frozen;

namespace Vitrine.Seals;

/// <summary>Reads languages that a <see cref="CodeGrammar"/> describes.</summary>
internal sealed class CodeLexer : Lexer
{
    private const int InComment = 1;
    private const int InString = 2;
    private const int InEscapedString = 3;
    private const int InHereDocument = 4;
    private const int InDoubledString = 5;
    private const int LongestPrefix = 8;

    private readonly CodeGrammar _grammar;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _keywords;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _types;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _prefixes;
    private readonly StringRule[] _strings;

    public CodeLexer(CodeGrammar grammar)
    {
        _grammar = grammar;
        _keywords = grammar.Keywords.GetAlternateLookup<ReadOnlySpan<char>>();
        _types = grammar.Types.GetAlternateLookup<ReadOnlySpan<char>>();
        _prefixes = grammar.StringPrefixes.GetAlternateLookup<ReadOnlySpan<char>>();
        _strings = [.. grammar.Strings.OrderByDescending(rule => rule.Open.Length)];
    }

    public override void Line(string line, ref LexState state, SpanList spans)
    {
        var position = 0;
        if (state.Mode != 0)
        {
            position = Continue(line, 0, ref state);
            spans.Add(0, position, state.Mode == InComment || (state.Mode == 0 && state.Depth < 0) ? TokenClass.Comment : TokenClass.String);
            state.Depth = Math.Max(state.Depth, 0);
        }
        else if (Has(Oddities.Preprocessor))
        {
            position = Directive(line, spans);
        }
        else if (Has(Oddities.AssignedNames))
        {
            position = Assigned(line, spans);
        }

        string? pendingHere = null;
        while (position < line.Length)
        {
            var start = position;
            var character = line[position];
            if (char.IsWhiteSpace(character))
            {
                position++;
            }
            else if (TryComment(line, ref position, ref state))
            {
                spans.Add(start, position, TokenClass.Comment);
                state.Depth = Math.Max(state.Depth, 0);
            }
            else if (TryString(line, ref position, ref state))
            {
                spans.Add(start, position, Has(Oddities.StringKeys) && IsKey(line, position) ? TokenClass.Name : TokenClass.String);
            }
            else if (char.IsAsciiDigit(character) || (character == '.' && position + 1 < line.Length && char.IsAsciiDigit(line[position + 1]) && (position == 0 || line[position - 1] != '.')))
            {
                position = NumberEnd(line, position);
                spans.Add(start, position, TokenClass.Number);
            }
            else if (IsWord(character) || (character == '$' && Has(Oddities.DollarNames)))
            {
                position = WordEnd(line, position + 1);
                spans.Add(start, position, ClassOf(line, start, position));
            }
            else
            {
                if (character == '<' && Has(Oddities.HereDocuments))
                {
                    pendingHere ??= HereWord(line, position);
                }

                position++;
                spans.Add(start, position, char.IsAscii(character) ? TokenClass.Punctuation : TokenClass.Plain);
            }
        }

        if (pendingHere is not null && state.Mode == 0)
        {
            (state.Mode, state.Until) = (InHereDocument, pendingHere);
        }
    }

    private bool Has(Oddities oddity) => (_grammar.Oddities & oddity) != 0;

    /// <summary>Goes on with what an earlier line began, or what this one just did; a comment that ends leaves -1 as the depth.</summary>
    private int Continue(string line, int position, ref LexState state)
    {
        switch (state.Mode)
        {
            case InComment:
                return ContinueComment(line, position, ref state);
            case InHereDocument:
                if (line.AsSpan().TrimStart('\t').SequenceEqual(state.Until))
                {
                    state = default;
                }

                return line.Length;
            case InString:
                var end = line.IndexOf(state.Until!, position, StringComparison.Ordinal);
                if (end < 0)
                {
                    return line.Length;
                }

                end += state.Until!.Length;
                state = default;
                return end;
            case InDoubledString:
                return ContinueDoubled(line, position, ref state);
            default:
                return ContinueEscaped(line, position, ref state);
        }
    }

    private int ContinueComment(string line, int position, ref LexState state)
    {
        var close = state.Until;
        var open = _grammar.BlockComments.First(pair => pair.Close == close).Open;
        while (position < line.Length)
        {
            var rest = line.AsSpan(position);
            if (rest.StartsWith(state.Until))
            {
                position += state.Until!.Length;
                if (--state.Depth <= 0)
                {
                    state = new LexState { Depth = -1 };
                    return position;
                }
            }
            else if (_grammar.NestedComments && rest.StartsWith(open))
            {
                state.Depth++;
                position += open.Length;
            }
            else
            {
                var next = _grammar.NestedComments ? rest[1..].IndexOfAny(state.Until![0], open[0]) : rest[1..].IndexOf(state.Until![0]);
                position = next < 0 ? line.Length : position + 1 + next;
            }
        }

        return line.Length;
    }

    private static int ContinueEscaped(string line, int position, ref LexState state)
    {
        while (position < line.Length)
        {
            if (line[position] == (char)state.Depth)
            {
                position = Math.Min(position + 2, line.Length);
            }
            else if (line.AsSpan(position).StartsWith(state.Until))
            {
                position += state.Until!.Length;
                state = default;
                return position;
            }
            else
            {
                position++;
            }
        }

        return line.Length;
    }

    /// <summary>C#'s verbatim strings: two quotes are one.</summary>
    private static int ContinueDoubled(string line, int position, ref LexState state)
    {
        while (position < line.Length)
        {
            if (line[position++] == '"')
            {
                if (position == line.Length || line[position] != '"')
                {
                    state = default;
                    return position;
                }

                position++;
            }
        }

        return line.Length;
    }

    private bool TryComment(string line, ref int position, ref LexState state)
    {
        var rest = line.AsSpan(position);
        foreach (var open in _grammar.LineComments)
        {
            if (rest.StartsWith(open) && (!Has(Oddities.CommentAtWord) || position == 0 || char.IsWhiteSpace(line[position - 1]) || line[position - 1] is ';' or '&' or '|' or '(' or ')'))
            {
                position = line.Length;
                return true;
            }
        }

        foreach (var (open, close) in _grammar.BlockComments)
        {
            if (rest.StartsWith(open))
            {
                state = new LexState { Mode = InComment, Until = close, Depth = 1 };
                position = ContinueComment(line, position + open.Length, ref state);
                return true;
            }
        }

        return false;
    }

    private bool TryString(string line, ref int position, ref LexState state)
    {
        var quote = position;
        if (IsWord(line[position]) && _grammar.StringPrefixes.Count > 0)
        {
            // The longest prefix has three characters.
            var end = position;
            while (end < line.Length && end - position < 3 && IsWord(line[end]))
            {
                end++;
            }

            if (end == line.Length || !_prefixes.Contains(line.AsSpan(position, end - position)) || (position > 0 && IsWord(line[position - 1])))
            {
                return false;
            }

            quote = end;
        }
        else if (line[position] is '@' or '$' && Has(Oddities.CountedQuotes))
        {
            // A bound, so that a line of nothing else takes no longer than others.
            while (quote < line.Length && line[quote] is '@' or '$' && quote - position < LongestPrefix)
            {
                quote++;
            }
        }

        if (quote >= line.Length || (TryOdd(line, position, ref quote, ref state) is var odd && odd == false))
        {
            return false;
        }

        if (odd == true)
        {
            position = quote;
            return true;
        }

        foreach (var rule in _strings)
        {
            if (line.AsSpan(quote).StartsWith(rule.Open))
            {
                state = new LexState { Mode = rule.Escape == 0 ? InString : InEscapedString, Until = rule.Close, Depth = rule.Escape };
                position = Continue(line, quote + rule.Open.Length, ref state);
                if (state.Mode != 0 && !rule.SpansLines)
                {
                    state = default;
                }

                return true;
            }
        }

        return false;
    }

    /// <summary>True: a literal was read up to <paramref name="quote"/>. False: there is none. Null: the usual rules decide.</summary>
    private bool? TryOdd(string line, int start, ref int quote, ref LexState state)
    {
        var prefix = line.AsSpan(start, quote - start);
        var rest = line.AsSpan(quote);
        if (Has(Oddities.CountedQuotes) && rest[0] == '"')
        {
            var quotes = rest.IndexOfAnyExcept('"') is >= 0 and var count ? count : rest.Length;
            if (quotes >= 3)
            {
                state = new LexState { Mode = InString, Until = new string('"', quotes) };
                quote = Continue(line, quote + quotes, ref state);
                return true;
            }

            if (prefix.Contains('@'))
            {
                state = new LexState { Mode = InDoubledString, Until = "\"" };
                quote = Continue(line, quote + 1, ref state);
                return true;
            }
        }
        else if (Has(Oddities.CppRawStrings) && prefix.EndsWith("R") && rest[0] == '"')
        {
            // The standard's longest delimiter has 16 characters.
            var open = rest[..Math.Min(rest.Length, 18)].IndexOf('(');
            if (open < 1)
            {
                return null;
            }

            state = new LexState { Mode = InString, Until = $"){rest[1..open]}\"" };
            quote = Continue(line, quote + open + 1, ref state);
            return true;
        }
        else if (Has(Oddities.CountedHashes) && prefix.EndsWith("r"))
        {
            var hashes = rest.IndexOfAnyExcept('#');
            if (hashes < 0 || rest[hashes] != '"')
            {
                return false;
            }

            state = new LexState { Mode = InString, Until = "\"" + new string('#', hashes) };
            quote = Continue(line, quote + hashes + 1, ref state);
            return true;
        }
        else if (Has(Oddities.Lifetimes) && rest[0] == '\'' && !(rest.Length > 2 && (rest[1] == '\\' || rest[2] == '\'' || (char.IsHighSurrogate(rest[1]) && rest.Length > 3 && rest[3] == '\''))))
        {
            return false;
        }
        else if (prefix.Length > 0 && rest[0] is not ('"' or '\''))
        {
            return false;
        }

        return null;
    }

    /// <summary>The preprocessor's word at the start of a line.</summary>
    private static int Directive(string line, SpanList spans)
    {
        var start = line.AsSpan().IndexOfAnyExcept(' ', '\t');
        if (start < 0 || line[start] != '#')
        {
            return 0;
        }

        var word = start + 1;
        while (word < line.Length && line[word] is ' ' or '\t')
        {
            word++;
        }

        var end = word;
        while (end < line.Length && char.IsAsciiLetter(line[end]))
        {
            end++;
        }

        spans.Add(start, end, TokenClass.Keyword);
        var open = end;
        while (open < line.Length && line[open] is ' ' or '\t')
        {
            open++;
        }

        if (line.AsSpan(word, end - word) is "include" && open < line.Length && line[open] == '<' && line.IndexOf('>', open) is > 0 and var close)
        {
            spans.Add(open, close + 1, TokenClass.String);
            return close + 1;
        }

        return end;
    }

    /// <summary>A section in brackets, or a name in front of an equals sign.</summary>
    private static int Assigned(string line, SpanList spans)
    {
        var start = line.AsSpan().IndexOfAnyExcept(' ', '\t');
        if (start < 0)
        {
            return 0;
        }

        if (line[start] == '[' && line.LastIndexOf(']') is > 0 and var close)
        {
            spans.Add(start, close + 1, TokenClass.Type);
            return close + 1;
        }

        var equals = line.IndexOf('=', start);
        if (equals > start && line[start] is not ('#' or ';' or '"' or '\''))
        {
            spans.Add(start, equals, TokenClass.Name);
            return equals;
        }

        return 0;
    }

    private static string? HereWord(string line, int position)
    {
        var rest = line.AsSpan(position);
        if (!rest.StartsWith("<<") || rest.StartsWith("<<<") || (position > 0 && line[position - 1] == '<'))
        {
            return null;
        }

        rest = rest[2..].TrimStart('-').TrimStart(' ').TrimStart('\\');
        var quote = rest.Length > 0 && rest[0] is '\'' or '"' ? rest[0] : '\0';
        rest = quote == 0 ? rest : rest[1..];
        var end = 0;
        while (end < rest.Length && (char.IsAsciiLetterOrDigit(rest[end]) || rest[end] is '_' or '-' or '.'))
        {
            end++;
        }

        return end == 0 || (quote == 0 && !char.IsAsciiLetter(rest[0]) && rest[0] != '_') ? null : rest[..end].ToString();
    }

    private static bool IsKey(string line, int position)
    {
        while (position < line.Length && char.IsWhiteSpace(line[position]))
        {
            position++;
        }

        return position < line.Length && line[position] == ':';
    }

    private static int NumberEnd(string line, int position)
    {
        var isHexadecimal = line.AsSpan(position).StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        for (var start = position; position < line.Length; position++)
        {
            var character = line[position];
            var exponent = isHexadecimal ? 'p' : 'e';
            var isSign = character is '+' or '-' && position > start && (line[position - 1] | 0x20) == exponent;
            var isSeparator = character == '\'' && position + 1 < line.Length && char.IsAsciiLetterOrDigit(line[position + 1]) && position > start;
            var isRange = character == '.' && position + 1 < line.Length && line[position + 1] == '.';
            if (isRange || !(char.IsAsciiLetterOrDigit(character) || character is '.' or '_' || isSign || isSeparator))
            {
                break;
            }
        }

        return position;
    }

    private bool IsWord(char character) =>
        char.IsAsciiLetter(character) || character == '_' || (!char.IsAscii(character) && (char.IsLetter(character) || char.IsSurrogate(character))) || _grammar.WordCharacters.Contains(character);

    private int WordEnd(string line, int position)
    {
        while (position < line.Length && (IsWord(line[position]) || char.IsDigit(line[position]) || (!char.IsAscii(line[position]) && char.GetUnicodeCategory(line[position]) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark)))
        {
            position++;
        }

        return position;
    }

    private TokenClass ClassOf(string line, int start, int end)
    {
        var word = line.AsSpan(start, end - start);
        if (_keywords.Contains(word))
        {
            return TokenClass.Keyword;
        }

        if (_types.Contains(word))
        {
            return TokenClass.Type;
        }

        if (word[0] == '$' || (end < line.Length && line[end] == '('))
        {
            return TokenClass.Name;
        }

        return Has(Oddities.CapitalTypes) && char.IsUpper(word[0]) && word.ContainsAnyInRange('a', 'z') ? TokenClass.Type : TokenClass.Plain;
    }
}
