using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>What screening found in what would be disclosed, and the decision on it.</summary>
/// <param name="Disclosure">What would be shown, to whom, under which rules.</param>
/// <param name="Act">The decision of two; null while findings are still undecided.</param>
/// <param name="Undecided">Findings that nobody has waived, redacted or stopped yet.</param>
/// <param name="MayDecide">Whether this reader may decide on single findings.</param>
public sealed record ScreeningView(
    Shell Shell,
    string Engagement,
    string Product,
    string Version,
    string SealRoot,
    DateTimeOffset ScreenedAt,
    FindingCounts Counts,
    ImmutableArray<ScreeningRow> Rows,
    TableState State,
    int Undecided,
    bool MayDecide,
    DisclosureFacts Disclosure,
    TwoPersonAct? Act);

/// <param name="Rule">The rule's name: "private-key".</param>
/// <param name="Title">What it found, a sentence.</param>
/// <param name="Decision">Open, Waived, Redacted or Stopped.</param>
/// <param name="DecidedBy">Who decided and why, a sentence; null while it is open.</param>
public sealed record ScreeningRow(
    string Id,
    string Rule,
    Severity Severity,
    string Title,
    string Path,
    int? Line,
    Tone Tone,
    string Decision,
    string? DecidedBy);

/// <param name="Gain">What is gained by showing it, in the requester's words.</param>
public sealed record DisclosureFacts(
    ScopeFacts Scope,
    string Laboratory,
    ImmutableArray<string> People,
    string Site,
    string Jurisdiction,
    ImmutableArray<string> Rules,
    string Gain);
