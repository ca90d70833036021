namespace Vitrine.Proofs;

/// <summary>How deep a review was meant to go; each includes the ones before it.</summary>
public enum ReviewTier
{
    /// <summary>Structure and the dangerous places.</summary>
    Overview,

    /// <summary>Named parts in depth.</summary>
    Targeted,

    /// <summary>Everything in scope.</summary>
    Full,
}

/// <summary>The words for the tiers, as documents and policies write them.</summary>
public static class ReviewTiers
{
    internal static readonly string[] Words = ["overview", "targeted", "full"];

    /// <summary>The word in documents and policies.</summary>
    public static string Word(this ReviewTier tier) => Words[(int)tier];

    /// <summary>The level a certificate of this tier carries: <c>VITRINE_REVIEW_FULL</c>.</summary>
    public static string Level(this ReviewTier tier) => "VITRINE_REVIEW_" + Words[(int)tier].ToUpperInvariant();
}
