using System.Globalization;

namespace Vitrine.Gate;

/// <summary>Text from outside as a terminal may see it.</summary>
internal static class Printable
{
    /// <summary>Control and format characters, but line feeds, become U+FFFD.</summary>
    internal static string Of(string text) => string.Concat(text.Select(static c =>
        c != '\n' && CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            ? '\ufffd'
            : c));
}
