using System.Text;

namespace Vitrine.Seals;

/// <summary>Variables, and the values that are given to them and to members.</summary>
internal ref partial struct ScriptDefinitions
{
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
}
