namespace Vitrine.Seals;

/// <summary>Strings, and whatever else goes on over the end of a line.</summary>
internal sealed partial class CodeLexer
{
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
}
