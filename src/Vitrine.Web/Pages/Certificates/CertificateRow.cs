namespace Vitrine.Web;

/// <summary>A certificate in a list.</summary>
/// <param name="Digest">SHA-256 of the certificate's payload, hexadecimal; its address here.</param>
/// <param name="State">Valid, Stale, Superseded, Expired, Suspended, Withdrawn, Revoked, Refused.</param>
public sealed record CertificateRow(
    string Digest,
    string Product,
    string Version,
    string Laboratory,
    string Authority,
    string Tier,
    Tone Tone,
    string State,
    DateTimeOffset Issued,
    DateTimeOffset ValidUntil,
    double Delivered);
