using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Web;

/// <summary>A table under its page's address with <c>.csv</c> or <c>.json</c> behind it: exactly the rows that the page's question has, on all its pages.</summary>
public static class DownloadEndpoints
{
    /// <summary>Maps both. The table is made from the same query as the page.</summary>
    public static void MapDownloads(this IEndpointRouteBuilder routes, string path, Func<HttpContext, Visit, RegisterTable> table)
    {
        routes.MapGet(path + ".csv", (HttpContext context, Visit visit) => Csv(context, visit, table(context, visit))).Needs(Operation.ReadPublic);
        routes.MapGet(path + ".json", (HttpContext context, Visit visit) => Json(context, visit, table(context, visit))).Needs(Operation.ReadPublic);
    }

    private static IResult Csv(HttpContext context, Visit visit, RegisterTable table)
    {
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{table.Name}-{Words.Date(visit.Now)}.csv\"";
        return Results.Bytes(table.ToCsv(), "text/csv; charset=utf-8; header=present");
    }

    private static IResult Json(HttpContext context, Visit visit, RegisterTable table) =>
        Results.Bytes(table.ToJson(visit.Centre.Description.Name, context.Request.QueryString.Value ?? ""), "application/json");
}
