using System.Text;

namespace Vitrine.Seals;

/// <summary>Classes: what stands within brackets.</summary>
internal sealed partial class LinePattern
{
    private static readonly Dictionary<string, string> NamedClasses = new(StringComparer.Ordinal)
    {
        ["alnum"] = "0-9A-Za-z",
        ["alpha"] = "A-Za-z",
        ["ascii"] = "\\x00-\\x09\\x0b-\\x7f",
        ["blank"] = "\\t ",
        ["cntrl"] = "\\x00-\\x09\\x0b-\\x1f\\x7f",
        ["digit"] = "0-9",
        ["graph"] = "!-~",
        ["lower"] = "a-z",
        ["print"] = " -~",
        ["punct"] = "!-/:-@\\[-`{-~",
        ["space"] = "\\t\\v\\f\\r ",
        ["upper"] = "A-Z",
        ["word"] = "0-9A-Za-z_",
        ["xdigit"] = "0-9A-Fa-f",
    };

    private void Class()
    {
        var start = _position++;
        var negated = _position < _source.Length && _source[_position] == '^';
        _position += negated ? 1 : 0;
        var content = new StringBuilder();
        var mayHoldOther = false;
        for (var first = true; ; first = false)
        {
            if (_position >= _source.Length)
            {
                throw new SearchPatternException("A bracket in the pattern is not closed.", start);
            }

            if (_source[_position] == ']' && !first)
            {
                _position++;
                break;
            }

            if (Rest.StartsWith("-[") || Rest.StartsWith("&&"))
            {
                throw new SearchPatternException("Classes are not subtracted or intersected here; write \\[ or \\& for the character itself.", _position);
            }

            mayHoldOther |= ClassItem(content, negated);
        }

        if (negated)
        {
            AppendNegated(content.ToString());
        }
        else
        {
            _result.Append('[').Append(content).Append(mayHoldOther ? $@"-[\n{Halves}]]" : "]");
        }
    }

    /// <summary>Any one character but these and the line feed.</summary>

    private void AppendNegated(string content) => _result.Append(_whole ? $@"(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|[^{content}\n{Halves}])" : $@"[^{content}\n]");

    /// <summary>One character, range, escape or named class within brackets.</summary>

    /// <summary>One character, range, escape or named class within brackets.</summary>
    /// <returns>Whether a line feed or half a character may be in it.</returns>
    private bool ClassItem(StringBuilder content, bool negated)
    {
        if (Rest.StartsWith("[:"))
        {
            var end = _source.IndexOf(":]", _position, StringComparison.Ordinal);
            var name = end < 0 ? "" : _source[(_position + 2)..end];
            content.Append(NamedClasses.TryGetValue(name, out var known) ? known : throw new SearchPatternException($"There is no class [:{name}:].", _position));
            _position = end + 2;
            return false;
        }

        var start = _position;
        if (Rest.Length > 1 && Rest[0] == '\\' && Rest[1] is 's' or 'S' or 'd' or 'D' or 'w' or 'W' or 'p' or 'P')
        {
            var kind = _source[_position + 1];
            _position += 2;
            content.Append('\\').Append(kind).Append(kind is 'p' or 'P' ? Property(start) : "");
            return kind is not ('d' or 'w');
        }

        var from = ClassCharacter(negated);
        content.Append(Escaped(from));
        if (!(Rest.Length > 1 && Rest[0] == '-' && Rest[1] is not (']' or '[')))
        {
            AddLongS(content, from, from);
            return from == '\n';
        }

        _position++;
        var to = ClassCharacter(negated);
        content.Append('-').Append(Escaped(to));
        AddLongS(content, from, to);
        return (from <= '\n' && to >= '\n') || to >= '\uD800';
    }

    private char ClassCharacter(bool negated)
    {
        var start = _position;
        var character = _source[_position++];
        if (character == '\\')
        {
            var kind = _position < _source.Length ? _source[_position++] : throw new SearchPatternException("The pattern ends in a backslash.", start);
            character = kind switch
            {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                'f' => '\f',
                'v' => '\v',
                'a' => '\a',
                'b' => '\b',
                'e' => '\e',
                'x' or 'u' or 'c' => Number(start, kind, allowLineFeed: negated),
                _ when char.IsAsciiLetterOrDigit(kind) => throw new SearchPatternException($"\\{kind} has no meaning within brackets.", start),
                _ => kind,
            };
        }

        return character == '\n' && !negated ? throw AsksForLineFeed(start)
            : char.IsSurrogate(character) ? throw new SearchPatternException("A character beyond U+FFFF cannot stand within brackets; write (a|b).", start)
            : character;
    }

    /// <summary>U+017F is an s when case is ignored (Unicode's simple case folding), which .NET does not know.</summary>
    private void AddLongS(StringBuilder content, char from, char to)
    {
        if (_ignoreCase && ((from <= 's' && 's' <= to) || (from <= 'S' && 'S' <= to)))
        {
            content.Append('\u017F');
        }
    }
}
