using System.Globalization;
using System.Text;

namespace Vitrine.Artifacts;

/// <summary>Text from hostile files, made safe to show on a terminal or in a log.</summary>
internal static class Printable
{
    /// <summary>Longest text that is kept of anything a file says.</summary>
    private const int Longest = 400;

    /// <summary>The text with control, format, surrogate and private characters written as <c>\u…</c>.</summary>
    public static string Of(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                shown.Append(c);
            }
        }

        return shown.ToString();
    }

    /// <summary>The text's beginning, with a mark where it was cut.</summary>
    public static string Shorten(string text) =>
        text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "…");

    /// <summary>UTF-8 where it is that, else one character a byte.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes) =>
        System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
}
