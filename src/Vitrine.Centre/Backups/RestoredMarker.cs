using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>What a restored centre has until it has shown that it is not older than what its log has published: with it, it opens for nobody.</summary>
/// <remarks>
/// To append to an older state would be to publish two logs under one key. So somebody must bring the newest checkpoint that is out there: a served log's, a
/// witness', that of a bundle or receipt. The restored log must begin with it.
/// </remarks>
public static class RestoredMarker
{
    private const string Name = "restored.json";

    /// <summary>What the centre in a folder was restored from, where it has not proven itself yet; null otherwise.</summary>
    public static BackupManifest? Read(CentrePaths paths) => File.Exists(PathOf(paths)) ? BackupManifest.Parse(File.ReadAllBytes(PathOf(paths))) : null;

    /// <summary>Holds the restored log against checkpoints that are out there, and lets it open where it goes on from all of them.</summary>
    /// <param name="paths">The centre's folder.</param>
    /// <param name="newest">Signed checkpoints, at least one, with where each was found.</param>
    /// <exception cref="CentreUnusableException">One is of a state that this copy does not have, or contradicts it; both checkpoints are told.</exception>
    /// <exception cref="NoteFormatException">One is not signed with the log's key.</exception>
    public static void Prove(CentrePaths paths, IReadOnlyList<(string Where, byte[] Note)> newest)
    {
        ArgumentOutOfRangeException.ThrowIfZero(newest.Count);
        using var keys = CentreKeys.Open(paths.Keys);
        var log = new TileReader(paths.Log);
        var held = VerifiedCheckpoint.Open(log.CheckpointNote(), keys.Log.Verifier);
        foreach (var (where, note) in newest)
        {
            var seen = VerifiedCheckpoint.Open(note, keys.Log.Verifier);
            if (seen.Size.Value > held.Size.Value)
            {
                throw new CentreUnusableException($"This copy is older than what was published: {where} has a checkpoint of {seen.Size} entries (root {seen.Root}), and the log restored here ends at {held.Size} (root {held.Root}). To go on from here would fork the log. Restore a newer backup.");
            }

            if (log.RootAt(seen.Size) != seen.Root)
            {
                throw new CentreUnusableException($"The log was forked: {where} has a checkpoint of {seen.Size} entries with the root {seen.Root}, and the log restored here has {log.RootAt(seen.Size)} at that size. Both are signed with its key: keep both.");
            }
        }

        File.Delete(PathOf(paths));
        DurableFile.SyncFolder(paths.Folder);
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
