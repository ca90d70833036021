using System.Buffers;

namespace Vitrine.Seals;

/// <summary>A number under 2³² in 1 to 5 bytes: seven bits a byte from the lowest, the eighth saying that more follow.</summary>
internal static class Varint
{
    private const int Longest = 5;

    public static int Write(Span<byte> bytes, uint value)
    {
        var length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            bytes[length++] = (byte)(0x80 | (value & 0x7F));
        }

        bytes[length++] = (byte)value;
        return length;
    }

    public static void Write(ArrayBufferWriter<byte> bytes, uint value) => bytes.Advance(Write(bytes.GetSpan(Longest), value));

    public static int Length(uint value) => value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : value < 1 << 28 ? 4 : 5;

    /// <summary>Reads a number and moves behind it; false, and nothing moved, where there is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, ref int position, out uint value)
    {
        value = 0;
        for (var i = 0; i < Longest && position + i < bytes.Length; i++)
        {
            var part = bytes[position + i];
            if (i == Longest - 1 && part > 0x0F)
            {
                return false;
            }

            value |= (uint)(part & 0x7F) << (7 * i);
            if (part < 0x80)
            {
                position += i + 1;
                return true;
            }
        }

        value = 0;
        return false;
    }
}
