using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;
using Vitrine.Room;

namespace Vitrine.Web;

/// <summary>Engagements: the list, one of them, a new one, and the steps that only change its state.</summary>
public static class EngagementEndpoints
{
    public static void MapEngagements(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.Engagements, GetList).Needs(Operation.ReadDesk);
        routes.MapGet(Routes.NewEngagement, GetNew).Needs(Operation.RequestEngagement);
        routes.MapPost(Routes.NewEngagement, PostNew).Needs(Operation.RequestEngagement);
        routes.MapGet("/engagements/{id}", GetOne).Needs(Operation.ReadDesk);
        routes.MapPost("/engagements/{id}/open", PostOpen).Needs(Operation.RunRoom);
        routes.MapPost("/engagements/{id}/close", PostClose).Needs(Operation.RunRoom);
        routes.MapGet("/engagements/{id}/decide", GetDecide).Needs(Operation.DecideEngagement);
        routes.MapPost("/engagements/{id}/decide", PostDecide).Needs(Operation.DecideEngagement);
    }

    private static IResult GetList(HttpContext context, Visit visit)
    {
        var query = TableQuery.Read(context);
        var rows = EngagementModel.Rows(Engagements.Of(visit.Known.Role, visit.Known.Party, visit.Views), visit);
        var (shown, state) = EngagementModel.Order.Page(Routes.Engagements, [.. rows.Where(row => query.Matches(row.Product, row.Version, row.Vendor, row.Laboratory, row.State))], query, []);
        return Page.Show<EngagementListPage, EngagementListView>(
            new EngagementListView(visit.Shell(context), shown, state, Permissions.Allows(visit.Known.Role, Operation.RequestEngagement)));
    }

    private static IResult GetNew(HttpContext context, Visit visit) => ShowNew(context, visit, EngagementRequest.Blank, PublicationEndpoints.Blank, FieldErrors.None, StatusCodes.Status200OK);

    private static async Task<IResult> PostNew(HttpContext context, Visit visit)
    {
        var form = await FormFields.ReadAsync(context);
        var request = new EngagementRequest(
            form.Required("product", "Write the product’s name.", 120),
            form.Required("version", "Write the version that is to be reviewed.", 60),
            form.Required("vendor", "Choose the vendor."),
            form.Required("laboratory", "Choose the laboratory."),
            form.Text("tier"),
            form.Required("purpose", "Say what the review should find out.", 2000));
        var tier = form.Word<Tier>("tier", "Choose how deep the review goes.");
        var (publication, when, on, shown) = PublicationEndpoints.Read(form);
        var id = Engagements.NewId();
        var asked = new EngagementRequested(id, request.Product, request.Version, request.Vendor, request.Laboratory, visit.Known.Party!, tier, request.Purpose);
        return await form.TryAsync("product", () => RequestDesk.AskAsync(visit.Centre, asked, when, on, shown, visit.Actor, context.RequestAborted))
            ? Results.Redirect(Routes.Engagement(id))
            : ShowNew(context, visit, request, publication, form.Errors, form.Status);
    }

    private static IResult ShowNew(HttpContext context, Visit visit, EngagementRequest request, PublicationForm publication, FieldErrors errors, int status)
    {
        var parties = Parties.List(visit.Views);
        ImmutableArray<Choice> Of(PartyKind kind) => [.. parties.Where(party => party.Kind == kind).Select(party => new Choice(party.Id, party.Name))];
        return Page.Show<NewEngagementPage, NewEngagementView>(
            new NewEngagementView(visit.Shell(context), request, Of(PartyKind.Host), Of(PartyKind.Laboratory), publication, errors),
            status);
    }

    private static IResult GetOne(HttpContext context, Visit visit, RoomDesk rooms, string id)
    {
        if (visit.Engagement(id) is not { } engagement)
        {
            return Missing.Page(context, visit);
        }

        var acts = Engagements.Timeline(id, visit.Views);
        var view = new EngagementView(
            visit.Shell(context),
            engagement.Id,
            engagement.Product,
            engagement.Version,
            visit.PartyName(engagement.Host),
            visit.PartyName(engagement.Laboratory),
            visit.PartyName(engagement.Authority),
            engagement.Tier.ToString(),
            engagement.Purpose,
            EngagementModel.ToneOf(engagement),
            EngagementModel.StateWord(engagement),
            EngagementModel.Sentence(engagement, visit),
            EngagementModel.Clock(engagement, acts, visit),
            engagement.Seal?.ToHex(),
            EngagementModel.Scope(engagement),
            Coverage(engagement, visit, rooms),
            CertificateModel.Rows(Certificates.OfEngagement(id, visit.Views), visit),
            [.. FindingNotices.OfEngagement(id, visit.Views).Select(one => new ToldFinding(ReadingModel.ToSeverity(one.Severity), one.Title, one.Withdrawn, Words.Moment(one.At)))],
            EngagementModel.Acts(acts, visit),
            ReceiptEndpoints.Own(id, visit),
            EngagementActions.Of(engagement, visit, rooms),
            [.. Engagements.Of(visit.Known.Role, visit.Known.Party, visit.Views).Take(50).Select(other => new DeskItem(
                $"{other.Product} {other.Version}", visit.PartyName(other.Laboratory), Routes.Engagement(other.Id), EngagementModel.ToneOf(other), EngagementModel.StateWord(other), other.Id == id))]);
        return Page.Show<EngagementPage, EngagementView>(view);
    }

    private static async Task<IResult> PostOpen(HttpContext context, Visit visit, string id)
    {
        if (visit.Engagement(id) is null)
        {
            return Missing.Page(context, visit);
        }

        await visit.Centre.RecordAsync(new RoomOpened(id), visit.Actor, context.RequestAborted);
        return Results.Redirect(Routes.Engagement(id));
    }

    private static async Task<IResult> PostClose(HttpContext context, Visit visit, RoomDesk rooms, string id)
    {
        if (visit.Engagement(id) is null)
        {
            return Missing.Page(context, visit);
        }

        // The sessions end first: once the room is closed no act of a session is taken.
        await rooms.CloseAsync(id, context.RequestAborted);
        await visit.Centre.RecordAsync(new RoomClosed(id, "Closed by the host."), visit.Actor, context.RequestAborted);
        return Results.Redirect(Routes.Engagement(id));
    }

    private static IResult GetDecide(HttpContext context, Visit visit, string id) =>
        visit.Engagement(id) is { } engagement
            ? ShowDecide(context, visit, engagement, "", "", FieldErrors.None, StatusCodes.Status200OK)
            : Missing.Page(context, visit);

    private static async Task<IResult> PostDecide(HttpContext context, Visit visit, string id)
    {
        if (visit.Engagement(id) is not { } engagement)
        {
            return Missing.Page(context, visit);
        }

        var form = await FormFields.ReadAsync(context);
        var decision = form.Word<Decision>("decision", "Choose a decision.");
        var reason = form.Required("reason", "Give the reason; it stands in the record.", 2000);
        Digest? certificate = decision == Decision.Certified ? Certificates.OfEngagement(id, visit.Views).FirstOrDefault(one => one.Certified)?.Digest : null;
        return await form.TryAsync("decision", () => visit.Centre.RecordAsync(new EngagementDecided(id, decision, reason, certificate), visit.Actor, context.RequestAborted))
            ? Results.Redirect(Routes.Engagement(id))
            : ShowDecide(context, visit, engagement, form.Text("decision"), reason, form.Errors, form.Status);
    }

    private static IResult ShowDecide(HttpContext context, Visit visit, Engagement engagement, string decision, string reason, FieldErrors errors, int status) =>
        Page.Show<DecidePage, DecideView>(
            new DecideView(
                visit.Shell(context), engagement.Id, engagement.Product, engagement.Version, CertificateModel.Rows(Certificates.OfEngagement(engagement.Id, visit.Views), visit), decision, reason, errors),
            status);

    /// <summary>Coverage is the laboratory's to see, and only while one of its sessions has opened it.</summary>
    private static CoverageShares? Coverage(Engagement engagement, Visit visit, RoomDesk rooms) =>
        visit.Known.Role == Role.Reviewer && rooms.Find(visit.Known.Person, engagement.Id) is { } session ? ReadingModel.Shares(session, []) : null;
}
