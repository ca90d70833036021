namespace Vitrine.Seals;

/// <summary>What to look for, and where.</summary>
public sealed record SearchQuery
{
    /// <summary>The longest pattern, in characters.</summary>
    public const int MaxPatternLength = 1000;

    /// <summary>The most patterns over paths.</summary>
    public const int MaxPaths = 100;

    /// <summary>A text, or a regular expression.</summary>
    public required string Pattern { get; init; }

    /// <summary>Whether the pattern is a regular expression (ripgrep's; docs/formats/search.md).</summary>
    public bool IsRegex { get; init; }

    /// <summary>Whether case is ignored.</summary>
    public bool IgnoreCase { get; init; }

    /// <summary>Whether a match must begin and end at the edge of a word.</summary>
    public bool WholeWord { get; init; }

    /// <summary>Only files that one of these patterns over paths matches (see <see cref="Glob"/>), if there is one; and none that one behind an exclamation mark matches.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Whether case is ignored in paths, whatever the rule for texts.</summary>
    public bool IgnorePathCase { get; init; }

    /// <summary>Only files in this language, by its name or one of its extensions; see <see cref="Language.Find"/>.</summary>
    public string? Language { get; init; }

    /// <summary>After this time the search ends, and says that it is partial.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// When so many bytes of matching lines were found that nobody has taken yet, the search ends, and says that it is partial. Besides, a query takes at most 8 MiB for states a core, and what its
    /// pattern compiles to.
    /// </summary>
    public long Memory { get; init; } = 256 << 20;
}

/// <summary>Why a search ended.</summary>
public enum SearchEnding
{
    /// <summary>Every file was searched.</summary>
    Complete,

    /// <summary>Whoever takes the matches wanted no more.</summary>
    Stopped,

    /// <summary>The budget of time was used up.</summary>
    OutOfTime,

    /// <summary>The budget of memory was used up.</summary>
    OutOfMemory,
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
