using System.Collections.Immutable;

namespace Vitrine.Artifacts;

/// <summary>
/// An entry of the debug directory, 28 bytes: characteristics (0), time, major and minor version, type, size, RVA and file
/// offset of its data. An entry that contradicts itself is left out, so that nothing of it is normalised.
/// </summary>
internal sealed record PeDebugEntry(long Offset, uint Type, long DataOffset, long DataSize, long DataRva)
{
    public const int Size = 28;
    public const uint CodeView = 2;
    public const uint Repro = 16;
    public const uint PdbChecksum = 19;
    private const int MaxEntries = 64;

    public static ImmutableArray<PeDebugEntry> ReadAll(PeImage image)
    {
        var (rva, size) = image.Directory(PeDirectory.Debug);
        var start = size == 0 || size % Size != 0 || size > MaxEntries * Size ? -1 : image.OffsetOf(rva, size);
        if (start < 0)
        {
            return [];
        }

        var entries = ImmutableArray.CreateBuilder<PeDebugEntry>();
        for (var offset = start; offset < start + size; offset += Size)
        {
            var entry = new PeDebugEntry(
                offset, image.View.U32(offset + 12), image.View.U32(offset + 24), image.View.U32(offset + 16),
                image.View.U32(offset + 20));
            if (image.View.U32(offset) == 0 && entry.IsConsistent(image))
            {
                entries.Add(entry);
            }
        }

        return entries.ToImmutable();
    }

    /// <summary>
    /// Whether its data lie in a section, where both the RVA and the file offset say; in native images never among code.
    /// </summary>
    private bool IsConsistent(PeImage image) =>
        DataSize == 0
        || (image.OffsetOf(DataRva, DataSize) == DataOffset
            && (image.Cli is not null
                || !image.Sections.Any(s => s.IsExecutable && DataRva >= s.Rva && DataRva < s.Rva + s.RawSize)));
}
