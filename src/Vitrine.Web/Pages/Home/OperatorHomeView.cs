using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>What a company that installs the product sees first: certificates, and how old the status is.</summary>
/// <param name="StatusIssued">When the newest status statement was issued.</param>
/// <param name="StatusExpires">When gates begin to refuse it.</param>
public sealed record OperatorHomeView(
    Shell Shell,
    Tone StatusTone,
    string StatusWord,
    string StatusSentence,
    long StatusNumber,
    DateTimeOffset StatusIssued,
    DateTimeOffset StatusExpires,
    ImmutableArray<CertificateRow> Certificates);
