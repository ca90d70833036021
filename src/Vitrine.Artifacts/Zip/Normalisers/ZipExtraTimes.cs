namespace Vitrine.Artifacts;

/// <summary>
/// Extra fields that hold times (NTFS 0x000a, Unix 0x5455 and 0x5855 without owners), sizes (zip64 0x0001, which are checked)
/// or the empty mark of jar files (0xcafe). All others are kept: owners, names, and what is not known here.
/// </summary>
internal sealed class ZipExtraTimes() : ZipFieldNormaliser("zip.extra", 1, "extra fields for times and sizes")
{
    public override IEnumerable<ZipField> Fields(ZipEntry entry) =>
    [
        new(false, ZipEntry.LocalHeaderSize + entry.NameSize, entry.LocalExtra.Length),
        new(true, ZipEntry.CentralHeaderSize + entry.NameSize, entry.ExtraSize),
    ];
}
