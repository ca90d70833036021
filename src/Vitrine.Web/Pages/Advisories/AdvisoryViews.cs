using System.Collections.Immutable;
using Vitrine.Register;

namespace Vitrine.Web;

/// <summary>An advisory in a list.</summary>
/// <param name="Label">Its TLP label.</param>
/// <param name="At">When it was issued, or else drafted.</param>
public sealed record AdvisoryRow(string Id, string Title, string Label, Tone Tone, string State, DateTimeOffset At);

/// <summary>Something that happened and has no advisory yet.</summary>
public sealed record WaitingRow(string Cause, string What, DateTimeOffset At, int Products, int Operators);

/// <summary>The list of advisories.</summary>
/// <param name="Restricted">How many were issued to some only.</param>
/// <param name="Waiting">What waits for one; empty for those who may not write any.</param>
/// <param name="Manages">Whether the reader writes advisories.</param>
public sealed record AdvisoryListView(Shell Shell, ImmutableArray<AdvisoryRow> Rows, TableState State, long Restricted, ImmutableArray<WaitingRow> Waiting, bool Manages);

/// <summary>One advisory.</summary>
/// <param name="Word">The verdict as a word.</param>
/// <param name="Sentence">Why, one sentence.</param>
/// <param name="Label">Its TLP label.</param>
/// <param name="For">Whom it is for, in words.</param>
/// <param name="Operators">Whom it affects; empty for those who may not know.</param>
/// <param name="Statement">The signed statement's digest; null where it is not issued.</param>
/// <param name="LogIndex">Its entry in the log.</param>
/// <param name="CanApprove">Whether the reader may approve it now.</param>
/// <param name="CanIssue">Whether the reader may issue it now.</param>
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
    string? Statement,
    long LogIndex,
    bool Manages,
    bool CanApprove,
    bool CanIssue,
    bool IsAuthor);

/// <summary>The form in which an advisory is written.</summary>
/// <param name="Affected">Whom the cause affects, found by the centre.</param>
public sealed record DraftAdvisoryView(
    Shell Shell, string Cause, Affected Affected, string Title, string Text, string Tlp, string Sectors, string Attributes, string Reference, FieldErrors Errors);
