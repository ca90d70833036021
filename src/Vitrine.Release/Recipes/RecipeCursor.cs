using System.Text.Json;

namespace Vitrine.Release;

/// <summary>Walks the tokens of a recipe and knows the line of each.</summary>
internal ref struct RecipeCursor
{
    private readonly ReadOnlySpan<byte> _utf8;
    private Utf8JsonReader _reader;

    public RecipeCursor(ReadOnlySpan<byte> utf8)
    {
        _utf8 = utf8;
        _reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 8 });
    }

    public readonly RecipeFormatException Fault(string problem) =>
        new(1 + _utf8[..(int)_reader.TokenStartIndex].Count((byte)'\n'), problem);

    public void Start(JsonTokenType type, string rule)
    {
        _reader.Read();
        Expect(type, rule);
    }

    public readonly void Expect(JsonTokenType type, string rule)
    {
        if (_reader.TokenType != type)
        {
            throw Fault($"{rule}.");
        }
    }

    /// <summary>The next member's name, one of <paramref name="known"/> and not <paramref name="seen"/>; null at the object's end.</summary>
    public string? NextMember(ReadOnlySpan<string> known, HashSet<string> seen)
    {
        if (NextName() is not { } name)
        {
            return null;
        }

        if (!known.Contains(name))
        {
            throw Fault($"unknown member \"{name}\"{NearestName.Hint(name, known)}{(known.Length > 0 ? $" Known are {string.Join(", ", known!)}." : "")}");
        }

        return seen.Add(name) ? name : throw Fault($"the member \"{name}\" is given twice.");
    }

    /// <summary>The next member's name, whatever it is; null at the object's end.</summary>
    public string? NextName()
    {
        _reader.Read();
        return _reader.TokenType == JsonTokenType.EndObject ? null : Text(128);
    }

    /// <summary>Moves to the next item of an array; false at its end.</summary>
    public bool NextItem(int count, int most)
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.EndArray)
        {
            return false;
        }

        return count < most ? true : throw Fault($"at most {most} items stand here.");
    }

    public string String(int longest)
    {
        _reader.Read();
        return CurrentString(longest);
    }

    public readonly string CurrentString(int longest)
    {
        Expect(JsonTokenType.String, "a string is expected here");
        return Text(longest);
    }

    public long Integer(long least, long most)
    {
        _reader.Read();
        return _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out var value) && value >= least && value <= most
            ? value
            : throw Fault($"a whole number from {least} to {most} is expected here.");
    }

    /// <summary>Nothing but white space may follow.</summary>
    public void End() => _reader.Read();

    private readonly string Text(int longest)
    {
        string text;
        try
        {
            text = _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Fault("a string holds bytes that are no UTF-8 text.");
        }

        if (text.Length > longest)
        {
            throw Fault($"a string has {text.Length} characters; at most {longest} may stand here.");
        }

        return text.Any(char.IsControl) ? throw Fault("a string holds a control character.") : text;
    }
}
