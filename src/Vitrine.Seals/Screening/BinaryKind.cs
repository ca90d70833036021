namespace Vitrine.Seals;

/// <summary>What a binary file is for.</summary>
internal enum BinaryRole
{
    /// <summary>A machine can run it.</summary>
    Executable,

    /// <summary>It holds other files, or bytes that must be unpacked before they are seen.</summary>
    Container,

    /// <summary>Pictures, fonts, sounds, documents.</summary>
    Media,

    /// <summary>Data of programs.</summary>
    Data,
}

/// <summary>A kind of binary file, known by its first bytes.</summary>
internal sealed record BinaryKind(string Name, BinaryRole Role, int Offset, byte[] Magic, string[] Extensions)
{
    private static readonly BinaryKind[] All =
    [
        new("ELF program or library", BinaryRole.Executable, 0, [0x7F, (byte)'E', (byte)'L', (byte)'F'], ["so", "o", "ko", "elf", "bin", "axf"]),
        new("Windows program or library", BinaryRole.Executable, 0, [.. "MZ"u8], ["exe", "dll", "sys", "ocx", "scr", "efi", "mui", "winmd", "cpl"]),
        new("Mach-O program or library", BinaryRole.Executable, 0, [0xCF, 0xFA, 0xED, 0xFE], ["dylib", "o", "bundle"]),
        new("Mach-O program or library", BinaryRole.Executable, 0, [0xCE, 0xFA, 0xED, 0xFE], ["dylib", "o", "bundle"]),
        new("Java class or Mach-O library", BinaryRole.Executable, 0, [0xCA, 0xFE, 0xBA, 0xBE], ["class", "dylib", "a"]),
        new("WebAssembly module", BinaryRole.Executable, 0, [0, (byte)'a', (byte)'s', (byte)'m'], ["wasm"]),
        new("Android bytecode", BinaryRole.Executable, 0, [.. "dex\n"u8], ["dex"]),
        new("static library", BinaryRole.Executable, 0, [.. "!<arch>\n"u8], ["a", "lib", "deb"]),
        new("LLVM bitcode", BinaryRole.Executable, 0, [.. "BC"u8, 0xC0, 0xDE], ["bc"]),
        new("Lua bytecode", BinaryRole.Executable, 0, [0x1B, .. "Lua"u8], ["luac", "lua"]),
        new("zip archive", BinaryRole.Container, 0, [.. "PK"u8, 3, 4], ["zip", "jar", "nupkg", "docx", "xlsx", "pptx", "odt", "ods", "odp", "apk", "aar", "whl", "vsix", "epub", "war", "xpi"]),
        new("zip archive without files", BinaryRole.Container, 0, [.. "PK"u8, 5, 6], ["zip", "jar"]),
        new("gzip data", BinaryRole.Container, 0, [0x1F, 0x8B], ["gz", "tgz", "svgz", "cpio"]),
        new("xz data", BinaryRole.Container, 0, [0xFD, .. "7zXZ"u8, 0], ["xz", "txz"]),
        new("bzip2 data", BinaryRole.Container, 0, [.. "BZh"u8], ["bz2", "tbz", "tbz2"]),
        new("Zstandard data", BinaryRole.Container, 0, [0x28, 0xB5, 0x2F, 0xFD], ["zst", "zstd"]),
        new("LZ4 data", BinaryRole.Container, 0, [0x04, 0x22, 0x4D, 0x18], ["lz4"]),
        new("7-Zip archive", BinaryRole.Container, 0, [.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C], ["7z"]),
        new("RAR archive", BinaryRole.Container, 0, [.. "Rar!"u8, 0x1A, 7], ["rar"]),
        new("Windows cabinet", BinaryRole.Container, 0, [.. "MSCF"u8], ["cab"]),
        new("RPM package", BinaryRole.Container, 0, [0xED, 0xAB, 0xEE, 0xDB], ["rpm"]),
        new("tar archive", BinaryRole.Container, 257, [.. "ustar"u8], ["tar"]),
        new("compound document or installer", BinaryRole.Container, 0, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], ["msi", "doc", "xls", "ppt", "msp", "db"]),
        new("disk image", BinaryRole.Container, 0x8001, [.. "CD001"u8], ["iso"]),
        new("git pack", BinaryRole.Container, 0, [.. "PACK"u8], ["pack"]),
        new("PNG picture", BinaryRole.Media, 0, [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n'], ["png", "apng"]),
        new("JPEG picture", BinaryRole.Media, 0, [0xFF, 0xD8, 0xFF], ["jpg", "jpeg", "jfif"]),
        new("GIF picture", BinaryRole.Media, 0, [.. "GIF8"u8], ["gif"]),
        new("bitmap picture", BinaryRole.Media, 0, [.. "BM"u8], ["bmp"]),
        new("TIFF picture", BinaryRole.Media, 0, [.. "II*"u8, 0], ["tif", "tiff"]),
        new("TIFF picture", BinaryRole.Media, 0, [.. "MM"u8, 0, (byte)'*'], ["tif", "tiff"]),
        new("WebP, AVI or WAV", BinaryRole.Media, 0, [.. "RIFF"u8], ["webp", "avi", "wav"]),
        new("icon", BinaryRole.Media, 0, [0, 0, 1, 0], ["ico"]),
        new("cursor", BinaryRole.Media, 0, [0, 0, 2, 0], ["cur"]),
        new("Apple icon", BinaryRole.Media, 0, [.. "icns"u8], ["icns"]),
        new("Photoshop picture", BinaryRole.Media, 0, [.. "8BPS"u8], ["psd"]),
        new("WOFF font", BinaryRole.Media, 0, [.. "wOFF"u8], ["woff"]),
        new("WOFF2 font", BinaryRole.Media, 0, [.. "wOF2"u8], ["woff2"]),
        new("TrueType font", BinaryRole.Media, 0, [0, 1, 0, 0, 0], ["ttf", "otf"]),
        new("OpenType font", BinaryRole.Media, 0, [.. "OTTO"u8], ["otf"]),
        new("PDF document", BinaryRole.Media, 0, [.. "%PDF-"u8], ["pdf", "ai"]),
        new("Ogg sound", BinaryRole.Media, 0, [.. "OggS"u8], ["ogg", "oga", "ogv", "opus"]),
        new("MP3 sound", BinaryRole.Media, 0, [.. "ID3"u8], ["mp3"]),
        new("FLAC sound", BinaryRole.Media, 0, [.. "fLaC"u8], ["flac"]),
        new("MP4 film", BinaryRole.Media, 4, [.. "ftyp"u8], ["mp4", "m4a", "m4v", "mov", "avif", "heic"]),
        new("Matroska film", BinaryRole.Media, 0, [0x1A, 0x45, 0xDF, 0xA3], ["mkv", "webm"]),
        new("SQLite database", BinaryRole.Data, 0, [.. "SQLite format 3"u8, 0], ["db", "sqlite", "sqlite3"]),
        new("compiled translation", BinaryRole.Data, 0, [0xDE, 0x12, 0x04, 0x95], ["mo", "gmo"]),
        new(".NET resources", BinaryRole.Data, 0, [0xCE, 0xCA, 0xEF, 0xBE], ["resources"]),
    ];

    /// <summary>The kind of a content, or null if it is none of these.</summary>
    public static BinaryKind? Of(ReadOnlySpan<byte> content)
    {
        foreach (var kind in All)
        {
            if (content.Length >= kind.Offset + kind.Magic.Length && content[kind.Offset..].StartsWith(kind.Magic) && !(kind.Magic.Length == 2 && kind.Role == BinaryRole.Executable && !IsPortable(content)))
            {
                return kind;
            }
        }

        return null;
    }

    /// <summary>Whether files named so should be of one of these kinds.</summary>
    public static bool IsKnownExtension(string extension) => Array.Exists(All, kind => kind.Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase) && extension is not ("bin" or "db" or "o" or "a" or "lua" or "lib" or "resources" or "pack"));

    /// <summary>"MZ" alone is weak: the offset at 0x3C leads to "PE" or "NE", or the file is an old DOS program.</summary>
    private static bool IsPortable(ReadOnlySpan<byte> content)
    {
        if (content.Length < 0x40)
        {
            return false;
        }

        var offset = System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(content[0x3C..]);
        return (offset > 0 && offset < content.Length - 2 && content[offset..] is [(byte)'P' or (byte)'N' or (byte)'L', (byte)'E', ..]) || content[..0x40].Contains((byte)0);
    }
}
