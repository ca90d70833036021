using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>What anybody sees first.</summary>
public sealed record PublicHomeView(Shell Shell, ImmutableArray<CertificateRow> Certificates);
