namespace Vitrine.Room;

/// <summary>Where an engagement stands, in the order in which it moves.</summary>
public enum EngagementState
{
    /// <summary>Asked for; the host has not answered.</summary>
    Requested,

    /// <summary>The host has named seal and scope and has seen what screening found.</summary>
    Screened,

    /// <summary>The host has decided to disclose; the room is not open yet.</summary>
    Disclosed,

    /// <summary>Sessions may be opened.</summary>
    Open,

    /// <summary>Reading is over, or paused.</summary>
    Closed,

    /// <summary>Certified, refused, withdrawn or lapsed.</summary>
    Decided,
}
