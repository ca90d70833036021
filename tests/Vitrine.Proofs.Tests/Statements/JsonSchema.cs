using System.Text.Json;
using System.Text.RegularExpressions;

namespace Vitrine.Proofs.Tests;

/// <summary>The part of JSON Schema 2020-12 that docs/formats/schema uses; a word outside it fails the test.</summary>
internal static class JsonSchema
{
    private static readonly HashSet<string> Known =
    [
        "$schema", "$id", "$defs", "$ref", "title", "description", "type", "const", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum",
        "minItems", "maxItems", "items", "prefixItems", "properties", "required", "additionalProperties", "oneOf",
    ];

    /// <summary>What the schema of this name has against the document; null where nothing.</summary>
    internal static string? Fault(string name, ReadOnlySpan<byte> document)
    {
        using var schema = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Examples.Formats, "schema", name + ".schema.json")));
        var definitions = CanonicalJson.Parse(File.ReadAllBytes(Path.Combine(Examples.Formats, "schema", "common.schema.json"))).GetProperty("$defs");
        return Fault(schema.RootElement, definitions, CanonicalJson.Parse(document), "$");
    }

    private static string? Fault(JsonElement schema, JsonElement definitions, JsonElement value, string path)
    {
        foreach (var rule in schema.EnumerateObject())
        {
            Assert.Contains(rule.Name, Known);
            if (Fault(rule, schema, definitions, value, path) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static string? Fault(JsonProperty rule, JsonElement schema, JsonElement definitions, JsonElement value, string path)
    {
        var isText = value.ValueKind == JsonValueKind.String;
        var isObject = value.ValueKind == JsonValueKind.Object;
        var isArray = value.ValueKind == JsonValueKind.Array;
        var holds = rule.Name switch
        {
            "type" => rule.Value.GetString() switch
            {
                "object" => isObject,
                "array" => isArray,
                "string" => isText,
                "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out _),
                _ => throw new InvalidOperationException(rule.ToString()),
            },
            "const" => isText && value.GetString() == rule.Value.GetString(),
            "enum" => isText && rule.Value.EnumerateArray().Any(e => e.GetString() == value.GetString()),
            "pattern" => !isText || Regex.IsMatch(value.GetString()!, rule.Value.GetString()!, RegexOptions.CultureInvariant),
            "minLength" => !isText || value.GetString()!.Length >= rule.Value.GetInt32(),
            "maxLength" => !isText || value.GetString()!.Length <= rule.Value.GetInt32(),
            "minimum" => value.ValueKind != JsonValueKind.Number || value.GetUInt64() >= rule.Value.GetUInt64(),
            "maximum" => value.ValueKind != JsonValueKind.Number || value.GetUInt64() <= rule.Value.GetUInt64(),
            "minItems" => !isArray || value.GetArrayLength() >= rule.Value.GetInt32(),
            "maxItems" => !isArray || value.GetArrayLength() <= rule.Value.GetInt32(),
            "required" => !isObject || rule.Value.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
            "additionalProperties" => rule.Value.GetBoolean() || !isObject || value.EnumerateObject().All(m => schema.GetProperty("properties").TryGetProperty(m.Name, out _)),
            _ => true,
        };
        if (!holds)
        {
            return $"{path}: {rule.Name}";
        }

        return rule.Name switch
        {
            "$ref" => Fault(definitions.GetProperty(rule.Value.GetString()!["common.schema.json#/$defs/".Length..]), definitions, value, path),
            "properties" when isObject => value.EnumerateObject()
                .Where(m => rule.Value.TryGetProperty(m.Name, out _))
                .Select(m => Fault(rule.Value.GetProperty(m.Name), definitions, m.Value, $"{path}.{m.Name}"))
                .FirstOrDefault(f => f is not null),
            "items" when isArray => value.EnumerateArray().Select((item, at) => Fault(rule.Value, definitions, item, $"{path}[{at}]")).FirstOrDefault(f => f is not null),
            "oneOf" when rule.Value.EnumerateArray().Count(s => Fault(s, definitions, value, path) is null) != 1 => $"{path}: oneOf",
            "prefixItems" when isArray => value.EnumerateArray().Zip(rule.Value.EnumerateArray(), (item, s) => Fault(s, definitions, item, path)).FirstOrDefault(f => f is not null),
            _ => null,
        };
    }
}
