using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vitrine.Proofs.Tests;

/// <summary>Copies of a document with one member left out, null or added.</summary>
internal static class JsonEdits
{
    /// <summary>At every place but below the <paramref name="open"/> members; the <paramref name="optional"/> ones are never left out.</summary>
    internal static IEnumerable<byte[]> Of(byte[] json, string[] optional, string[] open)
    {
        foreach (var (path, names) in Objects(JsonNode.Parse(json)!, [], open).ToList())
        {
            yield return Edit(json, path, o => o["unknown"] = 1);
            foreach (var name in names)
            {
                yield return Edit(json, path, o => o[name] = null);
                if (!optional.Contains(name))
                {
                    yield return Edit(json, path, o => o.Remove(name));
                }
            }
        }
    }

    /// <summary>For every byte of JSON Lines, the name of the member in whose value it lies; empty between values.</summary>
    internal static string[] Members(byte[] bundle)
    {
        var members = new string[bundle.Length];
        Array.Fill(members, "");
        var start = 0;
        foreach (var line in Encoding.UTF8.GetString(bundle).TrimEnd('\n').Split('\n').Select(Encoding.UTF8.GetBytes))
        {
            var reader = new Utf8JsonReader(line);
            var name = "";
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    name = reader.GetString()!;
                }
                else if (reader.TokenType == JsonTokenType.String)
                {
                    Array.Fill(members, name, start + (int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
                }
            }

            start += line.Length + 1;
        }

        return members;
    }

    private static IEnumerable<(object[] Path, List<string> Names)> Objects(JsonNode? node, object[] path, string[] open) => node switch
    {
        JsonObject o => [(path, [.. o.Select(m => m.Key)]), .. o.Where(m => !open.Contains(m.Key)).SelectMany(m => Objects(m.Value, [.. path, m.Key], open))],
        JsonArray a => a.SelectMany((item, at) => Objects(item, [.. path, at], open)),
        _ => [],
    };

    private static byte[] Edit(byte[] json, object[] path, Action<JsonObject> change)
    {
        var root = JsonNode.Parse(json)!;
        change(path.Aggregate(root, (node, step) => step is string name ? node[name]! : node[(int)step]!).AsObject());
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }
}
