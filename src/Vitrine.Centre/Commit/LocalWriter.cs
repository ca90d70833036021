using System.Threading.Channels;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>
/// The one writer. An act is checked against the views at position n, appended to the ledger as n, and projected with its position
/// in one transaction (docs/design/centre.md).
/// </summary>
/// <remarks>
/// Order within a batch: check and project in an open transaction; append to the ledger, which is durable when it returns; commit the
/// views; acknowledge. A failed append rolls the views back and changes nothing. A crash after the append leaves views that lag: opening
/// replays them from the ledger, by the same code as a rebuild. When the views cannot be committed, the writer stops for good: the
/// acts are in the ledger, and reopening recovers.
/// </remarks>
internal sealed class LocalWriter : IActWriter
{
    private const int BatchLimit = 64;
    private const int QueueLimit = 4096;

    private readonly ActCodec _codec;
    private readonly ViewStore _views;
    private readonly TileLog _ledger;
    private readonly Publisher _publisher;
    private readonly TimeProvider _time;
    private readonly Channel<Pending> _queue = Channel.CreateBounded<Pending>(new BoundedChannelOptions(QueueLimit) { SingleReader = true });
    private readonly Task _loop;
    private Exception? _fault;

    private LocalWriter(ActCodec codec, ViewStore views, TileLog ledger, Publisher publisher, TimeProvider time)
    {
        _codec = codec;
        _views = views;
        _ledger = ledger;
        _publisher = publisher;
        _time = time;
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Brings the views up to the ledger, then takes acts.</summary>
    public static async Task<LocalWriter> OpenAsync(CentrePaths paths, CentreKeys keys, ActCodec codec, ViewStore views, TimeProvider time, CancellationToken cancellationToken)
    {
        var ledger = await TileLog.OpenAsync(new LogOptions { Folder = paths.Ledger, Signer = keys.Ledger }, time, cancellationToken);
        try
        {
            CatchUp(views, codec, new TileReader(paths.Ledger), ledger.Checkpoint.Size, cancellationToken);
            var publisher = await Publisher.OpenAsync(paths, keys, time, cancellationToken);
            var writer = new LocalWriter(codec, views, ledger, publisher, time);
            publisher.Start(writer);
            return writer;
        }
        catch
        {
            await ledger.DisposeAsync();
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

    public async Task<LogIndex> RecordAsync(Act act, Actor by, CancellationToken cancellationToken)
    {
        var pending = new Pending(act, by);
        try
        {
            await _queue.Writer.WriteAsync(pending, cancellationToken);
        }
        catch (ChannelClosedException error)
        {
            throw new CentreFaultException("The centre has stopped taking acts. Restart it; nothing acknowledged is lost.", _fault ?? error);
        }

        return await pending.Done.Task;
    }

    public Task AnchorAsync(CancellationToken cancellationToken) => _publisher.AnchorAsync(_ledger, _views, this, cancellationToken);

    public Task<LogIndex> PublishedAsync(Digest statement, CancellationToken cancellationToken) => _publisher.PublishedAsync(statement, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _publisher.StopAsync();
        _queue.Writer.TryComplete();
        await _loop;
        await _publisher.DisposeAsync();
        await _ledger.DisposeAsync();
        _views.Dispose();
    }

    private async Task LoopAsync()
    {
        var batch = new List<Pending>(BatchLimit);
        while (await _queue.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < BatchLimit && _queue.Reader.TryRead(out var pending))
            {
                batch.Add(pending);
            }

            try
            {
                await CommitAsync(batch);
            }
            catch (Exception error)
            {
                Stop(error, batch);
                return;
            }
        }
    }

    private async Task CommitAsync(List<Pending> batch)
    {
        var at = UtcTime.Whole(_time.GetUtcNow());
        var position = _views.Position;
        var entries = new List<ReadOnlyMemory<byte>>(batch.Count);
        var accepted = new List<Pending>(batch.Count);

        _views.Begin();
        foreach (var pending in batch)
        {
            try
            {
                var index = new LogIndex(position + (ulong)accepted.Count);
                var entry = _codec.Encode(index, at, pending.By, pending.Act);
                _views.Apply(new RecordedAct(index, at, pending.By, _codec.KindOf(pending.Act).Name, pending.Act));
                entries.Add(entry);
                accepted.Add(pending);
            }
            catch (ActRefusedException refusal)
            {
                pending.Done.SetException(refusal);
            }
        }

        if (accepted.Count == 0)
        {
            _views.Rollback();
            return;
        }

        System.Collections.Immutable.ImmutableArray<LogIndex> indexes;
        try
        {
            indexes = await _ledger.AppendAsync(entries, CancellationToken.None);
        }
        catch (LogFaultException)
        {
            _views.Rollback();
            throw;
        }

        if (indexes[0].Value != position)
        {
            throw new CentreFaultException($"The ledger gave position {indexes[0]} where the views stand at {position}.");
        }

        _views.Commit();
        for (var i = 0; i < accepted.Count; i++)
        {
            accepted[i].Done.SetResult(indexes[i]);
            foreach (var statement in accepted[i].Act.Statements)
            {
                _publisher.Enqueue(statement);
            }
        }
    }

    /// <summary>After an ambiguous failure nothing more is taken: reopening recovers through the normal path.</summary>
    private void Stop(Exception error, List<Pending> batch)
    {
        _fault = error;
        _queue.Writer.TryComplete(error);
        var fault = new CentreFaultException($"The centre has stopped taking acts: {error.Message} Restart it; nothing acknowledged is lost.", error);
        foreach (var pending in batch)
        {
            pending.Done.TrySetException(fault);
        }

        while (_queue.Reader.TryRead(out var pending))
        {
            pending.Done.TrySetException(fault);
        }
    }

    private sealed class Pending(Act act, Actor by)
    {
        public Act Act { get; } = act;

        public Actor By { get; } = by;

        public TaskCompletionSource<LogIndex> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
