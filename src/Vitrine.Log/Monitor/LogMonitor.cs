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
            return Forked(before, now, state.Tiles.Compare(before, now));
        }

        if (before is null || !before.Note.Span.SequenceEqual(now.Note.Span))
        {
            state.Remember(now);
        }

        return new MonitorReport(MonitorOutcome.Unchanged, $"Nothing new: {now.Size.Value:N0} entries.", before, now, null);
    }

    private MonitorReport Shrunk(VerifiedCheckpoint before, VerifiedCheckpoint now) => state.Compare(now, before) is { Verdict: TreeVerdict.Forked } fork
        ? Forked(before, now, fork)
        : new MonitorReport(MonitorOutcome.Stale, $"An old checkpoint of {now.Size.Value:N0} entries is served; {before.Size.Value:N0} were seen.", before, now, null);

    private async Task<MonitorReport> GrewAsync(VerifiedCheckpoint? before, VerifiedCheckpoint now, IProgress<ulong>? passed, CancellationToken cancellationToken)
    {
        var from = before?.Size ?? default;
        var edge = state.Edge(from);
        var wrong = await new LogWalk(source).WalkAsync(edge, now.Size, state.Keep, passed, cancellationToken).ConfigureAwait(false);
        if (wrong is null && edge.Root() == now.Root)
        {
            state.Commit(now, edge, from);
            return new MonitorReport(
                MonitorOutcome.Grew, $"{(now.Size.Value - from.Value is 1 ? "1 new entry" : $"{now.Size.Value - from.Value:N0} new entries")} verified; {now.Size.Value:N0} in all.", before, now, null);
        }

        // Is what is served the tree that was signed? Only then it can be another tree than was seen before.
        var prover = new SourceProver(source, now.Size);
        if (before is { Size.Value: > 0 })
        {
            var compared = await prover.CompareAsync(before, now, cancellationToken).ConfigureAwait(false);
            switch (compared.Verdict)
            {
                case TreeVerdict.Forked:
                    return Forked(before, now, compared);
                case TreeVerdict.Damaged:
                    return new MonitorReport(MonitorOutcome.Wrong, $"{compared.DamageSentence(source, now.Size)} {wrong}".TrimEnd(), before, now, null);
            }
        }

        var given = await prover.RootAsync(now.Size, cancellationToken).ConfigureAwait(false) == now.Root
            ? wrong ?? "The entries that are served do not give the root that the log signed."
            : $"The tiles that are served do not give the root that the log signed over {now.Size.Value:N0} entries. {wrong}".TrimEnd();
        return new MonitorReport(MonitorOutcome.Wrong, given, before, now, null);
    }

    private MonitorReport Forked(VerifiedCheckpoint before, VerifiedCheckpoint now, TreeComparison fork)
    {
        var evidence = fork.Evidence!;
        return new MonitorReport(
            MonitorOutcome.Forked,
            $"The log signed two trees: one of {evidence.Smaller.Size.Value:N0} entries is not the beginning of one of {evidence.Larger.Size.Value:N0}.",
            before,
            now,
            state.Keep(evidence));
    }

    /// <summary>Why a checkpoint is not trusted, in one sentence.</summary>
    public static string Sentence(NoteVerdict verdict) => verdict switch
    {
        NoteVerdict.Malformed => "What is served as checkpoint is no signed note.",
        NoteVerdict.NoKnownSignature => "The checkpoint is not signed by a log that the policy names.",
        NoteVerdict.BadSignature => "A signature on the checkpoint that names a known key is not that key's.",
        NoteVerdict.NotACheckpoint => "What the log signed is no checkpoint.",
        NoteVerdict.OtherOrigin => "The checkpoint is of another log than its signature's.",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };
}
