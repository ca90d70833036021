using System.Text.Json;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Room;

/// <summary>A session as everyone in the engagement may know it: when, where, and coarsely how much.</summary>
public sealed record Session(
    string Id,
    string Engagement,
    string Person,
    string Terminal,
    DateTimeOffset Opened,
    DateTimeOffset? Closed,
    SessionEnd? Ended,
    int Frames,
    int UpTo50,
    int UpTo200,
    int UpTo1000,
    int More,
    SessionKeyWraps Key);

/// <summary>The sessions of a centre.</summary>
public static class Sessions
{
    private const string Select = "SELECT id, engagement, person, terminal, opened, closed, ended, frames, up_to_50, up_to_200, up_to_1000, more, key FROM room_session ";

    /// <summary>One by its identifier; null where there is none.</summary>
    public static Session? Find(string id, SqliteConnection views) => views.Query(Select + "WHERE id = $1", Read, id).FirstOrDefault();

    /// <summary>Those of an engagement, newest first.</summary>
    public static IReadOnlyList<Session> OfEngagement(string engagement, SqliteConnection views) =>
        views.Query(Select + "WHERE engagement = $1 ORDER BY opened DESC, id", Read, engagement);

    /// <summary>Those that no act has closed.</summary>
    public static IReadOnlyList<Session> Open(SqliteConnection views) => views.Query(Select + "WHERE closed IS NULL ORDER BY opened, id", Read);

    /// <summary>The lowest number that a session's next sealed part may have.</summary>
    internal static long NextPart(string id, SqliteConnection views) => views.Scalar<long>("SELECT next_part FROM room_session WHERE id = $1", id);

    /// <summary>The places of an engagement's acts with a sealed part, ascending.</summary>
    internal static List<LogIndex> SealedActs(string engagement, SqliteConnection views) => views.Query(
        "SELECT n FROM centre_act WHERE subject = 'engagement:' || $1 AND kind IN ($2, $3) ORDER BY n",
        row => new LogIndex((ulong)row.GetInt64(0)),
        engagement,
        RoomPart.FrameKindName,
        RoomPart.WrittenKindName);

    /// <summary>The place at which an engagement's first session was opened: none of its sessions has an act before.</summary>
    internal static LogIndex FirstOpened(string engagement, SqliteConnection views) => new((ulong)views.Scalar<long>(
        "SELECT min(n) FROM centre_act WHERE subject = 'engagement:' || $1 AND kind = 'room.sessionOpened'", engagement));

    private static Session Read(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.Time(4),
        row.IsDBNull(5) ? null : row.Time(5),
        row.Text(6) is { } end ? Enum.Parse<SessionEnd>(end, ignoreCase: true) : null,
        row.GetInt32(7),
        row.GetInt32(8),
        row.GetInt32(9),
        row.GetInt32(10),
        row.GetInt32(11),
        JsonSerializer.Deserialize<SessionKeyWraps>(row.GetString(12), ActJson.Options)!);
}
