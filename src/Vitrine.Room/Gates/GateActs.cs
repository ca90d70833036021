namespace Vitrine.Room;

/// <summary>One thing that is asked before somebody is let into a room.</summary>
public enum Gate
{
    /// <summary>Whether the reviewer is accredited, for this tier.</summary>
    PersonAccreditation,

    /// <summary>Whether the laboratory is accredited, of a type and for a scope.</summary>
    LaboratoryAccreditation,

    /// <summary>Whether the seal's export class lets the reviewer in.</summary>
    Nationality,

    /// <summary>Whether the laboratory is independent of the vendor, by the bar.</summary>
    LaboratoryTies,

    /// <summary>Whether the authority is independent of the vendor, by the bar.</summary>
    AuthorityTies,

    /// <summary>Whether a party, or an owner of one, stands on a list.</summary>
    PartyLists,

    /// <summary>Whether the reviewer stands on a list.</summary>
    PersonLists,

    /// <summary>Whether the terminal is one of the site's.</summary>
    Place,
}

/// <summary>What a gate answers. What is not known is never a pass.</summary>
public enum GateVerdict
{
    /// <summary>Nothing is asked, or it is as asked.</summary>
    Pass,

    /// <summary>It is not as asked.</summary>
    Fail,

    /// <summary>It cannot be told from what is recorded.</summary>
    Unknown,
}

/// <summary>What one gate answered, as the record keeps it: no name, country or tie.</summary>
/// <param name="Gate">The gate.</param>
/// <param name="Verdict">Its answer.</param>
/// <param name="Asked">Whether the room's rules ask it at all.</param>
/// <param name="Override">The override under which it let in all the same; null: none.</param>
public sealed record GateOutcome(Gate Gate, GateVerdict Verdict, bool Asked, string? Override);

/// <summary>The gates were asked; the centre records it.</summary>
/// <param name="Engagement">The engagement.</param>
/// <param name="Person">Who wanted to enter, or is in the room; null where only the parties were asked about.</param>
/// <param name="LetIn">Whether every gate let in.</param>
/// <param name="Gates">What each answered.</param>
public sealed record GatesAsked(string Engagement, string? Person, bool LetIn, IReadOnlyList<GateOutcome> Gates) : EngagementAct(Engagement);

/// <summary>Somebody proposes that a gate's no, or its "unknown", does not keep somebody out, for a time.</summary>
/// <param name="Engagement">The engagement.</param>
/// <param name="Override">The override's identifier.</param>
/// <param name="Gate">The gate.</param>
/// <param name="Reviewer">The reviewer it is for; null: whoever of the laboratory.</param>
/// <param name="Reason">Why.</param>
/// <param name="Until">When it ends.</param>
/// <param name="Person">Whose proposal it is (as in <see cref="DisclosureProposed"/>).</param>
public sealed record GateOverrideProposed(string Engagement, string Override, Gate Gate, string? Reviewer, string Reason, DateTimeOffset Until, string Person) : EngagementAct(Engagement);

/// <summary>A second person confirms an override; from now on it counts. One of the two is of the host.</summary>
public sealed record GateOverrideConfirmed(string Engagement, string Override, string Person) : EngagementAct(Engagement);

/// <summary>An override is ended before its time; one person of host or authority suffices.</summary>
public sealed record GateOverrideEnded(string Engagement, string Override, string Reason, string Person) : EngagementAct(Engagement);
