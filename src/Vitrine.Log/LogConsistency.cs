using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>Holds a log, wherever it is read, against a checkpoint that somebody kept: it must go on from there.</summary>
public static class LogConsistency
{
    /// <summary>Why the log does not go on from a checkpoint, null where it does; and its newest checkpoint, where that is good.</summary>
    /// <param name="log">The log.</param>
    /// <param name="key">Its key.</param>
    /// <param name="kept">What it signed before.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LogSourceException">A part of it cannot be had.</exception>
    public static async Task<(string? Fault, VerifiedCheckpoint? Newest)> FaultAsync(ILogSource log, NoteVerifier key, VerifiedCheckpoint kept, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(kept);
        if (VerifiedCheckpoint.TryOpen(await log.CheckpointAsync(cancellationToken).ConfigureAwait(false), key, [], out var newest) != NoteVerdict.Verified)
        {
            return ("The log's newest checkpoint is not signed with its key.", null);
        }

        if (newest!.Size.Value < kept.Size.Value)
        {
            return ($"The log's newest checkpoint is of {newest.Size} entries; one of {kept.Size} was handed out. This copy is older, or entries are missing.", newest);
        }

        var proof = await new SourceProver(log, newest.Size).ConsistencyAsync(kept.Size, cancellationToken).ConfigureAwait(false);
        return proof.Verify(kept.Root, newest.Root)
            ? (null, newest)
            : ($"The log is forked: its checkpoint of {newest.Size} entries (root {newest.Root}) does not go on from the one of {kept.Size} (root {kept.Root}). Both are signed with its key: keep both.", newest);
    }
}
