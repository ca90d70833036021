using System.Collections.Immutable;
using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>Follows a log: verifies every entry and every checkpoint, remembers where it was, and keeps evidence when the log shows two faces.</summary>
/// <remarks>
/// C2SP tlog-tiles v0.1.0, what it asks of a monitor. That the new tree begins with the old one is not taken from a proof: the new entries' hashes are
/// appended to the tree that was seen, and the root must be the signed one. Not for use by several threads at once.
/// </remarks>
public sealed class LogMonitor(ILogSource source, LogPolicy policy, MonitorState state, ulong mostEntries)
{
    /// <summary>Entries that are taken at once unless told otherwise.</summary>
    public const ulong DefaultMostEntries = 16 * 1024 * 1024;

    /// <summary>Looks at the log once.</summary>
    /// <param name="passed">Told how far the entries were verified.</param>
    /// <param name="cancellationToken">Ends the look; what was remembered before stays.</param>
    /// <exception cref="LogCorruptException">The state is damaged, or of a log that the policy does not trust.</exception>
    /// <exception cref="LogFaultException">The state cannot be written.</exception>
    public async Task<MonitorReport> LookAsync(IProgress<ulong>? passed, CancellationToken cancellationToken)
    {
        var before = state.Checkpoint(policy);
        try
        {
            return await LookCoreAsync(before, passed, cancellationToken).ConfigureAwait(false);
        }
        catch (LogSourceException error)
        {
            return new MonitorReport(MonitorOutcome.Unreachable, error.Message, before, null, null);
        }
    }

    private async Task<MonitorReport> LookCoreAsync(VerifiedCheckpoint? before, IProgress<ulong>? passed, CancellationToken cancellationToken)
    {
        var verdict = policy.TryOpen(await source.CheckpointAsync(cancellationToken).ConfigureAwait(false), out var now);
        if (verdict != NoteVerdict.Verified)
        {
            return new MonitorReport(MonitorOutcome.Untrusted, Sentence(verdict), before, null, null);
        }

        if (!policy.IsMet(now!))
        {
            return new MonitorReport(
                MonitorOutcome.QuorumMissing, $"The checkpoint of size {now!.Size} has {now.Cosignatures.Length} cosignatures, which are not the quorum \"{policy.Quorum.Name}\".", before, now, null);
        }

        if (before is not null && before.Origin != now!.Origin)
        {
            return new MonitorReport(MonitorOutcome.OtherLog, $"This is the log {now.Origin}, and {before.Origin} is followed here.", before, now, null);
        }

        var size = before?.Size.Value ?? 0;
        return now!.Size.Value.CompareTo(size) switch
        {
            _ when now.Size.Value > size && now.Size.Value - size > mostEntries => new MonitorReport(
                MonitorOutcome.TooMuch, $"The log grew by {now.Size.Value - size:N0} entries; {mostEntries:N0} are taken at once.", before, now, null),
            < 0 => Shrunk(before!, now),
            0 => Same(before, now),
            _ => await GrewAsync(before, now, passed, cancellationToken).ConfigureAwait(false),
        };
    }

    private MonitorReport Same(VerifiedCheckpoint? before, VerifiedCheckpoint now)
    {
        if (before is not null && now.Root != before.Root)
        {
            return Forked(before, now, before, now, now.Root, []);
        }

        if (before is null || !before.Note.Span.SequenceEqual(now.Note.Span))
        {
            state.Remember(now);
        }

        return new MonitorReport(MonitorOutcome.Unchanged, $"Nothing new: {now.Size.Value:N0} entries.", before, now, null);
    }

    private MonitorReport Shrunk(VerifiedCheckpoint before, VerifiedCheckpoint now)
    {
        var prefix = state.Tiles.RootAt(now.Size);
        return prefix == now.Root
            ? new MonitorReport(MonitorOutcome.Stale, $"An old checkpoint of {now.Size.Value:N0} entries is served; {before.Size.Value:N0} were seen.", before, now, null)
            : Forked(before, now, now, before, prefix, state.Tiles.ProveConsistency(now.Size, before.Size).Path);
    }

    private async Task<MonitorReport> GrewAsync(VerifiedCheckpoint? before, VerifiedCheckpoint now, IProgress<ulong>? passed, CancellationToken cancellationToken)
    {
        var from = before?.Size ?? default;
        var edge = state.Edge(from);
        var wrong = await new LogWalk(source).WalkAsync(edge, now.Size, state.Keep, passed, cancellationToken).ConfigureAwait(false);
        if (wrong is null && edge.Root() == now.Root)
        {
            state.Commit(now, edge, from);
            return new MonitorReport(
                MonitorOutcome.Grew, $"{now.Size.Value - from.Value:N0} new entries verified; {now.Size.Value:N0} in all.", before, now, null);
        }

        // Is what is served the tree that was signed? Then it is another tree than was seen before.
        var prover = new SourceProver(source, now.Size);
        if (await prover.RootAsync(now.Size, cancellationToken).ConfigureAwait(false) != now.Root)
        {
            return new MonitorReport(MonitorOutcome.Wrong, $"The tiles that are served do not give the root that the log signed over {now.Size.Value:N0} entries. {wrong}".TrimEnd(), before, now, null);
        }

        if (before is { Size.Value: > 0 })
        {
            var prefix = await prover.RootAsync(before.Size, cancellationToken).ConfigureAwait(false);
            if (prefix != before.Root)
            {
                return Forked(before, now, before, now, prefix, (await prover.ConsistencyAsync(before.Size, cancellationToken).ConfigureAwait(false)).Path);
            }
        }

        return new MonitorReport(MonitorOutcome.Wrong, wrong ?? "The entries that are served do not give the root that the log signed.", before, now, null);
    }

    private MonitorReport Forked(VerifiedCheckpoint before, VerifiedCheckpoint now, VerifiedCheckpoint smaller, VerifiedCheckpoint larger, Digest prefix, ImmutableArray<Digest> path) =>
        ForkEvidence.TryCreate(smaller, larger, prefix, path, out var evidence)
            ? new MonitorReport(
                MonitorOutcome.Forked, $"The log signed two trees: one of {smaller.Size.Value:N0} entries is not the beginning of one of {larger.Size.Value:N0}.", before, now, state.Keep(evidence))
            : new MonitorReport(MonitorOutcome.Wrong, "What is served changes while it is read.", before, now, null);

    internal static string Sentence(NoteVerdict verdict) => verdict switch
    {
        NoteVerdict.Malformed => "What is served as checkpoint is no signed note.",
        NoteVerdict.NoKnownSignature => "The checkpoint is not signed by a log that the policy names.",
        NoteVerdict.BadSignature => "A signature on the checkpoint that names a known key is not that key's.",
        NoteVerdict.NotACheckpoint => "What the log signed is no checkpoint.",
        NoteVerdict.OtherOrigin => "The checkpoint is of another log than its signature's.",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };
}
