using Vitrine.Artifacts;

namespace Vitrine.Origin;

/// <summary>An ELF image's regions, symbols and functions: by its sections, or where they were taken out, by its segments.</summary>
internal static class ElfShape
{
    private const int MostSymbols = 2_000_000;
    private const uint SegmentLoad = 1;
    private const uint SegmentUnwind = 0x6474_e550;
    private const int MachineX86 = 3;
    private const int MachineX64 = 62;

    private static readonly string[] NoContent = [".interp", ".dynamic", ".eh_frame", ".eh_frame_hdr", ".gcc_except_table", ".got", ".got.plt", ".plt", ".plt.got", ".plt.sec"];

    /// <exception cref="ArtifactFormatException">It is not the ELF image that it claims to be.</exception>
    public static BinaryShape Read(ReadOnlyMemory<byte> bytes)
    {
        var image = ElfImage.Parse(bytes);
        var shape = new BinaryShape(ElfImage.Format) { Bitness = image.View.U16(18) switch { MachineX86 => 32, MachineX64 => 64, _ => 0 } };
        var segments = Segments(image);
        if (image.Sections.Any(section => section is { HasBytes: true, IsExecutable: true }))
        {
            foreach (var section in image.Sections.Where(s => s is { HasBytes: true, IsAllocated: true, Type: ElfSection.ProgramBits } && !NoContent.Contains(s.Name)))
            {
                shape.Regions.Add(new Region(section.IsExecutable, section.Offset, section.Size, (ulong)section.Address));
            }
        }
        else
        {
            // Without a table of sections an executable segment may hold the strings as well.
            foreach (var (_, flags, offset, size, address) in segments.Where(s => s.Type == SegmentLoad))
            {
                shape.Regions.Add(new Region(false, offset, size, address));
                if ((flags & 1) != 0)
                {
                    shape.Regions.Add(new Region(true, offset, size, address));
                }
            }
        }

        foreach (var table in image.Sections.Where(s => s is { HasBytes: true, Type: ElfSection.DynamicSymbols or ElfSection.SymbolTable }))
        {
            ReadSymbols(image, table, shape);
        }

        foreach (var (_, _, offset, size, address) in segments.Where(s => s.Type == SegmentUnwind))
        {
            ReadUnwindTable(image.View, offset, size, address, shape.Functions);
        }

        shape.Packer = Packer(image, segments);
        return shape;
    }

    private static List<(uint Type, uint Flags, long Offset, long Size, ulong Address)> Segments(ElfImage image)
    {
        var view = image.View;
        var (table, size, count) = (image.Address(image.Is64 ? 0x20 : 0x1c), view.U16(image.Is64 ? 0x36 : 0x2a), view.U16(image.Is64 ? 0x38 : 0x2c));
        var segments = new List<(uint, uint, long, long, ulong)>();
        for (var i = 0; i < count; i++)
        {
            var at = table + (i * (long)size);
            var (offset, length) = (image.Address(at + (image.Is64 ? 8 : 4)), image.Address(at + (image.Is64 ? 32 : 16)));
            var address = image.Is64 ? view.U64(at + 16) : view.U32(at + 8);
            if (length > 0 && view.Holds(offset, length) && address < 1UL << 62)
            {
                segments.Add((view.U32(at), view.U32(at + (image.Is64 ? 4 : 24)), offset, length, address));
            }
        }

        return segments;
    }

    private static void ReadSymbols(ElfImage image, ElfSection table, BinaryShape shape)
    {
        var view = image.View;
        var entry = image.Is64 ? 24 : 16;
        if (table.Link >= image.Sections.Length || image.Sections[(int)table.Link] is not { HasBytes: true } strings)
        {
            return;
        }

        var count = Math.Min(table.Size / entry, MostSymbols);
        for (long i = 1; i < count; i++)
        {
            var at = table.Offset + (i * entry);
            var info = view.U8(at + (image.Is64 ? 4 : 12));
            var section = view.U16(at + (image.Is64 ? 6 : 14));
            var (kind, isLocal) = (info & 15, info >> 4 == 0);
            if (kind is 2 or 10 && section != 0)
            {
                shape.Functions.Add(image.Is64 ? view.U64(at + 8) : view.U32(at + 4));
            }

            // Functions, objects and those of no kind that are taken from others.
            var offset = strings.Offset + view.U32(at);
            if (!isLocal && (kind is 1 or 2 or 6 or 10 || section == 0) && BinaryShape.NameAt(view, offset, strings.End) is { } name)
            {
                (section == 0 ? shape.Imports : shape.Names).Add((name, offset));
            }
        }
    }

    /// <summary>The sorted table of .eh_frame_hdr (LSB core, 10.6.2) in the one encoding that linkers write: pairs of 32 bits, relative to the header.</summary>
    private static void ReadUnwindTable(ByteView view, long offset, long size, ulong address, HashSet<ulong> functions)
    {
        if (size < 12 || view.U8(offset) != 1 || view.U8(offset + 1) != 0x1b || view.U8(offset + 2) != 3 || view.U8(offset + 3) != 0x3b)
        {
            return;
        }

        var count = Math.Min(view.U32(offset + 8), Math.Min((size - 12) / 8, MostSymbols));
        for (long i = 0; i < count; i++)
        {
            functions.Add(unchecked(address + (ulong)(int)view.U32(offset + 12 + (i * 8))));
        }
    }

    private static string? Packer(ElfImage image, List<(uint Type, uint Flags, long Offset, long Size, ulong Address)> segments)
    {
        if (image.Sections.Length > 0 || segments.Count == 0)
        {
            return null;
        }

        var head = image.View.Slice(0, Math.Min(image.View.Length, 4096));
        var tail = image.View.Slice(Math.Max(0, image.View.Length - 4096), Math.Min(image.View.Length, 4096));
        return head.IndexOf("UPX!"u8) >= 0 || tail.IndexOf("UPX!"u8) >= 0 ? "It carries the marks of the packer UPX." : null;
    }
}
