using System.Diagnostics.Metrics;

namespace Vitrine.Log;

/// <summary>What is counted of the witnesses that are asked (meter <c>Vitrine.Log</c>).</summary>
/// <remarks>
/// <c>vitrine.witness.requests</c> (by witness and outcome), <c>vitrine.witness.duration</c> (seconds, by witness), <c>vitrine.witness.rounds</c> (by
/// whether the quorum was met).
/// </remarks>
internal static class WitnessMeter
{
    private static readonly Meter Meter = new("Vitrine.Log");
    private static readonly Counter<long> Requests = Meter.CreateCounter<long>("vitrine.witness.requests", "{request}", "Requests to witnesses, by outcome.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("vitrine.witness.duration", "s", "How long a witness took to answer.");
    private static readonly Counter<long> Rounds = Meter.CreateCounter<long>("vitrine.witness.rounds", "{round}", "Checkpoints shown to the witnesses, by whether the quorum was met.");

    public static void Asked(string witness, WitnessOutcome outcome, TimeSpan latency)
    {
        Requests.Add(1, new("witness", witness), new("outcome", outcome.ToString()));
        Duration.Record(latency.TotalSeconds, new KeyValuePair<string, object?>("witness", witness));
    }

    public static void RoundEnded(bool met) => Rounds.Add(1, new KeyValuePair<string, object?>("met", met));
}
