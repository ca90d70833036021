using System.Security.Cryptography;

namespace Vitrine.Seals;

/// <summary>
/// The seals of a centre, encrypted in a folder. Any number of processes may read; one at a time makes, destroys or sweeps.
/// A seal is there whole or not at all, whenever the process is killed. docs/formats/seal.md says what lies on disk.
/// </summary>
public sealed class SealStore : IDisposable
{
    private readonly StoreFolder _folder;
    private readonly KeyWrap _keys;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _oneWriter = new(1, 1);

    /// <summary>Names a store; nothing is read or made yet.</summary>
    public SealStore(string folder, KeyWrap keys, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(time);
        _folder = new StoreFolder(folder);
        _keys = keys;
        _time = time;
    }

    /// <summary>The hosts' keys that are at hand: seals that are locked by others are not opened.</summary>
    public IReadOnlyList<HostKey> HostKeys { get; init; } = [];

    /// <summary>Told, each time a seal is opened, what may write its plaintext to a disk: <see cref="SwapState"/>.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>The side data that is made of every new pack.</summary>
    internal IReadOnlyList<Func<ISegmentBuilder>> SegmentBuilders { get; init; } = SegmentKinds.All;

    /// <summary>Called before and after every durable step of making and destroying; tests stop the process there.</summary>
    internal Action<string>? Step { get; init; }

    /// <summary>Seals a source: reads it once, encrypts it, and keeps it durably. The source can be read only once.</summary>
    /// <exception cref="SealRefusedException">The tree has problems that <paramref name="options"/> do not accept; all of them are named.</exception>
    /// <exception cref="SealSourceException">The source cannot be read, or changed meanwhile.</exception>
    /// <exception cref="SealStoreException">The store is busy or cannot be written; nothing was kept.</exception>
    public Task<MadeSeal> MakeAsync(SealSource source, DomainKey domain, SealOptions options, IProgress<SealProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(domain);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return ExclusiveAsync(() => Make(source, domain, options, progress, cancellation), cancellation);
    }

    /// <summary>The seals here, by root; a damaged one is listed with what is wrong.</summary>
    public IReadOnlyList<SealListing> List() => [.. _folder.Roots().Where(root => !IsHalfDestroyed(root)).Select(List)];

    /// <summary>What is known of one seal.</summary>
    /// <exception cref="SealStoreException">There is none of this root, its key is another centre's, or it is damaged.</exception>
    public SealAbout About(SealRoot root) => WithKey(root, key => ReadAbout(root, key));

    /// <summary>Opens a seal for reading. Contents are decrypted into memory when they are first read.</summary>
    /// <exception cref="SealStoreException">There is none of this root, its key is another centre's, or its list of files is damaged.</exception>
    public OpenSeal Open(SealRoot root) => WithKey(root, key =>
    {
        if (Warn is not null && SwapState.Warning() is { } warning)
        {
            Warn(warning);
        }

        var about = ReadAbout(root, key);
        var manifest = ReadManifest(root, key);
        var tree = manifest.Entries.Count > 0 ? new SealTree(manifest.Entries.Select(entry => entry.File)) : null;
        return tree?.Root == root
            ? new OpenSeal(about, tree, manifest, _folder)
            : throw Damaged(root, "its list of files is not that of its root");
    });

    /// <summary>Reads everything again, recomputes the root, and names what is damaged; the rest stays readable.</summary>
    /// <exception cref="SealStoreException">The seal is not here, or not even its list of files can be read.</exception>
    public Task<SealVerification> VerifyAsync(SealRoot root, IProgress<SealProgress>? progress, CancellationToken cancellation) => Task.Run(
        () =>
        {
            using var seal = Open(root);
            return seal.Verify(progress, cancellation);
        },
        cancellation);

    /// <summary>
    /// Destroys a seal: its key first, which makes it unreadable here for good; then its list of files and the contents that no other
    /// seal needs. A seal whose files are damaged can be destroyed too.
    /// </summary>
    /// <exception cref="SealStoreException">There is none of this root, or the store is busy or cannot be written.</exception>
    public Task<SealDestruction> DestroyAsync(SealRoot root, CancellationToken cancellation) =>
        ExclusiveAsync(() => Destroyer().Destroy(root), cancellation);

    /// <summary>Removes what a killed process left: half-made seals, and the rest of half-destroyed ones. Every making does so first.</summary>
    /// <exception cref="SealStoreException">The store is busy or cannot be written.</exception>
    public Task SweepAsync(CancellationToken cancellation) => ExclusiveAsync(
        () =>
        {
            Destroyer().Sweep();
            return true;
        },
        cancellation);

    /// <inheritdoc/>
    public void Dispose() => _oneWriter.Dispose();

    /// <summary>The manifest, or null if it or its key cannot be read.</summary>
    internal Manifest? TryReadManifest(SealRoot root)
    {
        try
        {
            return WithKey(root, key => ReadManifest(root, key));
        }
        catch (SealStoreException)
        {
            return null;
        }
    }

    private SealDestroyer Destroyer() => new(_folder, TryReadManifest, Step);

    private async Task<T> ExclusiveAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        await _oneWriter.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(
                () =>
                {
                    using var held = _folder.Lock();
                    try
                    {
                        return work();
                    }
                    catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
                    {
                        throw _folder.CannotWrite(failed);
                    }
                },
                cancellation).ConfigureAwait(false);
        }
        finally
        {
            _oneWriter.Release();
        }
    }

    private MadeSeal Make(SealSource source, DomainKey domain, SealOptions options, IProgress<SealProgress>? progress, CancellationToken cancellation)
    {
        Destroyer().Sweep();
        var temp = Path.Combine(_folder.Temp, StoreFolder.NewId());
        StoreFolder.NewFolder(temp);
        try
        {
            using var packs = new PackReader(_folder);
            var id = StoreFolder.NewId();
            using var pack = new PackWriter(_folder, Path.Combine(temp, "pack"), id);
            var refused = source.Problems.Any(problem => !options.Accept.Contains(problem.Kind));
            var known = refused ? new KnownContents() : Known(domain.Id, options.Lock);
            ISegmentBuilder[] builders = refused ? [] : [.. SegmentBuilders.Select(make => make())];
            using var maker = new SealMaker(source, domain, known.Places, packs, pack, builders, refused, progress, cancellation);
            maker.Run();
            var problems = source.Problems.Concat(maker.Problems).OrderBy(problem => problem.Path, StringComparer.Ordinal).ToArray();
            var unaccepted = problems.Where(problem => !options.Accept.Contains(problem.Kind)).ToArray();
            return unaccepted.Length == 0
                ? Keep(temp, new Making(pack, packs, maker, builders, known, options.Lock), Describe(source, domain, options, problems, maker.Entries))
                : throw new SealRefusedException(unaccepted);
        }
        finally
        {
            Directory.Delete(temp, recursive: true);
        }
    }

    private SealAbout Describe(SealSource source, DomainKey domain, SealOptions options, SealProblem[] accepted, IReadOnlyList<ManifestEntry> entries) => new()
    {
        Root = new SealTree(entries.Select(entry => entry.File)).Root,
        Made = DateTimeOffset.FromUnixTimeSeconds(_time.GetUtcNow().ToUnixTimeSeconds()),
        Domain = domain.Id,
        Files = entries.Count,
        Bytes = entries.Sum(entry => entry.File.Size),
        Lines = entries.Sum(entry => entry.File.Lines),
        Source = source.Description,
        Product = options.Product,
        Version = options.Version,
        Accepted = accepted,
        Notes = source.Notes,
    };

    /// <summary>The durable steps. The pack is in place before the seal that needs it; until the last rename there is no seal.</summary>
    private MadeSeal Keep(string temp, Making making, SealAbout about)
    {
        var (pack, packs, maker, builders, known, hostKey) = making;
        var root = about.Root;
        var isThere = Directory.Exists(_folder.Seal(root));
        RequireSameLock(root, isThere, hostKey);
        var kept = isThere ? TryAbout(root) : null;
        if (kept is not null && IsWhole(root, maker.Entries, packs))
        {
            return new MadeSeal { About = kept, WasThere = true, BytesShared = about.Bytes, BytesWritten = 0 };
        }

        about = kept ?? about;

        var isNeeded = maker.Entries.Any(entry => entry.Place?.Pack == pack.Id);
        Step?.Invoke("pack written");
        if (isNeeded)
        {
            pack.Sync();
        }

        Step?.Invoke("pack synced");
        var segments = isNeeded ? builders.Select(builder => SegmentFile.Write(Path.Combine(temp, builder.Name), pack.Id, maker.Offsets, builder)).OfType<SegmentPlace>().ToArray() : [];
        Step?.Invoke("segments written");
        var made = Path.Combine(temp, "seal");
        StoreFolder.NewFolder(made);
        var key = RandomNumberGenerator.GetBytes(ChunkCipher.KeySize);
        try
        {
            var manifest = new Manifest { Domain = about.Domain, Entries = maker.Entries, Segments = [.. known.Segments.Values, .. segments] }.Encode(root, key);
            StoreFolder.WriteFile(Path.Combine(made, StoreFolder.Manifest), manifest);
            Step?.Invoke("manifest written");
            var json = about.Encode();
            StoreFolder.WriteFile(Path.Combine(made, StoreFolder.About), [.. LengthOf(json), .. SealBox.Encrypt(key, StoreFolder.About, root, LengthOf(json), json)]);
            Step?.Invoke("about written");
            var wrapped = _keys.Wrap(key, Purpose(root));
            StoreFolder.WriteFile(Path.Combine(made, StoreFolder.Key), hostKey?.Wrap(wrapped, Purpose(root)) ?? wrapped);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }

        Posix.SyncFolder(made);
        Step?.Invoke("key written");
        if (isNeeded)
        {
            foreach (var segment in segments)
            {
                File.Move(Path.Combine(temp, segment.Name), _folder.Segment(pack.Id, segment.Name));
            }

            File.Move(pack.Path, _folder.Pack(pack.Id));
            Step?.Invoke("pack moved");
            Posix.SyncFolder(_folder.Packs);
        }

        Step?.Invoke("pack kept");
        if (isThere)
        {
            Posix.Exchange(made, _folder.Seal(root));
        }
        else
        {
            Directory.Move(made, _folder.Seal(root));
        }

        Step?.Invoke("seal moved");
        Posix.SyncFolder(_folder.Seals);
        Step?.Invoke("seal kept");
        return new MadeSeal { About = about, WasThere = isThere, WasHealed = isThere, BytesShared = maker.BytesShared, BytesWritten = maker.BytesWritten };
    }

    /// <summary>A seal's lock is not changed by sealing its tree again: copies of the key as it lay before would stay.</summary>
    private void RequireSameLock(SealRoot root, bool isThere, HostKey? hostKey)
    {
        if (isThere && HostKey.LockOf(ReadFile(root, StoreFolder.Key)) is null != hostKey is null)
        {
            throw new SealStoreException(
                SealStoreFault.Locked,
                hostKey is null
                    ? $"The tree is sealed already, as {root}, and locked by its host's key. Give that key, or destroy the seal first."
                    : $"The tree is sealed already, as {root}, under the centre's key alone. Destroy that seal first to lock it.");
        }
    }

    /// <summary>Whether a seal that is there can be read as it was made: the same contents in the same places, or in other places that open too.</summary>
    private bool IsWhole(SealRoot root, IReadOnlyList<ManifestEntry> read, PackReader packs) =>
        TryReadManifest(root) is { } manifest
        && manifest.Entries.Count == read.Count
        && manifest.Entries.Zip(read).All(pair =>
            pair.First.Place is not { } place
            || (pair.Second.Place is { } checkedPlace && (place.Pack, place.Offset) == (checkedPlace.Pack, checkedPlace.Offset))
            || packs.Authenticates(place, pair.First.File.Size));

    /// <summary>
    /// The contents that the domain's other seals hold, and the side data of their packs. A seal that cannot be read is not relied on; side data of one that is locked tell of contents that
    /// the new seal may not have, and go only to a seal under the same lock.
    /// </summary>
    private KnownContents Known(DomainId domain, HostKey? hostKey)
    {
        var known = new KnownContents();
        foreach (var root in _folder.Roots())
        {
            try
            {
                var manifest = ReadFile(root, StoreFolder.Manifest);
                if (Manifest.TryReadHeader(manifest)?.Domain == domain)
                {
                    var wrapped = ReadFile(root, StoreFolder.Key);
                    var isOpenToBoth = HostKey.LockOf(wrapped) is null || hostKey?.TryUnwrap(wrapped, Purpose(root)) is not null;
                    WithKey(root, key => Manifest.TryReadContents(root, key, manifest, known, isOpenToBoth));
                }
            }
            catch (SealStoreException unreadable) when (unreadable.Fault is not SealStoreFault.WriteFailed)
            {
                // It says itself what is wrong with it when it is opened or listed.
            }
        }

        return known;
    }

    private T WithKey<T>(SealRoot root, Func<byte[], T> work)
    {
        var key = UnwrapKey(root);
        try
        {
            return work(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>What is known of a seal, or null if that is damaged.</summary>
    private SealAbout? TryAbout(SealRoot root)
    {
        try
        {
            return About(root);
        }
        catch (SealStoreException damaged) when (damaged.Fault is SealStoreFault.Damaged or SealStoreFault.WrongKey)
        {
            return null;
        }
    }

    private SealListing List(SealRoot root)
    {
        try
        {
            return new SealListing(root, About(root), null);
        }
        catch (SealStoreException damaged)
        {
            return new SealListing(root, null, damaged.Message);
        }
    }

    private byte[] UnwrapKey(SealRoot root)
    {
        if (!Directory.Exists(_folder.Seal(root)) || IsHalfDestroyed(root))
        {
            throw new SealStoreException(SealStoreFault.NotFound, $"There is no seal {root} here. List the seals to see which there are.");
        }

        var wrapped = ReadFile(root, StoreFolder.Key);
        if (HostKey.LockOf(wrapped) is { } how)
        {
            wrapped = HostKeys.Select(key => key.TryUnwrap(wrapped, Purpose(root))).FirstOrDefault(opened => opened is not null)
                ?? throw new SealStoreException(SealStoreFault.Locked, $"The seal {root} is locked by its host's {how}, and what was given does not open it. Give the {how} with --{(how == "passphrase" ? "passphrase" : "key-file FILE")}.");
        }

        try
        {
            return _keys.Unwrap(wrapped, Purpose(root)) is { Length: ChunkCipher.KeySize } key ? key : throw Damaged(root, "its key has another length");
        }
        catch (CryptographicException refused)
        {
            throw new SealStoreException(SealStoreFault.WrongKey, $"The key of the seal {root} does not open with this centre's key: the seal is another centre's, or its file was changed.", refused);
        }
    }

    private bool IsHalfDestroyed(SealRoot root) => !File.Exists(Path.Combine(_folder.Seal(root), StoreFolder.Key));

    private SealAbout ReadAbout(SealRoot root, byte[] key)
    {
        var file = ReadFile(root, StoreFolder.About);
        var json = file.Length > 8
            ? SealBox.TryDecrypt(key, StoreFolder.About, root, file.AsSpan(0, 8), System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(file), file.AsSpan(8))
            : null;
        return json is not null && SealAbout.TryDecode(json) is { } about && about.Root == root ? about : throw Damaged(root, "its description was changed");
    }

    private Manifest ReadManifest(SealRoot root, byte[] key) =>
        Manifest.TryDecode(root, key, ReadFile(root, StoreFolder.Manifest)) ?? throw Damaged(root, "its list of files was changed");

    private byte[] ReadFile(SealRoot root, string name)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(_folder.Seal(root), name));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new SealStoreException(SealStoreFault.Damaged, $"The seal {root} is damaged: its file {name} cannot be read: {unreadable.Message}", unreadable);
        }
    }

    private sealed record Making(PackWriter Pack, PackReader Packs, SealMaker Maker, IReadOnlyList<ISegmentBuilder> Builders, KnownContents Known, HostKey? Lock);

    private static byte[] LengthOf(byte[] content)
    {
        var length = new byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(length, content.Length);
        return length;
    }

    private static string Purpose(SealRoot root) => $"vitrine seal {root}";

    private static SealStoreException Damaged(SealRoot root, string what) => new(SealStoreFault.Damaged, $"The seal {root} is damaged: {what}. Restore the store from a backup.");
}

/// <summary>A line of <see cref="SealStore.List()"/>: what is known of a seal, or what is wrong with it.</summary>
public sealed record SealListing(SealRoot Root, SealAbout? About, string? Damage);
