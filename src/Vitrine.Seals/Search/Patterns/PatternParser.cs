using System.Text;

namespace Vitrine.Seals;

/// <summary>
/// Reads ripgrep 13's regular expressions (Rust's regex 1.7, https://docs.rs/regex/1.7.1/regex/#syntax) into a tree. Lines are matched one by one, so <c>^ \A</c> are a line's start,
/// <c>$ \z</c> its end, and the line feed is taken out of every class. What ripgrep refuses is refused.
/// </summary>
internal sealed partial class PatternParser
{
    /// <summary>How deep groups, classes and repetitions may be nested.</summary>
    public const int MaxDepth = 250;

    private const string Meta = @"\.+*?()|[]{}^$#&-~";

    private readonly string _source;
    private readonly HashSet<string> _names = [];
    private Flags _flags;
    private int _position;
    private int _depth;

    private PatternParser(string source, bool ignoreCase)
    {
        _source = source;
        _flags = new Flags { IgnoreCase = ignoreCase, Unicode = true };
    }

    /// <summary>Reads a regular expression.</summary>
    /// <exception cref="SearchPatternException">It is malformed, or asks for what is not searched for; the message says where.</exception>
    public static SyntaxNode Parse(string source, bool ignoreCase)
    {
        var parser = new PatternParser(source, ignoreCase);
        var tree = parser.Choice();
        return parser.AtEnd ? tree : throw Refuse("A parenthesis is closed that was not opened", parser._position);
    }

    /// <summary>Reads a literal text.</summary>
    /// <exception cref="SearchPatternException">It holds a line feed or half a character.</exception>
    public static SyntaxNode Literal(string source, bool ignoreCase)
    {
        var parser = new PatternParser(source, ignoreCase);
        var items = new List<SyntaxNode>();
        while (!parser.AtEnd)
        {
            var start = parser._position;
            items.Add(parser.Character(new Symbol(parser.Take(), false), start));
        }

        return Join(items);
    }

    /// <summary>What matches only as whole words.</summary>
    public static SyntaxNode WholeWord(SyntaxNode item)
    {
        var other = new SyntaxNode.Set(UnicodeTable.Word.OtherScalars().Except(CodePoints.Of('\n')), false);
        return new SyntaxNode.Sequence(
            [new SyntaxNode.Choice([new SyntaxNode.Look(LookKind.LineStart), other]), new SyntaxNode.Span(item), new SyntaxNode.Choice([other, new SyntaxNode.Look(LookKind.LineEnd)])]);
    }

    private bool AtEnd => _position >= _source.Length;

    private char Next => _source[_position];

    private static SearchPatternException Refuse(string why, int position) => new($"{why} (character {position + 1} of the pattern).", position);

    private static SearchPatternException AsksForLineFeed(int position) => Refuse("A pattern is matched line by line, so it cannot ask for a line feed", position);

    private static SyntaxNode Join(List<SyntaxNode> items) => items.Count switch { 0 => new SyntaxNode.Empty(), 1 => items[0], _ => new SyntaxNode.Sequence([.. items]) };

    private SyntaxNode Choice()
    {
        var items = new List<SyntaxNode> { Sequence() };
        while (!AtEnd && Next == '|')
        {
            _position++;
            items.Add(Sequence());
        }

        return items.Count == 1 ? items[0] : new SyntaxNode.Choice([.. items]);
    }

    private SyntaxNode Sequence()
    {
        var items = new List<SyntaxNode>();
        var mayRepeat = false;
        for (SkipSpace(); !AtEnd && Next is not ('|' or ')'); SkipSpace())
        {
            var start = _position;
            if (Next is '*' or '+' or '?' or '{')
            {
                items[^1] = mayRepeat ? Repeat(items[^1]) : throw Refuse($"There is nothing before {Next} that could be repeated", start);
            }
            else if (Item() is { } item)
            {
                items.Add(item);
                mayRepeat = true;
            }
            else
            {
                mayRepeat = false;
            }

            if (items.Count > 0 && items[^1].Depth > MaxDepth)
            {
                throw Refuse($"The pattern is nested more than {MaxDepth} deep", start);
            }
        }

        return Join(items);
    }

    /// <summary>One item; null for flags.</summary>
    private SyntaxNode? Item()
    {
        var start = _position;
        switch (Next)
        {
            case '(':
                return Group();
            case '[':
                return Bracketed();
            case '\\':
                return Escape();
            case '.':
                _position++;
                return Set(_flags.Unicode ? CodePoints.None.OtherScalars() : CodePoints.None.OtherBytes(), start);
            case '^' or '$':
                return new SyntaxNode.Look(_source[_position++] == '^' ? LookKind.LineStart : LookKind.LineEnd);
            default:
                return Character(new Symbol(Take(), false), start);
        }
    }

    private SyntaxNode? Group()
    {
        var start = _position++;
        SkipSpace();
        if (_source.AsSpan(_position) is ['?', '=' or '!', ..] or ['?', '<', '=' or '!', ..])
        {
            throw Refuse("Looking around, as with (?=…), is not possible in linear time", start);
        }

        if (++_depth > MaxDepth)
        {
            throw Refuse($"The pattern is nested more than {MaxDepth} deep", start);
        }

        var outer = _flags;
        if (_source.AsSpan(_position).StartsWith("?P<"))
        {
            _position += 3;
            Name();
        }
        else if (!AtEnd && Next == '?')
        {
            _position++;
            if (SetFlags(start))
            {
                _depth--;
                return null;
            }
        }

        var inner = Choice();
        if (AtEnd)
        {
            throw Refuse("A parenthesis is not closed", start);
        }

        _position++;
        _depth--;
        _flags = outer;
        return inner;
    }

    private void Name()
    {
        var start = _position;
        var end = _source.IndexOf('>', start);
        var name = end < 0 ? throw Refuse("The name of a group is not closed", start) : _source[start..end];
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '[' or ']'))
        {
            throw Refuse("A group's name is of ASCII letters, digits, and _ . [ ], and does not begin with a digit", start);
        }

        _position = _names.Add(name) ? end + 1 : throw Refuse($"Two groups are named {name}", start);
    }

    /// <summary>Reads flags up to a parenthesis (true: they hold for the rest of the group) or a colon.</summary>
    private bool SetFlags(int group)
    {
        var flags = _flags;
        var seen = "";
        var isOff = false;
        for (; !AtEnd && Next is not (')' or ':'); _position++)
        {
            var flag = Next;
            if (flag == '-' ? isOff : seen.Contains(flag, StringComparison.Ordinal))
            {
                throw Refuse($"The flag {flag} stands twice", _position);
            }

            switch (flag)
            {
                case '-':
                    isOff = true;
                    break;
                case 'i':
                    flags = flags with { IgnoreCase = !isOff };
                    break;
                case 'u':
                    flags = flags with { Unicode = !isOff };
                    break;
                case 'U':
                    flags = flags with { IsLazy = !isOff };
                    break;
                case 'x':
                    flags = flags with { IgnoreSpace = !isOff };
                    break;
                case 'm' or 's':
                    // There is one line, and no line feed in it.
                    break;
                default:
                    throw Refuse($"{flag} is no flag: there are i, m, s, U, u and x", _position);
            }

            seen += flag;
        }

        if (AtEnd)
        {
            throw Refuse("A group of flags is not closed", group);
        }

        if (seen.EndsWith('-') || (seen.Length == 0 && Next == ')'))
        {
            throw Refuse("Flags are missing", _position);
        }

        _flags = flags;
        return _source[_position++] == ')';
    }

    private SyntaxNode Repeat(SyntaxNode item)
    {
        var (start, isCount) = (_position, Next == '{');
        var (min, max) = _source[_position++] switch { '*' => (0, (int?)null), '+' => (1, null), '?' => (0, 1), _ => Counts(start) };
        var isLazy = _flags.IsLazy;
        if (!AtEnd && Next == '?')
        {
            _position++;
            isLazy = !isLazy;
        }

        // Once, and then any number: of what can match nothing that prefers another match than one or more.
        return isCount && min == 1 && max is null
            ? new SyntaxNode.Sequence([item, new SyntaxNode.Repeat(item, 0, null, isLazy)])
            : new SyntaxNode.Repeat(item, min, max, isLazy);
    }

    /// <summary>What stands in braces.</summary>
    private (int Min, int? Max) Counts(int start)
    {
        var min = Number(start);
        int? max = min;
        if (!AtEnd && Next == ',')
        {
            _position++;
            SkipSpace();
            max = !AtEnd && Next == '}' ? null : Number(start);
        }

        if (AtEnd || Next != '}')
        {
            throw Refuse("A counted repetition is not closed", start);
        }

        _position++;
        if (_flags.IgnoreSpace)
        {
            SkipSpace();
        }

        return max < min ? throw Refuse("A counted repetition ends before it begins", start) : (min, max);
    }

    private int Number(int start)
    {
        SkipBlanks();
        var first = _position;
        while (!AtEnd && char.IsAsciiDigit(Next))
        {
            _position++;
        }

        var digits = _source[first.._position];
        SkipBlanks();
        return AtEnd ? throw Refuse("A counted repetition is not closed", start)
            : digits.Length == 0 ? throw Refuse("A counted repetition needs a number; write \\{ for the character itself", start)
            : int.TryParse(digits, out var number) ? number
            : throw Refuse("A counted repetition is too large", first);
    }

    private void SkipBlanks()
    {
        while (!AtEnd && char.IsWhiteSpace(Next))
        {
            _position++;
        }
    }

    /// <summary>Under x, blanks and comments are no pattern.</summary>
    private void SkipSpace()
    {
        while (_flags.IgnoreSpace && !AtEnd && (char.IsWhiteSpace(Next) || Next == '#'))
        {
            if (Next == '#')
            {
                var end = _source.IndexOf('\n', _position);
                _position = end < 0 ? _source.Length : end;
            }
            else
            {
                _position++;
            }
        }
    }

    /// <summary>The next character, whole.</summary>
    private int Take()
    {
        if (!Rune.TryGetRuneAt(_source, _position, out var rune))
        {
            throw Refuse("Half a character stands in the pattern", _position);
        }

        _position += rune.Utf16SequenceLength;
        return rune.Value;
    }

    private SyntaxNode.Set Character(Symbol symbol, int start)
    {
        if (symbol.Value == '\n')
        {
            throw AsksForLineFeed(start);
        }

        var points = CodePoints.Of(Value(symbol, start));
        return new SyntaxNode.Set(_flags.IgnoreCase ? Fold(points) : points, !_flags.Unicode);
    }

    /// <summary>The character, or without Unicode the byte.</summary>
    private int Value(Symbol symbol, int start) =>
        _flags.Unicode || symbol.Value < 0x80 || symbol.IsByte ? symbol.Value : throw Refuse("A character beyond ASCII cannot stand where Unicode is off; write its bytes as \\xHH", start);

    /// <summary>A set without the line feed.</summary>
    private SyntaxNode.Set Set(CodePoints points, int start)
    {
        var rest = points.IsEmpty ? throw Refuse("Nothing is in this class", start) : points.Except(CodePoints.Of('\n'));
        return rest.IsEmpty ? throw AsksForLineFeed(start) : new SyntaxNode.Set(rest, !_flags.Unicode);
    }

    private CodePoints Fold(CodePoints points) => _flags.Unicode ? UnicodeTable.Fold(points) : FoldAscii(points);

    private static CodePoints FoldAscii(CodePoints points) => CodePoints.Of(points.Ranges.Concat(Cases(points, 'a', 'A')).Concat(Cases(points, 'A', 'a')));

    private static IEnumerable<(int From, int To)> Cases(CodePoints points, int here, int there) =>
        points.Intersect(CodePoints.Of([(here, here + 25)])).Ranges.Select(range => (range.From - here + there, range.To - here + there));

    /// <summary>A character of the pattern, and whether it was written as <c>\xHH</c>, which without Unicode is a byte.</summary>
    private readonly record struct Symbol(int Value, bool IsByte);

    private readonly record struct Flags(bool IgnoreCase, bool Unicode, bool IsLazy, bool IgnoreSpace);
}
