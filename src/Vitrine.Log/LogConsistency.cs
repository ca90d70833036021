using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>What came of holding a log against a checkpoint that somebody kept.</summary>
public enum ConsistencyOutcome
{
    /// <summary>It goes on from there.</summary>
    GoesOn = 0,

    /// <summary>Its newest checkpoint is not signed with its key.</summary>
    NotSigned,

    /// <summary>Its newest checkpoint is of fewer entries.</summary>
    Older,

    /// <summary>The copy that was read is damaged; nothing is shown of the log.</summary>
    Damaged,

    /// <summary>The log signed two trees of which neither is the beginning of the other.</summary>
    Forked,
}

/// <summary>A log held against a checkpoint that somebody kept.</summary>
/// <param name="Outcome">In one word.</param>
/// <param name="Sentence">In one sentence.</param>
/// <param name="Newest">Its newest checkpoint, where that is signed.</param>
/// <param name="Evidence">The proof of a fork; null unless forked.</param>
public sealed record ConsistencyReport(ConsistencyOutcome Outcome, string Sentence, VerifiedCheckpoint? Newest, ForkEvidence? Evidence);

/// <summary>Holds a log, wherever it is read, against a checkpoint that somebody kept: it must go on from there.</summary>
public static class LogConsistency
{
    /// <summary>Whether the log goes on from a checkpoint; if not, whether the log or the copy is at fault.</summary>
    /// <param name="log">The log, or a copy.</param>
    /// <param name="keys">Its key, and those that it had before.</param>
    /// <param name="kept">What it signed before.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LogSourceException">A part of it cannot be had.</exception>
    public static async Task<ConsistencyReport> CheckAsync(ILogSource log, IReadOnlyList<NoteVerifier> keys, VerifiedCheckpoint kept, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(kept);
        ArgumentNullException.ThrowIfNull(keys);
        var note = await log.CheckpointAsync(cancellationToken).ConfigureAwait(false);
        VerifiedCheckpoint? newest = null;
        if (keys.All(key => VerifiedCheckpoint.TryOpen(note, key, [], out newest) != NoteVerdict.Verified))
        {
            return new ConsistencyReport(ConsistencyOutcome.NotSigned, "The log's newest checkpoint is not signed with its key.", null, null);
        }

        if (newest!.Size.Value < kept.Size.Value)
        {
            return new ConsistencyReport(
                ConsistencyOutcome.Older, $"The log's newest checkpoint is of {newest.Size} entries; one of {kept.Size} was handed out. This copy is older, or entries are missing.", newest, null);
        }

        var compared = await new SourceProver(log, newest.Size).CompareAsync(kept, newest, cancellationToken).ConfigureAwait(false);
        return compared.Verdict switch
        {
            TreeVerdict.Continues => new ConsistencyReport(ConsistencyOutcome.GoesOn, $"The log goes on from there to {newest.Size} entries.", newest, null),
            TreeVerdict.Damaged => new ConsistencyReport(ConsistencyOutcome.Damaged, compared.DamageSentence(log, newest.Size), newest, null),
            _ => new ConsistencyReport(
                ConsistencyOutcome.Forked,
                $"The log is forked: its checkpoint of {newest.Size} entries (root {newest.Root}) does not go on from the one of {kept.Size} (root {kept.Root}). Both are signed with its key: keep both.",
                newest,
                compared.Evidence),
        };
    }
}
