using System.Text;

namespace Vitrine.Seals;

/// <summary>The tokens of one declaration of C#, up to its body, its value or its end; tells what is declared.</summary>
internal sealed class CSharpHeader
{
    private const int MostTokens = 2_000;

    private static readonly HashSet<string> Modifiers =
    [
        "public", "private", "protected", "internal", "static", "sealed", "abstract", "virtual", "override", "readonly", "partial", "async", "extern", "unsafe", "new", "required", "volatile", "file", "const", "ref", "scoped", "fixed",
        "implicit", "explicit", "global",
    ];

    // What a statement begins with; and words that are no name of anything.
    private static readonly HashSet<string> Statements =
    [
        "return", "await", "throw", "if", "else", "for", "foreach", "while", "do", "switch", "case", "default", "using", "lock", "try", "catch", "finally", "yield", "goto", "break", "continue", "in", "is", "as", "typeof", "nameof", "sizeof",
        "checked", "unchecked", "base", "var", "where", "when", "from", "select", "stackalloc", "get", "set", "init", "add", "remove",
    ];

    private readonly List<CSharpToken> _tokens = [];
    private readonly List<string> _words = [];

    /// <summary>Whether there is nothing yet.</summary>
    public bool IsEmpty => _tokens.Count == 0;

    /// <summary>Whether the next tokens are still the operator that is declared: its signs end nothing.</summary>
    public bool IsAtOperator => _words.Count > 0 && (_words[^1] == "operator" || (_words.Count > 1 && _words[^2] == "operator" && _tokens[^1].Kind != '('));

    public void Clear()
    {
        _tokens.Clear();
        _words.Clear();
    }

    public void Add(CSharpToken token, ReadOnlySpan<byte> text)
    {
        if (_tokens.Count < MostTokens)
        {
            _tokens.Add(token);
            _words.Add(token.Kind == CSharpTokens.Name && text.Length <= 256 ? Encoding.UTF8.GetString(text.TrimStart((byte)'@')) : "");
        }
    }

    /// <summary>What is declared; null where it is a statement, or nothing that has a name.</summary>
    /// <param name="tokens">The text.</param>
    /// <param name="end">What came after it: an opening bracket, a semicolon, an equals sign or an arrow.</param>
    /// <param name="type">The simple name of the type it stands in; null: it stands in none.</param>
    public CSharpDeclaration? Declared(in CSharpTokens tokens, byte end, string? type)
    {
        var at = 0;
        while (at < _tokens.Count && _tokens[at].Kind == '[')
        {
            at = After(at);
        }

        while (at < _tokens.Count && Modifiers.Contains(_words[at]) && !(_words[at] == "ref" && at + 1 < _tokens.Count && _words[at + 1] == "struct"))
        {
            at++;
        }

        at += at < _tokens.Count && _words[at] == "ref" ? 1 : 0;
        if (at >= _tokens.Count)
        {
            return null;
        }

        return _words[at] switch
        {
            "namespace" => Named("namespace", at + 1),
            "class" => Type("class", at + 1, tokens),
            "struct" => Type("struct", at + 1, tokens),
            "interface" => Type("interface", at + 1, tokens),
            "enum" => Type("enum", at + 1, tokens),
            "record" when IsWord(at + 1, "class") => Type("class", at + 2, tokens),
            "record" when IsWord(at + 1, "struct") => Type("struct", at + 2, tokens),
            "record" when IsName(at + 1) && (at + 2 == _tokens.Count || _tokens[at + 2].Kind is (byte)'(' or (byte)'<' or (byte)':') => Type("class", at + 1, tokens),
            "extension" when at + 1 < _tokens.Count && _tokens[at + 1].Kind is (byte)'(' or (byte)'<' => new CSharpDeclaration("extension", "", _tokens[at].Line, null, []),
            "delegate" when IsName(at + 1) => Method(at + 1, tokens, null) is { } made ? made with { Kind = "delegate" } : null,
            "event" => LastName(at + 1) is { } name ? new CSharpDeclaration("event", _words[name], _tokens[name].Line, null, []) : null,
            var word when Statements.Contains(word) => null,
            _ => Member(at, tokens, end, type),
        };
    }

    private CSharpDeclaration? Member(int at, in CSharpTokens tokens, byte end, string? type)
    {
        if (_tokens[at].Kind == '~' && IsName(at + 1))
        {
            return new CSharpDeclaration("method", "~" + _words[at + 1], _tokens[at + 1].Line, Signature(at + 2, tokens), []);
        }

        if (Method(at, tokens, type) is { } method)
        {
            return method;
        }

        if (type is null)
        {
            return null;
        }

        var indexer = Enumerable.Range(at, _tokens.Count - at).FirstOrDefault(i => _words[i] == "this" && i + 1 < _tokens.Count && _tokens[i + 1].Kind == '[', -1);
        if (indexer >= 0)
        {
            return new CSharpDeclaration("property", "this", _tokens[indexer].Line, Signature(indexer + 1, tokens), []);
        }

        if (end is (byte)'{' or CSharpTokens.Arrow)
        {
            return LastName(at + 1) is { } property ? new CSharpDeclaration("property", _words[property], _tokens[property].Line, null, []) : null;
        }

        return Fields(at);
    }

    private CSharpDeclaration? Fields(int at)
    {
        var names = new List<(string, int)>();
        for (var (i, angles) = (at, 0); i < _tokens.Count; i++)
        {
            switch (_tokens[i].Kind)
            {
                case (byte)'<':
                    angles++;
                    break;
                case (byte)'>':
                    angles--;
                    break;
                case (byte)'(' or (byte)'[':
                    i = After(i) - 1;
                    break;
                case CSharpTokens.Name when angles == 0 && i > at && IsDeclaredName(i) && (i + 1 == _tokens.Count || _tokens[i + 1].Kind == ',' || (_tokens[i + 1].Kind == '[' && After(i + 1) == _tokens.Count)):
                    names.Add((_words[i], _tokens[i].Line));
                    break;
            }
        }

        return names.Count > 0 ? new CSharpDeclaration("field", names[0].Item1, names[0].Item2, null, names[1..]) : null;
    }

    private CSharpDeclaration? Method(int at, in CSharpTokens tokens, string? type)
    {
        if (FindMethod(at, type) is not (var name, var open))
        {
            return null;
        }

        var word = _words[name] == "operator" ? $"operator {Encoding.UTF8.GetString(tokens.Text(_tokens[name + 1], _tokens[open - 1]))}" : _words[name];
        return new CSharpDeclaration("method", word, _tokens[name].Line, Signature(open, tokens), []);
    }

    // The name of a method and its opening bracket: a name before a bracket, and before the name a type, unless it is the type's own.
    private (int Name, int Open)? FindMethod(int at, string? type)
    {
        for (var (i, angles) = (at, 0); i < _tokens.Count; i++)
        {
            switch (_tokens[i].Kind)
            {
                case (byte)'<':
                    angles++;
                    break;
                case (byte)'>':
                    angles--;
                    break;
                case (byte)'[':
                    i = After(i) - 1;
                    break;
                case (byte)'(' when angles == 0:
                    var declared = Enumerable.Range(at, i - at).FirstOrDefault(j => _words[j] == "operator", -1);
                    if (declared >= 0)
                    {
                        // The first bracket is the operator's own in none that C# has.
                        return declared + 1 < i ? (declared, i) : null;
                    }

                    if (NameBefore(at, i) is { } name)
                    {
                        var first = name;
                        while (first - 2 >= at && _tokens[first - 1].Kind == '.')
                        {
                            first = BeforeAngles(first - 2, at);
                        }

                        var hasType = first > at && _tokens[first - 1].Kind is CSharpTokens.Name or (byte)'>' or (byte)']' or (byte)'?' or (byte)'*' or (byte)')' && !Modifiers.Contains(_words[first - 1]);
                        return IsDeclaredName(name) && (hasType || (name == at && _words[name] == type)) ? (name, i) : null;
                    }

                    i = After(i) - 1;
                    break;
                case (byte)'(':
                    i = After(i) - 1;
                    break;
            }
        }

        return null;
    }

    // The name that stands before a bracket, its type parameters between them.
    private int? NameBefore(int at, int open)
    {
        var name = BeforeAngles(open - 1, at);
        return name >= at && _tokens[name].Kind == CSharpTokens.Name ? name : null;
    }

    private int BeforeAngles(int last, int at)
    {
        if (last < at || _tokens[last].Kind != '>')
        {
            return last;
        }

        var depth = 0;
        for (var i = last; i >= at; i--)
        {
            depth += _tokens[i].Kind == '>' ? 1 : _tokens[i].Kind == '<' ? -1 : 0;
            if (depth == 0)
            {
                return i - 1;
            }
        }

        return last;
    }

    private CSharpDeclaration? Named(string kind, int at)
    {
        var last = at;
        while (last + 2 < _tokens.Count && _tokens[last + 1].Kind == '.')
        {
            last += 2;
        }

        return IsName(at) && IsName(last) ? new CSharpDeclaration(kind, string.Join('.', _words[at..(last + 1)].Where(word => word.Length > 0)), _tokens[at].Line, null, []) : null;
    }

    private CSharpDeclaration? Type(string kind, int at, in CSharpTokens tokens)
    {
        if (!IsName(at))
        {
            return null;
        }

        var open = at + 1;
        for (var angles = 0; open < _tokens.Count && (angles > 0 || _tokens[open].Kind == '<'); open++)
        {
            angles += _tokens[open].Kind == '<' ? 1 : _tokens[open].Kind == '>' ? -1 : 0;
        }

        return new CSharpDeclaration(kind, _words[at], _tokens[at].Line, Signature(open, tokens), []);
    }

    private string? Signature(int open, in CSharpTokens tokens)
    {
        if (open >= _tokens.Count || _tokens[open].Kind is not ((byte)'(' or (byte)'['))
        {
            return null;
        }

        var close = Math.Min(After(open), _tokens.Count) - 1;
        return string.Join(' ', Encoding.UTF8.GetString(tokens.Text(_tokens[open], _tokens[close])).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The place after the bracket that closes the one at a place.</summary>
    private int After(int open)
    {
        var depth = 0;
        for (var i = open; i < _tokens.Count; i++)
        {
            depth += _tokens[i].Kind is (byte)'(' or (byte)'[' or (byte)'{' ? 1 : _tokens[i].Kind is (byte)')' or (byte)']' or (byte)'}' ? -1 : 0;
            if (depth == 0)
            {
                return i + 1;
            }
        }

        return _tokens.Count;
    }

    private int? LastName(int from) => _tokens.Count > from && IsDeclaredName(_tokens.Count - 1) ? _tokens.Count - 1 : null;

    private bool IsName(int at) => at < _tokens.Count && _words[at].Length > 0;

    private bool IsDeclaredName(int at) => IsName(at) && !Statements.Contains(_words[at]);

    private bool IsWord(int at, string word) => at < _tokens.Count && _words[at] == word;
}

/// <summary>What a declaration of C# declares.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Line">The line of its name.</param>
/// <param name="Signature">Its parameters as they are written.</param>
/// <param name="More">Fields that are declared with it, and their lines.</param>
internal sealed record CSharpDeclaration(string Kind, string Name, int Line, string? Signature, IReadOnlyList<(string Name, int Line)> More)
{
    /// <summary>Whether declarations stand in it.</summary>
    public bool IsScope => Kind is "namespace" or "class" or "struct" or "interface" or "extension";
}
