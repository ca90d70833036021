namespace Vitrine.Proofs;

/// <summary>Text that a terminal or a page shows as it reads: no control characters, no characters that turn or hide what follows.</summary>
/// <remarks>Unicode 16: C0, C1, line and paragraph separators, the bidirectional controls of UAX #9, the byte order mark, tags.</remarks>
internal static class PrintableText
{
    internal static bool Is(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c)
                || c is '\u061c' or '\u200e' or '\u200f' or '\ufeff'
                || c is >= '\u2028' and <= '\u202e'
                || c is >= '\u2066' and <= '\u2069'
                || c == '\udb40') // The high half of every tag character, U+E0000 to U+E03FF.
            {
                return false;
            }
        }

        return true;
    }
}
