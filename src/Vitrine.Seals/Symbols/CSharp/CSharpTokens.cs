namespace Vitrine.Seals;

/// <summary>A token of C#: what it is, and where.</summary>
/// <param name="Kind"><see cref="CSharpTokens.Name"/>, <see cref="CSharpTokens.Literal"/>, <see cref="CSharpTokens.Arrow"/>, <see cref="CSharpTokens.Operator"/>, <see cref="CSharpTokens.End"/>, or the one byte that it is.</param>
/// <param name="Start">Its first byte.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Line">The line on which it begins, from 1.</param>
internal readonly record struct CSharpToken(byte Kind, int Start, int Length, int Line);

/// <summary>The tokens of a C# text, one after the other, without comments, directives, and branches of an <c>#if</c> behind the first that do not close the brackets which they open.</summary>
/// <remarks>C# 14, section 6 of its specification (lexical structure), as far as finding the ends of strings asks for. Copying it is remembering a place. Any bytes have tokens; each is looked at a bounded number of times.</remarks>
internal ref struct CSharpTokens(ReadOnlySpan<byte> text)
{
    public const byte End = 0;
    public const byte Arrow = 1;
    public const byte Operator = 2;
    public const byte Name = (byte)'a';
    public const byte Literal = (byte)'0';

    // Strings within holes of strings within holes: more than this is not written by people.
    private const int DeepestHole = 8;

    // Branches within branches: each is looked through once for every one around it.
    private const int DeepestBranch = 16;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;
    private int _line = 1;
    private int _branches;
    private int _branchesAround;
    private bool _isLookingAhead;
    private bool _isBranchOver;

    /// <summary>The bytes of a token.</summary>
    public readonly ReadOnlySpan<byte> Text(CSharpToken token) => _text.Slice(token.Start, token.Length);

    /// <summary>The bytes from one token to the end of another.</summary>
    public readonly ReadOnlySpan<byte> Text(CSharpToken from, CSharpToken to) => _text[from.Start..(to.Start + to.Length)];

    /// <summary>The next token; at the end <see cref="End"/>, again and again.</summary>
    public CSharpToken Next()
    {
        SkipBlank();
        var (start, line) = (_at, _line);
        if (start >= _text.Length)
        {
            return new CSharpToken(End, _text.Length, 0, line);
        }

        var kind = Take();
        return new CSharpToken(kind, start, _at - start, line);
    }

    private byte Take()
    {
        var letter = _text[_at];
        if (IsNameStart(letter) || (letter == '@' && IsNameStart(Peek(1))))
        {
            _at++;
            while (_at < _text.Length && (IsNameStart(_text[_at]) || char.IsAsciiDigit((char)_text[_at])))
            {
                _at++;
            }

            return Name;
        }

        if (letter is (byte)'"' or (byte)'$' or (byte)'@')
        {
            return TakeString(0);
        }

        if (letter == '\'')
        {
            TakeCharacter();
            return Literal;
        }

        if (char.IsAsciiDigit((char)letter))
        {
            while (_at < _text.Length && (char.IsAsciiLetterOrDigit((char)_text[_at]) || _text[_at] == '_' || (_text[_at] == '.' && char.IsAsciiDigit((char)Peek(1)))))
            {
                _at++;
            }

            return Literal;
        }

        _at++;
        if (letter == '=' && Peek(0) == '>')
        {
            _at++;
            return Arrow;
        }

        // A closing angle and an equals sign are two where a generic type ends; elsewhere that does not matter here.
        if (Peek(0) == '=' && "=!<+-*/%&|^"u8.Contains(letter))
        {
            _at++;
            return Operator;
        }

        return letter;
    }

    // A string of any form; its holes are passed over with the strings in them.
    private byte TakeString(int depth)
    {
        var (dollars, isVerbatim) = (0, false);
        for (; Peek(0) is (byte)'$' or (byte)'@'; _at++)
        {
            dollars += _text[_at] == '$' ? 1 : 0;
            isVerbatim |= _text[_at] == '@';
        }

        var quotes = _text[_at..].IndexOfAnyExcept((byte)'"') is >= 0 and var run ? run : _text.Length - _at;
        if (quotes == 0)
        {
            return Operator;
        }

        if (quotes >= 3 && !isVerbatim)
        {
            var end = _text[(_at + quotes)..].IndexOf(_text.Slice(_at, quotes)) is >= 0 and var found ? _at + quotes + found + quotes : _text.Length;
            while (end < _text.Length && _text[end] == '"')
            {
                end++;
            }

            MoveTo(end);
            return Literal;
        }

        _at++;
        while (_at < _text.Length)
        {
            var letter = _text[_at];
            if (letter == '"')
            {
                if (!isVerbatim || Peek(1) != '"')
                {
                    _at++;
                    break;
                }

                _at++;
            }
            else if (letter == '\\' && !isVerbatim)
            {
                _at++;
            }
            else if (letter == '\n')
            {
                if (!isVerbatim)
                {
                    // It was not closed.
                    break;
                }

                _line++;
            }
            else if (letter == '{' && dollars > 0)
            {
                if (Peek(1) == '{')
                {
                    _at++;
                }
                else
                {
                    SkipHole(depth);
                    continue;
                }
            }

            _at++;
        }

        _at = Math.Min(_at, _text.Length);
        return Literal;
    }

    private void SkipHole(int depth)
    {
        var open = 0;
        while (_at < _text.Length)
        {
            var letter = _text[_at];
            if (letter is (byte)'{' or (byte)'(' or (byte)'[')
            {
                open++;
            }
            else if (letter is (byte)'}' or (byte)')' or (byte)']' && --open == 0)
            {
                _at++;
                return;
            }
            else if (depth < DeepestHole && (letter == '"' || (letter is (byte)'$' or (byte)'@' && Peek(1) is (byte)'"' or (byte)'$' or (byte)'@')))
            {
                TakeString(depth + 1);
                continue;
            }
            else if (letter == '\'')
            {
                TakeCharacter();
                continue;
            }
            else if (letter == '\n')
            {
                _line++;
            }

            _at++;
        }
    }

    private void TakeCharacter()
    {
        _at++;
        for (var most = 12; most > 0 && _at < _text.Length && _text[_at] != '\n'; most--)
        {
            if (_text[_at] == '\'')
            {
                _at++;
                return;
            }

            _at = Math.Min(_at + (_text[_at] == '\\' ? 2 : 1), _text.Length);
        }
    }

    private void SkipBlank()
    {
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
                    MoveTo(_text[(_at + 2)..].IndexOf("*/"u8) is >= 0 and var end ? _at + 2 + end + 2 : _text.Length);
                    break;
                case (byte)'#' when IsFirstOfLine():
                    SkipDirective();
                    break;
                case 0xEF when _at == 0 && _text.StartsWith(ByteOrderMark):
                    _at = 3;
                    break;
                default:
                    return;
            }
        }
    }

    // Of each #if every branch is read that closes all brackets which it opens, and the first in any case: two that open a bracket which is closed behind them would open it twice.
    private void SkipDirective()
    {
        var word = Directive();
        _branches += word.StartsWith("if"u8) ? 1 : word.StartsWith("endif"u8) ? -1 : 0;
        if (_isLookingAhead && _branches <= _branchesAround && (word.StartsWith("el"u8) || word.StartsWith("endif"u8)))
        {
            _isBranchOver = true;
        }

        SkipLine();
        while (word.StartsWith("el"u8) && !IsWholeBranch())
        {
            word = SkipBranch();
        }
    }

    /// <summary>Whether the branch that begins here closes what it opens.</summary>
    private readonly bool IsWholeBranch()
    {
        if (_isLookingAhead || _branches > DeepestBranch)
        {
            return false;
        }

        var ahead = this;
        ahead._isLookingAhead = true;
        ahead._branchesAround = _branches;
        Span<int> open = stackalloc int[3];
        while (true)
        {
            var kind = ahead.Next().Kind;
            if (ahead._isBranchOver || kind == End)
            {
                return ahead._isBranchOver && open.IndexOfAnyExcept(0) < 0;
            }

            var bracket = "{([})]"u8.IndexOf(kind);
            if (bracket >= 0 && (open[bracket % 3] += bracket < 3 ? 1 : -1) < 0)
            {
                return false;
            }
        }
    }

    /// <summary>Passes over a branch, and the directive that ends it, which is given.</summary>
    private ReadOnlySpan<byte> SkipBranch()
    {
        for (var depth = 1; _at < _text.Length;)
        {
            SkipLine();
            while (_at < _text.Length && char.IsWhiteSpace((char)_text[_at]))
            {
                _line += _text[_at] == '\n' ? 1 : 0;
                _at++;
            }

            if (Peek(0) != '#' || !IsFirstOfLine())
            {
                continue;
            }

            var word = Directive();
            depth += word.StartsWith("if"u8) ? 1 : word.StartsWith("endif"u8) ? -1 : 0;
            if (depth == 0 || (depth == 1 && word.StartsWith("el"u8)))
            {
                _branches -= 1 - depth;
                _isBranchOver |= _isLookingAhead && _branches < _branchesAround;
                SkipLine();
                return word;
            }
        }

        return default;
    }

    private readonly ReadOnlySpan<byte> Directive() => _text[(_at + 1)..].TrimStart(" \t"u8);

    private void SkipLine() => _at = _text[_at..].IndexOf((byte)'\n') is >= 0 and var feed ? _at + feed : _text.Length;

    private void MoveTo(int end)
    {
        _line += _text[_at..end].Count((byte)'\n');
        _at = end;
    }

    private readonly bool IsFirstOfLine()
    {
        var before = _text[.._at].TrimEnd(" \t"u8);
        return before.IsEmpty || before[^1] == '\n' || before.SequenceEqual(ByteOrderMark);
    }

    private readonly byte Peek(int on) => _at + on < _text.Length ? _text[_at + on] : (byte)0;

    private static bool IsNameStart(byte letter) => char.IsAsciiLetter((char)letter) || letter is (byte)'_' or >= 0x80;
}
