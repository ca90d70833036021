using System.Collections.Immutable;

namespace Vitrine.Web;

/// <param name="MayRequest">Whether this reader may begin an engagement.</param>
public sealed record EngagementListView(Shell Shell, ImmutableArray<EngagementRow> Rows, TableState State, bool MayRequest);
