using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Vitrine.Seals.Tests;

/// <summary>
/// Validates JSON by the keywords of JSON Schema draft 7 that CycloneDX's schema uses; any other keyword, and a reference to another document, is an exception rather than passed over.
/// <c>format</c> is an annotation, as the draft allows.
/// </summary>
internal sealed class SchemaCheck(JsonElement root)
{
    private static readonly HashSet<string> Annotations =
    [
        "$schema", "$id", "$comment", "title", "description", "default", "examples", "format", "definitions", "meta:enum", "deprecated", "type", "additionalProperties", "additionalItems", "if", "then", "else",
    ];

    /// <summary>What is wrong with a document, with where; nothing where it is valid.</summary>
    public List<string> Faults(JsonElement document) => Check(root, document, "$");

    private List<string> Check(JsonElement schema, JsonElement value, string at)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return schema.ValueKind == JsonValueKind.True ? [] : [$"{at} may not be there"];
        }

        // Beside a reference nothing counts.
        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Check(Resolve(reference.GetString()!), value, at);
        }

        var faults = new List<string>();
        if (schema.TryGetProperty("type", out var type) && !IsType(type, value))
        {
            faults.Add($"{at} is no {type}");
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            faults.AddRange(Keyword(schema, keyword, value, at));
        }

        return faults;
    }

    private IEnumerable<string> Keyword(JsonElement schema, JsonProperty keyword, JsonElement value, string at)
    {
        var (isText, isArray, isObject, isNumber) = (value.ValueKind == JsonValueKind.String, value.ValueKind == JsonValueKind.Array, value.ValueKind == JsonValueKind.Object, value.ValueKind == JsonValueKind.Number);
        switch (keyword.Name)
        {
            case "enum":
                return Unless(keyword.Value.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)), $"{at} is {value}, which is not one of those listed");
            case "pattern":
                return Unless(!isText || Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!, RegexOptions.ECMAScript), $"{at} is {value}, which does not fit {keyword.Value}");
            case "minLength":
                return Unless(!isText || new StringInfo(value.GetString()!).LengthInTextElements >= keyword.Value.GetInt32(), $"{at} is too short");
            case "maxLength":
                return Unless(!isText || new StringInfo(value.GetString()!).LengthInTextElements <= keyword.Value.GetInt32(), $"{at} is too long");
            case "minimum":
                return Unless(!isNumber || value.GetDouble() >= keyword.Value.GetDouble(), $"{at} is too small");
            case "maximum":
                return Unless(!isNumber || value.GetDouble() <= keyword.Value.GetDouble(), $"{at} is too large");
            case "minItems":
                return Unless(!isArray || value.GetArrayLength() >= keyword.Value.GetInt32(), $"{at} has too few items");
            case "maxItems":
                return Unless(!isArray || value.GetArrayLength() <= keyword.Value.GetInt32(), $"{at} has too many items");
            case "uniqueItems":
                return Unless(!isArray || !keyword.Value.GetBoolean() || value.EnumerateArray().Select(one => JsonSerializer.Serialize(one)).Distinct().Count() == value.GetArrayLength(), $"{at} has an item twice");
            case "items" when isArray && keyword.Value.ValueKind == JsonValueKind.Array:
                return keyword.Value.EnumerateArray().Zip(value.EnumerateArray()).SelectMany((pair, index) => Check(pair.First, pair.Second, $"{at}[{index}]"));
            case "items" when isArray:
                return value.EnumerateArray().SelectMany((one, index) => Check(keyword.Value, one, $"{at}[{index}]"));
            case "required":
                return isObject ? keyword.Value.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{at} lacks {name}") : [];
            case "properties":
                return isObject ? Properties(schema, keyword.Value, value, at) : [];
            case "dependencies":
                return isObject
                    ? keyword.Value.EnumerateObject().Where(one => value.TryGetProperty(one.Name, out _)).SelectMany(one => one.Value.EnumerateArray()).Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{at} lacks {name}")
                    : [];
            case "oneOf":
                return Unless(keyword.Value.EnumerateArray().Count(one => Check(one, value, at).Count == 0) == 1, $"{at} does not fit exactly one of its forms");
            case "anyOf":
                return Unless(keyword.Value.EnumerateArray().Any(one => Check(one, value, at).Count == 0), $"{at} fits none of its forms");
            case "items" or "properties":
                return [];
            default:
                return Annotations.Contains(keyword.Name) ? [] : throw new NotSupportedException($"The keyword {keyword.Name} is not known here.");
        }
    }

    private IEnumerable<string> Properties(JsonElement schema, JsonElement properties, JsonElement value, string at)
    {
        foreach (var property in value.EnumerateObject())
        {
            if (properties.TryGetProperty(property.Name, out var known))
            {
                foreach (var fault in Check(known, property.Value, $"{at}.{property.Name}"))
                {
                    yield return fault;
                }
            }
            else if (schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.False)
            {
                yield return $"{at}.{property.Name} may not be there";
            }
        }
    }

    private JsonElement Resolve(string reference)
    {
        if (!reference.StartsWith("#/", StringComparison.Ordinal))
        {
            throw new NotSupportedException($"{reference} lies in another schema.");
        }

        return reference[2..].Split('/').Aggregate(root, (place, name) => place.GetProperty(name));
    }

    private static bool IsType(JsonElement type, JsonElement value) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Any(one => IsType(one, value)) : type.GetString() switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "number" => value.ValueKind == JsonValueKind.Number,
            "null" => value.ValueKind == JsonValueKind.Null,
            var other => throw new NotSupportedException($"The type {other} is not known here."),
        };

    private static string[] Unless(bool isFine, string fault) => isFine ? [] : [fault];
}
