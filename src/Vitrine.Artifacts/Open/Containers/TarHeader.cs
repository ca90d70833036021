using System.Buffers.Binary;
using System.Numerics;

namespace Vitrine.Artifacts;

/// <summary>
/// A tar header of 512 bytes (POSIX.1-2017 pax, "ustar Interchange Format", and GNU): name 100, mode 8, uid 8, gid 8, size 12, time 12,
/// checksum 8, type 1, link 100, magic and version 8, names of owner and group 32 each, device numbers 8 each, prefix 155.
/// </summary>
internal readonly ref struct TarHeader(ReadOnlySpan<byte> bytes, long offset)
{
    public const int Size = 512;
    private const int ChecksumOffset = 148;
    private const int ChecksumSize = 8;
    private const int MagicOffset = 257;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public char Type => (char)_bytes[156];

    public bool IsZero => !_bytes.ContainsAnyExcept((byte)0);

    /// <summary>Whether a file's first bytes are such a header with a right checksum.</summary>
    public static bool LooksLike(ReadOnlySpan<byte> head) =>
        head.Length >= Size && head[0] != 0 && head[ChecksumOffset] != 0 && new TarHeader(head[..Size], 0).HasChecksum();

    /// <summary>Whether the checksum is that of the header's bytes, unsigned or signed, as both were written.</summary>
    public bool HasChecksum()
    {
        int unsigned = 0, signed = 0;
        for (var i = 0; i < Size; i++)
        {
            var value = i is >= ChecksumOffset and < ChecksumOffset + ChecksumSize ? (byte)' ' : _bytes[i];
            unsigned += value;
            signed += unchecked((sbyte)value);
        }

        return TryNumber(ChecksumOffset, ChecksumSize) is { } said && (said == unsigned || said == signed);
    }

    /// <summary>The name, or in ustar's form prefix and name.</summary>
    public string Name()
    {
        var name = Text(0, 100);
        var prefix = IsUstar ? Text(345, 155) : [];
        return prefix.IsEmpty ? Printable.Decode(name) : Printable.Decode((byte[])[.. prefix, (byte)'/', .. name]);
    }

    public string Link() => Printable.Decode(Text(157, 100));

    public long ContentSize() => Number(124, 12, "size");

    public int Mode() => (int)(Number(100, 8, "mode") & 0xfff);

    public long Owner() => Number(108, 8, "owner");

    private bool IsUstar => _bytes.Slice(MagicOffset, 6).SequenceEqual("ustar\0"u8);

    private ReadOnlySpan<byte> Text(int start, int length)
    {
        var field = _bytes.Slice(start, length);
        var end = field.IndexOf((byte)0);
        return end < 0 ? field : field[..end];
    }

    private long Number(int start, int length, string what) => TryNumber(start, length) ?? throw new ArtifactFormatException(
        TarReader.Format, ArtifactFault.Malformed, offset + start, $"a header's {what} is no number");

    /// <summary>Octal digits among spaces and zeros, or GNU's binary form; null where it is neither, or negative, or past 2⁶².</summary>
    private long? TryNumber(int start, int length)
    {
        var field = _bytes.Slice(start, length);
        if (field[0] == 0x80)
        {
            Span<byte> number = stackalloc byte[8];
            var rest = field[1..];
            var high = rest.Length > 8 ? rest[..^8] : [];
            rest[high.Length..].CopyTo(number[(8 - (rest.Length - high.Length))..]);
            var low = BinaryPrimitives.ReadUInt64BigEndian(number);
            return !high.ContainsAnyExcept((byte)0) && BitOperations.LeadingZeroCount(low) >= 2 ? (long)low : null;
        }

        long value = 0;
        foreach (var c in field.Trim((ReadOnlySpan<byte>)[0, (byte)' ']))
        {
            value = c is >= (byte)'0' and <= (byte)'7' ? (value * 8) + (c - '0') : -1;
            if (value < 0)
            {
                return null;
            }
        }

        return value;
    }
}
