using System.Buffers;
using System.Security.Cryptography;
using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>Reads a source once, from its first file to its last, into a new pack; what the domain's other seals already hold is not written again.</summary>
internal sealed class SealMaker : IDisposable
{
    private const int LargeFile = 4 << 20;
    private const int BatchBytes = 16 << 20;
    private const int BatchFiles = 1024;

    private readonly SealSource _source;
    private readonly DomainKey _domain;
    private readonly IProgress<SealProgress>? _progress;
    private readonly Dictionary<Digest, BlobPlace> _known;
    private readonly PackReader _packs;
    private readonly PackWriter _pack;
    private readonly bool _inspectOnly;
    private readonly CancellationToken _cancellation;
    private Task _pending = Task.CompletedTask;
    private long _bytes;

    public SealMaker(
        SealSource source,
        DomainKey domain,
        Dictionary<Digest, BlobPlace> known,
        PackReader packs,
        PackWriter pack,
        bool inspectOnly,
        IProgress<SealProgress>? progress,
        CancellationToken cancellation)
    {
        _source = source;
        _domain = domain;
        _known = known;
        _packs = packs;
        _pack = pack;
        _inspectOnly = inspectOnly;
        _progress = progress;
        _cancellation = cancellation;
    }

    /// <summary>The files in the source's order, once <see cref="Run"/> has ended.</summary>
    public List<ManifestEntry> Entries { get; } = [];

    /// <summary>What only the contents show.</summary>
    public List<SealProblem> Problems { get; } = [];

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

            batch.Add(new Item(content.Entry, ReadSmall(content), (int)content.ExpectedSize));
            batchBytes += content.ExpectedSize;
            if (batchBytes > BatchBytes || batch.Count == BatchFiles)
            {
                Hand(ref batch, ref batchBytes);
            }
        }

        Hand(ref batch, ref batchBytes);
        Finish();
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
            Parallel.ForEach(batch, parallel, Examine);
            if (!_inspectOnly)
            {
                var fresh = new Dictionary<Digest, Item>();
                foreach (var item in batch.Where(item => item is { Size: > 0, Place: null }))
                {
                    fresh.TryAdd(item.Digest, item);
                }

                Parallel.ForEach(fresh.Values, parallel, item => item.Encrypted = PackWriter.Encrypt(item.Content));
                foreach (var item in fresh.Values)
                {
                    _known[item.Digest] = _pack.Append(item.Encrypted.Rented.AsSpan(0, item.Encrypted.Length), item.Encrypted.Key);
                    BytesWritten += item.Encrypted.Length;
                    BytesShared -= item.Size;
                }
            }

            foreach (var item in batch)
            {
                Add(item.Entry, item.Size, item.Digest, item.Text, item.Lines, item.IsLfsPointer);
            }
        }
        finally
        {
            batch.ForEach(item => item.Clear());
        }

        _progress?.Report(new SealProgress(Entries.Count, _source.Count, _bytes));
    }

    /// <summary>Everything about a small file that does not depend on the others.</summary>
    private void Examine(Item item)
    {
        var content = item.Content;
        item.Digest = Digest.Of(content);
        item.IsLfsPointer = item.Entry.Mode is SealedMode.Regular or SealedMode.Executable && TreeInspector.IsLfsPointer(content);
        var counter = default(LineCounter);
        counter.Append(content);
        (item.Text, item.Lines) = counter.Finish();
        if (!_inspectOnly && _known.TryGetValue(item.Digest, out var place) && (place.Pack == _pack.Id || _packs.Authenticates(place, content.Length)))
        {
            item.Place = place;
        }
    }

    /// <summary>A file that is not held in memory: encrypted as it is read, and taken back if its content turns out to be known.</summary>
    private void AddLarge(SourceContent content)
    {
        var key = RandomNumberGenerator.GetBytes(ChunkCipher.KeySize);
        using var cipher = new ChunkCipher(key);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
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
                Fill(content, piece);
                hash.AppendData(piece);
                counter.Append(piece);
                if (!_inspectOnly)
                {
                    _pack.AppendPart(frame.AsSpan(0, cipher.Encrypt(number, number == count - 1, piece, frame)));
                }
            }

            RequireEnd(content);
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

        Add(content.Entry, content.ExpectedSize, digest, text, lines, false);
        _progress?.Report(new SealProgress(Entries.Count, _source.Count, _bytes));
    }

    private void Add(SourceEntry entry, long size, Digest digest, TextKind text, long lines, bool isLfsPointer)
    {
        if (isLfsPointer)
        {
            Problems.Add(new SealProblem(SealProblemKind.LfsPointer, HiddenCharacters.Show(entry.Path), "a Git LFS pointer, not the file it stands for; run git lfs pull and seal the folder"));
        }

        var path = System.Text.Encoding.UTF8.GetString(entry.Path);
        var isFile = entry.Mode is SealedMode.Regular or SealedMode.Executable;
        Entries.Add(new ManifestEntry(
            new SealedFile(path, entry.Mode, size, digest, _domain.Salt(path, entry.Mode, digest), isFile ? text : TextKind.Utf8, isFile ? lines : 0),
            size > 0 && !_inspectOnly ? _known[digest] : null));
        _bytes += size;
        BytesShared += size;
    }

    private static byte[] ReadSmall(SourceContent content)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)content.ExpectedSize);
        Fill(content, buffer.AsSpan(0, (int)content.ExpectedSize));
        RequireEnd(content);
        return buffer;
    }

    private static void Fill(SourceContent content, Span<byte> buffer)
    {
        try
        {
            content.Stream.ReadExactly(buffer);
        }
        catch (EndOfStreamException shorter)
        {
            throw Changed(content, shorter);
        }
        catch (IOException unreadable)
        {
            throw new SealSourceException(SealSourceFault.Unreadable, $"{HiddenCharacters.Show(content.Entry.Path)} cannot be read: {unreadable.Message} Nothing was kept.", unreadable);
        }
    }

    private static void RequireEnd(SourceContent content)
    {
        if (content.Stream.ReadByte() >= 0)
        {
            throw Changed(content, null);
        }
    }

    private static SealSourceException Changed(SourceContent content, Exception? cause) => new(
        SealSourceFault.ChangedWhileRead,
        $"{HiddenCharacters.Show(content.Entry.Path)} changed its size while it was read. Nothing was kept; try again when nobody writes to it.",
        cause);

    /// <summary>A small file on its way into the pack.</summary>
    private sealed class Item(SourceEntry entry, byte[] rented, int size)
    {
        public SourceEntry Entry => entry;

        public int Size => size;

        public ReadOnlySpan<byte> Content => rented.AsSpan(0, size);

        public Digest Digest { get; set; }

        public TextKind Text { get; set; }

        public long Lines { get; set; }

        public bool IsLfsPointer { get; set; }

        public BlobPlace? Place { get; set; }

        public (byte[] Rented, int Length, byte[] Key) Encrypted { get; set; }

        public void Clear()
        {
            CryptographicOperations.ZeroMemory(rented.AsSpan(0, size));
            ArrayPool<byte>.Shared.Return(rented);
            if (Encrypted.Rented is { } encrypted)
            {
                ArrayPool<byte>.Shared.Return(encrypted);
                Encrypted = default;
            }
        }
    }
}
