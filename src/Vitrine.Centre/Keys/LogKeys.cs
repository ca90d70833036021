using Microsoft.Data.Sqlite;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>A key with which one of the centre's logs is signed, or was.</summary>
/// <param name="Key">The key.</param>
/// <param name="Rotation">The statement that names its successor; null for the newest.</param>
/// <param name="Named">That statement's place in the log; null while there is none.</param>
public sealed record CentreLogKey(NoteVerifier Key, Digest? Rotation, LogIndex? Named);

/// <summary>The keys of the public log and of the ledger, and how one follows another under one origin (docs/formats/keys.md).</summary>
/// <remarks>
/// The act comes first, then its statement's place in the log, which the old key's checkpoints cover; then the log's journal goes over to the new key by one rename, then the key's file. Whoever opens the centre to
/// write does what is missing of these: a rotation is an act and a reopening.
/// </remarks>
public static class LogKeys
{
    internal const string Schema = """
        CREATE TABLE centre_log_key (n INTEGER NOT NULL, which TEXT NOT NULL, vkey TEXT NOT NULL UNIQUE, rotation TEXT, PRIMARY KEY (which, n));

        """;

    /// <summary>All of a log's keys, the newest last.</summary>
    public static IReadOnlyList<CentreLogKey> All(CentreLog which, SqliteConnection views) => views.Query(
        "SELECT vkey, rotation, (SELECT log_index FROM centre_statement WHERE digest = rotation) FROM centre_log_key WHERE which = $1 ORDER BY n",
        row => new CentreLogKey(
            NoteVerifier.Parse(row.GetString(0)), row.Text(1) is { } rotation ? Digest.ParseHex(rotation) : null, row.IsDBNull(2) ? null : new LogIndex((ulong)row.GetInt64(2))),
        which);

    /// <summary>The key that a rotation would take into use, made where there is none: for witnesses, gates and monitors, before it signs anything.</summary>
    public static NoteVerifier Announce(OpenCentre centre, CentreLog which)
    {
        ArgumentNullException.ThrowIfNull(centre);
        return centre.Keys.PrepareLog(which);
    }

    /// <summary>Lets a log's next key sign its checkpoints from now on. No server may run: it holds the old key.</summary>
    /// <exception cref="ActRefusedException">A server runs; or the witnesses' file names the old key alone.</exception>
    /// <exception cref="CentreFaultException">It cannot be recorded or published.</exception>
    public static async Task<(NoteVerifier From, NoteVerifier To, LogIndex Index)> RotateAsync(OpenCentre centre, CentreLog which, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(centre);
        if (!await centre.WritesItselfAsync(cancellationToken))
        {
            throw new ActRefusedException("A server runs on this centre and holds the old key. Stop it, change the key, and start it again.");
        }

        var (from, to) = (centre.Keys.Of(which).Verifier, centre.Keys.PrepareLog(which));
        if (which == CentreLog.Log && !CentreWitnesses.Allows(centre.Paths, to))
        {
            throw new ActRefusedException($"The list of witnesses names the log's old key alone. Set one first that has the new line too, or no log line: log {to}");
        }

        var predicate = new LogKeyPredicate(which, from, to, UtcTime.Whole(centre.Time.GetUtcNow()));
        var rotation = StagedStatement.Stage(centre.Paths, predicate.Of(), centre.Keys.Signing);
        await centre.RecordAsync(new LogKeyRotated(which, from.ToString(), to.ToString(), centre.Keys.Signing.PublicKey.KeyId, rotation), Actor.Console, cancellationToken);
        var index = await centre.PublishedAsync(rotation, cancellationToken);
        await centre.DisposeWriterAsync();
        await centre.WritesItselfAsync(cancellationToken);
        return (from, to, index);
    }

    /// <summary>A log's name in a sentence.</summary>
    internal static string Word(CentreLog which) => which == CentreLog.Log ? "public log" : "ledger";

    /// <summary>Where a log is, for its writer.</summary>
    internal static LogOptions OptionsOf(CentrePaths paths, CentreLog which, NoteSigner signer, WitnessQuorum? witnesses = null) =>
        which == CentreLog.Log ? LogStorage.Of(paths).Options(signer, witnesses) : LogStorage.Ledger(paths, signer);

    /// <summary>Puts the next key's file in its place where the log went over to it, and a crash came between. For whoever holds the writer's lock.</summary>
    internal static async Task FinishFileAsync(CentrePaths paths, CentreKeys keys, CentreLog which, CancellationToken cancellationToken)
    {
        if (keys.NextLog(which) is { } next && await TileLog.IsUnderAsync(OptionsOf(paths, which, next), cancellationToken))
        {
            keys.TakeLog(which);
        }
    }

    /// <summary>Lets the log go over to the key that acts name, once the statement stands in the log; whether it did. Nothing else may have that log open.</summary>
    /// <exception cref="KeyFileException">That key is not in the centre's folder.</exception>
    internal static async Task<bool> FinishAsync(CentrePaths paths, CentreKeys keys, CentreLog which, SqliteConnection views, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!IsDue(keys, which, views))
        {
            return false;
        }

        var newest = All(which, views)[^1].Key;
        var next = keys.NextLog(which) is { } prepared && prepared.Verifier.Equals(newest)
            ? prepared
            : throw new KeyFileException($"The key {newest}, with which this centre's {Word(which)} is signed, is not in {paths.Keys}. Restore it from a backup.");
        using var witnesses = which == CentreLog.Log ? CentreWitnesses.Quorum(paths, newest, time) : null;
        await TileLog.RekeyAsync(OptionsOf(paths, which, keys.Of(which), witnesses), next, cancellationToken);
        keys.TakeLog(which);
        return true;
    }

    /// <summary>Whether acts name another key than the one in use, and its statement stands in the log.</summary>
    internal static bool IsDue(CentreKeys keys, CentreLog which, SqliteConnection views)
    {
        var all = All(which, views);
        return all.Count > 1 && !all[^1].Key.Equals(keys.Of(which).Verifier) && all[^2].Named is not null;
    }

    internal static void Check(LogKeyRotated rotated, Actor by, SqliteConnection views)
    {
        if (by != Actor.Console)
        {
            throw new ActRefusedException("A log's key is changed at the centre's console.");
        }

        var all = All(rotated.Which, views);
        if (all[^1].Key.ToString() != rotated.From)
        {
            throw new ActRefusedException("The key that is to be changed is not the one in use.");
        }

        if (!NoteVerifier.TryParse(rotated.To, out var to) || to.Name != all[^1].Key.Name || all.Any(key => key.Key.Equals(to)))
        {
            throw new ActRefusedException("The new key is none of this log's name, or was used before.");
        }

        if (SigningKeys.All(views)[^1].KeyId != rotated.SignedBy)
        {
            throw new ActRefusedException("The change is not signed with the key with which the centre signs.");
        }
    }

    internal static void Project(RecordedAct recorded, SqliteConnection views)
    {
        switch (recorded.Act)
        {
            case CentreCreated created:
                Insert(CentreLog.Log, created.LogKey);
                Insert(CentreLog.Ledger, created.LedgerKey);
                break;
            case LogKeyRotated rotated:
                views.Execute("UPDATE centre_log_key SET rotation = $1 WHERE vkey = $2", rotated.Rotation, rotated.From);
                Insert(rotated.Which, rotated.To);
                break;
        }

        void Insert(CentreLog which, string key) => views.Execute("INSERT INTO centre_log_key (n, which, vkey) VALUES ($1, $2, $3)", recorded.Position, which, key);
    }
}
