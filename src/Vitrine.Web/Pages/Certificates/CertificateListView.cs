using System.Collections.Immutable;

namespace Vitrine.Web;

/// <param name="AsOf">The day as of whose end the list reads; null for now.</param>
public sealed record CertificateListView(Shell Shell, ImmutableArray<CertificateRow> Rows, TableState State, DateOnly? AsOf);
