namespace Vitrine.Seals;

/// <summary>Members of classes, interfaces and objects.</summary>
internal ref partial struct ScriptDefinitions
{
    private void ReadClass(string? scope)
    {
        Move();
        var name = _token.Kind == ScriptTokens.Name && Word() is not ("extends" or "implements") ? Move() : default;
        var symbol = Add("class", name, scope);
        SkipAngles();
        while (_token.Kind is not (ScriptTokens.End or (byte)'{' or (byte)';' or (byte)'}'))
        {
            if (!SkipAngles())
            {
                ReadBrackets(scope);
            }
        }

        if (Skip((byte)'{'))
        {
            ReadMembers(Within(scope, name), isInterface: false);
        }

        End(symbol);
    }

    /// <summary>Reads the members of a class or an interface, up to and with the bracket that closes it.</summary>
    private void ReadMembers(string? scope, bool isInterface)
    {
        if (++_depth > Deepest)
        {
            SkipTo((byte)'}');
        }

        while (_depth <= Deepest && _token.Kind != ScriptTokens.End && !Skip((byte)'}'))
        {
            var at = _token;
            if (!Skip((byte)'@'))
            {
                ReadMember(scope, isInterface);
            }
            else
            {
                // A decorator: its name, and what it is given.
                do
                {
                    Move();
                }
                while (Skip((byte)'.'));
                if (_token is { Kind: (byte)'(' })
                {
                    ReadBrackets(scope);
                }
            }

            if (_token == at)
            {
                Move();
            }
        }

        _depth--;
    }

    private void ReadMember(string? scope, bool isInterface)
    {
        var accessor = ReadModifiers();
        if (_last.Kind == ScriptTokens.Name && _token.Kind == '{')
        {
            // static { … }
            ReadBrackets(scope);
            return;
        }

        var kind = accessor ?? (Skip((byte)'*') ? "generator" : "method");
        var name = ReadName(scope, isInterface);
        var isMember = _token.Kind is (byte)'?' or (byte)'!' && Move().Kind != 0;
        if (_token.Kind is (byte)'(' or (byte)'<')
        {
            ReadCallable(Add(kind, name, scope), Within(scope, name), _isTyped && !isInterface && _tokens.Of(name).SequenceEqual("constructor"u8) ? scope ?? "" : null);
            return;
        }

        if (name.Length == 0 && !isMember && _token.Kind is not ((byte)':' or (byte)'='))
        {
            return;
        }

        var symbol = Add(_isTyped ? "property" : "field", name, scope);
        if (Skip((byte)':'))
        {
            SkipType();
        }

        if (Skip((byte)'=') && ReadValue(symbol, Within(scope, name), isModule: false) == Value.Function)
        {
            Set(symbol, one => one with { Kind = "method" });
        }

        End(symbol);
    }

    /// <summary>Passes over the words before a member's name; gives the kind of an accessor.</summary>
    private string? ReadModifiers()
    {
        string? accessor = null;
        while (_token.Kind == ScriptTokens.Name)
        {
            var word = Word();
            if (word is not ("public" or "private" or "protected" or "static" or "readonly" or "abstract" or "override" or "declare" or "async" or "accessor" or "get" or "set")
                || !(After() is var after && (after.Kind is ScriptTokens.Name or ScriptTokens.Text or ScriptTokens.Literal or (byte)'[' or (byte)'*' || (word == "static" && after.Kind == '{'))))
            {
                return accessor;
            }

            Move();
            accessor = word == "get" ? "getter" : word == "set" ? "setter" : accessor;
        }

        // Of a type that takes another's members: -readonly.
        if (_token.Kind is (byte)'-' or (byte)'+')
        {
            Move();
            Skip("readonly"u8, (byte)'[');
        }

        return accessor;
    }

    /// <summary>A member's name; nothing for one that is computed, and for what has none.</summary>
    private ScriptToken ReadName(string? scope, bool isInterface)
    {
        switch (_token.Kind)
        {
            case ScriptTokens.Name when isInterface && Word() == "new" && After().Kind is (byte)'(' or (byte)'<':
            case ScriptTokens.Literal:
                Move();
                return default;
            case ScriptTokens.Name:
                return Move();
            case ScriptTokens.Text:
                var quoted = Move();
                return IsName(_tokens.Of(quoted)[1..]) ? quoted with { Start = quoted.Start + 1, Length = quoted.Length - 2 } : default;
            case (byte)'[':
                ReadBrackets(scope);
                return default;
            default:
                return default;
        }
    }

    private static bool IsName(ReadOnlySpan<byte> quoted)
    {
        for (var i = 0; i < quoted.Length - 1; i++)
        {
            if (!char.IsAsciiLetterOrDigit((char)quoted[i]) && quoted[i] is not ((byte)'_' or (byte)'$'))
            {
                return false;
            }
        }

        return quoted.Length > 1;
    }

    /// <summary>Reads the members of an object, up to and with the bracket that closes it.</summary>
    private void ReadObject(string? scope)
    {
        if (++_depth > Deepest)
        {
            SkipTo((byte)'}');
        }

        while (_depth <= Deepest && _token.Kind != ScriptTokens.End && !Skip((byte)'}'))
        {
            var at = _token;
            if (Skip(ScriptTokens.Operator))
            {
                // ...others
                SkipValue(scope);
                Skip((byte)',');
                continue;
            }

            var kind = ReadModifiers() ?? (Skip((byte)'*') ? "generator" : "method");
            var name = ReadName(scope, isInterface: false);
            if (_token.Kind is (byte)'(' or (byte)'<')
            {
                ReadCallable(Add(kind, name, scope), Within(scope, name), parameterScope: null);
            }
            else if (Skip((byte)':'))
            {
                var symbol = Add("property", name, scope);
                var value = ReadValue(symbol, Within(scope, name), isModule: true);
                Set(symbol, one => value switch { Value.Function => one with { Kind = "method" }, Value.Class => one with { Kind = "class" }, _ => one });
                End(symbol);
            }
            else if (_token.Kind is not ((byte)',' or (byte)'}'))
            {
                SkipValue(scope);
            }

            Skip((byte)',');
            if (_token == at)
            {
                Move();
            }
        }

        _depth--;
    }
}
