using System.Collections.Immutable;

namespace Vitrine.Web;

public sealed record CertificateListView(Shell Shell, ImmutableArray<CertificateRow> Rows, TableState State);
