using Vitrine.Proofs;

namespace Vitrine.Room;

/// <summary>The host names the seal and the scope it would disclose, with what screening found in it.</summary>
public sealed record DisclosurePrepared(string Engagement, Digest Seal, IReadOnlyList<string> Include, IReadOnlyList<string> Exclude, ScopeCounts Counts, ScreeningCounts Screening) : EngagementAct(Engagement);

/// <summary>One person of the host proposes to disclose under these rules, or not to. Nothing is decided by it; the newest proposal counts.</summary>
/// <param name="Engagement">The engagement.</param>
/// <param name="Disclosed">Whether to disclose.</param>
/// <param name="Reason">Why.</param>
/// <param name="Gain">What is gained by it, against what is disclosed.</param>
/// <param name="Rules">The room's hours, lock and budgets.</param>
/// <param name="Entry">Who is let in, and where.</param>
/// <param name="Person">Whose proposal it is: whoever acts, or a person of the host for whom the console writes it down.</param>
public sealed record DisclosureProposed(string Engagement, bool Disclosed, string Reason, string Gain, RoomRules Rules, EntryRules Entry, string Person) : EngagementAct(Engagement);

/// <summary>Another person of the host confirms a proposal: that decides.</summary>
/// <param name="Engagement">The engagement.</param>
/// <param name="Proposal">The proposal's place in the ledger, so that nothing else is confirmed than what was read.</param>
/// <param name="Person">Whose confirmation it is, as in a proposal; never the proposer's.</param>
public sealed record DisclosureDecided(string Engagement, ulong Proposal, string Person) : EngagementAct(Engagement);

/// <summary>How much a scope holds, and of how much.</summary>
public sealed record ScopeCounts(long Files, long FilesTotal, long Bytes, long Lines);

/// <summary>What screening found in a scope, by severity.</summary>
public sealed record ScreeningCounts(int High, int Medium, int Low);
