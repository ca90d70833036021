using Vitrine.Centre;
using Vitrine.Register;
using Vitrine.Room;

namespace Vitrine.Web;

/// <summary>The transparency report, over any period.</summary>
public static class TransparencyEndpoints
{
    private const int LongestYears = 20;

    public static void MapTransparency(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.Transparency, GetReport).Needs(Operation.ReadPublic);
        routes.MapDownloads(Routes.Transparency, Table);
    }

    private static IResult GetReport(HttpContext context, Visit visit)
    {
        var report = Read(context, visit);
        var state = TableState.Plain(Routes.Transparency, report.Authorities.Length) with
        {
            Facets = [TableFacet.Day("from", "From", report.From), TableFacet.Day("until", "to", report.Until)],
        };
        return Page.Show<TransparencyPage, TransparencyView>(new TransparencyView(
            visit.Shell(context),
            report.From,
            report.Until,
            [.. report.Figures.Select(figure => new RegisterFigure(figure.Title, Words.Number(figure.Count), figure.Definition))],
            [.. report.Authorities.Select(row => new DemandRow(
                row.Authority is { } authority ? visit.PartyName(authority) : "Not named",
                row.Demands, row.Certified, row.Refused, row.Withdrawn, row.Lapsed, row.Demands - row.Certified - row.Refused - row.Withdrawn - row.Lapsed))],
            [.. report.Delays.Select(delay => new DelayRow(StateWords(delay.State), delay.Ended, delay.Median, delay.Longest, delay.Waiting, delay.LongestWaiting))],
            state,
            [.. Periods(DateOnly.FromDateTime(visit.Now.UtcDateTime))]));
    }

    private static RegisterTable Table(HttpContext context, Visit visit)
    {
        var report = Read(context, visit);
        var rows = new List<object?[]>();
        rows.AddRange(report.Figures.Select(figure => (object?[])["count", figure.Key, null, figure.Count, "events", figure.Definition]));
        foreach (var row in report.Authorities)
        {
            var who = row.Authority ?? "not named";
            foreach (var (key, count) in ((string, int)[])[("demands", row.Demands), ("certified", row.Certified), ("refused", row.Refused), ("withdrawn", row.Withdrawn), ("lapsed", row.Lapsed)])
            {
                rows.Add(["authority", key, who, count, "engagements", TransparencyReport.AuthorityDefinition]);
            }
        }

        foreach (var delay in report.Delays)
        {
            var state = delay.State.ToString().ToLowerInvariant();
            rows.Add(["delay", "median", state, Seconds(delay.Median), "seconds", TransparencyReport.DelayDefinition]);
            rows.Add(["delay", "longest", state, Seconds(delay.Longest), "seconds", TransparencyReport.DelayDefinition]);
            rows.Add(["delay", "ended", state, delay.Ended, "stays", TransparencyReport.DelayDefinition]);
            rows.Add(["delay", "waiting", state, delay.Waiting, "stays", TransparencyReport.DelayDefinition]);
            rows.Add(["delay", "longestWaiting", state, Seconds(delay.LongestWaiting), "seconds", TransparencyReport.DelayDefinition]);
        }

        return new RegisterTable(
            "transparency", $"What was demanded, granted, refused and left waiting from {report.From:yyyy-MM-dd} to {report.Until:yyyy-MM-dd}, UTC: counts over all engagements, public or not.", visit.Now,
            ["group", "figure", "of", "value", "unit", "definition"], rows);
    }

    private static TransparencyReport Read(HttpContext context, Visit visit)
    {
        var query = TableQuery.Read(context);
        var today = DateOnly.FromDateTime(visit.Now.UtcDateTime);
        var until = query.Day("until") ?? today;
        var from = query.Day("from") ?? until.AddDays(-364);
        if (until < from || until.Year - from.Year > LongestYears)
        {
            throw new BadHttpRequestException($"A period ends after it begins, and has at most {LongestYears} years.");
        }

        var certified = Certificates.List(visit.Views).Select(certificate => certificate.Engagement).ToHashSet(StringComparer.Ordinal);
        return TransparencyReport.Of(visit.Centre, visit.Views, from, until, engagement => certified.Contains(engagement.Id) || EngagementRegister.ShowsAuthority(engagement, visit));
    }

    private static IEnumerable<Choice> Periods(DateOnly today)
    {
        string Address(DateOnly from, DateOnly until) => $"{Routes.Transparency}?from={from:yyyy-MM-dd}&until={until:yyyy-MM-dd}";
        yield return new Choice(Address(today.AddDays(-364), today), "The last 365 days");
        yield return new Choice(Address(new DateOnly(today.Year, 1, 1), today), $"{today.Year} so far");
        yield return new Choice(Address(new DateOnly(today.Year - 1, 1, 1), new DateOnly(today.Year - 1, 12, 31)), $"{today.Year - 1}");
    }

    private static long? Seconds(TimeSpan? span) => span is { } known ? (long)known.TotalSeconds : null;

    private static string StateWords(EngagementState state) => state switch
    {
        EngagementState.Requested => "Requested: the vendor has not answered",
        EngagementState.Screened => "Screened: the vendor has not decided on the disclosure",
        EngagementState.Disclosed => "Disclosed: the room is not open yet",
        EngagementState.Open => "Open: reviewers may read",
        _ => "Closed: neither concluded nor decided",
    };
}
