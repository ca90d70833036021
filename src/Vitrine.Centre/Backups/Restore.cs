using System.Buffers.Binary;
using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>Makes a centre from a backup; it does not open until it has shown that it is not older than what its log has published.</summary>
public static class Restore
{
    private const int MaxMembers = 16 * 1024 * 1024;
    private const int MaxChunk = 512 * 1024 * 1024;
    private const int AppendAtOnce = 16 * 1024 * 1024;

    /// <summary>Restores into a folder that does not exist yet, or is empty. A failure leaves nothing behind.</summary>
    /// <exception cref="BackupFormatException">The file is no backup, not whole, or its passphrase another.</exception>
    /// <exception cref="CentreUnusableException">The folder is in use.</exception>
    public static async Task<BackupManifest> ReadAsync(string file, string folder, string passphrase, CancellationToken cancellationToken)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Path.Exists(target) && (!Directory.Exists(target) || Directory.EnumerateFileSystemEntries(target).Any()))
        {
            throw new CentreUnusableException($"{target} exists and is not empty. Name a new folder to restore to.");
        }

        var making = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            var paths = new CentrePaths(making);
            KeyFile.CreateFolder(making);
            foreach (var inner in (string[])[paths.Staged, paths.Documents, paths.Seals, paths.Scratch, Unpacked(paths, "ledger"), Unpacked(paths, "log")])
            {
                KeyFile.CreateFolder(inner);
            }

            Directory.CreateDirectory(paths.Statements);
            var manifest = await UnpackAsync(file, paths, passphrase, cancellationToken);
            using (var keys = CentreKeys.Open(paths.Keys))
            {
                await LogAsync(paths.Ledger, Unpacked(paths, "ledger"), keys.Ledger, manifest.Ledger, cancellationToken);
                await LogAsync(paths.Log, Unpacked(paths, "log"), keys.Log, manifest.Log, cancellationToken);
            }

            Directory.Delete(paths.Scratch, recursive: true);
            KeyFile.CreateFolder(paths.Scratch);
            RestoredMarker.Leave(paths, manifest);
            OpenCentre.Place(making, target);
            return manifest;
        }
        catch (Exception error) when (error is KeyFileException or InvalidDataException or EndOfStreamException)
        {
            throw new BackupFormatException(error.Message, error);
        }
        finally
        {
            OpenCentre.Discard(making);
        }
    }

    private static string Unpacked(CentrePaths paths, string name) => Path.Combine(paths.Scratch, name);

    private static async Task<BackupManifest> UnpackAsync(string file, CentrePaths paths, string passphrase, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        await using var tar = new TarReader(stream);
        using var members = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var count = 0UL; await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry; count++)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || count > MaxMembers)
            {
                throw new BackupFormatException("It holds what a backup does not.");
            }

            if (entry.Name == Backup.Manifest)
            {
                var manifest = BackupManifest.Parse(await BytesAsync(entry, BackupManifest.MaxBytes, cancellationToken));
                return manifest.Members == count && manifest.Digest == Digest.FromBytes(members.GetHashAndReset()) && await tar.GetNextEntryAsync(copyData: false, cancellationToken) is null
                    ? manifest
                    : throw new BackupFormatException("Its members are not those that it counts: it was altered or damaged.");
            }

            var digest = await TakeAsync(entry, paths, passphrase, cancellationToken);
            members.AppendData(Encoding.UTF8.GetBytes(BackupManifest.Line(entry.Name, entry.Length, digest)));
        }

        throw new BackupFormatException("It ends before its manifest: it was cut off.");
    }

    private static async Task<Digest> TakeAsync(TarEntry entry, CentrePaths paths, string passphrase, CancellationToken cancellationToken)
    {
        if (entry.Name == Backup.KeyBox)
        {
            var box = await BytesAsync(entry, Backup.MaxKeys, cancellationToken);
            await KeysAsync(box, paths, passphrase, cancellationToken);
            return Digest.Of(box);
        }

        var target = TargetOf(entry.Name, paths) ?? throw new BackupFormatException($"It holds '{Printable(entry.Name)}', which no backup does.");
        KeyFile.CreateFolder(Path.GetDirectoryName(target)!);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(target, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        var buffer = new byte[256 * 1024];
        for (int read; entry.DataStream is { } data && (read = await data.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        file.Flush(flushToDisk: true);
        return Digest.FromBytes(hash.GetHashAndReset());
    }

    /// <summary>Where a member goes; null where its name is none of a backup's.</summary>
    private static string? TargetOf(string name, CentrePaths paths)
    {
        var parts = name.Split('/');
        if (parts.Any(part => part is "" or "." or ".." || part.Any(c => c is < ' ' or '\\')))
        {
            return null;
        }

        return parts switch
        {
            ["centre.json"] => paths.Description,
            ["credentials.db"] => paths.Credentials,
            ["witnesses"] => Path.Combine(paths.Folder, "witnesses"),
            ["ledger" or "log", "checkpoint"] => Path.Combine(Unpacked(paths, parts[0]), "checkpoint"),
            ["ledger" or "log", "entries", var part] => Path.Combine(Unpacked(paths, parts[0]), "entries", part),
            ["statement", var statement] => Path.Combine(paths.Statements, statement),
            ["staged", var staged] => Path.Combine(paths.Staged, staged),
            ["documents", var document] => Path.Combine(paths.Documents, document),
            ["seals", ..] => Path.Combine(paths.Seals, Path.Combine(parts[1..])),
            _ => null,
        };
    }

    private static async Task KeysAsync(byte[] box, CentrePaths paths, string passphrase, CancellationToken cancellationToken)
    {
        if (box.Length < Passwords.SaltSize)
        {
            throw new BackupFormatException("Its keys are cut off.");
        }

        var derived = Passwords.Derive(passphrase, box.AsSpan(0, Passwords.SaltSize));
        byte[] plain;
        try
        {
            using var cipher = new SecretBox(derived);
            plain = cipher.Unwrap(box.AsSpan(Passwords.SaltSize), Backup.KeyPurpose);
        }
        catch (CryptographicException error)
        {
            throw new BackupFormatException("The passphrase is another, or its keys were altered.", error);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(derived);
        }

        foreach (var folder in (string[])["", "domain", "person", "party"])
        {
            KeyFile.CreateFolder(Path.Combine(paths.Keys, folder));
        }

        using var stream = new MemoryStream(plain);
        await using var tar = new TarReader(stream);
        while (await tar.GetNextEntryAsync(copyData: true, cancellationToken) is { } entry)
        {
            var parts = entry.Name.Split('/');
            if (parts.Any(part => part is "" or "." or ".."))
            {
                throw new BackupFormatException("Its keys have names that no backup gives.");
            }

            var path = Path.Combine(paths.Keys, Path.Combine(parts));
            KeyFile.CreateFolder(Path.GetDirectoryName(path)!);
            KeyFile.Create(path, await BytesAsync(entry, Backup.MaxKeys, cancellationToken));
        }

        CryptographicOperations.ZeroMemory(plain);
    }

    /// <summary>A log again from its entries, by the way that every log takes; it must come to the root that was signed.</summary>
    private static async Task LogAsync(string folder, string unpacked, NoteSigner signer, TreeHead expected, CancellationToken cancellationToken)
    {
        var options = new LogOptions { Folder = folder, Signer = signer };
        await TileLog.CreateAsync(options, cancellationToken);
        await using var log = await TileLog.OpenAsync(options, TimeProvider.System, cancellationToken);
        var entries = Path.Combine(unpacked, "entries");
        string[] files = Directory.Exists(entries) ? [.. Directory.EnumerateFiles(entries).Order(StringComparer.Ordinal)] : [];
        foreach (var file in files)
        {
            var bytes = new FileInfo(file).Length <= MaxChunk ? await File.ReadAllBytesAsync(file, cancellationToken) : throw new BackupFormatException("A part of its entries is too large.");
            foreach (var batch in Batches(bytes))
            {
                await log.AppendAsync(batch, cancellationToken);
            }
        }

        var made = log.Checkpoint;
        var note = await File.ReadAllBytesAsync(Path.Combine(unpacked, "checkpoint"), cancellationToken);
        if (VerifiedCheckpoint.TryOpen(note, signer.Verifier, [], out var signed) != NoteVerdict.Verified || signed!.Size != made.Size || signed.Root != made.Root || expected.Size != made.Size || expected.Root != made.Root)
        {
            throw new BackupFormatException($"The entries of {signer.Name} are not those of the checkpoint that is in it.");
        }
    }

    private static IEnumerable<List<ReadOnlyMemory<byte>>> Batches(ReadOnlyMemory<byte> bytes)
    {
        var batch = new List<ReadOnlyMemory<byte>>();
        var size = 0;
        while (!bytes.IsEmpty)
        {
            var length = bytes.Length < 2 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(bytes.Span);
            if (bytes.Length < 2 + length)
            {
                throw new BackupFormatException("Its entries are cut off.");
            }

            batch.Add(bytes.Slice(2, length));
            size += 2 + length;
            bytes = bytes[(2 + length)..];
            if (size >= AppendAtOnce)
            {
                yield return batch;
                (batch, size) = ([], 0);
            }
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private static async Task<byte[]> BytesAsync(TarEntry entry, int most, CancellationToken cancellationToken)
    {
        if (entry.Length > most)
        {
            throw new BackupFormatException($"'{Printable(entry.Name)}' in it is too large.");
        }

        var bytes = new byte[entry.Length];
        if (entry.DataStream is { } data)
        {
            await data.ReadExactlyAsync(bytes, cancellationToken);
        }

        return bytes;
    }

    private static string Printable(string name) => string.Concat(name.Take(100).Select(c => c is >= ' ' and < '\x7f' ? c : '?'));
}
