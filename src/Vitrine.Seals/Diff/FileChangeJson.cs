using System.Text.Json;

namespace Vitrine.Seals;

/// <summary>What programs are told of files that changed: by <c>vitrine diff --json</c> and by the room's page of changes.</summary>
public static class FileChangeJson
{
    /// <summary>The member <c>files</c>, in the order that is given.</summary>
    public static void WriteFiles(Utf8JsonWriter json, IEnumerable<FileChange> files)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(files);
        json.WriteStartArray("files");
        foreach (var file in files)
        {
            json.WriteStartObject();
            json.WriteString("path", file.Path);
            json.WriteString("kind", file.Kind.ToString().ToLowerInvariant());
            json.WriteString("from", file.From);
            json.WriteNumber("added", file.AddedLines);
            json.WriteNumber("removed", file.RemovedLines);
            json.WriteNumber("moved", file.MovedLines);
            json.WriteNumber("rank", file.Rank);
            Texts(json, "reasons", file.Reasons);
            json.WriteStartObject("functions");
            Texts(json, "changed", file.Functions.Changed);
            Texts(json, "added", file.Functions.Added);
            Texts(json, "removed", file.Functions.Removed);
            json.WriteStartArray("gained");
            foreach (var call in file.Functions.Gained)
            {
                json.WriteStartObject();
                json.WriteString("function", call.Function);
                json.WriteString("call", call.Call);
                json.WriteString("why", call.Why);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
