using Vitrine.Centre;
using Vitrine.Room;

namespace Vitrine.Web;

/// <summary>What a host's rooms ask unless a room's own decision says otherwise.</summary>
public static class HouseRulesEndpoints
{
    public static void MapHouseRules(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.HouseRules, Get).Needs(Operation.ClassifySeals);
        routes.MapPost(Routes.HouseRules, Post).Needs(Operation.ClassifySeals);
    }

    private static IResult Get(HttpContext context, Visit visit) =>
        Show(context, visit, EntryForm.Of(HouseRules.Of(visit.Known.Party!, visit.Views)), FieldErrors.None, StatusCodes.Status200OK);

    private static async Task<IResult> Post(HttpContext context, Visit visit)
    {
        var form = await FormFields.ReadAsync(context);
        var (filled, rules) = EntryForm.Read(form);
        return await form.TryAsync("operator", () => visit.Centre.RecordAsync(new HouseRulesStated(visit.Known.Party!, rules), visit.Actor, context.RequestAborted))
            ? Results.Redirect(Routes.HouseRules)
            : Show(context, visit, filled, form.Errors, form.Status);
    }

    private static IResult Show(HttpContext context, Visit visit, EntryForm form, FieldErrors errors, int status) =>
        Page.Show<HouseRulesPage, HouseRulesView>(new HouseRulesView(visit.Shell(context), visit.PartyName(visit.Known.Party!), form, EntryChoices.Of(visit), errors), status);
}

/// <summary>The rules of a host's house.</summary>
public sealed record HouseRulesView(Shell Shell, string Host, EntryForm Entry, EntryChoices Choices, FieldErrors Errors);
