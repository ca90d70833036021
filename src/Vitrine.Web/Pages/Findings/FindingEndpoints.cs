using Vitrine.Centre;
using Vitrine.Room;

namespace Vitrine.Web;

/// <summary>Who knows of each finding: for the laboratory, in the room.</summary>
public static class FindingEndpoints
{
    public static void MapFindings(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/engagements/{id}/findings", Get).Needs(Operation.ReadRoom);
        routes.MapPost("/engagements/{id}/findings", Post).Needs(Operation.ReadRoom);
    }

    private static async Task<IResult> Get(HttpContext context, Visit visit, RoomDesk rooms, string id)
    {
        if (visit.Engagement(id) is not { } engagement)
        {
            return Missing.Page(context, visit);
        }

        if (ReadingEndpoints.Session(context, visit, rooms, id) is not { } session)
        {
            return ReadingEndpoints.Locked(context, visit, engagement);
        }

        await session.MarkFindingsReadAsync(context.RequestAborted);
        return Show(context, visit, engagement, session, KnownForm.Blank, FieldErrors.None, StatusCodes.Status200OK);
    }

    private static async Task<IResult> Post(HttpContext context, Visit visit, RoomDesk rooms, string id)
    {
        if (visit.Engagement(id) is not { } engagement)
        {
            return Missing.Page(context, visit);
        }

        if (ReadingEndpoints.Session(context, visit, rooms, id) is not { } session)
        {
            return ReadingEndpoints.Locked(context, visit, engagement);
        }

        var form = await FormFields.ReadAsync(context);
        var filled = new KnownForm(form.Required("finding", "Choose a finding."), form.Text("who"), form.Text("how"), form.Text("since"), form.Text("embargo"));
        return await (form.Text("act") == "embargo" ? EmbargoAsync(form, session, filled, context) : KnownAsync(form, session, filled, visit, context))
            ? Results.Redirect(Routes.Findings(id))
            : Show(context, visit, engagement, session, filled, form.Errors, form.Status);
    }

    private static Task<bool> EmbargoAsync(FormFields form, RoomSession session, KnownForm filled, HttpContext context)
    {
        var day = form.Day("embargo");
        return form.TryAsync("embargo", () => session.SetEmbargoAsync(filled.Finding, day, context.RequestAborted));
    }

    private static Task<bool> KnownAsync(FormFields form, RoomSession session, KnownForm filled, Visit visit, HttpContext context)
    {
        var who = form.Required("who", "Write who knows of it.", 120);
        var how = form.Word<KnownHow>("how", "Choose how they came to know.");
        var since = form.Day("since") ?? DateOnly.FromDateTime(visit.Now.UtcDateTime);
        return form.TryAsync("who", () => session.RecordKnownAsync(filled.Finding, who, how, since, context.RequestAborted));
    }

    private static IResult Show(HttpContext context, Visit visit, Engagement engagement, RoomSession session, KnownForm form, FieldErrors errors, int status)
    {
        var findings = session.Laboratory.Findings;
        return Page.Show<FindingsPage, FindingsView>(
            new FindingsView(
                visit.Shell(context),
                engagement.Id,
                engagement.Product,
                engagement.Version,
                [.. findings.Select(finding => Row(finding, session, visit))],
                [.. findings.Where(finding => !finding.Detail.Withdrawn).Select(finding => new Choice(finding.Detail.Finding, Words.Shorten(finding.Detail.Title, 80)))],
                form,
                errors),
            status);
    }

    private static FindingRow Row(WrittenFinding finding, RoomSession session, Visit visit)
    {
        var known = session.Laboratory.KnownBy(finding.Detail.Finding);
        return new FindingRow(
            finding.Detail.Finding,
            ReadingModel.ToSeverity(finding.Detail.Severity),
            finding.Detail.Title,
            $"{finding.Detail.Path}:{finding.Detail.Line}",
            finding.Detail.Withdrawn,
            finding.Detail.Embargo is { } day ? $"Kept in the laboratory until {day:yyyy-MM-dd}." : "No embargo is set.",
            finding.Detail.Embargo is { } until && known.Any(one => one.Detail.Name is not null && one.Detail.How != KnownHow.FoundToo && one.Detail.Since < until),
            [
                .. known.Select(one => new KnownRow(
                    one.Detail.Person is { } person ? visit.PersonName(person) : one.Detail.Name!,
                    How(one.Detail.How),
                    one.Detail.Since.ToString("yyyy-MM-dd"),
                    $"{visit.PersonName(one.By)}, {Words.Moment(one.At)}")),
            ]);
    }

    private static string How(KnownHow how) => how switch
    {
        KnownHow.Wrote => "Wrote it",
        KnownHow.Read => "Read it in the room",
        KnownHow.Told => "Was told",
        KnownHow.FoundToo => "Found it too",
        _ => "It was published",
    };
}
