using System.Collections.Immutable;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>A certificate as the register has it.</summary>
public sealed record Certificate(
    Digest Digest,
    Digest Review,
    string Engagement,
    Digest Seal,
    string Product,
    string Version,
    string Laboratory,
    bool Certified,
    DateTimeOffset Issued,
    DateTimeOffset ValidUntil,
    string? RevokedFor)
{
    /// <summary>The place in the ledger of the act that issued it.</summary>
    public LogIndex Position { get; init; }

    /// <summary>From when it is revoked; null where it is not.</summary>
    public DateTimeOffset? RevokedSince { get; init; }

    /// <summary>The vendor's identifier; null where the engagement is not known.</summary>
    public string? Vendor { get; init; }

    /// <summary>The identifier of the authority that asked for the review; null where the engagement is not known.</summary>
    public string? Authority { get; init; }

    /// <summary>How deep the review went, as a word in lower case; null where the engagement is not known.</summary>
    public string? Tier { get; init; }

    /// <summary>The place in the ledger of the act that sealed the tree; null where that is not known.</summary>
    public LogIndex? SealedAt { get; init; }

    /// <summary>What was done to it, oldest first.</summary>
    public ImmutableArray<StandingStep> Steps { get; init; } = [];

    /// <summary>The releases of its product by its vendor, oldest first.</summary>
    public ImmutableArray<ProductChange> Changes { get; init; } = [];

    /// <summary>Whether it is suspended or withdrawn, whatever the day.</summary>
    public bool IsHeld => Withdrawal(DateTimeOffset.MaxValue) is not null || Suspension(DateTimeOffset.MaxValue) is not null;

    /// <summary>Whether a suspension by this party stands.</summary>
    public bool IsSuspendedBy(string party) => SuspendedBy(DateTimeOffset.MaxValue).Contains(party);

    /// <summary>The state on a day.</summary>
    public CertificateState StateAt(DateTimeOffset at) => StandingAt(at).State;

    /// <summary>
    /// How it stands on a day, by what had happened until then. The gravest word wins: revoked, withdrawn, refused, suspended, superseded, expired,
    /// stale, valid.
    /// </summary>
    public Standing StandingAt(DateTimeOffset at)
    {
        if (RevokedFor is not null && (RevokedSince is not { } since || since <= at))
        {
            return new Standing(CertificateState.Revoked, RevokedSince, RevokedFor);
        }

        if (Withdrawal(at) is { } withdrawn)
        {
            return new Standing(CertificateState.Withdrawn, withdrawn.At, withdrawn.Reason);
        }

        if (!Certified)
        {
            return new Standing(CertificateState.Refused);
        }

        if (Suspension(at) is { } suspended)
        {
            return new Standing(CertificateState.Suspended, suspended.At, suspended.Reason);
        }

        if (Steps.LastOrDefault(step => step.What == StandingWord.Superseded && step.At <= at) is { } superseded)
        {
            return new Standing(CertificateState.Superseded, superseded.At, superseded.Reason, superseded.Successor);
        }

        if (at >= ValidUntil)
        {
            return new Standing(CertificateState.Expired, ValidUntil);
        }

        return ChangeAt(at) is { } change ? new Standing(CertificateState.Stale, change.At, Change: change) : new Standing(CertificateState.Valid);
    }

    /// <summary>The parties whose suspension stands after all that happened; the console is the empty one.</summary>
    internal IReadOnlySet<string> SuspendedBy(DateTimeOffset at) => Suspensions(at).Keys.ToHashSet(StringComparer.Ordinal);

    private StandingStep? Withdrawal(DateTimeOffset at) => Steps.FirstOrDefault(step => step.What == StandingWord.Withdrawn && step.At <= at);

    /// <summary>The oldest suspension that stands.</summary>
    private StandingStep? Suspension(DateTimeOffset at) => Suspensions(at).Values.MinBy(step => step.Position.Value);

    private Dictionary<string, StandingStep> Suspensions(DateTimeOffset at)
    {
        var standing = new Dictionary<string, StandingStep>(StringComparer.Ordinal);
        foreach (var step in Steps.Where(step => step.At <= at))
        {
            switch (step.What)
            {
                case StandingWord.Suspended:
                    standing[step.Party] = step;
                    break;
                case StandingWord.Reinstated when step.Party.Length == 0:
                    standing.Clear();
                    break;
                case StandingWord.Reinstated:
                    standing.Remove(step.Party);
                    break;
            }
        }

        return standing;
    }

    /// <summary>
    /// The release that makes it stale: the product's newest that is not revoked, where that was made from another tree, and after this
    /// certificate's tree was sealed. A tree that is sealed and never released changes nothing for anybody who runs the product.
    /// </summary>
    private ProductChange? ChangeAt(DateTimeOffset at)
    {
        var newest = Changes.LastOrDefault(change => change.At <= at && !(change.RevokedSince <= at));
        return newest is not null && newest.Seal != Seal && newest.Position.Value > (SealedAt ?? Position).Value ? newest : null;
    }
}
