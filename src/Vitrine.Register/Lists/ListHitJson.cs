using System.Globalization;
using System.Text.Json;

namespace Vitrine.Register;

/// <summary>A hit as machine output: <c>{list,entry,name,since,until,clause,source,score,way,why[],through[]}</c>; days as <c>2022-03-25</c>, the score to three places.</summary>
public static class ListHitJson
{
    /// <summary>Writes the hit as one object.</summary>
    public static void WriteTo(this ListHit hit, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("list", hit.List);
        json.WriteString("entry", hit.Entry);
        json.WriteString("name", hit.Name);
        json.WriteString("since", Day(hit.Since));
        json.WriteString("until", hit.Until is { } until ? Day(until) : null);
        json.WriteString("clause", hit.Clause);
        json.WriteString("source", hit.Source);
        json.WriteNumber("score", Math.Round(hit.Score, 3));
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

    /// <summary>A day as machine output has it, in every culture.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
