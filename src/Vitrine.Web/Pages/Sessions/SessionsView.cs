using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>What the host sees of a room: hours, terminals and coarse amounts; no file name and no search can be put into it.</summary>
/// <param name="Volume">Lines delivered in the engagement, as a bucket's range.</param>
/// <param name="BudgetUsed">Share of the budget used, in coarse steps; null without a budget.</param>
/// <param name="Alerts">What the rules of volume, hours and terminals noticed.</param>
public sealed record SessionsView(
    Shell Shell,
    string Engagement,
    string Product,
    string Version,
    string Laboratory,
    int SessionsNow,
    string Volume,
    double? BudgetUsed,
    ImmutableArray<RoomAlert> Alerts,
    ImmutableArray<SessionRow> Rows,
    TableState State,
    ImmutableArray<PageAction> Actions);

/// <param name="Name">The session's short name.</param>
/// <param name="Volume">Lines delivered, as a bucket's range: "1,000 to 2,000 lines".</param>
/// <param name="Ended">Null while it lasts.</param>
/// <param name="Hours">Minutes in the room in each of the 24 hours of its first day, UTC.</param>
public sealed record SessionRow(
    string Name,
    string Person,
    string Terminal,
    DateTimeOffset Began,
    DateTimeOffset? Ended,
    TimeSpan Length,
    string Volume,
    ImmutableArray<int> Hours,
    Tone Tone,
    string State);

public sealed record RoomAlert(Tone Tone, string Title, string Sentence, DateTimeOffset At);
