using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>How a document of parties is written.</summary>
public enum PartiesFormat
{
    /// <summary>FollowTheMoney entities, one JSON object a line, with what else <c>vitrine register export</c> writes (docs/formats/register.md).</summary>
    FollowTheMoney,
}

/// <summary>What a document of parties holds.</summary>
/// <param name="Lines">Lines that are not empty.</param>
/// <param name="Entities">Entities that were read.</param>
/// <param name="Claims">Claims that were read; one line may hold several.</param>
/// <param name="Others">Products, regimes, replies and withdrawals.</param>
/// <param name="Passed">Lines of schemas that the register does not keep, by schema.</param>
public sealed record ImportCounts(long Lines, long Entities, long Claims, long Others, ImmutableSortedDictionary<string, long> Passed)
{
    /// <inheritdoc/>
    public bool Equals(ImportCounts? other) =>
        other is not null && (Lines, Entities, Claims, Others) == (other.Lines, other.Entities, other.Claims, other.Others) && Passed.SequenceEqual(other.Passed);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Lines, Entities, Claims, Others);
}

/// <summary>A document of parties was imported, whole.</summary>
/// <param name="Document">The document, by its digest.</param>
/// <param name="Format">How it is written.</param>
/// <param name="Source">Where it is from: the source of every claim in it that names none. Its title names the data set; a newer document of one data set replaces the older.</param>
/// <param name="Counts">What was in it.</param>
public sealed record RegisterImported(Digest Document, PartiesFormat Format, Source Source, ImportCounts Counts) : Act
{
    /// <inheritdoc/>
    public override string Subject => "register";

    /// <inheritdoc/>
    public override IReadOnlyList<Digest> Documents => [Document];
}
