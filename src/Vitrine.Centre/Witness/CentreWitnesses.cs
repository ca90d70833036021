using Microsoft.Data.Sqlite;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>The list of witnesses on record.</summary>
/// <param name="Position">The act that says it.</param>
/// <param name="From">The document that was the list before; null for none.</param>
/// <param name="To">The document that is the list; null for none.</param>
public sealed record RecordedWitnesses(LogIndex Position, Digest? From, Digest? To);

/// <summary>The witnesses of a centre's public log: the file <c>witnesses</c>, C2SP tlog-policy; without it none are asked.</summary>
/// <remarks>
/// Which list follows which is an act, and both lists are documents. The act comes first, then the file: whoever opens the centre to write next finishes a change that was cut off, and refuses a file that no act
/// put there. A running server reads the file when it starts. The file's log lines, if it has any, must name this centre's log.
/// </remarks>
public static class CentreWitnesses
{
    internal const string Schema = """
        CREATE TABLE centre_witnesses (n INTEGER PRIMARY KEY, was TEXT, list TEXT);

        """;

    /// <summary>The policy that this centre's checkpoints are published under, its own log in it.</summary>
    /// <exception cref="CentreUnusableException">The file is no policy, or none for this log.</exception>
    public static LogPolicy Policy(CentrePaths paths, NoteVerifier log) =>
        File.Exists(paths.Witnesses) ? Checked(paths.Witnesses, LogPolicyFile.Read(paths.Witnesses), log) : LogPolicy.Of(log);

    /// <summary>Who is asked to cosign this centre's checkpoints; null where nobody is.</summary>
    /// <exception cref="CentreUnusableException">The file is no policy, or none for this log.</exception>
    internal static WitnessQuorum? Quorum(CentrePaths paths, NoteVerifier log, TimeProvider time) =>
        Policy(paths, log) is { Witnesses.IsEmpty: false } policy ? new WitnessQuorum(policy, new WitnessQuorumOptions(), time) : null;

    /// <summary>Whether the list's log lines, if it has any, name this key.</summary>
    internal static bool Allows(CentrePaths paths, NoteVerifier log) =>
        !File.Exists(paths.Witnesses) || LogPolicyFile.Read(paths.Witnesses).Logs is var logs && (logs.IsEmpty || logs.Any(one => one.Key.Equals(log)));

    /// <summary>The list on record; null while it was never set by an act.</summary>
    public static RecordedWitnesses? Recorded(SqliteConnection views) => views.Query(
        "SELECT n, was, list FROM centre_witnesses ORDER BY n DESC LIMIT 1",
        row => new RecordedWitnesses(
            new LogIndex((ulong)row.GetInt64(0)),
            row.Text(1) is { } was ? Digest.ParseHex(was) : null,
            row.Text(2) is { } list ? Digest.ParseHex(list) : null)).FirstOrDefault();

    /// <summary>Publishes under a policy's witnesses from now on, and puts that on record.</summary>
    /// <param name="centre">The centre.</param>
    /// <param name="file">The policy's file; null: asks no witnesses any more.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CentreUnusableException">It is no policy, or none that can ever be met for this log.</exception>
    /// <exception cref="ActRefusedException">Another list was set meanwhile.</exception>
    public static async Task SetAsync(OpenCentre centre, string? file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(centre);
        var list = file is null ? null : Text(file, LogPolicyFile.Bytes(file), centre.Keys.Log.Verifier);
        var from = File.Exists(centre.Paths.Witnesses) ? centre.Documents.Add(LogPolicyFile.Bytes(centre.Paths.Witnesses)) : (Digest?)null;
        var to = list is null ? (Digest?)null : centre.Documents.Add(list);
        using (var views = centre.Snapshot())
        {
            if (from == to && Recorded(views)?.To == to)
            {
                return;
            }
        }

        await centre.RecordAsync(new WitnessesSet(from, to), Actor.Console, cancellationToken);
        Place(centre.Paths, list);
    }

    internal static void Check(WitnessesSet set, Actor by, SqliteConnection views)
    {
        if (by != Actor.Console)
        {
            throw new ActRefusedException("The log's witnesses are set at the centre's console.");
        }

        if (Recorded(views) is { } recorded && recorded.To != set.From)
        {
            throw new ActRefusedException("The list of witnesses that is to be replaced is not the one on record; it was changed meanwhile. Look at it with: vitrine log witnesses");
        }
    }

    internal static void Project(WitnessesSet set, LogIndex position, SqliteConnection views) =>
        views.Execute("INSERT INTO centre_witnesses (n, was, list) VALUES ($1, $2, $3)", position, set.From, set.To);

    /// <summary>Makes the file what the acts say, where a change was cut off before it. For whoever holds the writer's lock.</summary>
    /// <exception cref="CentreUnusableException">The file is neither the list on record nor the one before.</exception>
    internal static void Settle(CentrePaths paths, SqliteConnection views)
    {
        if (Recorded(views) is not { } recorded)
        {
            return;
        }

        var there = File.Exists(paths.Witnesses) ? Digest.Of(LogPolicyFile.Bytes(paths.Witnesses)) : (Digest?)null;
        if (there != recorded.To && there != recorded.From)
        {
            throw new CentreUnusableException(
                $"{paths.Witnesses} is not the list of witnesses that act {recorded.Position} says. Put that back ({(recorded.To is { } to ? $"cp {Path.Combine(paths.Documents, to.ToHex())} {paths.Witnesses}" : $"rm {paths.Witnesses}")}), and set another with: vitrine log witnesses --set FILE");
        }

        if (there != recorded.To)
        {
            Place(paths, recorded.To is { } list ? new Documents(paths).Read(list) : null);
        }
    }

    private static void Place(CentrePaths paths, byte[]? list)
    {
        if (list is not null)
        {
            DurableFile.Write(paths.Witnesses, list);
            return;
        }

        File.Delete(paths.Witnesses);
        DurableFile.SyncFolder(paths.Folder);
    }

    private static byte[] Text(string file, byte[] bytes, NoteVerifier log)
    {
        Checked(file, LogPolicyFile.Parse(file, bytes), log);
        return bytes;
    }

    private static LogPolicy Checked(string file, LogPolicy policy, NoteVerifier log)
    {
        if (!policy.Logs.IsEmpty && policy.Logs.All(one => !one.Key.Equals(log)))
        {
            throw new CentreUnusableException($"{file} names other logs and not this centre's. Leave its log lines out, or add: log {log}");
        }

        var asked = policy.Witnesses.Where(witness => witness.Key.CanVerify && WitnessQuorum.Address(witness) is not null).Select(witness => witness.Key).ToHashSet();
        return policy.IsMet(asked)
            ? policy.For(log)
            : throw new CentreUnusableException($"{file}: the quorum \"{policy.Quorum.Name}\" can never be met. Each witness needs an http or https address and a key of type 04.");
    }
}
