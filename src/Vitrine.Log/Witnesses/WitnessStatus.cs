using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>How it stands with one witness.</summary>
/// <param name="Name">Its name in the policy.</param>
/// <param name="Key">Its key.</param>
/// <param name="Url">Its submission prefix; null where the policy says none that can be used.</param>
/// <param name="Size">The newest size it cosigned for this process; null before the first.</param>
/// <param name="Time">When it cosigned that, by its word.</param>
/// <param name="Outcome">What came of asking it last.</param>
/// <param name="Latency">How long that took.</param>
/// <param name="Asked">When it answered, or was given up; null before the first time.</param>
public sealed record WitnessStatus(
    string Name, NoteVerifier Key, Uri? Url, TreeSize? Size, DateTimeOffset? Time, WitnessOutcome Outcome, TimeSpan Latency, DateTimeOffset? Asked = null);
