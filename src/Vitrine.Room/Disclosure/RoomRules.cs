namespace Vitrine.Room;

/// <summary>The rules of a room.</summary>
/// <param name="IdleMinutes">A session that shows nothing for so long is locked.</param>
/// <param name="FromHour">First hour of the day (UTC) at which a session may be open.</param>
/// <param name="ToHour">Hour of the day (UTC) at which sessions end; 24 is midnight.</param>
/// <param name="LinesPerSession">Lines that one session may be shown, repeats counted.</param>
/// <param name="LinesPerEngagement">Lines that all sessions together may be shown, repeats counted; null: as many as the tier allows (<see cref="Tiers"/>).</param>
/// <param name="ComparesWith">The earlier engagement whose tree this room may show beside its own, within that engagement's scope; null: none.</param>
public sealed record RoomRules(int IdleMinutes, int FromHour, int ToHour, int LinesPerSession, int? LinesPerEngagement = null, string? ComparesWith = null)
{
    /// <summary>The most lines that any rule may allow.</summary>
    public const int MostLines = 10_000_000;

    /// <summary>Ten minutes, the whole day, 20,000 lines a session, and together what the tier allows.</summary>
    public static RoomRules Default { get; } = new(10, 0, 24, 20_000);

    /// <summary>Whether a session may be open at this time.</summary>
    public bool AreOpenAt(DateTimeOffset at) => at.UtcDateTime.Hour >= FromHour && at.UtcDateTime.Hour < ToHour;

    /// <summary>Why the rules cannot hold, as a sentence; null when they can.</summary>
    public string? Fault() =>
        IdleMinutes is < 1 or > 120 ? "The idle lock is between 1 and 120 minutes."
        : FromHour is < 0 or > 23 || ToHour is < 1 or > 24 || ToHour <= FromHour ? "The hours run from 0 to 24, the first before the last."
        : LinesPerSession is < 1 or > MostLines ? "A session's budget is between 1 and 10,000,000 lines."
        : LinesPerEngagement is < 1 or > MostLines ? "An engagement's budget is between 1 and 10,000,000 lines."
        : null;
}
