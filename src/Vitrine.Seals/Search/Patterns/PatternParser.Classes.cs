using System.Globalization;

namespace Vitrine.Seals;

/// <summary>Escapes, and classes in brackets.</summary>
internal sealed partial class PatternParser
{
    private static readonly Dictionary<string, CodePoints> NamedClasses = new(StringComparer.Ordinal)
    {
        ["alnum"] = Ascii("09AZaz"),
        ["alpha"] = Ascii("AZaz"),
        ["ascii"] = Ascii("\0\x7F"),
        ["blank"] = Ascii("\t\t  "),
        ["cntrl"] = Ascii("\0\x1F\x7F\x7F"),
        ["digit"] = Ascii("09"),
        ["graph"] = Ascii("!~"),
        ["lower"] = Ascii("az"),
        ["print"] = Ascii(" ~"),
        ["punct"] = Ascii("!/:@[`{~"),
        ["space"] = Ascii("\t\r  "),
        ["upper"] = Ascii("AZ"),
        ["word"] = Ascii("09AZ__az"),
        ["xdigit"] = Ascii("09AFaf"),
    };

    private static CodePoints Ascii(string ends) => CodePoints.Of(Enumerable.Range(0, ends.Length / 2).Select(i => ((int)ends[2 * i], (int)ends[(2 * i) + 1])));

    private SyntaxNode Escape()
    {
        var start = _position;
        if (Look(start) is { } look)
        {
            _position += 2;
            return look;
        }

        return ClassEscape(start) is { } set ? Set(set, start) : Character(EscapedCharacter(), start);
    }

    private SyntaxNode.Look? Look(int start) => start + 1 >= _source.Length ? null : _source[start + 1] switch
    {
        'A' => new SyntaxNode.Look(LookKind.LineStart),
        'z' => new SyntaxNode.Look(LookKind.LineEnd),
        'b' => new SyntaxNode.Look(_flags.Unicode ? LookKind.WordEdge : LookKind.AsciiWordEdge),
        'B' => new SyntaxNode.Look(_flags.Unicode ? LookKind.NoWordEdge : LookKind.NoAsciiWordEdge),
        _ => null,
    };

    /// <summary>A class that begins with a backslash, or null and nothing read.</summary>
    private CodePoints? ClassEscape(int start)
    {
        if (start + 1 >= _source.Length)
        {
            throw Refuse("The pattern ends in a backslash", start);
        }

        var kind = _source[start + 1];
        switch (kind)
        {
            case 'd' or 'D' or 's' or 'S' or 'w' or 'W':
                _position += 2;
                var named = (char.ToLowerInvariant(kind), _flags.Unicode) switch
                {
                    ('d', true) => UnicodeTable.Digit,
                    ('s', true) => UnicodeTable.Space,
                    (_, true) => UnicodeTable.Word,
                    ('d', false) => NamedClasses["digit"],
                    ('s', false) => NamedClasses["space"],
                    (_, false) => NamedClasses["word"],
                };
                return char.IsAsciiLetterUpper(kind) ? Negated(named) : named;
            case 'p' or 'P':
                _position += 2;
                return Property(start, kind == 'P');
            default:
                return null;
        }
    }

    private CodePoints Negated(CodePoints points) => _flags.Unicode ? points.OtherScalars() : points.OtherBytes();

    private CodePoints Property(int start, bool isNegated)
    {
        if (!_flags.Unicode)
        {
            throw Refuse("A property of Unicode cannot stand where Unicode is off", start);
        }

        SkipSpace();
        if (AtEnd || Next == '\\')
        {
            throw Refuse("The name of a property is missing", start);
        }

        string name;
        if (Next == '{')
        {
            var end = _source.IndexOf('}', _position);
            name = end < 0 ? throw Refuse("The name of a property is not closed", start) : _source[(_position + 1)..end];
            _position = end + 1;
        }
        else
        {
            var first = _position;
            Take();
            name = _source[first.._position];
        }

        if (name.Contains("!=", StringComparison.Ordinal))
        {
            throw Refuse("Write \\P{…} for what has not this property", start);
        }

        var equals = name.IndexOfAny([':', '=']);
        var points = (equals < 0 ? UnicodeTable.Named(name) : UnicodeTable.Valued(name[..equals], name[(equals + 1)..])) ?? throw Refuse($"There is no property {name} in Unicode 14 that is known here", start);
        points = _flags.IgnoreCase ? UnicodeTable.Fold(points) : points;
        points = isNegated ? points.OtherScalars() : points;
        return points.IsEmpty ? throw Refuse("Nothing is in this class", start) : points;
    }

    /// <summary>A character after a backslash.</summary>
    private Symbol EscapedCharacter()
    {
        var start = _position++;
        var kind = Take();
        if (Meta.Contains((char)kind, StringComparison.Ordinal) && kind < 0x80)
        {
            return new Symbol(kind, false);
        }

        return kind switch
        {
            'a' => new Symbol('\a', false),
            'f' => new Symbol('\f', false),
            't' => new Symbol('\t', false),
            'n' => new Symbol('\n', false),
            'r' => new Symbol('\r', false),
            'v' => new Symbol('\v', false),
            ' ' when _flags.IgnoreSpace => new Symbol(' ', false),
            'x' or 'u' or 'U' => Hexadecimal(start, kind == 'x' ? 2 : kind == 'u' ? 4 : 8),
            >= '0' and <= '9' => throw Refuse("Referring back to a group is not possible in linear time", start),
            _ => throw Refuse($"\\{char.ConvertFromUtf32(kind)} has no meaning", start),
        };
    }

    private Symbol Hexadecimal(int start, int length)
    {
        string digits;
        var isBraced = !AtEnd && Next == '{';
        if (isBraced)
        {
            var end = _source.IndexOf('}', _position);
            digits = end < 0 ? throw Refuse("A hexadecimal number is not closed", start) : _source[(_position + 1)..end];
            _position = end + 1;
        }
        else
        {
            digits = _source[_position..Math.Min(_source.Length, _position + length)];
            _position += digits.Length;
        }

        var isNumber = int.TryParse(digits.TrimStart('0') is { Length: > 0 } shorter ? shorter : digits.Length > 0 ? "0" : "", NumberStyles.AllowHexSpecifier, null, out var value);
        return !isNumber || (!isBraced && digits.Length < length) || !System.Text.Rune.IsValid(value)
            ? throw Refuse("A hexadecimal number of a character was expected, such as \\x41, \\u00E9 or \\x{1F600}", start)
            : new Symbol(value, !isBraced && length == 2);
    }

    private SyntaxNode.Set Bracketed()
    {
        var start = _position;
        return Set(Class(), start);
    }

    /// <summary>What stands in brackets, folded and negated.</summary>
    private CodePoints Class()
    {
        var start = _position;
        if (++_depth > MaxDepth)
        {
            throw Refuse($"The pattern is nested more than {MaxDepth} deep", start);
        }

        var isNegated = Step(start) == '^';
        if (isNegated)
        {
            Step(start);
        }

        CodePoints? left = null;
        var operation = '\0';
        var right = new List<(int From, int To)>();
        while (Next == '-')
        {
            right.Add(('-', '-'));
            Step(start);
        }

        if (right.Count == 0 && Next == ']')
        {
            right.Add((']', ']'));
            _position++;
        }

        for (SkipSpace(); ; SkipSpace())
        {
            var next = AtEnd ? throw Refuse("A bracket is not closed", start) : Next;
            if (next == ']')
            {
                _position++;
                break;
            }

            if (next is '&' or '-' or '~' && _position + 1 < _source.Length && _source[_position + 1] == next)
            {
                left = Combine(left, operation, CodePoints.Of(right));
                (operation, right) = (next, []);
                _position += 2;
            }
            else
            {
                right.AddRange((next == '[' ? AsciiClass() ?? Class() : Range(start)).Ranges);
            }
        }

        _depth--;
        var all = Combine(left, operation, CodePoints.Of(right));
        all = _flags.IgnoreCase ? Fold(all) : all;
        return isNegated ? Negated(all) : all;
    }

    /// <summary>Goes on by a character within brackets, and says what follows.</summary>
    private char Step(int start)
    {
        _position++;
        SkipSpace();
        return AtEnd ? throw Refuse("A bracket is not closed", start) : Next;
    }

    private CodePoints Combine(CodePoints? left, char operation, CodePoints right)
    {
        if (left is null)
        {
            return right;
        }

        var (one, other) = _flags.IgnoreCase ? (Fold(left), Fold(right)) : (left, right);
        return operation switch { '&' => one.Intersect(other), '-' => one.Except(other), _ => one.Differ(other) };
    }

    /// <summary><c>[:alpha:]</c>, <c>[:^alpha:]</c>; null and nothing read if it is no such class.</summary>
    private CodePoints? AsciiClass()
    {
        var end = _source.IndexOf(":]", Math.Min(_position + 2, _source.Length), StringComparison.Ordinal);
        if (end < 0 || !_source.AsSpan(_position).StartsWith("[:"))
        {
            return null;
        }

        var name = _source[(_position + 2)..end];
        var isNegated = name.StartsWith('^');
        if (!NamedClasses.TryGetValue(isNegated ? name[1..] : name, out var points))
        {
            return null;
        }

        _position = end + 2;
        points = _flags.IgnoreCase ? Fold(points) : points;
        return isNegated ? Negated(points) : points;
    }

    /// <summary>A character, a range, or a class after a backslash.</summary>
    private CodePoints Range(int bracket)
    {
        var start = _position;
        if (Next == '\\' && ClassEscape(start) is { } points)
        {
            SkipSpace();
            return AtEnd || Next != '-' || PeekSpace() is ']' or '-' or null ? points : throw Refuse("A range begins and ends with a character", start);
        }

        var from = ClassCharacter();
        SkipSpace();
        if (AtEnd)
        {
            throw Refuse("A bracket is not closed", bracket);
        }

        if (Next != '-' || PeekSpace() is ']' or '-')
        {
            return CodePoints.Of(from);
        }

        Step(bracket);
        var second = _position;
        if (Next == '\\' && ClassEscape(second) is not null)
        {
            throw Refuse("A range begins and ends with a character", second);
        }

        var to = ClassCharacter();
        return from <= to ? CodePoints.Of([(from, to)]) : throw Refuse("A range ends before it begins", start);
    }

    private int ClassCharacter()
    {
        var start = _position;
        if (Next != '\\')
        {
            return Value(new Symbol(Take(), false), start);
        }

        return Look(start) is null ? Value(EscapedCharacter(), start) : throw Refuse($"\\{_source[start + 1]} has no meaning within brackets", start);
    }

    /// <summary>What follows the next character, past blanks where they are no pattern.</summary>
    private char? PeekSpace()
    {
        var before = _position++;
        SkipSpace();
        char? next = AtEnd ? null : Next;
        _position = before;
        return next;
    }
}
