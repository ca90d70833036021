using System.Collections.Immutable;

namespace Vitrine.Proofs;

/// <summary>What an operator asks of a product before it may be installed: one readable text.</summary>
/// <remarks>
/// C2SP tlog-policy's lines and ours, one rule a line. Bounds: <see cref="MaxBytes"/>, <see cref="MaxLines"/>. A rule that this version does not
/// know is refused, and so is a policy that leaves one out. Docs: docs/formats/policy.md.
/// </remarks>
public sealed class Policy
{
    /// <summary>Bytes in a policy, at most: 64 KiB.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Lines in a policy, at most: 1,024.</summary>
    public const int MaxLines = 1024;

    internal Policy()
    {
    }

    /// <summary>The only product it lets in.</summary>
    public required string Product { get; init; }

    /// <summary>The logs of which one must hold every statement, their witnesses, and which of those must have cosigned.</summary>
    public required LogPolicy Log { get; init; }

    /// <summary>Who may sign releases.</summary>
    public required ImmutableHashSet<PublicKey> Vendors { get; init; }

    /// <summary>Who may sign reviews and certificates.</summary>
    public required ImmutableHashSet<PublicKey> Laboratories { get; init; }

    /// <summary>Who may sign rebuilds.</summary>
    public required ImmutableHashSet<PublicKey> Rebuilders { get; init; }

    /// <summary>Who may sign statuses.</summary>
    public required ImmutableHashSet<PublicKey> StatusSigners { get; init; }

    /// <summary>Keys that ended: what they signed counts where it stands in the log not after this place.</summary>
    public required ImmutableDictionary<PublicKey, LogIndex> Ends { get; init; }

    /// <summary>The least deep review that is enough.</summary>
    public required ReviewTier Tier { get; init; }

    /// <summary>The greatest age of a certificate.</summary>
    public required TimeSpan CertificateAge { get; init; }

    /// <summary>The lowest share of the lines in scope that were delivered, from 0 to 1.</summary>
    public required decimal Coverage { get; init; }

    /// <summary>The worst rebuild that is enough.</summary>
    public required RebuildVerdict Rebuild { get; init; }

    /// <summary>The greatest age of a status.</summary>
    public required TimeSpan StatusAge { get; init; }

    /// <summary>How many laboratories must have certified the seal, 1 to 8.</summary>
    public required int LaboratoriesAsked { get; init; }

    /// <summary>What no two of those laboratories may share.</summary>
    public required Apartness Apart { get; init; }

    /// <summary>Where signers may have their seats; at most one rule a role.</summary>
    public required ImmutableArray<JurisdictionRule> Jurisdictions { get; init; }

    /// <summary>The lists of which an entry refuses.</summary>
    public required ImmutableArray<string> RefusedLists { get; init; }

    /// <summary>The greatest age of those lists; zero where there are none.</summary>
    public required TimeSpan ListAge { get; init; }

    /// <summary>Reads a policy.</summary>
    /// <exception cref="PolicyFormatException">The bytes are no policy; the exception says where and why.</exception>
    public static Policy Parse(ReadOnlySpan<byte> utf8) => new PolicyReader().Read(utf8);
}
