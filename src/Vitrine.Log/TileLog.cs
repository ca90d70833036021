using System.Collections.Immutable;
using System.Threading.Channels;
using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>An append-only log, laid out as C2SP tlog-tiles; the one writer of it.</summary>
/// <remarks>
/// An append completes when, and only when, its entries are durable and a signed checkpoint and its tiles cover them. Appends that wait together
/// share a batch and its one sync. The stages, and what is survived: see <see cref="LogStore"/>. Without witnesses each batch is published at once;
/// with them, publication follows the quorum and never holds up an append. The log is locked while this is open, and unlocked when the process
/// ends, however it ends. Safe for use by several threads at once.
/// </remarks>
public sealed partial class TileLog : IAsyncDisposable
{
    private readonly LogStore _store;
    private readonly LogOptions _options;
    private readonly TimeProvider _time;
    private readonly Channel<Request> _queue = Channel.CreateUnbounded<Request>(new UnboundedChannelOptions { SingleReader = true });

    // _gate guards what callers see, and is held for moments; _stages the store, for as long as a stage takes. The second may take the first.
    private readonly Lock _gate = new();
    private readonly Lock _stages = new();
    private readonly Task _sequencer;
    private readonly Task _witnessing;
    private readonly List<Digest> _newLeaves = [];
    private LeafIndex? _present;
    private long _waitingEntries;
    private long _waitingBytes;
    private volatile VerifiedCheckpoint _checkpoint;
    private bool _closed;
    private LogFaultException? _fault;

    private TileLog(LogStore store, LogOptions options, ILogStorage storage, TimeProvider time)
    {
        _store = store;
        _options = options;
        _time = time;
        _checkpoint = store.Head;
        _published = store.Published;
        Reader = new TileReader(storage);
        _sequencer = Task.Run(SequenceAsync);
        _witnessing = options.Cosign is { } cosign ? Task.Run(() => WitnessAsync(cosign)) : Task.CompletedTask;
    }

    /// <summary>The newest signed checkpoint. It covers every acknowledged entry, and the tiles have what it covers.</summary>
    public VerifiedCheckpoint Checkpoint => _checkpoint;

    /// <summary>Reads this log.</summary>
    public TileReader Reader { get; }

    /// <summary>Makes an empty log with a signed checkpoint of size 0.</summary>
    /// <exception cref="LogExistsException">There is one already.</exception>
    /// <exception cref="LogInUseException">Another is being made or written there.</exception>
    /// <exception cref="LogFaultException">The storage failed.</exception>
    public static Task CreateAsync(LogOptions options, CancellationToken cancellationToken) =>
        CreateAsync(options, Validated(options).OpenStorage(), cancellationToken);

    /// <summary>Opens a log to write and brings it to where it was, however it was left.</summary>
    /// <exception cref="LogMissingException">There is none.</exception>
    /// <exception cref="LogInUseException">Another writes it.</exception>
    /// <exception cref="LogCorruptException">Its files contradict each other, or it belongs to another key.</exception>
    /// <exception cref="LogFaultException">The storage failed.</exception>
    public static Task<TileLog> OpenAsync(LogOptions options, TimeProvider time, CancellationToken cancellationToken) =>
        OpenAsync(options, Validated(options).OpenStorage(), time, cancellationToken);

    /// <summary>Appends one entry and returns its index once it is durable.</summary>
    /// <inheritdoc cref="AddAsync(IReadOnlyList{ReadOnlyMemory{byte}}, CancellationToken)"/>
    public async Task<LogIndex> AppendAsync(ReadOnlyMemory<byte> entry, CancellationToken cancellationToken) =>
        (await AddAsync([entry], cancellationToken).ConfigureAwait(false))[0].Index;

    /// <summary>Appends entries, all or none, and returns their indexes once they are durable: one after the other, but for duplicates that are suppressed.</summary>
    /// <inheritdoc cref="AddAsync(IReadOnlyList{ReadOnlyMemory{byte}}, CancellationToken)"/>
    public async Task<ImmutableArray<LogIndex>> AppendAsync(IReadOnlyList<ReadOnlyMemory<byte>> entries, CancellationToken cancellationToken) =>
        [.. (await AddAsync(entries, cancellationToken).ConfigureAwait(false)).Select(added => added.Index)];

    /// <summary>Appends one entry, and says whether it was there.</summary>
    /// <inheritdoc cref="AddAsync(IReadOnlyList{ReadOnlyMemory{byte}}, CancellationToken)"/>
    public async Task<Added> AddAsync(ReadOnlyMemory<byte> entry, CancellationToken cancellationToken) =>
        (await AddAsync([entry], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Appends entries, all or none, and says of each which index it has and whether it was there.</summary>
    /// <param name="entries">At most 65,535 bytes each, 65,536 entries and 32 MiB together. They must not change until this completes.</param>
    /// <param name="cancellationToken">Ends the wait while the entries are queued; once their batch is being written it does nothing.</param>
    /// <exception cref="ArgumentException">An entry, or all together, are too long.</exception>
    /// <exception cref="LogBusyException">Too much waits already, to be appended or to be cosigned; nothing was appended.</exception>
    /// <exception cref="LogLostException">Another writer has taken the log over.</exception>
    /// <exception cref="LogFaultException">The storage failed, now or before; see <see cref="LogFaultException.OutcomeUnknown"/>.</exception>
    /// <exception cref="ObjectDisposedException">The log was closed.</exception>
    public async Task<ImmutableArray<Added>> AddAsync(IReadOnlyList<ReadOnlyMemory<byte>> entries, CancellationToken cancellationToken)
    {
        var request = Request.Of(entries);
        cancellationToken.ThrowIfCancellationRequested();
        if (entries.Count == 0)
        {
            return [];
        }

        Enqueue(request);
        await using var registration = cancellationToken.UnsafeRegister(static (state, token) => ((Request)state!).Cancel(token), request).ConfigureAwait(false);
        return await request.Done.Task.ConfigureAwait(false);
    }

    /// <summary>Appends what waits, settles the storage and unlocks the log. After a fault it only unlocks. Whoever waits for publication is told.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            _queue.Writer.TryComplete();
        }

        try
        {
            await _sequencer.ConfigureAwait(false);
        }
        finally
        {
            await _closing.CancelAsync().ConfigureAwait(false);
            await _witnessing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _closing.Dispose();
            _store.Dispose();
        }
    }

    internal static Task CreateAsync(LogOptions options, ILogStorage storage, CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                using (storage)
                {
                    LogStore.Create(storage, options.Signer);
                }
            },
            cancellationToken);

    internal static async Task<TileLog> OpenAsync(LogOptions options, ILogStorage storage, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(time);
        var store = await Task.Run(() => LogStore.Open(storage, options), cancellationToken).ConfigureAwait(false);
        return new TileLog(store, options, storage, time);
    }

    private static LogOptions Validated(LogOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return options;
    }

    private void Enqueue(Request request)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_fault is not null)
            {
                throw _fault.Certain();
            }

            // A lone request may be larger than the limits: they bound what waits, not what comes.
            if (_waitingEntries > 0
                && (_waitingEntries + request.Entries.Count > _options.QueueLimit || _waitingBytes + request.Payload > _options.QueueBytes))
            {
                throw new LogBusyException($"{_waitingEntries} entries ({_waitingBytes} bytes) wait to be appended; no more are taken until some are.");
            }

            var unpublished = _checkpoint.Size.Value - _published.Size.Value;
            if (unpublished >= (ulong)_options.UnpublishedLimit)
            {
                throw new LogBusyException($"{unpublished} entries wait for cosignatures, and the quorum of witnesses has not been met since size {_published.Size}; no more are taken until it is.");
            }

            _waitingEntries += request.Entries.Count;
            _waitingBytes += request.Payload;
            _queue.Writer.TryWrite(request);
        }
    }

    private async Task SequenceAsync()
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                // Those who were just answered may have more to append: let what can run, run, and they share the next batch. Else every other
                // submitter always just misses it. Nobody waits for a time, unless that is asked for.
                await Task.Yield();
                if (_options.BatchWindow > TimeSpan.Zero)
                {
                    await Task.Delay(_options.BatchWindow, _time).ConfigureAwait(false);
                }

                lock (_stages)
                {
                    if (_fault is not null)
                    {
                        return;
                    }

                    var batch = TakeBatch();
                    if (batch.Count > 0)
                    {
                        Commit(batch);
                        _store.Tidy();
                    }

                    if (_store.IsFull)
                    {
                        _store.Settle();
                    }
                }
            }

            lock (_stages)
            {
                if (_fault is null)
                {
                    _store.Close();
                }
            }
        }
        catch (LogFaultException e)
        {
            // Stop; opening anew recovers. Those of the batch were told in Commit, the others are told now, later ones at once.
            Stop(e);
        }
        finally
        {
            // A fault of this code ends the task, and DisposeAsync shows it; nobody may wait for ever meanwhile.
            Stop(Stopped());
        }
    }

    private List<Request> TakeBatch()
    {
        var batch = new List<Request>();
        var (entries, payload) = (0L, 0L);
        while (entries < _options.BatchLimit && _queue.Reader.TryPeek(out var next) && (entries == 0 || payload + next.Payload <= Journal.MaxPayload))
        {
            _queue.Reader.TryRead(out next);
            lock (_gate)
            {
                _waitingEntries -= next!.Entries.Count;
                _waitingBytes -= next.Payload;
            }

            if (next.TryTake())
            {
                batch.Add(next);
                entries += next.Entries.Count;
                payload += next.Payload;
            }
        }

        return batch;
    }

    private void Commit(List<Request> requests)
    {
        var fault = Stopped();
        var done = false;
        try
        {
            CommitCore(requests);
            done = true;
        }
        catch (LogFaultException e)
        {
            fault = e;
            throw;
        }
        catch (LogCorruptException e)
        {
            fault = new LogFaultException("read", e.Path, outcomeUnknown: false, e);
            throw fault;
        }
        finally
        {
            if (!done)
            {
                Stop(fault);
                requests.ForEach(request => request.Done.SetException(fault.Unknown()));
            }
        }

        Show();
        requests.ForEach(request => request.Done.SetResult(request.Added.MoveToImmutable()));
        _grown.Writer.TryWrite(true);
    }

    // Gives each entry its index: the one it has, or the next. Duplicates alone make no batch: what they are duplicates of is durable.
    private void CommitCore(List<Request> requests)
    {
        var first = _store.Head.Size.Value;
        var entries = new List<ReadOnlyMemory<byte>>();
        var payload = 0;
        _newLeaves.Clear();
        _present ??= _options.SuppressDuplicates ? ReadPresent() : null;
        foreach (var request in requests)
        {
            for (var i = 0; i < request.Entries.Count; i++)
            {
                var next = first + (ulong)entries.Count;
                var index = _present?.GetOrAdd(request.Leaves[i], next) ?? next;
                request.Added.Add(new Added(new LogIndex(index), index != next));
                if (index == next)
                {
                    entries.Add(request.Entries[i]);
                    _newLeaves.Add(request.Leaves[i]);
                    payload += 2 + request.Entries[i].Length;
                }
            }
        }

        if (entries.Count > 0)
        {
            _store.Commit(new LogBatch(first, entries, payload), _newLeaves);
        }
    }

    // Which entries the log has: from its tiles, when the first batch of this process asks. They are believed once they make the signed root.
    private LeafIndex ReadPresent()
    {
        var present = new LeafIndex(LeafAt);
        var frontier = new MerkleFrontier();
        var index = 0UL;
        foreach (var tile in Reader.ReadLeafTiles(_store.Head.Size))
        {
            foreach (var leaf in tile)
            {
                present.GetOrAdd(leaf, index++);
                frontier.Append(leaf);
            }
        }

        return frontier.Root() == _store.Head.Root
            ? present
            : throw new LogCorruptException(_options.Where, $"the tiles of level 0 do not make the root of the {_store.Head.Size} entries that were signed.");
    }

    private Digest LeafAt(ulong index) =>
        index < _store.Head.Size.Value ? _store.LeafHash(index) : _newLeaves[(int)(index - _store.Head.Size.Value)];

    private void Stop(LogFaultException fault)
    {
        lock (_gate)
        {
            _fault ??= fault;
            _queue.Writer.TryComplete();
            while (_queue.Reader.TryRead(out var request))
            {
                if (request.TryTake())
                {
                    request.Done.SetException(_fault.Certain());
                }
            }

            StopWaiting(_fault);
        }
    }

    private LogFaultException Stopped() =>
        new("append to", _options.Where, outcomeUnknown: false, new InvalidOperationException("The log was closed or stopped."));
}
