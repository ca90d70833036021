using System.Collections.Immutable;
using System.Text.Json;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>Whom an advisory is for: operators of these sectors with at least one of these attributes; where nothing is named, all.</summary>
public sealed record Audience(ImmutableArray<string> Sectors, ImmutableArray<string> Attributes)
{
    /// <summary>Everybody affected.</summary>
    public static Audience All { get; } = new([], []);

    /// <summary>Whether an operator is one of them.</summary>
    public bool Holds(Operator one) =>
        (Sectors.IsEmpty || Sectors.Contains(one.Sector, StringComparer.OrdinalIgnoreCase))
        && (Attributes.IsEmpty || Attributes.Any(wanted => one.Attributes.Contains(wanted, StringComparer.OrdinalIgnoreCase)));

    /// <summary>In words.</summary>
    public override string ToString() =>
        Sectors.IsEmpty && Attributes.IsEmpty
            ? "everybody affected"
            : string.Join(", ", new[] { Sectors.IsEmpty ? "" : $"sector {string.Join(" or ", Sectors)}", Attributes.IsEmpty ? "" : $"with {string.Join(" or ", Attributes)}" }.Where(word => word.Length > 0));
}

/// <summary>A product that an advisory is about.</summary>
/// <param name="Id">Its identifier in the register; its name where the register has none.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Vendor">What its maker is called.</param>
/// <param name="Why">Why it is affected, a sentence each.</param>
public sealed record AffectedProduct(string Id, string Name, string Vendor, ImmutableArray<string> Why);

/// <summary>An operator who uses an affected product.</summary>
/// <param name="Id">The entity's identifier.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Sector">Its sector.</param>
/// <param name="Uses">What it uses, a line each.</param>
/// <param name="Addressed">Whether it is of the audience.</param>
public sealed record AffectedOperator(string Id, string Name, string Sector, ImmutableArray<string> Uses, bool Addressed);

/// <summary>Where more can be read.</summary>
public sealed record AdvisoryReference(string Summary, string Url)
{
    /// <summary>Whether a text is an address: https or http, at most 2,000 characters.</summary>
    public static bool IsAddress(string? text) => AdvisoryRules.IsAddress(text);
}

/// <summary>All that an advisory says, before it is issued: a document of the centre, never public as it is. Changed says what a revision changes; null: it is the first issue.</summary>
public sealed record AdvisoryDraft(
    string Advisory,
    string Cause,
    string Title,
    string Summary,
    string Text,
    Tlp Tlp,
    Audience Audience,
    bool NoNewEvidence,
    string? Vulnerability,
    ImmutableArray<AffectedProduct> Products,
    ImmutableArray<AffectedOperator> Operators,
    ImmutableArray<AdvisoryReference> References,
    string? Changed)
{
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>The document.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ActJson.Options);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="ActRefusedException">It is anything else.</exception>
    public static AdvisoryDraft Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return bytes.Length <= MaxBytes
                ? JsonSerializer.Deserialize<AdvisoryDraft>(bytes, ActJson.Options) ?? throw new ActRefusedException("The draft of an advisory is null.")
                : throw new ActRefusedException($"The draft of an advisory has {bytes.Length:N0} bytes; {MaxBytes:N0} are allowed.");
        }
        catch (JsonException)
        {
            throw new ActRefusedException("The draft of an advisory is not what docs/formats/advisory.md says. Draft it again.");
        }
    }
}
