using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>What anybody sees first.</summary>
/// <param name="Operator">Who runs this centre, named because whoever runs it can see what it serves.</param>
/// <param name="Jurisdiction">Whose law it is run under.</param>
public sealed record PublicHomeView(Shell Shell, string Operator, string Jurisdiction, ImmutableArray<CertificateRow> Certificates);
