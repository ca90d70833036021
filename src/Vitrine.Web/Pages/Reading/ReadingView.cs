using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>The reading desk: one frame of one file, with the tree, the search and the notes around it.</summary>
/// <param name="Engagement">The engagement's id; every address of the desk is under it.</param>
/// <param name="MarkHref">The address of the visible mark's picture, see <see cref="VisibleMark"/>.</param>
/// <param name="File">The frame on the screen; null before a file is chosen.</param>
/// <param name="Outline">What the file defines; null before a file is chosen.</param>
/// <param name="Search">The search as it stands; null before one is made.</param>
/// <param name="Panel">Which part of the side panel is open.</param>
public sealed record ReadingView(
    Shell Shell,
    string Engagement,
    string Product,
    string Version,
    string SealRoot,
    SessionFacts Session,
    string MarkHref,
    ImmutableArray<TreeNode> Tree,
    long FilesInScope,
    FileFrame? File,
    OutlineView? Outline,
    SearchView? Search,
    ImmutableArray<NoteView> Notes,
    NoteDraft Draft,
    ReadingPanel Panel);

public enum ReadingPanel
{
    Search,
    Outline,
    Notes,
    Findings,
    Session,
}

/// <summary>The session as its reader sees it.</summary>
/// <param name="Name">Its short name, as in the mark.</param>
/// <param name="IdleLock">After how long without a look it locks.</param>
/// <param name="Closes">When the room closes today; null if it does not.</param>
/// <param name="LinesUsed">Lines shown in this session, against <paramref name="LinesBudget"/>.</param>
/// <param name="LinesBudget">Null where the rules set no budget.</param>
/// <param name="ComparedWith">The version of the earlier release that the room compares with; null where it compares with none.</param>
public sealed record SessionFacts(
    string Name,
    DateTimeOffset Began,
    DateTimeOffset Now,
    TimeSpan IdleLock,
    DateTimeOffset? Closes,
    long LinesUsed,
    long? LinesBudget,
    CoverageShares Coverage,
    string? ComparedWith);

/// <summary>A frame: the lines of a file that are delivered. The page around it is on record as a whole, so it cannot name the act that records it.</summary>
/// <param name="Path">The file's path in the seal.</param>
/// <param name="Digest">SHA-256 of the file, hexadecimal.</param>
/// <param name="Href">The file's address without lines.</param>
/// <param name="LinesTotal">Lines of the whole file.</param>
/// <param name="Lines">The lines of this frame, in order.</param>
/// <param name="Previous">The address of the frame before; null at the file's beginning.</param>
/// <param name="Next">The address of the frame after; null at the file's end.</param>
/// <param name="Refusal">Why lines are not shown, a sentence (binary, budget used up); null where they are.</param>
/// <param name="FrameDigest">The frame's digest in the act that records it, hexadecimal.</param>
public sealed record FileFrame(
    string Path,
    string Digest,
    string Href,
    long Bytes,
    string Language,
    int LinesTotal,
    ImmutableArray<CodeLine> Lines,
    string? Previous,
    string? Next,
    string? Refusal,
    string FrameDigest,
    DateTimeOffset DeliveredAt);

/// <summary>A search and what it found.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Hits">All lines that match (or files, where names were searched), of which <paramref name="Groups"/> holds a page.</param>
/// <param name="FilesSearched">Of <paramref name="FilesInScope"/>; fewer only when the search ran out of time.</param>
/// <param name="BytesSearched">Bytes of the files searched; 0 where names were.</param>
/// <param name="Next">The address of the next page of hits.</param>
/// <param name="Error">What is wrong with the pattern and what would help; null when it ran.</param>
public sealed record SearchView(
    ReadingRequest Request,
    long Hits,
    long FilesWithHits,
    long FilesSearched,
    long FilesInScope,
    long BytesSearched,
    TimeSpan Took,
    ImmutableArray<SearchGroup> Groups,
    string? Next,
    string? Error)
{
    /// <summary>The address of the page of hits before.</summary>
    public string? Previous { get; init; }

    /// <summary>Why there may be hits that were not found, and what would help; null where all was searched.</summary>
    public string? Partial { get; init; }

    /// <summary>The number of the hit the reader is at, from 1.</summary>
    public int? Current => Request.Hit;

    /// <summary>How many of the hits define the name that was asked for; null where none was.</summary>
    public int? Definitions { get; init; }
}

/// <summary>Hits of one file that follow each other.</summary>
/// <param name="Href">The file's address, where its name is the hit.</param>
public sealed record SearchGroup(string Path, long Hits, ImmutableArray<SearchHit> Lines, string? Href);

/// <summary>A line with a hit.</summary>
/// <param name="Number">The hit's number in the whole result, from 1.</param>
/// <param name="Href">Its frame's address with the line's anchor.</param>
/// <param name="Before">The line's text before the hit, shortened by the producer if long.</param>
/// <param name="Whole">Whether the three parts are the whole line.</param>
public sealed record SearchHit(int Number, string Path, int Line, string Href, string Before, string Match, string After, bool Whole)
{
    /// <summary>What the line defines; null where it only uses a name, or no name was asked for.</summary>
    public string? What { get; init; }
}

/// <summary>What a file defines. Names and kinds alone: lines are shown, and counted, where they are read.</summary>
/// <param name="Entries">By line, at most <see cref="Most"/> of what is defined, with headings above.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Refusal">Why nothing is known; null where it is.</param>
public sealed record OutlineView(ImmutableArray<OutlineEntry> Entries, int Total, string? Refusal)
{
    /// <summary>The most entries on a page.</summary>
    public const int Most = 1000;

    /// <summary>What stands deeper in other things is not moved further in.</summary>
    public const int Deepest = 4;
}

/// <summary>A name that the file defines, or a heading above names.</summary>
/// <param name="Name">The name; with what it stands in where that is not in the list above it.</param>
/// <param name="Title">What is known of it, for its tooltip.</param>
/// <param name="Depth">In how many entries above it stands, at most <see cref="OutlineView.Deepest"/>.</param>
/// <param name="Line">Its line; null for the heading above what stands in no namespace.</param>
/// <param name="Href">The address of its line.</param>
/// <param name="Here">Whether the line is in the frame on the screen.</param>
/// <param name="IsHeading">Whether it is a namespace or package, above what it holds.</param>
public sealed record OutlineEntry(string Name, string? Title, int Depth, string Kind, int? Line, string? Href, bool Here, bool IsHeading);

/// <summary>A note or finding that is anchored to lines.</summary>
/// <param name="Severity">Null for a note.</param>
/// <param name="Here">Whether it is anchored in the frame on the screen.</param>
public sealed record NoteView(
    string Id,
    Severity? Severity,
    string Title,
    string? Text,
    string Path,
    int FromLine,
    int ToLine,
    string Href,
    string Author,
    DateTimeOffset At,
    bool Here);

/// <summary>The form for a new note or finding, as it stands.</summary>
public sealed record NoteDraft(string Line, string Text, string Severity, FieldErrors Errors)
{
    public static NoteDraft Blank { get; } = new("", "", "", FieldErrors.None);
}
