namespace Vitrine.Web;

public enum StepState
{
    Ahead,
    Now,
    Done,

    /// <summary>Left out, or never reached because the matter ended before it.</summary>
    Skipped,
}

/// <summary>One state that a matter passes through, with the time it spent there.</summary>
/// <param name="Spent">How long it was or has been in this state; null when it never was.</param>
/// <param name="Due">When this state should end; null without a limit.</param>
/// <param name="Overdue">By how much the limit is past; null while it is kept.</param>
public sealed record StateStep(
    string Title,
    StepState State,
    TimeSpan? Spent = null,
    DateTimeOffset? Due = null,
    TimeSpan? Overdue = null);
