using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Vitrine.Seals;

/// <summary>Makes a seal of a source. Runs under the store's lock, after a sweep.</summary>
/// <remarks>A killed process leaves files in <c>temp</c>, or a pack that no seal needs; both are swept. Until the last rename there is no seal.</remarks>
internal sealed class SealWriter(StoreFolder folder, SealFiles files, KeyWrap keys, TimeProvider time, IReadOnlyList<Func<ISegmentBuilder>> segments, Action<string>? step)
{
    /// <summary>Reads the source, and keeps it if nothing stands in the way.</summary>
    /// <exception cref="SealRefusedException">The tree has problems that <paramref name="options"/> do not accept.</exception>
    public MadeSeal Make(SealSource source, DomainKey domain, SealOptions options, IProgress<SealProgress>? progress, CancellationToken cancellation)
    {
        if (source.Problems.Any(problem => !options.Accept.Contains(problem.Kind)))
        {
            // All problems are named at once, so the contents are looked at too.
            var inspector = new SealMaker(source, domain, null, progress, cancellation);
            inspector.Run();
            _ = Accepted(source, inspector, options);
        }

        var temp = Path.Combine(folder.Temp, StoreFolder.NewId());
        StoreFolder.NewFolder(temp);
        try
        {
            using var packs = new PackReader(folder);
            using var pack = new PackWriter(folder, Path.Combine(temp, "pack"), StoreFolder.NewId());
            var known = KnownContents.Of(domain.Id, folder, files, options.Lock);
            ISegmentBuilder[] builders = [.. segments.Select(make => make())];
            var keeper = new ContentKeeper(known, packs, pack, builders);
            var maker = new SealMaker(source, domain, keeper, progress, cancellation);
            maker.Run();
            var accepted = Accepted(source, maker, options);
            var entries = maker.Files.Select(file => new ManifestEntry(file, file.Size > 0 ? keeper.Place(file.Digest) : null)).ToArray();
            var making = new Making(temp, pack, packs, keeper, builders, entries, [.. known.Segments.Values]);
            var written = Task.Run(() => WritePack(making), CancellationToken.None);
            var about = Task.Run(() => Describe(source, domain, options, accepted, entries), CancellationToken.None);
            Task.WhenAll(written, about).GetAwaiter().GetResult();
            return Keep(making, written.Result, about.Result, options.Lock);
        }
        finally
        {
            Directory.Delete(temp, recursive: true);
        }
    }

    private SealAbout Describe(SealSource source, DomainKey domain, SealOptions options, SealProblem[] accepted, ManifestEntry[] entries) => new()
    {
        Root = new SealTree(entries.Select(entry => entry.File)).Root,
        Made = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds()),
        Domain = domain.Id,
        Files = entries.Length,
        Bytes = entries.Sum(entry => entry.File.Size),
        Lines = entries.Sum(entry => entry.File.Lines),
        Source = source.Description,
        Product = options.Product,
        Version = options.Version,
        Accepted = accepted,
        Notes = source.Notes,
    };

    /// <summary>The durable steps from a written pack on. It is in place before the seal that needs it.</summary>
    private MadeSeal Keep(Making making, SegmentPlace[] written, SealAbout about, HostKey? hostKey)
    {
        var root = about.Root;
        var isThere = Directory.Exists(folder.Seal(root));
        RequireSameLock(root, isThere, hostKey);
        var kept = isThere ? files.TryAbout(root) : null;
        if (kept is not null && IsWhole(root, making))
        {
            return new MadeSeal { About = kept, WasThere = true, BytesShared = about.Bytes, BytesWritten = 0 };
        }

        about = kept ?? about;
        var seal = WriteSeal(making, written, about, hostKey);
        if (making.IsPackNeeded)
        {
            foreach (var segment in written)
            {
                File.Move(Path.Combine(making.Temp, segment.Name), folder.Segment(segment.Pack, segment.Name));
            }

            File.Move(making.Pack.Path, folder.Pack(making.Pack.Id));
            step?.Invoke("pack moved");
            Posix.SyncFolder(folder.Packs);
        }

        step?.Invoke("pack kept");
        if (isThere)
        {
            Posix.Exchange(seal, folder.Seal(root));
        }
        else
        {
            Directory.Move(seal, folder.Seal(root));
        }

        step?.Invoke("seal moved");
        Posix.SyncFolder(folder.Seals);
        step?.Invoke("seal kept");
        return new MadeSeal
        {
            About = about,
            WasThere = isThere,
            WasHealed = isThere,
            BytesShared = about.Bytes - making.Keeper.BytesNew,
            BytesWritten = making.Keeper.BytesWritten,
        };
    }

    /// <summary>Makes the pack durable, and its side data.</summary>
    private SegmentPlace[] WritePack(Making making)
    {
        step?.Invoke("pack written");
        if (making.IsPackNeeded)
        {
            making.Pack.Sync();
        }

        step?.Invoke("pack synced");
        SegmentPlace[] written = making.IsPackNeeded
            ? [.. making.Builders.Select(builder => SegmentFile.Write(Path.Combine(making.Temp, builder.Name), making.Pack.Id, making.Keeper.Offsets, builder)).OfType<SegmentPlace>()]
            : [];
        step?.Invoke("segments written");
        return written;
    }

    /// <summary>Writes the seal's own files, and returns their folder.</summary>
    private string WriteSeal(Making making, SegmentPlace[] written, SealAbout about, HostKey? hostKey)
    {
        var (seal, root) = (Path.Combine(making.Temp, "seal"), about.Root);
        StoreFolder.NewFolder(seal);
        var key = RandomNumberGenerator.GetBytes(ChunkCipher.KeySize);
        try
        {
            var manifest = new Manifest { Domain = about.Domain, Entries = making.Entries, Segments = [.. making.KnownSegments, .. written] };
            StoreFolder.WriteFile(Path.Combine(seal, StoreFolder.Manifest), file => manifest.Write(file, root, key));
            step?.Invoke("manifest written");
            var json = about.Encode();
            StoreFolder.WriteFile(Path.Combine(seal, StoreFolder.About), file => SealBox.Write(file, key, StoreFolder.About, root, LengthOf(json), json));
            step?.Invoke("about written");
            var wrapped = keys.Wrap(key, SealFiles.Purpose(root));
            StoreFolder.WriteFile(Path.Combine(seal, StoreFolder.Key), file => file.Write(hostKey?.Wrap(wrapped, SealFiles.Purpose(root)) ?? wrapped));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }

        Posix.SyncFolder(seal);
        step?.Invoke("key written");
        return seal;
    }

    /// <summary>A seal's lock is not changed by sealing its tree again: copies of the key as it lay before would stay.</summary>
    private void RequireSameLock(SealRoot root, bool isThere, HostKey? hostKey)
    {
        if (isThere && (HostKey.LockOf(files.Read(root, StoreFolder.Key)) == SealLock.None) != (hostKey is null))
        {
            throw new SealStoreException(
                SealStoreFault.Locked,
                hostKey is null
                    ? $"The tree is sealed already, as {root}, and locked by its host's key. Give that key, or destroy the seal first."
                    : $"The tree is sealed already, as {root}, under the centre's key alone. Destroy that seal first to lock it.");
        }
    }

    /// <summary>Whether a seal that is there can be read as it was made: the same contents in the same places, or in other places that open too.</summary>
    private bool IsWhole(SealRoot root, Making making) =>
        files.TryManifest(root) is { } manifest
        && manifest.Entries.Count == making.Entries.Length
        && manifest.Entries.Zip(making.Entries).All(pair =>
            pair.First.Place is not { } place
            || (pair.Second.Place is { } checkedPlace && (place.Pack, place.Offset) == (checkedPlace.Pack, checkedPlace.Offset))
            || making.Packs.Authenticates(place, pair.First.File.Size));

    private static byte[] LengthOf(byte[] content)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(length, content.Length);
        return length;
    }

    /// <summary>The problems that the host accepts, if these are all there are.</summary>
    private static SealProblem[] Accepted(SealSource source, SealMaker maker, SealOptions options)
    {
        var problems = source.Problems.Concat(maker.Problems).OrderBy(problem => problem.Path, StringComparer.Ordinal).ToArray();
        var unaccepted = problems.Where(problem => !options.Accept.Contains(problem.Kind)).ToArray();
        return unaccepted.Length == 0 ? problems : throw new SealRefusedException(unaccepted);
    }

    /// <summary>What was read and written before the durable steps.</summary>
    private sealed record Making(
        string Temp,
        PackWriter Pack,
        PackReader Packs,
        ContentKeeper Keeper,
        IReadOnlyList<ISegmentBuilder> Builders,
        ManifestEntry[] Entries,
        IReadOnlyList<SegmentPlace> KnownSegments)
    {
        public bool IsPackNeeded => Keeper.BytesWritten > 0;
    }
}
