using System.Buffers.Binary;
using System.Runtime.InteropServices;
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
    /// <summary>Writes and syncs a segment; null, and no file, if the builder keeps nothing.</summary>
    /// <param name="path">A new file.</param>
    /// <param name="pack">The pack it tells of.</param>
    /// <param name="offsets">Where contents begin in the pack, by the number under which the builder knows them.</param>
    /// <param name="builder">What has been handed all of them.</param>
    public static SegmentPlace? Write(string path, string pack, IReadOnlyList<long> offsets, ISegmentBuilder builder)
    {
        var data = builder.Finish();
        if (data.IsEmpty)
        {
            return null;
        }

        var head = new byte[checked(4 + (offsets.Count * 8))];
        BinaryPrimitives.WriteInt32LittleEndian(head, offsets.Count);
        for (var i = 0; i < offsets.Count; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(4 + (i * 8)), offsets[i]);
        }

        var key = RandomNumberGenerator.GetBytes(ChunkCipher.KeySize);
        var size = (long)head.Length + data.Length;
        using var file = StoreFolder.NewFile(path);
        FrameWriter.Write(file, key, size, Fill);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsMemory(data).Span);
        file.Flush(flushToDisk: true);
        return new SegmentPlace(pack, builder.Name, size, key);

        void Fill(Span<byte> piece, long from)
        {
            if (from < head.Length)
            {
                var part = head.AsSpan((int)from);
                part = part[..Math.Min(part.Length, piece.Length)];
                part.CopyTo(piece);
                piece = piece[part.Length..];
                from += part.Length;
            }

            if (!piece.IsEmpty)
            {
                data.Span.Slice((int)(from - head.Length), piece.Length).CopyTo(piece);
            }
        }
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
            using var file = File.OpenHandle(path);
            var count = ChunkCipher.Count(place.Size);
            var offsets = new long[count + 1];
            var header = new byte[ChunkCipher.HeaderSize];
            for (var number = 0L; number < count; number++)
            {
                var isThere = RandomAccess.Read(file, header, offsets[number]) == header.Length;
                var length = isThere ? ChunkCipher.FrameSize(header, PieceSize(number)) : -1;
                if (length < 0)
                {
                    return false;
                }

                offsets[number + 1] = offsets[number] + length;
            }

            var isGood = RandomAccess.GetLength(file) == offsets[count];
            Parallel.For(0, isGood ? count : 0, (number, state) =>
            {
                using var cipher = new ChunkCipher(place.Key);
                var frame = new byte[offsets[number + 1] - offsets[number]];
                if (RandomAccess.Read(file, frame, offsets[number]) != frame.Length
                    || !cipher.TryDecrypt(number, number == count - 1, frame, arena.Span(number * ChunkCipher.ChunkSize, PieceSize(number))))
                {
                    Volatile.Write(ref isGood, false);
                    state.Stop();
                }
            });
            return isGood;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
        catch (AggregateException several) when (several.InnerExceptions.All(unreadable => unreadable is IOException or UnauthorizedAccessException))
        {
            return false;
        }

        int PieceSize(long number) => (int)Math.Min(ChunkCipher.ChunkSize, place.Size - (number * ChunkCipher.ChunkSize));
    }
}
