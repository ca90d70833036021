using System.Text;

namespace Vitrine.Seals;

/// <summary>What can be said of a string that may be a secret.</summary>
internal static class Secret
{
    private static readonly byte[][] Words =
    [
        .. ((string[])["example", "xxxx", "placeholder", "your", "redacted", "changeme", "change_me", "change-me", "dummy", "sample", "insert", "replace", "notreal", "not-real"])
            .Select(Encoding.ASCII.GetBytes),
        .. ((string[])["fake", "00000000", "12345678", "abcdefgh", "deadbeef"]).Select(Encoding.ASCII.GetBytes),
    ];

    /// <summary>
    /// How a secret is shown: its first four characters and its length; fewer of one that is short, so that three quarters always stay hidden.
    /// </summary>
    public static string Mask(ReadOnlySpan<byte> secret) => $"{HiddenCharacters.Show(secret[..Math.Min(4, secret.Length / 4)])}… ({secret.Length} characters)";

    /// <summary>Whether a string stands for a secret rather than being one: a word that says so, or too few different bytes for chance.</summary>
    public static bool IsPlaceholder(ReadOnlySpan<byte> body)
    {
        if (body.Length >= 16 && Distinct(body) < 8)
        {
            return true;
        }

        foreach (var word in Words)
        {
            if (Contains(body, word))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Shannon's entropy of the bytes as they are distributed, in bits a byte: at most 4 for hexadecimal, about 5 for 40 random characters of base64.</summary>
    public static double Entropy(ReadOnlySpan<byte> body)
    {
        Span<int> counts = stackalloc int[256];
        counts.Clear();
        foreach (var value in body)
        {
            counts[value]++;
        }

        var bits = 0.0;
        foreach (var count in counts)
        {
            if (count > 0)
            {
                var share = (double)count / body.Length;
                bits -= share * Math.Log2(share);
            }
        }

        return bits;
    }

    /// <summary>Whether ASCII text contains a word of lower-case letters, digits and signs, whatever its case.</summary>
    public static bool Contains(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        for (var i = 0; i + word.Length <= text.Length; i++)
        {
            if (Ascii.EqualsIgnoreCase(text.Slice(i, word.Length), word))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether there are digits, capitals and small letters.</summary>
    public static bool IsMixed(ReadOnlySpan<byte> body) =>
        body.ContainsAnyInRange((byte)'0', (byte)'9') && body.ContainsAnyInRange((byte)'A', (byte)'Z') && body.ContainsAnyInRange((byte)'a', (byte)'z');

    /// <summary>Whether it is a UUID as it is written: 8, 4, 4, 4 and 12 hexadecimal digits.</summary>
    public static bool IsUuid(ReadOnlySpan<byte> body) =>
        body.Length == 36 && body[8] == '-' && body[13] == '-' && body[18] == '-' && body[23] == '-' && body.Count((byte)'-') == 4 && body.IndexOfAnyExcept(Alphabet.UuidSigns) < 0;

    private static int Distinct(ReadOnlySpan<byte> body)
    {
        var (low, high) = (0UL, 0UL);
        foreach (var value in body)
        {
            low |= value < 64 ? 1UL << value : 0;
            high |= value is >= 64 and < 128 ? 1UL << (value - 64) : 0;
        }

        return System.Numerics.BitOperations.PopCount(low) + System.Numerics.BitOperations.PopCount(high);
    }
}
