using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>What changed, for programs: a page of the list, or lines of one file (docs/design/diff.md).</summary>
public static class ChangesJson
{
    /// <summary>A page of the list, or of a file's lines, as the page shows them.</summary>
    public static byte[] Of(ChangesView view, TreeChanges changes, string? nextFrom)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("older", view.Older);
            json.WriteString("newer", view.Newer);
            json.WriteString("olderVersion", view.EarlierVersion);
            json.WriteString("summary", view.Summary.Functions);
            json.WriteNumber("fileCount", changes.Files.Length);
            if (view.List is { } list)
            {
                List(json, changes.Files.Skip(list.First - 1).Take(list.Rows.Length));
            }

            if (view.File is { } file)
            {
                Lines(json, file);
            }

            json.WriteString("next", nextFrom);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void List(Utf8JsonWriter json, IEnumerable<FileChange> files)
    {
        json.WriteStartArray("files");
        foreach (var file in files)
        {
            json.WriteStartObject();
            json.WriteString("path", file.Path);
            json.WriteString("kind", ChangesModel.Kind(file.Kind).ToLowerInvariant());
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

    private static void Lines(Utf8JsonWriter json, ChangedFile file)
    {
        json.WriteString("path", file.Change.Path);
        json.WriteString("from", file.Change.From);
        json.WriteString("refusal", file.Refusal);
        json.WriteStartArray("lines");
        foreach (var line in file.Places.SelectMany(place => place.Lines))
        {
            json.WriteStartObject();
            json.WriteString("mark", line.Mark.ToString().ToLowerInvariant());
            Number(json, "old", line.Old);
            Number(json, "new", line.New);
            json.WriteString("text", string.Concat(line.Spans.Select(span => span.Text)));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter json, string name, int? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void Texts(Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
