using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Vitrine.Seals;

/// <summary>
/// Side data of a pack on disk, <c>packs/ID.NAME</c>: frames of <see cref="ChunkCipher"/> under a random key that lies in the manifests of the seals that
/// need the pack. docs/formats/seal.md, "Segments".
/// </summary>
/// <remarks>
/// The plaintext is the number of contents (4 bytes, little-endian), where each begins in the pack (8 bytes each), and what the builder made. A segment is
/// a view: one that is missing or does not open is made again from the contents.
/// </remarks>
internal static class SegmentFile
{
    /// <summary>Writes and syncs a segment.</summary>
    /// <param name="path">A new file.</param>
    /// <param name="pack">The pack it tells of.</param>
    /// <param name="offsets">Where contents begin in the pack, by the number under which the builder knows them.</param>
    /// <param name="builder">What has been handed all of them.</param>
    public static SegmentPlace Write(string path, string pack, IReadOnlyList<long> offsets, ISegmentBuilder builder)
    {
        var data = builder.Finish();
        var plain = new byte[checked(4 + (offsets.Count * 8) + data.Length)];
        BinaryPrimitives.WriteInt32LittleEndian(plain, offsets.Count);
        for (var i = 0; i < offsets.Count; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(plain.AsSpan(4 + (i * 8)), offsets[i]);
        }

        data.Span.CopyTo(plain.AsSpan(4 + (offsets.Count * 8)));
        var key = RandomNumberGenerator.GetBytes(ChunkCipher.KeySize);
        using var cipher = new ChunkCipher(key);
        using var file = StoreFolder.NewFile(path);
        var frame = new byte[ChunkCipher.MaxFrame(ChunkCipher.ChunkSize)];
        var count = (int)ChunkCipher.Count(plain.Length);
        for (var number = 0; number < count; number++)
        {
            var piece = plain.AsSpan(number * ChunkCipher.ChunkSize);
            piece = piece[..Math.Min(piece.Length, ChunkCipher.ChunkSize)];
            file.Write(frame, 0, cipher.Encrypt(number, number == count - 1, piece, frame));
        }

        CryptographicOperations.ZeroMemory(plain);
        file.Flush(flushToDisk: true);
        return new SegmentPlace(pack, builder.Name, plain.Length, key);
    }

    /// <summary>The offsets and the builder's data, or null if the file is missing or is not what was written. The arena holds the plaintext.</summary>
    public static (long[] Offsets, ReadOnlyMemory<byte> Data, Arena Arena)? TryRead(string path, SegmentPlace place)
    {
        if (place.Size is < 4 or > int.MaxValue || !File.Exists(path))
        {
            return null;
        }

        var arena = new Arena(place.Size);
        var plain = arena.Span(0, (int)place.Size);
        if (TryDecrypt(path, place, arena) && BinaryPrimitives.ReadInt32LittleEndian(plain) is >= 0 and var count && 4 + (count * 8L) <= place.Size)
        {
            var offsets = new long[count];
            for (var i = 0; i < count; i++)
            {
                offsets[i] = BinaryPrimitives.ReadInt64LittleEndian(plain[(4 + (i * 8))..]);
            }

            return (offsets, arena.Memory(4 + (count * 8L), (int)place.Size - 4 - (count * 8)), arena);
        }

        Discard(arena, place.Size);
        return null;
    }

    /// <summary>Overwrites plaintext of a segment and gives its memory back.</summary>
    public static void Discard(Arena arena, long size)
    {
        arena.Clear(0, size);
        arena.Close();
    }

    private static bool TryDecrypt(string path, SegmentPlace place, Arena arena)
    {
        try
        {
            using var cipher = new ChunkCipher(place.Key);
            using var file = File.OpenRead(path);
            var frame = new byte[ChunkCipher.MaxFrame(ChunkCipher.ChunkSize)];
            var count = ChunkCipher.Count(place.Size);
            for (var number = 0L; number < count; number++)
            {
                var piece = arena.Span(number * ChunkCipher.ChunkSize, (int)Math.Min(ChunkCipher.ChunkSize, place.Size - (number * ChunkCipher.ChunkSize)));
                file.ReadExactly(frame, 0, ChunkCipher.HeaderSize);
                var length = ChunkCipher.FrameSize(frame, piece.Length);
                if (length < 0)
                {
                    return false;
                }

                file.ReadExactly(frame, ChunkCipher.HeaderSize, length - ChunkCipher.HeaderSize);
                if (!cipher.TryDecrypt(number, number == count - 1, frame.AsSpan(0, length), piece))
                {
                    return false;
                }
            }

            return file.ReadByte() < 0;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Also where the file ends too early: the segment is made again.
            return false;
        }
    }
}
