using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Room;

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

/// <summary>The two dispute parties opened a session from a copy of the ledger, and have brought what they both signed before anything was shown.</summary>
public sealed record OpeningRecorded(string Engagement, string Session, string Reason, DateTimeOffset Opened, Digest Opening) : EngagementAct(Engagement)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Digest> Documents => [Opening];
}

/// <summary>An act of an engagement.</summary>
public abstract record EngagementAct(string Engagement) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"engagement:{Engagement}";
}
