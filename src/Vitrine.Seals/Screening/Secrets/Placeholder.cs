using System.Buffers;

namespace Vitrine.Seals;

/// <summary>Tells what stands for a secret from what may be one.</summary>
internal static class Placeholder
{
    private static readonly SearchValues<string> Words = SearchValues.Create(
        [
            "example", "changeme", "change_me", "change-me", "placeholder", "dummy", "sample", "replace", "redacted", "removed", "notreal", "not-real", "fake", "foobar",
            "xxxx", "****", "....", "0000000000", "1234567890", "abcdefgh", "your_", "your-", "yourp", "<", "${", "#{", "{{", "%(", "$(", "deadbeef", "insert",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is written to be replaced, or is one character again and again.</summary>
    public static bool IsLikely(ReadOnlySpan<char> secret) => secret.ContainsAny(Words) || secret.Trim(secret[0]).Length < secret.Length / 2;

    /// <summary>Shannon's entropy of the characters, in bits each.</summary>
    public static double Entropy(ReadOnlySpan<char> text)
    {
        Span<int> counts = stackalloc int[256];
        counts.Clear();
        foreach (var character in text)
        {
            counts[character & 0xFF]++;
        }

        var entropy = 0.0;
        foreach (var count in counts)
        {
            if (count > 0)
            {
                var share = (double)count / text.Length;
                entropy -= share * Math.Log2(share);
            }
        }

        return entropy;
    }
}
