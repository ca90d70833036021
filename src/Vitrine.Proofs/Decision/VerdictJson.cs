using System.Collections.Immutable;
using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>Spells a verdict: every member is always there, null where nothing is known.</summary>
internal static class VerdictJson
{
    internal static byte[] Write(Verdict verdict) => CanonicalJson.From(writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("accepted", verdict.Accepted);
        writer.WriteStartArray("reasons");
        foreach (var reason in verdict.Reasons)
        {
            writer.WriteStartObject();
            writer.WriteString("code", reason.Code.Word());
            writer.WriteString("message", reason.Message);
            writer.WriteString("satisfy", reason.Satisfy);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteTexts("assumptions", verdict.Assumptions);
        Release(writer, verdict.Release);
        if (Open(writer, "certificate", verdict.Certificate))
        {
            Certificate(writer, verdict.Certificate!);
        }

        writer.WriteStartArray("certificates");
        foreach (var certificate in verdict.Certificates)
        {
            writer.WriteStartObject();
            Certificate(writer, certificate);
        }

        writer.WriteEndArray();
        Rebuild(writer, verdict.Rebuild);
        Status(writer, verdict.Status);
        Lists(writer, verdict.Lists);
        Log(writer, verdict.Log);
        writer.WriteEndObject();
    });

    private static void Release(Utf8JsonWriter writer, ReleaseFacts? release)
    {
        if (!Open(writer, "release", release))
        {
            return;
        }

        writer.WriteString("product", release!.Said.Product);
        writer.WriteString("version", release.Said.Version);
        writer.WriteString("channel", release.Said.Channel);
        writer.WriteString("vendor", release.Said.Vendor);
        writer.WriteString("seal", release.Said.Seal.ToHex());
        writer.WriteTime("released", release.Said.Released);
        writer.WriteString("revision", release.Said.Revision);
        writer.WriteString("file", release.Name);
        writer.WriteString("statement", release.Statement.ToHex());
        writer.WriteString("key", release.Key.ToHex());
        writer.WriteNumber("index", release.Index.Value);
        writer.WriteEndObject();
    }

    private static void Certificate(Utf8JsonWriter writer, CertificateFacts certificate)
    {
        var said = certificate.Said;
        writer.WriteString("engagement", said.Engagement);
        said.Laboratory.Write(writer);
        writer.WriteString("tier", said.Tier.Word());
        said.Scope.Write(writer);
        said.Coverage.Write(writer);
        said.Findings.Write(writer);
        writer.WriteTime("issued", said.Issued);
        writer.WriteTime("validUntil", said.ValidUntil);
        writer.WriteString("review", certificate.Review.ToHex());
        writer.WriteString("summary", certificate.Summary.ToHex());
        writer.WriteString("key", certificate.Key.ToHex());
        writer.WriteNumber("index", certificate.Index.Value);
        writer.WriteEndObject();
    }

    private static void Rebuild(Utf8JsonWriter writer, RebuildFacts? rebuild)
    {
        if (!Open(writer, "rebuild", rebuild))
        {
            return;
        }

        writer.WriteString("builder", rebuild!.Builder);
        writer.WriteString("verdict", rebuild.Comparison.Verdict.Word());
        writer.WriteString("rebuilt", rebuild.Comparison.Rebuilt.ToHex());
        writer.WriteStartArray("normalisers");
        foreach (var normaliser in rebuild.Comparison.Normalisers)
        {
            normaliser.Write(writer);
        }

        writer.WriteEndArray();
        writer.WriteString("statement", rebuild.Statement.ToHex());
        writer.WriteString("key", rebuild.Key.ToHex());
        writer.WriteNumber("index", rebuild.Index.Value);
        writer.WriteEndObject();
    }

    private static void Status(Utf8JsonWriter writer, StatusFacts? status)
    {
        if (!Open(writer, "status", status))
        {
            return;
        }

        writer.WriteNumber("number", status!.Number);
        writer.WriteTime("issued", status.Issued);
        writer.WriteTime("expires", status.Expires);
        writer.WriteString("statement", status.Statement.ToHex());
        writer.WriteBoolean("held", status.Held);
        writer.WriteEndObject();
    }

    private static void Lists(Utf8JsonWriter writer, ImmutableArray<ListFacts> lists)
    {
        writer.WriteStartArray("lists");
        foreach (var list in lists)
        {
            writer.WriteStartObject();
            writer.WriteString("name", list.Name);
            writer.WriteDay("date", list.Date);
            writer.WriteString("digest", list.Digest.ToHex());
            writer.WriteBoolean("listed", list.Listed);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Log(Utf8JsonWriter writer, LogFacts? log)
    {
        if (!Open(writer, "log", log))
        {
            return;
        }

        writer.WriteString("origin", log!.Origin);
        writer.WriteNumber("size", log.Size.Value);
        writer.WriteString("root", log.Root.ToHex());
        writer.WriteTexts("witnesses", log.Witnesses);
        writer.WriteEndObject();
    }

    private static bool Open(Utf8JsonWriter writer, string name, object? facts)
    {
        if (facts is null)
        {
            writer.WriteNull(name);
            return false;
        }

        writer.WriteStartObject(name);
        return true;
    }
}
