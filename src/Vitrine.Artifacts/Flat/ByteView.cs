using System.Buffers.Binary;

namespace Vitrine.Artifacts;

/// <summary>Reads numbers from hostile bytes. Offsets are 64-bit, so that adding to one from a file cannot wrap.</summary>
internal readonly struct ByteView(ReadOnlyMemory<byte> bytes, string format, bool bigEndian = false)
{
    public long Length => bytes.Length;

    public byte U8(long offset) => Slice(offset, 1)[0];

    public ushort U16(long offset)
    {
        var span = Slice(offset, sizeof(ushort));
        return bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(span) : BinaryPrimitives.ReadUInt16LittleEndian(span);
    }

    public uint U32(long offset)
    {
        var span = Slice(offset, sizeof(uint));
        return bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(span) : BinaryPrimitives.ReadUInt32LittleEndian(span);
    }

    /// <summary>
    /// An offset or size of 64 bits; one past 2⁶² lies in no file and is refused here, so that sums of two are safe.
    /// </summary>
    public long U62(long offset)
    {
        var span = Slice(offset, sizeof(ulong));
        var value = bigEndian ? BinaryPrimitives.ReadUInt64BigEndian(span) : BinaryPrimitives.ReadUInt64LittleEndian(span);
        return value < 1UL << 62
            ? (long)value
            : throw Fault(ArtifactFault.Malformed, offset, "a size or offset is beyond any file");
    }

    public ulong U64(long offset)
    {
        var span = Slice(offset, sizeof(ulong));
        return bigEndian ? BinaryPrimitives.ReadUInt64BigEndian(span) : BinaryPrimitives.ReadUInt64LittleEndian(span);
    }

    /// <summary>The bytes of a range.</summary>
    /// <exception cref="ArtifactFormatException">The range is not within the file.</exception>
    public ReadOnlySpan<byte> Slice(long offset, long length) =>
        Holds(offset, length)
            ? bytes.Span.Slice((int)offset, (int)length)
            : throw Fault(ArtifactFault.Truncated, offset, $"a structure of {length} bytes reaches beyond the end");

    public bool Holds(long offset, long length) =>
        offset >= 0 && length >= 0 && offset <= bytes.Length && length <= bytes.Length - offset;

    public ArtifactFormatException Fault(ArtifactFault fault, long offset, string message) => new(format, fault, offset, message);
}
