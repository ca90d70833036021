namespace Vitrine.Room;

/// <summary>Whether the seal's export class lets the reviewer in. Which countries are on record is said to nobody here.</summary>
internal static class NationalityGate
{
    private const string Help = "A reviewer whom the rule lets in can enter; or the host changes the rule, if its counsel agrees.";

    public static GateAnswer Answer(GateQuestion question)
    {
        if (question.Export is not { Basis: not ExportBasis.Nothing } rule)
        {
            return GateAnswer.NotAsked(Gate.Nationality, question.Export is { } free ? free.Sentence : "The seal has no export class: nothing is restricted.");
        }

        if (question.Facts is not { } facts)
        {
            return GateAnswer.Unknown(Gate.Nationality, "No citizenship or residence of this reviewer is recorded.", "An administrator of the centre records it.", rule.Sentence);
        }

        return rule.Basis switch
        {
            ExportBasis.Every => Every(rule, facts),
            ExportBasis.Newest => Newest(rule, facts, question.On),
            _ => Residence(rule, facts, question.On),
        };
    }

    private static GateAnswer Every(ExportRule rule, PersonFacts facts) =>
        !facts.Standings.Any(one => one.Kind == StandingKind.Citizen) ? Missing(rule, "No citizenship of this reviewer is recorded.")
        : facts.Standings.All(one => rule.LetsIn(one.Country)) ? LetIn(rule)
        : Outside(rule);

    private static GateAnswer Newest(ExportRule rule, PersonFacts facts, DateOnly on)
    {
        var lasting = facts.Standings.Where(one => one.LastsOn(on)).ToList();
        if (lasting.Count == 0)
        {
            return Missing(rule, "No citizenship or permanent residence of this reviewer that lasts is recorded.");
        }

        // Where it is not known which is the newest, all must come to the same.
        var newest = lasting.Count == 1 || lasting.All(one => one.Since is not null) ? lasting.Where(one => one.Since == lasting.Max(other => other.Since)).ToList() : lasting;
        return newest.All(one => rule.LetsIn(one.Country)) ? LetIn(rule)
            : newest.All(one => !rule.LetsIn(one.Country)) ? Outside(rule)
            : Missing(rule, "It is not recorded which of the reviewer’s citizenships and residences is the newest.");
    }

    private static GateAnswer Residence(ExportRule rule, PersonFacts facts, DateOnly on)
    {
        var lives = facts.Standings.Where(one => one.Kind == StandingKind.Resident && one.LastsOn(on)).ToList();
        return lives.Count == 0 ? Missing(rule, "No residence of this reviewer is recorded.")
            : lives.All(one => rule.LetsIn(one.Country)) ? LetIn(rule)
            : Outside(rule);
    }

    private static GateAnswer LetIn(ExportRule rule) => GateAnswer.Pass(Gate.Nationality, $"What is recorded of the reviewer is within the rule of {rule.Class}.", rule.Sentence);

    private static GateAnswer Outside(ExportRule rule) => GateAnswer.Fail(Gate.Nationality, $"What is recorded of the reviewer is outside the rule of {rule.Class}.", Help, rule.Sentence);

    private static GateAnswer Missing(ExportRule rule, string sentence) => GateAnswer.Unknown(Gate.Nationality, sentence, "An administrator of the centre records it.", rule.Sentence);
}
