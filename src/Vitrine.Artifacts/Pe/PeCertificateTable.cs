namespace Vitrine.Artifacts;

/// <summary>
/// The certificate table (WIN_CERTIFICATE: length, revision, type, then a CMS signature padded with zeros to 8 bytes), its
/// directory entry, and the zeros that aligned the file for it. Whatever else lies in or after the table is left to be
/// compared: Windows does not check it, so it can carry anything.
/// </summary>
internal sealed class PeCertificateTable()
    : Normaliser<PeImage>("pe.certificate-table", 1, ExplanationKind.Signature, "Authenticode signature")
{
    private const int EntryHeaderSize = 8;
    private const int Alignment = 8;
    private const ushort Revision2 = 0x0200;
    private const ushort PkcsSignedData = 2;

    public override void Apply(PeImage image, PeImage other, Edits edits)
    {
        var (table, size) = image.Directory(PeDirectory.Certificates);
        if (size == 0)
        {
            return;
        }

        if (!image.View.Holds(table, size) || table < image.SectionsEnd)
        {
            throw image.View.Fault(
                ArtifactFault.Contradiction, image.DirectoryOffset(PeDirectory.Certificates),
                "the certificate table is not behind the image");
        }

        edits.Zero(image.DirectoryOffset(PeDirectory.Certificates), 8, "signed");
        CutPadding(image, table, other, edits);
        long position = table, end = (long)table + size;
        while (position < end && CutEntry(image, position, end, edits) is { } next)
        {
            position = next;
        }
    }

    /// <summary>
    /// Cuts what is a signature of one entry; null where the entry is of no known kind and stays, with all that follows.
    /// </summary>
    private static long? CutEntry(PeImage image, long position, long tableEnd, Edits edits)
    {
        if (tableEnd - position < EntryHeaderSize)
        {
            return null;
        }

        var length = image.View.U32(position);
        var content = position + EntryHeaderSize;
        var end = position + length;
        if (length < EntryHeaderSize || end > tableEnd
            || image.View.U16(position + 4) != Revision2 || image.View.U16(position + 6) != PkcsSignedData)
        {
            return null;
        }

        int signed;
        List<(int Offset, int Length)> foreign;
        try
        {
            (signed, foreign) = SignedData.Inspect(image.View.Slice(content, end - content));
        }
        catch (ArtifactFormatException)
        {
            return null;
        }

        var cut = position;
        foreach (var (offset, foreignLength) in foreign)
        {
            edits.Cut(cut, content + offset - cut);
            cut = content + offset + foreignLength;
        }

        edits.Cut(cut, content + signed - cut);
        var aligned = Math.Min(tableEnd, position + ((length + Alignment - 1) / Alignment * Alignment));
        var padding = aligned - (content + signed);
        if (padding < 2 * Alignment && !image.View.Slice(content + signed, padding).ContainsAnyExcept((byte)0))
        {
            edits.Cut(content + signed, padding);
        }

        return aligned;
    }

    /// <summary>
    /// Signing fills the file with up to 7 zeros, so that the table is aligned. They are seen only beside the unsigned file.
    /// </summary>
    private static void CutPadding(PeImage image, long table, PeImage other, Edits edits)
    {
        var (otherTable, otherSize) = other.Directory(PeDirectory.Certificates);
        var padding = table - (otherSize == 0 ? other.Bytes.Length : otherTable);
        if (table % Alignment == 0 && padding is > 0 and < Alignment
            && !image.View.Slice(table - padding, padding).ContainsAnyExcept((byte)0) && table - padding >= image.SectionsEnd)
        {
            edits.Cut(table - padding, padding);
        }
    }
}
