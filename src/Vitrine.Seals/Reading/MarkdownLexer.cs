using System.Buffers;

namespace Vitrine.Seals;

/// <summary>Reads Markdown: headings, fences, quotes, lists, code, links, comments.</summary>
internal sealed class MarkdownLexer : Lexer
{
    private const int InFence = 1;
    private const int InComment = 2;

    private static readonly SearchValues<char> Marks = SearchValues.Create("`[<|");

    public override void Line(string line, ref LexState state, SpanList spans)
    {
        var trimmed = line.AsSpan().TrimStart(' ');
        var indent = line.Length - trimmed.Length;
        if (state.Mode == InFence)
        {
            spans.Add(0, line.Length, TokenClass.String);
            if (trimmed.StartsWith(state.Until) && trimmed.TrimEnd().TrimStart(state.Until![0]).IsEmpty)
            {
                state = default;
            }

            return;
        }

        if (state.Mode == InComment)
        {
            var end = line.IndexOf("-->", StringComparison.Ordinal);
            spans.Add(0, end < 0 ? line.Length : end + 3, TokenClass.Comment);
            state = end < 0 ? state : default;
            if (end >= 0)
            {
                Inline(line, end + 3, ref state, spans);
            }

            return;
        }

        var position = indent;
        if (trimmed.StartsWith("```") || trimmed.StartsWith("~~~"))
        {
            var length = trimmed.IndexOfAnyExcept(trimmed[0]) is > 0 and var other ? other : trimmed.Length;
            state = new LexState { Mode = InFence, Until = new string(trimmed[0], length) };
            spans.Add(0, line.Length, TokenClass.String);
            return;
        }

        if (trimmed.StartsWith("#") && trimmed.TrimStart('#') is [] or [' ', ..])
        {
            spans.Add(0, line.Length, TokenClass.Keyword);
            return;
        }

        if (trimmed.StartsWith(">"))
        {
            spans.Add(0, line.Length, TokenClass.Comment);
            return;
        }

        if (trimmed.Length > 1 && trimmed[0] is '-' or '*' or '+' && trimmed[1] == ' ')
        {
            spans.Add(position, position + 1, TokenClass.Punctuation);
            position++;
        }
        else if (trimmed.IndexOfAnyExceptInRange('0', '9') is > 0 and < 10 and var digits && trimmed[digits] is '.' or ')')
        {
            spans.Add(position, position + digits + 1, TokenClass.Punctuation);
            position += digits + 1;
        }

        Inline(line, position, ref state, spans);
    }

    private static void Inline(string line, int position, ref LexState state, SpanList spans)
    {
        // Where no backtick, bracket or parenthesis closes, none is looked for again.
        var (ticksEnd, linkEnd) = (line.LastIndexOf('`'), line.LastIndexOf(')'));
        while (position < line.Length)
        {
            var start = position;
            var next = line.AsSpan(position).IndexOfAny(Marks);
            if (next < 0)
            {
                return;
            }

            start = position += next;
            switch (line[position++])
            {
                case '`' when position <= ticksEnd:
                    position = line.IndexOf('`', position) + 1;
                    spans.Add(start, position, TokenClass.String);
                    break;
                case '[' when position < linkEnd:
                    position = Link(line, start, linkEnd, spans);
                    break;
                case '<' when line.AsSpan(start).StartsWith("<!--"):
                    var end = line.IndexOf("-->", position, StringComparison.Ordinal);
                    position = end < 0 ? line.Length : end + 3;
                    spans.Add(start, position, TokenClass.Comment);
                    state = end < 0 ? new LexState { Mode = InComment } : state;
                    break;
                case '|':
                    spans.Add(start, position, TokenClass.Punctuation);
                    break;
            }
        }
    }

    /// <summary><c>[text](target)</c>; the text is looked for up to 1,000 characters ahead, so that brackets alone take no long time.</summary>
    private static int Link(string line, int start, int linkEnd, SpanList spans)
    {
        var within = line.AsSpan(start, Math.Min(1000, linkEnd + 1 - start));
        var close = within.IndexOf("](");
        if (close < 0 || within[1..close].IndexOf('[') >= 0 || within[close..].IndexOf(')') is var end && end < 0)
        {
            return start + 1;
        }

        spans.Add(start, start + close + 1, TokenClass.Name);
        spans.Add(start + close + 1, start + close + end + 1, TokenClass.String);
        return start + close + end + 1;
    }
}
