using System.Text.Json;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>The last member of a backup, and the marker of a centre that was restored from one: canonical JSON.</summary>
/// <param name="Origin">The centre's.</param>
/// <param name="Made">When the backup was made.</param>
/// <param name="Ledger">The ledger in it.</param>
/// <param name="Log">The public log in it.</param>
public sealed record BackupManifest(string Origin, DateTimeOffset Made, TreeHead Ledger, TreeHead Log)
{
    internal const int MaxBytes = 64 * 1024;

    internal byte[] Encode() => CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(new Stored(2, Origin, Made, Stored.Of(Ledger), Stored.Of(Log)), ActJson.Options));

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="BackupFormatException">The bytes are none.</exception>
    internal static BackupManifest Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var stored = JsonSerializer.Deserialize<Stored>(CanonicalJson.Canonicalize(bytes), ActJson.Options);
            return stored is { V: 2 }
                ? new BackupManifest(stored.Origin, stored.Made, stored.Ledger.Head(), stored.Log.Head())
                : throw new BackupFormatException("It is of a version that is not known here.");
        }
        catch (Exception error) when (error is JsonException or JsonFormatException)
        {
            throw new BackupFormatException($"Its manifest cannot be read: {error.Message}", error);
        }
    }

    private sealed record Stored(int V, string Origin, DateTimeOffset Made, StoredHead Ledger, StoredHead Log)
    {
        public static StoredHead Of(TreeHead head) => new(head.Origin, head.Size.Value, head.Root);
    }

    private sealed record StoredHead(string Origin, ulong Size, Digest Root)
    {
        public TreeHead Head() => new(Origin, new TreeSize(Size), Root);
    }
}

/// <summary>The file is no backup, or not whole.</summary>
public sealed class BackupFormatException(string message, Exception? inner = null) : FormatException($"The backup cannot be used. {message}", inner);
