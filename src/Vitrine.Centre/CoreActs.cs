using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>The first act: the centre exists, under these public keys.</summary>
public sealed record CentreCreated(string Name, string Origin, string LogKey, string LedgerKey, string SigningKey) : Act
{
    /// <inheritdoc/>
    public override string Subject => "centre";
}

/// <summary>A statement stands in the public log.</summary>
public sealed record StatementPublished(Digest Statement, ulong LogIndex) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"statement:{Statement}";
}

/// <summary>The ledger's checkpoint was anchored in the public log.</summary>
public sealed record LedgerAnchored(ulong Size, Digest Root, Digest Anchor) : Act
{
    /// <inheritdoc/>
    public override string Subject => "centre";

    /// <inheritdoc/>
    public override IReadOnlyList<Digest> Statements => [Anchor];
}

/// <summary>A person got an account.</summary>
/// <param name="Person">The identifier, which says nothing of the person.</param>
/// <param name="Role">What the person may do.</param>
/// <param name="Party">For which party; null for the centre itself.</param>
/// <param name="Personal">Name and the like, encrypted under the person's own key.</param>
public sealed record PersonRegistered(string Person, Role Role, string? Party, byte[] Personal) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"person:{Person}";
}

/// <summary>A person's data was erased: the key is gone, and with it what the ledger holds of them.</summary>
public sealed record PersonErased(string Person, string Reason) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"person:{Person}";
}
