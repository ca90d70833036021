using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>Carries statements that acts made public into the public log, each once, and records where they stand.</summary>
/// <remarks>
/// The act comes first, so what is published follows from the ledger. A statement's way: its file beside the tiles, the log's entry, the act
/// that says its place; each durable before the next, so that no entry is without its statement. After a crash the statements without a
/// place are appended once more: the log suppresses duplicates, so each gets the place it has. Only this class appends to the public log.
/// </remarks>
internal sealed class Publisher : IAsyncDisposable
{
    // Some rounds of the witnesses, each of which takes a second or so, and once their timeout.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly CentrePaths _paths;
    private readonly CentreKeys _keys;
    private readonly TileLog _log;
    private readonly StatementObjects? _statements;
    private readonly WitnessQuorum? _witnesses;
    private readonly TimeProvider _time;
    private readonly Channel<Digest> _queue = Channel.CreateUnbounded<Digest>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<Digest, TaskCompletionSource<LogIndex>> _awaited = new();
    private readonly SemaphoreSlim _anchoring = new(1, 1);
    private Task _loop = Task.CompletedTask;

    private Publisher(CentrePaths paths, CentreKeys keys, TileLog log, StatementObjects? statements, WitnessQuorum? witnesses, TimeProvider time)
    {
        _statements = statements;
        _witnesses = witnesses;
        _paths = paths;
        _keys = keys;
        _log = log;
        _time = time;
    }

    /// <summary>How it stands with each witness that is asked; none where none are.</summary>
    public ImmutableArray<WitnessStatus> Witnesses => _witnesses?.Status ?? [];

    /// <summary>The newest checkpoint that the log's key signed, published or not.</summary>
    public VerifiedCheckpoint Signed => _log.Checkpoint;

    /// <summary>The newest that readers see.</summary>
    public VerifiedCheckpoint Published => _log.Published;

    /// <summary>Opens the public log, with its witnesses if it has any.</summary>
    /// <exception cref="CentreUnusableException">The file of the witnesses is no policy for this log.</exception>
    public static async Task<Publisher> OpenAsync(CentrePaths paths, CentreKeys keys, TimeProvider time, CancellationToken cancellationToken)
    {
        var witnesses = CentreWitnesses.Quorum(paths, keys.Log.Verifier, time);
        StatementObjects? statements = null;
        try
        {
            var storage = LogStorage.Of(paths);
            statements = storage.Objects is { } objects ? new StatementObjects(objects) : null;
            return new Publisher(paths, keys, await TileLog.OpenAsync(storage.Options(keys.Log, witnesses), time, cancellationToken), statements, witnesses, time);
        }
        catch
        {
            statements?.Dispose();
            witnesses?.Dispose();
            throw;
        }
    }

    /// <summary>Takes up what an earlier process left unpublished, and then what comes.</summary>
    /// <exception cref="CentreUnusableException">The log holds fewer entries than acts say.</exception>
    public void Start(IActWriter writer)
    {
        using var views = ViewSnapshot.Open(_paths.Views);
        var pending = CorePart.Unpublished(views);
        var known = CorePart.NextUnknownIndex(views);
        var size = _log.Checkpoint.Size;
        if (known.Value > size.Value)
        {
            throw new CentreUnusableException(
                $"The ledger says that {known} statements stand in the public log, which holds {size}: published entries are missing. Restore {_log.Reader.Where}; to go on from here would publish a fork.");
        }

        StagedStatement.Sweep(_paths, digest => CorePart.StateOf(digest, views));
        new Documents(_paths).Sweep(digest => CorePart.Names(digest, views));
        pending.ForEach(Enqueue);
        _loop = Task.Run(() => LoopAsync(writer));
    }

    public void Enqueue(Digest statement) => _queue.Writer.TryWrite(statement);

    /// <summary>Waits until readers see a statement: until it is in the log, and the witnesses' quorum has cosigned a checkpoint that covers it.</summary>
    /// <exception cref="ActRefusedException">No act names it.</exception>
    /// <exception cref="AwaitingWitnessesException">The quorum was not met in time.</exception>
    public async Task<LogIndex> PublishedAsync(Digest statement, CancellationToken cancellationToken)
    {
        var index = await AppendedAsync(statement, cancellationToken);
        try
        {
            await _log.PublishedAsync(index, cancellationToken).WaitAsync(Patience, _time, cancellationToken);
            return index;
        }
        catch (TimeoutException)
        {
            var missing = Witnesses.Where(witness => witness.Outcome != WitnessOutcome.Cosigned).Select(witness => $"{witness.Name} ({witness.Outcome.Sentence()})");
            throw new AwaitingWitnessesException(
                $"The statement is in the log at {index}, but not enough witnesses have cosigned it: {string.Join("; ", missing)}. It is recorded; readers see it when the quorum is met.");
        }
        catch (Exception error) when (error is LogFaultException or ObjectDisposedException)
        {
            throw new CentreFaultException("The centre is closing; the statement will be published when it opens again.", error);
        }
    }

    private async Task<LogIndex> AppendedAsync(Digest statement, CancellationToken cancellationToken)
    {
        // First the place to be told at, then the look at the views: so no publication falls in between.
        var source = _awaited.GetOrAdd(statement, _ => new TaskCompletionSource<LogIndex>(TaskCreationOptions.RunContinuationsAsynchronously));
        using (var views = ViewSnapshot.Open(_paths.Views))
        {
            switch (CorePart.StateOf(statement, views))
            {
                case StatementState.Published:
                    Tell(statement, CorePart.IndexOf(statement, views)!.Value);
                    break;
                case StatementState.Unknown:
                    _awaited.TryRemove(statement, out _);
                    throw new ActRefusedException($"No act has made the statement {statement} public.");
            }
        }

        await Task.WhenAny(source.Task, _loop).WaitAsync(cancellationToken);
        if (!source.Task.IsCompleted)
        {
            await _loop;
            throw new CentreFaultException("The centre is closing; the statement will be published when it opens again.");
        }

        return await source.Task;
    }

    public async Task AnchorAsync(TileLog ledger, IActWriter writer, CancellationToken cancellationToken)
    {
        await _anchoring.WaitAsync(cancellationToken);
        try
        {
            var checkpoint = ledger.Checkpoint;
            using (var views = ViewSnapshot.Open(_paths.Views))
            {
                if (!CorePart.HasGrown(checkpoint.Size, views))
                {
                    return;
                }
            }

            var predicate = new AnchorPredicate(new TreeHead(checkpoint.Origin, checkpoint.Size, checkpoint.Root), UtcTime.Whole(_time.GetUtcNow()));
            var statement = StagedStatement.Stage(_paths, predicate.Of(), _keys.Signing);
            await writer.RecordAsync(new LedgerAnchored(checkpoint.Size.Value, checkpoint.Root, statement), Actor.Console, cancellationToken);
            await AppendedAsync(statement, cancellationToken);
        }
        finally
        {
            _anchoring.Release();
        }
    }

    /// <summary>Publishes what is queued and stops.</summary>
    public async Task StopAsync()
    {
        _queue.Writer.TryComplete();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _log.DisposeAsync();
        }
        finally
        {
            _statements?.Dispose();
            _witnesses?.Dispose();
        }
    }

    private async Task LoopAsync(IActWriter writer)
    {
        try
        {
            await foreach (var statement in _queue.Reader.ReadAllAsync())
            {
                var staged = StagedStatement.TryRead(_paths, statement)
                    ?? throw new CentreFaultException($"The statement {statement} was recorded, and is missing from {_paths.Staged} or damaged there. Restore the folder from a backup.");
                var index = await PublishAsync(staged);
                await writer.RecordAsync(new StatementPublished(statement, index.Value), Actor.Console, CancellationToken.None);
                staged.Discard(_paths);
                Tell(statement, index);
            }
        }
        catch (Exception error) when (error is CentreFaultException or LogException or SqliteException or IOException or UnauthorizedAccessException)
        {
            // Whoever waits sees the loop's end: nothing is told here.
            throw new CentreFaultException($"Publishing has stopped: {error.Message} The acts are recorded, and publishing goes on when the centre is reopened.", error);
        }
    }

    private async Task<LogIndex> PublishAsync(StagedStatement staged)
    {
        staged.Publish(_paths);
        await (_statements?.PutAsync(staged.Envelope.PayloadDigest, staged.Envelope.ToJson()) ?? Task.CompletedTask);
        return await _log.AppendAsync(staged.LogEntry(), CancellationToken.None);
    }

    private void Tell(Digest statement, LogIndex index)
    {
        if (_awaited.TryRemove(statement, out var source))
        {
            source.TrySetResult(index);
        }
    }
}
