using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>A person of the vendor settles a finding of the screening for a time.</summary>
public static class WaiveEndpoints
{
    public static void MapWaivers(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/engagements/{id}/disclosure/waive/{anchor}", Get).Needs(Operation.DecideDisclosure);
        routes.MapPost("/engagements/{id}/disclosure/waive/{anchor}", PostAsync).Needs(Operation.DecideDisclosure);
    }

    private static async Task<IResult> Get(HttpContext context, Visit visit, ScreeningDesk screenings, string id, string anchor) =>
        visit.Engagement(id) is { Seal: not null } engagement && await FindAsync(context, screenings, engagement, anchor) is { IsEmpty: false } found
            ? Show(context, visit, engagement, found, new WaiveForm("", ""), FieldErrors.None, StatusCodes.Status200OK)
            : Missing.Page(context, visit);

    private static async Task<IResult> PostAsync(HttpContext context, Visit visit, ScreeningDesk screenings, string id, string anchor)
    {
        if (visit.Engagement(id) is not { Seal: not null } engagement || await FindAsync(context, screenings, engagement, anchor) is not { IsEmpty: false } found)
        {
            return Missing.Page(context, visit);
        }

        var form = await FormFields.ReadAsync(context);
        var reason = form.Required("reason", "Say why it is settled; it stands in the record.", 2000);
        var until = form.Day("until");
        if (until is null && form.Text("until").Length == 0)
        {
            form.Wrong("until", "Write the last day on which the waiver counts, such as 2027-01-31.");
        }

        return await form.TryAsync("until", () => visit.Centre.RecordAsync(
            new FindingWaived(engagement.Host, engagement.Seal.Value, found[0].Rule, FindingAnchor.Of(found[0]), reason, until!.Value, visit.Known.Person), visit.Actor, context.RequestAborted))
            ? Results.Redirect(Routes.Disclosure(id))
            : Show(context, visit, engagement, found, new WaiveForm(reason, form.Text("until")), form.Errors, form.Status);
    }

    /// <summary>The findings that an anchor stands for; equal lines of one file share one.</summary>
    private static async Task<ImmutableArray<ScreeningFinding>> FindAsync(HttpContext context, ScreeningDesk screenings, Engagement engagement, string anchor)
    {
        if (!Digest.TryParseHex(anchor, out var wanted))
        {
            return [];
        }

        var (found, _) = await screenings.ScreenAsync(
            new SealRoot(engagement.Seal!.Value), Scope.Of(engagement.Include, engagement.Exclude), ScreeningAudience.Host, null, context.RequestAborted);
        return [.. found.Findings.Where(finding => FindingAnchor.Of(finding) == wanted)];
    }

    private static IResult Show(HttpContext context, Visit visit, Engagement engagement, ImmutableArray<ScreeningFinding> found, WaiveForm form, FieldErrors errors, int status)
    {
        return Page.Show<WaivePage, WaiveView>(
            new WaiveView(
                visit.Shell(context), engagement.Id, engagement.Product, engagement.Version, DisclosureModel.Rows(found, engagement, visit),
                Screening.Rules.FirstOrDefault(rule => rule.Id == found[0].Rule), visit.PersonName(visit.Known.Person),
                DateOnly.FromDateTime(visit.Centre.Time.GetUtcNow().UtcDateTime).AddDays(Waivers.MostDays), form, errors),
            status);
    }
}
