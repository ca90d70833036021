using System.Text.Json;
using Vitrine.Register;

namespace Vitrine.Cli;

/// <summary>Lists and answers of lists as JSON (docs/formats/list.md).</summary>
internal static class ListsJson
{
    public static void WriteLists(Utf8JsonWriter json, IReadOnlyList<PublishedList> lists)
    {
        json.WriteStartArray();
        foreach (var version in lists.SelectMany(list => list.Versions))
        {
            json.WriteStartObject();
            json.WriteString("list", version.List);
            json.WriteString("title", version.Title);
            json.WriteString("publisher", version.Publisher);
            json.WriteString("version", ListHitJson.Day(version.Date));
            json.WriteString("source", version.Source);
            json.WriteNumber("entries", version.Entries);
            json.WriteString("document", version.Document.ToHex());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteEntries(Utf8JsonWriter json, ListVersion version, DateOnly on, IReadOnlyList<ListEntry> entries)
    {
        json.WriteStartObject();
        json.WriteString("list", version.List);
        json.WriteString("version", ListHitJson.Day(version.Date));
        json.WriteString("on", ListHitJson.Day(on));
        json.WriteStartArray("entries");
        foreach (var entry in entries)
        {
            json.WriteStartObject();
            json.WriteString("entry", entry.Id);
            Write(json, "names", entry.Names);
            json.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(entry.Kind.ToString()));
            Write(json, "countries", entry.Countries);
            Write(json, "identifiers", entry.Identifiers);
            json.WriteString("since", ListHitJson.Day(entry.Since));
            json.WriteString("until", entry.Until is { } until ? ListHitJson.Day(until) : null);
            json.WriteString("clause", entry.Clause);
            json.WriteString("source", entry.Source);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string member, IEnumerable<string> texts)
    {
        json.WriteStartArray(member);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    public static void WriteAnswer(Utf8JsonWriter json, string name, DateOnly on, IReadOnlyList<PublishedList> lists, ListHits hits)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("on", ListHitJson.Day(on));
        json.WriteStartArray("lists");
        foreach (var version in lists.Select(list => list.AsOf(on)))
        {
            json.WriteStartObject();
            json.WriteString("list", version.List);
            json.WriteString("version", ListHitJson.Day(version.Date));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("hits");
        foreach (var hit in hits)
        {
            hit.WriteTo(json);
        }

        json.WriteEndArray();
        json.WriteNumber("left", hits.Left);
        json.WriteEndObject();
    }
}
