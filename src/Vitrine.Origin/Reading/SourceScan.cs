using System.Text;

namespace Vitrine.Origin;

/// <summary>String literals in program text (JavaScript and its like): what stands between quotes, and the names of members after a dot.</summary>
internal static class SourceScan
{
    private const int Looked = 64 * 1024;
    private const int Longest = 1024;

    /// <summary>Whether the bytes are text: no zero, next to no control characters.</summary>
    public static bool IsText(ReadOnlySpan<byte> bytes)
    {
        var head = bytes[..Math.Min(bytes.Length, Looked)];
        var control = 0;
        foreach (var b in head)
        {
            if (b == 0)
            {
                return false;
            }

            control += b < 0x20 && b is not ((byte)'\n' or (byte)'\r' or (byte)'\t' or (byte)'\f' or 0x1b) ? 1 : 0;
        }

        return head.Length > 0 && control * 500 <= head.Length;
    }

    public static void Run(ReadOnlySpan<byte> text, SightingSet found)
    {
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case (byte)'"' or (byte)'\'' or (byte)'`':
                    i = Literal(text, i, found);
                    break;
                case (byte)'.':
                    i = Member(text, i, found);
                    break;
            }
        }
    }

    /// <summary>From a quote to its like on the same line; gives the last place that was taken.</summary>
    private static int Literal(ReadOnlySpan<byte> text, int open, SightingSet found)
    {
        for (var i = open + 1; i < text.Length && i - open <= Longest && text[i] != '\n'; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == text[open])
            {
                StringScan.Add(Encoding.UTF8.GetString(text[(open + 1)..i]), open + 1, i - open - 1, found);
                return i;
            }
        }

        return open;
    }

    private static int Member(ReadOnlySpan<byte> text, int dot, SightingSet found)
    {
        var end = dot + 1;
        while (end < text.Length && (char.IsAsciiLetterOrDigit((char)text[end]) || text[end] is (byte)'_' or (byte)'$'))
        {
            end++;
        }

        var name = text[(dot + 1)..end];
        if (name.Length is >= 6 and <= 80)
        {
            found.Add(FeatureClass.Name, Feature.Of(FeatureClass.Name, name, Math.Min(3, name.Length / 5)), dot + 1, name.Length);
        }

        return end - 1;
    }
}
