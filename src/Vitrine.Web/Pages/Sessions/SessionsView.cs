using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>What the host sees of a room: hours, terminals and coarse amounts; no file name and no search can be put into it.</summary>
/// <param name="Volume">Lines delivered in the engagement, as a bucket's range.</param>
public sealed record SessionsView(
    Shell Shell,
    string Engagement,
    string Product,
    string Version,
    string Laboratory,
    int SessionsNow,
    string Volume,
    ImmutableArray<SessionRow> Rows,
    TableState State,
    ImmutableArray<PageAction> Actions);

/// <param name="Name">The session's short name.</param>
/// <param name="Volume">Lines delivered, as a bucket's range: "1,000 to 2,000 lines".</param>
/// <param name="Hours">Minutes in the room in each of the 24 hours of its first day, UTC.</param>
public sealed record SessionRow(
    string Name,
    string Person,
    string Terminal,
    DateTimeOffset Began,
    TimeSpan Length,
    string Frames,
    string Volume,
    ImmutableArray<int> Hours,
    Tone Tone,
    string State);
