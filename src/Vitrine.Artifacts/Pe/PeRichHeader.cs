using System.Text;

namespace Vitrine.Artifacts;

/// <summary>
/// Microsoft linkers' record of the tools used, between DOS stub and PE header: <c>DanS</c> and three zeros, then pairs of
/// words, all XORed with a key; <c>Rich</c>; the key. Cut with the zeros up to the PE header, and with those between section
/// table and first section, since its length shifts both; the DOS header's pointer to the PE header follows.
/// </summary>
internal sealed class PeRichHeader()
    : Normaliser<PeImage>("pe.rich-header", 1, ExplanationKind.Metadata, "linker's record of its tools")
{
    private const uint DanS = 0x536e_6144;
    private const uint Rich = 0x6863_6952;
    private const int DosHeaderSize = 64;
    private const int LongestRecord = 4096;

    public override void Apply(PeImage image, PeImage other, Edits edits)
    {
        if (Find(image) is not { } start || Find(other) is null)
        {
            return;
        }

        edits.Cut(start, image.HeaderOffset - start, Note(image, start));
        edits.Zero(0x3c, 4);
        var tableEnd = image.SectionTableOffset + (image.Sections.Length * PeImage.SectionHeaderSize);
        var tail = Math.Min(image.SizeOfHeaders, image.Bytes.Length) - tableEnd;
        if (tail > 0 && !image.View.Slice(tableEnd, tail).ContainsAnyExcept((byte)0))
        {
            edits.Cut(tableEnd, tail);
        }
    }

    /// <summary>Where the record begins; null where there is none of exactly this shape.</summary>
    private static long? Find(PeImage image)
    {
        for (var end = image.HeaderOffset - 8; end >= DosHeaderSize + 16 && end >= image.HeaderOffset - LongestRecord; end -= 4)
        {
            if (image.View.U32(end) != Rich)
            {
                continue;
            }

            var key = image.View.U32(end + 4);
            for (var start = end - 16; start >= DosHeaderSize; start -= 8)
            {
                if ((image.View.U32(start) ^ key) == DanS)
                {
                    return IsShaped(image, start, end, key) ? start : null;
                }
            }

            return null;
        }

        return null;
    }

    private static bool IsShaped(PeImage image, long start, long end, uint key) =>
        image.View.U32(start + 4) == key && image.View.U32(start + 8) == key && image.View.U32(start + 12) == key
        && !image.View.Slice(end + 8, image.HeaderOffset - end - 8).ContainsAnyExcept((byte)0);

    private static string Note(PeImage image, long start)
    {
        var note = new StringBuilder();
        var key = image.View.U32(start + 4);
        for (var pair = start + 16; image.View.U32(pair) != Rich && note.Length < 120; pair += 8)
        {
            var tool = image.View.U32(pair) ^ key;
            note.Append(note.Length == 0 ? "" : " ").Append($"{tool >> 16}.{tool & 0xffff}×{image.View.U32(pair + 4) ^ key}");
        }

        return note.ToString();
    }
}
