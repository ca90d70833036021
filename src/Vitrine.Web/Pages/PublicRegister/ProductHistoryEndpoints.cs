using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;
using Vitrine.Release;
using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>The history of a vendor's product: its sealed trees, certificates, rebuilds, releases and revocations, as far as they are public.</summary>
public static class ProductHistoryEndpoints
{
    private static readonly RowOrder<ProductTreeRow> Order = new(
    [
        ("versions", row => row.Versions),
        ("sealed", row => row.Sealed),
        ("state", row => row.State),
        ("certificates", row => row.Certificates),
        ("rebuild", row => row.Rebuild),
        ("released", row => row.Released),
        ("releases", row => row.Releases),
    ]);

    public static void MapProductHistory(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.RegisterProduct, GetProduct).Needs(Operation.ReadPublic);
        routes.MapDownloads(Routes.RegisterProduct, Table);
    }

    private static IResult GetProduct(HttpContext context, Visit visit)
    {
        var (vendor, product, query) = Asked(context);
        var certificates = Certificates.OfProduct(vendor, product, visit.Views);
        var releases = Releases(vendor, product, visit);
        if (certificates.Count == 0 && releases.Count == 0)
        {
            return Missing.Page(context, visit);
        }

        // The product stays named in every address of its table, as its filter.
        var trees = Order.Sort(Trees(certificates, releases, visit), query);
        var state = new TableState(
            Routes.RegisterProduct, query.Sort, query.Descending, "", [new TableFacet("vendor", "Vendor", vendor, []), new TableFacet("name", "Product", product, [])], 1, trees.Length, int.MaxValue);
        return Page.Show<ProductHistoryPage, ProductHistoryView>(new ProductHistoryView(
            visit.Shell(context),
            vendor,
            visit.PartyName(vendor),
            product,
            $"Made by {visit.PartyName(vendor)}: {Words.Count(certificates.Count, "1 certificate", "{0} certificates")} and {Words.Count(releases.Count, "1 release", "{0} releases")} of {Words.Count(trees.Length, "1 sealed tree", "{0} sealed trees")}.",
            trees,
            state,
            CertificateModel.Rows(certificates, visit),
            Acts(certificates, releases, visit)));
    }

    private static RegisterTable Table(HttpContext context, Visit visit)
    {
        var (vendor, product, query) = Asked(context);
        var rows = Order.Sort(Trees(Certificates.OfProduct(vendor, product, visit.Views), Releases(vendor, product, visit), visit), query);
        return new RegisterTable(
            "product",
            "One row is one sealed tree that a certificate or a release of this product names. Trees that were sealed and named by neither are not public.",
            visit.Now,
            ["vendor", "product", "versions", "sealRoot", "sealed", "certificates", "state", "rebuild", "releases", "revokedReleases", "released"],
            [.. rows.Select(row => (object?[])[vendor, product, row.Versions, row.Root, row.Sealed, row.Certificates, row.State?.ToLowerInvariant(), row.Rebuild, row.Releases, row.Revoked, row.Released])]);
    }

    private static (string Vendor, string Product, TableQuery Query) Asked(HttpContext context)
    {
        var query = TableQuery.Read(context);
        return (query.Chosen("vendor"), query.Chosen("name"), query);
    }

    private static List<ReleaseRecord> Releases(string vendor, string product, Visit visit) =>
        [.. ReleasePart.List(visit.Views).Where(release => release.Vendor == vendor && release.Product == product)];

    private static ImmutableArray<ProductTreeRow> Trees(IReadOnlyList<Certificate> certificates, List<ReleaseRecord> releases, Visit visit) =>
    [
        .. certificates.Select(certificate => certificate.Seal).Concat(releases.Select(release => release.Seal)).Distinct().Select(root =>
        {
            var (on, of) = (certificates.Where(one => one.Seal == root).ToList(), releases.Where(one => one.Seal == root).ToList());
            var rebuild = ReleasePart.RebuildsOf(root, visit.Views) is [var newest, ..] ? newest : null;
            var states = on.ConvertAll(one => one.StateAt(visit.Now));
            var best = states.Count == 0 ? (CertificateState?)null : states.Min();
            return new ProductTreeRow(
                string.Join(", ", on.Select(one => one.Version).Concat(of.Select(one => one.Version)).Distinct().Order(StringComparer.OrdinalIgnoreCase)),
                root.ToHex(),
                SealsPart.Find(root, visit.Views)?.Made,
                on.Count,
                best?.ToString(),
                best is { } state ? CertificateModel.ToneOf(state) : Tone.Open,
                rebuild?.Worst.Word(),
                of.Count == 0 ? null : of.Max(one => one.At),
                of.Count,
                of.Count(one => one.RevokedFor is not null));
        }).OrderByDescending(row => row.Sealed),
    ];

    private static ImmutableArray<TimelineEntry> Acts(IReadOnlyList<Certificate> certificates, List<ReleaseRecord> releases, Visit visit)
    {
        var acts = new List<TimelineEntry>();
        foreach (var root in certificates.Select(certificate => certificate.Seal).Concat(releases.Select(release => release.Seal)).Distinct())
        {
            if (SealsPart.Find(root, visit.Views) is { } seal)
            {
                acts.Add(new TimelineEntry(seal.Made, visit.PartyName(seal.Vendor), "vendor", $"Sealed a tree of {Words.Files(seal.Files)} as version {seal.Version}.", $"Root {root.ToHex()[..8]}…"));
            }

            acts.AddRange(ReleasePart.RebuildsOf(root, visit.Views).Select(rebuild =>
            {
                var (proof, href) = visit.InLog(rebuild.Statement);
                return new TimelineEntry(rebuild.At, "The centre", null, $"Repeated the build: {rebuild.Worst.Word()}.", proof, href, null, rebuild.Worst <= RebuildVerdict.Equivalent ? Tone.Yes : Tone.No);
            }));
        }

        // Releases stand in the history of every certificate; here each stands once.
        acts.AddRange(certificates.SelectMany(certificate => CertificateHistory.Of(certificate with { Changes = [] }, visit.Now, visit)
            .Select(entry => entry with { What = $"{entry.What} Version {certificate.Version}." })));
        acts.AddRange(releases.Select(release =>
        {
            var (proof, href) = visit.InLog(release.Statement);
            return new TimelineEntry(release.At, visit.PartyName(release.Vendor), "vendor", $"Released version {release.Version}, {Words.Files(release.Files.Count)}.", proof, href, null, release.RevokedFor is null ? Tone.Yes : Tone.No);
        }));
        acts.AddRange(releases.Where(release => release.RevokedFor is not null).Select(release =>
            new TimelineEntry(release.RevokedSince ?? release.At, "The centre", null, $"Revoked the release of version {release.Version}.", "In every status since", null, release.RevokedFor, Tone.No)));
        return [.. acts.OrderBy(act => act.At)];
    }
}
