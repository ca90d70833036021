using System.Security.Cryptography;
using Vitrine.Proofs;

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
    public SealAbout About(SealRoot root)
    {
        var key = UnwrapKey(root);
        try
        {
            return ReadAbout(root, key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Opens a seal for reading. Contents are decrypted into memory when they are first read.</summary>
    /// <exception cref="SealStoreException">There is none of this root, its key is another centre's, or its list of files is damaged.</exception>
    public OpenSeal Open(SealRoot root)
    {
        var key = UnwrapKey(root);
        try
        {
            var about = ReadAbout(root, key);
            var manifest = ReadManifest(root, key);
            var tree = manifest.Entries.Count > 0 ? new SealTree(manifest.Entries.Select(entry => entry.File)) : null;
            return tree?.Root == root
                ? new OpenSeal(about, tree, manifest.Entries, new PackReader(_folder))
                : throw Damaged(root, "its list of files is not that of its root");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

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
            var key = UnwrapKey(root);
            try
            {
                return ReadManifest(root, key);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(key);
            }
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
            using var maker = new SealMaker(source, domain, refused ? [] : KnownContents(domain.Id), packs, pack, refused, progress, cancellation);
            maker.Run();
            var problems = source.Problems.Concat(maker.Problems).OrderBy(problem => problem.Path, StringComparer.Ordinal).ToArray();
            var unaccepted = problems.Where(problem => !options.Accept.Contains(problem.Kind)).ToArray();
            return unaccepted.Length == 0
                ? Keep(temp, pack, maker, Describe(source, domain, options, problems, maker.Entries))
                : throw new SealRefusedException(unaccepted);
        }
        finally
        {
            Directory.Delete(temp, recursive: true);
        }
    }

    private SealAbout Describe(SealSource source, DomainKey domain, SealOptions options, SealProblem[] accepted, List<ManifestEntry> entries) => new()
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
    private MadeSeal Keep(string temp, PackWriter pack, SealMaker maker, SealAbout about)
    {
        var root = about.Root;
        if (Directory.Exists(_folder.Seal(root)))
        {
            return new MadeSeal { About = About(root), WasThere = true, BytesShared = about.Bytes, BytesWritten = 0 };
        }

        var isNeeded = maker.Entries.Any(entry => entry.Place?.Pack == pack.Id);
        Step?.Invoke("pack written");
        if (isNeeded)
        {
            pack.Sync();
        }

        Step?.Invoke("pack synced");
        var made = Path.Combine(temp, "seal");
        StoreFolder.NewFolder(made);
        var key = RandomNumberGenerator.GetBytes(ChunkCipher.KeySize);
        try
        {
            var manifest = new Manifest { Domain = about.Domain, Entries = maker.Entries }.Encode(root, key);
            StoreFolder.WriteFile(Path.Combine(made, StoreFolder.Manifest), manifest);
            Step?.Invoke("manifest written");
            var json = about.Encode();
            StoreFolder.WriteFile(Path.Combine(made, StoreFolder.About), [.. LengthOf(json), .. SealBox.Encrypt(key, StoreFolder.About, root, LengthOf(json), json)]);
            Step?.Invoke("about written");
            StoreFolder.WriteFile(Path.Combine(made, StoreFolder.Key), _keys.Wrap(key, Purpose(root)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }

        Posix.SyncFolder(made);
        Step?.Invoke("key written");
        if (isNeeded)
        {
            File.Move(pack.Path, _folder.Pack(pack.Id));
            Step?.Invoke("pack moved");
            Posix.SyncFolder(_folder.Packs);
        }

        Step?.Invoke("pack kept");
        Directory.Move(made, _folder.Seal(root));
        Step?.Invoke("seal moved");
        Posix.SyncFolder(_folder.Seals);
        Step?.Invoke("seal kept");
        return new MadeSeal { About = about, WasThere = false, BytesShared = maker.BytesShared, BytesWritten = maker.BytesWritten };
    }

    /// <summary>The contents that the domain's other seals hold. A seal that cannot be read is not relied on.</summary>
    private Dictionary<Digest, BlobPlace> KnownContents(DomainId domain)
    {
        var known = new Dictionary<Digest, BlobPlace>();
        foreach (var root in _folder.Roots())
        {
            if (TryReadManifest(root) is not { } manifest || manifest.Domain != domain)
            {
                continue;
            }

            foreach (var (file, place) in manifest.Entries)
            {
                if (place is not null)
                {
                    known[file.Digest] = place;
                }
            }
        }

        return known;
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
