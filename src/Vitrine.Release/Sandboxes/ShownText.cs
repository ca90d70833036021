using System.Globalization;

namespace Vitrine.Release;

/// <summary>Text that a build wrote, made fit to be shown and signed: it cannot drive a terminal, turn or hide what follows.</summary>
internal static class ShownText
{
    /// <summary>One line, at most so long.</summary>
    public static string Line(string text, int longest) =>
        Lines(text.Length <= longest ? text : string.Concat(text.AsSpan(0, longest - 1), "…")).Replace('\n', ' ').Replace('\t', ' ');

    /// <summary>Line ends and tabs stay; other control, format and unassigned characters are shown as U+FFFD.</summary>
    public static string Lines(string text) => string.Create(text.Length, text, static (clean, dirty) =>
    {
        for (var i = 0; i < dirty.Length; i++)
        {
            clean[i] = dirty[i] is '\n' or '\t' || !IsHostile(dirty[i]) ? dirty[i] : '\uFFFD';
        }
    });

    // Surrogates too: what lies beyond the basic plane may be a tag, and a build's log needs none of it.
    private static bool IsHostile(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
