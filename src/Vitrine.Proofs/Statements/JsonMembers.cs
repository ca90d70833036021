using System.Collections.Immutable;
using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>Reads one JSON object strictly: each member by name and type, and at the end none left over.</summary>
/// <remarks>Texts that people are shown are free of control and direction characters, so that no document can rewrite a terminal.</remarks>
internal sealed class JsonMembers
{
    /// <summary>Characters in a text, where nothing narrower is said.</summary>
    internal const int MaxText = 4096;

    /// <summary>2^53 − 1: every whole number up to it is the same in every JSON reader.</summary>
    internal const ulong MaxCount = (1UL << 53) - 1;

    private readonly Dictionary<string, JsonElement> _unread = new(StringComparer.Ordinal);
    private readonly Func<string, FormatException> _fault;

    internal JsonMembers(JsonElement element, string path, Func<string, FormatException> fault)
    {
        Path = path;
        _fault = fault;
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Fault("is not an object");
        }

        foreach (var member in element.EnumerateObject())
        {
            if (!_unread.TryAdd(member.Name, member.Value))
            {
                throw Fault(member.Name, "is there twice");
            }
        }
    }

    /// <summary>Where this object stands, for error messages.</summary>
    internal string Path { get; }

    internal bool Has(string name) => _unread.ContainsKey(name);

    internal FormatException Fault(string message) => _fault($"{Path} {message}.");

    internal FormatException Fault(string name, string message) => _fault($"{Path}.{Shown(name)} {message}.");

    /// <summary>A text for people: not empty, bounded, printable.</summary>
    internal string Text(string name, int max = MaxText) => Printable(name, Raw(name), max);

    /// <summary>The same, or null where the member is absent.</summary>
    internal string? OptionalText(string name, int max = MaxText) => Has(name) ? Text(name, max) : null;

    /// <summary>The same, or nothing where the member is absent or empty, for formats in which the two are one.</summary>
    internal string TextOrNothing(string name, int max) => !Has(name) ? "" : Raw(name) is { Length: > 0 } text ? Printable(name, text, max) : "";

    /// <summary>A text as it is; whoever calls this checks it.</summary>
    internal string Raw(string name)
    {
        var value = Take(name, JsonValueKind.String, "a text");
        return value.GetString()!;
    }

    /// <summary>A text that must be this one.</summary>
    internal void Exactly(string name, string expected)
    {
        if (!string.Equals(Raw(name), expected, StringComparison.Ordinal))
        {
            throw Fault(name, $"is not \"{expected}\"");
        }
    }

    /// <summary>One of a closed set of words; gives its place in the set.</summary>
    internal int Word(string name, ReadOnlySpan<string> words)
    {
        var at = words.IndexOf(Raw(name));
        return at >= 0 ? at : throw Fault(name, $"is not one of {string.Join(", ", words!)}");
    }

    /// <summary>A whole number from 0 to 2^53 − 1.</summary>
    internal ulong Count(string name)
    {
        var value = Take(name, JsonValueKind.Number, "a whole number");
        return value.TryGetUInt64(out var count) && count <= MaxCount ? count : throw Fault(name, "is not a whole number from 0 to 2^53 − 1");
    }

    internal ulong? OptionalCount(string name) => Has(name) ? Count(name) : null;

    /// <summary>A time as <see cref="UtcTime"/> writes it.</summary>
    internal DateTimeOffset Time(string name) =>
        UtcTime.TryParse(Raw(name), out var time) ? time : throw Fault(name, "is not a time like 2026-11-21T22:53:20Z");

    /// <summary>A day as <see cref="UtcDay"/> writes it.</summary>
    internal DateOnly Day(string name) => UtcDay.TryParse(Raw(name), out var day) ? day : throw Fault(name, "is not a day like 2026-11-21");

    /// <summary>64 lower-case hexadecimal digits.</summary>
    internal Digest Digest(string name) =>
        Proofs.Digest.TryParseHex(Raw(name), out var digest) ? digest : throw Fault(name, "is not 64 lower-case hexadecimal digits");

    /// <summary>A digest set of exactly one algorithm, which must be this one.</summary>
    internal Digest DigestSet(string name, string algorithm)
    {
        var set = Object(name);
        var digest = set.Digest(algorithm);
        set.End();
        return digest;
    }

    internal JsonMembers Object(string name) => new(Take(name, JsonValueKind.Object, "an object"), $"{Path}.{name}", _fault);

    /// <summary>An object that is kept as it is.</summary>
    internal JsonElement Opaque(string name) => Take(name, JsonValueKind.Object, "an object");

    /// <summary>Values that are kept as they are.</summary>
    internal IReadOnlyList<JsonElement> Opaques(string name, int max) => Elements(name, max);

    internal ImmutableArray<T> Array<T>(string name, int max, Func<JsonMembers, T> read)
    {
        var elements = Elements(name, max);
        var items = ImmutableArray.CreateBuilder<T>(elements.Length);
        for (var i = 0; i < elements.Length; i++)
        {
            items.Add(read(new JsonMembers(elements[i], $"{Path}.{name}[{i}]", _fault)));
        }

        return items.MoveToImmutable();
    }

    internal ImmutableArray<string> Texts(string name, int max, int maxText = MaxText)
    {
        var elements = Elements(name, max);
        var items = ImmutableArray.CreateBuilder<string>(elements.Length);
        for (var i = 0; i < elements.Length; i++)
        {
            var at = $"{name}[{i}]";
            items.Add(elements[i].ValueKind == JsonValueKind.String ? Printable(at, elements[i].GetString()!, maxText) : throw Fault(at, "is not a text"));
        }

        return items.MoveToImmutable();
    }

    /// <summary>Refuses what was not asked for: an unknown member could restrict what this version would allow.</summary>
    internal void End()
    {
        foreach (var name in _unread.Keys)
        {
            throw Fault(name, "is not a member that belongs here");
        }
    }

    private JsonElement[] Elements(string name, int max)
    {
        var array = Take(name, JsonValueKind.Array, "a list");
        return array.GetArrayLength() <= max ? [.. array.EnumerateArray()] : throw Fault(name, $"has {array.GetArrayLength()} items; {max} are allowed");
    }

    private JsonElement Take(string name, JsonValueKind kind, string what)
    {
        if (!_unread.Remove(name, out var value))
        {
            throw Fault(name, "is missing");
        }

        return value.ValueKind == kind ? value : throw Fault(name, $"is not {what}");
    }

    private string Printable(string name, string text, int max)
    {
        if (text.Length == 0)
        {
            throw Fault(name, "is empty");
        }

        if (text.Length > max)
        {
            throw Fault(name, $"has {text.Length} characters; {max} are allowed");
        }

        return PrintableText.Is(text) ? text : throw Fault(name, "holds a control or direction character");
    }

    private static string Shown(string name) => PrintableText.Is(name) && name.Length <= 64 ? name : "(a name that cannot be shown)";
}
