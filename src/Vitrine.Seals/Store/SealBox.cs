using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Seals;

/// <summary>Encrypts a seal's own files (<c>about</c>, <c>manifest</c>) under keys derived from the seal's key.</summary>
/// <remarks>
/// HKDF-SHA256 over the seal's key; the salt is the root; the info is "vitrine-seal-v1 " ‖ name ‖ 0x00 ‖ SHA-256 of the clear header. So a file
/// moved to another seal, renamed, or under a changed header does not open. The bytes are frames of <see cref="ChunkCipher"/>.
/// </remarks>
internal static class SealBox
{
    private const long Largest = 1L << 31;

    /// <summary>Writes the clear header, and the frames behind it.</summary>
    public static void Write(Stream file, ReadOnlySpan<byte> sealKey, string name, SealRoot root, ReadOnlySpan<byte> header, ReadOnlyMemory<byte> plain)
    {
        var key = Key(sealKey, name, root, header);
        try
        {
            file.Write(header);
            FrameWriter.Write(file, key, plain.Length, (piece, from) => plain.Span.Slice((int)from, piece.Length).CopyTo(piece));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>The plaintext, decrypted on all cores; null if the frames are not what was written under this key, name, root and header.</summary>
    public static byte[]? TryDecrypt(ReadOnlySpan<byte> sealKey, string name, SealRoot root, ReadOnlySpan<byte> header, long size, ReadOnlyMemory<byte> frames)
    {
        // Compression gains at most a factor of some thousands, so a size beyond that was not written with these frames.
        if (size <= 0 || size > Largest || size / 65_536 > frames.Length || TryCut(frames, size) is not { } cut)
        {
            return null;
        }

        var key = Key(sealKey, name, root, header);
        var plain = new byte[size];
        var isWhole = true;
        try
        {
            Parallel.For(0, cut.Length, (number, loop) =>
            {
                using var cipher = new ChunkCipher(key);
                if (!cipher.TryDecrypt(number, number == cut.Length - 1, cut[number].Span, plain.AsSpan(number * ChunkCipher.ChunkSize, Piece(plain, number).Length)))
                {
                    Volatile.Write(ref isWhole, false);
                    loop.Stop();
                }
            });
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }

        if (!isWhole)
        {
            CryptographicOperations.ZeroMemory(plain);
        }

        return isWhole ? plain : null;
    }

    /// <summary>Where each frame lies, by the headers; null if they do not fill the bytes exactly.</summary>
    private static ReadOnlyMemory<byte>[]? TryCut(ReadOnlyMemory<byte> frames, long size)
    {
        var cut = new ReadOnlyMemory<byte>[ChunkCipher.Count(size)];
        for (var number = 0; number < cut.Length; number++)
        {
            var piece = (int)Math.Min(ChunkCipher.ChunkSize, size - ((long)number * ChunkCipher.ChunkSize));
            var length = frames.Length < ChunkCipher.HeaderSize ? -1 : ChunkCipher.FrameSize(frames.Span, piece);
            if (length < 0 || length > frames.Length)
            {
                return null;
            }

            cut[number] = frames[..length];
            frames = frames[length..];
        }

        return frames.IsEmpty ? cut : null;
    }

    private static ReadOnlyMemory<byte> Piece(ReadOnlyMemory<byte> plain, int number)
    {
        var piece = plain[(number * ChunkCipher.ChunkSize)..];
        return piece[..Math.Min(piece.Length, ChunkCipher.ChunkSize)];
    }

    private static byte[] Key(ReadOnlySpan<byte> sealKey, string name, SealRoot root, ReadOnlySpan<byte> header)
    {
        var key = new byte[ChunkCipher.KeySize];
        byte[] info = [.. Encoding.ASCII.GetBytes("vitrine-seal-v1 " + name), 0, .. SHA256.HashData(header)];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, sealKey, key, root.Value.ToArray(), info);
        return key;
    }
}
