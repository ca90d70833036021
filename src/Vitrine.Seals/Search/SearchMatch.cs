using System.Text;

namespace Vitrine.Seals;

/// <summary>One line that matches.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">Where in the line the first match begins, in bytes of UTF-8, from 1.</param>
/// <param name="Text">The line, or the part of a long one around the match; what is not UTF-8 is U+FFFD.</param>
/// <param name="MatchStart">Where in <paramref name="Text"/> the match begins, in UTF-16 units, from 0.</param>
/// <param name="MatchLength">How much of <paramref name="Text"/> it covers.</param>
/// <param name="IsCut">Whether <paramref name="Text"/> is a part of the line.</param>
public readonly record struct SearchMatch(string Path, int Line, int Column, string Text, int MatchStart, int MatchLength, bool IsCut)
{
    private const int LongestText = 400;
    private const int BeforeMatch = 80;

    /// <summary>Reads a line; a long one is cut to what is around the match, at the edges of characters.</summary>
    internal static SearchMatch Of(string path, ReadOnlySpan<byte> line, FoundLine found)
    {
        var (matchStart, matchEnd) = (found.MatchStart, found.MatchEnd);
        var column = matchStart + 1;
        line = line.EndsWith("\r"u8) ? line[..^1] : line;
        (matchStart, matchEnd) = (Math.Min(matchStart, line.Length), Math.Min(matchEnd, line.Length));
        var isCut = line.Length > LongestText;
        if (isCut)
        {
            var from = Math.Max(0, matchStart - BeforeMatch);
            var to = Math.Min(line.Length, from + LongestText);
            while (from < matchStart && (line[from] & 0xC0) == 0x80)
            {
                from++;
            }

            while (to < line.Length && to > from && (line[to] & 0xC0) == 0x80)
            {
                to--;
            }

            line = line[from..to];
            (matchStart, matchEnd) = (matchStart - from, Math.Min(matchEnd, to) - from);
        }

        if (Ascii.IsValid(line))
        {
            return new SearchMatch(path, found.Line, column, Encoding.ASCII.GetString(line), matchStart, Math.Max(0, matchEnd - matchStart), isCut);
        }

        var start = Encoding.UTF8.GetCharCount(line[..matchStart]);
        return new SearchMatch(path, found.Line, column, Encoding.UTF8.GetString(line), start, Encoding.UTF8.GetCharCount(line[..Math.Max(matchStart, matchEnd)]) - start, isCut);
    }
}
