using System.Buffers.Text;
using System.Diagnostics;

namespace Vitrine.Proofs;

/// <summary>A double as ECMAScript's Number::toString writes it.</summary>
/// <remarks>
/// RFC 8785 §3.2.2.3, ECMA-262 §6.1.6.1.20: the shortest digits that read back as the same double, of those the closest; plain
/// notation for 1e-7 &lt; |x| &lt; 1e21, else an exponent with its sign. The runtime gives the digits, this puts the point.
/// </remarks>
internal static class CanonicalNumber
{
    /// <summary>Room for any result: sign, 21 digits, point and zeros, or digits and exponent.</summary>
    internal const int MaxLength = 32;

    /// <summary>Writes a finite double and says how many bytes that took.</summary>
    internal static int Format(double value, Span<byte> destination)
    {
        Debug.Assert(double.IsFinite(value));
        if (value == 0)
        {
            destination[0] = (byte)'0';
            return 1;
        }

        Span<byte> scratch = stackalloc byte[MaxLength];
        Span<byte> digitRoom = stackalloc byte[MaxLength];
        var digits = Shortest(Math.Abs(value), scratch, digitRoom, out var point);

        var at = 0;
        if (value < 0)
        {
            destination[at++] = (byte)'-';
        }

        return at + (point is > 0 and <= 21 ? Plain(digits, point, destination[at..])
            : point is > -6 and <= 0 ? Small(digits, point, destination[at..])
            : Exponent(digits, point, destination[at..]));
    }

    /// <summary>The shortest digits, without zeros at either end; the value is 0.DIGITS × 10^<paramref name="point"/>.</summary>
    private static ReadOnlySpan<byte> Shortest(double value, Span<byte> scratch, Span<byte> digits, out int point)
    {
        // "E" without a precision would round; "R" is the shortest text that reads back as the same double.
        var written = value.TryFormat(scratch, out var length, "R", System.Globalization.CultureInfo.InvariantCulture);
        Debug.Assert(written);
        var text = scratch[..length];
        var exponent = 0;
        var e = text.IndexOf((byte)'E');
        if (e >= 0)
        {
            var parsed = Utf8Parser.TryParse(text[(e + 1)..], out exponent, out var consumed);
            Debug.Assert(parsed && consumed == length - e - 1);
            text = text[..e];
        }

        var dot = text.IndexOf((byte)'.');
        var whole = dot < 0 ? text : text[..dot];
        var fraction = dot < 0 ? default : text[(dot + 1)..];
        whole.CopyTo(digits);
        fraction.CopyTo(digits[whole.Length..]);
        var all = digits[..(whole.Length + fraction.Length)];
        var leading = all.IndexOfAnyExcept((byte)'0');
        point = whole.Length - leading + exponent;
        return all[leading..].TrimEnd((byte)'0');
    }

    private static int Plain(ReadOnlySpan<byte> digits, int point, Span<byte> destination)
    {
        if (digits.Length <= point)
        {
            digits.CopyTo(destination);
            destination[digits.Length..point].Fill((byte)'0');
            return point;
        }

        digits[..point].CopyTo(destination);
        destination[point] = (byte)'.';
        digits[point..].CopyTo(destination[(point + 1)..]);
        return digits.Length + 1;
    }

    private static int Small(ReadOnlySpan<byte> digits, int point, Span<byte> destination)
    {
        "0."u8.CopyTo(destination);
        destination[2..(2 - point)].Fill((byte)'0');
        digits.CopyTo(destination[(2 - point)..]);
        return 2 - point + digits.Length;
    }

    private static int Exponent(ReadOnlySpan<byte> digits, int point, Span<byte> destination)
    {
        var at = 0;
        destination[at++] = digits[0];
        if (digits.Length > 1)
        {
            destination[at++] = (byte)'.';
            digits[1..].CopyTo(destination[at..]);
            at += digits.Length - 1;
        }

        destination[at++] = (byte)'e';
        var exponent = point - 1;
        destination[at++] = (byte)(exponent < 0 ? '-' : '+');
        var written = Utf8Formatter.TryFormat(Math.Abs(exponent), destination[at..], out var length);
        Debug.Assert(written);
        return at + length;
    }
}
