using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;
using Vitrine.Room;

namespace Vitrine.Web;

/// <summary>Certificates: the list, one of them, and the laboratory's conclusion that makes one.</summary>
public static class CertificateEndpoints
{
    public static void MapCertificates(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.Certificates, GetList).Needs(Operation.ReadPublic);
        routes.MapDownloads(Routes.Certificates, Table);
        routes.MapGet("/certificates/{digest}", GetOne).Needs(Operation.ReadPublic);
        routes.MapGet("/certificates/{digest}.json", GetJson).Needs(Operation.ReadPublic);
        routes.MapGet("/engagements/{id}/certify", GetCertify).Needs(Operation.Certify);
        routes.MapPost("/engagements/{id}/certify", PostCertify).Needs(Operation.Certify);
    }

    private static IResult GetList(HttpContext context, Visit visit)
    {
        var listing = CertificateListing.Read(context, visit);
        var (rows, state) = CertificateListing.Order.Page(Routes.Certificates, listing.Matching, listing.Query, listing.Facets);
        return Page.Show<CertificateListPage, CertificateListView>(new CertificateListView(
            visit.Shell(context), [.. rows.Select(row => CertificateModel.Row(row.Certificate, row.Standing.State, visit))], state, listing.At < visit.Now ? listing.On : null));
    }

    private static RegisterTable Table(HttpContext context, Visit visit)
    {
        var listing = CertificateListing.Read(context, visit);
        var names = visit.PartyNames();
        var rows = CertificateListing.Order.Sort(listing.Matching, listing.Query);
        return CertificateExport.Table(rows.Select(row => row.Certificate), listing.At, party => names.GetValueOrDefault(party, party));
    }

    private static IResult GetOne(HttpContext context, Visit visit, string digest) =>
        Digest.TryParseHex(digest, out var known) && Certificates.Find(known, visit.Views) is { } certificate && certificate.Issued <= visit.EndOf(Day(context))
            ? Page.Show<CertificatePage, CertificateView>(CertificateModel.View(certificate, Day(context), visit.Shell(context), visit))
            : Missing.Page(context, visit);

    private static IResult GetJson(HttpContext context, Visit visit, string digest)
    {
        if (!Digest.TryParseHex(digest, out var known) || Certificates.Find(known, visit.Views) is not { } certificate || certificate.Issued > visit.EndOf(Day(context)))
        {
            return Missing.Page(context, visit);
        }

        var at = visit.EndOf(Day(context));
        return Results.Bytes(
            CertificateExport.Table([certificate], at, visit.PartyName).ToJson(visit.Centre.Description.Name, context.Request.QueryString.Value ?? ""), "application/json");
    }

    private static DateOnly? Day(HttpContext context) => TableQuery.Read(context).Day("on");

    private static IResult GetCertify(HttpContext context, Visit visit, RoomDesk rooms, string id) =>
        visit.Engagement(id) is { Seal: not null } engagement
            ? ShowCertify(context, visit, rooms, engagement, "365", FieldErrors.None)
            : Missing.Page(context, visit);

    private static async Task<IResult> PostCertify(HttpContext context, Visit visit, RoomDesk rooms, string id)
    {
        if (visit.Engagement(id) is not { Seal: not null } engagement)
        {
            return Missing.Page(context, visit);
        }

        var form = await FormFields.ReadAsync(context);
        var days = form.Number("days", 1, (int)CertificateDesk.LongestValidity.TotalDays);
        var conclusion = form.Text("conclusion") switch
        {
            "certified" => ReviewConclusion.Certified,
            "refused" => ReviewConclusion.Refused,
            _ => (ReviewConclusion?)null,
        };
        if (conclusion is null)
        {
            form.Wrong("conclusion", "Choose a conclusion.");
        }

        if (form.Errors.Any)
        {
            return ShowCertify(context, visit, rooms, engagement, form.Text("days"), form.Errors);
        }

        var certificate = await rooms.CertifyAsync(visit.Known, engagement, conclusion!.Value, TimeSpan.FromDays(days), context.RequestAborted);
        return Results.Redirect(Routes.Certificate(certificate.ToHex()));
    }

    private static IResult ShowCertify(HttpContext context, Visit visit, RoomDesk rooms, Engagement engagement, string days, FieldErrors errors)
    {
        var (coverage, findings) = rooms.Conclude(visit.Known, engagement, context.RequestAborted);
        return Page.Show<CertifyPage, CertifyView>(
            new CertifyView(
                visit.Shell(context),
                engagement.Id,
                engagement.Product,
                engagement.Version,
                engagement.Seal!.Value.ToHex(),
                EngagementModel.Scope(engagement)!,
                new CoverageShares(coverage.LinesInScope, coverage.LinesDelivered, coverage.People, coverage.Carried),
                new FindingCounts((int)findings.Critical, (int)findings.High, (int)findings.Medium, (int)findings.Low, (int)findings.Info),
                days,
                errors),
            errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }
}
