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
