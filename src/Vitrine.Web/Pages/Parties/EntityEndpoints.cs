using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Web;

/// <summary>Parties, laboratories and authorities, products: for everyone to read.</summary>
public static class EntityEndpoints
{
    public static void MapParties(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.Parties, GetList).Needs(Operation.ReadPublic);
        routes.MapGet("/parties/{party}", GetOne).Needs(Operation.ReadPublic);
        routes.MapGet(Routes.Laboratories, GetReaders).Needs(Operation.ReadPublic);
        routes.MapGet(Routes.Products, GetProducts).Needs(Operation.ReadPublic);
        routes.MapClaims();
        routes.MapIndependence();
    }

    private static IResult GetList(HttpContext context, Visit visit)
    {
        var query = TableQuery.Read(context);
        var (kind, country) = (query.Chosen("kind"), query.Chosen("country"));
        EntityKind? chosen = Enum.TryParse<EntityKind>(kind, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : null;
        var at = Math.Min(query.Page, 100_000);
        var (found, total) = Entities.Search(query.Filter, chosen, country.Length == 2 ? country : null, TableState.UsualPage, (at - 1) * TableState.UsualPage, visit.Views);
        ImmutableArray<TableFacet> facets =
        [
            new("kind", "Kind", chosen is null ? "" : kind, [.. Enum.GetValues<EntityKind>().Select(one => new Choice(one.ToString().ToLowerInvariant(), EntityModel.Kind(one)))]),
            new("country", "Country", country, [.. Entities.Countries(visit.Views).Select(one => new Choice(one, one))]),
        ];
        var state = new TableState(Routes.Parties, null, false, query.Filter, facets, at, (int)Math.Min(total, int.MaxValue), TableState.UsualPage);
        return Page.Show<EntityListPage, EntityListView>(new EntityListView(visit.Shell(context), [.. found.Select(entity => EntityModel.Row(entity, visit))], state));
    }

    private static IResult GetOne(HttpContext context, Visit visit, string party) =>
        Entities.Find(party, visit.Views) is { } entity
            ? Page.Show<EntityPage, EntityView>(EntityModel.View(entity, visit.Shell(context), visit))
            : Missing.Page(context, visit);

    private static IResult GetReaders(HttpContext context, Visit visit) => Page.Show<ReadersPage, ReadersView>(EntityModel.Readers(visit.Shell(context), visit));

    private static IResult GetProducts(HttpContext context, Visit visit)
    {
        var query = TableQuery.Read(context);
        var regimes = Regimes.List(visit.Views);
        var all = Products.List(visit.Views).Select(product => new ProductEntry(
            product.Id, product.Name, product.Vendor, EntityModel.Name(product.Vendor, visit), product.Class,
            [.. regimes.Where(regime => regime.Classes.Contains(product.Class)).Select(regime => regime.Instrument)])).ToList();
        var chosen = query.Chosen("class");
        ImmutableArray<ProductEntry> matching = [.. all.Where(row => Fits(row) && (chosen.Length == 0 || row.Class == chosen))];
        var (rows, state) = Order.Page(Routes.Products, matching, query, [TableFacet.Of("class", "Class", chosen, all.Where(Fits).Select(row => (row.Class, row.Class)))]);
        return Page.Show<ProductListPage, ProductListView>(new ProductListView(visit.Shell(context), rows, state));

        bool Fits(ProductEntry row) => query.Matches(row.Name, row.VendorName, row.Class, row.Id);
    }

    private static RowOrder<ProductEntry> Order { get; } = new([("product", row => row.Name), ("vendor", row => row.VendorName), ("class", row => row.Class)]);
}
