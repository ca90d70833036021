using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>The form in which a host names what it would disclose.</summary>
public sealed record PrepareView(
    Shell Shell, string Engagement, string Product, string Version, ImmutableArray<Choice> Seals, string Seal, string Include, string Exclude, FieldErrors Errors);

/// <summary>What screening found in what would be disclosed, and the decision on it.</summary>
/// <param name="Partial">Whether the list was cut because it grew too long.</param>
/// <param name="Decidable">Whether the decision is still to be taken.</param>
public sealed record DisclosureView(
    Shell Shell,
    string Engagement,
    string Product,
    string Version,
    string SealRoot,
    FindingCounts Counts,
    ImmutableArray<ScreeningRow> Rows,
    TableState State,
    bool Partial,
    ScopeFacts Scope,
    string Laboratory,
    string Purpose,
    bool Decidable,
    DisclosureForm Form,
    FieldErrors Errors);

/// <param name="Rule">The rule's name: "private-key".</param>
/// <param name="What">What it found, a sentence without the secret itself.</param>
public sealed record ScreeningRow(string Rule, Severity Severity, string What, string Place);

/// <summary>The decision as it was filled in.</summary>
public sealed record DisclosureForm(string Reason, string Idle, string From, string To, string Lines)
{
    public static DisclosureForm Blank { get; } = new("", "10", "0", "24", "20000");
}
