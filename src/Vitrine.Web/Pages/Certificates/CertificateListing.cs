using System.Collections.Immutable;
using Vitrine.Register;

namespace Vitrine.Web;

/// <summary>A certificate with all that a list is searched and sorted by.</summary>
public sealed record ListedCertificate(Certificate Certificate, Standing Standing, string Vendor, string Laboratory, string Authority);

/// <summary>The list of certificates as one question asks for it: the page's rows and the downloads' come from here.</summary>
/// <param name="Query">The question.</param>
/// <param name="On">The day as of whose end it reads; null for now.</param>
/// <param name="At">The moment that this means.</param>
/// <param name="Matching">All rows that match, newest first or as sorted.</param>
/// <param name="Facets">The choices, each with how many rows would have it.</param>
public sealed record CertificateListing(TableQuery Query, DateOnly? On, DateTimeOffset At, ImmutableArray<ListedCertificate> Matching, ImmutableArray<TableFacet> Facets)
{
    public static RowOrder<ListedCertificate> Order { get; } = new(
    [
        ("product", row => $"{row.Certificate.Product}\n{row.Certificate.Version}"),
        ("state", row => row.Standing.State),
        ("laboratory", row => row.Laboratory),
        ("authority", row => row.Authority),
        ("tier", row => Depth(row.Certificate)),
        ("issued", row => row.Certificate.Issued),
        ("until", row => row.Certificate.ValidUntil),
    ]);

    public static CertificateListing Read(HttpContext context, Visit visit)
    {
        var query = TableQuery.Read(context);
        var on = query.Day("on");
        var at = visit.EndOf(on);
        var names = visit.PartyNames();
        var all = Certificates.List(visit.Views).Where(certificate => certificate.Issued <= at).Select(certificate => new ListedCertificate(
            certificate,
            certificate.StandingAt(at),
            Named(certificate.Vendor),
            Named(certificate.Laboratory),
            Named(certificate.Authority))).ToList();
        var facets = Choices.Select(choice => (choice.Key, choice.Label, Chosen: query.Chosen(choice.Key), choice.Value)).ToList();

        // A choice counts the rows that all other choices leave.
        bool Fits(ListedCertificate row, string? but) =>
            query.Matches(row.Certificate.Product, row.Certificate.Version, row.Vendor, row.Laboratory, row.Authority, row.Certificate.Digest.ToHex(), row.Certificate.Seal.ToHex(), row.Certificate.Engagement)
            && facets.TrueForAll(facet => facet.Key == but || facet.Chosen.Length == 0 || facet.Value(row).Value == facet.Chosen);
        return new CertificateListing(
            query,
            on,
            at,
            [.. all.Where(row => Fits(row, null))],
            [.. facets.Select(facet => TableFacet.Of(facet.Key, facet.Label, facet.Chosen, all.Where(row => Fits(row, facet.Key)).Select(facet.Value))), TableFacet.Day("on", "As of", on)]);

        string Named(string? party) => party is null ? "not known" : names.GetValueOrDefault(party, party);
    }

    private static readonly ImmutableArray<(string Key, string Label, Func<ListedCertificate, (string Value, string Label)> Value)> Choices =
    [
        ("state", "State", row => (row.Standing.State.ToString().ToLowerInvariant(), row.Standing.State.ToString())),
        ("laboratory", "Laboratory", row => (row.Certificate.Laboratory, row.Laboratory)),
        ("authority", "Authority", row => (row.Certificate.Authority ?? "", row.Authority)),
        ("tier", "Tier", row => (row.Certificate.Tier ?? "", CertificateModel.TierWord(row.Certificate))),
        ("product", "Product", row => (row.Certificate.Product, Words.Shorten(row.Certificate.Product, 40))),
    ];

    private static int Depth(Certificate certificate) => certificate.Tier switch
    {
        "overview" => 0,
        "targeted" => 1,
        "full" => 2,
        _ => 3,
    };
}
