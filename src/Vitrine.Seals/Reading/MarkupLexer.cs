using System.Buffers;

namespace Vitrine.Seals;

/// <summary>Reads XML and HTML: tags, attributes, comments, CDATA, instructions, references.</summary>
internal sealed class MarkupLexer : Lexer
{
    private const int InTag = 1;
    private const int InValue = 2;
    private const int InComment = 3;
    private const int InData = 4;
    private const int LongestReference = 40;

    private static readonly SearchValues<char> ReferenceCharacters = SearchValues.Create("#abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    public override void Line(string line, ref LexState state, SpanList spans)
    {
        var position = 0;
        while (position < line.Length)
        {
            switch (state.Mode)
            {
                case InTag:
                    Tag(line, ref position, ref state, spans);
                    break;
                case InValue:
                    Until(line, ref position, new LexState { Mode = InTag }, ref state, TokenClass.String, spans);
                    break;
                case InComment:
                    Until(line, ref position, default, ref state, TokenClass.Comment, spans);
                    break;
                case InData:
                    Until(line, ref position, default, ref state, TokenClass.String, spans);
                    break;
                default:
                    Text(line, ref position, ref state, spans);
                    break;
            }
        }
    }

    private static void Text(string line, ref int position, ref LexState state, SpanList spans)
    {
        var next = line.AsSpan(position).IndexOfAny('<', '&');
        if (next < 0)
        {
            position = line.Length;
            return;
        }

        position += next;
        var rest = line.AsSpan(position);
        if (rest[0] == '&')
        {
            rest = rest[..Math.Min(rest.Length, LongestReference)];
            var end = rest.IndexOf(';') is > 1 and var semicolon && !rest[1..semicolon].ContainsAnyExcept(ReferenceCharacters) ? semicolon + 1 : 1;
            spans.Add(position, position + end, end > 1 ? TokenClass.Number : TokenClass.Punctuation);
            position += end;
        }
        else if (rest.StartsWith("<!--"))
        {
            state = new LexState { Mode = InComment, Until = "-->" };
        }
        else if (rest.StartsWith("<![CDATA["))
        {
            state = new LexState { Mode = InData, Until = "]]>" };
        }
        else if (rest.StartsWith("<?"))
        {
            state = new LexState { Mode = InData, Until = "?>" };
        }
        else
        {
            var start = position++;
            position += position < line.Length && line[position] is '/' or '!' ? 1 : 0;
            spans.Add(start, position, TokenClass.Punctuation);
            start = position;
            position = NameEnd(line, position);
            spans.Add(start, position, TokenClass.Keyword);
            state = position > start ? new LexState { Mode = InTag } : default;
        }
    }

    private static void Tag(string line, ref int position, ref LexState state, SpanList spans)
    {
        var start = position;
        var character = line[position];
        if (character is '"' or '\'')
        {
            position++;
            spans.Add(start, position, TokenClass.String);
            state = new LexState { Mode = InValue, Until = character.ToString() };
        }
        else if (NameEnd(line, position) is var end && end > position)
        {
            position = end;
            spans.Add(start, position, TokenClass.Name);
        }
        else
        {
            position++;
            spans.Add(start, position, char.IsWhiteSpace(character) ? TokenClass.Plain : TokenClass.Punctuation);
            state = character == '>' ? default : state;
        }
    }

    private static void Until(string line, ref int position, LexState after, ref LexState state, TokenClass kind, SpanList spans)
    {
        var start = position;
        var end = line.IndexOf(state.Until!, position, StringComparison.Ordinal);
        position = end < 0 ? line.Length : end + state.Until!.Length;
        state = end < 0 ? state : after;
        spans.Add(start, position, kind);
    }

    private static int NameEnd(string line, int position)
    {
        while (position < line.Length && (char.IsLetterOrDigit(line[position]) || line[position] is '_' or '-' or ':' or '.' or '@' or '#'))
        {
            position++;
        }

        return position;
    }
}
