using System.Collections.Immutable;
using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>One shipped file against its rebuilt twin.</summary>
/// <param name="Name">The shipped file's name.</param>
/// <param name="Shipped">SHA-256 of the shipped file.</param>
/// <param name="Rebuilt">SHA-256 of the rebuilt file.</param>
/// <param name="Verdict">How they compare.</param>
/// <param name="Normalisers">What explains the differences; none where there are none.</param>
public sealed record RebuildComparison(string Name, Digest Shipped, Digest Rebuilt, RebuildVerdict Verdict, ImmutableArray<AppliedNormaliser> Normalisers)
{
    internal static RebuildComparison Read(JsonMembers members)
    {
        var annotations = members.Object("annotations");
        var read = new RebuildComparison(
            members.Text("name"),
            members.DigestSet("digest", Subject.Sha256),
            annotations.Digest("rebuilt"),
            (RebuildVerdict)annotations.Word("verdict", RebuildVerdicts.Words),
            annotations.Array("normalisers", 1024, AppliedNormaliser.Read));
        annotations.End();
        members.End();
        if (read.Verdict == RebuildVerdict.Identical && read.Shipped != read.Rebuilt)
        {
            throw annotations.Fault("verdict", "is \"identical\", but the digests differ");
        }

        return read;
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("name", Name);
        writer.WriteDigestSet("digest", Subject.Sha256, Shipped);
        writer.WriteStartObject("annotations");
        writer.WriteString("verdict", Verdict.Word());
        writer.WriteString("rebuilt", Rebuilt.ToHex());
        writer.WriteStartArray("normalisers");
        foreach (var normaliser in Normalisers)
        {
            normaliser.Write(writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}

/// <summary>A named pass that explains a difference.</summary>
public sealed record AppliedNormaliser(string Name, string Version, string Explanation)
{
    internal static AppliedNormaliser Read(JsonMembers members)
    {
        var read = new AppliedNormaliser(members.Text("name", 255), members.Text("version", 255), members.Text("explanation"));
        members.End();
        return read;
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("name", Name);
        writer.WriteString("version", Version);
        writer.WriteString("explanation", Explanation);
        writer.WriteEndObject();
    }
}
