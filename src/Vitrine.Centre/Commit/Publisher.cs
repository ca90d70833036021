using System.Collections.Concurrent;
using System.Threading.Channels;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>Carries statements that acts made public into the public log, each once, and records where they stand.</summary>
/// <remarks>
/// The act comes first, so what is published follows from the ledger: after a crash the statements without an index are looked for at
/// the log's end and appended where they are missing. Only this class appends to the public log.
/// </remarks>
internal sealed class Publisher : IAsyncDisposable
{
    private readonly CentrePaths _paths;
    private readonly CentreKeys _keys;
    private readonly TileLog _log;
    private readonly TimeProvider _time;
    private readonly Channel<Digest> _queue = Channel.CreateUnbounded<Digest>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<Digest, TaskCompletionSource<LogIndex>> _awaited = new();
    private readonly SemaphoreSlim _anchoring = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    private Publisher(CentrePaths paths, CentreKeys keys, TileLog log, TimeProvider time)
    {
        _paths = paths;
        _keys = keys;
        _log = log;
        _time = time;
    }

    public static async Task<Publisher> OpenAsync(CentrePaths paths, CentreKeys keys, TimeProvider time, CancellationToken cancellationToken) =>
        new(paths, keys, await TileLog.OpenAsync(new LogOptions { Folder = paths.Log, Signer = keys.Log }, time, cancellationToken), time);

    /// <summary>Takes up what an earlier process left unpublished, and then what comes.</summary>
    public void Start(IActWriter writer)
    {
        var (pending, known) = Unpublished();
        var present = pending.Count == 0 ? [] : EntriesFrom(known);
        foreach (var statement in pending)
        {
            Enqueue(statement);
        }

        _loop = Task.Run(() => LoopAsync(writer, present));
    }

    public void Enqueue(Digest statement) => _queue.Writer.TryWrite(statement);

    public async Task<LogIndex> PublishedAsync(Digest statement, CancellationToken cancellationToken)
    {
        var source = _awaited.GetOrAdd(statement, _ => new TaskCompletionSource<LogIndex>(TaskCreationOptions.RunContinuationsAsynchronously));
        using (var views = ViewStore.OpenSnapshot(_paths.Views))
        {
            if (CorePart.IndexOf(statement, views) is { } index)
            {
                _awaited.TryRemove(statement, out _);
                return index;
            }
        }

        if (_loop.IsCompleted)
        {
            await _loop;
            throw new CentreFaultException("The centre is closing; the statement will be published when it opens again.");
        }

        return await source.Task.WaitAsync(cancellationToken);
    }

    public async Task AnchorAsync(TileLog ledger, ViewStore views, IActWriter writer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(views);
        await _anchoring.WaitAsync(cancellationToken);
        try
        {
            var checkpoint = ledger.Checkpoint;
            using (var snapshot = ViewStore.OpenSnapshot(_paths.Views))
            {
                if (!CorePart.HasGrown(checkpoint.Size, snapshot))
                {
                    return;
                }
            }

            var predicate = new AnchorPredicate(new TreeHead(checkpoint.Origin, checkpoint.Size, checkpoint.Root), UtcTime.Whole(_time.GetUtcNow()));
            var statement = StagedStatement.Stage(_paths, predicate.Of(), _keys.Signing);
            await writer.RecordAsync(new LedgerAnchored(checkpoint.Size.Value, checkpoint.Root, statement), Actor.Console, cancellationToken);
            await PublishedAsync(statement, cancellationToken);
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
        await _stop.CancelAsync();
        _stop.Dispose();
        _anchoring.Dispose();
        await _log.DisposeAsync();
    }

    private async Task LoopAsync(IActWriter writer, Dictionary<Digest, LogIndex> present)
    {
        try
        {
            await foreach (var statement in _queue.Reader.ReadAllAsync(_stop.Token))
            {
                var index = await PublishAsync(statement, present);
                await writer.RecordAsync(new StatementPublished(statement, index.Value), Actor.Console, _stop.Token);
                if (_awaited.TryRemove(statement, out var source))
                {
                    source.SetResult(index);
                }
            }
        }
        catch (Exception error) when (error is LogFaultException or CentreFaultException or IOException or OperationCanceledException)
        {
            var fault = new CentreFaultException($"Publishing has stopped: {error.Message} The acts are recorded, and publishing goes on when the centre is reopened.", error);
            foreach (var source in _awaited.Values)
            {
                source.TrySetException(fault);
            }

            throw fault;
        }
    }

    private async Task<LogIndex> PublishAsync(Digest statement, Dictionary<Digest, LogIndex> present)
    {
        var staged = StagedStatement.Read(_paths, statement);
        var entry = staged.LogEntry();
        if (!present.TryGetValue(Digest.Of(entry), out var index))
        {
            index = await _log.AppendAsync(entry, CancellationToken.None);
        }

        staged.Publish(_paths);
        return index;
    }

    private (List<Digest> Pending, LogIndex Known) Unpublished()
    {
        using var views = ViewStore.OpenSnapshot(_paths.Views);
        return (CorePart.Unpublished(views), CorePart.NextUnknownIndex(views));
    }

    private Dictionary<Digest, LogIndex> EntriesFrom(LogIndex first) =>
        new TileReader(_paths.Log).ReadEntries(first, _log.Checkpoint.Size).ToDictionary(entry => Digest.Of(entry.Item2), entry => entry.Item1);
}
