using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;
using Vitrine.Release;
using Vitrine.Room;

namespace Vitrine.Web;

/// <summary>How certificates are put into words and rows, from the register and the signed statements themselves.</summary>
public static class CertificateModel
{
    public static ImmutableArray<CertificateRow> Rows(Visit visit) => Rows(Certificates.List(visit.Views), visit);

    public static ImmutableArray<CertificateRow> Rows(IEnumerable<Certificate> certificates, Visit visit) =>
    [
        .. certificates.Select(certificate =>
        {
            var review = Review(certificate, visit);
            var state = certificate.StateAt(visit.Now);
            return new CertificateRow(
                certificate.Digest.ToHex(),
                certificate.Product,
                certificate.Version,
                visit.PartyName(certificate.Laboratory),
                review.Tier.ToString(),
                ToneOf(state),
                state.ToString(),
                certificate.Issued,
                certificate.ValidUntil,
                Shares(review).Share((long)review.Coverage.LinesDelivered));
        }),
    ];

    public static CertificateView View(Certificate certificate, Shell shell, Visit visit)
    {
        var review = Review(certificate, visit);
        var state = certificate.StateAt(visit.Now);
        var engagement = Engagements.Find(certificate.Engagement, visit.Views);
        var index = (long)visit.Views.Scalar<long>("SELECT ifnull(log_index, -1) FROM centre_statement WHERE digest = $1", certificate.Digest);
        return new CertificateView(
            shell,
            certificate.Digest.ToHex(),
            certificate.Product,
            certificate.Version,
            engagement is null ? "an unknown vendor" : visit.PartyName(engagement.Host),
            visit.PartyName(certificate.Laboratory),
            engagement is null ? "an unknown authority" : visit.PartyName(engagement.Authority),
            review.Tier.ToString(),
            ToneOf(state),
            state.ToString(),
            Sentence(certificate, state, review),
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
            Chain(certificate, state, visit),
            index);
    }

    private static string Sentence(Certificate certificate, CertificateState state, ReviewPredicate review) => state switch
    {
        CertificateState.Valid => $"{Shares(review).DeliveredSentence} It counts until {Words.Date(certificate.ValidUntil)}.",
        CertificateState.Expired => $"It counted until {Words.Date(certificate.ValidUntil)}.",
        CertificateState.Revoked => $"It was revoked: {certificate.RevokedFor}",
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
        new((long)review.Coverage.LinesInScope, (long)review.Coverage.LinesDelivered, (int)review.Coverage.People);

    private static ImmutableArray<ChainLink> Chain(Certificate certificate, CertificateState state, Visit visit)
    {
        var seal = Seals.SealsPart.Find(certificate.Seal, visit.Views);
        var rebuild = ReleasePart.RebuildsOf(certificate.Seal, visit.Views) is [var newest, ..] ? newest : null;
        var release = ReleasePart.List(visit.Views).FirstOrDefault(one => one.Seal == certificate.Seal);
        return
        [
            new ChainLink("Source", seal?.Source ?? "unknown", null, seal is null ? Tone.Open : Tone.Yes, seal is null ? "Unknown" : "Sealed", seal?.Made),
            new ChainLink("Seal", $"{certificate.Product} {certificate.Version}", certificate.Seal.ToHex(), Tone.Yes, "Fixed", seal?.Made),
            new ChainLink("Certificate", visit.PartyName(certificate.Laboratory), certificate.Digest.ToHex(), ToneOf(state), state.ToString(), certificate.Issued),
            rebuild is null
                ? new ChainLink("Rebuild", "No build was repeated from this seal.", null, Tone.Open, "Not yet")
                : new ChainLink("Rebuild", "Compared with what ships", rebuild.Statement.ToHex(), rebuild.Worst <= RebuildVerdict.Equivalent ? Tone.Yes : Tone.No, Upper(rebuild.Worst.Word()), rebuild.At),
            release is null
                ? new ChainLink("Release", "Nothing was released from this seal.", null, Tone.Open, "Not yet")
                : new ChainLink("Release", $"Version {release.Version}", release.Statement.ToHex(), release.RevokedFor is null ? Tone.Yes : Tone.No, release.RevokedFor is null ? "Released" : "Revoked", release.At),
            new ChainLink("Gate", "Decides where the file is installed", null, Tone.Open, "Offline"),
        ];
    }

    private static string Upper(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static Tone ToneOf(CertificateState state) => state switch
    {
        CertificateState.Valid => Tone.Yes,
        CertificateState.Expired => Tone.Wait,
        _ => Tone.No,
    };

    private static ReviewPredicate Review(Certificate certificate, Visit visit) =>
        ReviewPredicate.Parse(PublishedStatements.Read(visit.Centre, certificate.Review).Predicate);
}
