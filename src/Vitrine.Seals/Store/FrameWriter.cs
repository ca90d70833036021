using System.Security.Cryptography;

namespace Vitrine.Seals;

/// <summary>Writes the frames of what is one content under one key (<see cref="ChunkCipher"/>): made on all cores, a few at a time, so that what is large is in memory once.</summary>
internal static class FrameWriter
{
    /// <summary>Writes all frames in their order.</summary>
    /// <param name="file">Where to.</param>
    /// <param name="key">A key that encrypts nothing else.</param>
    /// <param name="size">Bytes of the content.</param>
    /// <param name="fill">Copies a part of the content, from an offset on; on any thread.</param>
    public static void Write(Stream file, byte[] key, long size, Action<Span<byte>, long> fill)
    {
        var count = ChunkCipher.Count(size);
        var group = 2 * Environment.ProcessorCount;
        for (var first = 0L; first < count; first += group)
        {
            var frames = new ReadOnlyMemory<byte>[Math.Min(group, count - first)];
            Parallel.For(0, frames.Length, place => frames[place] = Frame(first + place));
            foreach (var frame in frames)
            {
                file.Write(frame.Span);
            }
        }

        ReadOnlyMemory<byte> Frame(long number)
        {
            using var cipher = new ChunkCipher(key);
            var from = number * ChunkCipher.ChunkSize;
            var piece = new byte[Math.Min(ChunkCipher.ChunkSize, size - from)];
            fill(piece, from);
            var frame = new byte[ChunkCipher.MaxFrame(piece.Length)];
            var length = cipher.Encrypt(number, number == count - 1, piece, frame);
            CryptographicOperations.ZeroMemory(piece);
            return frame.AsMemory(0, length);
        }
    }
}
