using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Room;

/// <summary>Whether a party, an owner of one, or the reviewer stands on a list that the room names.</summary>
/// <remarks>A name that is only like a listed one, and an ownership that is only possible, are unknown: somebody has to look.</remarks>
internal static class ListsGate
{
    private const int MostHits = 8;
    private const string NoList = "The room names no list.";
    private const string Help = "Look at the hit in the register; where it is somebody else, two people override this gate.";

    public static GateAnswer OfParties(GateQuestion question)
    {
        var engagement = question.Engagement;
        List<(string Part, string Id)> parties = [("vendor", engagement.Host), ("laboratory", engagement.Laboratory), ("authority", engagement.Authority)];
        if (question.Rules.Site is { } site && Sites.Find(site, question.Views) is { } known && parties.TrueForAll(party => party.Id != known.Controller))
        {
            parties.Add(("site’s controller", known.Controller));
        }

        return Answer(question, Gate.PartyLists, "a party", () => [.. parties.SelectMany(party => Lists.ScreenEntity(party.Id, question.On, question.Views).Select(hit => (party.Part, hit)))]);
    }

    public static GateAnswer OfPerson(GateQuestion question) => question.Facts?.FullName switch
    {
        _ when question.Rules.Lists.Count == 0 => GateAnswer.NotAsked(Gate.PersonLists, NoList),
        null => GateAnswer.Unknown(Gate.PersonLists, "No full name of this reviewer is recorded.", "An administrator of the centre records it.", Asked(question)),
        { } name when Lists.CanAsk(name) => Answer(question, Gate.PersonLists, "the reviewer", () => [.. Lists.Screen(name, question.On, question.Views).Select(hit => ("reviewer", hit))]),
        _ => GateAnswer.Unknown(Gate.PersonLists, "The name recorded of this reviewer has no letter and no digit, so no list can be asked.", "An administrator of the centre records the full name.", Asked(question)),
    };

    private static GateAnswer Answer(GateQuestion question, Gate gate, string who, Func<List<(string Part, ListHit Hit)>> screen)
    {
        var lists = question.Rules.Lists;
        if (lists.Count == 0)
        {
            return GateAnswer.NotAsked(gate, NoList);
        }

        if (lists.FirstOrDefault(list => Lists.Find(list, question.Views) is null) is { } absent)
        {
            return GateAnswer.Unknown(gate, $"The list {absent} is not in this centre.", "Import it with vitrine list import.", Asked(question));
        }

        List<(string Part, ListHit Hit)> hits;
        try
        {
            hits = [.. screen().Where(one => lists.Contains(one.Hit.List))];
        }
        catch (ActRefusedException cut)
        {
            return GateAnswer.Unknown(gate, $"The owners of {who} cannot be followed: {cut.Message}", Help, Asked(question));
        }

        // What a list says of a reviewer is not told to those who may not know the reviewer's name.
        List<string> lookedAt = [Asked(question), .. gate == Gate.PersonLists ? [] : hits.Take(MostHits).Select(one => Line(one.Part, one.Hit))];
        return hits.Count == 0 ? GateAnswer.Pass(gate, $"Nothing on the lists is like {who} or an owner.", lookedAt)
            : hits.Any(one => one.Hit.Way is HitWay.Identifier or HitWay.Owned || (one.Hit.Way == HitWay.Name && one.Hit.Score >= Lists.Certain))
                ? GateAnswer.Fail(gate, $"An entry on a list is {who}, or an owner.", Help, lookedAt)
                : GateAnswer.Unknown(gate, $"An entry on a list is like {who}, or may be an owner.", Help, lookedAt);
    }

    private static string Asked(GateQuestion question) =>
        $"Asked: {string.Join(", ", question.Rules.Lists.Select(list => Lists.Find(list, question.Views) is { } known ? $"{list} of {known.AsOf(question.On).Date:yyyy-MM-dd}" : list))}, as of {question.On:yyyy-MM-dd}.";

    private static string Line(string part, ListHit hit) => $"The {part}: {hit.Name} on {hit.List} since {hit.Since:yyyy-MM-dd}, score {hit.Score:0.00} ({string.Join("; ", hit.Why)})";
}
