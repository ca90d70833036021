using System.Text;

namespace Vitrine.Seals;

/// <summary>
/// Reads what a text in JavaScript or TypeScript defines: universal-ctags 5.9 loses all that follows a private generator in a class, methods named <c>get</c> or <c>set</c>, overloads and parameter properties, and takes every
/// <c>const</c> of a function and every <c>require</c> for a definition.
/// </summary>
/// <remarks>
/// Kinds are named as ctags names them. One walk over the tokens: functions, classes, what a module declares and the members of its objects; of what stands within functions, functions and classes. Names that
/// a pattern or <c>require</c> brings in are defined elsewhere. Any bytes have definitions or none, in time that grows with their number.
/// </remarks>
internal ref partial struct ScriptDefinitions
{
    private const int Deepest = 128;
    private const int LongestName = 256;
    private const int LongestScope = 512;
    private const int LongestSignature = 400;

    private readonly List<Symbol?> _symbols = [];
    private readonly bool _isTyped;
    private ScriptTokens _tokens;
    private ScriptToken _token;
    private ScriptToken _last;
    private int _depth;

    private ScriptDefinitions(ReadOnlySpan<byte> text, bool isTyped)
    {
        _isTyped = isTyped;
        _tokens = new ScriptTokens(text);
        _token = _tokens.Next();
    }

    /// <summary>What a value is.</summary>
    private enum Value
    {
        Other,
        Function,
        Class,
        Elsewhere,
    }

    /// <summary>Whether a file of this name is read here.</summary>
    public static bool IsFor(string name) => Language.Of(name)?.Name is "JavaScript" or "TypeScript";

    /// <summary>The definitions of a text, by line.</summary>
    /// <param name="name">The file's name, which tells whether it has types.</param>
    /// <param name="text">The text.</param>
    public static IReadOnlyList<Symbol> Read(string name, ReadOnlySpan<byte> text)
    {
        var reading = new ScriptDefinitions(text, Language.Of(name)?.Name == "TypeScript");
        reading.ReadCode(ScriptTokens.End, null, isModule: true);
        return [.. reading._symbols.OfType<Symbol>().OrderBy(symbol => symbol.Line)];
    }

    /// <summary>Reads statements, or what stands in brackets, up to and with what closes them.</summary>
    private void ReadCode(byte close, string? scope, bool isModule)
    {
        if (++_depth > Deepest)
        {
            SkipTo(close);
        }

        ScriptToken? owner = null;
        for (; _depth <= Deepest && _token.Kind != ScriptTokens.End;)
        {
            if (_token.Kind == close)
            {
                Move();
                break;
            }

            if (_token.Kind is (byte)'}' or (byte)')' or (byte)']')
            {
                if (close != ScriptTokens.End)
                {
                    // It closes what this stands in.
                    break;
                }

                Move();
                continue;
            }

            var (at, isMember) = (_token, _last.Kind == '.');
            if (_token.Kind == ScriptTokens.Name)
            {
                owner = isMember ? owner : _token;
                if ((isMember || !ReadDeclaration(scope, isModule)) && _token == at)
                {
                    Move();
                }
            }
            else if (_token.Kind == '=' && owner is { } first && _last.Kind == ScriptTokens.Name && _last != first)
            {
                ReadAssignment(first, _last, scope);
                owner = null;
            }
            else
            {
                owner = _token.Kind == '.' ? owner : null;
                ReadBrackets(scope);
            }
        }

        _depth--;
    }

    /// <summary>One token, or all up to the bracket that closes this one.</summary>
    private void ReadBrackets(string? scope)
    {
        if (Closing(Move().Kind) is { } close)
        {
            ReadCode(close, scope, isModule: false);
        }
    }

    private bool ReadDeclaration(string? scope, bool isModule)
    {
        var after = After();
        switch (Word())
        {
            case "function" when after.Kind is ScriptTokens.Name or (byte)'*' or (byte)'(':
                ReadFunction(scope);
                return true;
            case "class" when after.Kind is ScriptTokens.Name or (byte)'{':
                ReadClass(scope);
                return true;
            case "const" when after.Kind == ScriptTokens.Name && _isTyped && _tokens.Of(after).SequenceEqual("enum"u8):
                Move();
                return ReadTyped(scope, After());
            case ("const" or "let" or "var") and var word when after.Kind is ScriptTokens.Name or (byte)'{' or (byte)'[':
                Move();
                ReadVariables(word == "const" ? "constant" : "variable", scope, isModule);
                return true;
            case "default" when after.Kind == '{' && isModule:
                Move();
                Move();
                ReadObject(null);
                return true;
            default:
                return _isTyped && ReadTyped(scope, after);
        }
    }

    private void ReadFunction(string? scope)
    {
        Move();
        var kind = Skip((byte)'*') ? "generator" : "function";
        var name = _token.Kind == ScriptTokens.Name ? Move() : default;
        ReadCallable(Add(kind, name, scope), Within(scope, name), parameterScope: null);
    }

    /// <summary>Parameters, type and body of what was just named.</summary>
    private void ReadCallable(int symbol, string? scope, string? parameterScope)
    {
        SkipAngles();
        if (_token.Kind == '(')
        {
            var signature = ReadParameters(parameterScope);
            Set(symbol, one => one with { Signature = signature });
        }

        if (Skip((byte)':'))
        {
            SkipType();
        }

        if (Skip((byte)'{'))
        {
            ReadCode((byte)'}', scope, isModule: false);
        }

        End(symbol);
    }

    /// <summary>Passes over parameters and gives them as they are written; those of a constructor may declare properties.</summary>
    private string ReadParameters(string? parameterScope)
    {
        var open = _token;
        var isProperty = false;
        for (var depth = 0; _token.Kind != ScriptTokens.End;)
        {
            var token = Move();
            depth += Closing(token.Kind) is not null ? 1 : token.Kind is (byte)')' or (byte)']' or (byte)'}' ? -1 : 0;
            if (depth == 0)
            {
                break;
            }

            if (depth == 1 && parameterScope is not null && token.Kind == ScriptTokens.Name)
            {
                if (_tokens.Of(token) is var word && _token.Kind == ScriptTokens.Name
                    && (word.SequenceEqual("public"u8) || word.SequenceEqual("private"u8) || word.SequenceEqual("protected"u8) || word.SequenceEqual("readonly"u8) || word.SequenceEqual("override"u8)))
                {
                    isProperty = true;
                }
                else if (isProperty)
                {
                    Add("property", token, parameterScope.Length > 0 ? parameterScope : null);
                    isProperty = false;
                }
            }
        }

        var text = _tokens.Of(open, _last);
        return string.Join(' ', Encoding.UTF8.GetString(text[..Math.Min(text.Length, LongestSignature)]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private void ReadVariables(string kind, string? scope, bool isModule)
    {
        do
        {
            if (_token.Kind is (byte)'{' or (byte)'[')
            {
                // What it takes apart is defined elsewhere.
                ReadBrackets(scope);
                SkipTypeAndValue(scope);
                continue;
            }

            if (_token.Kind != ScriptTokens.Name)
            {
                return;
            }

            var name = Move();
            var symbol = Add(kind, name, scope);
            Skip((byte)'!');
            if (Skip((byte)':'))
            {
                SkipType();
            }

            var value = Skip((byte)'=') ? ReadValue(symbol, Within(scope, name), isModule) : Value.Other;
            switch (value)
            {
                case Value.Function or Value.Class:
                    Set(symbol, one => one with { Kind = value == Value.Class ? "class" : "function" });
                    break;
                case Value.Elsewhere:
                case Value.Other when !isModule:
                    Set(symbol, _ => null);
                    break;
            }

            End(symbol);
        }
        while (Skip((byte)','));
    }

    private void SkipTypeAndValue(string? scope)
    {
        if (Skip((byte)':'))
        {
            SkipType();
        }

        if (Skip((byte)'='))
        {
            ReadValue(-1, scope, isModule: false);
        }
    }

    /// <summary>What is assigned to a member: <c>A.prototype.b = function () …</c>, <c>exports.b = …</c>.</summary>
    private void ReadAssignment(ScriptToken first, ScriptToken name, string? scope)
    {
        Move();
        var owner = _tokens.Of(first, name)[..^name.Length].TrimEnd(". \t\r\n"u8);
        var isExport = owner.SequenceEqual("exports"u8) || owner.SequenceEqual("module.exports"u8);
        var isWhole = _tokens.Of(name).SequenceEqual("prototype"u8) || (owner.SequenceEqual("module"u8) && _tokens.Of(name).SequenceEqual("exports"u8));
        owner = owner.EndsWith(".prototype"u8) ? owner[..^".prototype".Length] : owner;
        var inside = isExport || owner.SequenceEqual("module"u8) ? null : owner.SequenceEqual("this"u8) ? scope : owner.Length <= LongestName ? Encoding.UTF8.GetString(owner) : scope;
        if (isWhole)
        {
            if (Skip((byte)'{'))
            {
                ReadObject(inside);
            }

            return;
        }

        var symbol = Add(isExport ? "function" : "method", name, inside);
        var value = ReadValue(symbol, Within(inside, name), isModule: false);
        Set(symbol, one => value switch { Value.Function => one, Value.Class => one with { Kind = "class" }, _ => null });
        End(symbol);
    }

    /// <summary>Reads a value, up to a comma, a semicolon or what closes it, and tells what it is; the members of an object are read where it stands in a module.</summary>
    private Value ReadValue(int symbol, string? scope, bool isModule)
    {
        Skip("async"u8, ScriptTokens.Name, (byte)'(', (byte)'<');
        var first = _token;
        if (first.Kind == ScriptTokens.Name && Word() is "function" or "class" && After().Kind is ScriptTokens.Name or (byte)'*' or (byte)'(' or (byte)'{')
        {
            var isFunction = Word() == "function";
            if (isFunction)
            {
                Move();
                var kind = Skip((byte)'*') ? "generator" : "function";
                var own = _token.Kind == ScriptTokens.Name ? Move() : default;
                var inner = own.Length > 0 && symbol >= 0 && !_tokens.Of(own).SequenceEqual(Encoding.UTF8.GetBytes(_symbols[symbol]?.Name ?? "")) ? Add(kind, own, scope) : symbol;
                ReadCallable(inner, scope, null);
                var signature = inner < 0 ? null : _symbols[inner]?.Signature;
                Set(symbol, one => one with { Signature = signature });
            }
            else
            {
                ReadClass(scope);
            }

            // Called at once, it is what it gives.
            var isCalled = _token.Kind == '(';
            SkipValue(scope);
            return isCalled ? Value.Other : isFunction ? Value.Function : Value.Class;
        }

        if (first.Kind == '{' && isModule)
        {
            Move();
            ReadObject(scope);
            SkipValue(scope);
            return Value.Other;
        }

        var isElsewhere = first.Kind == ScriptTokens.Name && Word() == "require" && After().Kind == '(';
        SkipAngles();
        var parameters = _token;
        var isArrow = false;
        if (_token.Kind == ScriptTokens.Name || _token.Kind == '(')
        {
            ReadBrackets(scope);
            var close = _last;
            if (parameters.Kind == '(' && Skip((byte)':'))
            {
                SkipType(isBeforeArrow: true);
            }

            isArrow = _token.Kind == ScriptTokens.Arrow;
            if (isArrow)
            {
                Sign(symbol, parameters, close);
            }
        }

        if (isElsewhere)
        {
            ReadBrackets(scope);
        }

        // require('x').y is defined there; require('x')(y) is made here.
        while (isElsewhere && _token.Kind is (byte)'.' or (byte)'[' && !IsAtEnd)
        {
            var isPart = _token.Kind == '.';
            ReadBrackets(scope);
            isElsewhere = !isPart || Skip(ScriptTokens.Name);
        }

        isElsewhere &= IsAtEnd;
        SkipValue(scope);
        return isArrow ? Value.Function : isElsewhere ? Value.Elsewhere : Value.Other;
    }

    /// <summary>Passes over the rest of a value; functions and classes in it are read.</summary>
    private void SkipValue(string? scope)
    {
        while (!IsAtEnd)
        {
            if (_token.Kind == ScriptTokens.Name && _last.Kind != '.' && Word() is ("function" or "class") and var word && After().Kind is ScriptTokens.Name or (byte)'*' or (byte)'(' or (byte)'{')
            {
                if (word == "function")
                {
                    ReadFunction(scope);
                }
                else
                {
                    ReadClass(scope);
                }
            }
            else
            {
                ReadBrackets(scope);
            }
        }
    }

    /// <summary>Whether a value ends before this token.</summary>
    private readonly bool IsAtEnd => _token.Kind is ScriptTokens.End or (byte)';' or (byte)',' or (byte)'}' or (byte)')' or (byte)']' || (_token.IsFirst && EndsValue(_last) && BeginsAnew(_token));

    private readonly bool EndsValue(ScriptToken token) => (token.Kind == ScriptTokens.Name && !ScriptTokens.IsBeforeExpression(_tokens.Of(token))) || token.Kind is ScriptTokens.Literal or ScriptTokens.Text or (byte)')' or (byte)']' or (byte)'}';

    // A line that begins so does not go on with the value of the one before.
    private readonly bool BeginsAnew(ScriptToken token) => token.Kind is ScriptTokens.Text or (byte)'@' or (byte)'#' || (token.Kind == ScriptTokens.Name && !IsJoining(token));

    private readonly bool IsJoining(ScriptToken token)
    {
        var word = _tokens.Of(token);
        return word.SequenceEqual("in"u8) || word.SequenceEqual("instanceof"u8) || word.SequenceEqual("as"u8) || word.SequenceEqual("satisfies"u8) || word.SequenceEqual("of"u8);
    }

    private void SkipTo(byte close)
    {
        for (var depth = 1; depth > 0 && _token.Kind != ScriptTokens.End;)
        {
            var kind = Move().Kind;
            depth += Closing(kind) is not null ? 1 : kind is (byte)'}' or (byte)')' or (byte)']' && close != ScriptTokens.End ? -1 : 0;
        }
    }

    private ScriptToken Move()
    {
        _last = _token;
        _token = _tokens.Next();
        return _last;
    }

    private bool Skip(byte kind)
    {
        if (_token.Kind != kind)
        {
            return false;
        }

        Move();
        return true;
    }

    /// <summary>Passes over a word where one of these follows.</summary>
    private bool Skip(ReadOnlySpan<byte> word, params ReadOnlySpan<byte> before)
    {
        if (_token.Kind != ScriptTokens.Name || !_tokens.Of(_token).SequenceEqual(word) || !before.Contains(After().Kind))
        {
            return false;
        }

        Move();
        return true;
    }

    private readonly ScriptToken After()
    {
        var tokens = _tokens;
        return tokens.Next();
    }

    private readonly string Word() => _token.Length <= 16 ? Encoding.UTF8.GetString(_tokens.Of(_token)) : "";

    private static byte? Closing(byte open) => open switch { (byte)'{' => (byte)'}', (byte)'(' => (byte)')', (byte)'[' => (byte)']', _ => null };

    private readonly string? Within(string? scope, ScriptToken name) =>
        name.Length is 0 or > LongestName ? scope : scope is not { Length: > 0 } ? Encoding.UTF8.GetString(_tokens.Of(name)) : scope.Length + name.Length < LongestScope ? $"{scope}.{Encoding.UTF8.GetString(_tokens.Of(name))}" : scope;

    /// <summary>Adds a definition and gives its place; -1 where it has no name, or there are too many.</summary>
    private readonly int Add(string kind, ScriptToken name, string? scope)
    {
        if (name.Length is 0 or > LongestName || _symbols.Count >= SymbolReader.MaxSymbols)
        {
            return -1;
        }

        _symbols.Add(new Symbol(Encoding.UTF8.GetString(_tokens.Of(name)), kind, name.Line, name.Line, null, scope is { Length: > 0 } ? scope : null));
        return _symbols.Count - 1;
    }

    private readonly void Set(int symbol, Func<Symbol, Symbol?> change)
    {
        if (symbol >= 0 && _symbols[symbol] is { } one)
        {
            _symbols[symbol] = change(one);
        }
    }

    private readonly void Sign(int symbol, ScriptToken open, ScriptToken close)
    {
        var text = _tokens.Of(open, close);
        var signature = string.Join(' ', Encoding.UTF8.GetString(text[..Math.Min(text.Length, LongestSignature)]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Set(symbol, one => one with { Signature = open.Kind == '(' ? signature : $"({signature})" });
    }

    private readonly void End(int symbol)
    {
        var line = _last.EndLine;
        Set(symbol, one => one with { End = Math.Max(one.Line, line) });
    }
}
