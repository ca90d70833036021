using System.Text.Json;

namespace Vitrine.Register;

/// <summary>One entity of FollowTheMoney, of bounded size: <c>{"id","schema","properties":{"name":["…"]}}</c>.</summary>
internal readonly struct FollowTheMoneyEntity
{
    private const int MaxValues = 5_000;

    private readonly JsonElement _properties;

    private FollowTheMoneyEntity(string id, string schema, string? caption, JsonElement properties)
    {
        Id = id;
        Schema = schema;
        Caption = caption;
        _properties = properties;
    }

    public string Id { get; }

    public string Schema { get; }

    public string? Caption { get; }

    /// <summary>Reads the members that every line has.</summary>
    /// <exception cref="FormatException">One is missing or of another kind.</exception>
    public static FollowTheMoneyEntity Read(JsonElement line)
    {
        if (line.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("it is no JSON object");
        }

        var id = Text(line, "id") ?? throw new FormatException("it has no \"id\"");
        var schema = Text(line, "schema") ?? throw new FormatException("it has no \"schema\"");
        if (!EntityId.IsValid(id))
        {
            throw new FormatException($"\"{EntityRules.Shown(id)}\" is no identifier: 1 to {EntityId.MaxLength} letters, digits, dots, hyphens and underscores");
        }

        if (schema.Length is 0 or > 64 || schema.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or ':' or '.')))
        {
            throw new FormatException($"\"{EntityRules.Shown(schema)}\" is no schema's name");
        }

        var properties = line.TryGetProperty("properties", out var given) ? given : default;
        return properties.ValueKind is JsonValueKind.Object or JsonValueKind.Undefined
            ? new FollowTheMoneyEntity(id, schema, Text(line, "caption"), properties)
            : throw new FormatException("its \"properties\" are no JSON object");
    }

    /// <summary>The values of properties, in this order.</summary>
    /// <exception cref="FormatException">One is no list of texts, or has too many.</exception>
    public IEnumerable<string> Values(params IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (_properties.ValueKind != JsonValueKind.Object || !_properties.TryGetProperty(name, out var values))
            {
                continue;
            }

            if (values.ValueKind != JsonValueKind.Array || values.GetArrayLength() > MaxValues)
            {
                throw new FormatException($"its \"{name}\" is no list of at most {MaxValues:N0} texts");
            }

            foreach (var value in values.EnumerateArray())
            {
                // An entity within an entity, as some exports have it, is referred to by its identifier.
                yield return value.ValueKind switch
                {
                    JsonValueKind.String => value.GetString()!,
                    JsonValueKind.Number => value.GetRawText(),
                    JsonValueKind.Object when Text(value, "id") is { } nested => nested,
                    _ => throw new FormatException($"its \"{name}\" holds something else than texts"),
                };
            }
        }
    }

    /// <summary>The first value of these properties; null where they have none.</summary>
    public string? First(params IEnumerable<string> names) => Values(names).FirstOrDefault();

    private static string? Text(JsonElement line, string name) => line.TryGetProperty(name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Null => null,
            _ => throw new FormatException($"its \"{name}\" is no text"),
        }
        : null;
}
