using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Room;

namespace Vitrine.Web;

/// <summary>The gates of an engagement and their overrides; the rules of a host's house; a seal's export class.</summary>
public static class GateEndpoints
{
    public static void MapGates(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/engagements/{id}/gates", GetGates).Needs(Operation.ReadDesk);
        routes.MapPost("/engagements/{id}/gates", PostOverride).Needs(Operation.OverrideGates);
        routes.MapPost("/engagements/{id}/gates/confirm", PostConfirm).Needs(Operation.OverrideGates);
        routes.MapPost("/engagements/{id}/gates/end", PostEnd).Needs(Operation.OverrideGates);
        routes.MapHouseRules();
        routes.MapExportClass();
    }

    private static IResult GetGates(HttpContext context, Visit visit, string id) =>
        visit.Engagement(id) is { } engagement
            ? Show(context, visit, engagement, OverrideForm.Blank, FieldErrors.None, StatusCodes.Status200OK)
            : Missing.Page(context, visit);

    private static async Task<IResult> PostOverride(HttpContext context, Visit visit, string id)
    {
        if (visit.Engagement(id) is not { } engagement)
        {
            return Missing.Page(context, visit);
        }

        var form = await FormFields.ReadAsync(context);
        var gate = form.Word<Gate>("gate", "Choose a gate.");
        var days = form.Number("days", 1, (int)GateOverrides.Longest.TotalDays);
        var reason = form.Required("reason", "Give the reason; it stands in the record.", 2000);
        var reviewer = form.Text("reviewer") is { Length: > 0 } named ? named : null;
        var until = UtcTime.Whole(visit.Now.AddDays(days));
        var act = new GateOverrideProposed(id, GateOverrides.NewId(), gate, reviewer, reason, until, visit.Known.Person);
        return await form.TryAsync("reason", () => visit.Centre.RecordAsync(act, visit.Actor, context.RequestAborted))
            ? Results.Redirect($"{Routes.Gates(id)}#overrides")
            : Show(context, visit, engagement, new OverrideForm(form.Text("gate"), form.Text("reviewer"), form.Text("days"), reason), form.Errors, form.Status);
    }

    private static async Task<IResult> PostConfirm(HttpContext context, Visit visit, string id)
    {
        if (visit.Engagement(id) is null)
        {
            return Missing.Page(context, visit);
        }

        var form = await FormFields.ReadAsync(context);
        await visit.Centre.RecordAsync(new GateOverrideConfirmed(id, form.Text("override"), visit.Known.Person), visit.Actor, context.RequestAborted);
        return Results.Redirect($"{Routes.Gates(id)}#overrides");
    }

    private static async Task<IResult> PostEnd(HttpContext context, Visit visit, string id)
    {
        if (visit.Engagement(id) is null)
        {
            return Missing.Page(context, visit);
        }

        var form = await FormFields.ReadAsync(context);
        await visit.Centre.RecordAsync(new GateOverrideEnded(id, form.Text("override"), "Ended before its time.", visit.Known.Person), visit.Actor, context.RequestAborted);
        return Results.Redirect($"{Routes.Gates(id)}#overrides");
    }

    private static IResult Show(HttpContext context, Visit visit, Engagement engagement, OverrideForm form, FieldErrors errors, int status)
    {
        var (parties, people, letIn) = GatesModel.Ask(engagement, visit);
        var keptOut = people.Count(person => !person.LetIn);
        var (tone, word, sentence) = !letIn ? (Tone.No, "Nobody is let in", "A gate for the parties says no, or does not know.")
            : people.IsEmpty ? (Tone.Wait, "Nobody to let in", "The laboratory has no reviewer on record.")
            : keptOut == people.Length ? (Tone.No, "Nobody is let in", "Every reviewer is kept out by a gate.")
            : keptOut > 0 ? (Tone.Wait, "Some are kept out", Words.Count(keptOut, "1 reviewer is kept out by a gate.", "{0} reviewers are kept out by a gate."))
            : (Tone.Yes, "Let in", "Every gate that the room asks lets in.");
        return Page.Show<GatesPage, GatesView>(
            new GatesView(
                visit.Shell(context),
                engagement.Id,
                engagement.Product,
                engagement.Version,
                tone,
                word,
                sentence,
                [.. DisclosureModel.Entry(HouseRules.For(engagement, visit.Views), visit)],
                engagement.Entry is null ? "By the rules of the vendor’s house, until the disclosure is decided." : "By the decision on the disclosure.",
                parties,
                people,
                GatesModel.Overrides(engagement, visit),
                (errors.Any || engagement.State != EngagementState.Decided) && Permissions.Allows(visit.Known.Role, Operation.OverrideGates),
                [.. Enum.GetValues<Gate>().Select(gate => new Choice(gate.ToString().ToLowerInvariant(), GatesModel.Title(gate)))],
                [new Choice("", "Every reviewer"), .. Centre.People.Of(engagement.Laboratory, Role.Reviewer, visit.Views).Select(person => new Choice(person, visit.PersonName(person)))],
                form,
                errors),
            status);
    }
}
