using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>The authority's decision, with the certificates it may rest on.</summary>
public sealed record DecideView(
    Shell Shell,
    string Engagement,
    string Product,
    string Version,
    ImmutableArray<CertificateRow> Certificates,
    string Decision,
    string Reason,
    FieldErrors Errors);
