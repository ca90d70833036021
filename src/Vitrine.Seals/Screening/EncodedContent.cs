using System.Buffers.Text;

namespace Vitrine.Seals;

/// <summary>What stands behind the first digits of an encoded content.</summary>
internal static class EncodedContent
{
    /// <summary>How many decoded bytes are looked at.</summary>
    public const int Head = 512;

    /// <summary>Decodes the beginning of base64 (also its alphabet for addresses) or hexadecimal, and tells its kind; null if it has none of the known marks.</summary>
    public static BinaryKind? KindOf(ReadOnlySpan<byte> digits, bool isHex)
    {
        Span<byte> head = stackalloc byte[Head];
        int length;
        if (isHex)
        {
            _ = Convert.FromHexString(digits[..(Math.Min(digits.Length, 2 * Head) & ~1)], head, out _, out length);
        }
        else
        {
            _ = Base64.DecodeFromUtf8(digits[..(Math.Min(digits.Length, 680) & ~3)], head, out _, out length, false);
        }

        return BinaryKind.Of(head[..length]);
    }

    /// <summary>Whether a kind can run or hold what runs.</summary>
    public static bool IsCode(BinaryKind? kind) => kind is { Class: BinaryClass.Program or BinaryClass.Archive };
}
