namespace Vitrine.Artifacts;

/// <summary>
/// Which version and system made the member and which version unpacks it; whether sizes stand before or after the data (flag
/// bit 3); whether a name of ASCII alone is said to be UTF-8 (bit 11); whether the archive's end record is the larger one. The
/// system counts where it gives the attributes their meaning: that is kept.
/// </summary>
internal sealed class ZipHeader() : ZipFieldNormaliser("zip.header", 1, "versions and flags of a member")
{
    public override IEnumerable<ZipField> Fields(ZipEntry entry) => [new(false, 4, 2), new(true, 4, 2), new(true, 6, 2)];

    public override string Describe(ZipEntry entry) =>
        $"made by {entry.Central.Span[5]}.{entry.Central.Span[4]}, needs {entry.Central.Span[6]}";
}
