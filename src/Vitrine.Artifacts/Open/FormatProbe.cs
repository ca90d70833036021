namespace Vitrine.Artifacts;

/// <summary>Says what bytes are by their first 512, by the header a PE file points to, and by where ISO 9660 keeps its mark.</summary>
internal static class FormatProbe
{
    private const int HeadSize = 512;
    private const int PeHeaderSize = 24 + 112 + (15 * 8);
    private const long IsoMark = 0x8001;

    private static readonly (ArtifactFormat Format, byte[] Magic)[] _magics =
    [
        (ArtifactFormat.Elf, [0x7f, .. "ELF"u8]),
        (ArtifactFormat.Zip, [.. "PK"u8, 3, 4]),
        (ArtifactFormat.Zip, [.. "PK"u8, 5, 6]),
        (ArtifactFormat.Gzip, [0x1f, 0x8b, 8]),
        (ArtifactFormat.Xz, [0xfd, .. "7zXZ"u8, 0]),
        (ArtifactFormat.Deb, [.. "!<arch>\ndebian-binary"u8]),
        (ArtifactFormat.Ar, [.. "!<arch>\n"u8]),
        (ArtifactFormat.Ar, [.. "!<thin>\n"u8]),
        (ArtifactFormat.Script, [.. "#!"u8]),
        (ArtifactFormat.Zstd, [0x28, 0xb5, 0x2f, 0xfd]),
        (ArtifactFormat.Bzip2, [.. "BZh"u8]),
        (ArtifactFormat.SevenZip, [.. "7z"u8, 0xbc, 0xaf, 0x27, 0x1c]),
        (ArtifactFormat.Rar, [.. "Rar!"u8, 0x1a, 7]),
        (ArtifactFormat.Rpm, [0xed, 0xab, 0xee, 0xdb]),
        (ArtifactFormat.Cab, [.. "MSCF\0\0\0\0"u8]),
        (ArtifactFormat.Compound, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
        (ArtifactFormat.Cpio, [.. "07070"u8]),
        (ArtifactFormat.Squashfs, [.. "hsqs"u8]),
        (ArtifactFormat.MachO, [0xfe, 0xed, 0xfa, 0xce]),
        (ArtifactFormat.MachO, [0xfe, 0xed, 0xfa, 0xcf]),
        (ArtifactFormat.MachO, [0xce, 0xfa, 0xed, 0xfe]),
        (ArtifactFormat.MachO, [0xcf, 0xfa, 0xed, 0xfe]),
    ];

    public static ArtifactFormat Of(ByteSource source)
    {
        Span<byte> buffer = stackalloc byte[HeadSize];
        var head = buffer[..(int)Math.Min(HeadSize, source.Length)];
        source.Read(0, head);
        foreach (var (format, magic) in _magics)
        {
            if (head.StartsWith(magic))
            {
                return format;
            }
        }

        if (head.StartsWith("MZ"u8))
        {
            return OfPe(source, head);
        }

        if (TarHeader.LooksLike(head))
        {
            return ArtifactFormat.Tar;
        }

        return IsFatMachO(head) ? ArtifactFormat.MachO : IsIso(source) ? ArtifactFormat.Iso : ArtifactFormat.Data;
    }

    /// <summary>A DOS program is data here; an image whose directory of .NET metadata is filled is .NET.</summary>
    private static ArtifactFormat OfPe(ByteSource source, ReadOnlySpan<byte> head)
    {
        if (head.Length < 64)
        {
            return ArtifactFormat.Data;
        }

        long at = BitConverter.ToUInt32(head[0x3c..]);
        Span<byte> header = stackalloc byte[PeHeaderSize];
        header = header[..(int)Math.Clamp(source.Length - at, 0, PeHeaderSize)];
        if (header.Length < 26)
        {
            return ArtifactFormat.Data;
        }

        source.Read(at, header);
        if (!header.StartsWith("PE\0\0"u8))
        {
            return ArtifactFormat.Data;
        }

        var directories = header[24] == 0x0b && header[25] == 2 ? 24 + 112 : 24 + 96;
        var cli = directories + ((int)PeDirectory.Cli * 8);
        return header.Length >= cli + 8 && BitConverter.ToUInt32(header[(directories - 4)..]) > (int)PeDirectory.Cli
            && BitConverter.ToUInt64(header[cli..]) != 0
            ? ArtifactFormat.DotNet
            : ArtifactFormat.Pe;
    }

    /// <summary>The mark is that of Java classes too; those have a version of 45 or more where this has the number of images.</summary>
    private static bool IsFatMachO(ReadOnlySpan<byte> head) =>
        head.Length >= 8 && head.StartsWith((ReadOnlySpan<byte>)[0xca, 0xfe, 0xba, 0xbe]) && head[4..7].IndexOfAnyExcept((byte)0) < 0 && head[7] < 30;

    private static bool IsIso(ByteSource source)
    {
        if (source.Length < IsoMark + 5)
        {
            return false;
        }

        Span<byte> mark = stackalloc byte[5];
        source.Read(IsoMark, mark);
        return mark.SequenceEqual("CD001"u8);
    }
}
