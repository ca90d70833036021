using System.Collections.Immutable;
using Vitrine.Room;

namespace Vitrine.Web;

/// <summary>How sessions are put into rows for the host: hours, terminals, and amounts no finer than the record keeps them.</summary>
public static class SessionModel
{
    public static ImmutableArray<SessionRow> Rows(IEnumerable<Session> sessions, Visit visit) =>
    [
        .. sessions.Select(session => new SessionRow(
            session.Id,
            visit.PersonName(session.Person),
            session.Terminal,
            session.Opened,
            (session.Closed ?? visit.Now) - session.Opened,
            Words.Number(session.Frames),
            Volume([session]),
            Hours(session, session.Closed ?? visit.Now),
            session.Closed is null ? Tone.Yes : Tone.Open,
            session.Ended switch
            {
                null => "In the room",
                SessionEnd.Left => "Left",
                SessionEnd.Idle => "Locked",
                SessionEnd.RoomClosed => "Room closed",
                SessionEnd.KeptOut => "Kept out",
                _ => "Interrupted",
            })),
    ];

    /// <summary>Lines delivered: between the sum of the steps' lower ends and the sum of their upper ends.</summary>
    public static string Volume(IReadOnlyList<Session> sessions)
    {
        var least = sessions.Sum(session => session.UpTo50 + (51L * session.UpTo200) + (201L * session.UpTo1000) + (1001L * session.More));
        var most = sessions.Sum(session => (50L * session.UpTo50) + (200L * session.UpTo200) + (1000L * session.UpTo1000));
        return sessions.Any(session => session.More > 0) ? $"more than {Words.Lines(least)}"
            : most == 0 ? "no lines"
            : $"{Words.Number(least)} to {Words.Lines(most)}";
    }

    private static ImmutableArray<int> Hours(Session session, DateTimeOffset end)
    {
        var minutes = new int[24];
        var day = new DateTimeOffset(session.Opened.UtcDateTime.Date, TimeSpan.Zero);
        for (var hour = 0; hour < 24; hour++)
        {
            var (from, to) = (day.AddHours(hour), day.AddHours(hour + 1));
            var inside = (end < to ? end : to) - (session.Opened > from ? session.Opened : from);
            minutes[hour] = inside > TimeSpan.Zero ? (int)Math.Ceiling(inside.TotalMinutes) : 0;
        }

        return [.. minutes];
    }
}
