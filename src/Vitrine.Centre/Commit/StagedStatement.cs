using System.Text.Json;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>A signed statement that waits for its act: durable before the act is recorded, public after.</summary>
/// <remarks>Its name is the SHA-256 of its DSSE payload. What was staged and never published has no meaning and is swept at start.</remarks>
public sealed class StagedStatement
{
    private const int MaxBytes = 4 * 1024 * 1024;

    private StagedStatement(DsseEnvelope envelope, PublicKey key)
    {
        Envelope = envelope;
        Key = key;
    }

    /// <summary>The signed statement.</summary>
    public DsseEnvelope Envelope { get; }

    /// <summary>The key that verifies it.</summary>
    public PublicKey Key { get; }

    /// <summary>Signs a statement and stages it; gives the digest by which an act names it.</summary>
    public static Digest Stage(CentrePaths paths, Statement statement, SigningKey key) => Stage(paths, Dsse.Sign(statement, key), key.PublicKey);

    /// <summary>Stages a statement that someone else signed.</summary>
    /// <exception cref="ActRefusedException">The signature does not verify under <paramref name="key"/>.</exception>
    public static Digest Stage(CentrePaths paths, DsseEnvelope envelope, PublicKey key)
    {
        if (!envelope.IsSignedBy(key))
        {
            throw new ActRefusedException($"The statement's signature does not verify under the key {key.KeyId}.");
        }

        var digest = envelope.PayloadDigest;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(new Stored(envelope.ToJson(), key.Spki.ToArray()), ActJson.Options);
        DurableFile.Write(Path.Combine(paths.Staged, digest.ToHex()), bytes);
        return digest;
    }

    internal static StagedStatement Read(CentrePaths paths, Digest digest)
    {
        var file = new FileInfo(Path.Combine(paths.Staged, digest.ToHex()));
        if (!file.Exists || file.Length > MaxBytes)
        {
            throw new CentreFaultException($"The statement {digest} was recorded and is missing from {paths.Staged}. Restore the folder from a backup.");
        }

        var stored = JsonSerializer.Deserialize<Stored>(File.ReadAllBytes(file.FullName), ActJson.Options)!;
        return new StagedStatement(DsseEnvelope.Parse(stored.Envelope), PublicKey.FromSpki(stored.Key));
    }

    internal byte[] LogEntry() => LogEntryBody.For(Envelope, Key);

    /// <summary>Puts the envelope beside the log's tiles.</summary>
    internal void Publish(CentrePaths paths) =>
        DurableFile.Write(Path.Combine(paths.Statements, Envelope.PayloadDigest.ToHex() + ".json"), Envelope.ToJson());

    private sealed record Stored(byte[] Envelope, byte[] Key);
}
