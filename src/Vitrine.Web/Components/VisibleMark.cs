using System.Security;

namespace Vitrine.Web;

/// <summary>
/// The mark that lies over everything a session shows: who, which session, when, in a faint repeated line. It is a picture of its own
/// address, since the content policy admits no inline style; its grey is seen on light and on dark paper.
/// </summary>
public static class VisibleMark
{
    /// <param name="name">The reader's name.</param>
    /// <param name="session">The session's short name.</param>
    /// <param name="at">When the frame was delivered.</param>
    /// <returns>An SVG document that tiles itself over whatever size it is given.</returns>
    public static string Svg(string name, string session, DateTimeOffset at)
    {
        var line = SecurityElement.Escape($"{VisibleText.Flat(Words.Shorten(name, 48))} · {VisibleText.Flat(session)} · {Words.MomentWithSeconds(at)}");
        var width = 96 + 8 * line.Length;
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="100%" height="100%">
            <defs><pattern id="m" width="{width}" height="168" patternUnits="userSpaceOnUse" patternTransform="rotate(-18)">
            <text x="0" y="40" font-family="sans-serif" font-size="13" fill="#808080" fill-opacity="0.15">{line}</text>
            <text x="{width / 2}" y="124" font-family="sans-serif" font-size="13" fill="#808080" fill-opacity="0.15">{line}</text>
            <text x="{width / 2 - width}" y="124" font-family="sans-serif" font-size="13" fill="#808080" fill-opacity="0.15">{line}</text>
            </pattern></defs>
            <rect width="100%" height="100%" fill="url(#m)"/>
            </svg>
            """;
    }
}
