using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>A table of the register as machines get it: the same rows as the page's, in CSV or JSON.</summary>
/// <param name="Name">What it is, as in its address: "certificates".</param>
/// <param name="Definition">What one row is, and what it is not; a whole sentence or two.</param>
/// <param name="AsOf">The moment that it reads as.</param>
/// <param name="Columns">Names in camel case.</param>
/// <param name="Rows">Values: text, whole number, time, day, truth, or null.</param>
public sealed record RegisterTable(string Name, string Definition, DateTimeOffset AsOf, IReadOnlyList<string> Columns, IReadOnlyList<object?[]> Rows)
{
    /// <summary>Its bytes as CSV.</summary>
    public byte[] ToCsv()
    {
        var text = new StringBuilder();
        CsvText.Write(text, Columns);
        foreach (var row in Rows)
        {
            CsvText.Write(text, row.Select(Text));
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Its bytes as one JSON object: what it is, as of when, by which question, and the rows.</summary>
    /// <param name="centre">The centre's name.</param>
    /// <param name="query">The query of the address it answers; empty for all.</param>
    public byte[] ToJson(string centre, string query)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("table", Name);
            json.WriteString("definition", Definition);
            json.WriteString("centre", centre);
            json.WriteString("asOf", UtcTime.Format(AsOf));
            json.WriteString("query", query);
            json.WriteNumber("count", Rows.Count);
            json.WriteStartArray("rows");
            foreach (var row in Rows)
            {
                json.WriteStartObject();
                for (var i = 0; i < Columns.Count; i++)
                {
                    Write(json, Columns[i], row[i]);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        DateTimeOffset at => UtcTime.Format(at),
        DateOnly day => day.ToString("yyyy-MM-dd"),
        bool truth => truth ? "true" : "false",
        Digest digest => digest.ToHex(),
        Enum word => Word(word),
        int number => number.ToString(),
        long number => number.ToString(),
        _ => throw new ArgumentException($"A table holds no {value.GetType().Name}.", nameof(value)),
    };

    private static string Word(Enum word) => JsonNamingPolicy.CamelCase.ConvertName(word.ToString());

    private static void Write(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNull(name);
                break;
            case bool truth:
                json.WriteBoolean(name, truth);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case long number:
                json.WriteNumber(name, number);
                break;
            default:
                json.WriteString(name, Text(value));
                break;
        }
    }
}
