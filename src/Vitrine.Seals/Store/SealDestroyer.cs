using System.Security.Cryptography;

namespace Vitrine.Seals;

/// <summary>What a destruction did, and what it cannot reach.</summary>
/// <param name="Root">The seal that is gone.</param>
/// <param name="BytesErased">Encrypted bytes given back: contents that no other seal needs.</param>
/// <param name="BytesShared">Encrypted bytes that remain, since other seals need them.</param>
/// <param name="SharedWith">Those seals.</param>
/// <param name="Unreachable">What remains outside the store's reach, in sentences for people.</param>
public sealed record SealDestruction(SealRoot Root, long BytesErased, long BytesShared, IReadOnlyList<SealRoot> SharedWith, IReadOnlyList<string> Unreachable);

/// <summary>Destroys seals, and clears away what killed processes left. Runs under the store's lock.</summary>
internal sealed class SealDestroyer(StoreFolder folder, Func<SealRoot, Manifest?> readManifest, Action<string>? step)
{
    private const int ZeroBuffer = 1 << 20;

    public SealDestruction Destroy(SealRoot root)
    {
        var path = folder.Seal(root);
        var key = Path.Combine(path, StoreFolder.Key);
        if (!File.Exists(key))
        {
            throw new SealStoreException(SealStoreFault.NotFound, $"There is no seal {root} here. List the seals to see which there are.");
        }

        step?.Invoke("before the key");
        Overwrite(key);
        File.Delete(key);
        Posix.SyncFolder(path);
        step?.Invoke("key destroyed");
        return Finish(root);
    }

    /// <summary>Half-made seals vanish, half-destroyed ones are destroyed to the end, packs that no seal needs are deleted.</summary>
    public void Sweep()
    {
        foreach (var root in folder.Roots().Where(root => !File.Exists(Path.Combine(folder.Seal(root), StoreFolder.Key))))
        {
            Finish(root);
        }

        foreach (var left in Directory.EnumerateDirectories(folder.Temp))
        {
            Directory.Delete(left, recursive: true);
        }

        Reclaim(null, new Tally());
    }

    /// <summary>Once the key is gone: the contents, then the list of files, which says until the end which packs to look at.</summary>
    private SealDestruction Finish(SealRoot root)
    {
        var tally = new Tally();
        Reclaim(root, tally);
        step?.Invoke("contents erased");
        Directory.Delete(folder.Seal(root), recursive: true);
        Posix.SyncFolder(folder.Seals);
        step?.Invoke("seal removed");
        List<string> unreachable =
        [
            "Backups and copies of the key that were made outside this store are not reached.",
            "Snapshots of the file system, and blocks that a disk has set aside, may hold the wrapped key; who has the centre's key too (and the host's, if the seal was locked) can read with it.",
            "Plaintext that is open in a running room stays in its memory until the room closes.",
        ];
        if (tally.SharedWith.Count > 0)
        {
            unreachable.Add($"Contents that {tally.SharedWith.Count} other seal(s) of the domain hold too stay readable through those.");
        }

        if (tally.Unreadable)
        {
            unreachable.Add("The list of files of another seal cannot be read: it is damaged, or locked by its host's key (give that with --key-file or --passphrase). The packs that it needs were left whole. What it holds too stays readable with its key; the rest has lost its keys.");
        }

        return new SealDestruction(root, tally.Erased, tally.Shared, [.. tally.SharedWith], unreachable);
    }

    /// <summary>
    /// Deletes packs that no seal names in the clear part of its manifest. In packs that the destroyed seal shares with
    /// others, every range that none of them needs is erased.
    /// </summary>
    private void Reclaim(SealRoot? destroyed, Tally tally)
    {
        var needed = new Dictionary<string, List<SealRoot>>(StringComparer.Ordinal);
        foreach (var root in folder.Roots().Where(root => root != destroyed))
        {
            if (HeaderOf(root) is not { } header)
            {
                // A seal that does not say what it needs may need anything.
                tally.Unreadable = true;
                return;
            }

            foreach (var pack in header.Packs)
            {
                (needed.TryGetValue(pack, out var roots) ? roots : needed[pack] = []).Add(root);
            }
        }

        var own = destroyed is { } gone && HeaderOf(gone) is { } ownHeader ? ownHeader.Packs : [];
        foreach (var pack in folder.PackIds().ToArray())
        {
            if (!needed.TryGetValue(pack, out var roots))
            {
                tally.Erased += new FileInfo(folder.Pack(pack)).Length;
                File.Delete(folder.Pack(pack));
            }
            else if (own.Contains(pack))
            {
                EraseUnneeded(pack, roots, tally);
            }
        }

        DeleteSegments(pack => !needed.ContainsKey(pack));
        Posix.SyncFolder(folder.Packs);
    }

    /// <summary>Side data that may tell of erased contents; it is made again of those that are left when a seal is opened.</summary>
    private void DeleteSegments(Func<string, bool> ofPack)
    {
        foreach (var segment in folder.SegmentPaths(ofPack).ToArray())
        {
            File.Delete(segment);
        }
    }

    private void EraseUnneeded(string pack, List<SealRoot> roots, Tally tally)
    {
        var ranges = new List<(long Offset, long Length)>();
        foreach (var root in roots)
        {
            if (readManifest(root) is not { } manifest)
            {
                tally.Unreadable = true;
                return;
            }

            tally.SharedWith.Add(root);
            ranges.AddRange(manifest.Entries.Select(entry => entry.Place).OfType<BlobPlace>().Where(place => place.Pack == pack).Select(place => (place.Offset, place.Length)));
        }

        using var file = File.OpenHandle(folder.Pack(pack), FileMode.Open, FileAccess.ReadWrite);
        var end = 16L;
        foreach (var (offset, length) in ranges.Distinct().Order().Append((RandomAccess.GetLength(file), 0)))
        {
            if (offset > end)
            {
                DeleteSegments(other => other == pack);
                Erase(file, end, offset - end);
                tally.Erased += offset - end;
            }

            tally.Shared += length;
            end = offset + length;
        }

        RandomAccess.FlushToDisk(file);
    }

    private static void Erase(Microsoft.Win32.SafeHandles.SafeFileHandle file, long offset, long length)
    {
        if (Posix.TryPunchHole(file, offset, length))
        {
            return;
        }

        var zeros = new byte[(int)Math.Min(length, ZeroBuffer)];
        for (var done = 0L; done < length; done += zeros.Length)
        {
            RandomAccess.Write(file, zeros.AsSpan(0, (int)Math.Min(zeros.Length, length - done)), offset + done);
        }
    }

    /// <summary>Random bytes over the key before it is deleted; on disks that write elsewhere this helps nothing, and costs nothing.</summary>
    private static void Overwrite(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
        file.Write(RandomNumberGenerator.GetBytes(checked((int)file.Length)));
        file.Flush(flushToDisk: true);
    }

    private ManifestHeader? HeaderOf(SealRoot root)
    {
        var path = Path.Combine(folder.Seal(root), StoreFolder.Manifest);
        return File.Exists(path) ? Manifest.TryReadHeader(File.ReadAllBytes(path)) : null;
    }

    private sealed class Tally
    {
        public long Erased { get; set; }

        public long Shared { get; set; }

        public bool Unreadable { get; set; }

        public SortedSet<SealRoot> SharedWith { get; } = new(Comparer<SealRoot>.Create((left, right) => string.CompareOrdinal(left.ToString(), right.ToString())));
    }
}
