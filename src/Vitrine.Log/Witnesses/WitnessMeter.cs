using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Vitrine.Log;

/// <summary>What is counted of the witnesses that are asked (meter <c>Vitrine.Log</c>).</summary>
/// <remarks>
/// <c>vitrine.witness.requests</c> (by witness and outcome), <c>vitrine.witness.duration</c> (seconds, by witness), <c>vitrine.witness.rounds</c> (by
/// whether the quorum was met); and as they stand now, by witness, <c>vitrine.witness.size</c> (the newest that it cosigned) and <c>vitrine.witness.missing</c> (1
/// where it did not cosign when it was asked last).
/// </remarks>
internal static class WitnessMeter
{
    private static readonly ConcurrentDictionary<WitnessQuorum, bool> Followed = new();
    private static readonly Meter Meter = new("Vitrine.Log");
    private static readonly Counter<long> Requests = Meter.CreateCounter<long>("vitrine.witness.requests", "{request}", "Requests to witnesses, by outcome.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("vitrine.witness.duration", "s", "How long a witness took to answer.");
    private static readonly Counter<long> Rounds = Meter.CreateCounter<long>("vitrine.witness.rounds", "{round}", "Checkpoints shown to the witnesses, by whether the quorum was met.");

    static WitnessMeter()
    {
        Meter.CreateObservableGauge("vitrine.witness.size", () => Each(static status => (long)(status.Size?.Value ?? 0)), "{entry}", "The newest size that a witness cosigned for this process; 0 before the first.");
        Meter.CreateObservableGauge("vitrine.witness.missing", () => Each(static status => status.Outcome == WitnessOutcome.Cosigned ? 0L : 1), "{witness}", "1 where a witness did not cosign when it was asked last, or was never asked.");
    }

    /// <summary>Shows how it stands with these witnesses, until they are forgotten.</summary>
    public static void Follow(WitnessQuorum quorum) => Followed[quorum] = true;

    public static void Forget(WitnessQuorum quorum) => Followed.TryRemove(quorum, out _);

    public static void Asked(string witness, WitnessOutcome outcome, TimeSpan latency)
    {
        Requests.Add(1, new("witness", witness), new("outcome", outcome.ToString()));
        Duration.Record(latency.TotalSeconds, new KeyValuePair<string, object?>("witness", witness));
    }

    public static void RoundEnded(bool met) => Rounds.Add(1, new KeyValuePair<string, object?>("met", met));

    private static IEnumerable<Measurement<long>> Each(Func<WitnessStatus, long> value) =>
        Followed.Keys.SelectMany(static quorum => quorum.Status).Select(status => new Measurement<long>(value(status), new KeyValuePair<string, object?>("witness", status.Name)));
}
