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

/// <summary>What a tier allows, whatever a host's rules say.</summary>
/// <remarks>
/// Overview: together a fifth of the lines in scope, and 1,000 in any case. Targeted: a scope that leaves out at least one file of the
/// seal. Full: what the room's own budgets allow. Lines are counted as they are shown, repeats included.
/// </remarks>
public static class Tiers
{
    private const int OverviewShare = 5;
    private const int OverviewLeast = 1000;

    /// <summary>Lines that an engagement's sessions together may be shown at most.</summary>
    public static int Most(Tier tier, ScopeCounts counts) =>
        tier == Tier.Overview ? (int)Math.Clamp(counts.Lines / OverviewShare, OverviewLeast, RoomRules.MostLines) : RoomRules.MostLines;

    /// <summary>Lines that the sessions of an engagement together may be shown: by its rules, and by its tier.</summary>
    public static int Budget(Engagement engagement)
    {
        var most = engagement.Counts is { } counts ? Most(engagement.Tier, counts) : 0;
        return Math.Min(engagement.Rules?.LinesPerEngagement ?? most, most);
    }

    /// <summary>Why a scope does not fit the tier, as a sentence; null when it does.</summary>
    public static string? Fault(Tier tier, ScopeCounts counts) => tier == Tier.Targeted && counts.Files >= counts.FilesTotal
        ? "A targeted review is of chosen parts: the scope leaves out at least one file of the seal. Exclude what the purpose does not name, or agree on a full review."
        : null;
}
