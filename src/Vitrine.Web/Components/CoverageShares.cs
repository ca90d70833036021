using System.Collections.Immutable;
using Vitrine.Proofs;

namespace Vitrine.Web;

/// <summary>What was read of the lines in scope. None of it says that there is nothing to find.</summary>
/// <param name="LinesInScope">All lines that the engagement discloses.</param>
/// <param name="Delivered">Lines sent to at least one person's screen.</param>
/// <param name="People">How many people were sent lines.</param>
/// <param name="Carried">Lines that were not, but in an earlier review, and are unchanged since; shown apart.</param>
public sealed record CoverageShares(long LinesInScope, long Delivered, int People, ImmutableArray<CarriedCoverage> Carried = default)
{
    public long LinesCarried => Carried.IsDefault ? 0 : Carried.Sum(one => (long)one.Lines);

    public string CarriedSentence => $"Carried over from the review of {string.Join(" and ", Carried.Select(one => one.Version).Distinct())}: {Words.Lines(LinesCarried)}, delivered then, unchanged since, and not delivered in this review.";

    public double Share(long lines) => LinesInScope == 0 ? 0 : (double)lines / LinesInScope;

    public string DeliveredSentence => People switch
    {
        0 => "No line has been delivered to anybody.",
        1 => $"{Words.Share(Share(Delivered))} of the lines in scope were delivered to one person.",
        _ => $"{Words.Share(Share(Delivered))} of the lines in scope were delivered to {Words.Number(People)} people.",
    };
}
