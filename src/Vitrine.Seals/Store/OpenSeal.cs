using System.Security.Cryptography;
using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>
/// A seal that is open: its list of files, and contents decrypted into memory when they are first read. Any thread may read.
/// When it is disposed, contents and keys are overwritten as soon as the last <see cref="Use"/> has ended.
/// </summary>
/// <remarks>
/// Contents lie in arrays that the collector does not move, so that no copy is left behind. What a caller decodes into text is the
/// caller's. Swap is the machine's business: it must be off or encrypted.
/// </remarks>
public sealed class OpenSeal : IDisposable
{
    private readonly SealTree _tree;
    private readonly IReadOnlyList<ManifestEntry> _entries;
    private readonly SealedFile[] _files;
    private readonly PackReader _packs;
    private readonly byte[]?[] _contents;
    private readonly int[] _slots;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly List<IDisposable> _owned = [];
    private int _uses;
    private bool _closed;
    private bool _cleared;

    internal OpenSeal(SealAbout about, SealTree tree, IReadOnlyList<ManifestEntry> entries, PackReader packs)
    {
        About = about;
        _tree = tree;
        _entries = entries;
        _packs = packs;
        _files = [.. entries.Select(entry => entry.File)];
        _contents = new byte[]?[_files.Length];
        _slots = new int[_files.Length];
        var first = new Dictionary<Digest, int>();
        for (var i = 0; i < _files.Length; i++)
        {
            _slots[i] = first.TryAdd(_files[i].Digest, i) ? i : first[_files[i].Digest];
        }

        Whole = new ScopedSeal(this, Scope.Everything);
    }

    /// <summary>What is known of the seal.</summary>
    public SealAbout About { get; }

    /// <summary>The seal's identity.</summary>
    public SealRoot Root => _tree.Root;

    /// <summary>Everything in it, for those who may see everything.</summary>
    public ScopedSeal Whole { get; }

    /// <summary>All files, by path.</summary>
    internal ReadOnlySpan<SealedFile> Files => _files;

    /// <summary>Ends when the seal is closed: what works on it for itself stops then.</summary>
    internal CancellationToken Closing => _closing.Token;

    /// <summary>The view of a scope: nothing else exists in it.</summary>
    public ScopedSeal In(Scope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return new ScopedSeal(this, scope);
    }

    /// <summary>Keeps the contents in memory until it is disposed, even when the seal is closed meanwhile. Take one for as long as memory that was read is looked at.</summary>
    /// <exception cref="ObjectDisposedException">The seal is closed.</exception>
    public IDisposable Use()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _uses++;
        }

        return new Usage(this);
    }

    /// <summary>Decrypts all contents now, on all cores, so that no later read waits. Damaged and too large files are passed over; reading them says so.</summary>
    public void Load(IProgress<SealProgress>? progress, CancellationToken cancellation)
    {
        using var use = Use();
        var (done, bytes) = (0, 0L);
        Parallel.For(0, _files.Length, Options(cancellation), index =>
        {
            if (_slots[index] == index)
            {
                _ = TryContent(index, out _);
            }

            var total = Interlocked.Add(ref bytes, _files[index].Size);
            var count = Interlocked.Increment(ref done);
            if (count % 1024 == 0 || count == _files.Length)
            {
                progress?.Report(new SealProgress(count, _files.Length, total));
            }
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closing.Cancel();
        lock (_gate)
        {
            _closed = true;
            if (_uses == 0)
            {
                Clear();
            }
        }
    }

    /// <summary>Takes something that speaks of the contents; it is disposed of when they are overwritten. Call it under a <see cref="Use"/>.</summary>
    internal T? Own<T>(T? owned)
        where T : class, IDisposable
    {
        if (owned is not null)
        {
            lock (_gate)
            {
                _owned.Add(owned);
            }
        }

        return owned;
    }

    /// <summary>What shows that one file is in the seal.</summary>
    internal DisclosedFile Disclose(int index) => _tree.Disclose(_files[index]);

    /// <summary>The content of a file.</summary>
    /// <exception cref="SealStoreException">What lies on disk is not what was written, or it is too large for memory.</exception>
    internal ReadOnlyMemory<byte> Content(int index) =>
        TryContent(index, out var content) ? content
        : _files[index].Size > Array.MaxLength ? throw new SealStoreException(
            SealStoreFault.TooLarge, $"{Shown(index)} has {_files[index].Size:N0} bytes; at most {Array.MaxLength:N0} are held in memory. It can be extracted.")
        : throw new SealStoreException(SealStoreFault.Damaged, $"{Shown(index)} is damaged on disk. The other files of the seal can be read; verify names all that are damaged.");

    /// <summary>The content of a file; false if it is damaged or too large for memory.</summary>
    internal bool TryContent(int index, out ReadOnlyMemory<byte> content)
    {
        content = default;
        var (file, place) = _entries[index];
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _cleared), this);
        if (place is null)
        {
            return true;
        }

        ref var slot = ref _contents[_slots[index]];
        if (Volatile.Read(ref slot) is { } there)
        {
            content = there;
            return true;
        }

        if (file.Size > Array.MaxLength)
        {
            return false;
        }

        var plain = GC.AllocateUninitializedArray<byte>((int)file.Size, pinned: true);
        if (!_packs.TryRead(place, plain))
        {
            CryptographicOperations.ZeroMemory(plain);
            return false;
        }

        lock (_gate)
        {
            if (_cleared || slot is not null)
            {
                CryptographicOperations.ZeroMemory(plain);
                ObjectDisposedException.ThrowIf(_cleared, this);
            }
            else
            {
                slot = plain;
            }

            content = slot;
            return true;
        }
    }

    /// <summary>Hands over a file of any size piece by piece, without keeping it.</summary>
    /// <exception cref="SealStoreException">It is damaged; some pieces may have been handed over.</exception>
    internal void Stream(int index, Action<ReadOnlyMemory<byte>> take)
    {
        var (file, place) = _entries[index];
        if (place is not null && !_packs.TryStream(place, file.Size, take))
        {
            throw new SealStoreException(SealStoreFault.Damaged, $"{Shown(index)} is damaged on disk.");
        }
    }

    /// <summary>Reads everything from disk, whatever is in memory.</summary>
    internal SealVerification Verify(IProgress<SealProgress>? progress, CancellationToken cancellation)
    {
        using var use = Use();
        var damaged = new System.Collections.Concurrent.ConcurrentBag<int>();
        var (done, bytes) = (0, 0L);
        Parallel.For(0, _files.Length, Options(cancellation), index =>
        {
            var (file, place) = _entries[index];
            if (place is null ? file.Digest != Digest.Of([]) : _packs.DigestOf(place, file.Size) != file.Digest)
            {
                damaged.Add(index);
            }

            var total = Interlocked.Add(ref bytes, file.Size);
            var count = Interlocked.Increment(ref done);
            if (count % 256 == 0 || count == _files.Length)
            {
                progress?.Report(new SealProgress(count, _files.Length, total));
            }
        });
        return new SealVerification(Root, _files.Length, bytes, [.. damaged.Order().Select(index => _files[index].Path)]);
    }

    private static ParallelOptions Options(CancellationToken cancellation) => new() { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };

    private string Shown(int index) => HiddenCharacters.Show(System.Text.Encoding.UTF8.GetBytes(_files[index].Path));

    private void Clear()
    {
        if (_cleared)
        {
            return;
        }

        Volatile.Write(ref _cleared, true);
        foreach (var content in _contents)
        {
            CryptographicOperations.ZeroMemory(content);
        }

        _owned.ForEach(owned => owned.Dispose());
        foreach (var entry in _entries)
        {
            CryptographicOperations.ZeroMemory(entry.Place?.Key);
        }

        _packs.Dispose();
    }

    private void Release()
    {
        lock (_gate)
        {
            if (--_uses == 0 && _closed)
            {
                Clear();
            }
        }
    }

    private sealed class Usage(OpenSeal seal) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                seal.Release();
            }
        }
    }
}

/// <summary>What reading a whole seal again showed. Its root was recomputed from its list of files before anything was read.</summary>
/// <param name="Root">The seal.</param>
/// <param name="Files">Files read.</param>
/// <param name="Bytes">Bytes of content read.</param>
/// <param name="Damaged">The paths of files whose content on disk is not what was sealed; the others can be read.</param>
public sealed record SealVerification(SealRoot Root, int Files, long Bytes, IReadOnlyList<string> Damaged)
{
    /// <summary>Whether everything is as it was sealed.</summary>
    public bool IsGood => Damaged.Count == 0;
}
