using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Seals;

namespace Vitrine.Room;

/// <summary>What a host may disclose, and how it decides: one person proposes, another confirms.</summary>
internal static class DisclosureRules
{
    // As many as the review that the certificate carries may name.
    private const int MaxPatterns = 1024;

    public static void Check(DisclosurePrepared prepared, Engagement engagement, SqliteConnection views)
    {
        if (SealsPart.Find(prepared.Seal, views) is not { Destroyed: null } seal)
        {
            throw new ActRefusedException($"This centre holds no seal {prepared.Seal}.");
        }

        // Nobody discloses what is another vendor's.
        if (seal.Vendor != engagement.Host)
        {
            throw new ActRefusedException($"The seal {prepared.Seal} was made for '{seal.Vendor}', and the engagement is with '{engagement.Host}'.");
        }

        foreach (var pattern in prepared.Include.Concat(prepared.Exclude))
        {
            ActText.Require(pattern, "pattern", Glob.MaxLength);
        }

        try
        {
            Scope.Of(prepared.Include, prepared.Exclude);
        }
        catch (Exception error) when (error is GlobFormatException or ArgumentException)
        {
            throw new ActRefusedException($"The scope cannot be read: {error.Message}");
        }

        if (prepared.Include.Count > MaxPatterns || prepared.Exclude.Count > MaxPatterns || prepared.Counts.Files < 1 || prepared.Counts.Files > prepared.Counts.FilesTotal)
        {
            throw new ActRefusedException($"A scope holds at least one file, and has up to {MaxPatterns:N0} patterns of each sort.");
        }

        if (Tiers.Fault(engagement.Tier, prepared.Counts) is { } fault)
        {
            throw new ActRefusedException(fault);
        }
    }

    public static void Check(DisclosureProposed proposed, Engagement engagement, Actor by, SqliteConnection views)
    {
        NamedPerson.Require(proposed.Person, by, Operation.DecideDisclosure, views, engagement.Host);
        ActText.Require(proposed.Reason, "reason", 2000, multiline: true);
        ActText.Require(proposed.Gain, "gain", 2000, multiline: true);
        if (proposed.Rules.Fault() is { } fault)
        {
            throw new ActRefusedException(fault);
        }

        if (proposed.Rules.LinesPerEngagement > Tiers.Most(engagement.Tier, engagement.Counts!))
        {
            throw new ActRefusedException($"A review of tier {engagement.Tier.ToString().ToLowerInvariant()} may be shown {Tiers.Most(engagement.Tier, engagement.Counts!):N0} lines together. Allow no more, or agree on a deeper tier.");
        }

        if (proposed.Rules.ComparesWith is { } earlier && Earlier(earlier, engagement, views) is null)
        {
            throw new ActRefusedException($"A room compares with an earlier review of the same product by the same laboratory, whose seal is still here; '{earlier}' is none.");
        }

        proposed.Entry.Check(views);
    }

    /// <summary>The earlier engagement that a room may compare with; null where it is none: another product's, another laboratory's or host's, one that nobody read, or one whose seal is gone.</summary>
    public static Engagement? Earlier(string earlier, Engagement engagement, SqliteConnection views) =>
        Engagements.Find(earlier, views) is { } one && EarlierReviews.IsEarlier(one, engagement) && Sessions.OfEngagement(earlier, views).Count > 0
        && SealsPart.Find(one.Seal!.Value, views) is { Destroyed: null } seal && seal.Vendor == engagement.Host
            ? one
            : null;

    public static void Check(DisclosureDecided decided, Engagement engagement, Actor by, SqliteConnection views)
    {
        NamedPerson.Require(decided.Person, by, Operation.DecideDisclosure, views, engagement.Host);
        if (Disclosures.Proposal(engagement.Id, views) is not { } proposal || proposal.Position.Value != decided.Proposal)
        {
            throw new ActRefusedException("What was proposed has changed, or nothing is proposed. Look at what stands proposed now.");
        }

        if (proposal.Act.Person == decided.Person)
        {
            throw new ActRefusedException("Who proposed the disclosure cannot confirm it. Somebody else of the host decides.");
        }
    }
}
