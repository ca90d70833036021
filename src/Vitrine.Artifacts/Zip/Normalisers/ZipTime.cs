using System.Buffers.Binary;

namespace Vitrine.Artifacts;

/// <summary>DOS time and date, two bytes each, in both headers.</summary>
internal sealed class ZipTime() : ZipFieldNormaliser("zip.time", 1, "time of a member")
{
    public override IEnumerable<ZipField> Fields(ZipEntry entry) => [new(false, 10, 4), new(true, 12, 4)];

    public override string Describe(ZipEntry entry)
    {
        var time = BinaryPrimitives.ReadUInt16LittleEndian(entry.Central.Span[12..]);
        var date = BinaryPrimitives.ReadUInt16LittleEndian(entry.Central.Span[14..]);
        return $"{1980 + (date >> 9)}-{(date >> 5) & 15:00}-{date & 31:00} "
            + $"{time >> 11:00}:{(time >> 5) & 63:00}:{(time & 31) * 2:00}";
    }
}
