using System.Buffers.Binary;

namespace Vitrine.Artifacts;

/// <summary>Rewrites the fields of an ELF file that say where things are, for the file as it is after the edits.</summary>
internal sealed class ElfFields(ElfImage image, Edits edits, Moves moves, HashSet<int> removed)
{
    private const uint Rela = 4;
    private const uint Rel = 9;
    private const long InfoLink = 0x40;
    private const ushort FirstSpecialIndex = 0xff00;
    private const ushort OfRemoved = 0xfffe;

    private readonly bool _bigEndian = image.View.U8(5) == 2;

    /// <summary>Whether a section's info is another section's index.</summary>
    public static bool InfoIsIndex(ElfSection section) => section.Type is Rela or Rel || (section.Flags & InfoLink) != 0;

    public void RewriteHeader()
    {
        Write(image.SectionTableField, AddressSize, moves.Of(image.SectionTableOffset));
        Write(image.SectionCountField, sizeof(ushort), image.Sections.Length - removed.Count);
        Write(image.SectionCountField + 2, sizeof(ushort), Index((uint)image.NamesIndex));
    }

    /// <summary>Rewrites one section's header.</summary>
    /// <param name="section">A section that stays.</param>
    /// <param name="dropName">Whether names were put into the order of sections, so that their places say nothing.</param>
    /// <param name="newSize">Its new size, if it has one.</param>
    public void RewriteSection(ElfSection section, bool dropName, int? newSize)
    {
        var header = section.HeaderOffset;
        if (dropName)
        {
            Write(header, sizeof(uint), 0);
        }

        if (section.Offset >= image.LoadedEnd && section.Offset <= image.View.Length)
        {
            // One without bytes lies nowhere.
            Write(header + (image.Is64 ? 24 : 16), AddressSize, section.HasBytes ? moves.Of(section.Offset) : 0);
        }

        if (newSize is { } size)
        {
            Write(header + (image.Is64 ? 32 : 20), AddressSize, size);
        }

        Write(header + (image.Is64 ? 40 : 24), sizeof(uint), Index(section.Link));
        if (InfoIsIndex(section))
        {
            Write(header + (image.Is64 ? 44 : 28), sizeof(uint), Index(section.Info));
        }
    }

    /// <summary>Rewrites the section indices of symbols, where sections went from before others.</summary>
    public void RewriteSymbols()
    {
        if (removed.Count == 0)
        {
            return;
        }

        var (entry, field) = image.Is64 ? (24, 6) : (16, 14);
        foreach (var table in image.Sections.Where(
            s => s is { Type: ElfSection.SymbolTable, HasBytes: true } && s.Offset >= image.LoadedEnd))
        {
            for (var symbol = table.Offset; symbol + entry <= table.End; symbol += entry)
            {
                var index = image.View.U16(symbol + field);
                if (index < FirstSpecialIndex)
                {
                    Write(symbol + field, sizeof(ushort), removed.Contains(index) ? OfRemoved : Index(index));
                }
            }
        }
    }

    private int AddressSize => image.Is64 ? sizeof(ulong) : sizeof(uint);

    private long Index(uint index) => index - removed.Count(gone => gone < index);

    /// <summary>Puts a number in place of another, if it is another.</summary>
    private void Write(long offset, int size, long value)
    {
        var bytes = new byte[sizeof(ulong)];
        if (_bigEndian)
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        }
        else
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        }

        var field = bytes.AsMemory(_bigEndian ? sizeof(ulong) - size : 0, size);
        if (!image.View.Slice(offset, size).SequenceEqual(field.Span))
        {
            edits.Replace(offset, size, field);
        }
    }
}
