using System.Text;

namespace Vitrine.Centre;

/// <summary>What a path of the site says to a meter: whether it may pass, whether sealed content is read there, and of which engagement.</summary>
/// <remarks>
/// A path is judged by every spelling that a server could take it for: percent-encodings are undone until none is left, and letters of either case are one. It
/// passes on, and is recorded, in the spelling in which it came.
/// </remarks>
public static class MeteredPath
{
    /// <summary>Characters of a path, at most; longer ones are refused.</summary>
    public const int MaxLength = 512;

    // Where the site shows sealed content: /engagements/ID/ and one of these, and whatever lies under it.
    private const string Engagements = "engagements";
    private static readonly string[] Reading = ["read", "notes", "search", "outline", "changes", "changes.json"];

    /// <summary>Why a path may not pass, as the end of a sentence; null where it may.</summary>
    public static string? Refusal(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path switch
        {
            not ['/', ..] => "does not begin with a slash",
            { Length: > MaxLength } => $"is longer than {MaxLength} characters",
            _ when path.Any(c => c is <= ' ' or >= '\x7f' or '\\' or '#' or '?') => "holds a character that belongs in no path",
            _ when path.Contains("//", StringComparison.Ordinal) => "holds an empty segment",
            _ => Decode(path) is var plain && plain.Any(c => char.IsControl(c) || c == '\\') ? "hides a control character or a backslash"
                : plain.Split('/').Any(segment => segment is "." or "..") ? "holds a dot segment"
                : null,
        };
    }

    /// <summary>Whether sealed content is read at this path, or under it.</summary>
    public static bool IsReading(string path) =>
        Segments(path) is ["", var first, _, .. var rest] && Same(first, Engagements) && rest.Any(segment => Reading.Any(word => Same(segment, word)));

    /// <summary>The engagement that a path names, in lower case; null where it names none.</summary>
    public static string? Engagement(string path) =>
        Segments(path) is ["", var first, var engagement, ..] && Same(first, Engagements) && engagement.Length > 0 ? engagement.ToLowerInvariant() : null;

    private static string[] Segments(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Decode(path).Split('/');
    }

    private static bool Same(string segment, string word) => segment.Equals(word, StringComparison.OrdinalIgnoreCase);

    // Each round that changes anything makes the text shorter, so this ends.
    private static string Decode(string path)
    {
        for (var text = path; ;)
        {
            var bytes = Unescape(Encoding.UTF8.GetBytes(text));
            var plain = Encoding.UTF8.GetString(bytes);
            if (plain == text)
            {
                return plain;
            }

            text = plain;
        }
    }

    private static byte[] Unescape(byte[] text)
    {
        var plain = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit((char)text[i + 1]) && char.IsAsciiHexDigit((char)text[i + 2]))
            {
                plain.Add(Convert.FromHexString(text.AsSpan(i + 1, 2))[0]);
                i += 2;
            }
            else
            {
                plain.Add(text[i]);
            }
        }

        return [.. plain];
    }
}
