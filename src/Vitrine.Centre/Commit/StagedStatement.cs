using System.Text.Json;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>A signed statement that waits for its act: durable before the act is recorded, public after.</summary>
/// <remarks>
/// Its name is the SHA-256 of its DSSE payload. What was staged, and no act named within a day, has no meaning and is swept when the
/// centre is opened to write.
/// </remarks>
public sealed class StagedStatement
{
    private const int MaxBytes = 4 * 1024 * 1024;
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

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
    /// <exception cref="IOException">It cannot be kept.</exception>
    public static Digest Stage(CentrePaths paths, Statement statement, SigningKey key) => Stage(paths, Dsse.Sign(statement, key), key.PublicKey);

    /// <summary>Stages a statement that someone else signed. Of two signatures of one key over the same payload the first stands.</summary>
    /// <exception cref="ActRefusedException">The signature does not verify under <paramref name="key"/>.</exception>
    /// <exception cref="IOException">It cannot be kept.</exception>
    public static Digest Stage(CentrePaths paths, DsseEnvelope envelope, PublicKey key)
    {
        if (!envelope.IsSignedBy(key))
        {
            throw new ActRefusedException($"The statement's signature does not verify under the key {key.KeyId}.");
        }

        // The log may hold the first signature already, where a crash came between it and the act that says so.
        var digest = envelope.PayloadDigest;
        if (!(TryRead(paths, digest) is { } there && there.Key.Equals(key)))
        {
            var bytes = JsonSerializer.SerializeToUtf8Bytes(new Stored(envelope.ToJson(), key.Spki.ToArray()), ActJson.Options);
            if (bytes.Length > MaxBytes)
            {
                throw new ActRefusedException($"The statement takes {bytes.Length:N0} bytes; at most {MaxBytes:N0} are published.");
            }

            DurableFile.Write(PathOf(paths, digest), bytes);
        }

        return digest;
    }

    /// <summary>A staged statement; null where there is none, or none that can be read.</summary>
    internal static StagedStatement? TryRead(CentrePaths paths, Digest digest)
    {
        if (TryReadBytes(paths, digest) is not { } bytes)
        {
            return null;
        }

        try
        {
            var stored = JsonSerializer.Deserialize<Stored>(bytes, ActJson.Options)!;
            var staged = new StagedStatement(DsseEnvelope.Parse(stored.Envelope), PublicKey.FromSpki(stored.Key));
            return staged.Envelope.PayloadDigest == digest && staged.Envelope.IsSignedBy(staged.Key) ? staged : null;
        }
        catch (Exception error) when (error is JsonException or FormatException)
        {
            return null;
        }
    }

    /// <summary>A staged statement as it lies there; null where there is none.</summary>
    internal static byte[]? TryReadBytes(CentrePaths paths, Digest digest)
    {
        try
        {
            var file = new FileInfo(PathOf(paths, digest));
            return file.Exists && file.Length <= MaxBytes ? File.ReadAllBytes(file.FullName) : null;
        }
        catch (FileNotFoundException)
        {
            // It was published since it was looked for.
            return null;
        }
    }

    /// <summary>Removes what is published, and what no act named in time.</summary>
    internal static void Sweep(CentrePaths paths, Func<Digest, StatementState> stateOf)
    {
        // A file's time is the machine's, whatever clock acts are dated by.
        var limit = TimeProvider.System.GetUtcNow() - Forgotten;
        foreach (var file in new DirectoryInfo(paths.Staged).EnumerateFiles())
        {
            var state = Digest.TryParseHex(file.Name, out var digest) ? stateOf(digest) : StatementState.Unknown;
            if (state == StatementState.Published || (state == StatementState.Unknown && file.LastWriteTimeUtc < limit))
            {
                file.Delete();
            }
        }
    }

    internal byte[] LogEntry() => LogEntryBody.For(Envelope, Key);

    /// <summary>Puts the envelope beside the log's tiles.</summary>
    internal void Publish(CentrePaths paths) =>
        DurableFile.Write(Path.Combine(paths.Statements, Envelope.PayloadDigest.ToHex() + ".json"), Envelope.ToJson());

    /// <summary>Forgets a statement that an act says is published.</summary>
    internal void Discard(CentrePaths paths) => File.Delete(PathOf(paths, Envelope.PayloadDigest));

    private static string PathOf(CentrePaths paths, Digest digest) => Path.Combine(paths.Staged, digest.ToHex());

    private sealed record Stored(byte[] Envelope, byte[] Key);
}

/// <summary>What the views know of a statement.</summary>
internal enum StatementState
{
    /// <summary>No act names it.</summary>
    Unknown,

    /// <summary>An act names it; it has no place in the log yet.</summary>
    Waiting,

    /// <summary>It stands in the log.</summary>
    Published,
}
