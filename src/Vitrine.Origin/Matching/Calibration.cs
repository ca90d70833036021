namespace Vitrine.Origin;

/// <summary>
/// From signals to a probability: a logistic model, fitted by <c>./lab calibrate</c> on the tuning part of the evaluation set (docs/design/origin.md),
/// where a match counts as right when its origin is one that the file was built from.
/// </summary>
public static class Calibration
{
    /// <summary>Below this, an origin is not reported: between the surest wrong match (0.30) and the least sure right one (0.35) of the tuning set.</summary>
    public const double Reported = 0.33;

    private static readonly double[] Weights = [-5.78, 0.29, 0.74, 0.06, 0.42, 4.85, 3.66];

    /// <summary>The numbers that the model weighs, the constant first.</summary>
    public static double[] Inputs(MatchSignals signals) =>
    [
        1,
        Math.Log(1 + signals.Groups[(int)FeatureGroup.Text]),
        Math.Log(1 + signals.Groups[(int)FeatureGroup.Names]),
        Math.Log(1 + signals.Groups[(int)FeatureGroup.Data]),
        Math.Log(1 + signals.Groups[(int)FeatureGroup.Code]),
        signals.Contained,
        signals.Share,
    ];

    /// <summary>The probability, 0 to 1, that the origin is in the file.</summary>
    public static double Confidence(MatchSignals signals)
    {
        var inputs = Inputs(signals);
        var sum = 0d;
        for (var i = 0; i < inputs.Length; i++)
        {
            sum += inputs[i] * Weights[i];
        }

        return 1 / (1 + Math.Exp(-sum));
    }
}
