using System.Collections.Immutable;
using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>What changed since the release that was reviewed before: the list of files, or the lines of one.</summary>
/// <param name="EarlierVersion">The version of the earlier review.</param>
/// <param name="Older">The older seal's root.</param>
/// <param name="MarkHref">The address of the visible mark's picture.</param>
/// <param name="Summary">What happened, over all files.</param>
/// <param name="List">A page of the list; null where one file is shown.</param>
/// <param name="File">The file; null where the list is shown.</param>
public sealed record ChangesView(
    Shell Shell,
    string Engagement,
    string Product,
    string Version,
    string EarlierVersion,
    string Newer,
    string Older,
    SessionFacts Session,
    string MarkHref,
    ChangesSummary Summary,
    ChangeList? List,
    ChangedFile? File);

/// <summary>What happened, over all files.</summary>
/// <param name="Files">What happened to files.</param>
/// <param name="Functions">What happened to functions; null: nothing, or nothing is known.</param>
/// <param name="Same">What the older seal has too.</param>
/// <param name="Unread">Files that could not be read.</param>
/// <param name="HasFunctions">Whether functions were looked at.</param>
public sealed record ChangesSummary(string Files, string? Functions, string Same, ImmutableArray<string> Unread, bool HasFunctions);

/// <summary>A page of the list, in the order in which it is best read.</summary>
/// <param name="First">The place of the first row in the whole list, from 1.</param>
/// <param name="Total">Rows on all pages.</param>
public sealed record ChangeList(ImmutableArray<ChangeRow> Rows, int First, int Total, string? Previous, string? Next);

/// <summary>A file that changed.</summary>
/// <param name="Kind">What happened, in a word.</param>
/// <param name="Href">Where its lines are compared; where there are none to compare, where it is read; null where it is gone.</param>
/// <param name="Lines">How many lines came and went.</param>
/// <param name="Functions">What happened to its functions, a sentence.</param>
/// <param name="Gained">Calls that functions make now, a sentence each.</param>
/// <param name="Delivered">How much of it was delivered in this review.</param>
public sealed record ChangeRow(string Kind, string Path, string? From, string? Href, string Lines, string? Functions, ImmutableArray<string> Gained, string Reasons, string Delivered);

/// <summary>One file as it changed.</summary>
/// <param name="Change">The row of the list that it has there.</param>
/// <param name="ReadHref">Where the newer file is read whole; null where it is gone.</param>
/// <param name="Places">The places that are shown.</param>
/// <param name="Refusal">Why no lines are shown, a sentence.</param>
/// <param name="FrameDigest">The frame's digest in the act that records it, hexadecimal.</param>
public sealed record ChangedFile(
    ChangeRow Change, string? ReadHref, ImmutableArray<DiffPlace> Places, string? Previous, string? Next, string? Refusal, string FrameDigest, DateTimeOffset DeliveredAt);

/// <summary>Lines that follow each other, of both files.</summary>
/// <param name="Label">Where it is: "Line 12".</param>
/// <param name="Function">In which function the first change stands; null where in none, or none is known.</param>
/// <param name="Href">The address of that line in the reading desk; null where only the older file has it.</param>
public sealed record DiffPlace(string Label, string? Function, string? Href, ImmutableArray<DiffLine> Lines);

/// <summary>A line of a comparison.</summary>
/// <param name="Old">Its number in the older file; null where that has it not.</param>
/// <param name="New">Its number in the newer file; null where that has it not.</param>
public sealed record DiffLine(DiffMark Mark, int? Old, int? New, ImmutableArray<CodeSpan> Spans);
