using System.Buffers.Binary;

namespace Vitrine.Artifacts;

/// <summary>Extra fields: each an id (2 bytes), a length (2), and data.</summary>
internal static class ZipExtra
{
    private const ushort Zip64 = 0x0001;
    private const ushort NtfsTimes = 0x000a;
    private const ushort UnixTimes = 0x5455;
    private const ushort OldUnixTimes = 0x5855;
    private const ushort JarMark = 0xcafe;

    /// <summary>The fields that mean something, one after another: owners, other names, and every kind not known here.</summary>
    public static byte[] Meaning(ReadOnlySpan<byte> extra)
    {
        var kept = new MemoryStream();
        while (Next(extra, out var id, out var data))
        {
            var field = extra[..(4 + data.Length)];
            if (!IsWithoutMeaning(id, data))
            {
                kept.Write(field);
            }

            extra = extra[field.Length..];
        }

        kept.Write(extra);  // what is no field
        return kept.ToArray();
    }

    /// <summary>The entry with the sizes and the place that did not fit its header.</summary>
    public static ZipEntry WithLargeSizes(ZipEntry entry)
    {
        if (entry.Size != uint.MaxValue && entry.PackedSize != uint.MaxValue && entry.LocalOffset != uint.MaxValue)
        {
            return entry;
        }

        var large = Find(entry.CentralExtra.Span, Zip64);
        var size = Take(ref large, entry.Size, entry);
        var packed = Take(ref large, entry.PackedSize, entry);
        var offset = Take(ref large, entry.LocalOffset, entry);
        return entry with { Size = size, PackedSize = packed, LocalOffset = offset };
    }

    /// <summary>
    /// Whether the sizes in the header before the data are those of the central directory, or come after the data.
    /// </summary>
    public static bool SizesAgree(ZipEntry entry, ByteView local, bool streamed)
    {
        long packed = local.U32(18), size = local.U32(22);
        if (packed == uint.MaxValue || size == uint.MaxValue)
        {
            var large = Find(entry.LocalExtra.Span, Zip64);
            size = Take(ref large, size, entry);
            packed = Take(ref large, packed, entry);
        }

        return (packed == entry.PackedSize && size == entry.Size) || (streamed && packed == 0 && size == 0);
    }

    private static bool IsWithoutMeaning(ushort id, ReadOnlySpan<byte> data) => id switch
    {
        UnixTimes => data.Length is 1 or 5 or 9 or 13,
        NtfsTimes => data.Length == 32 && BinaryPrimitives.ReadUInt64LittleEndian(data) == 0x0018_0001_0000_0000,
        OldUnixTimes => data.Length == 8,
        JarMark => data.IsEmpty,
        Zip64 => data.Length is 8 or 16 or 24,
        _ => false,
    };

    private static long Take(ref ReadOnlySpan<byte> large, long small, ZipEntry entry)
    {
        if (small != uint.MaxValue)
        {
            return small;
        }

        if (large.Length < sizeof(ulong) || BinaryPrimitives.ReadUInt64LittleEndian(large) is not (< 1UL << 62 and var value))
        {
            throw ZipArchiveFile.Fault(ArtifactFault.Malformed, entry.CentralOffset, "a large size is missing");
        }

        large = large[sizeof(ulong)..];
        return (long)value;
    }

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> extra, ushort wanted)
    {
        while (Next(extra, out var id, out var data))
        {
            if (id == wanted)
            {
                return data;
            }

            extra = extra[(4 + data.Length)..];
        }

        return [];
    }

    private static bool Next(ReadOnlySpan<byte> extra, out ushort id, out ReadOnlySpan<byte> data)
    {
        if (extra.Length >= 4 && BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]) is var length && length <= extra.Length - 4)
        {
            id = BinaryPrimitives.ReadUInt16LittleEndian(extra);
            data = extra.Slice(4, length);
            return true;
        }

        id = 0;
        data = [];
        return false;
    }
}
