using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>What an authority sees first: decisions due, and how the certificates stand.</summary>
public sealed record AuthorityHomeView(
    Shell Shell,
    ImmutableArray<TaskRow> Tasks,
    ImmutableArray<EngagementRow> Engagements,
    ImmutableArray<CertificateRow> Certificates);
