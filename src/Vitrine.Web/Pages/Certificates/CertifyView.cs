namespace Vitrine.Web;

/// <summary>The laboratory's conclusion, with what it will be bound to.</summary>
public sealed record CertifyView(
    Shell Shell,
    string Engagement,
    string Product,
    string Version,
    string SealRoot,
    ScopeFacts Scope,
    CoverageShares Coverage,
    FindingCounts Findings,
    string Days,
    FieldErrors Errors);
