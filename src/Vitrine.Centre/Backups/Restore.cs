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
    private const int MaxName = 1024;
    private const int MaxPart = 255;
    private const string KeysFolder = "keys";
    private const int AppendAtOnce = 16 * 1024 * 1024;

    /// <summary>Folders beside a target that a restore, which was cut off or still runs, has made; they hold what is in the centre, at worst its keys.</summary>
    public static IReadOnlyList<string> Leftovers(string folder)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var parent = Path.GetDirectoryName(target);
        return Directory.Exists(parent)
            ? [.. Directory.EnumerateDirectories(parent).Where(path => path.StartsWith(target + ".", StringComparison.Ordinal) && path.EndsWith(".tmp", StringComparison.Ordinal)).Order(StringComparer.Ordinal)]
            : [];
    }

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
            var keys = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
            var manifest = await UnpackAsync(file, paths, keys, passphrase, cancellationToken);
            await LogAsync(paths.Ledger, Unpacked(paths, "ledger"), Signer(keys, "ledger.key"), manifest.Ledger, cancellationToken);
            await LogAsync(paths.Log, Unpacked(paths, "log"), Signer(keys, "log.key"), manifest.Log, cancellationToken);
            Directory.Delete(paths.Scratch, recursive: true);
            KeyFile.CreateFolder(paths.Scratch);
            RestoredMarker.Leave(paths, manifest);

            // The keys last: a process killed before leaves none of them on the disk.
            WriteKeys(keys, paths);
            using (CentreKeys.Open(paths.Keys))
            {
            }

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

    private static async Task<BackupManifest> UnpackAsync(string file, CentrePaths paths, SortedDictionary<string, byte[]> keys, string passphrase, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        await using var box = BackupStream.Open(stream, passphrase);
        return await UnpackAsync(box, paths, keys, cancellationToken);
    }

    /// <summary>Writes a backup's members into a folder; what comes after an error there is thrown away with it.</summary>
    /// <exception cref="BackupFormatException">They are none of a backup's.</exception>
    internal static async Task<BackupManifest> UnpackAsync(Stream box, CentrePaths paths, SortedDictionary<string, byte[]> keys, CancellationToken cancellationToken)
    {
        try
        {
            return await UnpackCoreAsync(box, paths, keys, cancellationToken);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new BackupFormatException(error.Message, error);
        }
    }

    private static async Task<BackupManifest> UnpackCoreAsync(Stream box, CentrePaths paths, SortedDictionary<string, byte[]> keys, CancellationToken cancellationToken)
    {
        await using var tar = new TarReader(box, leaveOpen: true);
        for (var count = 0; await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry; count++)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || count > MaxMembers)
            {
                throw new BackupFormatException("It holds what a backup does not.");
            }

            if (entry.Name == Backup.Manifest)
            {
                // Read to its end: the last chunk says that it is the last.
                var manifest = BackupManifest.Parse(await BytesAsync(entry, BackupManifest.MaxBytes, cancellationToken));
                var ends = await tar.GetNextEntryAsync(copyData: false, cancellationToken) is null;
                await box.CopyToAsync(Stream.Null, cancellationToken);
                return ends ? manifest : throw new BackupFormatException("It goes on after its manifest.");
            }

            await TakeAsync(entry, paths, keys, cancellationToken);
        }

        throw new BackupFormatException("It ends before its manifest: it was cut off.");
    }

    private static async Task TakeAsync(TarEntry entry, CentrePaths paths, SortedDictionary<string, byte[]> keys, CancellationToken cancellationToken)
    {
        var target = TargetOf(entry.Name, paths) ?? throw new BackupFormatException($"It holds '{Printable(entry.Name)}', which no backup does.");
        if (entry.Name.StartsWith(KeysFolder + "/", StringComparison.Ordinal))
        {
            var most = BackupCut.MaxKeys - keys.Values.Sum(key => key.Length);
            if (!keys.TryAdd(entry.Name[(KeysFolder.Length + 1)..], await BytesAsync(entry, most, cancellationToken)))
            {
                throw new BackupFormatException($"It holds '{Printable(entry.Name)}' twice.");
            }

            return;
        }

        // One name is one file, and no file is a folder.
        for (var path = target; path.Length > paths.Folder.Length; path = Path.GetDirectoryName(path)!)
        {
            if (path == target ? Path.Exists(path) : File.Exists(path))
            {
                throw new BackupFormatException($"It holds '{Printable(entry.Name)}' and what stands in its place.");
            }
        }

        KeyFile.CreateFolder(Path.GetDirectoryName(target)!);
        await using var file = new FileStream(target, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        if (entry.DataStream is { } data)
        {
            await data.CopyToAsync(file, cancellationToken);
        }

        file.Flush(flushToDisk: true);
    }

    /// <summary>Where a member goes; null where its name is none of a backup's.</summary>
    private static string? TargetOf(string name, CentrePaths paths)
    {
        var parts = name.Split('/');
        if (name.Length > MaxName || parts.Any(part => part is "" or "." or ".." || Encoding.UTF8.GetByteCount(part) > MaxPart || part.Any(c => c is < ' ' or '\\')))
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
            [KeysFolder, _, ..] => Path.Combine(paths.Keys, Path.Combine(parts[1..])),
            ["seals", ..] => Path.Combine(paths.Seals, Path.Combine(parts[1..])),
            _ => null,
        };
    }

    private static NoteSigner Signer(SortedDictionary<string, byte[]> keys, string name) =>
        keys.TryGetValue(name, out var text) && NoteSigner.TryParse(Encoding.ASCII.GetString(text).TrimEnd('\n'), out var signer)
            ? signer
            : throw new BackupFormatException($"It holds no private key of a log as {name}.");

    private static void WriteKeys(SortedDictionary<string, byte[]> keys, CentrePaths paths)
    {
        foreach (var folder in (string[])["", "domain", "person", "party"])
        {
            KeyFile.CreateFolder(Path.Combine(paths.Keys, folder));
        }

        foreach (var (name, key) in keys)
        {
            var path = Path.Combine(paths.Keys, name);
            KeyFile.CreateFolder(Path.GetDirectoryName(path)!);
            KeyFile.Create(path, key);
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>A log again from its entries, by the way that every log takes; it must come to the root that was signed.</summary>
    private static async Task LogAsync(string folder, string unpacked, NoteSigner signer, TreeHead expected, CancellationToken cancellationToken)
    {
        var options = new LogOptions { Folder = folder, Signer = signer };
        await TileLog.CreateAsync(options, cancellationToken);
        VerifiedCheckpoint made;
        await using (var log = await TileLog.OpenAsync(options, TimeProvider.System, cancellationToken))
        {
            await FillAsync(log, unpacked, cancellationToken);
            made = log.Checkpoint;
        }

        var note = await File.ReadAllBytesAsync(Path.Combine(unpacked, "checkpoint"), cancellationToken);
        if (VerifiedCheckpoint.TryOpen(note, signer.Verifier, [], out var signed) != NoteVerdict.Verified || signed!.Size != made.Size || signed.Root != made.Root || expected.Size != made.Size || expected.Root != made.Root)
        {
            throw new BackupFormatException($"The entries of {signer.Name} are not those of the checkpoint that is in it.");
        }

        // The note of before, with the witnesses' cosignatures, which nobody here could make again.
        DurableFile.Write(Path.Combine(folder, "checkpoint"), note);
    }

    private static async Task FillAsync(TileLog log, string unpacked, CancellationToken cancellationToken)
    {
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
