using System.Buffers.Binary;
using System.Formats.Tar;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>Writes a whole centre into one file, also while its server runs (docs/formats/backup.md).</summary>
/// <remarks>
/// A tar of entries, statements, documents, seals, accounts and keys, all of it encrypted and authenticated under a passphrase (<see cref="BackupStream"/>).
/// Views are left out: they are projected again. The file has mode 0600 and its name only once it is whole and durable.
/// </remarks>
public static class Backup
{
    internal const string Manifest = "manifest.json";

    private const int EntriesAtOnce = 4096;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Backs a centre up; gives the ledger's and the log's checkpoint that are in the file.</summary>
    /// <param name="centre">The centre.</param>
    /// <param name="file">The file, which must not exist.</param>
    /// <param name="passphrase">Under which it is encrypted.</param>
    /// <param name="cancellationToken">Stops it; nothing is left.</param>
    /// <exception cref="IOException">The file exists, or cannot be written.</exception>
    /// <exception cref="LogException">A part of ledger or log is missing.</exception>
    public static async Task<(VerifiedCheckpoint Ledger, VerifiedCheckpoint Log)> WriteAsync(OpenCentre centre, string file, string passphrase, CancellationToken cancellationToken)
    {
        var cut = await BackupCut.FindAsync(centre, cancellationToken);
        await WriteAsync(centre, cut, file, passphrase, cancellationToken);
        return (cut.Ledger, cut.Log);
    }

    internal static async Task WriteAsync(OpenCentre centre, BackupCut cut, string file, string passphrase, CancellationToken cancellationToken)
    {
        var temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        try
        {
            await using (var stream = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerFile }))
            {
                await using (var box = BackupStream.Create(stream, passphrase))
                {
                    await using (var tar = new TarWriter(box, TarEntryFormat.Pax, leaveOpen: true))
                    {
                        await WriteAsync(centre, cut, tar, cancellationToken);
                    }

                    box.End();
                }

                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, file, overwrite: false);
            DurableFile.SyncFolder(Path.GetDirectoryName(Path.GetFullPath(file))!);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static async Task WriteAsync(OpenCentre centre, BackupCut cut, TarWriter tar, CancellationToken cancellationToken)
    {
        var paths = centre.Paths;
        await AddAsync(tar, "centre.json", await File.ReadAllBytesAsync(paths.Description, cancellationToken), cancellationToken);
        await EntriesAsync("ledger", new TileReader(paths.Ledger), cut.Ledger, tar, cancellationToken);
        await EntriesAsync("log", centre.Log, cut.Log, tar, cancellationToken);
        foreach (var (digest, bytes) in cut.Staged)
        {
            await AddAsync(tar, $"staged/{digest.ToHex()}", bytes, cancellationToken);
        }

        await FolderAsync("statement", paths.Statements, tar, cancellationToken);
        await FolderAsync("documents", paths.Documents, tar, cancellationToken);
        await FolderAsync("seals", paths.Seals, tar, cancellationToken);
        if (File.Exists(paths.Witnesses))
        {
            await AddAsync(tar, "witnesses", await File.ReadAllBytesAsync(paths.Witnesses, cancellationToken), cancellationToken);
        }

        if (File.Exists(paths.Credentials))
        {
            await AddAsync(tar, "credentials.db", Accounts(paths), cancellationToken);
        }

        foreach (var (name, key) in cut.Keys)
        {
            await AddAsync(tar, $"keys/{name}", key, cancellationToken);
            CryptographicOperations.ZeroMemory(key);
        }

        var manifest = new BackupManifest(centre.Description.Origin, UtcTime.Whole(centre.Time.GetUtcNow()), Head(cut.Ledger), Head(cut.Log));
        await AddAsync(tar, Manifest, manifest.Encode(), cancellationToken);
    }

    private static async Task EntriesAsync(string name, TileReader log, VerifiedCheckpoint checkpoint, TarWriter tar, CancellationToken cancellationToken)
    {
        await AddAsync(tar, $"{name}/checkpoint", checkpoint.Note, cancellationToken);
        var part = 0;
        foreach (var chunk in log.ReadEntries(new LogIndex(0), checkpoint.Size).Chunk(EntriesAtOnce))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var bytes = new byte[chunk.Sum(entry => 2 + entry.Entry.Length)];
            var at = 0;
            foreach (var (_, entry) in chunk)
            {
                BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at), (ushort)entry.Length);
                entry.CopyTo(bytes, at + 2);
                at += 2 + entry.Length;
            }

            await AddAsync(tar, $"{name}/entries/{part++:D8}", bytes, cancellationToken);
        }
    }

    private static async Task FolderAsync(string name, string folder, TarWriter tar, CancellationToken cancellationToken)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Where(path => !path.EndsWith(".tmp", StringComparison.Ordinal)))
        {
            try
            {
                // What is copied never changes once it has its name; a seal that was destroyed meanwhile is no longer wanted.
                await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                await AddAsync(tar, $"{name}/{Path.GetRelativePath(folder, path)}", file, cancellationToken);
            }
            catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
            {
            }
        }
    }

    /// <summary>The accounts as one state, whatever is being written to them.</summary>
    private static byte[] Accounts(CentrePaths paths)
    {
        var copy = Path.Combine(paths.Scratch, $"accounts.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var from = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = paths.Credentials, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString()))
            using (var to = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Pooling = false }.ToString()))
            {
                from.Open();
                to.Open();
                from.BackupDatabase(to);
            }

            return File.ReadAllBytes(copy);
        }
        finally
        {
            File.Delete(copy);
        }
    }

    private static async Task AddAsync(TarWriter tar, string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        using var data = new MemoryStream(bytes.ToArray());
        await AddAsync(tar, name, data, cancellationToken);
    }

    private static Task AddAsync(TarWriter tar, string name, Stream data, CancellationToken cancellationToken) =>
        tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = data, Mode = OwnerFile }, cancellationToken);

    private static TreeHead Head(VerifiedCheckpoint checkpoint) => new(checkpoint.Origin, checkpoint.Size, checkpoint.Root);
}
