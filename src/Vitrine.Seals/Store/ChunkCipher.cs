using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Vitrine.Seals;

/// <summary>
/// Content at rest: pieces of 1 MiB, each compressed (Brotli) if that makes it smaller, and encrypted with AES-256-GCM.
/// docs/formats/seal.md, "At rest".
/// </summary>
/// <remarks>
/// A frame is a big-endian u32 (bit 31: compressed; the rest: bytes of ciphertext), the ciphertext, and a tag of 16 bytes. The
/// nonce is 7 zero bytes, the piece's number as a big-endian u32, and 1 for the last piece, else 0; it cannot repeat, since each key encrypts
/// one content once. The header is the associated data. Cut, reordered, doubled or changed frames do not open.
/// </remarks>
internal sealed class ChunkCipher : IDisposable
{
    public const int ChunkSize = 1 << 20;
    public const int KeySize = 32;
    public const int HeaderSize = 4;
    public const int TagSize = 16;
    private const uint Compressed = 1u << 31;
    private const int BrotliQuality = 1;
    private const int BrotliWindow = 20;

    private readonly AesGcm _aes;

    public ChunkCipher(ReadOnlySpan<byte> key) => _aes = new AesGcm(key, TagSize);

    /// <summary>The most bytes a piece becomes.</summary>
    public static int MaxFrame(int plainSize) => HeaderSize + plainSize + TagSize;

    /// <summary>How many pieces a content has; an empty one has none.</summary>
    public static long Count(long size) => (size + ChunkSize - 1) / ChunkSize;

    /// <summary>Encrypts one piece.</summary>
    /// <returns>The frame's bytes.</returns>
    public int Encrypt(long number, bool last, ReadOnlySpan<byte> plain, Span<byte> frame)
    {
        var packed = ArrayPool<byte>.Shared.Rent(plain.Length);
        try
        {
            // Compressing must save a sixteenth, or reading pays for nothing.
            var smaller = BrotliEncoder.TryCompress(plain, packed.AsSpan(0, plain.Length - (plain.Length / 16)), out var size, BrotliQuality, BrotliWindow);
            var source = smaller ? packed.AsSpan(0, size) : plain;
            BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)source.Length | (smaller ? Compressed : 0));
            _aes.Encrypt(
                Nonce(stackalloc byte[12], number, last), source, frame.Slice(HeaderSize, source.Length), frame.Slice(HeaderSize + source.Length, TagSize), frame[..HeaderSize]);
            return HeaderSize + source.Length + TagSize;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(packed.AsSpan(0, plain.Length));
            ArrayPool<byte>.Shared.Return(packed);
        }
    }

    /// <summary>The frame's whole length by its header, or -1 if no piece of this size has such a frame.</summary>
    public static int FrameSize(ReadOnlySpan<byte> header, int plainSize)
    {
        var value = BinaryPrimitives.ReadUInt32BigEndian(header);
        var size = value & ~Compressed;
        return (value & Compressed) != 0 ? (size < plainSize ? HeaderSize + (int)size + TagSize : -1)
            : size == plainSize ? HeaderSize + plainSize + TagSize : -1;
    }

    /// <summary>Decrypts one piece into exactly <paramref name="plain"/>.</summary>
    /// <returns>False if the frame is not what was written.</returns>
    public bool TryDecrypt(long number, bool last, ReadOnlySpan<byte> frame, Span<byte> plain)
    {
        var compressed = (BinaryPrimitives.ReadUInt32BigEndian(frame) & Compressed) != 0;
        var cipher = frame[HeaderSize..^TagSize];
        var packed = compressed ? ArrayPool<byte>.Shared.Rent(cipher.Length) : null;
        try
        {
            var target = compressed ? packed.AsSpan(0, cipher.Length) : plain;
            _aes.Decrypt(Nonce(stackalloc byte[12], number, last), cipher, frame[^TagSize..], target, frame[..HeaderSize]);
            return !compressed || (BrotliDecoder.TryDecompress(target, plain, out var written) && written == plain.Length);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
        finally
        {
            if (packed is not null)
            {
                CryptographicOperations.ZeroMemory(packed.AsSpan(0, cipher.Length));
                ArrayPool<byte>.Shared.Return(packed);
            }
        }
    }

    /// <summary>Whether a frame is what was written under this key, without decompressing it. The buffer has the frame's length and is left overwritten.</summary>
    public bool Authenticates(long number, bool last, ReadOnlySpan<byte> frame, Span<byte> buffer)
    {
        var plain = buffer[..(frame.Length - HeaderSize - TagSize)];
        try
        {
            _aes.Decrypt(Nonce(stackalloc byte[12], number, last), frame[HeaderSize..^TagSize], frame[^TagSize..], plain, frame[..HeaderSize]);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    public void Dispose() => _aes.Dispose();

    private static Span<byte> Nonce(Span<byte> nonce, long number, bool last)
    {
        nonce.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(nonce[7..], checked((uint)number));
        nonce[11] = last ? (byte)1 : (byte)0;
        return nonce;
    }
}
