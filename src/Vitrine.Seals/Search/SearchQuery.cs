namespace Vitrine.Seals;

/// <summary>What to look for, and where.</summary>
public sealed record SearchQuery
{
    /// <summary>The longest pattern, in characters.</summary>
    public const int MaxPatternLength = 1000;

    /// <summary>A text, or a regular expression.</summary>
    public required string Pattern { get; init; }

    /// <summary>Whether the pattern is a regular expression (ripgrep's; docs/formats/search.md).</summary>
    public bool IsRegex { get; init; }

    /// <summary>Whether case is ignored.</summary>
    public bool IgnoreCase { get; init; }

    /// <summary>Whether only whole words match.</summary>
    public bool WholeWord { get; init; }

    /// <summary>Only files that this pattern over paths matches; see <see cref="Glob"/>.</summary>
    public string? PathGlob { get; init; }

    /// <summary>Only files in this language, by its name or one of its extensions; see <see cref="Language.Find"/>.</summary>
    public string? Language { get; init; }

    /// <summary>After this time the search ends, and says that it is partial.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(20);
}

/// <summary>One line that matches.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">Where in the line the first match begins, in bytes of UTF-8, from 1.</param>
/// <param name="Text">The line, or the part of a long one around the match; what is not UTF-8 is U+FFFD.</param>
/// <param name="MatchStart">Where in <paramref name="Text"/> the match begins, in UTF-16 units, from 0.</param>
/// <param name="MatchLength">How much of <paramref name="Text"/> it covers.</param>
/// <param name="IsCut">Whether <paramref name="Text"/> is a part of the line.</param>
public readonly record struct SearchMatch(string Path, int Line, int Column, string Text, int MatchStart, int MatchLength, bool IsCut);

/// <summary>Why a search ended.</summary>
public enum SearchEnding
{
    /// <summary>Every file was searched.</summary>
    Complete,

    /// <summary>Whoever takes the matches wanted no more.</summary>
    Stopped,

    /// <summary>The budget of time was used up.</summary>
    OutOfTime,
}

/// <summary>What a search covered. "Searched <see cref="FilesSearched"/> of <see cref="FilesTotal"/> files."</summary>
public sealed record SearchSummary
{
    /// <summary>Lines that match, as far as was searched.</summary>
    public required long MatchingLines { get; init; }

    /// <summary>Files with such a line.</summary>
    public required int MatchingFiles { get; init; }

    /// <summary>Files searched to their end.</summary>
    public required int FilesSearched { get; init; }

    /// <summary>Files that the filters left to be searched. Links and submodules are none.</summary>
    public required int FilesTotal { get; init; }

    /// <summary>Bytes of the files searched.</summary>
    public required long BytesSearched { get; init; }

    /// <summary>Files that could not be read: damaged, or too large for memory.</summary>
    public required IReadOnlyList<string> Unread { get; init; }

    /// <summary>Why it ended.</summary>
    public required SearchEnding Ending { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Whether there may be matches that were not found.</summary>
    public bool IsPartial => Ending != SearchEnding.Complete || Unread.Count > 0;
}

/// <summary>A query cannot be searched for; the message says why.</summary>
public sealed class SearchPatternException : Exception
{
    internal SearchPatternException(string message, int? position = null)
        : base(message) => Position = position;

    /// <summary>Where in the pattern, from 0, if it is known.</summary>
    public int? Position { get; }
}
