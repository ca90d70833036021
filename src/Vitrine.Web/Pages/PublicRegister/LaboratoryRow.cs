using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>What a laboratory has concluded, in counts.</summary>
public sealed record LaboratoryRow(string Id, string Name, int Conclusions, int Certified, int Refused, int Valid, int Held, int Products, int Authorities, DateTimeOffset Newest);

/// <summary>The laboratories' statistics.</summary>
public sealed record RegisterLaboratoriesView(Shell Shell, ImmutableArray<LaboratoryRow> Rows, TableState State);
