using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>What a party is in the chain.</summary>
public enum PartyKind
{
    /// <summary>A vendor who shows its source.</summary>
    Host,

    /// <summary>A laboratory that reads and certifies.</summary>
    Laboratory,

    /// <summary>An authority that asks and decides.</summary>
    Authority,
}

/// <summary>A party is known to the centre, under these public keys (SPKI, DER).</summary>
public sealed record PartyRegistered(string Party, string Name, PartyKind Kind, byte[] SigningKey, byte[] OpeningKey) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"party:{Party}";
}

/// <summary>A party signs with a new key from now on; the old one named it. What is wrapped to the party stays under its opening key.</summary>
/// <param name="Party">The party.</param>
/// <param name="From">The old key's identifier.</param>
/// <param name="SigningKey">The new key (SPKI, DER).</param>
/// <param name="Rotation">The statement, signed with the old key.</param>
public sealed record PartyKeyRotated(string Party, Digest From, byte[] SigningKey, Digest Rotation) : RotationAct
{
    /// <inheritdoc/>
    public override string Subject => $"party:{Party}";

    /// <inheritdoc/>
    protected override (RotatedKey Whose, string Name, byte[] To) Names(string centre) => (RotatedKey.Party, Party, SigningKey);
}

/// <summary>What comes is wrapped to a party's new opening key from now on; its signing key named it. What was wrapped to the old one stays so.</summary>
/// <param name="Party">The party.</param>
/// <param name="From">The old opening key's identifier.</param>
/// <param name="OpeningKey">The new one (SPKI, DER).</param>
/// <param name="SignedBy">The identifier of the signing key.</param>
/// <param name="Rotation">The statement.</param>
public sealed record PartyOpeningKeyRotated(string Party, Digest From, byte[] OpeningKey, Digest SignedBy, Digest Rotation) : RotationAct
{
    /// <inheritdoc/>
    public override string Subject => $"party:{Party}";

    /// <inheritdoc/>
    protected override (RotatedKey Whose, string Name, byte[] To) Names(string centre) => (RotatedKey.Opening, Party, OpeningKey);

    /// <inheritdoc/>
    protected override Digest SignedWith() => SignedBy;
}

/// <summary>A laboratory issued a certificate: a verification summary beside the review that carries its evidence.</summary>
/// <param name="Certificate">The digest of the summary's payload; the certificate's identity.</param>
/// <param name="Review">The digest of the review's payload.</param>
/// <param name="Engagement">The engagement that led to it.</param>
/// <param name="Seal">The root that was read.</param>
/// <param name="Product">The product's name.</param>
/// <param name="Version">The product's version.</param>
/// <param name="Laboratory">The party that signed.</param>
/// <param name="Certified">Whether the conclusion is "certified"; otherwise it is "refused".</param>
/// <param name="Issued">When.</param>
/// <param name="ValidUntil">Until when it counts.</param>
public sealed record CertificateIssued(
    Digest Certificate,
    Digest Review,
    string Engagement,
    Digest Seal,
    string Product,
    string Version,
    string Laboratory,
    bool Certified,
    DateTimeOffset Issued,
    DateTimeOffset ValidUntil) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"engagement:{Engagement}";

    /// <inheritdoc/>
    public override IReadOnlyList<Digest> Statements => [Review, Certificate];
}

/// <summary>Something is no longer good. From the next status on, gates refuse it.</summary>
public sealed record Revoked(RevokedKind Kind, Digest Digest, string Reason) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"{Kind.ToString().ToLowerInvariant()}:{Digest}";
}

/// <summary>The centre issued a status: what is not good, as of now, until it expires.</summary>
public sealed record StatusIssued(ulong Number, Digest Statement, DateTimeOffset Expires) : Act
{
    /// <inheritdoc/>
    public override string Subject => "status";

    /// <inheritdoc/>
    public override IReadOnlyList<Digest> Statements => [Statement];
}
