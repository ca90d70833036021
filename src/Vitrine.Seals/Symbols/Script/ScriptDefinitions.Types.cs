namespace Vitrine.Seals;

/// <summary>What TypeScript adds: types, and what they define.</summary>
internal ref partial struct ScriptDefinitions
{
    private bool ReadTyped(string? scope, ScriptToken after)
    {
        switch (Word())
        {
            case "interface" when after.Kind == ScriptTokens.Name:
                Move();
                ReadInterface(Move(), scope);
                return true;
            case "enum" when after.Kind == ScriptTokens.Name:
                Move();
                ReadEnum(Move(), scope);
                return true;
            case "type" when after.Kind == ScriptTokens.Name && AfterName() is (byte)'=' or (byte)'<':
                Move();
                ReadAlias(Move(), scope);
                return true;
            case "namespace" or "module" when after.Kind == ScriptTokens.Name && !after.IsFirst && AfterName() is (byte)'{' or (byte)'.':
                Move();
                ReadNamespace(scope);
                return true;
            case "module" when after.Kind == ScriptTokens.Text:
                Move();
                Move();
                break;
            case "global" when after.Kind == '{':
                Move();
                break;
            default:
                return false;
        }

        if (Skip((byte)'{'))
        {
            ReadCode((byte)'}', scope, isModule: true);
        }

        return true;
    }

    private void ReadInterface(ScriptToken name, string? scope)
    {
        var symbol = Add("interface", name, scope);
        while (_token.Kind is not (ScriptTokens.End or (byte)'{' or (byte)';' or (byte)'}'))
        {
            if (!SkipAngles())
            {
                Move();
            }
        }

        if (Skip((byte)'{'))
        {
            ReadMembers(Within(scope, name), isInterface: true);
        }

        End(symbol);
    }

    private void ReadEnum(ScriptToken name, string? scope)
    {
        var symbol = Add("enum", name, scope);
        if (Skip((byte)'{'))
        {
            while (_token.Kind != ScriptTokens.End && !Skip((byte)'}'))
            {
                var at = _token;
                var one = Add("enumerator", ReadName(scope, isInterface: false), Within(scope, name));
                SkipValue(scope);
                End(one);
                Skip((byte)',');
                if (_token == at)
                {
                    Move();
                }
            }
        }

        End(symbol);
    }

    /// <summary>What stands behind the name that follows this word.</summary>
    private readonly byte AfterName()
    {
        var tokens = _tokens;
        tokens.Next();
        return tokens.Next().Kind;
    }

    private void ReadAlias(ScriptToken name, string? scope)
    {
        var symbol = Add("alias", name, scope);
        SkipAngles();
        if (Skip((byte)'='))
        {
            var isObject = Skip((byte)'{');
            if (isObject)
            {
                ReadMembers(Within(scope, name), isInterface: true);
            }

            SkipType(hasBegun: isObject);
        }

        End(symbol);
    }

    private void ReadNamespace(string? scope)
    {
        var symbol = -1;
        do
        {
            if (_token.Kind != ScriptTokens.Name)
            {
                break;
            }

            var name = Move();
            symbol = Add("namespace", name, scope);
            scope = Within(scope, name);
        }
        while (Skip((byte)'.'));
        if (Skip((byte)'{'))
        {
            ReadCode((byte)'}', scope, isModule: true);
        }

        End(symbol);
    }

    /// <summary>Passes over type parameters or arguments; whether there were any.</summary>
    private bool SkipAngles()
    {
        if (_token.Kind != '<')
        {
            return false;
        }

        for (var depth = 0; _token.Kind is not (ScriptTokens.End or (byte)';' or (byte)'}' or (byte)')' or (byte)']');)
        {
            depth += _token.Kind == '<' ? 1 : _token.Kind == '>' ? -1 : 0;
            SkipBrackets();
            if (depth == 0)
            {
                break;
            }
        }

        return true;
    }

    /// <summary>Passes over a type, up to what cannot belong to it.</summary>
    /// <param name="isBeforeArrow">Whether an arrow ends it: it is what a function gives, and no type of functions.</param>
    /// <param name="hasBegun">Whether its first part was read.</param>
    private void SkipType(bool isBeforeArrow = false, bool hasBegun = false)
    {
        for (; _token.Kind is not (ScriptTokens.End or (byte)';' or (byte)',' or (byte)'=' or (byte)'}' or (byte)')' or (byte)']'); hasBegun = true)
        {
            var isWhole = hasBegun && (_last.Kind is ScriptTokens.Literal or ScriptTokens.Text or (byte)')' or (byte)']' or (byte)'}' or (byte)'>' || (_last.Kind == ScriptTokens.Name && !IsBeforeType(_last)));
            if (isWhole && (_token.Kind == '{' || (_token.IsFirst && (_token.Kind is (byte)'[' or (byte)'(' or (byte)'@' or (byte)'*' || BeginsAnew(_token)) && !IsJoiningType(_token))))
            {
                return;
            }

            if (_token.Kind == ScriptTokens.Arrow && isBeforeArrow && _last.Kind != ')')
            {
                return;
            }

            if (!SkipAngles())
            {
                SkipBrackets();
            }
        }
    }

    private readonly bool IsJoiningType(ScriptToken token) => token.Kind == ScriptTokens.Name && _tokens.Of(token) is var word && (word.SequenceEqual("is"u8) || word.SequenceEqual("extends"u8));

    private readonly bool IsBeforeType(ScriptToken token)
    {
        var word = _tokens.Of(token);
        return word.SequenceEqual("is"u8) || word.SequenceEqual("extends"u8) || word.SequenceEqual("keyof"u8) || word.SequenceEqual("readonly"u8) || word.SequenceEqual("infer"u8) || word.SequenceEqual("typeof"u8)
            || word.SequenceEqual("asserts"u8) || word.SequenceEqual("unique"u8) || word.SequenceEqual("new"u8) || word.SequenceEqual("abstract"u8);
    }

    /// <summary>One token, or all up to the bracket that closes this one; nothing in it is a definition.</summary>
    private void SkipBrackets()
    {
        if (Closing(Move().Kind) is { } close)
        {
            SkipTo(close);
        }
    }
}
