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

/// <summary>The centre was restored from a backup, and has shown that its log goes on from the newest checkpoint that was brought.</summary>
/// <param name="Made">When the backup was made.</param>
/// <param name="Size">Acts that it held.</param>
/// <param name="LogSize">Entries of the public log that it held.</param>
/// <param name="Shown">Entries of the newest checkpoint brought.</param>
/// <param name="Root">Its root.</param>
public sealed record CentreRestored(DateTimeOffset Made, ulong Size, ulong LogSize, ulong Shown, Digest Root) : Act
{
    /// <inheritdoc/>
    public override string Subject => "centre";
}

/// <summary>The public log is published under another list of witnesses from now on.</summary>
/// <param name="From">The list before, a document; null for none.</param>
/// <param name="To">The list that follows, a document (C2SP tlog-policy); null for none.</param>
public sealed record WitnessesSet(Digest? From, Digest? To) : Act
{
    /// <inheritdoc/>
    public override string Subject => "centre";

    /// <inheritdoc/>
    public override IReadOnlyList<Digest> Documents => [.. ((Digest?[])[From, To]).OfType<Digest>()];
}

/// <summary>The checkpoints of one of the centre's logs are signed with another key from now on; the centre said so in the log before.</summary>
/// <param name="Which">The public log or the ledger.</param>
/// <param name="From">The old key.</param>
/// <param name="To">The new key, of the same name.</param>
/// <param name="SignedBy">The identifier of the centre's key that signs the statement.</param>
/// <param name="Rotation">The statement.</param>
public sealed record LogKeyRotated(CentreLog Which, string From, string To, Digest SignedBy, Digest Rotation) : KeyAct
{
    /// <inheritdoc/>
    public override string Subject => "centre";

    /// <inheritdoc/>
    protected override string? FaultOf(Statement statement, Digest signer, string centre)
    {
        var said = LogKeyPredicate.Read(statement);
        return said switch
        {
            _ when said.Which != Which || said.From.ToString() != From => $"ends the key {said.From} of the {LogKeys.Word(said.Which)}, and the act {From} of the {LogKeys.Word(Which)}",
            _ when said.To.ToString() != To => $"names {said.To} as the new key, and the act {To}",
            _ when signer != SignedBy => $"is signed with {signer}, and not with the one that the act names",
            _ => null,
        };
    }
}

/// <summary>The centre signs with a new key from now on; the old one named it.</summary>
/// <param name="From">The old key's identifier.</param>
/// <param name="Old">The old key (SPKI, DER), for those who verify what it signed.</param>
/// <param name="To">The new key (SPKI, DER).</param>
/// <param name="Rotation">The statement, signed with the old key.</param>
public sealed record SigningKeyRotated(Digest From, byte[] Old, byte[] To, Digest Rotation) : RotationAct
{
    /// <inheritdoc/>
    public override string Subject => "centre";

    /// <inheritdoc/>
    protected override (RotatedKey Whose, string Name, byte[] To) Names(string centre) => (RotatedKey.Centre, centre, To);
}
