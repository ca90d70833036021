namespace Vitrine.Artifacts;

/// <summary>A section header: name, type, flags, address, offset, size, link, info, alignment, entry size.</summary>
internal sealed record ElfSection(
    int Index,
    string Name,
    long HeaderOffset,
    long NameOffset,
    uint Type,
    long Flags,
    long Address,
    long Offset,
    long Size,
    uint Link,
    uint Info,
    long Alignment,
    long EntrySize)
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
        uint Word(int offset) => view.U32(header + offset);
        long Place(int offset) => view.U62(header + offset);
        long Any(int offset) => (long)(view.U64(header + offset) & long.MaxValue);
        return image.Is64
            ? new ElfSection(
                index, "", header, Word(0), Word(4), Any(8), Any(16), Place(24), Place(32), Word(40), Word(44), Place(48), Place(
                    56))
            : new ElfSection(
                index, "", header,
                Word(0), Word(4), Word(8), Word(12), Word(16), Word(20), Word(24), Word(28), Word(32), Word(36));
    }
}
