using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>The form in which a host names what it would disclose.</summary>
public sealed record PrepareView(
    Shell Shell, string Engagement, string Product, string Version, ImmutableArray<Choice> Seals, string Seal, string Include, string Exclude, FieldErrors Errors);

/// <summary>What would be disclosed, to whom, under which rules and law, against what is gained; and the decision of two people on it.</summary>
/// <param name="Counts">Findings that nobody has waived.</param>
/// <param name="Waived">Findings that a waiver settles today.</param>
/// <param name="Partial">Whether something was left out: a file that could not be read, or findings because there are too many.</param>
/// <param name="ScreenedAt">When the list was made; the seal cannot have changed since.</param>
/// <param name="Parties">Vendor, laboratory and authority with their countries.</param>
/// <param name="Export">The seal's export rule as sentences.</param>
/// <param name="Publication">What the public sees of it, a sentence.</param>
/// <param name="Together">Lines that the tier allows all sessions together.</param>
/// <param name="Earlier">Earlier reviews that the room could compare with.</param>
/// <param name="Decidable">Whether the decision is still to be taken.</param>
/// <param name="Proposal">What one person has proposed; null where nothing is.</param>
public sealed record DisclosureView(
    Shell Shell,
    string Engagement,
    string Product,
    string Version,
    string SealRoot,
    FindingCounts Counts,
    int Waived,
    ImmutableArray<ScreeningRow> Rows,
    TableState State,
    bool Partial,
    DateTimeOffset ScreenedAt,
    ScopeFacts Scope,
    ImmutableArray<PartyFact> Parties,
    string Purpose,
    string Tier,
    string Export,
    string Publication,
    int Together,
    ImmutableArray<Choice> Earlier,
    bool Decidable,
    ProposalView? Proposal,
    DisclosureForm Form,
    EntryForm Entry,
    EntryChoices Choices,
    FieldErrors Errors);

/// <param name="Countries">The countries on record, or that none is.</param>
public sealed record PartyFact(string Part, string Name, string Countries);

/// <summary>What one person of the host proposed, and waits for another.</summary>
/// <param name="Position">Its place in the ledger.</param>
/// <param name="Mine">Whether the reader proposed it, and so cannot confirm it.</param>
/// <param name="Rules">The rules, a sentence each.</param>
public sealed record ProposalView(ulong Position, string Who, bool Mine, DateTimeOffset At, bool Disclosed, string Reason, string Gain, ImmutableArray<string> Rules);

/// <param name="Rule">The rule's name: "private-key".</param>
/// <param name="What">What it found, a sentence without the secret itself.</param>
/// <param name="Anchor">What a waiver holds on to, in hexadecimal.</param>
/// <param name="Waiver">Who settled it, why and until when; null where nobody did, or that day is over.</param>
/// <param name="Over">The waiver whose last day is over.</param>
public sealed record ScreeningRow(string Rule, Severity Severity, string What, string Place, string Anchor, Seals.FindingWaiver? Waiver, Seals.FindingWaiver? Over);

/// <summary>The decision as it was filled in.</summary>
public sealed record DisclosureForm(string Reason, string Gain, string Idle, string From, string To, string Lines, string Together, string ComparesWith)
{
    public static DisclosureForm Blank { get; } = new("", "", "10", "0", "24", "20000", "", "");
}
