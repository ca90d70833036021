using System.Buffers;
using System.Security.Cryptography;
using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>Keeps each content of a new seal once: where another seal of the domain holds it, or in the new pack. Any thread may hand it contents.</summary>
/// <remarks>
/// A content is known by its digest, which the other seal's manifest vouches for. Before the new seal relies on it, all of its frames are read and
/// authenticated under its key, so that nothing damaged, erased or swapped is sealed again; they are not decompressed.
/// </remarks>
internal sealed class ContentKeeper(KnownContents known, PackReader packs, PackWriter pack, IReadOnlyList<ISegmentBuilder> builders)
{
    private readonly Dictionary<Digest, BlobPlace?> _places = [];
    private readonly List<long> _offsets = [];
    private readonly Lock _gate = new();
    private readonly Lock _writing = new();

    /// <summary>Where the contents that the builders were given begin in the new pack, by their numbers.</summary>
    public IReadOnlyList<long> Offsets => _offsets;

    /// <summary>Bytes of content that no other seal held.</summary>
    public long BytesNew { get; private set; }

    /// <summary>Bytes written for them, encrypted: the new pack is needed if there are any.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Where a content is, once all have been kept.</summary>
    public BlobPlace Place(Digest content) => _places[content]!;

    /// <summary>Keeps a content, unless that was done or another thread is at it.</summary>
    public void Keep(string path, Digest digest, ReadOnlySpan<byte> content)
    {
        if (Claim(digest))
        {
            Settle(digest, Whole(digest, content.Length) ?? Write(path, content));
        }
    }

    /// <summary>Begins a content that is not held in memory. Nothing else is written to the pack until it is disposed, by the same thread.</summary>
    public LargeContent Large(long size) => new(this, pack, size);

    private bool Claim(Digest digest)
    {
        lock (_gate)
        {
            return _places.TryAdd(digest, null);
        }
    }

    private void Settle(Digest digest, BlobPlace place)
    {
        lock (_gate)
        {
            _places[digest] = place;
        }
    }

    /// <summary>Where another seal holds a content, if it is whole there.</summary>
    private BlobPlace? Whole(Digest digest, long size) => known.Places.TryGetValue(digest, out var place) && packs.Authenticates(place, size) ? place : null;

    private BlobPlace Write(string path, ReadOnlySpan<byte> content)
    {
        var (rented, length, key) = PackWriter.Encrypt(content);
        int number;
        BlobPlace place;
        lock (_writing)
        {
            number = _offsets.Count;
            _offsets.Add(pack.Position);
            place = pack.Append(rented.AsSpan(0, length), key);
            Count(length, content.Length);
        }

        ArrayPool<byte>.Shared.Return(rented);
        foreach (var builder in builders)
        {
            builder.Add(number, path, content);
        }

        return place;
    }

    private void Count(long written, long fresh)
    {
        BytesWritten += written;
        BytesNew += fresh;
    }

    /// <summary>A content that is encrypted piece by piece as it is read, and taken back if it turns out to be known.</summary>
    internal sealed class LargeContent : IDisposable
    {
        private readonly ContentKeeper _keeper;
        private readonly PackWriter _pack;
        private readonly long _size;
        private readonly long _start;
        private readonly byte[] _key = RandomNumberGenerator.GetBytes(ChunkCipher.KeySize);
        private readonly ChunkCipher _cipher;
        private readonly byte[] _frame = ArrayPool<byte>.Shared.Rent(ChunkCipher.MaxFrame(ChunkCipher.ChunkSize));
        private long _number;

        public LargeContent(ContentKeeper keeper, PackWriter pack, long size)
        {
            (_keeper, _pack, _size) = (keeper, pack, size);
            _cipher = new ChunkCipher(_key);
            keeper._writing.Enter();
            _start = pack.Position;
        }

        /// <summary>Takes the next piece, of <see cref="ChunkCipher.ChunkSize"/>; the last may be shorter.</summary>
        public void Append(ReadOnlySpan<byte> piece)
        {
            _pack.AppendPart(_frame.AsSpan(0, _cipher.Encrypt(_number, _number == ChunkCipher.Count(_size) - 1, piece, _frame)));
            _number++;
        }

        /// <summary>Keeps what was appended, unless it is known.</summary>
        public void Keep(Digest digest)
        {
            var isFirst = _keeper.Claim(digest);
            var whole = isFirst ? _keeper.Whole(digest, _size) : null;
            if (!isFirst || whole is not null)
            {
                _pack.Cut(_start);
            }
            else
            {
                whole = new BlobPlace(_pack.Id, _start, _pack.Position - _start, _key);
                _keeper.Count(whole.Length, _size);
            }

            if (whole is not null)
            {
                _keeper.Settle(digest, whole);
            }
        }

        public void Dispose()
        {
            _keeper._writing.Exit();
            _cipher.Dispose();
            ArrayPool<byte>.Shared.Return(_frame);
        }
    }
}
