using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Register;
using Vitrine.Release;

namespace Vitrine.Web;

/// <summary>The front of the public register: counts with their definitions, and one search over everything public.</summary>
public static class RegisterEndpoints
{
    private const int HitsAGroup = 8;

    public static void MapPublicRegister(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.Register, GetRegister).Needs(Operation.ReadPublic);
        routes.MapRegisterEngagements();
        routes.MapRegisterLaboratories();
        routes.MapProductHistory();
        routes.MapImportedRegisters();
        routes.MapTransparency();
    }

    private static IResult GetRegister(HttpContext context, Visit visit)
    {
        var query = TableQuery.Read(context);
        var certificates = Certificates.List(visit.Views);
        var imported = ImportedRegisters.List(visit.Now, visit.Views);
        var engagements = EngagementRegister.Read(visit);
        return Page.Show<RegisterPage, RegisterView>(new RegisterView(
            visit.Shell(context),
            query.Filter,
            query.Filter.Length == 0 ? [] : [.. Results(query, certificates, engagements, imported, visit).Where(group => group.Count > 0)],
            Figures(certificates, engagements, imported, visit)));
    }

    private static ImmutableArray<RegisterFigure> Figures(IReadOnlyList<Certificate> certificates, EngagementRegister engagements, IReadOnlyList<ImportedRegister> imported, Visit visit)
    {
        var states = certificates.CountBy(certificate => certificate.StateAt(visit.Now)).ToDictionary();
        int Of(params ReadOnlySpan<CertificateState> some)
        {
            var sum = 0;
            foreach (var state in some)
            {
                sum += states.GetValueOrDefault(state);
            }

            return sum;
        }

        return
        [
            new("Certificates that count", Words.Number(Of(CertificateState.Valid)), "Certificates whose state is valid now: neither over, nor held, nor stale after a change.", $"{Routes.Certificates}?state=valid"),
            new("Certificates", Words.Number(certificates.Count), "Signed conclusions of laboratories, each on one sealed tree, refusals included. A product can have several, a review none.", Routes.Certificates),
            new("Held by somebody", Words.Number(Of(CertificateState.Suspended, CertificateState.Withdrawn, CertificateState.Revoked)),
                "Certificates that are suspended, withdrawn or revoked. A gate with the newest status refuses these."),
            new("Stale after a change", Words.Number(Of(CertificateState.Stale)),
                "Certificates of a tree other than the one that the product’s newest release was made from, where that release came after the tree was sealed.", $"{Routes.Certificates}?state=stale"),
            new("Products", Words.Number(certificates.Select(certificate => (certificate.Vendor, certificate.Product)).Distinct().Count()),
                "Different names of a vendor’s products with at least one certificate, refusals included. Products are not reviews: one can be reviewed often, or in many versions."),
            new("Laboratories", Words.Number(certificates.Select(certificate => certificate.Laboratory).Distinct().Count()), "Laboratories that have signed at least one conclusion here.", Routes.RegisterLaboratories),
            new("Engagements", Words.Number(engagements.All), EngagementRegister.Definition, Routes.RegisterEngagements),
            new("Releases", Words.Number(ReleasePart.List(visit.Views).Count), "Releases that vendors signed and logged here, revoked ones included. A release is not certified by being here."),
            new("Rows of imported registers", Words.Number(imported.Sum(register => (long)register.Rows)), "Rows of the newest versions of registers that others keep. This centre did not issue these, and says only what they say.", Routes.RegisterImported),
        ];
    }

    private static IEnumerable<RegisterResults> Results(
        TableQuery query, IReadOnlyList<Certificate> certificates, EngagementRegister engagements, IReadOnlyList<ImportedRegister> imported, Visit visit)
    {
        var names = visit.PartyNames();
        string Named(string? party) => party is null ? "not known" : names.GetValueOrDefault(party, party);

        var products = certificates.Where(certificate => certificate.Vendor is not null && query.Matches(certificate.Product, Named(certificate.Vendor)))
            .GroupBy(certificate => (Vendor: certificate.Vendor!, certificate.Product)).ToList();
        yield return new("Products", products.Count,
            [.. products.Take(HitsAGroup).Select(group => new RegisterHit(
                group.Key.Product, $"{Named(group.Key.Vendor)} · {Words.Count(group.Count(), "1 certificate", "{0} certificates")}", Routes.ProductHistory(group.Key.Vendor, group.Key.Product)))],
            null);

        var found = certificates.Where(certificate => query.Matches(
            certificate.Product, certificate.Version, Named(certificate.Vendor), Named(certificate.Laboratory), Named(certificate.Authority), certificate.Digest.ToHex(), certificate.Seal.ToHex(), certificate.Engagement)).ToList();
        yield return new("Certificates", found.Count,
            [.. found.Take(HitsAGroup).Select(certificate => new RegisterHit(
                $"{certificate.Product} {certificate.Version}",
                $"{Named(certificate.Laboratory)} · issued {Words.Date(certificate.Issued)}",
                Routes.Certificate(certificate.Digest.ToHex()),
                CertificateModel.ToneOf(certificate.StateAt(visit.Now)),
                certificate.StateAt(visit.Now).ToString()))],
            found.Count > HitsAGroup ? $"{Routes.Certificates}?q={Uri.EscapeDataString(query.Filter)}" : null);

        var parties = Parties.List(visit.Views).Where(party => party.Kind == PartyKind.Laboratory && query.Matches(party.Name, party.Id)).ToList();
        yield return new("Laboratories", parties.Count, [.. parties.Take(HitsAGroup).Select(party => new RegisterHit(party.Name, "Its certificates", Routes.CertificatesOf(party.Id)))], null);

        var open = engagements.Rows.Where(row => row.IsFoundBy(query)).ToList();
        yield return new("Engagements", open.Count,
            [.. open.Take(HitsAGroup).Select(row => new RegisterHit(row.Title, row.Under, $"{Routes.RegisterEngagements}?q={Uri.EscapeDataString(row.Commitment)}"))],
            open.Count > HitsAGroup ? $"{Routes.RegisterEngagements}?q={Uri.EscapeDataString(query.Filter)}" : null);

        foreach (var register in imported)
        {
            var today = DateOnly.FromDateTime(visit.Now.UtcDateTime);
            var rows = ImportedRegisters.RowsOf(register, visit.Views).Where(row => query.Matches(row.Number, row.Name, row.Applicant, row.Laboratory)).ToList();
            yield return new($"{register.Name}, as of {register.Retrieved:yyyy-MM-dd}", rows.Count,
                [.. rows.Take(HitsAGroup).Select(row => new RegisterHit(
                    Words.Shorten(row.Name, 120),
                    $"{row.Number} · {row.Applicant}",
                    $"{Routes.RegisterImported}?register={register.Register}&q={Uri.EscapeDataString(row.Number)}",
                    CertificateModel.ToneOf(row.StateOn(today)),
                    row.StateOn(today).ToString()))],
                rows.Count > HitsAGroup ? $"{Routes.RegisterImported}?register={register.Register}&q={Uri.EscapeDataString(query.Filter)}" : null);
        }
    }
}
