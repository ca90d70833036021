namespace Vitrine.Artifacts;

/// <summary>
/// <c>.comment</c>: the compilers' names and versions, each printable and ended by a zero; never loaded. The section goes, and
/// with it its header and name.
/// </summary>
internal sealed class ElfComment()
    : Normaliser<ElfImage>("elf.comment", 1, ExplanationKind.Metadata, "compiler's name and version")
{
    public const string SectionName = ".comment";
    private const int Longest = 4096;

    public override void Apply(ElfImage image, ElfImage other, Edits edits)
    {
        if (Find(image) is { } comment)
        {
            edits.Cut(comment.Offset, comment.Size, Printable.Decode(image.Content(comment).TrimEnd((byte)0)));
        }
    }

    /// <summary>The section, if it is exactly of this shape and lies where it may be taken out.</summary>
    public static ElfSection? Find(ElfImage image)
    {
        if (image.Section(SectionName)
            is not { Type: ElfSection.ProgramBits, IsAllocated: false, Size: > 0 and <= Longest } comment
            || !ElfLayout.MayRemove(image, comment))
        {
            return null;
        }

        var content = image.Content(comment);
        return content[^1] == 0
            && !content.ContainsAnyExceptInRange((byte)0, (byte)0x7e) && !content.ContainsAnyInRange((byte)1, (byte)0x1f)
            ? comment
            : null;
    }
}
