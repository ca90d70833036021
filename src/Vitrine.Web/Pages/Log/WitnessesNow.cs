using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Web;

/// <summary>How it stands with the witnesses now, as the process that asks them knows it; what readers see is <see cref="LogSigners"/>.</summary>
/// <param name="Rows">Each witness of the policy, in its order.</param>
public sealed record WitnessesNow(ImmutableArray<WitnessRow> Rows, Tone Tone, string Word, string Sentence)
{
    /// <summary>What this process knows; null where the centre has no witnesses.</summary>
    internal static WitnessesNow? Of(OpenCentre centre, VerifiedCheckpoint published)
    {
        var policy = centre.WitnessPolicy();
        if (policy.Witnesses.IsEmpty)
        {
            return null;
        }

        var asked = centre.Witnesses.ToDictionary(status => status.Key);
        if (centre.SignedLogSize is not { } signed || policy.Witnesses.Any(witness => !asked.ContainsKey(witness.Key)))
        {
            return new WitnessesNow([], Tone.Wait, "Not asked", "This server asks the witnesses that it knew when it started; start it again to ask those of the policy now.");
        }

        var rows = policy.Witnesses.Select(witness => Row(asked[witness.Key], signed)).ToImmutableArray();
        var cosigned = policy.Witnesses.Select(witness => witness.Key).Where(key => asked[key] is { Outcome: WitnessOutcome.Cosigned, Size: { } size } && size == signed).ToHashSet();
        var missing = policy.Witnesses.Where(witness => !cosigned.Contains(witness.Key)).Select(witness => witness.Name).ToList();
        var waiting = (long)(signed.Value - Math.Min(signed.Value, published.Size.Value));
        return (missing, policy.IsMet(cosigned)) switch
        {
            ([], _) => new WitnessesNow(rows, Tone.Yes, "All have answered", "Each has cosigned everything that the log’s key signed."),
            (_, true) => new WitnessesNow(rows, Tone.Yes, "The quorum is met", $"Missing, and not needed: {Names(missing)}."),
            _ => new WitnessesNow(rows, Tone.Wait, "The quorum is not met", $"{Words.Count(waiting, "1 entry waits", "{0} entries wait")} to be shown. Missing: {Names(missing)}."),
        };
    }

    private static WitnessRow Row(WitnessStatus status, TreeSize signed)
    {
        var (tone, word) = status.Outcome switch
        {
            WitnessOutcome.Cosigned when status.Size == signed => (Tone.Yes, "Cosigned"),
            WitnessOutcome.Cosigned or WitnessOutcome.NotAsked => (Tone.Open, "Being asked"),
            WitnessOutcome.Inconsistent or WitnessOutcome.Ahead or WitnessOutcome.BadSignature => (Tone.No, "Contradicts"),
            _ => (Tone.Wait, "Missing"),
        };
        return new WitnessRow(status.Name, tone, word, (long?)status.Size?.Value, status.Time, status.Asked is null ? null : status.Outcome.Sentence(), status.Latency, status.Asked);
    }

    private static string Names(List<string> names) => string.Join(", ", names);
}

/// <summary>A witness as it was when it was asked last.</summary>
/// <param name="Size">The newest size it cosigned since this server started; null where none.</param>
/// <param name="At">When, by its word.</param>
/// <param name="Answer">What came of asking it last; null before the first time.</param>
/// <param name="Took">How long that took.</param>
/// <param name="Asked">When that was.</param>
public sealed record WitnessRow(string Name, Tone Tone, string Word, long? Size, DateTimeOffset? At, string? Answer, TimeSpan Took, DateTimeOffset? Asked);
