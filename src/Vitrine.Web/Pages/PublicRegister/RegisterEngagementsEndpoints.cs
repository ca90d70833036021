using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Web;

/// <summary>The engagements of the public register, by their publication policies.</summary>
public static class RegisterEngagementsEndpoints
{
    private static readonly RowOrder<PublicEngagementRow> Order = new(
    [
        ("product", row => row.Product),
        ("state", row => row.State),
        ("vendor", row => row.Vendor),
        ("laboratory", row => row.Laboratory),
        ("authority", row => row.Authority),
        ("tier", row => row.Tier),
        ("from", row => row.From),
    ]);

    public static void MapRegisterEngagements(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.RegisterEngagements, GetEngagements).Needs(Operation.ReadPublic);
        routes.MapDownloads(Routes.RegisterEngagements, Table);
    }

    private static IResult GetEngagements(HttpContext context, Visit visit)
    {
        var register = EngagementRegister.Read(visit);
        var query = TableQuery.Read(context);
        var (rows, state) = Order.Page(Routes.RegisterEngagements, Matching(register, query), query, []);
        return Page.Show<RegisterEngagementsPage, RegisterEngagementsView>(new RegisterEngagementsView(
            visit.Shell(context),
            [
                new("Engagements", Words.Number(register.All), EngagementRegister.Definition),
                new("Shown now", Words.Number(register.Shown), "Of these, engagements whose publication policy shows something of them now."),
                new("Committed to", Words.Number(register.Committed), "Of these, engagements of which a salted commitment stands below, and nothing else. It is opened on its day, or never."),
                new("Counted alone", Words.Number(register.All - register.Shown - register.Committed), "Of these, engagements without a publication policy. Nothing of them is public but that they are counted; that is so until somebody decides otherwise."),
            ],
            rows,
            state));
    }

    private static RegisterTable Table(HttpContext context, Visit visit)
    {
        var query = TableQuery.Read(context);
        return new RegisterTable(
            "engagements",
            "One row is one engagement with a publication policy, shown or not yet; what the policy does not show is empty. " + EngagementRegister.Definition,
            visit.Now,
            ["commitment", "shown", "from", "chosen", "product", "version", "vendor", "laboratory", "authority", "tier", "purpose", "requested", "state", "since", "certificate", "opening", "statement"],
            [
                .. Order.Sort(Matching(EngagementRegister.Read(visit), query), query).Select(row => (object?[])
                [
                    row.Commitment, row.Open, row.From, row.Chosen, row.Product, row.Version, row.Vendor, row.Laboratory, row.Authority, row.Tier, row.Purpose, row.Requested, row.State, row.Since,
                    row.Certificate, row.Opening, row.Statement,
                ]),
            ]);
    }

    private static ImmutableArray<PublicEngagementRow> Matching(EngagementRegister register, TableQuery query) => [.. register.Rows.Where(row => row.IsFoundBy(query))];
}
