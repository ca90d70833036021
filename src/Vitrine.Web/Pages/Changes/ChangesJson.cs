using System.Buffers;
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
                FileChangeJson.WriteFiles(json, changes.Files.Skip(list.First - 1).Take(list.Rows.Length));
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
}
