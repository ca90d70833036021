using System.Collections.Immutable;
using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>What a laboratory concluded.</summary>
public enum ReviewConclusion
{
    /// <summary>The certificate stands beside the review.</summary>
    Certified,

    /// <summary>The laboratory refuses to certify.</summary>
    Refused,
}

/// <summary>The part of a seal that was disclosed.</summary>
/// <param name="Include">Globs that disclose.</param>
/// <param name="Exclude">Globs that take away again.</param>
/// <param name="Files">Files disclosed.</param>
/// <param name="FilesTotal">Files in the seal.</param>
/// <param name="Bytes">Bytes disclosed.</param>
public sealed record ReviewScope(ImmutableArray<string> Include, ImmutableArray<string> Exclude, ulong Files, ulong FilesTotal, ulong Bytes)
{
    private const int MaxGlobs = 1024;

    internal static ReviewScope Read(JsonMembers members)
    {
        var read = new ReviewScope(
            members.Texts("include", MaxGlobs),
            members.Texts("exclude", MaxGlobs),
            members.Count("files"),
            members.Count("filesTotal"),
            members.Count("bytes"));
        members.End();
        return read.Files <= read.FilesTotal ? read : throw members.Fault("files", "is more than filesTotal");
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("scope");
        writer.WriteTexts("include", Include);
        writer.WriteTexts("exclude", Exclude);
        writer.WriteNumber("files", Files);
        writer.WriteNumber("filesTotal", FilesTotal);
        writer.WriteNumber("bytes", Bytes);
        writer.WriteEndObject();
    }
}

/// <summary>What was delivered to reviewers' screens. Delivered, not understood.</summary>
/// <param name="LinesDelivered">Lines in scope that were delivered at least once.</param>
/// <param name="LinesInScope">Lines in scope.</param>
/// <param name="People">How many people they were delivered to.</param>
/// <param name="Minutes">Minutes of session time, where it is said.</param>
/// <param name="Carried">Lines in scope that were not delivered in this review, but in an earlier one, in a content that did not change; newest review first, each line once. Default: none is said.</param>
public sealed record ReviewCoverage(ulong LinesDelivered, ulong LinesInScope, ulong People, ulong? Minutes = null, ImmutableArray<CarriedCoverage> Carried = default)
{
    /// <summary>The most earlier reviews from which coverage is carried over.</summary>
    public const int MaxCarried = 64;

    /// <summary>All lines that are carried over; none of them is in <see cref="LinesDelivered"/>.</summary>
    public ulong LinesCarried => Carried.IsDefault ? 0 : Carried.Aggregate(0UL, static (sum, one) => sum + one.Lines);

    /// <summary>Whether both say the same.</summary>
    public bool Equals(ReviewCoverage? other) =>
        other is not null
        && (LinesDelivered, LinesInScope, People, Minutes) == (other.LinesDelivered, other.LinesInScope, other.People, other.Minutes)
        && (Carried.IsDefault ? other.Carried.IsDefaultOrEmpty : !other.Carried.IsDefault && Carried.SequenceEqual(other.Carried));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(LinesDelivered, LinesInScope, People, Minutes);

    internal static ReviewCoverage Read(JsonMembers members)
    {
        var read = new ReviewCoverage(
            members.Count("linesDelivered"),
            members.Count("linesInScope"),
            members.Count("people"),
            members.OptionalCount("minutes"),
            members.Has("carried") ? members.Array("carried", MaxCarried, CarriedCoverage.Read) : default);
        members.End();
        return read.LinesDelivered > read.LinesInScope ? throw members.Fault("linesDelivered", "is more than linesInScope")
            : read.LinesCarried > read.LinesInScope - read.LinesDelivered ? throw members.Fault("carried", "counts more lines than were left")
            : read;
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("coverage");
        writer.WriteNumber("linesDelivered", LinesDelivered);
        writer.WriteNumber("linesInScope", LinesInScope);
        writer.WriteNumber("people", People);
        if (Minutes is { } minutes)
        {
            writer.WriteNumber("minutes", minutes);
        }

        if (!Carried.IsDefault)
        {
            writer.WriteStartArray("carried");
            foreach (var one in Carried)
            {
                one.Write(writer);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}

/// <summary>What an earlier review by the same laboratory lends to this one. Delivered then, unchanged since; not looked at again.</summary>
/// <param name="Engagement">The earlier engagement.</param>
/// <param name="Version">The version that was reviewed.</param>
/// <param name="Seal">Its seal's root.</param>
/// <param name="Lines">Lines in scope that count by it.</param>
public sealed record CarriedCoverage(string Engagement, string Version, Digest Seal, ulong Lines)
{
    internal static CarriedCoverage Read(JsonMembers members)
    {
        var read = new CarriedCoverage(members.Text("engagement"), members.Text("version"), members.Digest("seal"), members.Count("lines"));
        members.End();
        return read;
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("engagement", Engagement);
        writer.WriteString("version", Version);
        writer.WriteString("seal", Seal.ToHex());
        writer.WriteNumber("lines", Lines);
        writer.WriteEndObject();
    }
}

/// <summary>Who reviewed; the key decides, not the name.</summary>
public sealed record Laboratory(string Id, string Name)
{
    internal static Laboratory Read(JsonMembers members)
    {
        var read = new Laboratory(members.Text("id", 255), members.Text("name"));
        members.End();
        return read;
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("laboratory");
        writer.WriteString("id", Id);
        writer.WriteString("name", Name);
        writer.WriteEndObject();
    }
}

/// <summary>How many findings of each severity stood when the review was issued.</summary>
public sealed record ReviewFindings(ulong Critical, ulong High, ulong Medium, ulong Low, ulong Info)
{
    internal static ReviewFindings Read(JsonMembers members)
    {
        var read = new ReviewFindings(
            members.Count("critical"),
            members.Count("high"),
            members.Count("medium"),
            members.Count("low"),
            members.Count("info"));
        members.End();
        return read;
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("findings");
        writer.WriteNumber("critical", Critical);
        writer.WriteNumber("high", High);
        writer.WriteNumber("medium", Medium);
        writer.WriteNumber("low", Low);
        writer.WriteNumber("info", Info);
        writer.WriteEndObject();
    }
}
