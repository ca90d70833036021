using System.Diagnostics.CodeAnalysis;

namespace Vitrine.Proofs;

/// <summary>A statement whose signature was verified under a known key. Only verification makes one.</summary>
/// <remarks>It says who said it, not that it is true, logged, in force or said by someone who may.</remarks>
public sealed class VerifiedStatement
{
    private VerifiedStatement(DsseEnvelope envelope, PublicKey key, Statement statement)
    {
        Envelope = envelope;
        Key = key;
        Statement = statement;
        PayloadDigest = envelope.PayloadDigest;
    }

    /// <summary>What was signed.</summary>
    public DsseEnvelope Envelope { get; }

    /// <summary>Whose signature it is.</summary>
    public PublicKey Key { get; }

    /// <summary>What is said; read from the very bytes that were verified.</summary>
    public Statement Statement { get; }

    /// <summary>The statement's name: SHA-256 of its payload.</summary>
    public Digest PayloadDigest { get; }

    /// <summary>Verifies, and only then reads. False if the signature is not this key's.</summary>
    /// <exception cref="StatementFormatException">The signature is good, but what was signed is no statement.</exception>
    public static bool TryOpen(DsseEnvelope envelope, PublicKey key, [NotNullWhen(true)] out VerifiedStatement? verified)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        verified = null;
        if (!envelope.IsSignedBy(key))
        {
            return false;
        }

        if (envelope.PayloadType != Statement.PayloadType)
        {
            throw new StatementFormatException($"The signed payload is not of type {Statement.PayloadType}.");
        }

        verified = new VerifiedStatement(envelope, key, Statement.Parse(envelope.Payload.AsSpan()));
        return true;
    }
}
