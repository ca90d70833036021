using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Vitrine.Artifacts;

/// <summary>
/// The optional header's checksum: the file's 16-bit words added with carry, the field itself as zero, plus the file's length.
/// It is recomputed. Right or zero on both sides it is derived; a stale one, as some tools leave behind, counts as metadata.
/// </summary>
internal sealed class PeChecksum() : Normaliser<PeImage>("pe.checksum", 1, ExplanationKind.Derived, "image checksum")
{
    public override void Apply(PeImage image, PeImage other, Edits edits) => edits.Zero(image.ChecksumOffset, 4, Note(image));

    public override ExplanationKind KindOf(PeImage a, PeImage b) =>
        IsStale(a) || IsStale(b) ? ExplanationKind.Metadata : ExplanationKind.Derived;

    public static uint Compute(PeImage image)
    {
        var bytes = image.Bytes.Span;
        var field = image.ChecksumOffset;
        var even = bytes[..(bytes.Length & ~1)];
        ulong sum = 0;
        foreach (var word in MemoryMarshal.Cast<byte, ushort>(even))
        {
            sum += BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
        }

        sum += bytes.Length % 2 == 0 ? 0u : bytes[^1];

        // What stands in the field is taken out again, byte by byte, since it may begin at an odd offset.
        for (var i = field; i < field + 4; i++)
        {
            sum -= (ulong)bytes[(int)i] << (i % 2 == 0 ? 0 : 8);
        }

        while (sum > ushort.MaxValue)
        {
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        }

        return checked((uint)sum + (uint)bytes.Length);
    }

    private static bool IsStale(PeImage image) =>
        image.View.U32(image.ChecksumOffset) is var stored && stored != 0 && stored != Compute(image);

    private static string Note(PeImage image)
    {
        var stored = image.View.U32(image.ChecksumOffset);
        var state = stored == 0 ? "not set" : IsStale(image) ? "not that of the file" : "right";
        return $"0x{stored:x8} ({state})";
    }
}
