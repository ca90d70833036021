using System.Text;

namespace Vitrine.Seals;

/// <summary>Reads what a C# text defines: universal-ctags 5.9 loses the members of every type that has parameters (<c>class Reader(Stream input)</c>).</summary>
/// <remarks>Kinds are named as ctags names them. One walk over the tokens, without recursion: any bytes have definitions or none, in time that grows with their number.</remarks>
internal ref struct CSharpDefinitions
{
    private const int MostScopes = 256;
    private const int LongestScope = 512;
    private const int MostSymbols = SymbolReader.MaxSymbols;

    private readonly List<Symbol> _symbols = [];
    private readonly Stack<Scope> _scopes = [];
    private readonly CSharpHeader _header = new();
    private CSharpTokens _tokens;

    private CSharpDefinitions(ReadOnlySpan<byte> text) => _tokens = new CSharpTokens(text);

    /// <summary>Whether a file of this path is C#.</summary>
    public static bool IsFor(string path) => path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase);

    /// <summary>The definitions of a text, by line.</summary>
    public static IReadOnlyList<Symbol> Read(ReadOnlySpan<byte> text)
    {
        var reading = new CSharpDefinitions(text);
        reading.Run();
        return [.. reading._symbols.OrderBy(symbol => symbol.Line)];
    }

    private void Run()
    {
        while (_symbols.Count < MostSymbols)
        {
            var end = ReadHeader();
            if (end.Kind == CSharpTokens.End)
            {
                break;
            }

            if (end.Kind == '}')
            {
                Close(end.Line);
                continue;
            }

            Declare(end);
            _header.Clear();
        }

        var last = _tokens.Next().Line;
        while (_scopes.TryPop(out var scope))
        {
            End(scope.Symbol, last);
        }
    }

    /// <summary>Reads up to a body, a value, or an end.</summary>
    private CSharpToken ReadHeader()
    {
        _header.Clear();
        for (var depth = 0; ;)
        {
            var token = _tokens.Next();
            if (token.Kind == CSharpTokens.End || (depth == 0 && !_header.IsAtOperator && token.Kind is (byte)'{' or (byte)'}' or (byte)';' or (byte)'=' or CSharpTokens.Arrow))
            {
                return token;
            }

            depth += token.Kind is (byte)'(' or (byte)'[' or (byte)'{' ? 1 : token.Kind is (byte)')' or (byte)']' or (byte)'}' && depth > 0 ? -1 : 0;
            _header.Add(token, _tokens.Text(token));
        }
    }

    private void Declare(CSharpToken end)
    {
        var declared = _header.IsEmpty ? null : _header.Declared(_tokens, end.Kind, Type);
        if (declared is null)
        {
            SkipRest(end);
            return;
        }

        var symbol = declared.Kind == "extension" ? -1 : Add(declared.Kind, declared.Name, declared.Line, declared.Signature);
        foreach (var (name, line) in declared.More)
        {
            Add(declared.Kind, name, line, null);
        }

        if (declared.Kind == "enum" && end.Kind == '{')
        {
            ReadEnumerators(declared.Name, symbol);
        }
        else if (declared.IsScope && end.Kind == '{' && _scopes.Count < MostScopes)
        {
            var isNamespace = declared.Kind == "namespace";
            var name = declared.Kind == "extension" ? Full : Within(declared.Name);
            _scopes.Push(new Scope(name, isNamespace ? null : declared.Kind == "extension" ? Type ?? "" : declared.Name, symbol, IsOfFile: false));
        }
        else if (declared.Kind == "namespace" && end.Kind == ';' && _scopes.Count == 0)
        {
            _scopes.Push(new Scope(Within(declared.Name), null, symbol, IsOfFile: true));
        }
        else
        {
            End(symbol, SkipRest(end, declared.Kind));
        }
    }

    private void ReadEnumerators(string name, int symbol)
    {
        var isFirst = true;
        for (var depth = 0; ;)
        {
            var token = _tokens.Next();
            if (token.Kind == CSharpTokens.End || (token.Kind == '}' && depth == 0))
            {
                End(symbol, token.Line);
                return;
            }

            depth += token.Kind is (byte)'(' or (byte)'[' or (byte)'{' ? 1 : token.Kind is (byte)')' or (byte)']' or (byte)'}' ? -1 : 0;
            if (depth == 0 && token.Kind == CSharpTokens.Name && isFirst && _symbols.Count < MostSymbols)
            {
                _symbols.Add(new Symbol(Text(token), "enumerator", token.Line, token.Line, null, Within(name)));
                isFirst = false;
            }

            isFirst |= depth == 0 && token.Kind == ',';
        }
    }

    /// <summary>Passes over a body or a value, and gives the line on which it ends.</summary>
    private int SkipRest(CSharpToken end, string kind = "")
    {
        if (end.Kind == ';')
        {
            return end.Line;
        }

        if (end.Kind == '{')
        {
            var line = SkipBlock();
            var after = _tokens;
            if (kind == "property" && after.Next().Kind == '=')
            {
                _tokens = after;
                line = SkipValue(kind);
            }

            return line;
        }

        return SkipValue(kind);
    }

    private int SkipBlock()
    {
        for (var depth = 1; ;)
        {
            var token = _tokens.Next();
            depth += token.Kind == '{' ? 1 : token.Kind == '}' ? -1 : 0;
            if (token.Kind == CSharpTokens.End || depth == 0)
            {
                return token.Line;
            }
        }
    }

    // To the semicolon; of fields the names that follow commas are declared too.
    private int SkipValue(string kind)
    {
        for (var depth = 0; ;)
        {
            var before = _tokens;
            var token = _tokens.Next();
            if (token.Kind == CSharpTokens.End || (depth == 0 && token.Kind == ';'))
            {
                return token.Line;
            }

            if (depth == 0 && token.Kind == '}')
            {
                // It was not ended: this closes what it stands in.
                _tokens = before;
                return token.Line;
            }

            depth += token.Kind is (byte)'(' or (byte)'[' or (byte)'{' ? 1 : token.Kind is (byte)')' or (byte)']' or (byte)'}' && depth > 0 ? -1 : 0;
            var next = _tokens;
            if (depth == 0 && token.Kind == ',' && kind == "field" && next.Next() is { Kind: CSharpTokens.Name } name && next.Next().Kind is (byte)'=' or (byte)',' or (byte)';')
            {
                Add(kind, Text(name), name.Line, null);
            }
        }
    }

    // A namespace of the whole file has no bracket, and a bracket too many closes nothing.
    private readonly void Close(int line)
    {
        if (_scopes.TryPeek(out var scope) && !scope.IsOfFile)
        {
            _scopes.Pop();
            End(scope.Symbol, line);
        }
    }

    private readonly string? Type => _scopes.TryPeek(out var scope) ? scope.Type : null;

    private readonly string? Full => _scopes.TryPeek(out var scope) ? scope.Name : null;

    // Names within names within names: what is longer than this is not written by people, and each would be kept.
    private readonly string Within(string name) => Full is not { Length: > 0 } full ? name : full.Length + name.Length < LongestScope ? $"{full}.{name}" : full;

    private readonly string Text(CSharpToken token) => Encoding.UTF8.GetString(_tokens.Text(token).TrimStart((byte)'@'));

    private readonly int Add(string kind, string name, int line, string? signature)
    {
        if (_symbols.Count < MostSymbols)
        {
            _symbols.Add(new Symbol(name, kind, line, line, signature, Full is { Length: > 0 } full ? full : null));
        }

        return _symbols.Count - 1;
    }

    private readonly void End(int symbol, int line)
    {
        if (symbol >= 0)
        {
            _symbols[symbol] = _symbols[symbol] with { End = Math.Max(_symbols[symbol].Line, line) };
        }
    }

    /// <summary>What declarations stand in.</summary>
    /// <param name="Name">Its full name; null or empty: none.</param>
    /// <param name="Type">Its simple name where it is a type.</param>
    /// <param name="Symbol">Its place among the definitions.</param>
    /// <param name="IsOfFile">Whether it has no brackets and ends with the file.</param>
    private sealed record Scope(string? Name, string? Type, int Symbol, bool IsOfFile);
}
