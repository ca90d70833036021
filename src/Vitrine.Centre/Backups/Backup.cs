using System.Buffers.Binary;
using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>Writes a whole centre into one file, also while its server runs (docs/formats/backup.md).</summary>
/// <remarks>
/// A tar of entries, statements, documents, seals, accounts, and of the keys encrypted under a passphrase; the last member counts and digests the others.
/// Views are left out: they are projected again. The file has mode 0600 and its name only once it is whole and durable.
/// </remarks>
public static class Backup
{
    internal const string Manifest = "manifest.json";
    internal const string KeyBox = "keys.box";
    internal const string KeyPurpose = "backup/keys";
    internal const int MaxKeys = 64 * 1024 * 1024;

    private const int EntriesAtOnce = 4096;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Backs a centre up; gives the ledger's and the log's checkpoint that are in the file.</summary>
    /// <param name="centre">The centre.</param>
    /// <param name="file">The file, which must not exist.</param>
    /// <param name="passphrase">Under which the keys are encrypted.</param>
    /// <param name="cancellationToken">Stops it; nothing is left.</param>
    /// <exception cref="IOException">The file exists, or cannot be written.</exception>
    /// <exception cref="LogException">A part of ledger or log is missing.</exception>
    public static async Task<(VerifiedCheckpoint Ledger, VerifiedCheckpoint Log)> WriteAsync(OpenCentre centre, string file, string passphrase, CancellationToken cancellationToken)
    {
        var temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        try
        {
            var cut = await BackupCut.FindAsync(centre, cancellationToken);
            await using (var stream = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerFile }))
            {
                await using (var tar = new Writer(stream))
                {
                    await WriteAsync(centre, cut, passphrase, tar, cancellationToken);
                }

                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, file, overwrite: false);
            DurableFile.SyncFolder(Path.GetDirectoryName(Path.GetFullPath(file))!);
            return (cut.Ledger, cut.Log);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static async Task WriteAsync(OpenCentre centre, BackupCut cut, string passphrase, Writer tar, CancellationToken cancellationToken)
    {
        var paths = centre.Paths;
        await tar.AddAsync("centre.json", await File.ReadAllBytesAsync(paths.Description, cancellationToken), cancellationToken);
        await EntriesAsync("ledger", paths.Ledger, cut.Ledger, tar, cancellationToken);
        await EntriesAsync("log", paths.Log, cut.Log, tar, cancellationToken);

        // What acts and entries rest on was durable before they were, so what is copied now holds it all; keys of people too.
        await FolderAsync("statement", paths.Statements, tar, cancellationToken);
        await FolderAsync("staged", paths.Staged, tar, cancellationToken);
        await FolderAsync("documents", paths.Documents, tar, cancellationToken);
        await FolderAsync("seals", paths.Seals, tar, cancellationToken);
        if (File.Exists(Path.Combine(paths.Folder, "witnesses")))
        {
            await tar.AddAsync("witnesses", await File.ReadAllBytesAsync(Path.Combine(paths.Folder, "witnesses"), cancellationToken), cancellationToken);
        }

        if (File.Exists(paths.Credentials))
        {
            await tar.AddAsync("credentials.db", Accounts(paths), cancellationToken);
        }

        await tar.AddAsync(KeyBox, await KeysAsync(paths, passphrase, cancellationToken), cancellationToken);
        await tar.EndAsync(centre, cut, cancellationToken);
    }

    private static async Task EntriesAsync(string name, string folder, VerifiedCheckpoint checkpoint, Writer tar, CancellationToken cancellationToken)
    {
        await tar.AddAsync($"{name}/checkpoint", checkpoint.Note, cancellationToken);
        var part = 0;
        foreach (var chunk in new TileReader(folder).ReadEntries(new LogIndex(0), checkpoint.Size).Chunk(EntriesAtOnce))
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

            await tar.AddAsync($"{name}/entries/{part++:D8}", bytes, cancellationToken);
        }
    }

    private static async Task FolderAsync(string name, string folder, Writer tar, CancellationToken cancellationToken)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Where(path => !path.EndsWith(".tmp", StringComparison.Ordinal)))
        {
            await tar.AddFileAsync($"{name}/{Path.GetRelativePath(folder, path)}", path, cancellationToken);
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

    private static async Task<byte[]> KeysAsync(CentrePaths paths, string passphrase, CancellationToken cancellationToken)
    {
        using var plain = new MemoryStream();
        await using (var tar = new TarWriter(plain, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var path in Directory.EnumerateFiles(paths.Keys, "*.key", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                var key = KeyFile.Read(path);
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, Path.GetRelativePath(paths.Keys, path)) { DataStream = new MemoryStream(key), Mode = OwnerFile }, cancellationToken);
                CryptographicOperations.ZeroMemory(key);
            }
        }

        var salt = Passwords.Salt();
        var derived = Passwords.Derive(passphrase, salt);
        try
        {
            using var box = new SecretBox(derived);
            return [.. salt, .. box.Wrap(plain.GetBuffer().AsSpan(0, (int)plain.Length), KeyPurpose)];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(derived);
            CryptographicOperations.ZeroMemory(plain.GetBuffer());
        }
    }

    /// <summary>The tar being written, with the running digest of its members.</summary>
    private sealed class Writer(Stream stream) : IAsyncDisposable
    {
        private readonly TarWriter _tar = new(stream, TarEntryFormat.Pax, leaveOpen: true);
        private readonly IncrementalHash _members = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private long _count;

        public async Task AddAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            Count(name, bytes.Length, Digest.Of(bytes.Span));
            using var data = new MemoryStream(bytes.ToArray());
            await _tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = data, Mode = OwnerFile }, cancellationToken);
        }

        public async Task AddFileAsync(string name, string path, CancellationToken cancellationToken)
        {
            // What is copied never changes once it has its name; its digest is taken from the bytes that the tar gets.
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var digest = Digest.FromBytes(await SHA256.HashDataAsync(file, cancellationToken));
            Count(name, file.Length, digest);
            file.Position = 0;
            await _tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = file, Mode = OwnerFile }, cancellationToken);
        }

        public async Task EndAsync(OpenCentre centre, BackupCut cut, CancellationToken cancellationToken)
        {
            var manifest = new BackupManifest(centre.Description.Origin, UtcTime.Whole(centre.Time.GetUtcNow()), Head(cut.Ledger), Head(cut.Log), (ulong)_count, Digest.FromBytes(_members.GetHashAndReset()));
            using var data = new MemoryStream(manifest.Encode());
            await _tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, Manifest) { DataStream = data, Mode = OwnerFile }, cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await _tar.DisposeAsync();
            _members.Dispose();
        }

        private static TreeHead Head(VerifiedCheckpoint checkpoint) => new(checkpoint.Origin, checkpoint.Size, checkpoint.Root);

        private void Count(string name, long size, Digest digest)
        {
            _members.AppendData(Encoding.UTF8.GetBytes(BackupManifest.Line(name, size, digest)));
            _count++;
        }
    }
}
