using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>
/// Writes a screening as SARIF 2.1.0 (OASIS standard, 27 March 2020; errata 01, 28 August 2023). It names paths and lines, and holds digests of contents, so it is as
/// confidential as the files.
/// </summary>
public static class Sarif
{
    /// <summary>The key of the fingerprints: SHA-256 of "vitrine-finding-v1", the rule, the content's digest, the line and the column.</summary>
    public const string FingerprintName = "vitrine/v1";

    private const string SchemaAddress = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    /// <summary>UTF-8 JSON; the same result gives the same bytes.</summary>
    public static byte[] Write(ScreeningResult result, SealRoot root, string toolVersion) => Write(result, root, toolVersion, FrozenDictionary<Digest, FindingWaiver>.Empty);

    /// <summary>UTF-8 JSON; findings that are waived, by <see cref="FindingAnchor"/>, are told as suppressed.</summary>
    public static byte[] Write(ScreeningResult result, SealRoot root, string toolVersion, IReadOnlyDictionary<Digest, FindingWaiver> waivers)
    {
        ArgumentNullException.ThrowIfNull(waivers);
        ArgumentNullException.ThrowIfNull(result);
        ArgumentException.ThrowIfNullOrEmpty(toolVersion);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", SchemaAddress);
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            WriteTool(json, toolVersion);
            json.WriteStartObject("automationDetails");
            json.WriteString("id", $"vitrine/screening/{root}");
            json.WriteEndObject();
            json.WriteString("columnKind", "utf16CodeUnits");
            WriteInvocation(json, result);
            WriteResults(json, result, waivers);
            json.WriteStartObject("properties");
            json.WriteString("vitrineRoot", root.ToString());
            json.WriteNumber("files", result.Files);
            json.WriteNumber("bytes", result.Bytes);
            json.WriteBoolean("partial", result.Partial);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A path as a relative reference (RFC 3986): each name percent-encoded, so that none is taken for a scheme or a fragment.</summary>
    public static string RelativeUri(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
    }

    private static void WriteTool(Utf8JsonWriter json, string toolVersion)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "Vitrine");
        json.WriteString("version", toolVersion);
        json.WriteStartArray("rules");
        foreach (var rule in Screening.Rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            WriteText(json, "shortDescription", rule.Title);
            WriteText(json, "fullDescription", rule.Description);
            WriteText(json, "help", rule.FalsePositives);
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", Level(rule.Severity));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteInvocation(Utf8JsonWriter json, ScreeningResult result)
    {
        json.WriteStartArray("invocations");
        json.WriteStartObject();
        json.WriteBoolean("executionSuccessful", true);
        json.WriteStartArray("toolExecutionNotifications");
        foreach (var cut in result.Cuts)
        {
            json.WriteStartObject();
            json.WriteString("level", "warning");
            WriteText(json, "message", cut.What);
            if (cut.Path is { } path)
            {
                json.WriteStartArray("locations");
                json.WriteStartObject();
                WritePlace(json, path, null, null);
                json.WriteEndObject();
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteResults(Utf8JsonWriter json, ScreeningResult result, IReadOnlyDictionary<Digest, FindingWaiver> waivers)
    {
        var indexes = Screening.Rules.Index().ToDictionary(rule => rule.Item.Id, rule => rule.Index, StringComparer.Ordinal);
        json.WriteStartArray("results");
        foreach (var finding in result.Findings)
        {
            json.WriteStartObject();
            json.WriteString("ruleId", finding.Rule);
            if (indexes.TryGetValue(finding.Rule, out var index))
            {
                json.WriteNumber("ruleIndex", index);
            }

            json.WriteString("level", Level(finding.Severity));
            WriteText(json, "message", finding.Message);
            json.WriteStartArray("locations");
            json.WriteStartObject();
            WritePlace(json, finding.Path, finding.Line, finding.Column);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteStartObject("partialFingerprints");
            json.WriteString(FingerprintName, Fingerprint(finding).ToHex());
            json.WriteEndObject();
            if (waivers.TryGetValue(FindingAnchor.Of(finding), out var waiver))
            {
                WriteSuppression(json, waiver);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSuppression(Utf8JsonWriter json, FindingWaiver waiver)
    {
        json.WriteStartArray("suppressions");
        json.WriteStartObject();
        json.WriteString("kind", "external");
        json.WriteString("status", "accepted");
        json.WriteString("justification", string.Create(CultureInfo.InvariantCulture, $"{waiver.Reason} (by {waiver.By}, until {waiver.Until:yyyy-MM-dd})"));
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WritePlace(Utf8JsonWriter json, string path, int? line, int? column)
    {
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", RelativeUri(path));
        json.WriteEndObject();
        if (line is { } startLine)
        {
            json.WriteStartObject("region");
            json.WriteNumber("startLine", startLine);
            if (column is { } startColumn)
            {
                json.WriteNumber("startColumn", startColumn);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    /// <summary>Of the content, not of the path, so that it outlives a move; and not of the secret, which could be guessed from it.</summary>
    private static Digest Fingerprint(ScreeningFinding finding) => Digest.Of(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"vitrine-finding-v1\n{finding.Rule}\n{finding.Content.ToHex()}\n{finding.Line ?? 0}\n{finding.Column ?? 0}\n")));

    private static string Level(ScreeningSeverity severity) => severity switch
    {
        ScreeningSeverity.High => "error",
        ScreeningSeverity.Medium => "warning",
        _ => "note",
    };
}
