using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>An act by which one key follows another: the statement that it names says the same, signed with the old key (docs/formats/keys.md).</summary>
/// <remarks>The writer refuses one of which that does not hold, and <c>ledger verify</c> reports it: an act alone makes no key.</remarks>
public abstract record RotationAct : Act
{
    /// <summary>The old key's identifier.</summary>
    public abstract Digest From { get; init; }

    /// <summary>The statement in which it names its successor.</summary>
    public abstract Digest Rotation { get; init; }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Digest> Statements => [Rotation];

    /// <summary>Why a statement is not the one that this act tells of; null where it is.</summary>
    /// <param name="envelope">The statement that it names.</param>
    /// <param name="signer">Whose signature that carries.</param>
    /// <param name="centre">The centre's origin.</param>
    public string? FaultOf(DsseEnvelope envelope, PublicKey signer, string centre)
    {
        ArgumentNullException.ThrowIfNull(signer);
        RotationPredicate said;
        try
        {
            said = VerifiedStatement.TryOpen(envelope, signer, out var verified) ? RotationPredicate.Read(verified.Statement) : throw new StatementFormatException("The signature does not verify.");
        }
        catch (StatementFormatException error)
        {
            return $"is no rotation of a key: {error.Message}";
        }

        var (whose, name, to) = Names(centre);
        return said switch
        {
            _ when said.Whose != whose || said.Name != name => $"is about a key of {said.Name} ({Word(said.Whose)}), and the act about one of {name} ({Word(whose)})",
            _ when said.From != From => $"ends the key {said.From}, and the act {From}",
            _ when !said.To.Spki.SequenceEqual(to) => $"names {said.To.KeyId} as the new key, and the act another",
            _ when signer.KeyId != SignedWith() => $"is signed with {signer.KeyId}, and not with {(SignedWith() == From ? "the key that it ends" : "the one that the act names")}",
            _ => null,
        };
    }

    /// <summary>Whose key it is, the name of its holder, and the new key (SPKI, DER).</summary>
    /// <param name="centre">The centre's origin.</param>
    protected abstract (RotatedKey Whose, string Name, byte[] To) Names(string centre);

    /// <summary>The identifier of the key that signs the statement.</summary>
    protected virtual Digest SignedWith() => From;

    private static string Word(RotatedKey whose) => whose.ToString().ToLowerInvariant();
}
