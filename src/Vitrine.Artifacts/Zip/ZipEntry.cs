using System.Buffers.Binary;

namespace Vitrine.Artifacts;

/// <summary>
/// One member: its header in the central directory (46 bytes, name, extra fields, comment) and before its data (30 bytes, name,
/// extra fields), whose common fields agree.
/// </summary>
internal sealed record ZipEntry
{
    public const int CentralHeaderSize = 46;
    public const int LocalHeaderSize = 30;
    public const ushort DescriptorFlag = 8;
    public const ushort Utf8Flag = 0x800;

    /// <summary>Bits 1 and 2 say how hard the compressor tried.</summary>
    public const ushort LevelFlags = 6;

    /// <summary>
    /// The name as it identifies the member: one character a byte, and whether it is said to be UTF-8 where that matters.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>The name for people.</summary>
    public required string Name { get; init; }

    /// <summary>The central header with name, extra fields and comment.</summary>
    public required ReadOnlyMemory<byte> Central { get; init; }

    public required long CentralOffset { get; init; }

    public required long LocalOffset { get; init; }

    public required ushort Flags { get; init; }

    public required ushort Method { get; init; }

    public required uint Crc { get; init; }

    public required long PackedSize { get; init; }

    public required long Size { get; init; }

    public required int NameSize { get; init; }

    public required int ExtraSize { get; init; }

    /// <summary>The header before the data, with name and extra fields.</summary>
    public ReadOnlyMemory<byte> Local { get; init; }

    /// <summary>The name as it may stand in a message.</summary>
    public string Shown => Printable.Shorten(Printable.Of(Name));

    public long DataOffset => LocalOffset + Local.Length;

    /// <summary>End of the data and of the descriptor, if one follows.</summary>
    public long End { get; init; }

    public ReadOnlyMemory<byte> CentralExtra => Central.Slice(CentralHeaderSize + NameSize, ExtraSize);

    public ReadOnlyMemory<byte> LocalExtra => Local[(LocalHeaderSize + NameSize)..];

    public ReadOnlySpan<byte> Comment => Central.Span[(CentralHeaderSize + NameSize + ExtraSize)..];

    private byte Host => Central.Span[5];

    private uint External => BinaryPrimitives.ReadUInt32LittleEndian(Central.Span[38..42]);

    /// <summary>Unix mode where the archive was made on such a system (3 Unix, 19 macOS); else 0.</summary>
    public uint Mode => Host is 3 or 19 ? External >> 16 : 0;

    /// <summary>The other bits of the attributes: DOS attributes, and what other systems put above them.</summary>
    public uint OtherAttributes => Host is 3 or 19 ? External & 0xffff : External;

    public ushort InternalAttributes => BinaryPrimitives.ReadUInt16LittleEndian(Central.Span[36..38]);
}
