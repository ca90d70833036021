namespace Vitrine.Seals;

/// <summary>A token of JavaScript or TypeScript: what it is, and where.</summary>
/// <param name="Kind"><see cref="ScriptTokens.Name"/>, <see cref="ScriptTokens.Text"/>, <see cref="ScriptTokens.Literal"/>, <see cref="ScriptTokens.Arrow"/>, <see cref="ScriptTokens.Operator"/>, <see cref="ScriptTokens.End"/>, or the one byte that it is.</param>
/// <param name="Start">Its first byte; of a private name the one after the hash.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Line">The line on which it begins, from 1.</param>
/// <param name="EndLine">The line on which it ends.</param>
/// <param name="IsFirst">Whether it is the first of its line.</param>
internal readonly record struct ScriptToken(byte Kind, int Start, int Length, int Line, int EndLine, bool IsFirst);

/// <summary>The tokens of a text in JavaScript or TypeScript, one after the other, without comments. A template with all that stands in it is one.</summary>
/// <remarks>
/// ECMAScript 2025, section 12 (lexical grammar), as far as finding the ends of strings, templates and regular expressions asks for. Whether a slash divides or begins an expression is told by the token before it, and an
/// expression ends on its line. Copying it is remembering a place. Any bytes have tokens; each is looked at a bounded number of times.
/// </remarks>
internal ref struct ScriptTokens(ReadOnlySpan<byte> text)
{
    public const byte End = 0;
    public const byte Arrow = 1;
    public const byte Operator = 2;
    public const byte Name = (byte)'a';
    public const byte Literal = (byte)'0';
    public const byte Text = (byte)'"';

    // Templates within holes of templates: more than this is not written by people.
    private const int DeepestHole = 8;

    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;
    private int _line = 1;
    private int _lineWithoutExpression;
    private bool _isExpressionNext = true;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The bytes of a token.</summary>
    public readonly ReadOnlySpan<byte> Of(ScriptToken token) => _text.Slice(token.Start, token.Length);

    /// <summary>The bytes from one token to the end of another.</summary>
    public readonly ReadOnlySpan<byte> Of(ScriptToken from, ScriptToken to) => _text[from.Start..Math.Max(from.Start, to.Start + to.Length)];

    /// <summary>The next token; at the end <see cref="End"/>, again and again.</summary>
    public ScriptToken Next()
    {
        var before = _line;
        var isFirst = SkipBlank() | _line > before;
        var (start, line) = (_at, _line);
        if (start >= _text.Length)
        {
            return new ScriptToken(End, _text.Length, 0, line, line, isFirst);
        }

        var kind = Take();
        start += kind == Name && _text[start] == '#' ? 1 : 0;
        _isExpressionNext = kind switch
        {
            Name => IsBeforeExpression(_text[start.._at]),
            Text or Literal or (byte)')' or (byte)']' or (byte)'}' or (byte)'<' or (byte)'>' => false,
            _ => true,
        };
        return new ScriptToken(kind, start, _at - start, line, _line, isFirst);
    }

    private byte Take()
    {
        var letter = _text[_at];
        if (IsNameStart(letter) || (letter == '#' && IsNameStart(Peek(1))))
        {
            _at++;
            while (_at < _text.Length && (IsNameStart(_text[_at]) || char.IsAsciiDigit((char)_text[_at])))
            {
                _at++;
            }

            return Name;
        }

        if (char.IsAsciiDigit((char)letter) || (letter == '.' && char.IsAsciiDigit((char)Peek(1))))
        {
            while (_at < _text.Length && (char.IsAsciiLetterOrDigit((char)_text[_at]) || _text[_at] is (byte)'_' or (byte)'.'))
            {
                _at++;
            }

            return Literal;
        }

        switch (letter)
        {
            case (byte)'"' or (byte)'\'' when TakeString():
                return Text;
            case (byte)'`':
                TakeTemplate(0);
                return Literal;
            case (byte)'/' when _isExpressionNext && TakeExpression():
                return Literal;
        }

        _at++;
        if (letter == '=' && Peek(0) == '>')
        {
            _at++;
            return Arrow;
        }

        // Angles that close stay alone: type parameters end with them.
        if ((Peek(0) == '=' && "=!<+-*/%&|^"u8.Contains(letter)) || (letter == '?' && Peek(0) is (byte)'.' or (byte)'?') || (letter == '.' && Peek(0) == '.'))
        {
            while (Peek(0) is (byte)'=' or (byte)'?' or (byte)'.')
            {
                _at++;
            }

            return Operator;
        }

        return letter;
    }

    // A string, if it is closed: an apostrophe in what an element of JSX says is none.
    private bool TakeString()
    {
        var (start, line) = (_at, _line);
        var quote = _text[_at++];
        for (; _at < _text.Length; _at++)
        {
            var letter = _text[_at];
            if (letter == quote)
            {
                _at++;
                return true;
            }

            if (letter == '\n')
            {
                break;
            }

            if (letter == '\\')
            {
                _at += Peek(1) == '\r' && Peek(2) == '\n' ? 2 : 1;
                _line += Peek(0) == '\n' ? 1 : 0;
            }
        }

        (_at, _line) = (start, line);
        return false;
    }

    private void TakeTemplate(int depth)
    {
        _at++;
        while (_at < _text.Length)
        {
            var letter = _text[_at];
            if (letter == '$' && Peek(1) == '{')
            {
                _at++;
                SkipHole(depth);
                continue;
            }

            _at++;
            _line += letter == '\n' ? 1 : 0;
            if (letter == '`')
            {
                return;
            }

            if (letter == '\\' && _at < _text.Length)
            {
                _line += _text[_at] == '\n' ? 1 : 0;
                _at++;
            }
        }
    }

    private void SkipHole(int depth)
    {
        for (var open = 0; _at < _text.Length;)
        {
            var letter = _text[_at];
            if (letter is (byte)'"' or (byte)'\'' && TakeString())
            {
                continue;
            }

            if (letter == '`' && depth < DeepestHole)
            {
                TakeTemplate(depth + 1);
                continue;
            }

            _at++;
            _line += letter == '\n' ? 1 : 0;
            open += letter == '{' ? 1 : letter == '}' ? -1 : 0;
            if (open == 0)
            {
                return;
            }
        }
    }

    // A regular expression, if it ends on this line.
    private bool TakeExpression()
    {
        if (_lineWithoutExpression == _line)
        {
            return false;
        }

        var isClass = false;
        for (var at = _at + 1; at < _text.Length && _text[at] is not (byte)'\n'; at++)
        {
            switch (_text[at])
            {
                case (byte)'\\':
                    at++;
                    break;
                case (byte)'[':
                    isClass = true;
                    break;
                case (byte)']':
                    isClass = false;
                    break;
                case (byte)'/' when !isClass:
                    _at = at + 1;
                    while (_at < _text.Length && char.IsAsciiLetter((char)_text[_at]))
                    {
                        _at++;
                    }

                    return true;
            }
        }

        // Once a line: a line of slashes is not read again for each of them.
        _lineWithoutExpression = _line;
        return false;
    }

    /// <summary>Passes over what is no token; whether the text begins here.</summary>
    private bool SkipBlank()
    {
        var isBeginning = _at == 0;
        if (isBeginning)
        {
            _at = _text.StartsWith(ByteOrderMark) ? 3 : 0;
            if (_text[_at..].StartsWith("#!"u8))
            {
                SkipLine();
            }
        }

        while (_at < _text.Length)
        {
            switch (_text[_at])
            {
                case (byte)'\n':
                    _line++;
                    _at++;
                    break;
                case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\f' or (byte)'\v':
                    _at++;
                    break;
                case (byte)'/' when Peek(1) == '/':
                    SkipLine();
                    break;
                case (byte)'/' when Peek(1) == '*':
                    var end = _text[(_at + 2)..].IndexOf("*/"u8) is >= 0 and var found ? _at + 2 + found + 2 : _text.Length;
                    _line += _text[_at..end].Count((byte)'\n');
                    _at = end;
                    break;
                default:
                    return isBeginning;
            }
        }

        return isBeginning;
    }

    private void SkipLine() => _at = _text[_at..].IndexOf((byte)'\n') is >= 0 and var feed ? _at + feed : _text.Length;

    private readonly byte Peek(int on) => _at + on < _text.Length ? _text[_at + on] : (byte)0;

    private static bool IsNameStart(byte letter) => char.IsAsciiLetter((char)letter) || letter is (byte)'_' or (byte)'$' or >= 0x80;

    /// <summary>Whether a value follows a word.</summary>
    public static bool IsBeforeExpression(ReadOnlySpan<byte> word) => word.Length is > 1 and < 11 && (word.SequenceEqual("return"u8) || word.SequenceEqual("typeof"u8) || word.SequenceEqual("case"u8) || word.SequenceEqual("in"u8) || word.SequenceEqual("of"u8)
        || word.SequenceEqual("delete"u8) || word.SequenceEqual("void"u8) || word.SequenceEqual("throw"u8) || word.SequenceEqual("new"u8) || word.SequenceEqual("else"u8) || word.SequenceEqual("do"u8) || word.SequenceEqual("yield"u8)
        || word.SequenceEqual("await"u8) || word.SequenceEqual("instanceof"u8) || word.SequenceEqual("default"u8));
}
