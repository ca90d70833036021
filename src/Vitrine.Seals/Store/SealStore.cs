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
        return ExclusiveAsync(
            () =>
            {
                Destroyer().Sweep();
                return new SealWriter(_folder, Files, _keys, _time, SegmentBuilders, Step).Make(source, domain, options, progress, cancellation);
            },
            cancellation);
    }

    /// <summary>The seals here, by root; a damaged one is listed with what is wrong.</summary>
    public IReadOnlyList<SealListing> List() => [.. _folder.Roots().Where(root => !Files.IsHalfDestroyed(root)).Select(List)];

    /// <summary>What is known of one seal.</summary>
    /// <exception cref="SealStoreException">There is none of this root, its key is another centre's, or it is damaged.</exception>
    public SealAbout About(SealRoot root) => Files.WithKey(root, key => Files.About(root, key));

    /// <summary>What of its host's a seal needs and is not among <see cref="HostKeys"/>; none if it opens.</summary>
    /// <exception cref="SealStoreException">There is none of this root, or its key cannot be read.</exception>
    public SealLock Missing(SealRoot root) => Files.Missing(root);

    /// <summary>Opens a seal for reading. Contents are decrypted into memory when they are first read.</summary>
    /// <exception cref="SealStoreException">There is none of this root, its key is another centre's, or its list of files is damaged.</exception>
    public OpenSeal Open(SealRoot root) => Files.WithKey(root, key =>
    {
        if (Warn is not null && SwapState.Warning() is { } warning)
        {
            Warn(warning);
        }

        var about = Files.About(root, key);
        var manifest = Files.Manifest(root, key);
        var tree = manifest.Entries.Count > 0 ? new SealTree(manifest.Entries.Select(entry => entry.File)) : null;
        return tree?.Root == root
            ? new OpenSeal(about, tree, manifest, _folder)
            : throw SealFiles.Damaged(root, "its list of files is not that of its root");
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

    private SealFiles Files => field ??= new SealFiles(_folder, _keys, HostKeys);

    private SealDestroyer Destroyer() => new(_folder, Files.TryManifest, Step);

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
                    catch (Exception failed) when (StoreFolder.IsRefusal(failed))
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
}

/// <summary>A line of <see cref="SealStore.List()"/>: what is known of a seal, or what is wrong with it.</summary>
public sealed record SealListing(SealRoot Root, SealAbout? About, string? Damage);
