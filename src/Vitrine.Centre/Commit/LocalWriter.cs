using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>
/// The one writer. An act is checked against the views at position n, appended to the ledger as n, and projected with its position
/// in one transaction (docs/design/centre.md).
/// </summary>
/// <remarks>
/// Order within a batch: check and project in an open transaction; append to the ledger, which is durable when it returns; commit the
/// views; acknowledge. A crash after the append leaves views that lag: opening replays them from the ledger, by the same code as a
/// rebuild. When the ledger or the views fail, the writer stops for good, its transaction is rolled back when it is disposed, and
/// reopening recovers: what the ledger holds counts. An act that fails its check, or a part's projection, fails alone; it is told so
/// after the commit, since what it failed on may be an act of the same batch.
/// </remarks>
internal sealed class LocalWriter : IActWriter
{
    private const int BatchLimit = 64;
    private const int QueueLimit = 4096;
    private const int SqliteConstraint = 19;

    private readonly CentrePaths _paths;
    private readonly ActCodec _codec;
    private readonly IReadOnlyList<Part> _parts;
    private readonly string _origin;
    private readonly ViewStore _views;
    private readonly TileLog _ledger;
    private readonly Publisher _publisher;
    private readonly Documents _documents;
    private readonly TimeProvider _time;
    private readonly Channel<Pending> _queue = Channel.CreateBounded<Pending>(new BoundedChannelOptions(QueueLimit) { SingleReader = true });
    private readonly Task _loop;
    private Exception? _fault;

    private LocalWriter(CentrePaths paths, string origin, ActCodec codec, IReadOnlyList<Part> parts, ViewStore views, TileLog ledger, Publisher publisher, TimeProvider time)
    {
        _paths = paths;
        _origin = origin;
        _codec = codec;
        _parts = parts;
        _views = views;
        _ledger = ledger;
        _publisher = publisher;
        _documents = new Documents(paths);
        _time = time;
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Brings the views up to the ledger, takes up what waits to be published, then takes acts. Owns the views.</summary>
    public static async Task<LocalWriter> OpenAsync(CentrePaths paths, string origin, CentreKeys keys, ActCodec codec, IReadOnlyList<Part> parts, TimeProvider time, CancellationToken cancellationToken)
    {
        ViewStore? views = null;
        TileLog? ledger = null;
        LocalWriter? writer = null;
        try
        {
            keys.ReloadLogs();
            await LogKeys.FinishFileAsync(paths, keys, CentreLog.Log, cancellationToken);
            await LogKeys.FinishFileAsync(paths, keys, CentreLog.Ledger, cancellationToken);
            views = ViewStore.Open(paths, parts);
            ledger = await TileLog.OpenAsync(LogStorage.Ledger(paths, keys.Ledger), time, cancellationToken);
            CatchUp(views, codec, ledger.Reader, ledger.Checkpoint.Size, cancellationToken);
            if (LogKeys.IsDue(keys, CentreLog.Ledger, views.Writer))
            {
                await ledger.DisposeAsync();
                ledger = null;
                await LogKeys.FinishAsync(paths, keys, CentreLog.Ledger, views.Writer, time, cancellationToken);
                ledger = await TileLog.OpenAsync(LogStorage.Ledger(paths, keys.Ledger), time, cancellationToken);
            }

            await LogKeys.FinishAsync(paths, keys, CentreLog.Log, views.Writer, time, cancellationToken);
            CentreWitnesses.Settle(paths, views.Writer);
            var publisher = await Publisher.OpenAsync(paths, keys, time, cancellationToken);
            writer = new LocalWriter(paths, origin, codec, parts, views, ledger, publisher, time);
            publisher.Start(writer);
            return writer;
        }
        catch
        {
            // Nothing is handled here: the locks must not outlive the attempt.
            if (writer is not null)
            {
                await writer.DisposeAsync();
            }
            else
            {
                await (ledger?.DisposeAsync() ?? ValueTask.CompletedTask);
                views?.Dispose();
            }

            throw;
        }
    }

    /// <summary>Projects what the ledger holds beyond the views.</summary>
    /// <exception cref="LedgerFormatException">An entry is no act.</exception>
    /// <exception cref="CentreUnusableException">The views are ahead of the ledger.</exception>
    public static void CatchUp(ViewStore views, ActCodec codec, TileReader ledger, TreeSize size, CancellationToken cancellationToken)
    {
        if (views.Position > size.Value)
        {
            throw new CentreUnusableException(
                $"The views know {views.Position} acts and the ledger holds {size}: acknowledged acts are missing from the ledger. Restore it; do not go on from here.");
        }

        if (views.Position == size.Value)
        {
            return;
        }

        views.Begin();
        foreach (var (index, entry) in ledger.ReadEntries(new LogIndex(views.Position), size))
        {
            cancellationToken.ThrowIfCancellationRequested();
            views.Replay(codec.Decode(index, entry));
        }

        views.Commit();
    }

    /// <summary>Opening has caught up.</summary>
    public Task<bool> ReadyAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    public async Task<LogIndex> RecordAsync(Act act, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(act);
        ArgumentNullException.ThrowIfNull(by);
        var pending = new Pending(act, by);
        try
        {
            await _queue.Writer.WriteAsync(pending, cancellationToken);
        }
        catch (ChannelClosedException error)
        {
            throw Stopped(_fault ?? error, outcomeUnknown: false);
        }

        return await pending.Done.Task;
    }

    /// <summary>How it stands with the witnesses of the public log.</summary>
    public ImmutableArray<WitnessStatus> Witnesses => _publisher.Witnesses;

    /// <summary>The public log's newest checkpoint, published or not.</summary>
    public VerifiedCheckpoint SignedLog => _publisher.Signed;

    /// <summary>The public log's newest checkpoint that readers see.</summary>
    public VerifiedCheckpoint PublishedLog => _publisher.Published;

    public Task AnchorAsync(CancellationToken cancellationToken) => _publisher.AnchorAsync(_ledger, this, cancellationToken);

    public Task<LogIndex> PublishedAsync(Digest statement, CancellationToken cancellationToken) => _publisher.PublishedAsync(statement, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _publisher.StopAsync();
        _queue.Writer.TryComplete();
        try
        {
            await _loop;
        }
        finally
        {
            await _publisher.DisposeAsync();
            await _ledger.DisposeAsync();
            _views.Dispose();
        }
    }

    private async Task LoopAsync()
    {
        var batch = new List<Pending>(BatchLimit);
        try
        {
            while (await _queue.Reader.WaitToReadAsync())
            {
                batch.Clear();
                while (batch.Count < BatchLimit && _queue.Reader.TryRead(out var pending))
                {
                    batch.Add(pending);
                }

                await CommitAsync(batch);
            }
        }
        catch (Exception error) when (error is LogException or SqliteException or CentreFaultException)
        {
            _fault = error;
        }
        finally
        {
            // A fault of this code ends the task, and DisposeAsync shows it; nobody may wait for ever meanwhile.
            Refuse(batch);
        }
    }

    private async Task CommitAsync(List<Pending> batch)
    {
        var (accepted, entries) = Project(batch, UtcTime.Whole(_time.GetUtcNow()));
        if (accepted.Count == 0)
        {
            _views.Rollback();
            batch.ForEach(pending => pending.TellRefusal());
            return;
        }

        // From here on it is for the ledger to say whether these acts happened.
        accepted.ForEach(pending => pending.OutcomeUnknown = true);
        var first = _views.Position - (ulong)accepted.Count;
        var indexes = await _ledger.AppendAsync(entries, CancellationToken.None);
        if (indexes[0].Value != first)
        {
            throw new CentreFaultException($"The ledger gave position {indexes[0]} where the views stand at {first}.");
        }

        _views.Commit();
        batch.ForEach(pending => pending.TellRefusal());
        for (var i = 0; i < accepted.Count; i++)
        {
            accepted[i].Done.SetResult(indexes[i]);
            foreach (var statement in accepted[i].Act.Statements)
            {
                _publisher.Enqueue(statement);
            }
        }
    }

    /// <summary>Checks and projects in an open transaction; gives those that fit, and their entries.</summary>
    private (List<Pending> Accepted, List<ReadOnlyMemory<byte>> Entries) Project(List<Pending> batch, DateTimeOffset at)
    {
        var accepted = new List<Pending>(batch.Count);
        var entries = new List<ReadOnlyMemory<byte>>(batch.Count);
        _views.Begin();
        foreach (var pending in batch)
        {
            var index = new LogIndex(_views.Position);
            try
            {
                // What is projected is what was written, read back: a rebuild can project nothing else.
                var entry = _codec.Encode(index, at, pending.By, pending.Act);
                var recorded = _codec.Decode(index, entry);
                RequireThere(recorded.Act);
                _views.Apply(recorded);
                entries.Add(entry);
                accepted.Add(pending);
            }
            catch (Exception error) when (error is not SqliteException { SqliteErrorCode: not SqliteConstraint })
            {
                // Not swallowed: it goes to whoever asked, once what it rests on is durable. The views are as they were before this act.
                pending.Refusal = error;
            }
        }

        return (accepted, entries);
    }

    /// <summary>What an act rests on is durable before the act is.</summary>
    private void RequireThere(Act act)
    {
        foreach (var statement in act.Statements)
        {
            var staged = StagedStatement.TryRead(_paths, statement) ?? throw new ActRefusedException($"The statement {statement} is not among those that wait to be published.");
            foreach (var part in _parts)
            {
                part.CheckSigner(staged.Key, _views.Writer);
            }

            if (act is KeyAct rotation && rotation.FaultOf(staged.Envelope, staged.Key, _origin) is { } fault)
            {
                throw new ActRefusedException($"The statement {statement} {fault}.");
            }
        }

        foreach (var document in act.Documents)
        {
            if (_documents.TryRead(document) is null)
            {
                throw new ActRefusedException($"The document {document} is not among this centre's documents.");
            }
        }
    }

    private void Refuse(List<Pending> batch)
    {
        _queue.Writer.TryComplete();
        foreach (var pending in batch)
        {
            pending.Done.TrySetException(Stopped(_fault, pending.OutcomeUnknown));
        }

        while (_queue.Reader.TryRead(out var pending))
        {
            pending.Done.TrySetException(Stopped(_fault, outcomeUnknown: false));
        }
    }

    private static CentreFaultException Stopped(Exception? cause, bool outcomeUnknown) => new(
        $"The centre has stopped taking acts{(cause is null ? "." : $": {cause.Message}")} Restart it; nothing acknowledged is lost{(outcomeUnknown ? ", and whether this act was recorded is seen then" : ", and this act was not recorded")}.", cause)
    {
        OutcomeUnknown = outcomeUnknown,
    };

    private sealed class Pending(Act act, Actor by)
    {
        public Act Act { get; } = act;

        public Actor By { get; } = by;

        public bool OutcomeUnknown { get; set; }

        public Exception? Refusal { get; set; }

        public TaskCompletionSource<LogIndex> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void TellRefusal()
        {
            if (Refusal is not null)
            {
                Done.SetException(Refusal);
            }
        }
    }
}
