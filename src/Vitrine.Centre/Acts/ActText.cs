namespace Vitrine.Centre;

/// <summary>The texts in acts: bounded, and such that they show as they read, in a terminal, on a page and in a statement.</summary>
public static class ActText
{
    /// <summary>Refuses a text that is empty or too long, or that holds control, direction or broken characters.</summary>
    /// <param name="text">The text.</param>
    /// <param name="what">What it is, for the sentence.</param>
    /// <param name="most">Characters (UTF-16) that it may have.</param>
    /// <param name="multiline">Whether line ends and tabs are allowed.</param>
    /// <exception cref="ActRefusedException">The reason, as a sentence.</exception>
    public static void Require(string text, string what, int most, bool multiline = false)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > most)
        {
            throw new ActRefusedException($"The {what} has 1 to {most:N0} characters.");
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                // The high half of every tag character, which is never seen.
                if (text[i] == '\udb40')
                {
                    throw Hidden(what);
                }

                i++;
            }
            else if (IsHidden(text[i]) && !(multiline && text[i] is '\n' or '\r' or '\t'))
            {
                throw Hidden(what);
            }
        }
    }

    /// <summary>Refuses an identifier that is not 1 to <paramref name="most"/> lower-case letters, digits and hyphens.</summary>
    /// <exception cref="ActRefusedException">The reason, as a sentence.</exception>
    public static void RequireId(string id, string what, int most = 64)
    {
        if (id.Length < 1 || id.Length > most || !id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            throw new ActRefusedException($"The {what} has 1 to {most} lower-case letters, digits and hyphens.");
        }
    }

    // The characters that statements refuse too, so that what was recorded can be signed.
    private static bool IsHidden(char c) =>
        char.IsControl(c) || char.IsSurrogate(c) || c is '\u061c' or '\u200e' or '\u200f' or '\ufeff' or (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    private static ActRefusedException Hidden(string what) => new($"The {what} holds a control, direction or broken character.");
}
