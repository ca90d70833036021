using Vitrine.Register;

namespace Vitrine.Room;

/// <summary>Whether the terminal is one of the site's.</summary>
internal static class PlaceGate
{
    public static GateAnswer Answer(GateQuestion question)
    {
        if (question.Rules.Site is not { } id)
        {
            return GateAnswer.NotAsked(Gate.Place, "The room may be entered from anywhere.");
        }

        if (Sites.Find(id, question.Views) is not { } site)
        {
            return GateAnswer.Unknown(Gate.Place, $"There is no site {id}.", "The host registers it.");
        }

        var controller = Parties.Find(site.Controller, question.Views)?.Name ?? site.Controller;
        var rule = $"Asked: a terminal of {site.Name} (controlled by {controller}, under the law of {site.Jurisdiction}).";
        return question.Terminal is { } terminal && site.Holds(terminal)
            ? GateAnswer.Pass(Gate.Place, $"The terminal is one of {site.Name}.", rule)
            : GateAnswer.Fail(Gate.Place, $"This terminal is not one of {site.Name}.", "Enter from a terminal of the site.", rule);
    }
}
