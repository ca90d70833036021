using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>One state of ledger, log, keys and waiting statements that go together, found beside a running server.</summary>
/// <param name="Ledger">The ledger's checkpoint.</param>
/// <param name="Log">The public log's.</param>
/// <param name="Staged">What waits for its place in the log at that state of the ledger, each as it lies in the centre.</param>
/// <param name="Keys">The keys' files, by their path in the keys' folder; secret.</param>
internal sealed record BackupCut(VerifiedCheckpoint Ledger, VerifiedCheckpoint Log, ImmutableArray<(Digest Digest, byte[] Bytes)> Staged, ImmutableSortedDictionary<string, byte[]> Keys)
{
    /// <summary>The most bytes of keys that a backup holds, and that a restore takes.</summary>
    public const int MaxKeys = 64 * 1024 * 1024;

    /// <summary>The most bytes of statements that may wait.</summary>
    public const int MaxStaged = 512 * 1024 * 1024;

    private const int Rounds = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks until everything was seen in one state.</summary>
    /// <remarks>
    /// The log's checkpoint is the same before and after the ledger's is read: so every anchor in the log is of acts that the ledger has, and every act that says a
    /// place in the log came after that place was there (where the log waits for witnesses, acts may say places beyond what it shows: it is waited for too).
    /// The views stand where the ledger does: so what waits is known, and is read at once, since it is discarded as soon as it is public. No key changed or went
    /// meanwhile: so what the ledger says of keys is what the files are. What else acts and entries rest on was durable before they were, and stays.
    /// </remarks>
    /// <exception cref="CentreFaultException">The centre changes without a pause, its witnesses do not cosign, or keys or waiting statements are too large.</exception>
    public static async Task<BackupCut> FindAsync(OpenCentre centre, CancellationToken cancellationToken)
    {
        for (var round = 0; round < Rounds; round++)
        {
            if (TryFind(centre) is { } cut)
            {
                return cut;
            }

            await Task.Delay(Pause, centre.Time, cancellationToken);
        }

        throw new CentreFaultException("The centre changes without a pause, or its witnesses do not cosign, so no state of it could be copied. Try again.");
    }

    private static BackupCut? TryFind(OpenCentre centre)
    {
        var keys = ReadKeys(centre.Paths.Keys);
        var log = centre.LogCheckpoint();
        var ledger = centre.LedgerCheckpoint();
        using var views = centre.Snapshot();
        if (keys is null || CorePart.Position(views) != ledger.Size.Value || CorePart.NextUnknownIndex(views).Value > log.Size.Value || ReadStaged(centre.Paths, CorePart.Unpublished(views)) is not { } staged)
        {
            return null;
        }

        return centre.LogCheckpoint().Size == log.Size && ReadKeys(centre.Paths.Keys) is { } after && Kept(keys, after) && HoldsSigning(after, SigningKeys.All(views)[^1].KeyId)
            && Holds(after, "log.key", log.Log) && Holds(after, "ledger.key", ledger.Log)
            ? new BackupCut(ledger, log, staged, after)
            : null;
    }

    /// <summary>What waits; null where a statement was published meanwhile.</summary>
    private static ImmutableArray<(Digest, byte[])>? ReadStaged(CentrePaths paths, List<Digest> waiting)
    {
        var staged = ImmutableArray.CreateBuilder<(Digest, byte[])>(waiting.Count);
        var size = 0L;
        foreach (var digest in waiting)
        {
            if (StagedStatement.TryReadBytes(paths, digest) is not { } bytes)
            {
                return null;
            }

            staged.Add((digest, bytes));
            size = Bounded(size + bytes.Length, MaxStaged, "The statements that wait for the log");
        }

        return staged.ToImmutable();
    }

    /// <summary>Whether the key that signed a log's checkpoint is the one that is copied: between a change of the key and what witnesses cosign under the new one it is not.</summary>
    private static bool Holds(ImmutableSortedDictionary<string, byte[]> keys, string name, NoteVerifier key) =>
        keys.TryGetValue(name, out var text) && NoteSigner.TryParse(Encoding.ASCII.GetString(text).TrimEnd('\n'), out var signer) && signer.Verifier.Equals(key);

    /// <summary>All keys; null where one went while they were read.</summary>
    private static ImmutableSortedDictionary<string, byte[]>? ReadKeys(string folder)
    {
        var keys = ImmutableSortedDictionary.CreateBuilder<string, byte[]>(StringComparer.Ordinal);
        var size = 0L;
        foreach (var path in Directory.EnumerateFiles(folder, "*.key", SearchOption.AllDirectories))
        {
            try
            {
                var key = KeyFile.Read(path);
                keys.Add(Path.GetRelativePath(folder, path), key);
                size = Bounded(size + key.Length, MaxKeys, "The keys");
            }
            catch (Exception error) when (error is KeyFileException or IOException && !File.Exists(path))
            {
                return null;
            }
        }

        return keys.ToImmutable();
    }

    private static bool Kept(ImmutableSortedDictionary<string, byte[]> before, ImmutableSortedDictionary<string, byte[]> after) =>
        before.All(key => after.TryGetValue(key.Key, out var still) && CryptographicOperations.FixedTimeEquals(key.Value, still));

    /// <summary>Whether the key that acts name is there, in use or about to be.</summary>
    private static bool HoldsSigning(ImmutableSortedDictionary<string, byte[]> keys, Digest keyId) => Holds(keys, "sign.key", keyId) || Holds(keys, "sign.next.key", keyId);

    private static bool Holds(ImmutableSortedDictionary<string, byte[]> keys, string name, Digest keyId)
    {
        if (!keys.TryGetValue(name, out var pem))
        {
            return false;
        }

        using var key = SigningKey.FromPkcs8Pem(Encoding.ASCII.GetString(pem));
        return key.PublicKey.KeyId == keyId;
    }

    private static long Bounded(long size, int most, string what) =>
        size <= most ? size : throw new CentreFaultException($"{what} take more than {most:N0} bytes, and a backup holds no more of them. Nothing was written.");
}
