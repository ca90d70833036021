using System.Collections.Immutable;
using System.Text;

namespace Vitrine.Artifacts;

/// <summary>
/// A Portable Executable image (Microsoft, "PE Format"): DOS header of 64 bytes, its stub, <c>PE\0\0</c>, COFF header of 20
/// bytes, optional header of 96 (PE32) or 112 (PE32+) bytes and 8 for each data directory, section headers of 40 bytes each.
/// </summary>
internal sealed class PeImage : FlatImage
{
    public const string Format = "PE";
    public const int MaxSections = 96;
    public const int SectionHeaderSize = 40;
    private const int DosHeaderSize = 64;
    private const int CoffHeaderSize = 20;
    private const int MaxDirectories = 16;

    private readonly int _directories;
    private readonly Lazy<CliImage?> _cli;
    private readonly Lazy<ImmutableArray<PeDebugEntry>> _debug;
    private readonly Lazy<ManagedLayout?> _layout;

    private PeImage(ReadOnlyMemory<byte> bytes)
        : base(bytes)
    {
        View = new ByteView(bytes, Format);
        HeaderOffset = View.U32(0x3c);
        if (HeaderOffset < DosHeaderSize)
        {
            throw View.Fault(ArtifactFault.Malformed, 0x3c, "the PE header would lie within the DOS header");
        }

        if (View.U32(HeaderOffset) != 0x0000_4550)
        {
            throw View.Fault(ArtifactFault.Malformed, HeaderOffset, "the PE signature is missing");
        }

        CoffOffset = HeaderOffset + 4;
        OptionalOffset = CoffOffset + CoffHeaderSize;
        var optionalSize = View.U16(CoffOffset + 16);
        Is64 = View.U16(OptionalOffset) switch
        {
            0x10b => false,
            0x20b => true,
            _ => throw View.Fault(ArtifactFault.Malformed, OptionalOffset, "the optional header is of no known kind"),
        };
        var fixedSize = Is64 ? 112 : 96;
        _directories = (int)Math.Min(View.U32(OptionalOffset + fixedSize - 4), MaxDirectories);
        if (optionalSize < fixedSize + (_directories * 8))
        {
            throw View.Fault(
                ArtifactFault.Contradiction, CoffOffset + 16, "the optional header is too short for its directories");
        }

        DirectoriesOffset = OptionalOffset + fixedSize;
        SectionTableOffset = OptionalOffset + optionalSize;
        SizeOfHeaders = View.U32(OptionalOffset + 60);
        Sections = ReadSections();
        _cli = new Lazy<CliImage?>(() => CliImage.Find(this));
        _debug = new Lazy<ImmutableArray<PeDebugEntry>>(() => PeDebugEntry.ReadAll(this));
        _layout = new Lazy<ManagedLayout?>(() => ManagedLayout.Read(this));
    }

    public ByteView View { get; }

    public long HeaderOffset { get; }

    public long CoffOffset { get; }

    public long OptionalOffset { get; }

    public long DirectoriesOffset { get; }

    public long SectionTableOffset { get; }

    public long SizeOfHeaders { get; }

    public long ChecksumOffset => OptionalOffset + 64;

    public bool Is64 { get; }

    public ImmutableArray<PeSection> Sections { get; }

    /// <summary>The common language part; null for native images.</summary>
    public CliImage? Cli => _cli.Value;

    /// <summary>The debug directory's entries that are well formed.</summary>
    public ImmutableArray<PeDebugEntry> Debug => _debug.Value;

    /// <summary>The layout of a .NET image, if it is that of C#'s compiler.</summary>
    public ManagedLayout? Layout => _layout.Value;

    /// <summary>End of what sections and headers account for; what follows is appended data.</summary>
    public long SectionsEnd => Sections.Aggregate(
        SizeOfHeaders, (end, section) => Math.Max(end, section.RawSize == 0 ? 0 : section.RawOffset + section.RawSize));

    public static PeImage Parse(ReadOnlyMemory<byte> bytes) => new(bytes);

    /// <summary>Where a directory's entry stands in the optional header; −1 where there is none.</summary>
    public long DirectoryOffset(PeDirectory directory) =>
        (int)directory < _directories ? DirectoriesOffset + ((int)directory * 8) : -1;

    /// <summary>
    /// What a directory's entry says: an RVA (for the certificate table a file offset) and a size; zeros where there is none.
    /// </summary>
    public (uint Rva, uint Size) Directory(PeDirectory directory)
    {
        var offset = DirectoryOffset(directory);
        return offset < 0 ? (0, 0) : (View.U32(offset), View.U32(offset + 4));
    }

    /// <summary>File offset of a range of the loaded image; −1 where it does not lie within one section's bytes.</summary>
    public long OffsetOf(long rva, long length)
    {
        foreach (var section in Sections)
        {
            if (rva >= section.Rva && rva - section.Rva <= section.RawSize && length <= section.RawSize - (rva - section.Rva))
            {
                return section.RawOffset + (rva - section.Rva);
            }
        }

        return -1;
    }

    private ImmutableArray<PeSection> ReadSections()
    {
        var count = View.U16(CoffOffset + 2);
        if (count > MaxSections)
        {
            throw View.Fault(ArtifactFault.LimitExceeded, CoffOffset + 2, $"{count} sections; {MaxSections} are allowed");
        }

        var sections = ImmutableArray.CreateBuilder<PeSection>(count);
        for (var i = 0; i < count; i++)
        {
            var header = SectionTableOffset + (i * SectionHeaderSize);
            var name = Encoding.Latin1.GetString(View.Slice(header, 8).TrimEnd((byte)0));
            var section = new PeSection(
                name, header, View.U32(header + 8), View.U32(header + 12), View.U32(header + 20), View.U32(header + 16),
                View.U32(header + 36));
            if (section.RawSize > 0 && !View.Holds(section.RawOffset, section.RawSize))
            {
                throw View.Fault(ArtifactFault.Truncated, header, $"section {name} reaches beyond the end");
            }

            sections.Add(section);
        }

        return sections.MoveToImmutable();
    }
}

/// <summary>A section: where it lies in memory and in the file.</summary>
internal sealed record PeSection(
    string Name, long HeaderOffset, long VirtualSize, long Rva, long RawOffset, long RawSize, uint Characteristics)
{
    public bool IsExecutable => (Characteristics & 0x2000_0000) != 0;
}

/// <summary>The data directories that are read here, by their index.</summary>
internal enum PeDirectory
{
    Export = 0,
    Import = 1,
    Resource = 2,
    Certificates = 4,
    Relocations = 5,
    Debug = 6,
    ImportAddresses = 12,
    DelayedImport = 13,
    Cli = 14,
}
