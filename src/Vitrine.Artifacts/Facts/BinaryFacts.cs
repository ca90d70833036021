using System.Collections.Immutable;

namespace Vitrine.Artifacts;

/// <summary>
/// What a PE, ELF or .NET file says of itself. Nothing of it is verified: an author's name is a text that anyone can write, and a signer
/// is named as the certificate in the file names them, whether or not the signature is good.
/// </summary>
public sealed record BinaryFacts
{
    /// <summary>Largest image that is read, in bytes: it is held in memory.</summary>
    public const int LargestImage = 256 << 20;

    /// <summary>PE, .NET or ELF.</summary>
    public required ArtifactFormat Format { get; init; }

    /// <summary>The processor, for example <c>x86-64</c>; its number in hexadecimal where it has no name here.</summary>
    public required string Machine { get; init; }

    /// <summary>32 or 64.</summary>
    public required int Bits { get; init; }

    /// <summary>Whether it is a program, a library, an object to be linked or a driver.</summary>
    public required BinaryKind Kind { get; init; }

    /// <summary>The name it gives itself: ELF's soname, the name in PE's export table, a .NET assembly's name; null where it has none.</summary>
    public string? OwnName { get; init; }

    /// <summary>Sections in the order of the file.</summary>
    public ImmutableArray<BinarySection> Sections { get; init; } = [];

    /// <summary>Libraries that are loaded with it: ELF's needed, PE's imports, .NET's assembly references.</summary>
    public ImmutableArray<string> Needed { get; init; } = [];

    /// <summary>What it takes from other libraries: functions, and for .NET members as <c>Namespace.Type.Member</c>.</summary>
    public ImmutableArray<BinarySymbol> Imports { get; init; } = [];

    /// <summary>What it gives to others: symbols, and for .NET public types.</summary>
    public ImmutableArray<BinarySymbol> Exports { get; init; } = [];

    /// <summary>Version resource, assembly attributes and module information as they stand: key and text.</summary>
    public ImmutableArray<FactText> Details { get; init; } = [];

    /// <summary>Who says to have made it. See <see cref="Signers"/> for who signed.</summary>
    public ImmutableArray<FactText> Authors { get; init; } = [];

    /// <summary>Who signed it: the subjects of the signers' certificates. Not verified.</summary>
    public ImmutableArray<ArtifactSigner> Signers { get; init; } = [];

    /// <summary>Paths of the machine it was built on: symbol files, folders of compilation, sources.</summary>
    public ImmutableArray<BuildPath> BuildPaths { get; init; } = [];

    /// <summary>ELF's build id, PE's symbol id, .NET's MVID, in lower-case hexadecimal; null where it has none.</summary>
    public string? BuildId { get; init; }

    /// <summary>The level that a Windows manifest asks for, for example <c>requireAdministrator</c>; null where it asks for none.</summary>
    public FactText? RequestedLevel { get; init; }

    /// <summary>Where a signature begins that lies behind the image; −1 where there is none.</summary>
    public long SignatureOffset { get; init; } = -1;

    /// <summary>Bytes behind what sections account for, but for a signature: installers carry their payload there.</summary>
    public long AppendedBytes { get; init; }

    /// <summary>Parts that could not be read; the rest was.</summary>
    public ImmutableArray<MemberFault> Faults { get; init; } = [];

    /// <summary>Reads an image.</summary>
    /// <param name="source">The file.</param>
    /// <param name="cancellationToken">Asked between parts.</param>
    /// <exception cref="ArtifactFormatException">It is no image of a known kind, or its headers are not well formed, or it is too large.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static BinaryFacts Read(ByteSource source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var format = FormatProbe.Of(source);
        if (!format.IsImage())
        {
            throw new ArtifactFormatException("image", ArtifactFault.Unsupported, 0, "it is no PE, ELF or .NET file");
        }

        if (source.Length > LargestImage)
        {
            throw new ArtifactFormatException(
                format.ToWord(), ArtifactFault.LimitExceeded, -1, $"it has {source.Length} bytes; {LargestImage} are allowed");
        }

        ReadOnlyMemory<byte> bytes = source.ReadArray(0, (int)source.Length);
        return format == ArtifactFormat.Elf
            ? ElfFacts.Read(ElfImage.Parse(bytes), cancellationToken)
            : PeFacts.Read(PeImage.Parse(bytes), cancellationToken);
    }

    /// <summary>Reads an image; null where it is none that can be read.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static BinaryFacts? TryRead(ByteSource source, CancellationToken cancellationToken)
    {
        try
        {
            return Read(source, cancellationToken);
        }
        catch (ArtifactFormatException)
        {
            return null;
        }
    }
}

/// <summary>What an image is for.</summary>
public enum BinaryKind
{
    /// <summary>A program.</summary>
    Program,

    /// <summary>A library that is loaded by others. Position-independent ELF programs are told apart by their interpreter.</summary>
    Library,

    /// <summary>An object that is linked before it runs.</summary>
    Object,

    /// <summary>A kernel module or native driver.</summary>
    Driver,

    /// <summary>A memory image of a process, or firmware.</summary>
    Other,
}

/// <summary>A section.</summary>
/// <param name="Name">As in the file; may be empty.</param>
/// <param name="Offset">Of its bytes in the file.</param>
/// <param name="Size">Of its bytes in the file; 0 where it has none.</param>
/// <param name="Address">Where it lies in memory, for PE relative to the image.</param>
/// <param name="IsExecutable">Whether it holds code.</param>
/// <param name="IsWritable">Whether it can be written while it runs.</param>
public sealed record BinarySection(string Name, long Offset, long Size, long Address, bool IsExecutable, bool IsWritable);

/// <summary>An imported or exported name.</summary>
/// <param name="Library">Whose it is, or empty where the file does not say (ELF) or for exports.</param>
/// <param name="Name">The symbol; <c>#7</c> for one by number.</param>
/// <param name="Offset">Where in the file its name or entry stands; −1 where that is not known.</param>
public sealed record BinarySymbol(string Library, string Name, long Offset);

/// <summary>A text that a file says of itself.</summary>
/// <param name="Key">What it is called there, for example <c>CompanyName</c>.</param>
/// <param name="Value">The text.</param>
/// <param name="Offset">Where in the file it stands; −1 where that is not known.</param>
public sealed record FactText(string Key, string Value, long Offset);

/// <summary>A path of the machine on which a file was built.</summary>
/// <param name="Kind">What it leads to.</param>
/// <param name="Path">The path.</param>
/// <param name="Offset">Where in the file it stands.</param>
public sealed record BuildPath(BuildPathKind Kind, string Path, long Offset);

/// <summary>What a build path leads to.</summary>
public enum BuildPathKind
{
    /// <summary>A symbol file (.pdb).</summary>
    Symbols,

    /// <summary>The folder in which a compiler ran.</summary>
    Folder,

    /// <summary>A source file, as <c>__FILE__</c> and debug data name it.</summary>
    Source,
}
