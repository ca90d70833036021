using System.Globalization;

namespace Vitrine.Proofs;

/// <summary>A whole number in its one spelling: decimal digits without leading zeros, and nothing else.</summary>
/// <remarks>.NET's own readers take NUL characters after the digits, whatever style they are asked for; so what is not a digit is refused before.</remarks>
internal static class PlainNumber
{
    public static bool TryParse(ReadOnlySpan<char> text, out ulong value)
    {
        value = 0;
        return !text.IsEmpty && (text[0] != '0' || text.Length == 1) && !text.ContainsAnyExceptInRange('0', '9')
            && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    public static bool TryParse(ReadOnlySpan<byte> text, out ulong value)
    {
        value = 0;
        return !text.IsEmpty && (text[0] != '0' || text.Length == 1) && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
