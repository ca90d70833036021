using System.Collections.Immutable;

namespace Vitrine.Artifacts;

/// <summary>
/// An ELF image (System V gABI, chapter 4), of 32 or 64 bits and either byte order: header of 52 or 64 bytes, program headers
/// of 32 or 56, section headers of 40 or 64.
/// </summary>
internal sealed class ElfImage : FlatImage
{
    public const string Format = "ELF";
    private const int MostHeaders = 65_279;
    private const uint SegmentLoad = 1;

    private ElfImage(ReadOnlyMemory<byte> bytes)
        : base(bytes)
    {
        var plain = new ByteView(bytes, Format);
        Is64 = plain.U8(4) switch
        {
            1 => false,
            2 => true,
            _ => throw plain.Fault(ArtifactFault.Malformed, 4, "the class is neither 32 nor 64 bits"),
        };
        View = new ByteView(bytes, Format, plain.U8(5) switch
        {
            1 => false,
            2 => true,
            _ => throw plain.Fault(ArtifactFault.Malformed, 5, "the byte order is of no known kind"),
        });
        if (View.U16(SizesOffset) != HeaderSize)
        {
            throw View.Fault(ArtifactFault.Malformed, SizesOffset, "the header's size is not that of its class");
        }

        (LoadedEnd, ProgramHeadersEnd) = ReadSegments();
        SectionTableOffset = Address(SectionTableField);
        Sections = ReadSections();
    }

    public ByteView View { get; }

    public bool Is64 { get; }

    public int HeaderSize => Is64 ? 64 : 52;

    public int SectionHeaderSize => Is64 ? 64 : 40;

    /// <summary>Where the header says where the section table is.</summary>
    public long SectionTableField => Is64 ? 0x28 : 0x20;

    /// <summary>Where the header says how many sections there are; the index of the names' section follows.</summary>
    public long SectionCountField => SizesOffset + 8;

    public long SectionTableOffset { get; }

    public long SectionTableEnd => SectionTableOffset + (Sections.Length * (long)SectionHeaderSize);

    /// <summary>End of what is loaded into memory from the file; all of it is compared where it lies.</summary>
    public long LoadedEnd { get; }

    public long ProgramHeadersEnd { get; }

    /// <summary>Every section with its index, the empty first one too.</summary>
    public ImmutableArray<ElfSection> Sections { get; }

    /// <summary>The section that holds the sections' names; 0 where there is none.</summary>
    public int NamesIndex { get; private set; }

    private long SizesOffset => Is64 ? 0x34 : 0x28;

    public static ElfImage Parse(ReadOnlyMemory<byte> bytes) => new(bytes);

    /// <summary>The only section of a name; null where there is none, or more than one.</summary>
    public ElfSection? Section(string name) => Sections.Where(s => s.Name == name).Take(2).ToArray() is [var only] ? only : null;

    /// <summary>An address, offset or size, as wide as the class says.</summary>
    public long Address(long offset) => Is64 ? View.U62(offset) : View.U32(offset);

    public ReadOnlySpan<byte> Content(ElfSection section) => section.HasBytes ? View.Slice(section.Offset, section.Size) : [];

    /// <summary>The first segment of a type whose bytes lie in the file; null where there is none.</summary>
    public (long Offset, long Size)? Segment(uint type)
    {
        foreach (var header in SegmentHeaders())
        {
            var (offset, size) = (Address(header + (Is64 ? 8 : 4)), Address(header + (Is64 ? 32 : 16)));
            if (View.U32(header) == type && size > 0 && View.Holds(offset, size))
            {
                return (offset, size);
            }
        }

        return null;
    }

    /// <summary>File offset of a range of the loaded image; −1 where it does not lie within one segment's bytes.</summary>
    public long OffsetOf(long address, long length)
    {
        foreach (var header in SegmentHeaders())
        {
            var (offset, size) = (Address(header + (Is64 ? 8 : 4)), Address(header + (Is64 ? 32 : 16)));
            var start = Is64 ? (long)(View.U64(header + 16) & long.MaxValue) : View.U32(header + 8);
            if (View.U32(header) == SegmentLoad && address >= start && address - start <= size && length <= size - (address - start))
            {
                return offset + (address - start);
            }
        }

        return -1;
    }

    private IEnumerable<long> SegmentHeaders()
    {
        var table = Address(Is64 ? 0x20 : 0x1c);
        var size = View.U16(SizesOffset + 2);
        var count = View.U16(SizesOffset + 4);
        for (var i = 0; i < count; i++)
        {
            yield return table + (i * (long)size);
        }
    }

    private (long LoadedEnd, long HeadersEnd) ReadSegments()
    {
        var table = Address(Is64 ? 0x20 : 0x1c);
        var size = View.U16(SizesOffset + 2);
        var count = View.U16(SizesOffset + 4);
        if (count > 0 && (size != (Is64 ? 56 : 32) || count > MostHeaders))
        {
            throw View.Fault(
                ArtifactFault.Malformed, SizesOffset + 2, "the program headers' size or number is not that of the class");
        }

        long end = HeaderSize;
        for (var i = 0; i < count; i++)
        {
            var header = table + (i * (long)size);
            var offset = Address(header + (Is64 ? 8 : 4));
            var length = Address(header + (Is64 ? 32 : 16));
            if (View.U32(header) == SegmentLoad && length > 0)
            {
                end = View.Holds(offset, length)
                    ? Math.Max(end, offset + length)
                    : throw View.Fault(ArtifactFault.Truncated, header, "a segment reaches beyond the end");
            }
        }

        return (end, count == 0 ? HeaderSize : table + (count * (long)size));
    }

    private ImmutableArray<ElfSection> ReadSections()
    {
        var count = View.U16(SectionCountField);
        NamesIndex = View.U16(SectionCountField + 2);
        if (SectionTableOffset == 0)
        {
            return [];
        }

        if (count is 0 or > MostHeaders || View.U16(SectionCountField - 2) != SectionHeaderSize || NamesIndex >= count)
        {
            throw View.Fault(
                ArtifactFault.Unsupported, SectionCountField, "the section headers' number or size is of no known kind");
        }

        if (SectionTableOffset < HeaderSize)
        {
            throw View.Fault(ArtifactFault.Contradiction, SectionTableField, "the section table lies within the header");
        }

        _ = View.Slice(SectionTableOffset, count * (long)SectionHeaderSize);
        var sections = ImmutableArray.CreateBuilder<ElfSection>(count);
        for (var i = 0; i < count; i++)
        {
            var section = ElfSection.Read(this, i);
            if (section.HasBytes && !View.Holds(section.Offset, section.Size))
            {
                throw View.Fault(ArtifactFault.Truncated, section.HeaderOffset, $"section {i} reaches beyond the end");
            }

            sections.Add(section);
        }

        if (NamesIndex > 0)
        {
            var names = Content(sections[NamesIndex]);
            for (var i = 0; i < count; i++)
            {
                sections[i] = sections[i] with { Name = NameAt(names, sections[i].NameOffset) };
            }
        }

        return sections.MoveToImmutable();
    }

    private string NameAt(ReadOnlySpan<byte> names, long offset)
    {
        const int LongestName = 1024;
        if (offset >= names.Length || names[(int)offset..].IndexOf((byte)0) is not (>= 0 and <= LongestName and var length))
        {
            throw View.Fault(ArtifactFault.Malformed, -1, "a section's name lies outside the names, has no end, or is too long");
        }

        return Printable.Decode(names.Slice((int)offset, length));
    }
}
