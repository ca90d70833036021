using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Vitrine.Artifacts;

public sealed partial class CapabilityReport
{
    private static readonly JsonWriterOptions _jsonOptions = new() { Indented = true, NewLine = "\n" };

    /// <summary>The report as UTF-8 JSON, indented, ending without a line feed. docs/formats/artifacts.md names its members.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, _jsonOptions))
        {
            json.WriteStartObject();
            json.WriteString("name", Name);
            json.WriteNumber("size", Size);
            json.WriteString("sha256", Digest.ToHex());
            json.WriteNumber("members", Members);
            CapabilityJson.WriteList(json, "capabilities", Capabilities);
            json.WriteNumber("capabilitiesOmitted", CapabilitiesOmitted);
            json.WriteStartArray("notOpened");
            foreach (var member in NotOpened)
            {
                json.WriteStartObject();
                json.WriteString("member", member.Path);
                json.WriteString("reason", member.Fault!.Reason.ToWord());
                json.WriteNumber("offset", member.Fault.Offset);
                json.WriteString("what", member.Fault.Message);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteBoolean("possiblyIncomplete", true);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}

/// <summary>How capabilities stand in JSON, alone and within a comparison.</summary>
internal static class CapabilityJson
{
    public static void WriteDifference(Utf8JsonWriter json, string name, CapabilityDifference difference)
    {
        json.WriteStartObject(name);
        WriteList(json, "gained", difference.Gained);
        WriteList(json, "lost", difference.Lost);
        json.WriteNumber("notOpened", difference.NotOpened);
        json.WriteBoolean("possiblyIncomplete", true);
        json.WriteEndObject();
    }

    public static void WriteList(Utf8JsonWriter json, string name, ImmutableArray<Capability> capabilities)
    {
        json.WriteStartArray(name);
        foreach (var capability in capabilities)
        {
            json.WriteStartObject();
            json.WriteString("kind", capability.Kind.ToWord());
            json.WriteString("rule", capability.Rule);
            json.WriteString("subject", capability.Subject);
            json.WriteString("title", capability.Title);
            json.WriteStartArray("evidence");
            foreach (var evidence in capability.Evidence)
            {
                json.WriteStartObject();
                json.WriteString("member", evidence.Member);
                json.WriteNumber("offset", evidence.Offset);
                json.WriteString("seen", evidence.Seen);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteNumber("evidenceOmitted", capability.EvidenceOmitted);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
