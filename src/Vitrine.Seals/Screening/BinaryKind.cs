using System.Buffers.Binary;

namespace Vitrine.Seals;

/// <summary>What a content that is not text is good for.</summary>
internal enum BinaryClass
{
    /// <summary>It can run, or is linked into what runs.</summary>
    Program,

    /// <summary>It holds other contents.</summary>
    Archive,

    /// <summary>Documents, databases and other data.</summary>
    Data,

    /// <summary>Images, fonts, sound and film.</summary>
    Media,
}

/// <summary>A kind of content, told by its first bytes; they are each format's documented mark.</summary>
internal sealed record BinaryKind(string Name, BinaryClass Class)
{
    private static readonly (int Offset, byte[] Mark, BinaryKind Kind)[] Marks =
    [
        (0, [0x7F, (byte)'E', (byte)'L', (byte)'F'], Program("an ELF program or library")),
        (0, [0xFE, 0xED, 0xFA, 0xCE], Program("a Mach-O program or library")),
        (0, [0xFE, 0xED, 0xFA, 0xCF], Program("a Mach-O program or library")),
        (0, [0xCE, 0xFA, 0xED, 0xFE], Program("a Mach-O program or library")),
        (0, [0xCF, 0xFA, 0xED, 0xFE], Program("a Mach-O program or library")),
        (0, [0, (byte)'a', (byte)'s', (byte)'m'], Program("a WebAssembly module")),
        (0, "dex\n"u8.ToArray(), Program("Android code (DEX)")),
        (0, "!<arch>\n"u8.ToArray(), Program("a static library or Debian package")),
        (0, [(byte)'B', (byte)'C', 0xC0, 0xDE], Program("LLVM bitcode")),
        (0, [0x1B, (byte)'L', (byte)'u', (byte)'a'], Program("Lua bytecode")),
        (0, [0x1B, (byte)'L', (byte)'J'], Program("LuaJIT bytecode")),
        (0, "PK\x03\x04"u8.ToArray(), Archive("a zip archive (also jar, nupkg, docx)")),
        (0, "PK\x05\x06"u8.ToArray(), Archive("an empty zip archive")),
        (0, [0x1F, 0x8B, 8], Archive("gzip data")),
        (0, [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0], Archive("xz data")),
        (0, "BZh"u8.ToArray(), Archive("bzip2 data")),
        (0, [0x28, 0xB5, 0x2F, 0xFD], Archive("zstd data")),
        (0, [4, 0x22, 0x4D, 0x18], Archive("lz4 data")),
        (0, [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C], Archive("a 7z archive")),
        (0, [(byte)'R', (byte)'a', (byte)'r', (byte)'!', 0x1A, 7], Archive("a rar archive")),
        (0, "MSCF"u8.ToArray(), Archive("a cabinet")),
        (0, [0xED, 0xAB, 0xEE, 0xDB], Archive("an RPM package")),
        (0, "LZIP"u8.ToArray(), Archive("lzip data")),
        (257, "ustar"u8.ToArray(), Archive("a tar archive")),
        (0, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], Data("a compound file (also msi, doc)")),
        (0, "SQLite format 3\0"u8.ToArray(), Data("an SQLite database")),
        (0, "%PDF-"u8.ToArray(), Data("a PDF document")),
        (0, [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A], Media("a PNG image")),
        (0, [0xFF, 0xD8, 0xFF], Media("a JPEG image")),
        (0, "GIF8"u8.ToArray(), Media("a GIF image")),
        (8, "WEBP"u8.ToArray(), Media("a WebP image")),
        (8, "WAVE"u8.ToArray(), Media("sound (WAVE)")),
        (8, "AVI "u8.ToArray(), Media("film (AVI)")),
        (0, "II*\0"u8.ToArray(), Media("a TIFF image")),
        (0, "MM\0*"u8.ToArray(), Media("a TIFF image")),
        (0, "8BPS"u8.ToArray(), Media("a Photoshop image")),
        (0, [0, 0, 1, 0], Media("an icon")),
        (0, [0, 0, 2, 0], Media("a pointer")),
        (0, "icns"u8.ToArray(), Media("an icon")),
        (0, "wOFF"u8.ToArray(), Media("a font")),
        (0, "wOF2"u8.ToArray(), Media("a font")),
        (0, "OTTO"u8.ToArray(), Media("a font")),
        (0, [0, 1, 0, 0, 0], Media("a font")),
        (0, "ttcf"u8.ToArray(), Media("fonts")),
        (0, "OggS"u8.ToArray(), Media("sound or film (Ogg)")),
        (0, "fLaC"u8.ToArray(), Media("sound (FLAC)")),
        (0, "ID3"u8.ToArray(), Media("sound (MP3)")),
        (0, [0x1A, 0x45, 0xDF, 0xA3], Media("film (Matroska)")),
        (4, "ftyp"u8.ToArray(), Media("sound, film or an image (MP4)")),
    ];

    /// <summary>The kind of a content by its first bytes; null if they are none of the known marks.</summary>
    public static BinaryKind? Of(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith("MZ"u8))
        {
            return IsPortableExecutable(content) ? Program("a Windows program or library")
                : content.Length >= 64 && content.Contains((byte)0) ? Program("a DOS program")
                : null;
        }

        // Java's mark is also that of a Mach-O with several architectures, of which there are few; a class has a version of at least 43.
        if (content.Length >= 8 && content.StartsWith((ReadOnlySpan<byte>)[0xCA, 0xFE, 0xBA, 0xBE]))
        {
            return BinaryPrimitives.ReadUInt32BigEndian(content[4..]) is > 0 and < 32 ? Program("a Mach-O program or library") : Program("a Java class");
        }

        // CPython's number of bytecode lies between 3000 and 4095 and flags follow; in version 2 it lay about 62000.
        if (content.Length >= 16 && content[2..4].SequenceEqual("\r\n"u8)
            && (content[1] is 0xF2 or 0xF3 || (content[1] is >= 0x0B and <= 0x0F && BinaryPrimitives.ReadUInt32LittleEndian(content[4..]) <= 3)))
        {
            return Program("Python bytecode");
        }

        // A bitmap has four bytes in reserve, which are zero.
        if (content.Length >= 14 && content.StartsWith("BM"u8) && content.Slice(6, 4).IndexOfAnyExcept((byte)0) < 0)
        {
            return Media("a bitmap");
        }

        foreach (var (offset, mark, kind) in Marks)
        {
            if (content.Length >= offset + mark.Length && content.Slice(offset, mark.Length).SequenceEqual(mark))
            {
                return kind;
            }
        }

        return null;
    }

    private static bool IsPortableExecutable(ReadOnlySpan<byte> content)
    {
        var at = content.Length >= 64 ? BinaryPrimitives.ReadUInt32LittleEndian(content[60..]) : uint.MaxValue;
        return at < content.Length - 4 && content[(int)at..].StartsWith("PE\0\0"u8);
    }

    private static BinaryKind Program(string name) => new(name, BinaryClass.Program);

    private static BinaryKind Archive(string name) => new(name, BinaryClass.Archive);

    private static BinaryKind Data(string name) => new(name, BinaryClass.Data);

    private static BinaryKind Media(string name) => new(name, BinaryClass.Media);
}
