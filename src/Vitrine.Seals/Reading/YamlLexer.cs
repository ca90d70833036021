using System.Collections.Frozen;

namespace Vitrine.Seals;

/// <summary>Reads YAML: keys, quoted and block texts, anchors, comments.</summary>
internal sealed class YamlLexer : Lexer
{
    private const int InBlock = 1;
    private const int InQuoted = 2;

    private static readonly FrozenSet<string> Constants = CodeGrammar.WordsInAnyCase("true false null yes no on off ~");

    public override void Line(string line, ref LexState state, SpanList spans)
    {
        var indent = line.AsSpan().IndexOfAnyExcept(' ');
        if (state.Mode == InBlock)
        {
            if (indent < 0 || indent > state.Depth)
            {
                spans.Add(0, line.Length, TokenClass.String);
                return;
            }

            state = default;
        }

        var position = Math.Max(indent, 0);
        if (state.Mode == InQuoted)
        {
            position = Quoted(line, 0, state.Until![0], ref state);
            spans.Add(0, position, TokenClass.String);
        }
        else if (line.StartsWith("---", StringComparison.Ordinal) || line.StartsWith("...", StringComparison.Ordinal) || line.StartsWith('%'))
        {
            position = Math.Min(3, line.Length);
            spans.Add(0, position, TokenClass.Punctuation);
        }
        else
        {
            position = Key(line, position, spans);
        }

        Value(line, position, Math.Max(indent, 0), ref state, spans);
    }

    /// <summary>Dashes of a list, then a key if a colon follows it.</summary>
    private static int Key(string line, int position, SpanList spans)
    {
        while (position + 1 < line.Length && line[position] is '-' or '?' && line[position + 1] == ' ')
        {
            spans.Add(position, position + 1, TokenClass.Punctuation);
            position += 2;
            while (position < line.Length && line[position] == ' ')
            {
                position++;
            }
        }

        if (position >= line.Length || line[position] is '#' or '"' or '\'' or '{' or '[' or '&' or '*' or '|' or '>' or '!')
        {
            return position;
        }

        for (var i = position; i < line.Length; i++)
        {
            if (line[i] == '#' && i > 0 && line[i - 1] == ' ')
            {
                return position;
            }

            if (line[i] == ':' && (i + 1 == line.Length || line[i + 1] is ' ' or '\t'))
            {
                spans.Add(position, i, TokenClass.Name);
                spans.Add(i, i + 1, TokenClass.Punctuation);
                return i + 1;
            }
        }

        return position;
    }

    private static void Value(string line, int position, int indent, ref LexState state, SpanList spans)
    {
        while (position < line.Length)
        {
            var start = position;
            var character = line[position];
            var isFirst = position == 0 || line[position - 1] is ' ' or '\t' or '[' or '{' or ',' or ':';
            if (character == '#' && isFirst)
            {
                spans.Add(start, line.Length, TokenClass.Comment);
                return;
            }

            if (character is '"' or '\'' && isFirst)
            {
                position = Quoted(line, position + 1, character, ref state);
                spans.Add(start, position, position < line.Length && line[position] == ':' ? TokenClass.Name : TokenClass.String);
            }
            else if (character is '|' or '>' && isFirst)
            {
                spans.Add(start, ++position, TokenClass.Punctuation);
                state = new LexState { Mode = InBlock, Depth = indent };
            }
            else if (character is '[' or ']' or '{' or '}' or ',' or ':')
            {
                spans.Add(start, ++position, TokenClass.Punctuation);
            }
            else if (char.IsWhiteSpace(character))
            {
                position++;
            }
            else
            {
                position = WordEnd(line, position + 1);
                spans.Add(start, position, ClassOf(line.AsSpan(start, position - start)));
            }
        }
    }

    private static TokenClass ClassOf(ReadOnlySpan<char> word) =>
        word[0] is '&' or '*' or '!' ? TokenClass.Type
        : Constants.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word) ? TokenClass.Keyword
        : char.IsAsciiDigit(word[^1]) && double.TryParse(word, out _) ? TokenClass.Number
        : TokenClass.Plain;

    private static int WordEnd(string line, int position)
    {
        while (position < line.Length && line[position] is not (' ' or '\t' or ',' or ']' or '}' or '[' or '{'))
        {
            position++;
        }

        return position;
    }

    private static int Quoted(string line, int position, char quote, ref LexState state)
    {
        while (position < line.Length)
        {
            if (line[position] == '\\' && quote == '"')
            {
                position = Math.Min(position + 2, line.Length);
            }
            else if (line[position++] == quote)
            {
                if (quote == '\'' && position < line.Length && line[position] == quote)
                {
                    position++;
                    continue;
                }

                state = default;
                return position;
            }
        }

        state = new LexState { Mode = InQuoted, Until = quote.ToString() };
        return line.Length;
    }
}
