using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>What a look at a log came to.</summary>
public enum MonitorOutcome
{
    /// <summary>Nothing new; the checkpoint is the one that was seen.</summary>
    Unchanged = 0,

    /// <summary>It grew; every new entry was verified, and all that was seen before is still its beginning.</summary>
    Grew,

    /// <summary>The log, or a part of it, cannot be had. Try again; a log that stays so hides something or is broken.</summary>
    Unreachable,

    /// <summary>What is served is no checkpoint that a log of the policy signed, or a signature on it is not its key's.</summary>
    Untrusted,

    /// <summary>The log signed it, but not enough of the policy's witnesses cosigned.</summary>
    QuorumMissing,

    /// <summary>It is a checkpoint of another log than the one followed here.</summary>
    OtherLog,

    /// <summary>A smaller tree than was seen, and its beginning: an old checkpoint is being served.</summary>
    Stale,

    /// <summary>It grew by more entries than are taken at once.</summary>
    TooMuch,

    /// <summary>Entries, tiles and the signed root do not agree with each other.</summary>
    Wrong,

    /// <summary>The log signed two trees of which neither is the beginning of the other. Both checkpoints were kept as evidence.</summary>
    Forked,
}

/// <summary>A look at a log, and what it came to.</summary>
/// <param name="Outcome">In one word.</param>
/// <param name="Sentence">In one sentence.</param>
/// <param name="Before">What was seen before; null the first time.</param>
/// <param name="Now">What was verified now; null when nothing was.</param>
/// <param name="Evidence">The folder with both checkpoints; null unless forked.</param>
public sealed record MonitorReport(MonitorOutcome Outcome, string Sentence, VerifiedCheckpoint? Before, VerifiedCheckpoint? Now, string? Evidence)
{
    /// <summary>Whether the log is as it should be.</summary>
    public bool IsGood => Outcome is MonitorOutcome.Unchanged or MonitorOutcome.Grew;

    /// <summary>Whether somebody should look at it: the log, or whoever serves it, did what it must not.</summary>
    public bool IsAlarm => Outcome is MonitorOutcome.Forked or MonitorOutcome.Wrong or MonitorOutcome.Untrusted;
}
