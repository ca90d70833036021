using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>What a restored centre has until it has shown that it is not older than what its log has published: with it, it opens for nobody.</summary>
/// <remarks>
/// To append to an older state would be to publish two logs under one key. So somebody must bring the newest checkpoint that is out there: a served log's, a
/// witness', that of a bundle or receipt. One at least must be of the very size that the restored log has, and none may be of a larger or another tree; and the
/// log's own witnesses, where it has any, are asked whether they know a larger one.
/// </remarks>
public static class RestoredMarker
{
    private const string Name = "restored.json";

    /// <summary>What the centre in a folder was restored from, where it has not proven itself yet; null otherwise.</summary>
    public static BackupManifest? Read(CentrePaths paths) => File.Exists(PathOf(paths)) ? BackupManifest.Parse(File.ReadAllBytes(PathOf(paths))) : null;

    /// <summary>Holds the restored log against checkpoints that are out there, records that it was restored, and lets it open.</summary>
    /// <param name="paths">The centre's folder.</param>
    /// <param name="newest">Signed checkpoints, at least one, with where each was found.</param>
    /// <param name="parts">The centre's parts.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops it; the centre stays shut.</param>
    /// <returns>The checkpoint that was shown, of the size that the restored log has.</returns>
    /// <exception cref="CentreUnusableException">
    /// One is of a state that this copy does not have, or contradicts it (both checkpoints are told); none is of its size; or the witnesses know more, or cannot be asked.
    /// </exception>
    /// <exception cref="NoteFormatException">One is not signed with the log's key.</exception>
    /// <exception cref="CentreFaultException">The centre cannot record, or a statement that waits in it is missing.</exception>
    public static async Task<VerifiedCheckpoint> ProveAsync(
        CentrePaths paths, IReadOnlyList<(string Where, byte[] Note)> newest, IReadOnlyList<Part> parts, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(newest.Count);
        var restored = Read(paths) ?? throw new CentreUnusableException($"The centre at {paths.Folder} waits for no proof.");
        VerifiedCheckpoint shown;
        using (var keys = CentreKeys.Open(paths.Keys))
        {
            var log = new TileReader(paths.Log);
            var held = VerifiedCheckpoint.Open(log.CheckpointNote(), keys.Log.Verifier);
            shown = Newest(log, held, [.. newest.Select(one => (one.Where, VerifiedCheckpoint.Open(one.Note, keys.Log.Verifier)))]);
            await AskWitnessesAsync(paths, log, VerifiedCheckpoint.Sign(new Checkpoint(held.Origin, held.Size, held.Root), keys.Log), keys.Log.Verifier, time, cancellationToken);
        }

        // The mark goes once the act is there and all that waited before it is public: cut off in between, it is shown again.
        await using var centre = await OpenCentre.OpenRestoredAsync(paths.Folder, parts, CentreUse.Command, time, cancellationToken);
        await centre.RecordAsync(new CentreRestored(restored.Made, restored.Ledger.Size.Value, restored.Log.Size.Value, shown.Size.Value, shown.Root), Actor.Console, cancellationToken);
        await centre.AnchorAsync(cancellationToken);
        File.Delete(PathOf(paths));
        DurableFile.SyncFolder(paths.Folder);
        return shown;
    }

    private static VerifiedCheckpoint Newest(TileReader log, VerifiedCheckpoint held, IReadOnlyList<(string Where, VerifiedCheckpoint Checkpoint)> brought)
    {
        foreach (var (where, seen) in brought)
        {
            if (seen.Size.Value > held.Size.Value)
            {
                throw new CentreUnusableException($"This copy is older than what was published: {where} has a checkpoint of {seen.Size} entries (root {seen.Root}), and the log restored here ends at {held.Size} (root {held.Root}). To go on from here would fork the log. Restore a newer backup.");
            }

            var compared = log.Compare(seen, held);
            if (compared.Verdict == TreeVerdict.Damaged)
            {
                throw new CentreUnusableException(compared.DamageSentence("the log restored here", held.Size));
            }

            if (compared.Verdict == TreeVerdict.Forked)
            {
                throw new CentreUnusableException($"The log was forked: {where} has a checkpoint of {seen.Size} entries with the root {seen.Root}, and the log restored here has {log.RootAt(seen.Size)} at that size. Both are signed with its key: keep both.");
            }
        }

        var (found, newest) = brought.MaxBy(one => one.Checkpoint.Size.Value);
        return newest.Size == held.Size
            ? newest
            : throw new CentreUnusableException($"Only older checkpoints were brought: the newest, of {found}, has {newest.Size} entries, and the log restored here has {held.Size}. That does not show that it did not go on from there. Bring one of {held.Size} entries or more: of the served log, a mirror, a monitor, a witness.");
    }

    private static async Task AskWitnessesAsync(CentrePaths paths, TileReader log, VerifiedCheckpoint held, NoteVerifier key, TimeProvider time, CancellationToken cancellationToken)
    {
        var policy = CentreWitnesses.Policy(paths, key);
        if (policy.Witnesses.IsEmpty)
        {
            return;
        }

        using var witnesses = new WitnessQuorum(policy, new WitnessQuorumOptions(), time);
        var round = await witnesses.CosignAsync(held, old => log.ProveConsistency(old, held), cancellationToken);
        if (round.Witnesses.FirstOrDefault(witness => witness.Outcome is WitnessOutcome.Ahead or WitnessOutcome.Inconsistent) is { } other)
        {
            throw new CentreUnusableException($"The witness {other.Name} {other.Outcome.Sentence()}; the log restored here ends at {held.Size} (root {held.Root}). To go on from here would fork the log. Restore a newer backup.");
        }

        if (!round.IsMet)
        {
            var missing = round.Witnesses.Where(witness => witness.Outcome != WitnessOutcome.Cosigned).Select(witness => $"{witness.Name} ({witness.Outcome.Sentence()})");
            throw new CentreUnusableException($"Not enough of the log's witnesses say that they know nothing newer: {string.Join("; ", missing)}. Make them reachable and show the checkpoint again.");
        }
    }

    internal static void Leave(CentrePaths paths, BackupManifest manifest) => DurableFile.Write(PathOf(paths), manifest.Encode());

    /// <exception cref="CentreUnusableException">The centre was restored and has not proven itself.</exception>
    internal static void RequireNone(CentrePaths paths)
    {
        if (Read(paths) is { } restored)
        {
            throw new CentreUnusableException(
                $"The centre at {paths.Folder} was restored from a backup of {UtcTime.Format(restored.Made)}, whose log has {restored.Log.Size} entries. Show the newest checkpoint that is out there: vitrine restore --newest FILE|FOLDER|URL");
        }
    }

    private static string PathOf(CentrePaths paths) => Path.Combine(paths.Folder, Name);
}
