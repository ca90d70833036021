using System.Collections.Immutable;
using Vitrine.Register;

namespace Vitrine.Web;

/// <summary>An advisory in a list.</summary>
/// <param name="Label">Its TLP label.</param>
/// <param name="At">When it was issued, or else drafted.</param>
public sealed record AdvisoryRow(string Id, string Title, string Label, Tone Tone, string State, DateTimeOffset At);

/// <summary>Something that changed and has no advisory.</summary>
/// <param name="State">Why not, as a word.</param>
/// <param name="Trouble">Why it cannot be told whom it affects; null otherwise.</param>
public sealed record CauseRow(string Cause, string What, DateTimeOffset At, Tone Tone, string State, string? Trouble);

/// <summary>The list of advisories.</summary>
/// <param name="Restricted">How many were issued to some only.</param>
/// <param name="Causes">What changed and has none, the newest of them; empty for those who may not write any.</param>
/// <param name="CauseCount">How many those are.</param>
/// <param name="Manages">Whether the reader writes advisories.</param>
public sealed record AdvisoryListView(Shell Shell, ImmutableArray<AdvisoryRow> Rows, TableState State, long Restricted, ImmutableArray<CauseRow> Causes, long CauseCount, bool Manages);

/// <summary>An advisory as it was issued once.</summary>
/// <param name="Number">Which issue.</param>
/// <param name="Changed">What it changed.</param>
/// <param name="LogIndex">Its entry in the log.</param>
public sealed record IssueRow(int Number, string Changed, DateTimeOffset At, string Statement, long LogIndex);

/// <summary>One advisory.</summary>
/// <param name="Word">The verdict as a word.</param>
/// <param name="Sentence">Why, one sentence.</param>
/// <param name="Label">Its TLP label.</param>
/// <param name="For">Whom it is for, in words.</param>
/// <param name="Operators">Whom it affects; empty for those who may not know.</param>
/// <param name="Issues">As it was issued, newest first; for strangers the public ones.</param>
/// <param name="Cause">What it is about.</param>
/// <param name="CanApprove">Whether the reader may approve it now.</param>
/// <param name="CanIssue">Whether the reader may issue it now.</param>
/// <param name="CanDrop">Whether the reader may decide that it is not issued.</param>
/// <param name="IsOver">Whether it was dropped, and never issued.</param>
/// <param name="Reason">Why not, as it was filled in.</param>
/// <param name="IsAuthor">Whether the reader wrote it and so waits for somebody else.</param>
public sealed record AdvisoryView(
    Shell Shell,
    string Id,
    string Title,
    Tone Tone,
    string Word,
    string Sentence,
    string Label,
    string For,
    bool NoNewEvidence,
    string? Cve,
    ImmutableArray<string> Summary,
    ImmutableArray<string> Text,
    ImmutableArray<AffectedProduct> Products,
    ImmutableArray<AffectedOperator> Operators,
    ImmutableArray<AdvisoryReference> References,
    ImmutableArray<TimelineEntry> Timeline,
    ImmutableArray<IssueRow> Issues,
    string Cause,
    bool Manages,
    bool CanApprove,
    bool CanIssue,
    bool CanDrop,
    bool IsOver,
    string Reason,
    FieldErrors Errors,
    bool IsAuthor);

/// <summary>The form in which an advisory is written, written anew, or revised.</summary>
/// <param name="Affected">Whom the cause affects, found by the centre.</param>
/// <param name="Advisory">What is written anew or revised; empty for an advisory of its own.</param>
/// <param name="Revisable">The advisories that it may be instead of one of its own: those not issued yet about this cause, and those issued.</param>
/// <param name="Changed">What a revision changes.</param>
public sealed record DraftAdvisoryView(
    Shell Shell, string Cause, Affected Affected, string Advisory, ImmutableArray<Choice> Revisable, string Changed, string Title, string Text, string Tlp, string Sectors, string Attributes, string Reference, FieldErrors Errors);
