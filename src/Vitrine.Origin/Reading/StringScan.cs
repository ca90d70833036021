using System.Text;

namespace Vitrine.Origin;

/// <summary>String literals in data: runs of printable ASCII, and of the same in UTF-16.</summary>
/// <remarks>
/// Digits are masked, so that a literal survives a new version; one that names a version is a feature of its own as well. Of a path to a
/// source file the last two parts count, for the rest is the builder's.
/// </remarks>
internal static class StringScan
{
    private const int Shortest = 5;
    private const int ShortestUnended = 10;
    private const int Longest = 1024;
    private const int FewestLetters = 4;

    private static readonly string[] SourceEndings = [".c", ".h", ".cc", ".cpp", ".cxx", ".hpp", ".rs", ".go", ".cs", ".m", ".S", ".y", ".l", ".inc"];

    public static void Run(ReadOnlySpan<byte> bytes, Region region, SightingSet found)
    {
        var data = bytes.Slice((int)region.Offset, (int)region.Size);
        var start = 0;
        for (var i = 0; i <= data.Length; i++)
        {
            if (i < data.Length && IsPrintable(data[i]))
            {
                continue;
            }

            // What a zero or a line's end does not end is likelier to be chance.
            var isEnded = i < data.Length && data[i] is 0 or (byte)'\n';
            if (i - start >= (isEnded ? Shortest : ShortestUnended))
            {
                Add(Encoding.Latin1.GetString(data[start..Math.Min(i, start + Longest)]), region.Offset + start, i - start, found);
            }

            start = i + 1;
        }

        RunWide(data, region.Offset, found);
    }

    /// <summary>A literal from wherever it was read.</summary>
    /// <param name="literal">The text as it is.</param>
    /// <param name="offset">Where it lies in the file.</param>
    /// <param name="length">Bytes that it takes up there.</param>
    /// <param name="found">Where it goes.</param>
    /// <param name="text">The text again, where it cannot be read back from the file.</param>
    public static void Add(string literal, long offset, int length, SightingSet found, string? text = null)
    {
        literal = literal.Trim();
        if (literal.Length < Shortest || literal.Count(char.IsLetter) < FewestLetters)
        {
            return;
        }

        var canonical = Mask(SourceName(literal));
        found.Add(FeatureClass.Text, Feature.Of(FeatureClass.Text, canonical, Prior(canonical)), offset, length, 0, text);
        if (literal.Length <= 120 && NamesVersion(literal))
        {
            found.Add(FeatureClass.Version, Feature.Of(FeatureClass.Version, literal, 4), offset, length, 0, text);
        }
    }

    /// <summary>How telling a text is by its length.</summary>
    internal static int Prior(string text) => text.Length switch { < 7 => 1, < 9 => 2, < 12 => 3, < 16 => 4, < 24 => 5, < 40 => 6, _ => 7 };

    /// <summary>The text with each run of digits as one 0.</summary>
    internal static string Mask(string text)
    {
        var masked = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                masked.Append(c);
            }
            else if (masked.Length == 0 || masked[^1] != '0')
            {
                masked.Append('0');
            }
        }

        return masked.ToString();
    }

    private static string SourceName(string text)
    {
        if (text.Contains(' ') || !SourceEndings.Any(ending => text.EndsWith(ending, StringComparison.Ordinal)))
        {
            return text;
        }

        var last = text.LastIndexOfAny(['/', '\\']);
        var before = last <= 0 ? -1 : text.LastIndexOfAny(['/', '\\'], last - 1);
        return last < 0 ? text : text[(before + 1)..].Replace('\\', '/').TrimStart('.', '/');
    }

    private static bool NamesVersion(string text)
    {
        for (var i = 1; i + 1 < text.Length; i++)
        {
            if (text[i] == '.' && char.IsAsciiDigit(text[i - 1]) && char.IsAsciiDigit(text[i + 1]))
            {
                return true;
            }
        }

        return false;
    }

    private static void RunWide(ReadOnlySpan<byte> data, long offset, SightingSet found)
    {
        var start = 0;
        for (var i = 0; i + 1 < data.Length; i += 2)
        {
            if (data[i + 1] == 0 && IsPrintable(data[i]))
            {
                continue;
            }

            if (i - start >= 2 * Shortest)
            {
                Add(Encoding.Unicode.GetString(data[start..Math.Min(i, start + (2 * Longest))]), offset + start, i - start, found);
            }

            start = i + 2;
        }
    }

    private static bool IsPrintable(byte b) => b is >= 0x20 and <= 0x7e;
}
