using Vitrine.Proofs;

namespace Vitrine.Room;

/// <summary>When the public register shows an engagement.</summary>
public enum PublicationTime
{
    /// <summary>From the moment the policy is chosen.</summary>
    Now,

    /// <summary>Once the engagement is decided, however it is.</summary>
    OnDecision,

    /// <summary>From a day on.</summary>
    OnDate,

    /// <summary>Never; it is counted all the same.</summary>
    Never,
}

/// <summary>What of an engagement the public register shows once it shows it.</summary>
public enum PublicField
{
    /// <summary>The product and its version.</summary>
    Product,

    /// <summary>The vendor.</summary>
    Vendor,

    /// <summary>The laboratory.</summary>
    Laboratory,

    /// <summary>The authority that asked.</summary>
    Authority,

    /// <summary>How deep the review goes.</summary>
    Tier,

    /// <summary>What the review is for.</summary>
    Purpose,

    /// <summary>When it was asked for.</summary>
    Requested,

    /// <summary>Where it stands, and how it ended.</summary>
    Outcome,
}

/// <summary>
/// What the public register shows of an engagement, and when; until then a commitment stands there. The newest one counts until the
/// disclosure is decided.
/// </summary>
/// <param name="Engagement">The engagement.</param>
/// <param name="When">From when it is shown.</param>
/// <param name="On">The day, where it is shown from a day on; else null.</param>
/// <param name="Shown">What is shown then, each once.</param>
/// <param name="Salt">32 random bytes, without which the commitment could be guessed. The ledger is private.</param>
/// <param name="Commitment">What stands in public until then; see <see cref="PublicationCommitment"/>.</param>
/// <param name="Statement">The statement that puts the commitment into the public log (<see cref="PublicationPredicate"/>).</param>
public sealed record PublicationChosen(string Engagement, PublicationTime When, DateOnly? On, IReadOnlyList<PublicField> Shown, byte[] Salt, Digest Commitment, Digest Statement)
    : EngagementAct(Engagement)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Digest> Statements => [Statement];
}
