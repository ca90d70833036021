namespace Vitrine.Artifacts;

/// <summary>
/// <c>.gnu_debuglink</c>: name of the file with debug data, zeros up to a multiple of 4, that file's CRC (4 bytes); never
/// loaded. The section goes, and with it its header and name.
/// </summary>
internal sealed class ElfDebugLink()
    : Normaliser<ElfImage>("elf.debuglink", 1, ExplanationKind.Metadata, "name and CRC of the file with debug data")
{
    public const string SectionName = ".gnu_debuglink";
    private const int Longest = 1024;
    private const int CrcSize = 4;

    public override void Apply(ElfImage image, ElfImage other, Edits edits)
    {
        if (Find(image) is { } link)
        {
            var content = image.Content(link);
            var name = Printable.Decode(content[..content.IndexOf((byte)0)]);
            edits.Cut(link.Offset, link.Size, $"{name} {Convert.ToHexStringLower(content[^CrcSize..])}");
        }
    }

    /// <summary>The section, if it is exactly of this shape and lies where it may be taken out.</summary>
    public static ElfSection? Find(ElfImage image)
    {
        if (image.Section(SectionName)
            is not { Type: ElfSection.ProgramBits, IsAllocated: false, Size: > CrcSize and <= Longest } link
            || !ElfLayout.MayRemove(image, link))
        {
            return null;
        }

        var content = image.Content(link);
        var name = content.IndexOf((byte)0);
        return name > 0 && link.Size == ((name + 4) & ~3) + CrcSize && !content[name..^CrcSize].ContainsAnyExcept((byte)0)
            && !content[..name].ContainsAnyInRange((byte)0, (byte)0x1f)
            ? link
            : null;
    }
}
