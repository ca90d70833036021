using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Room;

/// <summary>How deep a review goes.</summary>
public enum Tier
{
    /// <summary>An introduction: structure and chosen files.</summary>
    Overview,

    /// <summary>Chosen parts in depth.</summary>
    Targeted,

    /// <summary>Everything in scope.</summary>
    Full,
}

/// <summary>How an engagement ended.</summary>
public enum Decision
{
    /// <summary>Approved on the laboratory's certificate.</summary>
    Certified,

    /// <summary>Turned down.</summary>
    Refused,

    /// <summary>Taken back by whoever asked.</summary>
    Withdrawn,

    /// <summary>Out of time.</summary>
    Lapsed,
}

/// <summary>An authority asks that a laboratory review a host's product.</summary>
public sealed record EngagementRequested(string Engagement, string Product, string Version, string Host, string Laboratory, string Authority, Tier Tier, string Purpose) : EngagementAct(Engagement);

/// <summary>The host names the seal and the scope it would disclose, with what screening found in it.</summary>
public sealed record DisclosurePrepared(string Engagement, Digest Seal, IReadOnlyList<string> Include, IReadOnlyList<string> Exclude, ScopeCounts Counts, ScreeningCounts Screening) : EngagementAct(Engagement);

/// <summary>The host decides to disclose, or not.</summary>
public sealed record DisclosureDecided(string Engagement, bool Disclosed, string Reason, RoomRules Rules) : EngagementAct(Engagement);

/// <summary>The room is open for sessions.</summary>
public sealed record RoomOpened(string Engagement) : EngagementAct(Engagement);

/// <summary>The room is closed; no session goes on.</summary>
public sealed record RoomClosed(string Engagement, string Reason) : EngagementAct(Engagement);

/// <summary>The authority decides.</summary>
public sealed record EngagementDecided(string Engagement, Decision Decision, string Reason, Digest? Certificate) : EngagementAct(Engagement);

/// <summary>
/// The two dispute parties opened what a session's acts seal, with both their keys; on record before anything was shown to them.
/// </summary>
public sealed record DisputeOpened(string Engagement, string Session, string Reason) : EngagementAct(Engagement);

/// <summary>An act of an engagement.</summary>
public abstract record EngagementAct(string Engagement) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"engagement:{Engagement}";
}

/// <summary>How much a scope holds, and of how much.</summary>
public sealed record ScopeCounts(long Files, long FilesTotal, long Bytes, long Lines);

/// <summary>What screening found in a scope, by severity.</summary>
public sealed record ScreeningCounts(int High, int Medium, int Low);

/// <summary>The rules of a room.</summary>
/// <param name="IdleMinutes">A session that shows nothing for so long is locked.</param>
/// <param name="FromHour">First hour of the day (UTC) at which a session may be open.</param>
/// <param name="ToHour">Hour of the day (UTC) at which sessions end; 24 is midnight.</param>
/// <param name="LinesPerSession">Lines that one session may be shown.</param>
public sealed record RoomRules(int IdleMinutes, int FromHour, int ToHour, int LinesPerSession)
{
    /// <summary>Ten minutes, the whole day, 20,000 lines.</summary>
    public static RoomRules Default { get; } = new(10, 0, 24, 20_000);

    /// <summary>Whether a session may be open at this time.</summary>
    public bool AreOpenAt(DateTimeOffset at) => at.UtcDateTime.Hour >= FromHour && at.UtcDateTime.Hour < ToHour;

    /// <summary>Why the rules cannot hold, as a sentence; null when they can.</summary>
    public string? Fault() =>
        IdleMinutes is < 1 or > 120 ? "The idle lock is between 1 and 120 minutes."
        : FromHour is < 0 or > 23 || ToHour is < 1 or > 24 || ToHour <= FromHour ? "The hours run from 0 to 24, the first before the last."
        : LinesPerSession is < 1 or > 10_000_000 ? "A session's budget is between 1 and 10,000,000 lines."
        : null;
}
