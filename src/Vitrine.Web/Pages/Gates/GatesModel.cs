using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Room;

namespace Vitrine.Web;

/// <summary>How gates are put into words.</summary>
public static class GatesModel
{
    public static string Title(Gate gate) => gate switch
    {
        Gate.PersonAccreditation => "Accreditation of the reviewer",
        Gate.LaboratoryAccreditation => "Accreditation of the laboratory",
        Gate.Nationality => "Export class and citizenship",
        Gate.LaboratoryTies => "Independence of the laboratory",
        Gate.AuthorityTies => "Independence of the authority",
        Gate.PartyLists => "Lists, for the parties",
        Gate.PersonLists => "Lists, for the reviewer",
        _ => "Place",
    };

    public static GateRow Row(GateAnswer answer)
    {
        var (tone, word) = answer switch
        {
            { Override: not null } => (Tone.Wait, "Overridden"),
            { Asked: false } => (Tone.Open, "Not asked"),
            { Verdict: GateVerdict.Pass } => (Tone.Yes, "Pass"),
            { Verdict: GateVerdict.Fail } => (Tone.No, "Fail"),
            _ => (Tone.No, "Unknown"),
        };
        return new GateRow(Title(answer.Gate), tone, word, answer.Sentence, answer.LetsIn ? null : answer.Help, [.. answer.LookedAt]);
    }

    /// <summary>What the gates say, of the parties and of those reviewers whom the reader may know of: a laboratory's people of themselves, the others of all.</summary>
    public static (ImmutableArray<GateRow> Parties, ImmutableArray<GatePerson> People, bool LetIn) Ask(Engagement engagement, Visit visit)
    {
        var parties = EntryGates.Ask(visit.Centre, engagement, null, null, visit.Now, visit.Views);
        var gates = parties.Answers.Select(answer => answer.Gate).ToHashSet();
        ImmutableArray<GatePerson> people =
        [
            .. from person in visit.Known.Role == Role.Reviewer ? [visit.Known.Person] : Centre.People.Of(engagement.Laboratory, Role.Reviewer, visit.Views)
               let report = EntryGates.Ask(visit.Centre, engagement, person, null, visit.Now, visit.Views)
               select new GatePerson(visit.PersonName(person), report.LetsIn, [.. report.Answers.Where(answer => !gates.Contains(answer.Gate)).Select(Row)]),
        ];
        return ([.. parties.Answers.Select(Row)], people, parties.LetsIn);
    }

    public static ImmutableArray<OverrideRow> Overrides(Engagement engagement, Visit visit)
    {
        var may = Permissions.Allows(visit.Known.Role, Operation.OverrideGates);
        return
        [
            .. GateOverrides.Of(engagement.Id, visit.Views)
                .Where(one => visit.Known.Role != Role.Reviewer || one.Reviewer is null || one.Reviewer == visit.Known.Person)
                .Select(one =>
                {
                    var (tone, state) = one switch
                    {
                        { Ended: not null } => (Tone.Open, "Ended"),
                        _ when visit.Now >= one.Until => (Tone.Open, "Over"),
                        { Confirmed: null } => (Tone.Wait, "Waits for a second person"),
                        _ => (Tone.Yes, "Counts"),
                    };
                    return new OverrideRow(
                        one.Id,
                        Title(one.Gate),
                        one.Reviewer is { } reviewer ? visit.PersonName(reviewer) : "Every reviewer",
                        one.Reason,
                        visit.PersonName(one.Proposer),
                        one.Confirmer is { } confirmer ? visit.PersonName(confirmer) : "Nobody yet",
                        one.Until,
                        tone,
                        state,
                        may && one.WaitsAt(visit.Now) && one.Proposer != visit.Known.Person,
                        may && (one.WaitsAt(visit.Now) || one.CountsAt(visit.Now)));
                }),
        ];
    }
}
