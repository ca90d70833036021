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
        routes.MapGet("/certificates/{digest}", GetOne).Needs(Operation.ReadPublic);
        routes.MapGet("/engagements/{id}/certify", GetCertify).Needs(Operation.Certify);
        routes.MapPost("/engagements/{id}/certify", PostCertify).Needs(Operation.Certify);
    }

    private static IResult GetList(HttpContext context, Visit visit, string? q)
    {
        var filter = (q ?? "").Trim();
        var rows = CertificateModel.Rows(visit);
        var matching = filter.Length == 0
            ? rows
            : [.. rows.Where(row => $"{row.Product} {row.Version} {row.Laboratory} {row.State}".Contains(filter, StringComparison.OrdinalIgnoreCase))];
        var state = TableState.Plain(Routes.Certificates, matching.Length) with { Filter = filter };
        return Page.Show<CertificateListPage, CertificateListView>(new CertificateListView(visit.Shell(context), matching, state));
    }

    private static IResult GetOne(HttpContext context, Visit visit, string digest) =>
        Digest.TryParseHex(digest, out var known) && Certificates.Find(known, visit.Views) is { } certificate
            ? Page.Show<CertificatePage, CertificateView>(CertificateModel.View(certificate, visit.Shell(context), visit))
            : Missing.Page(context, visit);

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
                new CoverageShares(coverage.LinesInScope, coverage.LinesDelivered, coverage.People),
                new FindingCounts((int)findings.Critical, (int)findings.High, (int)findings.Medium, (int)findings.Low, (int)findings.Info),
                days,
                errors),
            errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }
}
