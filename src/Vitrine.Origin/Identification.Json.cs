using System.Text.Json;
using Vitrine.Register;

namespace Vitrine.Origin;

/// <summary>An identification as JSON (docs/formats/origin.md).</summary>
public static class IdentificationJson
{
    /// <summary>Writes one object: path, digest, size, format, status, reason, matches[], nearest.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="found">What was found.</param>
    /// <param name="lists">The list entries that a match hits.</param>
    public static void Write(Utf8JsonWriter json, Identification found, Func<OriginMatch, IReadOnlyList<ListHit>> lists)
    {
        json.WriteStartObject();
        json.WriteString("path", found.Path);
        json.WriteString("digest", found.Digest.ToHex());
        json.WriteNumber("size", found.Size);
        json.WriteString("format", found.Format);
        json.WriteString("status", found.Status.ToString().ToLowerInvariant());
        json.WriteString("reason", found.Reason);
        json.WriteStartArray("matches");
        foreach (var match in found.Matches)
        {
            Write(json, match, lists(match));
        }

        json.WriteEndArray();
        if (found.Nearest is { } nearest)
        {
            json.WriteStartObject("nearest");
            json.WriteString("vendor", nearest.Vendor);
            json.WriteString("product", nearest.Product);
            json.WriteNumber("confidence", Math.Round(nearest.Confidence, 3));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, OriginMatch match, IReadOnlyList<ListHit> lists)
    {
        json.WriteStartObject();
        json.WriteString("vendor", match.Vendor);
        json.WriteString("product", match.Product);
        json.WriteStartArray("versions");
        foreach (var version in match.Versions)
        {
            json.WriteStringValue(version);
        }

        json.WriteEndArray();
        json.WriteStartArray("named");
        foreach (var version in match.Named)
        {
            json.WriteStringValue(version);
        }

        json.WriteEndArray();
        json.WriteString("file", match.LearnedFile);
        json.WriteNumber("confidence", Math.Round(match.Confidence, 3));
        json.WriteNumber("share", Math.Round(match.Share, 3));
        json.WriteStartObject("found");
        for (var kind = 0; kind < FeatureClasses.Count; kind++)
        {
            json.WriteNumber(((FeatureClass)kind).ToWord(), match.Found[kind]);
        }

        json.WriteEndObject();
        json.WriteStartArray("independent");
        foreach (var group in match.Independent)
        {
            json.WriteStringValue(group.ToWord());
        }

        json.WriteEndArray();
        json.WriteStartArray("evidence");
        foreach (var one in match.Evidence)
        {
            json.WriteStartObject();
            json.WriteString("class", one.Kind.ToWord());
            json.WriteNumber("offset", one.Offset);
            json.WriteString("seen", one.Seen);
            json.WriteNumber("weight", one.Weight);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("lists");
        foreach (var hit in lists)
        {
            hit.WriteTo(json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
