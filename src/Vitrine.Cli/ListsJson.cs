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

    public static void WriteAnswer(Utf8JsonWriter json, string name, DateOnly on, IReadOnlyList<PublishedList> lists, IReadOnlyList<ListHit> hits)
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
        json.WriteEndObject();
    }
}
