using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Vitrine.Artifacts;

public sealed partial class Comparison
{
    private static readonly JsonWriterOptions _jsonOptions = new() { Indented = true, NewLine = "\n" };

    /// <summary>The whole comparison as UTF-8 JSON, indented, ending without a line feed.</summary>
    /// <param name="capabilities">What the two were seen to differ in; then <c>capabilities</c> is written too.</param>
    public string ToJson(CapabilityDifference? capabilities = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, _jsonOptions))
        {
            json.WriteStartObject();
            json.WriteString("verdict", Verdict.ToWord());
            json.WriteStartArray("explanations");
            foreach (var explanation in Explanations)
            {
                WriteExplanation(json, explanation);
            }

            json.WriteEndArray();
            json.WriteStartArray("differences");
            foreach (var difference in Differences)
            {
                json.WriteStartObject();
                json.WriteString("member", difference.Member);
                json.WriteString("kind", difference.Kind.ToWord());
                json.WriteString("name", difference.Name);
                json.WriteString("what", difference.What);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteNumber("differencesOmitted", DifferencesOmitted);
            if (capabilities is not null)
            {
                CapabilityJson.WriteDifference(json, "capabilities", capabilities);
            }

            WriteFile(json, "a", A);
            WriteFile(json, "b", B);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteExplanation(Utf8JsonWriter json, Explanation explanation)
    {
        json.WriteStartObject();
        json.WriteString("normaliser", explanation.Normaliser);
        json.WriteNumber("version", explanation.Version);
        json.WriteString("kind", explanation.Kind.ToWord());
        json.WriteString("member", explanation.Member);
        json.WriteString("what", explanation.What);
        json.WriteStartArray("ranges");
        foreach (var range in explanation.Ranges)
        {
            json.WriteStartObject();
            json.WriteString("side", range.Side == Side.A ? "a" : "b");
            json.WriteNumber("offset", range.Offset);
            json.WriteNumber("length", range.Length);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("rangesOmitted", explanation.RangesOmitted);
        json.WriteEndObject();
    }

    private static void WriteFile(Utf8JsonWriter json, string name, ComparedFile file)
    {
        json.WriteStartObject(name);
        json.WriteString("name", file.Name);
        json.WriteNumber("size", file.Size);
        json.WriteString("sha256", file.Digest.ToHex());
        json.WriteEndObject();
    }
}
