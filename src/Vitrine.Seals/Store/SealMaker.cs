using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>Reads a source once, from its first file to its last, into a new pack; what the domain's other seals already hold is not written again.</summary>
/// <remarks>
/// A content is known by its digest, which the other seal's manifest vouches for. Before a new seal relies on it, all of its frames are read and
/// authenticated under its key, so that nothing damaged, erased or swapped is sealed again; they are not decompressed.
/// </remarks>
internal sealed class SealMaker : IDisposable
{
    private const int LargeFile = 64 << 20;
    private const int BatchBytes = 16 << 20;
    private const int BatchFiles = 1024;

    private readonly SealSource _source;
    private readonly DomainKey _domain;
    private readonly IProgress<SealProgress>? _progress;
    private readonly Dictionary<Digest, BlobPlace> _known;
    private readonly PackReader _packs;
    private readonly PackWriter _pack;
    private readonly IReadOnlyList<ISegmentBuilder> _builders;
    private readonly List<long> _offsets = [];
    private readonly bool _inspectOnly;
    private readonly CancellationToken _cancellation;
    private readonly ManifestEntry[] _entries;
    private int _done;
    private Task _pending = Task.CompletedTask;
    private long _bytes;

    public SealMaker(
        SealSource source,
        DomainKey domain,
        Dictionary<Digest, BlobPlace> known,
        PackReader packs,
        PackWriter pack,
        IReadOnlyList<ISegmentBuilder> builders,
        bool inspectOnly,
        IProgress<SealProgress>? progress,
        CancellationToken cancellation)
    {
        _source = source;
        _domain = domain;
        _known = known;
        _packs = packs;
        _pack = pack;
        _entries = new ManifestEntry[source.Count];
        _builders = builders;
        _inspectOnly = inspectOnly;
        _progress = progress;
        _cancellation = cancellation;
    }

    /// <summary>The files by path, once <see cref="Run"/> has ended.</summary>
    public IReadOnlyList<ManifestEntry> Entries => _entries;

    /// <summary>What only the contents show.</summary>
    public List<SealProblem> Problems { get; } = [];

    /// <summary>Where the contents that the builders were given begin in the new pack, by their numbers.</summary>
    public IReadOnlyList<long> Offsets => _offsets;

    public long BytesShared { get; private set; }

    public long BytesWritten { get; private set; }

    /// <summary>Reads everything. While one batch is hashed and encrypted, the next is read.</summary>
    public void Run()
    {
        var batch = new List<Item>();
        var batchBytes = 0L;
        foreach (var content in _source.ReadAll(_cancellation))
        {
            _cancellation.ThrowIfCancellationRequested();
            if (content.ExpectedSize > LargeFile)
            {
                Hand(ref batch, ref batchBytes);
                Finish();
                AddLarge(content);
                continue;
            }

            var item = new Item(content);
            batch.Add(item);
            if (!_source.ReadsInAnyOrder)
            {
                item.Read();
            }

            batchBytes += content.ExpectedSize;
            if (batchBytes > BatchBytes || batch.Count == BatchFiles)
            {
                Hand(ref batch, ref batchBytes);
            }
        }

        Hand(ref batch, ref batchBytes);
        Finish();
        foreach (var entry in _source.Entries.Where(entry => entry.SameAs is not null))
        {
            var file = _entries[entry.SameAs!.Place].File;
            Add(entry, file.Size, file.Digest, _domain.Salt(entry.Path, entry.Mode, file.Digest), file.Text, file.Lines, isLfsPointer: false);
        }
    }

    /// <summary>A batch still at work writes to the pack, so it is waited for; the run that is ending has its own failure to tell.</summary>
    public void Dispose() => Task.WhenAny(_pending).GetAwaiter().GetResult();

    private void Finish() => _pending.GetAwaiter().GetResult();

    private void Hand(ref List<Item> batch, ref long batchBytes)
    {
        Finish();
        var ready = batch;
        (batch, batchBytes) = ([], 0);
        _pending = ready.Count == 0 ? Task.CompletedTask : Task.Run(() => Process(ready), CancellationToken.None);
    }

    private void Process(List<Item> batch)
    {
        var parallel = new ParallelOptions { CancellationToken = _cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        try
        {
            Each(batch, parallel, Examine);
            if (!_inspectOnly)
            {
                var fresh = new Dictionary<Digest, Item>();
                foreach (var item in batch.Where(item => item is { Size: > 0, Place: null }))
                {
                    if (fresh.TryAdd(item.Digest, item))
                    {
                        item.Number = _offsets.Count + fresh.Count - 1;
                    }
                }

                Each(fresh.Values, parallel, Encrypt);
                foreach (var item in fresh.Values)
                {
                    _offsets.Add(_pack.Position);
                    _known[item.Digest] = _pack.Append(item.Encrypted.Rented.AsSpan(0, item.Encrypted.Length), item.Encrypted.Key);
                    BytesWritten += item.Encrypted.Length;
                    BytesShared -= item.Size;
                }
            }

            foreach (var item in batch)
            {
                Add(item.Entry, item.Size, item.Digest, item.Salt, item.Text, item.Lines, item.IsLfsPointer);
            }
        }
        finally
        {
            batch.ForEach(item => item.Clear());
        }

        _progress?.Report(new SealProgress(_done, _source.Count, _bytes));
    }

    /// <summary>On all cores; what goes wrong first is thrown as it is.</summary>
    private static void Each(IEnumerable<Item> items, ParallelOptions options, Action<Item> work)
    {
        try
        {
            Parallel.ForEach(items, options, work);
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }

    /// <summary>Everything about a small file that does not depend on the others.</summary>
    private void Examine(Item item)
    {
        item.Read();
        var content = item.Content;
        item.Digest = Digest.Of(content);
        item.IsLfsPointer = item.Entry.Mode is SealedMode.Regular or SealedMode.Executable && TreeInspector.IsLfsPointer(content);
        var counter = default(LineCounter);
        counter.Append(content);
        (item.Text, item.Lines) = counter.Finish();
        item.Salt = _domain.Salt(item.Entry.Path, item.Entry.Mode, item.Digest);
        if (!_inspectOnly && _known.TryGetValue(item.Digest, out var place) && (place.Pack == _pack.Id || _packs.Authenticates(place, content.Length)))
        {
            item.Place = place;
        }
    }

    private void Encrypt(Item item)
    {
        item.Encrypted = PackWriter.Encrypt(item.Content);
        foreach (var builder in _builders)
        {
            builder.Add(item.Number, item.Entry.Written, item.Content);
        }
    }

    /// <summary>A file that is not held in memory: encrypted as it is read, and taken back if its content turns out to be known.</summary>
    private void AddLarge(SourceContent content)
    {
        var key = RandomNumberGenerator.GetBytes(ChunkCipher.KeySize);
        using var cipher = new ChunkCipher(key);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var stream = content.Open();
        var counter = default(LineCounter);
        var (start, count) = (_pack.Position, ChunkCipher.Count(content.ExpectedSize));
        var plain = ArrayPool<byte>.Shared.Rent(ChunkCipher.ChunkSize);
        var frame = ArrayPool<byte>.Shared.Rent(ChunkCipher.MaxFrame(ChunkCipher.ChunkSize));
        try
        {
            for (var number = 0L; number < count; number++)
            {
                _cancellation.ThrowIfCancellationRequested();
                var piece = plain.AsSpan(0, (int)Math.Min(ChunkCipher.ChunkSize, content.ExpectedSize - (number * ChunkCipher.ChunkSize)));
                Fill(content, stream, piece);
                hash.AppendData(piece);
                counter.Append(piece);
                if (!_inspectOnly)
                {
                    _pack.AppendPart(frame.AsSpan(0, cipher.Encrypt(number, number == count - 1, piece, frame)));
                }
            }

            RequireEnd(content, stream);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
            ArrayPool<byte>.Shared.Return(plain);
            ArrayPool<byte>.Shared.Return(frame);
        }

        var digest = Digest.FromBytes(hash.GetHashAndReset());
        var (text, lines) = counter.Finish();
        if (!_inspectOnly)
        {
            if (_known.TryGetValue(digest, out var place) && (place.Pack == _pack.Id || _packs.Authenticates(place, content.ExpectedSize)))
            {
                _pack.Cut(start);
            }
            else
            {
                _known[digest] = new BlobPlace(_pack.Id, start, _pack.Position - start, key);
                BytesWritten += _pack.Position - start;
                BytesShared -= content.ExpectedSize;
            }
        }

        Add(content.Entry, content.ExpectedSize, digest, _domain.Salt(content.Entry.Path, content.Entry.Mode, digest), text, lines, false);
        _progress?.Report(new SealProgress(_done, _source.Count, _bytes));
    }

    private void Add(SourceEntry entry, long size, Digest digest, FileSalt salt, TextKind text, long lines, bool isLfsPointer)
    {
        if (isLfsPointer)
        {
            Problems.Add(new SealProblem(SealProblemKind.LfsPointer, HiddenCharacters.Show(entry.Path), "a Git LFS pointer, not the file it stands for; run git lfs pull and seal the folder"));
        }

        var isFile = entry.Mode is SealedMode.Regular or SealedMode.Executable;
        _done++;
        _entries[entry.Place] = new ManifestEntry(
            new SealedFile(entry.Written, entry.Mode, size, digest, salt, isFile ? text : TextKind.Utf8, isFile ? lines : 0),
            size > 0 && !_inspectOnly ? _known[digest] : null);
        _bytes += size;
        BytesShared += size;
    }

    private static void Fill(SourceContent content, Stream stream, Span<byte> buffer)
    {
        try
        {
            stream.ReadExactly(buffer);
        }
        catch (EndOfStreamException shorter)
        {
            throw Changed(content, shorter);
        }
        catch (IOException unreadable)
        {
            throw Unreadable(content, unreadable);
        }
    }

    private static void RequireEnd(SourceContent content, Stream stream)
    {
        try
        {
            if (stream.ReadByte() >= 0)
            {
                throw Changed(content, null);
            }
        }
        catch (IOException unreadable)
        {
            throw Unreadable(content, unreadable);
        }
    }

    private static SealSourceException Unreadable(SourceContent content, IOException cause) => new(
        SealSourceFault.Unreadable, $"{HiddenCharacters.Show(content.Entry.Path)} cannot be read: {cause.Message} Nothing was kept.", cause);

    private static SealSourceException Changed(SourceContent content, Exception? cause) => new(
        SealSourceFault.ChangedWhileRead,
        $"{HiddenCharacters.Show(content.Entry.Path)} changed its size while it was read. Nothing was kept; try again when nobody writes to it.",
        cause);

    /// <summary>A small file on its way into the pack.</summary>
    private sealed class Item(SourceContent content)
    {
        private byte[]? _rented;

        public SourceEntry Entry => content.Entry;

        public int Size => (int)content.ExpectedSize;

        public ReadOnlySpan<byte> Content => _rented.AsSpan(0, Size);

        public FileSalt Salt { get; set; }

        /// <summary>Which of the pack's contents it becomes, where it is new.</summary>
        public int Number { get; set; }

        public Digest Digest { get; set; }

        public TextKind Text { get; set; }

        public long Lines { get; set; }

        public bool IsLfsPointer { get; set; }

        public BlobPlace? Place { get; set; }

        public (byte[] Rented, int Length, byte[] Key) Encrypted { get; set; }

        /// <summary>Reads the content, unless that was done.</summary>
        public void Read()
        {
            if (_rented is null)
            {
                using var stream = content.Open();
                _rented = ArrayPool<byte>.Shared.Rent(Size);
                Fill(content, stream, _rented.AsSpan(0, Size));
                RequireEnd(content, stream);
            }
        }

        public void Clear()
        {
            if (_rented is not null)
            {
                CryptographicOperations.ZeroMemory(_rented.AsSpan(0, Size));
                ArrayPool<byte>.Shared.Return(_rented);
                _rented = null;
            }

            if (Encrypted.Rented is { } encrypted)
            {
                ArrayPool<byte>.Shared.Return(encrypted);
                Encrypted = default;
            }
        }
    }
}
