using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>The engagements of the public register.</summary>
public sealed record RegisterEngagementsView(Shell Shell, ImmutableArray<RegisterFigure> Figures, ImmutableArray<PublicEngagementRow> Rows, TableState State);
