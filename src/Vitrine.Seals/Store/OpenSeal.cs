using System.Security.Cryptography;
using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>
/// A seal that is open: its list of files, and contents decrypted into memory when they are first read. Any thread may read.
/// When it is disposed, contents and keys are overwritten as soon as the last <see cref="Use"/> has ended.
/// </summary>
/// <remarks>
/// Contents lie in one <see cref="Arena"/>, outside what the collector moves. What a caller decodes into text is the caller's. Swap is the
/// machine's business: it must be off or encrypted.
/// </remarks>
public sealed partial class OpenSeal : IDisposable
{
    // Whether a content is in memory.
    private const byte Absent = 0;
    private const byte Coming = 1;
    private const byte There = 2;

    private readonly SealTree _tree;
    private readonly StoreFolder _store;
    private readonly IReadOnlyList<SegmentPlace> _segmentPlaces;
    private readonly List<(Arena Arena, long Size)> _segments = [];
    private readonly IReadOnlyList<ManifestEntry> _entries;
    private readonly SealedFile[] _files;
    private readonly PackReader _packs;
    private readonly ContentId[] _contentOf;
    private readonly List<int> _firstFile = [];
    private readonly long[] _offsets;
    private readonly byte[] _presence;
    private readonly object _arrived = new();
    private readonly Arena _arena;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly List<IDisposable> _owned = [];
    private int _uses;
    private bool _closed;
    private bool _cleared;

    internal OpenSeal(SealAbout about, SealTree tree, Manifest manifest, StoreFolder store)
    {
        About = about;
        _tree = tree;
        _store = store;
        _segmentPlaces = manifest.Segments;
        _entries = manifest.Entries;
        _packs = new PackReader(store);
        _files = [.. _entries.Select(entry => entry.File)];
        _contentOf = new ContentId[_files.Length];
        var ids = new Dictionary<Digest, ContentId>(_files.Length);
        for (var i = 0; i < _files.Length; i++)
        {
            if (!ids.TryGetValue(_files[i].Digest, out _contentOf[i]))
            {
                ids.Add(_files[i].Digest, _contentOf[i] = new ContentId(_firstFile.Count));
                _firstFile.Add(i);
            }
        }

        _presence = new byte[Contents];
        _offsets = new long[Contents];
        var end = 0L;
        for (var content = 0; content < Contents; content++)
        {
            _offsets[content] = end;
            end += LengthOf(new ContentId(content));
        }

        _arena = new Arena(end);
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

    /// <summary>How many distinct contents there are.</summary>
    internal int Contents => _firstFile.Count;

    /// <summary>The content of the file at a place of <see cref="Files"/>.</summary>
    internal ContentId ContentOf(int place) => _contentOf[place];

    /// <summary>The first file, by path, that has a content: its place in <see cref="Files"/>.</summary>
    internal int FirstFileOf(ContentId content) => _firstFile[content.Value];

    /// <summary>Bytes of a content.</summary>
    internal long LengthOf(ContentId content) => _files[_firstFile[content.Value]].Size;

    /// <summary>A whole content, decrypted now if it was not before. Good for as long as a <see cref="Use"/> is held.</summary>
    /// <exception cref="SealStoreException">It is damaged, or longer than one span: see <see cref="TextOf(ContentId, long, int)"/>.</exception>
    internal ReadOnlySpan<byte> TextOf(ContentId content)
    {
        var length = LengthOf(content);
        return length <= int.MaxValue ? TextOf(content, 0, (int)length) : throw TooLarge(_firstFile[content.Value]);
    }

    /// <summary>A part of a content of any length.</summary>
    /// <exception cref="SealStoreException">It is damaged.</exception>
    internal ReadOnlySpan<byte> TextOf(ContentId content, long from, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, LengthOf(content) - length);
        return TryLoad(content) ? _arena.Span(_offsets[content.Value] + from, length) : throw Damaged(_firstFile[content.Value]);
    }

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

    /// <summary>Decrypts all contents now, on all cores, so that no later read waits. Damaged files are passed over; reading them says so.</summary>
    public void Load(IProgress<SealProgress>? progress, CancellationToken cancellation)
    {
        using var use = Use();
        _arena.ExpectAll();
        var (done, bytes) = (0, 0L);
        Parallel.For(0, Contents, AllCores.Until(cancellation), index =>
        {
            var content = new ContentId(index);
            _ = TryLoad(content);
            var total = Interlocked.Add(ref bytes, LengthOf(content));
            var count = Interlocked.Increment(ref done);
            if (count % 1024 == 0 || count == Contents)
            {
                progress?.Report(new SealProgress(count, Contents, total));
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
    internal T Own<T>(T owned)
        where T : class, IDisposable
    {
        lock (_gate)
        {
            _owned.Add(owned);
        }

        return owned;
    }

    /// <summary>What shows that one file is in the seal.</summary>
    internal DisclosedFile Disclose(int index) => _tree.Disclose(_files[index]);

    /// <summary>The content of a file.</summary>
    /// <exception cref="SealStoreException">What lies on disk is not what was written, or it is too long for one span.</exception>
    internal ReadOnlyMemory<byte> Content(int index) =>
        TryContent(index, out var content) ? content : throw (_files[index].Size > int.MaxValue ? TooLarge(index) : Damaged(index));

    /// <summary>The content of a file; false if it is damaged, or too long for one span.</summary>
    internal bool TryContent(int index, out ReadOnlyMemory<byte> content)
    {
        content = default;
        var id = _contentOf[index];
        var isThere = _files[index].Size <= int.MaxValue && TryLoad(id);
        if (isThere)
        {
            content = _arena.Memory(_offsets[id.Value], (int)_files[index].Size);
        }

        return isThere;
    }

    /// <summary>
    /// A file of any size in pieces of at most <paramref name="most"/> bytes, that end after a line feed where one is in reach; none if it is
    /// damaged.
    /// </summary>
    internal IEnumerable<ReadOnlyMemory<byte>> Pieces(int index, int most)
    {
        var (id, size) = (_contentOf[index], _files[index].Size);
        for (var from = 0L; from < size && TryLoad(id);)
        {
            var length = (int)Math.Min(most, size - from);
            if (length < size - from && _arena.Span(_offsets[id.Value] + from, length).LastIndexOf((byte)'\n') is >= 0 and var feed)
            {
                length = feed + 1;
            }

            yield return _arena.Memory(_offsets[id.Value] + from, length);
            from += length;
        }
    }

    /// <summary>Hands over a file of any size piece by piece, without keeping it.</summary>
    /// <exception cref="SealStoreException">It is damaged; some pieces may have been handed over.</exception>
    internal void Stream(int index, Action<ReadOnlyMemory<byte>> take)
    {
        var (file, place) = _entries[index];
        if (place is not null && !_packs.TryStream(place, file.Size, take))
        {
            throw Damaged(index);
        }
    }

    /// <summary>Reads everything from disk, whatever is in memory.</summary>
    internal SealVerification Verify(IProgress<SealProgress>? progress, CancellationToken cancellation)
    {
        using var use = Use();
        var damaged = new System.Collections.Concurrent.ConcurrentBag<int>();
        var (done, bytes) = (0, 0L);
        Parallel.For(0, _files.Length, AllCores.Until(cancellation), index =>
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

    /// <summary>Decrypts a content into its place, or waits for who is at it; false if it is damaged.</summary>
    private bool TryLoad(ContentId content)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _cleared), this);
        ref var presence = ref _presence[content.Value];
        if (Volatile.Read(ref presence) == There)
        {
            return true;
        }

        using var use = Enter();
        while (true)
        {
            switch (Interlocked.CompareExchange(ref presence, Coming, Absent))
            {
                case There:
                    return true;
                case Absent:
                    return Fetch(content);
                default:
                    lock (_arrived)
                    {
                        while (Volatile.Read(ref presence) == Coming)
                        {
                            Monitor.Wait(_arrived);
                        }
                    }

                    break;
            }
        }
    }

    private bool Fetch(ContentId content)
    {
        var (file, place) = _entries[_firstFile[content.Value]];
        var isThere = false;
        try
        {
            isThere = place is null || _packs.TryRead(place, file.Size, _arena, _offsets[content.Value]);
            if (!isThere)
            {
                _arena.Clear(_offsets[content.Value], file.Size);
            }

            return isThere;
        }
        finally
        {
            lock (_arrived)
            {
                Volatile.Write(ref _presence[content.Value], isThere ? There : Absent);
                Monitor.PulseAll(_arrived);
            }
        }
    }

    private SealStoreException TooLarge(int index) => new(
        SealStoreFault.TooLarge, $"{Shown(index)} has {_files[index].Size:N0} bytes; at most {int.MaxValue:N0} are shown at once. It can be searched, screened and extracted.");

    private SealStoreException Damaged(int index) => new(
        SealStoreFault.Damaged, $"{Shown(index)} is damaged on disk. The other files of the seal can be read; verify names all that are damaged.");

    private string Shown(int index) => HiddenCharacters.Show(SealPath.Bytes(_files[index].Path));

    private void Clear()
    {
        if (_cleared)
        {
            return;
        }

        Volatile.Write(ref _cleared, true);
        for (var content = 0; content < Contents; content++)
        {
            if (_presence[content] == There)
            {
                _arena.Clear(_offsets[content], LengthOf(new ContentId(content)));
            }
        }

        _arena.Close();

        foreach (var (arena, size) in _segments)
        {
            SegmentFile.Discard(arena, size);
        }

        foreach (var key in _entries.Select(entry => entry.Place?.Key).Concat(_segmentPlaces.Select(segment => segment.Key)))
        {
            CryptographicOperations.ZeroMemory(key);
        }

        foreach (var owned in _owned)
        {
            owned.Dispose();
        }

        _owned.Clear();
        _packs.Dispose();
    }

    /// <summary>A use by who may have begun before the seal was closed: the memory stays writable until it ends.</summary>
    private Usage Enter()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_cleared, this);
            _uses++;
        }

        return new Usage(this);
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
