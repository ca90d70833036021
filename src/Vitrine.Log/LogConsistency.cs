using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>Holds a log as it lies in a folder against a checkpoint that somebody kept: it must go on from there.</summary>
public static class LogConsistency
{
    /// <summary>Why the log does not go on from a checkpoint; null where it does.</summary>
    /// <param name="log">The log.</param>
    /// <param name="key">Its key.</param>
    /// <param name="kept">What it signed before.</param>
    /// <param name="newest">Its newest checkpoint, where that is good.</param>
    /// <exception cref="LogMissingException">There is no log.</exception>
    /// <exception cref="LogCorruptException">Tiles are missing or short.</exception>
    public static string? Fault(TileReader log, NoteVerifier key, VerifiedCheckpoint kept, out VerifiedCheckpoint? newest)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(kept);
        if (VerifiedCheckpoint.TryOpen(log.CheckpointNote(), key, [], out newest) != NoteVerdict.Verified)
        {
            return "The log's newest checkpoint is not signed with its key.";
        }

        if (newest!.Size.Value < kept.Size.Value)
        {
            return $"The log's newest checkpoint is of {newest.Size} entries; one of {kept.Size} was handed out. This copy is older, or entries are missing.";
        }

        var proof = log.ProveConsistency(kept.Size, newest.Size);
        return proof.Verify(kept.Root, newest.Root)
            ? null
            : $"The log is forked: its checkpoint of {newest.Size} entries (root {newest.Root}) does not go on from the one of {kept.Size} (root {kept.Root}). Both are signed with its key: keep both.";
    }
}
