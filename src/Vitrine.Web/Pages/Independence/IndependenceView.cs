using System.Collections.Immutable;
using Vitrine.Register;

namespace Vitrine.Web;

/// <summary>The question of independence, and its answer once it is asked.</summary>
/// <param name="Bars">The bars that come with the product.</param>
/// <param name="Own">A bar of the asker's own, as text; counts where the choice is <c>own</c>.</param>
/// <param name="Answer">The answer; null before the question and where it is wrong.</param>
public sealed record IndependenceView(
    Shell Shell, string Subject, string Of, string Bar, string Own, string On, ImmutableArray<ShippedBar> Bars, IndependenceAnswer? Answer, FieldErrors Errors)
{
    /// <summary>The choice that stands for <see cref="Own"/>.</summary>
    public const string OwnBar = "own";

    public static Tone ToneOf(IndependenceVerdict verdict) => verdict switch
    {
        IndependenceVerdict.Independent => Tone.Yes,
        IndependenceVerdict.NotIndependent => Tone.No,
        _ => Tone.Wait,
    };

    public static (Tone Tone, string Word) Weight(PathWeight weight) => weight switch
    {
        PathWeight.Fails => (Tone.No, "Forbidden"),
        PathWeight.MayFail => (Tone.Wait, "Left open"),
        _ => (Tone.Open, "Allowed"),
    };
}
