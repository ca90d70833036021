namespace Vitrine.Register;

/// <summary>What ties one entity to another: <c>From</c> owns, holds office in, founded, … <c>To</c>.</summary>
public enum TieKind
{
    /// <summary>From owns a share of To.</summary>
    Ownership,

    /// <summary>From holds an office in To.</summary>
    Office,

    /// <summary>From founded To, or appoints who leads it.</summary>
    Founding,

    /// <summary>From has a contract with To.</summary>
    Contract,

    /// <summary>From awarded something to To.</summary>
    Award,

    /// <summary>From paid To.</summary>
    Payment,

    /// <summary>From and To are of one family.</summary>
    Family,

    /// <summary>From is a member of To.</summary>
    Membership,

    /// <summary>Something else, which the detail says.</summary>
    Other,
}

/// <summary>A share in percent, 0 to 100, exact where both ends are equal. Of an ownership: of the owned; of a contract, award or payment: of To's income.</summary>
public readonly record struct Share(decimal Least, decimal Most)
{
    /// <summary>Decimal places that a share keeps.</summary>
    public const int Places = 4;

    /// <summary>A share known exactly.</summary>
    public static Share Exactly(decimal percent) => new(percent, percent);

    /// <inheritdoc/>
    public override string ToString() => Least == Most ? $"{Least:0.####} %" : $"{Least:0.####} to {Most:0.####} %";
}

/// <summary>Where a claim comes from.</summary>
/// <param name="Title">Which document, register or data set.</param>
/// <param name="Url">Where it is published; http or https, or null.</param>
/// <param name="Retrieved">The day on which it was read.</param>
/// <param name="Grade">How far it is believed: the Admiralty Code's reliability, A (completely) to F (cannot be judged).</param>
public sealed record Source(string Title, string? Url, DateOnly Retrieved, char Grade);

/// <summary>One claim that From is tied to To.</summary>
/// <remarks>
/// It holds on a day when it is not withdrawn, Since is unknown or not after the day, and Until is unknown or after it. An unknown date is
/// kept as unknown: it is for whoever asks to say what it counts for.
/// </remarks>
/// <param name="Claim">The claim's identifier.</param>
/// <param name="Kind">What the tie is.</param>
/// <param name="From">The entity that owns, holds office, founded, pays.</param>
/// <param name="To">The entity that is owned, served, founded, paid.</param>
/// <param name="Share">How much; null: unknown, or no matter of shares.</param>
/// <param name="Detail">In the source's words: the office, the contract.</param>
/// <param name="Since">The first day; null: unknown.</param>
/// <param name="Until">The day on which it no longer held; null: unknown, or not over.</param>
/// <param name="Source">Where the claim comes from.</param>
/// <param name="Withdrawn">Whether the claim was taken back.</param>
public sealed record Tie(string Claim, TieKind Kind, string From, string To, Share? Share, string? Detail, DateOnly? Since, DateOnly? Until, Source Source, bool Withdrawn)
{
    /// <summary>Whether the claim holds on a day, as far as its dates are known.</summary>
    public bool HoldsOn(DateOnly day) => !Withdrawn && !(Since > day) && !(Until <= day);

    /// <summary>The end that is not this one.</summary>
    public string Other(string entity) => From == entity ? To : From;
}
