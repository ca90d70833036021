namespace Vitrine.Artifacts;

/// <summary>
/// <c>.note.gnu.build-id</c>: one note, name size 4, description size at most 64, type 3, <c>GNU\0</c>, the id. The id alone is
/// masked, so another size of it is a difference.
/// </summary>
internal sealed class ElfBuildId() : Normaliser<ElfImage>("elf.build-id", 1, ExplanationKind.Metadata, "build id")
{
    private const int NoteHeaderSize = 16;
    private const int LongestId = 64;
    private const uint BuildIdType = 3;

    public override void Apply(ElfImage image, ElfImage other, Edits edits)
    {
        if (image.Section(".note.gnu.build-id")
            is not { Type: ElfSection.Note, IsExecutable: false, Size: > NoteHeaderSize } note)
        {
            return;
        }

        var size = image.View.U32(note.Offset + 4);
        if (image.View.U32(note.Offset) == 4 && size is > 0 and <= LongestId && size == note.Size - NoteHeaderSize
            && image.View.U32(note.Offset + 8) == BuildIdType && image.View.Slice(note.Offset + 12, 4).SequenceEqual("GNU\0"u8))
        {
            var id = note.Offset + NoteHeaderSize;
            edits.Zero(id, size, Convert.ToHexStringLower(image.View.Slice(id, size)));
        }
    }
}
