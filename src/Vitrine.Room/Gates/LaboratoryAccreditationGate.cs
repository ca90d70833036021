using Vitrine.Register;

namespace Vitrine.Room;

/// <summary>Whether the laboratory holds the accreditation that the room asks: scheme, type and scope, on this day.</summary>
internal static class LaboratoryAccreditationGate
{
    private const string Help = "Record the accreditation in the register, with its source; or choose a laboratory that holds it.";

    public static GateAnswer Answer(GateQuestion question)
    {
        if (question.Rules.Laboratory is not { } rule)
        {
            return GateAnswer.NotAsked(Gate.LaboratoryAccreditation, "The room asks no accreditation of the laboratory.");
        }

        var asked = $"Asked: {rule.Scheme}{(rule.Types.Count > 0 ? $", type {string.Join(" or ", rule.Types)}" : "")}{(rule.Scope is { } scope ? $", for {scope}" : "")}.";
        var known = Accreditations.Of(question.Engagement.Laboratory, question.Views);
        List<string> lookedAt = [asked, .. known.Select(Line)];
        if (known.Count == 0)
        {
            return GateAnswer.Unknown(Gate.LaboratoryAccreditation, "The register knows no accreditation of the laboratory.", Help, lookedAt);
        }

        var fitting = known.Where(one => Fits(one, rule)).ToList();
        if (fitting.Count == 0)
        {
            return GateAnswer.Fail(Gate.LaboratoryAccreditation, "No accreditation of the laboratory is as the room asks.", Help, lookedAt);
        }

        var holding = fitting.Where(one => one.HoldsOn(question.On)).ToList();
        return holding.Count == 0 ? GateAnswer.Fail(Gate.LaboratoryAccreditation, "The laboratory’s accreditation has ended, or was taken back.", Help, lookedAt)
            : holding.Any(one => one.Until is not null) ? GateAnswer.Pass(Gate.LaboratoryAccreditation, "The laboratory is accredited as the room asks.", lookedAt)
            : GateAnswer.Unknown(Gate.LaboratoryAccreditation, "It is not recorded until when the laboratory is accredited.", Help, lookedAt);
    }

    private static bool Fits(Accreditation one, LaboratoryRule rule) =>
        string.Equals(one.Scheme, rule.Scheme, StringComparison.OrdinalIgnoreCase)
        && (rule.Types.Count == 0 || (one.Type is { } type && rule.Types.Contains(type)))
        && (rule.Scope is null || one.Scope.Contains(rule.Scope, StringComparison.OrdinalIgnoreCase));

    private static string Line(Accreditation one) =>
        $"{one.Scheme}{(one.Type is { } type ? $", type {type}" : "")}, for {one.Scope}, {(one.Since is { } since ? $"from {since:yyyy-MM-dd}" : "from an unknown day")}, "
        + $"{(one.Until is { } until ? $"until {until:yyyy-MM-dd}" : "until an unknown day")}{(one.Withdrawn ? ", taken back" : "")} ({one.Source.Title}, grade {one.Source.Grade})";
}
