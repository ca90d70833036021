using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Web;

/// <summary>Parties, laboratories and authorities, products: for everyone to read.</summary>
public static class EntityEndpoints
{
    public const string ProductDefinition =
        "One row is one product on record, whatever versions it has. Products are not reviews: how many were reviewed stands in the register of certificates, under the names that certificates give.";

    public const string LaboratoryDefinition =
        "One row is one laboratory: a party of this centre, or one of whom an accreditation is on record. Accreditations are counted that hold today as far as their days are known; what laboratories concluded is counted in their statistics.";

    public static void MapParties(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.Parties, GetList).Needs(Operation.ReadPublic);
        routes.MapGet("/parties/{party}", GetOne).Needs(Operation.ReadPublic);
        routes.MapGet(Routes.Laboratories, GetReaders).Needs(Operation.ReadPublic);
        routes.MapDownloads(Routes.Laboratories, LaboratoryTable);
        routes.MapGet(Routes.Products, GetProducts).Needs(Operation.ReadPublic);
        routes.MapDownloads(Routes.Products, ProductTable);
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

    private static IResult GetReaders(HttpContext context, Visit visit)
    {
        var query = TableQuery.Read(context);
        var (rows, state) = LaboratoryOrder.Page(Routes.Laboratories, Laboratories(query, visit), query, []);
        return Page.Show<ReadersPage, ReadersView>(new ReadersView(visit.Shell(context), rows, state, EntityModel.Authorities(visit)));
    }

    private static RegisterTable LaboratoryTable(HttpContext context, Visit visit)
    {
        var query = TableQuery.Read(context);
        return new RegisterTable(
            "laboratories-on-record",
            LaboratoryDefinition,
            visit.Now,
            ["laboratory", "name", "countries", "inThisCentre", "accreditationsThatHold", "accreditations"],
            [
                .. LaboratoryOrder.Sort(Laboratories(query, visit), query).Select(row => (object?[])
                [
                    row.Id, row.Name, row.Countries, row.Here, row.Holding,
                    string.Join("; ", row.Accreditations.Select(one => $"{one.Accreditation.Scheme}{(one.Accreditation.Type is { } type ? $", type {type}" : "")} ({one.State.ToLowerInvariant()})")),
                ]),
            ]);
    }

    private static ImmutableArray<LaboratoryEntry> Laboratories(TableQuery query, Visit visit) =>
        [.. EntityModel.Laboratories(visit).Where(row => query.Matches([row.Id, row.Name, row.Countries, .. row.Accreditations.Select(one => one.Accreditation.Scheme)]))];

    private static IResult GetProducts(HttpContext context, Visit visit)
    {
        var query = TableQuery.Read(context);
        var (matching, facets) = ProductsAsked(query, visit);
        var (rows, state) = ProductOrder.Page(Routes.Products, matching, query, facets);
        return Page.Show<ProductListPage, ProductListView>(new ProductListView(visit.Shell(context), rows, state));
    }

    private static RegisterTable ProductTable(HttpContext context, Visit visit)
    {
        var query = TableQuery.Read(context);
        return new RegisterTable(
            "products",
            ProductDefinition,
            visit.Now,
            ["product", "name", "vendor", "vendorName", "class", "regimes"],
            [.. ProductOrder.Sort(ProductsAsked(query, visit).Matching, query).Select(row => (object?[])[row.Id, row.Name, row.Vendor, row.VendorName, row.Class, string.Join("; ", row.Regimes)])]);
    }

    private static (ImmutableArray<ProductEntry> Matching, ImmutableArray<TableFacet> Facets) ProductsAsked(TableQuery query, Visit visit)
    {
        var regimes = Regimes.List(visit.Views);
        var all = Products.List(visit.Views).Select(product => new ProductEntry(
            product.Id, product.Name, product.Vendor, EntityModel.Name(product.Vendor, visit), product.Class,
            [.. regimes.Where(regime => regime.Classes.Contains(product.Class)).Select(regime => regime.Instrument)])).ToList();
        var chosen = query.Chosen("class");
        bool Fits(ProductEntry row) => query.Matches(row.Name, row.VendorName, row.Class, row.Id);
        return ([.. all.Where(row => Fits(row) && (chosen.Length == 0 || row.Class == chosen))], [TableFacet.Of("class", "Class", chosen, all.Where(Fits).Select(row => (row.Class, row.Class)))]);
    }

    private static RowOrder<ProductEntry> ProductOrder { get; } = new([("product", row => row.Name), ("vendor", row => row.VendorName), ("class", row => row.Class)]);

    private static RowOrder<LaboratoryEntry> LaboratoryOrder { get; } = new([("name", row => row.Name), ("countries", row => row.Countries), ("here", row => row.Here), ("accreditations", row => row.Holding)]);
}
