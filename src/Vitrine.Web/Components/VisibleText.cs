using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Vitrine.Web;

/// <summary>
/// Text from outside, cut into what may be shown as it is and what must be spelled out: control, format (bidirectional,
/// zero-width, tag) and private characters, blanks other than the plain space, line separators, lone surrogates.
/// Nothing in a sealed file can thereby change the order, width or visibility of what a reader sees.
/// </summary>
public static class VisibleText
{
    public readonly record struct Piece(string Text, bool Spelled);

    public static ImmutableArray<Piece> Split(ReadOnlySpan<char> text)
    {
        var pieces = ImmutableArray.CreateBuilder<Piece>();
        var start = 0;
        var at = 0;
        while (at < text.Length)
        {
            var valid = Rune.DecodeFromUtf16(text[at..], out var rune, out var length) == System.Buffers.OperationStatus.Done;
            if (valid && !MustSpell(rune))
            {
                at += length;
                continue;
            }

            if (at > start)
            {
                pieces.Add(new Piece(text[start..at].ToString(), false));
            }

            pieces.Add(new Piece(Name(valid ? rune.Value : text[at]), true));
            at += length;
            start = at;
        }

        if (at > start)
        {
            pieces.Add(new Piece(text[start..].ToString(), false));
        }

        return pieces.ToImmutable();
    }

    /// <summary>The same in one string, for places that hold no markup: titles, labels.</summary>
    public static string Flat(string text) => string.Concat(Split(text).Select(piece => piece.Text));

    private static bool MustSpell(Rune rune) => rune.Value switch
    {
        '\t' or ' ' => false,
        // Letters by category that draw nothing: Hangul fillers, the Khmer inherent vowels, the blank braille pattern.
        0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x17B4 or 0x17B5 or 0x2800 => true,
        // Variation selectors.
        >= 0xFE00 and <= 0xFE0F or >= 0xE0100 and <= 0xE01EF or 0x034F => true,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator,
    };

    private static string Name(int value) => value switch
    {
        0x00 => "NUL",
        0x07 => "BEL",
        0x08 => "BS",
        0x0A => "LF",
        0x0D => "CR",
        0x1B => "ESC",
        0x7F => "DEL",
        0xA0 => "NBSP",
        0x200B => "ZWSP",
        0x200C => "ZWNJ",
        0x200D => "ZWJ",
        0x200E => "LRM",
        0x200F => "RLM",
        0x202A => "LRE",
        0x202B => "RLE",
        0x202C => "PDF",
        0x202D => "LRO",
        0x202E => "RLO",
        0x2066 => "LRI",
        0x2067 => "RLI",
        0x2068 => "FSI",
        0x2069 => "PDI",
        0xFEFF => "BOM",
        _ => $"U+{value:X4}",
    };
}
