using System.Buffers;
using System.Collections.Frozen;

namespace Vitrine.Seals;

/// <summary>Reads languages that a <see cref="CodeGrammar"/> describes.</summary>
internal sealed partial class CodeLexer : Lexer
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
        IEnumerable<string> openers = [.. grammar.LineComments, .. grammar.BlockComments.Select(comment => comment.Open), .. grammar.Strings.Select(rule => rule.Open)];
        Openers = SearchValues.Create([.. openers.Select(open => (byte)open[0]), .. "\"'`#"u8]);
        _strings = [.. grammar.Strings.OrderByDescending(rule => rule.Open.Length)];
    }

    /// <inheritdoc/>
    public override SearchValues<byte>? Openers { get; }

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
