using System.Text;

namespace Vitrine.Seals;

/// <summary>Characters that a reader does not see, or that change what a reader sees.</summary>
public enum HiddenKind
{
    /// <summary>C0 and C1 controls except tab, line feed and carriage return; U+007F.</summary>
    Control,

    /// <summary>U+202A–202E and U+2066–2069, which reorder the text around them (CVE-2021-42574).</summary>
    BidiControl,

    /// <summary>U+061C, U+200E, U+200F: marks that turn the direction of neutral characters.</summary>
    BidiMark,

    /// <summary>Characters without width or ink: joiners, fillers, soft hyphens, variation selectors, tags, line and paragraph separators.</summary>
    Invisible,
}

/// <summary>Recognises hidden characters, and writes them so that they are seen.</summary>
public static class HiddenCharacters
{
    /// <summary>What kind of hidden character this is, or null if it is an ordinary one. Tab, line feed and carriage return are ordinary.</summary>
    public static HiddenKind? KindOf(Rune rune) => rune.Value switch
    {
        '\t' or '\n' or '\r' => null,
        < 0x20 or (>= 0x7F and <= 0x9F) => HiddenKind.Control,
        < 0xAD => null,
        (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) => HiddenKind.BidiControl,
        0x061C or 0x200E or 0x200F => HiddenKind.BidiMark,
        0xAD or 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) => HiddenKind.Invisible,
        (>= 0x200B and <= 0x200D) or 0x2028 or 0x2029 or (>= 0x2060 and <= 0x2065) or (>= 0x206A and <= 0x206F) => HiddenKind.Invisible,
        0x3164 or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF or 0xFFA0 or (>= 0xFFF0 and <= 0xFFFB) => HiddenKind.Invisible,
        (>= 0x1BCA0 and <= 0x1BCA3) or (>= 0x1D173 and <= 0x1D17A) or (>= 0xE0000 and <= 0xE0FFF) => HiddenKind.Invisible,
        _ => null,
    };

    /// <summary>The visible form of one character: <c>\x1B</c> below U+0100, else <c>\u{202E}</c>.</summary>
    public static string Escape(Rune rune) => rune.Value < 0x100 ? $"\\x{rune.Value:X2}" : $"\\u{{{rune.Value:X4}}}";

    /// <summary>A text on one line in which every hidden character, every line end and every backslash is escaped.</summary>
    public static string Show(ReadOnlySpan<byte> utf8)
    {
        var shown = new StringBuilder(utf8.Length);
        while (!utf8.IsEmpty)
        {
            var valid = Rune.DecodeFromUtf8(utf8, out var rune, out var consumed) == System.Buffers.OperationStatus.Done;
            if (!valid)
            {
                foreach (var value in utf8[..consumed])
                {
                    shown.Append($"\\x{value:X2}");
                }
            }
            else if (rune.Value is '\t' or '\n' or '\r' or '\\' || KindOf(rune) is not null)
            {
                shown.Append(rune.Value == '\\' ? "\\\\" : Escape(rune));
            }
            else
            {
                shown.Append(rune.ToString());
            }

            utf8 = utf8[consumed..];
        }

        return shown.ToString();
    }
}
