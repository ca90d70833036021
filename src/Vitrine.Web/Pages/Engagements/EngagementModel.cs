using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Register;
using Vitrine.Room;

namespace Vitrine.Web;

/// <summary>How engagements are put into words and rows.</summary>
public static class EngagementModel
{
    private static readonly ImmutableArray<EngagementState> Path =
        [EngagementState.Requested, EngagementState.Screened, EngagementState.Disclosed, EngagementState.Open, EngagementState.Closed, EngagementState.Decided];

    /// <summary>By which columns engagements are sorted.</summary>
    public static RowOrder<EngagementRow> Order { get; } = new(
    [
        ("product", row => $"{row.Product}\n{row.Version}"),
        ("vendor", row => row.Vendor),
        ("laboratory", row => row.Laboratory),
        ("tier", row => row.Tier),
        ("state", row => row.State),
        ("time", row => row.InState),
    ]);

    public static ImmutableArray<EngagementRow> Rows(IEnumerable<Engagement> engagements, Visit visit) =>
    [
        .. engagements.Select(engagement => new EngagementRow(
            engagement.Id,
            engagement.Product,
            engagement.Version,
            visit.PartyName(engagement.Host),
            visit.PartyName(engagement.Laboratory),
            engagement.Tier.ToString(),
            ToneOf(engagement),
            StateWord(engagement),
            visit.Now - engagement.Since)),
    ];

    public static Tone ToneOf(Engagement engagement) => engagement.Decision switch
    {
        Decision.Certified => Tone.Yes,
        Decision.Refused => Tone.No,
        not null => Tone.Open,
        null => engagement.State == EngagementState.Open ? Tone.Yes : Tone.Wait,
    };

    public static string StateWord(Engagement engagement) => engagement.Decision?.ToString() ?? engagement.State.ToString();

    /// <summary>What the state means, and who acts next.</summary>
    public static string Sentence(Engagement engagement, Visit visit)
    {
        var (host, laboratory, authority) = (visit.PartyName(engagement.Host), visit.PartyName(engagement.Laboratory), visit.PartyName(engagement.Authority));
        return engagement.State switch
        {
            EngagementState.Requested => $"{authority} has asked for this review. {host} names a sealed tree and a scope next.",
            EngagementState.Screened when Disclosures.Proposal(engagement.Id, visit.Views) is not null => $"{host} has screened what would be disclosed. One person has proposed a decision, and another confirms it next.",
            EngagementState.Screened => $"{host} has screened what would be disclosed, and decides on the disclosure next.",
            EngagementState.Disclosed => $"The disclosure is decided. {host} opens the room next.",
            EngagementState.Open => $"The room is open to the reviewers of {laboratory}.",
            EngagementState.Closed => $"The room is closed. {laboratory} concludes and {authority} decides next.",
            _ => engagement.Decision switch
            {
                Decision.Certified => $"{authority} has approved the product on the certificate of {laboratory}.",
                Decision.Refused => "The engagement ended without approval.",
                Decision.Withdrawn => "The request was taken back.",
                _ => "The engagement ran out of time.",
            },
        };
    }

    /// <summary>What a role does next; null where it is another's turn.</summary>
    public static string? NextStep(Engagement engagement, Role role, Visit visit) => (role, engagement.State) switch
    {
        (Role.Host, EngagementState.Requested) => "Name the seal and the scope",
        (Role.Host, EngagementState.Screened) when Disclosures.Proposal(engagement.Id, visit.Views) is { } proposal && proposal.Act.Person != visit.Known.Person => "Confirm the decision on the disclosure",
        (Role.Host, EngagementState.Screened) when Disclosures.Proposal(engagement.Id, visit.Views) is not null => null,
        (Role.Host, EngagementState.Screened) => "Decide on the disclosure",
        (Role.Host, EngagementState.Disclosed) => "Open the room",
        (Role.Reviewer, EngagementState.Closed) when Certificates.OfEngagement(engagement.Id, visit.Views).Count == 0 => "Conclude the review",
        (Role.Authority, EngagementState.Closed) => "Decide the engagement",
        _ => null,
    };

    public static ImmutableArray<StateStep> Clock(Engagement engagement, IReadOnlyList<Room.TimelineEntry> acts, Visit visit)
    {
        var moments = Moments(engagement, acts);
        var steps = ImmutableArray.CreateBuilder<StateStep>();
        for (var i = 0; i < Path.Length; i++)
        {
            var state = Path[i];
            var title = state == EngagementState.Decided && engagement.Decision is { } decision ? decision.ToString() : state.ToString();
            if (!moments.TryGetValue(state, out var since))
            {
                steps.Add(new StateStep(title, engagement.State == EngagementState.Decided ? StepState.Skipped : StepState.Ahead));
                continue;
            }

            var left = moments.Where(pair => pair.Key > state).Select(pair => (DateTimeOffset?)pair.Value).Min();
            steps.Add(engagement.State == state
                ? new StateStep(title, state == EngagementState.Decided ? StepState.Done : StepState.Now, state == EngagementState.Decided ? null : visit.Now - since)
                : new StateStep(title, StepState.Done, left - since));
        }

        return steps.ToImmutable();
    }

    public static ScopeFacts? Scope(Engagement engagement) => engagement.Counts is { } counts
        ? new ScopeFacts([.. engagement.Include], [.. engagement.Exclude], counts.Files, counts.FilesTotal, counts.Lines, counts.Bytes)
        : null;

    public static ImmutableArray<TimelineEntry> Acts(IReadOnlyList<Room.TimelineEntry> acts, Visit visit) =>
    [
        .. acts.Select(act =>
        {
            var (sentence, reason) = Decided(act, visit) ?? (ActSentence(act.Kind), null);
            return new TimelineEntry(act.At, visit.PersonName(act.Person), act.Role.ToString().ToLowerInvariant(), sentence, $"Ledger {Words.Number((long)act.Position.Value)}", Detail: reason);
        }),
    ];

    /// <summary>A decision is told with its reason, from the act itself.</summary>
    private static (string Sentence, string? Reason)? Decided(Room.TimelineEntry entry, Visit visit) =>
        entry.Kind is not ("room.disclosureProposed" or "room.disclosureDecided" or "room.engagementDecided" or "room.overrideProposed")
            ? null
            : visit.Centre.ReadAct(entry.Position).Act switch
            {
                DisclosureProposed { Disclosed: true } act => ("Proposed to disclose.", act.Reason),
                DisclosureProposed act => ("Proposed not to disclose.", act.Reason),
                DisclosureDecided act => (Proposed(act, visit).Disclosed ? "Confirmed: it is disclosed." : "Confirmed: it is not disclosed.", null),
                GateOverrideProposed act => ("Proposed to override a gate.", act.Reason),
                EngagementDecided { Decision: Decision.Certified } act => ("Approved, on the laboratory’s certificate.", act.Reason),
                EngagementDecided { Decision: Decision.Refused } act => ("Refused.", act.Reason),
                EngagementDecided act => ("Took the request back.", act.Reason),
                _ => null,
            };

    private static DisclosureProposed Proposed(DisclosureDecided decided, Visit visit) => (DisclosureProposed)visit.Centre.ReadAct(new Proofs.LogIndex(decided.Proposal)).Act;

    private static string ActSentence(string kind) => kind switch
    {
        "room.engagementRequested" => "Asked for the review.",
        "room.disclosurePrepared" => "Named a seal and a scope, and screened it.",
        "room.opened" => "Opened the room.",
        "room.closed" => "Closed the room.",
        "room.sessionOpened" => "Entered the room.",
        "room.sessionClosed" => "A session ended.",
        "room.disputeOpened" => "Opened a session in a dispute, with the keys of both.",
        "room.openingRecorded" => "Both opened a session from a copy of the ledger, and signed that.",
        "room.publicationChosen" => "Settled what the public register shows.",
        "room.overrideConfirmed" => "Confirmed an override of a gate.",
        "room.overrideEnded" => "Ended an override of a gate.",
        "advisories.findingTold" => "Told the vendor and the authority of a finding.",
        "register.certificateIssued" => "Signed the laboratory’s conclusion.",
        _ => kind,
    };

    private static Dictionary<EngagementState, DateTimeOffset> Moments(Engagement engagement, IReadOnlyList<Room.TimelineEntry> acts)
    {
        var moments = new Dictionary<EngagementState, DateTimeOffset>();
        foreach (var act in acts)
        {
            var state = act.Kind switch
            {
                "room.engagementRequested" => EngagementState.Requested,
                "room.disclosurePrepared" => EngagementState.Screened,
                "room.disclosureDecided" when engagement.Rules is not null => EngagementState.Disclosed,
                "room.opened" => EngagementState.Open,
                "room.closed" => EngagementState.Closed,
                "room.engagementDecided" => EngagementState.Decided,
                _ => (EngagementState?)null,
            };
            if (state is { } reached)
            {
                moments[reached] = act.At;
            }
        }

        if (engagement.State == EngagementState.Decided)
        {
            moments[EngagementState.Decided] = engagement.Since;
        }

        return moments;
    }
}
