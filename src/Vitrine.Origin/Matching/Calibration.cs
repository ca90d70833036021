using System.Collections.Immutable;

namespace Vitrine.Origin;

/// <summary>
/// From signals to a probability: a logistic model, fitted by <c>./lab calibrate</c> on the tuning part of the evaluation set (docs/design/origin.md),
/// where a match counts as right when its origin is one that the file was built from, each also as though linked into a program twenty times as large; and bounds for what rests on one group of features alone.
/// </summary>
public static class Calibration
{
    /// <summary>Below this, an origin is not reported: between the surest wrong match (0.25) and the least sure right one (0.39) of the tuning set.</summary>
    public const double Reported = 0.33;

    /// <summary>
    /// No match by one group alone is surer than this, which is below what any advisory acts upon: strings are planted, and names are given to
    /// whatever is to stand in for a library.
    /// </summary>
    public const double ByOneGroup = 0.85;

    /// <summary>
    /// No match by constants and tables alone is surer than this, which is too little to be reported: whoever implements a published algorithm has its tables,
    /// and they are mathematics, whichever origin was learned with them.
    /// </summary>
    public const double ByDataAlone = 0.3;

    private static readonly double[] Weights = [-7.25, 0.57, 0.44, 5.07, 5.31, 1.39];

    /// <summary>The numbers that the model weighs, the constant first.</summary>
    public static double[] Inputs(MatchSignals signals) =>
    [
        1,
        Math.Log(1 + signals.Groups[(int)FeatureGroup.Names]),
        Math.Log(1 + signals.Groups[(int)FeatureGroup.Code]),
        Math.Sqrt(signals.Most),
        Math.Sqrt(signals.Second),
        Math.Sqrt(signals.Share),
    ];

    /// <summary>The probability, 0 to 1, that the origin is in the file.</summary>
    /// <param name="signals">What was found.</param>
    /// <param name="independent">The groups that each speak for it by themselves.</param>
    public static double Confidence(MatchSignals signals, ImmutableArray<FeatureGroup> independent)
    {
        var inputs = Inputs(signals);
        var sum = 0d;
        for (var i = 0; i < inputs.Length; i++)
        {
            sum += inputs[i] * Weights[i];
        }

        return Math.Min(1 / (1 + Math.Exp(-sum)), independent switch { [FeatureGroup.Data] => ByDataAlone, [] or [_] => ByOneGroup, _ => 1 });
    }
}
