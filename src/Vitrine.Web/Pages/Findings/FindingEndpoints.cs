using Vitrine.Centre;
using Vitrine.Register;
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
        if (form.Text("act") is "propose" or "tell")
        {
            return await TellAsync(form.Text("act") == "tell", session, filled, context) is { } refusal
                ? Show(context, visit, engagement, session, KnownForm.Blank with { Told = refusal }, FieldErrors.None, StatusCodes.Status409Conflict)
                : Results.Redirect(Routes.Findings(id));
        }

        return await (form.Text("act") == "embargo" ? EmbargoAsync(form, session, filled, context) : KnownAsync(form, session, filled, visit, context))
            ? Results.Redirect(Routes.Findings(id))
            : Show(context, visit, engagement, session, filled, form.Errors, form.Status);
    }

    private static async Task<string?> TellAsync(bool confirms, RoomSession session, KnownForm filled, HttpContext context)
    {
        try
        {
            await (confirms ? session.TellAsync(filled.Finding, context.RequestAborted) : session.ProposeTellingAsync(filled.Finding, context.RequestAborted));
            return null;
        }
        catch (ActRefusedException refused)
        {
            return refused.Message;
        }
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
                [.. findings.Select(finding => Row(finding, engagement, session, visit))],
                [.. findings.Where(finding => !finding.Detail.Withdrawn).Select(finding => new Choice(finding.Detail.Finding, Words.Shorten(finding.Detail.Title, 80)))],
                form,
                errors),
            status);
    }

    private static FindingRow Row(WrittenFinding finding, Engagement engagement, RoomSession session, Visit visit)
    {
        var known = session.Laboratory.KnownBy(finding.Detail.Finding);
        var parties = $"{visit.PartyName(engagement.Host)} and {visit.PartyName(engagement.Authority)}";
        var notice = FindingNotices.Find(finding.Detail.Finding, visit.Views);
        var (told, act) = Told(finding.Detail, notice, parties, session, visit);
        return new FindingRow(
            finding.Detail.Finding,
            ReadingModel.ToSeverity(finding.Detail.Severity),
            finding.Detail.Title,
            $"{finding.Detail.Path}:{finding.Detail.Line}",
            session.Tree.Contains(finding.Detail.Path) ? new ReadingRequest().Address(session.Engagement, finding.Detail.Path, ReadingModel.FrameOf(finding.Detail.Line), anchor: $"L{finding.Detail.Line}") : null,
            finding.Detail.Withdrawn,
            finding.Detail.Embargo is { } day ? $"Kept in the laboratory until {day:yyyy-MM-dd}." : "No embargo is set.",
            finding.Detail.Embargo is { } until && known.Any(one => one.Detail.Name is not null && one.Detail.How != KnownHow.FoundToo && one.Detail.Since < until),
            told,
            act,
            [
                .. known.Select(one => new KnownRow(
                    one.Detail.Person is { } person ? visit.PersonName(person) : one.Detail.Name!,
                    How(one.Detail.How),
                    one.Detail.Since.ToString("yyyy-MM-dd"),
                    $"{visit.PersonName(one.By)}, {Words.Moment(one.At)}")),
                .. notice is null ? [] : (KnownRow[])[new KnownRow(parties, "Were told its title and severity", notice.At.ToString("yyyy-MM-dd"), "The ledger, in the open")],
            ]);
    }

    /// <summary>What vendor and authority know of a finding, and the next step to tell them: one person proposes, another confirms.</summary>
    private static (string Told, Choice? Act) Told(FindingDetail detail, FindingNotice? notice, string parties, RoomSession session, Visit visit)
    {
        var before = notice is null ? $"{parties} were not told of it." : $"{parties} were told on {Words.Moment(notice.At)}{(notice.Withdrawn ? " that it is taken back" : "")}.";
        if (RoomSession.IsTold(detail, notice))
        {
            return (before, null);
        }

        if (notice is not null)
        {
            before += detail.Withdrawn ? " They do not know that it is taken back." : " It has changed since.";
        }

        if (detail.Embargo is { } until && until > DateOnly.FromDateTime(visit.Now.UtcDateTime))
        {
            return (before, null);
        }

        return session.Laboratory.ProposedBy(detail.Finding) switch
        {
            null => ($"{before} They would learn its title and severity, not its place nor its text.", new Choice("propose", $"Propose to tell {parties}")),
            var person when person == session.Person => ($"{before} You propose to tell them; somebody else of your laboratory confirms.", null),
            var person => ($"{before} {visit.PersonName(person)} proposes to tell them its title and severity, not its place nor its text.", new Choice("tell", $"Tell {parties}")),
        };
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
