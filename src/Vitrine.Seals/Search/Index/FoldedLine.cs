namespace Vitrine.Seals;

/// <summary>A line with the two characters beyond ASCII that fold to ASCII in their place: U+017F is an s, U+212A is a k.</summary>
internal static class FoldedLine
{
    public static ReadOnlySpan<byte> LongS => "\u017F"u8;

    public static ReadOnlySpan<byte> Kelvin => "\u212A"u8;

    /// <summary>The line as folded; null if nothing in it folds so.</summary>
    public static byte[]? Of(ReadOnlySpan<byte> line)
    {
        var folded = new byte[line.Length];
        var length = 0;
        for (var i = 0; i < line.Length;)
        {
            var (letter, size) = line[i..].StartsWith(LongS) ? ((byte)'s', 2) : line[i..].StartsWith(Kelvin) ? ((byte)'k', 3) : (line[i], 1);
            folded[length++] = letter;
            i += size;
        }

        return length < line.Length ? folded[..length] : null;
    }
}
