using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>A certificate, with all it rests on.</summary>
/// <param name="Word">The state as a word: "Valid", "Suspended".</param>
/// <param name="Sentence">Why, one sentence.</param>
/// <param name="Assumptions">What the verdict assumes, each a sentence.</param>
/// <param name="Digests">The digests that bind it, whole, since readers compare them.</param>
/// <param name="LogIndex">The certificate's entry in the public log.</param>
/// <param name="AsOf">The day as of whose end it reads; null for now.</param>
/// <param name="Successor">The digest of the certificate that took its place.</param>
/// <param name="ProductHref">The product's history.</param>
/// <param name="History">What happened to it, oldest first.</param>
public sealed record CertificateView(
    Shell Shell,
    string Digest,
    string Product,
    string Version,
    string Vendor,
    string Laboratory,
    string Authority,
    string Tier,
    Tone Tone,
    string Word,
    string Sentence,
    ImmutableArray<string> Assumptions,
    DateTimeOffset Issued,
    DateTimeOffset ValidUntil,
    ScopeFacts Scope,
    CoverageShares Coverage,
    FindingCounts Findings,
    ImmutableArray<NamedDigest> Digests,
    ImmutableArray<ChainLink> Chain,
    long LogIndex,
    DateOnly? AsOf,
    string? Successor,
    string? ProductHref,
    ImmutableArray<TimelineEntry> History,
    ImmutableArray<PageAction> Actions);

/// <param name="Name">What it is of: "Seal root", "Review statement".</param>
/// <param name="Algorithm">Its key in a digest set: "vitrineRoot", "sha256".</param>
public sealed record NamedDigest(string Name, string Algorithm, string Value);
