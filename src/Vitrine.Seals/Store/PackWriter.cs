using System.Buffers;
using System.Security.Cryptography;

namespace Vitrine.Seals;

/// <summary>Writes one new pack: contents one after the other, each under its own random key.</summary>
internal sealed class PackWriter : IDisposable
{
    private readonly StoreFolder _store;
    private readonly FileStream _file;

    public PackWriter(StoreFolder store, string path, string id)
    {
        _store = store;
        Id = id;
        Path = path;
        _file = Guarded(() => StoreFolder.NewFile(path));
        Guarded(() => _file.Write("vitrine-pack-1\n\0"u8));
    }

    public string Id { get; }

    public string Path { get; }

    public long Position => _file.Position;

    /// <summary>Encrypts a small content, away from the pack, so that many can be encrypted at once.</summary>
    /// <returns>A rented buffer, how much of it counts, and the key.</returns>
    public static (byte[] Rented, int Length, byte[] Key) Encrypt(ReadOnlySpan<byte> content)
    {
        var key = RandomNumberGenerator.GetBytes(ChunkCipher.KeySize);
        using var cipher = new ChunkCipher(key);
        var count = (int)ChunkCipher.Count(content.Length);
        var rented = ArrayPool<byte>.Shared.Rent(content.Length + (count * (ChunkCipher.HeaderSize + ChunkCipher.TagSize)));
        var length = 0;
        for (var number = 0; number < count; number++)
        {
            var piece = content[(number * ChunkCipher.ChunkSize)..];
            piece = piece[..Math.Min(piece.Length, ChunkCipher.ChunkSize)];
            length += cipher.Encrypt(number, number == count - 1, piece, rented.AsSpan(length));
        }

        return (rented, length, key);
    }

    /// <summary>Appends an encrypted content.</summary>
    public BlobPlace Append(ReadOnlySpan<byte> encrypted, byte[] key)
    {
        var offset = _file.Position;
        try
        {
            _file.Write(encrypted);
        }
        catch (Exception failed) when (StoreFolder.IsRefusal(failed))
        {
            throw _store.CannotWrite(failed);
        }

        return new BlobPlace(Id, offset, encrypted.Length, key);
    }

    /// <summary>Appends a part of a content that is encrypted piece by piece.</summary>
    public void AppendPart(ReadOnlySpan<byte> frame) => Append(frame, []);

    /// <summary>Takes back everything after <paramref name="position"/>.</summary>
    public void Cut(long position) => Guarded(() => _file.SetLength(position));

    /// <summary>Makes the pack durable.</summary>
    public void Sync() => Guarded(() => _file.Flush(flushToDisk: true));

    public void Dispose()
    {
        try
        {
            _file.Dispose();
        }
        catch (Exception failed) when (StoreFolder.IsRefusal(failed))
        {
            // What could not be written at the end is a pack that was not synced, which no seal refers to.
        }
    }

    private void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch (Exception failed) when (StoreFolder.IsRefusal(failed))
        {
            throw _store.CannotWrite(failed);
        }
    }

    private T Guarded<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception failed) when (StoreFolder.IsRefusal(failed))
        {
            throw _store.CannotWrite(failed);
        }
    }
}
