using System.Buffers;
using System.Globalization;
using System.Text;

namespace Vitrine.Seals;

/// <summary>
/// Rewrites a regular expression so that nothing in it can match a line feed. A whole text can then be searched at once, and the
/// lines that match are those that match by themselves.
/// </summary>
/// <remarks>
/// <c>\s \D \W \P{…} [^…]</c> lose the line feed. In texts with characters beyond U+FFFF, or bytes that are not UTF-8 (which <see cref="RegexScan"/> makes into
/// half characters), <c>.</c>, <c>\S</c> and all negated classes are written so that they take whole characters and no half ones. Named classes (<c>[[:alpha:]]</c>), <c>\x{…}</c> and <c>(?P&lt;name&gt;…)</c>, which other engines know, are put into .NET's
/// words. Where the rewriting would have to understand more (<c>\A \z (?s) (?x)</c>, subtracted classes, octal numbers), <see cref="CanSpanLines"/>
/// is set, and every line is matched by itself.
/// </remarks>
internal sealed partial class LinePattern
{
    private static readonly SearchValues<char> OptionCharacters = SearchValues.Create("imnsx-");

    private readonly string _source;
    private readonly bool _ignoreCase;
    private readonly bool _whole;
    private readonly StringBuilder _result = new();
    private readonly StringBuilder _run = new();
    private string _required = "";
    private bool _hasRequired = true;
    private bool _inBraces;
    private int _depth;
    private int _position;

    private LinePattern(string source, bool ignoreCase, bool wholeCharacters)
    {
        _source = source;
        _ignoreCase = ignoreCase;
        _whole = wholeCharacters;
    }

    /// <summary>The pattern for .NET, with <see cref="System.Text.RegularExpressions.RegexOptions.Multiline"/>.</summary>
    public string Text => _result.ToString();

    /// <summary>Whether the pattern may match a line feed all the same.</summary>
    public bool CanSpanLines { get; private set; }

    /// <summary>The longest text of at least two characters that is seen to stand in every match, or null.</summary>
    public string? Required => _hasRequired && _required.Length >= 2 ? _required : null;

    /// <exception cref="SearchPatternException">The pattern asks for a line feed, or for a class that is not known.</exception>
    public static LinePattern Rewrite(string source, bool ignoreCase, bool wholeCharacters)
    {
        var pattern = new LinePattern(source, ignoreCase, wholeCharacters);
        while (pattern._position < source.Length)
        {
            pattern.Follow();
            pattern.Next();
        }

        pattern.EndRun();
        return pattern;
    }

    /// <summary>Before each token: keeps the run of plain characters outside of all groups that it continues, or ends it.</summary>
    private void Follow()
    {
        var character = _source[_position];
        if (_inBraces)
        {
            _inBraces = character != '}';
            return;
        }

        switch (character)
        {
            case '(':
                EndRun();
                _depth++;

                // Options may change what characters mean; other groups are passed over.
                _hasRequired &= !Rest.StartsWith("(?") || Rest.Length < 3 || Rest[2] is ':' or '=' or '!' or '<' or '\'' or '>' or 'P';
                break;
            case ')':
                _depth--;
                break;
            case '|' when _depth == 0:
                _hasRequired = false;
                break;
            case '?' or '*' or '{':
                // What stands before may be missing.
                _run.Length = Math.Max(0, _run.Length - 1);
                EndRun();
                _inBraces = character == '{';
                break;
            case '\\' when _depth == 0 && Rest.Length > 1 && char.IsAscii(Rest[1]) && !char.IsAsciiLetterOrDigit(Rest[1]):
                _run.Append(Rest[1]);
                break;
            case '+' or '.' or '[' or '^' or '$' or '\\':
                EndRun();

                // A name follows.
                _hasRequired &= !Rest.StartsWith("\\k");
                break;
            case var _ when _depth > 0 || char.IsSurrogate(character):
                EndRun();
                break;
            default:
                _run.Append(character);
                break;
        }
    }

    private void EndRun()
    {
        _required = _run.Length > _required.Length ? _run.ToString() : _required;
        _run.Clear();
    }

    private void Next()
    {
        switch (_source[_position])
        {
            case '\\':
                Escape();
                break;
            case '[':
                Class();
                break;
            case '(' when Rest.StartsWith("(?"):
                Group();
                break;
            case '\n':
                throw AsksForLineFeed(_position);
            case '.' when _whole:
                AppendNegated("");
                _position++;
                break;
            case 's' or 'S' when _ignoreCase:
                _result.Append("[Ss\u017F]");
                _position++;
                break;
            default:
                _result.Append(_source[_position++]);
                break;
        }
    }

    private static string Halves => @"\uD800-\uDFFF";

    private ReadOnlySpan<char> Rest => _source.AsSpan(_position);

    private void Escape()
    {
        var start = _position;
        var kind = _position + 1 < _source.Length ? _source[_position + 1] : throw new SearchPatternException("The pattern ends in a backslash.", _position);
        _position += 2;
        switch (kind)
        {
            case 'n':
                throw AsksForLineFeed(start);
            case 's':
                _result.Append(@"[^\S\n]");
                break;
            case 'S':
                AppendNegated(@"\s");
                break;
            case 'D':
                AppendNegated(@"\d");
                break;
            case 'W':
                AppendNegated(@"\w");
                break;
            case 'p':
                _result.Append($@"[\p{Property(start)}-[\n{Halves}]]");
                break;
            case 'P':
                AppendNegated($@"\p{Property(start)}");
                break;
            case 'x' or 'u' or 'c':
                _result.Append(Escaped(Number(start, kind)));
                break;
            case 'A' or 'z' or 'Z' or 'G' or (>= '0' and <= '9'):
                CanSpanLines = true;
                _result.Append(_source, start, 2);
                break;
            default:
                _result.Append(_source, start, 2);
                break;
        }
    }

    /// <summary>A group that begins with <c>(?</c>: options, a name, or something that needs no change.</summary>
    private void Group()
    {
        if (Rest.StartsWith("(?P<"))
        {
            _result.Append("(?<");
            _position += 4;
            return;
        }

        if (Rest.StartsWith("(?#"))
        {
            var end = _source.IndexOf(')', _position);
            _position = end < 0 ? throw new SearchPatternException("A comment in the pattern is not closed.", _position) : end + 1;
            return;
        }

        var options = Rest[2..];
        var length = options.IndexOfAnyExcept(OptionCharacters);
        if (length > 0 && options[length] is ')' or ':')
        {
            // Under x, blanks and comments are no pattern; under s, a dot is a line feed too; without m, ^ is the start of the text.
            CanSpanLines |= options[..length].ContainsAny('s', 'x') || (options[..length].IndexOf('-') is >= 0 and var minus && options[minus..length].Contains('m'));
        }

        _result.Append("(?");
        _position += 2;
    }

    /// <summary>The braces after <c>\p</c>, or the one letter.</summary>
    private string Property(int start)
    {
        if (_position < _source.Length && _source[_position] != '{')
        {
            return $"{{{_source[_position++]}}}";
        }

        var end = _source.IndexOf('}', _position);
        if (end < 0)
        {
            throw new SearchPatternException("A property in the pattern is not closed.", start);
        }

        var property = _source[_position..(end + 1)];
        _position = end + 1;
        return property;
    }

    /// <summary>The character of <c>\xHH</c>, <c>\x{H…}</c>, <c>\uHHHH</c> or <c>\cX</c>.</summary>
    private char Number(int start, char kind, bool allowLineFeed = false)
    {
        var value = -1;
        if (kind == 'c')
        {
            value = _position < _source.Length && char.IsAsciiLetter(_source[_position]) ? char.ToUpperInvariant(_source[_position++]) - '@' : -1;
        }
        else if (_position < _source.Length && _source[_position] == '{')
        {
            var end = _source.IndexOf('}', _position);
            value = end > 0 && int.TryParse(_source.AsSpan(_position + 1, end - _position - 1), NumberStyles.AllowHexSpecifier, null, out var read) ? read : -1;
            _position = end + 1;
        }
        else
        {
            var length = kind == 'x' ? 2 : 4;
            value = _position + length <= _source.Length && int.TryParse(_source.AsSpan(_position, length), NumberStyles.AllowHexSpecifier, null, out var read) ? read : -1;
            _position = Math.Min(_position + length, _source.Length);
        }

        return value is >= 0 and <= char.MaxValue
            ? value == '\n' && !allowLineFeed ? throw AsksForLineFeed(start) : (char)value
            : throw new SearchPatternException("The number of a character is malformed, or beyond U+FFFF.", start);
    }

    private static string Escaped(char character) =>
        char.IsAsciiLetterOrDigit(character) || character > 0x7F && !char.IsSurrogate(character) ? character.ToString() : $"\\u{(int)character:X4}";

    private static SearchPatternException AsksForLineFeed(int position) => new("A pattern is matched line by line, so it cannot ask for a line feed.", position);
}
