using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>What a reviewer sees first: where to read on.</summary>
public sealed record ReviewerHomeView(
    Shell Shell,
    ImmutableArray<ReadOnRow> ReadOn,
    ImmutableArray<TaskRow> Tasks,
    ImmutableArray<ReceiptRow> Receipts);

/// <summary>A room this reviewer may enter.</summary>
/// <param name="Place">Where they left off: path and line; null before the first frame.</param>
/// <param name="Href">The address that reads on there.</param>
/// <param name="Refusal">Why the room cannot be entered now, a sentence; null when it can.</param>
public sealed record ReadOnRow(
    string Product,
    string Version,
    string Vendor,
    string? Place,
    string Href,
    CoverageShares Coverage,
    int Notes,
    int Findings,
    string? Refusal);

/// <summary>A receipt of a past session.</summary>
/// <param name="Range">The ledger's entries it covers: "18,204 to 18,377".</param>
public sealed record ReceiptRow(string Session, string Product, DateTimeOffset Left, string Range, string Href);
