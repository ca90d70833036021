using System.Buffers;

namespace Vitrine.Seals;

/// <summary>The bytes that secrets are written with.</summary>
internal static class Alphabet
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";

    public static readonly SearchValues<byte> Decimal = Of(Digits);
    public static readonly SearchValues<byte> LowerHex = Of(Digits + "abcdef");
    public static readonly SearchValues<byte> Hex = Of(Digits + "abcdefABCDEF");
    public static readonly SearchValues<byte> LowerDigits = Of("abcdefghijklmnopqrstuvwxyz" + Digits);
    public static readonly SearchValues<byte> UpperDigits = Of("ABCDEFGHIJKLMNOPQRSTUVWXYZ" + Digits);
    public static readonly SearchValues<byte> Base62 = Of(Letters + Digits);
    public static readonly SearchValues<byte> Word = Of(Letters + Digits + "_");
    public static readonly SearchValues<byte> Base64 = Of(Letters + Digits + "+/");
    public static readonly SearchValues<byte> PaddedBase64 = Of(Letters + Digits + "+/=");
    public static readonly SearchValues<byte> Base64Url = Of(Letters + Digits + "-_");
    public static readonly SearchValues<byte> PaddedUrl = Of(Letters + Digits + "+/=-_");
    public static readonly SearchValues<byte> Dotted = Of(Letters + Digits + "-_.");
    public static readonly SearchValues<byte> Dashed = Of(Letters + Digits + "-");

    public static readonly SearchValues<byte> UuidSigns = Of(Digits + "abcdefABCDEF-");
    public static readonly SearchValues<byte> PercentWord = Of(Letters + Digits + "%");
    public static readonly SearchValues<byte> DollarWord = Of(Letters + Digits + "$");
    public static readonly SearchValues<byte> UpperDashed = Of("ABCDEFGHIJKLMNOPQRSTUVWXYZ" + Digits + "-");
    public static readonly SearchValues<byte> UpperWord = Of("ABCDEFGHIJKLMNOPQRSTUVWXYZ" + Digits + "_");

    /// <summary>How many of the first bytes are of an alphabet, up to a bound.</summary>
    public static int Run(ReadOnlySpan<byte> text, SearchValues<byte> alphabet, int most)
    {
        text = text.Length > most ? text[..most] : text;
        var length = text.IndexOfAnyExcept(alphabet);
        return length < 0 ? text.Length : length;
    }

    /// <summary>How many of the last bytes are of an alphabet, up to a bound.</summary>
    public static int RunBefore(ReadOnlySpan<byte> text, SearchValues<byte> alphabet, int most)
    {
        text = text.Length > most ? text[^most..] : text;
        return text.Length - 1 - text.LastIndexOfAnyExcept(alphabet);
    }

    private static SearchValues<byte> Of(string characters) => SearchValues.Create(System.Text.Encoding.ASCII.GetBytes(characters));
}
