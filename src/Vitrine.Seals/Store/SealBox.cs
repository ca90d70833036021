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

    public static byte[] Encrypt(ReadOnlySpan<byte> sealKey, string name, SealRoot root, ReadOnlySpan<byte> header, ReadOnlySpan<byte> plain)
    {
        using var cipher = Cipher(sealKey, name, root, header);
        using var output = new MemoryStream();
        var frame = new byte[ChunkCipher.MaxFrame(ChunkCipher.ChunkSize)];
        var count = ChunkCipher.Count(plain.Length);
        for (var number = 0; number < count; number++)
        {
            var piece = plain[(number * ChunkCipher.ChunkSize)..];
            piece = piece[..Math.Min(piece.Length, ChunkCipher.ChunkSize)];
            output.Write(frame, 0, cipher.Encrypt(number, number == count - 1, piece, frame));
        }

        return output.ToArray();
    }

    public static byte[]? TryDecrypt(ReadOnlySpan<byte> sealKey, string name, SealRoot root, ReadOnlySpan<byte> header, long size, ReadOnlySpan<byte> frames)
    {
        // Compression gains at most a factor of some thousands, so a size beyond that was not written with these frames.
        if (size <= 0 || size > Largest || size / 65_536 > frames.Length)
        {
            return null;
        }

        using var cipher = Cipher(sealKey, name, root, header);
        var plain = new byte[size];
        var count = ChunkCipher.Count(size);
        for (var number = 0; number < count; number++)
        {
            var piece = plain.AsSpan(number * ChunkCipher.ChunkSize);
            piece = piece[..Math.Min(piece.Length, ChunkCipher.ChunkSize)];
            var length = frames.Length < ChunkCipher.HeaderSize ? -1 : ChunkCipher.FrameSize(frames, piece.Length);
            if (length < 0 || length > frames.Length || !cipher.TryDecrypt(number, number == count - 1, frames[..length], piece))
            {
                CryptographicOperations.ZeroMemory(plain);
                return null;
            }

            frames = frames[length..];
        }

        return frames.IsEmpty ? plain : null;
    }

    private static ChunkCipher Cipher(ReadOnlySpan<byte> sealKey, string name, SealRoot root, ReadOnlySpan<byte> header)
    {
        Span<byte> key = stackalloc byte[ChunkCipher.KeySize];
        byte[] info = [.. Encoding.ASCII.GetBytes("vitrine-seal-v1 " + name), 0, .. SHA256.HashData(header)];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, sealKey, key, root.Value.ToArray(), info);
        var cipher = new ChunkCipher(key);
        CryptographicOperations.ZeroMemory(key);
        return cipher;
    }
}
