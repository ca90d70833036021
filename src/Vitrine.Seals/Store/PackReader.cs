using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>Reads contents from packs, from any thread; each pack is opened once.</summary>
internal sealed class PackReader(StoreFolder store) : IDisposable
{
    private readonly Dictionary<string, SafeFileHandle?> _packs = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private bool _closed;

    /// <summary>Decrypts a whole content to its place in memory.</summary>
    /// <returns>False if what lies on disk is not what was written; the place may then hold a part of it.</returns>
    public bool TryRead(BlobPlace place, long size, Arena arena, long offset)
    {
        using var pieces = new Pieces(this, place, size);
        for (long done = 0; done < size;)
        {
            var length = (int)Math.Min(ChunkCipher.ChunkSize, size - done);
            if (!pieces.TryNext(arena.Span(offset + done, length)))
            {
                return false;
            }

            done += length;
        }

        return pieces.AtEnd;
    }

    /// <summary>Decrypts a content of any size, and hands it over piece by piece.</summary>
    /// <returns>False, perhaps after some pieces, if what lies on disk is not what was written.</returns>
    public bool TryStream(BlobPlace place, long size, Action<ReadOnlyMemory<byte>> take)
    {
        using var pieces = new Pieces(this, place, size);
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkCipher.ChunkSize);
        try
        {
            for (long done = 0; done < size;)
            {
                var length = (int)Math.Min(ChunkCipher.ChunkSize, size - done);
                if (!pieces.TryNext(buffer.AsSpan(0, length)))
                {
                    return false;
                }

                take(buffer.AsMemory(0, length));
                done += length;
            }

            return pieces.AtEnd;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Whether every frame of a content is what was written, without decompressing them.</summary>
    public bool Authenticates(BlobPlace place, long size)
    {
        using var pieces = new Pieces(this, place, size);
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkCipher.MaxFrame((int)Math.Min(ChunkCipher.ChunkSize, size)));
        try
        {
            for (long done = 0; done < size; done += ChunkCipher.ChunkSize)
            {
                if (!pieces.NextAuthenticates((int)Math.Min(ChunkCipher.ChunkSize, size - done), buffer))
                {
                    return false;
                }
            }

            return pieces.AtEnd;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The digest of a content as it lies on disk, or null if it does not open.</summary>
    public Digest? DigestOf(BlobPlace place, long size)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        return TryStream(place, size, piece => hash.AppendData(piece.Span)) ? Digest.FromBytes(hash.GetHashAndReset()) : null;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var pack in _packs.Values)
            {
                pack?.Dispose();
            }

            _packs.Clear();
        }
    }

    private SafeFileHandle? Handle(string pack)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (!_packs.TryGetValue(pack, out var handle))
            {
                try
                {
                    handle = File.OpenHandle(store.Pack(pack));
                }
                catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
                {
                    handle = null;
                }

                _packs.Add(pack, handle);
            }

            return handle;
        }
    }

    /// <summary>The frames of one content, in order.</summary>
    private sealed class Pieces : IDisposable
    {
        private readonly SafeFileHandle? _pack;
        private readonly ChunkCipher _cipher;
        private readonly byte[] _buffer;
        private readonly long _count;
        private readonly long _end;
        private long _position;
        private long _number;

        public Pieces(PackReader reader, BlobPlace place, long size)
        {
            _pack = reader.Handle(place.Pack);
            _cipher = new ChunkCipher(place.Key);
            _position = place.Offset;
            _end = place.Offset + place.Length;
            _count = ChunkCipher.Count(size);
            _buffer = ArrayPool<byte>.Shared.Rent(ChunkCipher.MaxFrame((int)Math.Min(ChunkCipher.ChunkSize, size)));
        }

        public bool AtEnd => _position == _end;

        public bool TryNext(Span<byte> plain) =>
            TryFrame(plain.Length, out var frame) && _cipher.TryDecrypt(_number, _number == _count - 1, frame, plain) && Advance(frame.Length);

        public bool NextAuthenticates(int plainSize, Span<byte> buffer) =>
            TryFrame(plainSize, out var frame) && _cipher.Authenticates(_number, _number == _count - 1, frame, buffer) && Advance(frame.Length);

        private bool TryFrame(int plainSize, out ReadOnlySpan<byte> frame)
        {
            // A small content is one read: its frame, whose header is looked at afterwards.
            frame = default;
            var most = (int)Math.Min(ChunkCipher.MaxFrame(plainSize), _end - _position);
            if (_pack is null || most < ChunkCipher.HeaderSize || !TryFill(_buffer.AsSpan(0, most)))
            {
                return false;
            }

            var length = ChunkCipher.FrameSize(_buffer, plainSize);
            frame = length >= 0 && length <= most ? _buffer.AsSpan(0, length) : default;
            return length >= 0 && length <= most;
        }

        private bool Advance(int length)
        {
            _number++;
            _position += length;
            return true;
        }

        public void Dispose()
        {
            _cipher.Dispose();
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        private bool TryFill(Span<byte> buffer)
        {
            var done = 0;
            try
            {
                while (done < buffer.Length)
                {
                    var read = RandomAccess.Read(_pack!, buffer[done..], _position + done);
                    if (read == 0)
                    {
                        return false;
                    }

                    done += read;
                }
            }
            catch (IOException)
            {
                // A sector that cannot be read damages this content alone.
                return false;
            }

            return true;
        }
    }
}
