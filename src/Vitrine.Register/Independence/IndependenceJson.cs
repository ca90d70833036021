using System.Text.Json;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>An answer as JSON (docs/formats/bar.md).</summary>
public static class IndependenceJson
{
    /// <summary>Writes the answer as one object.</summary>
    public static void WriteTo(this IndependenceAnswer answer, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("verdict", RegisterRows.Word(answer.Verdict));
        json.WriteString("sentence", answer.Sentence());
        json.WriteString("subject", answer.Subject.Id);
        json.WriteString("against", answer.Against.Id);
        json.WriteString("on", Day(answer.On));
        json.WriteStartObject("bar");
        json.WriteString("name", answer.Bar.Name);
        json.WriteString("source", answer.Bar.Source);
        json.WriteEndObject();
        json.WriteStartObject("names");
        foreach (var (id, name) in answer.Names)
        {
            json.WriteString(id, name);
        }

        json.WriteEndObject();
        json.WriteStartArray("paths");
        foreach (var path in answer.Paths)
        {
            WritePath(path, json);
        }

        json.WriteEndArray();
        json.WriteNumber("pathsLeftOut", answer.PathsLeftOut);
        json.WriteStartArray("missing");
        foreach (var fact in answer.Missing)
        {
            WriteFact(fact, json);
        }

        json.WriteEndArray();
        json.WritePropertyName("accreditations");
        JsonSerializer.Serialize(json, answer.Accreditations, ActJson.Options);
        json.WriteEndObject();
    }

    private static void WritePath(TiePath path, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("rule", RegisterRows.Word(path.Rule.Topic));
        json.WriteString("weight", RegisterRows.Word(path.Weight));
        json.WriteString("sentence", path.Describe());
        json.WritePropertyName("share");
        JsonSerializer.Serialize(json, path.Share, ActJson.Options);
        json.WriteStartArray("steps");
        foreach (var step in path.Steps)
        {
            json.WriteStartObject();
            json.WriteString("from", step.From);
            json.WriteString("to", step.To);
            json.WritePropertyName("claims");
            JsonSerializer.Serialize(json, step.Claims, ActJson.Options);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFact(MissingFact fact, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("kind", RegisterRows.Word(fact.Kind));
        json.WriteString("entity", fact.Entity);
        json.WriteNumber("percent", fact.Percent);
        json.WritePropertyName("reasons");
        JsonSerializer.Serialize(json, fact.Reasons, ActJson.Options);
        json.WritePropertyName("claims");
        JsonSerializer.Serialize(json, fact.Claims, ActJson.Options);
        json.WriteEndObject();
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd");
}
