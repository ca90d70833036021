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
            json.WriteString("version", Day(version.Date));
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
        json.WriteString("on", Day(on));
        json.WriteStartArray("lists");
        foreach (var version in lists.Select(list => list.AsOf(on)))
        {
            json.WriteStartObject();
            json.WriteString("list", version.List);
            json.WriteString("version", Day(version.Date));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("hits");
        foreach (var hit in hits)
        {
            WriteHit(json, hit);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteHit(Utf8JsonWriter json, ListHit hit)
    {
        json.WriteStartObject();
        json.WriteString("list", hit.List);
        json.WriteString("entry", hit.Entry);
        json.WriteString("name", hit.Name);
        json.WriteString("since", Day(hit.Since));
        json.WriteString("until", hit.Until is { } until ? Day(until) : null);
        json.WriteString("clause", hit.Clause);
        json.WriteString("source", hit.Source);
        json.WriteNumber("score", hit.Score);
        json.WriteString("way", JsonNamingPolicy.CamelCase.ConvertName(hit.Way.ToString()));
        foreach (var (member, lines) in (ReadOnlySpan<(string, IEnumerable<string>)>)[("why", hit.Why), ("through", hit.Through)])
        {
            json.WriteStartArray(member);
            foreach (var line in lines)
            {
                json.WriteStringValue(line);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd");
}
