using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;
using Vitrine.Release;

namespace Vitrine.Web;

/// <summary>How certificates are put into words and rows, from the register and the signed statements themselves.</summary>
public static class CertificateModel
{
    private const int FewRows = 10;

    /// <summary>The newest few, for pages that lead to the list.</summary>
    public static ImmutableArray<CertificateRow> Newest(Visit visit) => Rows(Certificates.List(visit.Views).Take(FewRows), visit);

    public static ImmutableArray<CertificateRow> Rows(IEnumerable<Certificate> certificates, Visit visit) =>
        [.. certificates.Select(certificate => Row(certificate, certificate.StateAt(visit.Now), visit))];

    public static CertificateRow Row(Certificate certificate, CertificateState state, Visit visit)
    {
        var review = Review(certificate, visit);
        return new CertificateRow(
            certificate.Digest.ToHex(),
            certificate.Product,
            certificate.Version,
            visit.PartyName(certificate.Laboratory),
            certificate.Authority is { } authority ? visit.PartyName(authority) : "not known",
            review.Tier.ToString(),
            ToneOf(state),
            state.ToString(),
            certificate.Issued,
            certificate.ValidUntil,
            Shares(review).Share((long)review.Coverage.LinesDelivered));
    }

    /// <summary>How deep the review went, as a word.</summary>
    public static string TierWord(Certificate certificate) => certificate.Tier is { Length: > 0 } tier ? Upper(tier) : "Not known";

    public static CertificateView View(Certificate certificate, DateOnly? on, Shell shell, Visit visit)
    {
        var review = Review(certificate, visit);
        var at = visit.EndOf(on);
        var standing = certificate.StandingAt(at);
        var index = (long)visit.Views.Scalar<long>("SELECT ifnull(log_index, -1) FROM centre_statement WHERE digest = $1", certificate.Digest);
        return new CertificateView(
            shell,
            certificate.Digest.ToHex(),
            certificate.Product,
            certificate.Version,
            certificate.Vendor is { } vendor ? visit.PartyName(vendor) : "an unknown vendor",
            visit.PartyName(certificate.Laboratory),
            certificate.Authority is { } authority ? visit.PartyName(authority) : "an unknown authority",
            review.Tier.ToString(),
            ToneOf(standing.State),
            standing.State.ToString(),
            Sentence(certificate, standing, review),
            Assumptions(review),
            certificate.Issued,
            certificate.ValidUntil,
            new ScopeFacts(review.Scope.Include, review.Scope.Exclude, (long)review.Scope.Files, (long)review.Scope.FilesTotal, (long)review.Coverage.LinesInScope, (long)review.Scope.Bytes),
            Shares(review),
            new FindingCounts((int)review.Findings.Critical, (int)review.Findings.High, (int)review.Findings.Medium, (int)review.Findings.Low, (int)review.Findings.Info),
            [
                new NamedDigest("Seal root", "vitrineRoot", certificate.Seal.ToHex()),
                new NamedDigest("Certificate", "sha256", certificate.Digest.ToHex()),
                new NamedDigest("Review", "sha256", certificate.Review.ToHex()),
            ],
            Chain(certificate, standing.State, visit),
            index,
            at < visit.Now ? on : null,
            standing.Successor?.ToHex(),
            certificate.Vendor is { } maker ? Routes.ProductHistory(maker, certificate.Product) : null,
            CertificateHistory.Of(certificate, at, visit),
            ChangeEndpoints.IsFor(certificate, visit.Identity) && at == visit.Now
                ? [new PageAction("Change how it stands", Routes.ChangeCertificate(certificate.Digest.ToHex()), "Suspend, reinstate, withdraw it, or put a later one in its place.")]
                : []);
    }

    /// <summary>Why it stands as it does; of its coverage too where the review is given.</summary>
    public static string Sentence(Certificate certificate, Standing standing, ReviewPredicate? review) => standing.State switch
    {
        CertificateState.Valid => $"{(review is null ? "" : Shares(review).DeliveredSentence + " ")}It counts until {Words.Date(certificate.ValidUntil)}.",
        CertificateState.Stale => $"The product was released as version {standing.Change!.Version}, from another tree, on {Words.Date(standing.Since!.Value)}. Of its own tree this certificate still says what it said.",
        CertificateState.Superseded => $"A later certificate took its place on {Words.Date(standing.Since!.Value)}: {standing.Reason}",
        CertificateState.Expired => $"It counted until {Words.Date(certificate.ValidUntil)}.",
        CertificateState.Suspended => $"Suspended on {Words.Date(standing.Since!.Value)}: {standing.Reason} Gates with a newer status refuse it until it is reinstated.",
        CertificateState.Withdrawn => $"Withdrawn on {Words.Date(standing.Since!.Value)}: {standing.Reason}",
        CertificateState.Revoked => $"It was revoked: {standing.Reason}",
        _ => "The laboratory concluded against the product.",
    };

    private static ImmutableArray<string> Assumptions(ReviewPredicate review) =>
    [
        "A line that was delivered to a screen was not necessarily read, and a line that was read was not necessarily understood.",
        $"Of the whole tree, {Words.Files((long)review.Scope.FilesTotal - (long)review.Scope.Files)} were outside the scope and seen by nobody.",
        "The laboratory’s key was in the laboratory’s hands alone.",
        "It speaks of the sealed source, not of a file that ships: that is what a rebuild and the gate are for.",
    ];

    private static CoverageShares Shares(ReviewPredicate review) =>
        new((long)review.Coverage.LinesInScope, (long)review.Coverage.LinesDelivered, (int)review.Coverage.People, review.Coverage.Carried);

    private static ImmutableArray<ChainLink> Chain(Certificate certificate, CertificateState state, Visit visit)
    {
        var seal = Seals.SealsPart.Find(certificate.Seal, visit.Views);
        var rebuild = ReleasePart.RebuildsOf(certificate.Seal, visit.Views) is [var newest, ..] ? newest : null;

        // One tree may be released under several names: here counts what this vendor ships as this product.
        var release = ReleasePart.List(visit.Views).FirstOrDefault(one => one.Seal == certificate.Seal && one.Product == certificate.Product && one.Vendor == certificate.Vendor);
        return
        [
            new ChainLink("Source", seal?.Source ?? "unknown", null, seal is null ? Tone.Open : Tone.Yes, seal is null ? "Unknown" : "Sealed", seal?.Made),
            new ChainLink("Seal", $"{certificate.Product} {certificate.Version}", certificate.Seal.ToHex(), Tone.Yes, "Fixed", seal?.Made),
            new ChainLink("Certificate", visit.PartyName(certificate.Laboratory), certificate.Digest.ToHex(), ToneOf(state), state.ToString(), certificate.Issued),
            rebuild is null
                ? new ChainLink("Rebuild", "No build was repeated from this seal.", null, Tone.Open, "Not yet")
                : new ChainLink("Rebuild", "Compared with what ships", rebuild.Statement.ToHex(), rebuild.Worst <= RebuildVerdict.Equivalent ? Tone.Yes : Tone.No, Upper(rebuild.Worst.Word()), rebuild.At),
            release is null
                ? new ChainLink("Release", "Nothing was released as this product from this seal.", null, Tone.Open, "Not yet")
                : new ChainLink("Release", $"Version {release.Version}", release.Statement.ToHex(), release.RevokedFor is null ? Tone.Yes : Tone.No, release.RevokedFor is null ? "Released" : "Revoked", release.At),
            new ChainLink("Gate", "Decides where the file is installed", null, Tone.Open, "Offline"),
        ];
    }

    private static string Upper(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    public static Tone ToneOf(CertificateState state) => state switch
    {
        CertificateState.Valid => Tone.Yes,
        CertificateState.Stale or CertificateState.Superseded or CertificateState.Expired => Tone.Wait,
        _ => Tone.No,
    };

    private static ReviewPredicate Review(Certificate certificate, Visit visit) =>
        ReviewPredicate.Parse(PublishedStatements.Read(visit.Centre, certificate.Review).Predicate);
}
