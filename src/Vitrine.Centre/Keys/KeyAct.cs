using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>An act by which one key follows another. It names a statement that says the same (docs/formats/keys.md).</summary>
/// <remarks>The writer refuses one of which that does not hold, and <c>ledger verify</c> reports it: an act alone makes no key.</remarks>
public abstract record KeyAct : Act
{
    /// <summary>The statement.</summary>
    public abstract Digest Rotation { get; init; }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Digest> Statements => [Rotation];

    /// <summary>Why a statement is not the one that this act tells of, as the end of a sentence; null where it is.</summary>
    /// <param name="envelope">The statement that it names.</param>
    /// <param name="signer">Whose signature that carries.</param>
    /// <param name="centre">The centre's origin.</param>
    public string? FaultOf(DsseEnvelope envelope, PublicKey signer, string centre)
    {
        ArgumentNullException.ThrowIfNull(signer);
        try
        {
            return VerifiedStatement.TryOpen(envelope, signer, out var verified) ? FaultOf(verified.Statement, signer.KeyId, centre) : "carries no good signature";
        }
        catch (StatementFormatException error)
        {
            return $"is no rotation of a key: {error.Message}";
        }
    }

    /// <summary>Why a statement with a good signature is not the one that this act tells of; null where it is.</summary>
    /// <exception cref="StatementFormatException">It is of another type.</exception>
    protected abstract string? FaultOf(Statement statement, Digest signer, string centre);
}
