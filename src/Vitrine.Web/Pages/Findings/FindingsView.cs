using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>Findings, and the chosen one.</summary>
/// <param name="Scope">Whose findings these are: "Halden Update Agent 4.2.0", or every engagement of the reader.</param>
/// <param name="Chosen">Null when the list alone is shown.</param>
public sealed record FindingsView(
    Shell Shell,
    string Scope,
    ImmutableArray<FindingRow> Rows,
    TableState State,
    FindingDetail? Chosen);

/// <param name="State">Draft, In embargo, Told, Mended, Released.</param>
public sealed record FindingRow(
    string Id,
    Severity Severity,
    string Title,
    string Product,
    string Place,
    Tone Tone,
    string State,
    string Author,
    DateTimeOffset At);

/// <param name="Lines">The lines it is anchored to, with a few around them; empty for readers outside the room.</param>
/// <param name="Moved">Where the anchor stands in a later seal, a sentence; null if nothing moved.</param>
/// <param name="KnownTo">Who knows of it and since when, each a sentence.</param>
public sealed record FindingDetail(
    FindingRow Row,
    string Text,
    ImmutableArray<CodeLine> Lines,
    string? Moved,
    DateTimeOffset? EmbargoEnds,
    ImmutableArray<string> KnownTo,
    ImmutableArray<TimelineEntry> Acts,
    ImmutableArray<PageAction> Actions);
