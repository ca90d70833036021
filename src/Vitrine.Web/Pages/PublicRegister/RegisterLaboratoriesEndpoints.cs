using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Web;

/// <summary>The laboratories' statistics: counts over their certificates, and nothing that is not public.</summary>
public static class RegisterLaboratoriesEndpoints
{
    public const string Definition =
        "Counted are signed conclusions. Certified and refused say what was concluded, valid now how those stand today; held are suspended, withdrawn or revoked. "
        + "Products are different names of a vendor’s products, and are not reviews; authorities are those that asked. Engagements without a conclusion are not here.";

    private static readonly RowOrder<LaboratoryRow> Order = new(
    [
        ("name", row => row.Name),
        ("conclusions", row => row.Conclusions),
        ("certified", row => row.Certified),
        ("refused", row => row.Refused),
        ("valid", row => row.Valid),
        ("held", row => row.Held),
        ("products", row => row.Products),
        ("authorities", row => row.Authorities),
        ("newest", row => row.Newest),
    ]);

    public static void MapRegisterLaboratories(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.RegisterLaboratories, GetLaboratories).Needs(Operation.ReadPublic);
        routes.MapDownloads(Routes.RegisterLaboratories, Table);
    }

    private static IResult GetLaboratories(HttpContext context, Visit visit)
    {
        var query = TableQuery.Read(context);
        var (rows, state) = Order.Page(Routes.RegisterLaboratories, Rows(query, visit), query, []);
        return Page.Show<RegisterLaboratoriesPage, RegisterLaboratoriesView>(new RegisterLaboratoriesView(visit.Shell(context), rows, state));
    }

    private static RegisterTable Table(HttpContext context, Visit visit)
    {
        var query = TableQuery.Read(context);
        return new RegisterTable(
            "laboratories",
            Definition,
            visit.Now,
            ["laboratory", "name", "conclusions", "certified", "refused", "validNow", "held", "products", "authorities", "newest"],
            [.. Order.Sort(Rows(query, visit), query).Select(row => (object?[])[row.Id, row.Name, row.Conclusions, row.Certified, row.Refused, row.Valid, row.Held, row.Products, row.Authorities, row.Newest])]);
    }

    private static ImmutableArray<LaboratoryRow> Rows(TableQuery query, Visit visit) =>
    [
        .. Certificates.List(visit.Views).GroupBy(certificate => certificate.Laboratory).Select(group =>
        {
            var states = group.CountBy(certificate => certificate.StateAt(visit.Now)).ToDictionary();
            int Of(CertificateState state) => states.GetValueOrDefault(state);
            return new LaboratoryRow(
                group.Key,
                visit.PartyName(group.Key),
                group.Count(),
                group.Count(certificate => certificate.Certified),
                group.Count(certificate => !certificate.Certified),
                Of(CertificateState.Valid),
                Of(CertificateState.Suspended) + Of(CertificateState.Withdrawn) + Of(CertificateState.Revoked),
                group.Select(certificate => (certificate.Vendor, certificate.Product)).Distinct().Count(),
                group.Select(certificate => certificate.Authority).Distinct().Count(),
                group.Max(certificate => certificate.Issued));
        }).Where(row => query.Matches(row.Name, row.Id)).OrderBy(row => row.Name, StringComparer.OrdinalIgnoreCase),
    ];
}
