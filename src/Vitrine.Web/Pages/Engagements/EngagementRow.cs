namespace Vitrine.Web;

/// <summary>An engagement in a list.</summary>
/// <param name="State">Its state as a word: Requested, Screening, Gates, Open, Closed, Certified, Refused, Withdrawn, Lapsed.</param>
/// <param name="InState">How long it has been in that state.</param>
public sealed record EngagementRow(
    string Id,
    string Product,
    string Version,
    string Vendor,
    string Laboratory,
    string Tier,
    Tone Tone,
    string State,
    TimeSpan InState);
