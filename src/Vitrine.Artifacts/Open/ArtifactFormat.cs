namespace Vitrine.Artifacts;

/// <summary>What a file's bytes say that it is. Names and extensions do not matter.</summary>
public enum ArtifactFormat
{
    /// <summary>Of no format that is known here.</summary>
    Data,

    /// <summary>Text for an interpreter: begins with <c>#!</c>.</summary>
    Script,

    /// <summary>A Portable Executable image without .NET metadata.</summary>
    Pe,

    /// <summary>A Portable Executable image with .NET metadata.</summary>
    DotNet,

    /// <summary>An ELF image: program, shared object, object, kernel module or core.</summary>
    Elf,

    /// <summary>A zip archive that is neither a package nor a jar.</summary>
    Zip,

    /// <summary>A NuGet package: a zip archive with <c>[Content_Types].xml</c> and one <c>.nuspec</c> at its root.</summary>
    Nupkg,

    /// <summary>A zip archive with <c>META-INF/MANIFEST.MF</c>.</summary>
    Jar,

    /// <summary>A tar archive (v7, ustar, GNU, pax).</summary>
    Tar,

    /// <summary>A stream compressed by gzip.</summary>
    Gzip,

    /// <summary>A stream compressed by xz.</summary>
    Xz,

    /// <summary>An ar archive: static libraries.</summary>
    Ar,

    /// <summary>A Debian package: an ar archive whose first member is <c>debian-binary</c>.</summary>
    Deb,

    /// <summary>A Mach-O image, of one or several architectures. Not opened.</summary>
    MachO,

    /// <summary>A stream compressed by Zstandard. Not opened.</summary>
    Zstd,

    /// <summary>A stream compressed by bzip2. Not opened.</summary>
    Bzip2,

    /// <summary>A 7-Zip archive. Not opened.</summary>
    SevenZip,

    /// <summary>A RAR archive. Not opened.</summary>
    Rar,

    /// <summary>An RPM package. Not opened.</summary>
    Rpm,

    /// <summary>A Microsoft cabinet. Not opened.</summary>
    Cab,

    /// <summary>An OLE compound file: msi and others. Not opened.</summary>
    Compound,

    /// <summary>An ISO 9660 image. Not opened.</summary>
    Iso,

    /// <summary>A cpio archive. Not opened.</summary>
    Cpio,

    /// <summary>A squashfs image. Not opened.</summary>
    Squashfs,
}

/// <summary>The words for <see cref="ArtifactFormat"/>, and what is done with each.</summary>
public static class ArtifactFormats
{
    /// <summary>The format as in JSON, for example <c>nupkg</c>.</summary>
    public static string ToWord(this ArtifactFormat format) => format switch
    {
        ArtifactFormat.Data => "data",
        ArtifactFormat.Script => "script",
        ArtifactFormat.Pe => "pe",
        ArtifactFormat.DotNet => "dotnet",
        ArtifactFormat.Elf => "elf",
        ArtifactFormat.Zip => "zip",
        ArtifactFormat.Nupkg => "nupkg",
        ArtifactFormat.Jar => "jar",
        ArtifactFormat.Tar => "tar",
        ArtifactFormat.Gzip => "gzip",
        ArtifactFormat.Xz => "xz",
        ArtifactFormat.Ar => "ar",
        ArtifactFormat.Deb => "deb",
        ArtifactFormat.MachO => "mach-o",
        ArtifactFormat.Zstd => "zstd",
        ArtifactFormat.Bzip2 => "bzip2",
        ArtifactFormat.SevenZip => "7z",
        ArtifactFormat.Rar => "rar",
        ArtifactFormat.Rpm => "rpm",
        ArtifactFormat.Cab => "cab",
        ArtifactFormat.Compound => "compound",
        ArtifactFormat.Iso => "iso",
        ArtifactFormat.Cpio => "cpio",
        ArtifactFormat.Squashfs => "squashfs",
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    /// <summary>Whether it holds other files, and is opened here to visit them.</summary>
    public static bool IsOpened(this ArtifactFormat format) =>
        format is >= ArtifactFormat.Zip and <= ArtifactFormat.Deb;

    /// <summary>Whether it holds other files, and is not opened here.</summary>
    public static bool IsClosed(this ArtifactFormat format) => format >= ArtifactFormat.Zstd;

    /// <summary>Whether it is an image of compiled code that is read here.</summary>
    public static bool IsImage(this ArtifactFormat format) =>
        format is ArtifactFormat.Pe or ArtifactFormat.DotNet or ArtifactFormat.Elf;
}
