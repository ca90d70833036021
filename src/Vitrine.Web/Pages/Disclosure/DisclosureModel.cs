using System.Collections.Immutable;
using Vitrine.Proofs;
using Vitrine.Register;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>How a disclosure is put into words.</summary>
public static class DisclosureModel
{
    public static ImmutableArray<PartyFact> Parties(Engagement engagement, Visit visit) =>
    [
        Party("From", engagement.Host, visit),
        Party("To the reviewers of", engagement.Laboratory, visit),
        Party("Asked for by", engagement.Authority, visit),
    ];

    /// <summary>When the public register shows the engagement, a sentence.</summary>
    public static string Publication(Engagement engagement, Visit visit) => Publications.Find(engagement.Id, visit.Views) switch
    {
        null => "Counts alone; nobody has chosen.",
        { When: PublicationTime.Now } => "The engagement, now.",
        { When: PublicationTime.OnDecision } => "The engagement, once it is decided.",
        { When: PublicationTime.OnDate, On: { } on } => $"The engagement, from {on:yyyy-MM-dd} on.",
        _ => "Counts alone, and a commitment.",
    };

    public static ProposalView? Proposal(Engagement engagement, Visit visit) =>
        engagement.State != EngagementState.Screened || Disclosures.Proposal(engagement.Id, visit.Views) is not { } proposal
            ? null
            : new ProposalView(
                proposal.Position.Value,
                visit.PersonName(proposal.Act.Person),
                proposal.Act.Person == visit.Known.Person,
                proposal.At,
                proposal.Act.Disclosed,
                proposal.Act.Reason,
                proposal.Act.Gain,
                [.. Rules(engagement, proposal.Act.Rules, visit), .. Entry(proposal.Act.Entry, visit)]);

    /// <summary>What a room asks of those who enter, a sentence each; what it does not ask is left out.</summary>
    public static IEnumerable<string> Entry(EntryRules rules, Visit visit)
    {
        yield return rules.Operator is { } operatedBy ? $"The server is operated by {operatedBy}." : "The server is operated by the centre.";
        yield return rules.Site is { } site && Room.Sites.Find(site, visit.Views) is { } known
            ? $"It is entered from {known.Name}, controlled by {visit.PartyName(known.Controller)}, under the law of {known.Jurisdiction}."
            : "It may be entered from anywhere.";
        if (rules.PersonScheme is { } scheme)
        {
            yield return $"Each reviewer is accredited under {scheme}.";
        }

        if (rules.Laboratory is { } laboratory)
        {
            yield return $"The laboratory is accredited under {laboratory.Scheme}{(laboratory.Types.Count > 0 ? $", as type {string.Join(" or ", laboratory.Types)}" : "")}{(laboratory.Scope is { } scope ? $", for {scope}" : "")}.";
        }

        foreach (var sentence in Strictness(rules))
        {
            yield return sentence;
        }
    }

    /// <summary>Bar and lists, a sentence each.</summary>
    private static IEnumerable<string> Strictness(EntryRules rules)
    {
        if (rules.Bar is { } bar)
        {
            yield return $"Laboratory and authority are independent of the vendor by the bar “{Register.Bar.Parse(System.Text.Encoding.UTF8.GetBytes(bar)).Name}”.";
        }

        if (rules.Lists.Count > 0)
        {
            yield return $"Nobody stands on {string.Join(", ", rules.Lists)}.";
        }
    }

    /// <summary>Findings as rows, with the waivers that settle them today, or did so before.</summary>
    public static ImmutableArray<ScreeningRow> Rows(IEnumerable<ScreeningFinding> findings, Engagement engagement, Visit visit)
    {
        var now = visit.Centre.Time.GetUtcNow();
        var waivers = Waivers.At(engagement.Host, now, visit.PersonName, visit.Views);
        var over = Waivers.Over(engagement.Host, now, visit.PersonName, visit.Views);
        return [.. findings.Select(finding => Row(finding, waivers, over))];
    }

    private static ScreeningRow Row(ScreeningFinding finding, IReadOnlyDictionary<Digest, FindingWaiver> waivers, IReadOnlyDictionary<Digest, FindingWaiver> over)
    {
        var anchor = FindingAnchor.Of(finding);
        var severity = finding.Severity switch
        {
            ScreeningSeverity.High => Severity.High,
            ScreeningSeverity.Medium => Severity.Medium,
            _ => Severity.Low,
        };
        return new ScreeningRow(finding.Rule, severity, finding.Message, finding.Line is { } line ? $"{finding.Path}:{line}" : finding.Path, anchor.ToHex(), waivers.GetValueOrDefault(anchor), over.GetValueOrDefault(anchor));
    }

    private static IEnumerable<string> Rules(Engagement engagement, RoomRules rules, Visit visit)
    {
        if (rules.ComparesWith is { } id && Engagements.Find(id, visit.Views) is { } earlier)
        {
            yield return $"It may be compared with version {earlier.Version}, within the scope of its own review ({earlier.Id}): lines of that release are shown again.";
        }

        yield return $"A session locks after {rules.IdleMinutes} minutes without a look, and runs from {rules.FromHour:00}:00 to {rules.ToHour:00}:00 UTC.";
        yield return $"One session may be shown {Words.Lines(rules.LinesPerSession)}, all together {Words.Lines(Tiers.Budget(engagement with { Rules = rules }))}.";
    }

    private static PartyFact Party(string part, string id, Visit visit)
    {
        var countries = Entities.Find(id, visit.Views)?.Countries ?? [];
        return new PartyFact(part, visit.PartyName(id), countries.IsEmpty ? "No country is on record." : $"On record in {string.Join(", ", countries)}.");
    }
}
