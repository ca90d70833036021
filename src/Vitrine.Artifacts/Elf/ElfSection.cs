namespace Vitrine.Artifacts;

/// <summary>A section header: name, type, flags, address, offset, size, link, info, alignment, entry size.</summary>
internal sealed record ElfSection(
    int Index, string Name, long HeaderOffset, long NameOffset, uint Type, long Flags, long Address, long Offset, long Size, uint Link, uint Info, long Alignment, long EntrySize)
{
    public const uint ProgramBits = 1;
    public const uint SymbolTable = 2;
    public const uint NoBits = 8;
    public const uint Note = 7;
    public const uint DynamicSymbols = 11;
    private const long Allocated = 2;
    private const long Executable = 4;

    /// <summary>Whether it takes up bytes of the file.</summary>
    public bool HasBytes => Type is not (0 or NoBits) && Size > 0;

    public bool IsAllocated => (Flags & Allocated) != 0;

    public bool IsExecutable => (Flags & Executable) != 0;

    public long End => HasBytes ? Offset + Size : Offset;

    public static ElfSection Read(ElfImage image, int index)
    {
        var view = image.View;
        var header = image.SectionTableOffset + (index * (long)image.SectionHeaderSize);
        return image.Is64
            ? new ElfSection(
                index, "", header, view.U32(header), view.U32(header + 4), (long)(view.U64(header + 8) & long.MaxValue),
                (long)(view.U64(header + 16) & long.MaxValue), view.U62(header + 24), view.U62(header + 32), view.U32(header + 40), view.U32(header + 44),
                view.U62(header + 48), view.U62(header + 56))
            : new ElfSection(
                index, "", header, view.U32(header), view.U32(header + 4), view.U32(header + 8), view.U32(header + 12), view.U32(header + 16),
                view.U32(header + 20), view.U32(header + 24), view.U32(header + 28), view.U32(header + 32), view.U32(header + 36));
    }
}
