using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>The transparency report of a period.</summary>
public sealed record TransparencyView(
    Shell Shell, DateOnly From, DateOnly Until, ImmutableArray<RegisterFigure> Figures, ImmutableArray<DemandRow> Demands, ImmutableArray<DelayRow> Delays, TableState State, ImmutableArray<Choice> Periods);

/// <param name="Authority">The authority's name, or that it is not named.</param>
public sealed record DemandRow(string Authority, int Demands, int Certified, int Refused, int Withdrawn, int Lapsed, int Undecided);

/// <param name="State">What engagements were waiting for, as words.</param>
public sealed record DelayRow(string State, int Ended, TimeSpan? Median, TimeSpan? Longest, int Waiting, TimeSpan? LongestWaiting);
