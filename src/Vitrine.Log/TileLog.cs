using System.Collections.Immutable;
using System.Threading.Channels;
using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>An append-only log in a folder, laid out as C2SP tlog-tiles; the one writer of it.</summary>
/// <remarks>
/// An append completes when, and only when, its entries are durable and a signed checkpoint in the folder covers them. Appends that wait together
/// share a batch and its one sync. How, with which system calls, and what is survived: see <see cref="LogStore"/>. The folder is locked by the kernel
/// while this is open, and unlocked when the process ends, however it ends. Safe for use by several threads at once.
/// </remarks>
public sealed class TileLog : IAsyncDisposable
{
    private readonly LogStore _store;
    private readonly LogOptions _options;
    private readonly TimeProvider _time;
    private readonly Channel<Request> _queue = Channel.CreateUnbounded<Request>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock _gate = new();
    private readonly Task _sequencer;
    private long _waitingEntries;
    private long _waitingBytes;
    private volatile VerifiedCheckpoint _checkpoint;
    private bool _closed;
    private LogFaultException? _fault;

    private TileLog(LogStore store, LogOptions options, IDisk disk, TimeProvider time)
    {
        _store = store;
        _options = options;
        _time = time;
        _checkpoint = store.Checkpoint;
        Reader = new TileReader(options.Folder, disk);
        _sequencer = Task.Run(SequenceAsync);
    }

    /// <summary>The newest signed checkpoint. It covers every acknowledged entry, and is in the folder.</summary>
    public VerifiedCheckpoint Checkpoint => _checkpoint;

    /// <summary>Reads this log.</summary>
    public TileReader Reader { get; }

    /// <summary>Makes an empty log with a signed checkpoint of size 0.</summary>
    /// <exception cref="LogExistsException">There is one already.</exception>
    /// <exception cref="LogInUseException">Another is being made or written there.</exception>
    /// <exception cref="LogFaultException">The file system failed.</exception>
    public static Task CreateAsync(LogOptions options, CancellationToken cancellationToken) => CreateAsync(options, Disk.Real, cancellationToken);

    /// <summary>Opens a log to write and brings it to where it was, however it was left.</summary>
    /// <exception cref="LogMissingException">There is none.</exception>
    /// <exception cref="LogInUseException">Another writes it.</exception>
    /// <exception cref="LogCorruptException">Its files contradict each other, or it belongs to another key.</exception>
    /// <exception cref="LogFaultException">The file system failed.</exception>
    public static Task<TileLog> OpenAsync(LogOptions options, TimeProvider time, CancellationToken cancellationToken) =>
        OpenAsync(options, Disk.Real, time, cancellationToken);

    /// <summary>Appends one entry and returns its index once it is durable.</summary>
    /// <inheritdoc cref="AppendAsync(IReadOnlyList{ReadOnlyMemory{byte}}, CancellationToken)"/>
    public async Task<LogIndex> AppendAsync(ReadOnlyMemory<byte> entry, CancellationToken cancellationToken) =>
        (await AppendAsync([entry], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Appends entries, all or none, one after the other, and returns their indexes once they are durable.</summary>
    /// <param name="entries">At most 65,535 bytes each, 65,536 entries and 32 MiB together. They must not change until this completes.</param>
    /// <param name="cancellationToken">Ends the wait while the entries are queued; once their batch is being written it does nothing.</param>
    /// <exception cref="ArgumentException">An entry, or all together, are too long.</exception>
    /// <exception cref="LogBusyException">Too much waits already; nothing was appended.</exception>
    /// <exception cref="LogFaultException">The file system failed, now or before; see <see cref="LogFaultException.OutcomeUnknown"/>.</exception>
    /// <exception cref="ObjectDisposedException">The log was closed.</exception>
    public async Task<ImmutableArray<LogIndex>> AppendAsync(IReadOnlyList<ReadOnlyMemory<byte>> entries, CancellationToken cancellationToken)
    {
        var request = Validate(entries);
        cancellationToken.ThrowIfCancellationRequested();
        if (entries.Count == 0)
        {
            return [];
        }

        Enqueue(request);
        await using var registration = cancellationToken.UnsafeRegister(static (state, token) => ((Request)state!).Cancel(token), request).ConfigureAwait(false);
        var first = await request.Done.Task.ConfigureAwait(false);
        return [.. Enumerable.Range(0, entries.Count).Select(i => new LogIndex(first.Value + (ulong)i))];
    }

    /// <summary>Appends what waits, syncs the tiles and unlocks the folder. After a fault it only unlocks.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            _queue.Writer.Complete();
        }

        try
        {
            await _sequencer.ConfigureAwait(false);
        }
        finally
        {
            _store.Dispose();
        }
    }

    internal static async Task CreateAsync(LogOptions options, IDisk disk, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        options = options with { Folder = Path.GetFullPath(options.Folder) };
        options.Validate();
        await Task.Run(
            () =>
            {
                LogStore.Create(disk, options);
                LogStore.Open(disk, options).Dispose();
            },
            cancellationToken).ConfigureAwait(false);
    }

    internal static async Task<TileLog> OpenAsync(LogOptions options, IDisk disk, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        options = options with { Folder = Path.GetFullPath(options.Folder) };
        options.Validate();
        return new TileLog(await Task.Run(() => LogStore.Open(disk, options), cancellationToken).ConfigureAwait(false), options, disk, time);
    }

    private static Request Validate(IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entries.Count, 65_536, nameof(entries));
        var payload = 0;
        foreach (var entry in entries)
        {
            if (entry.Length > EntryBundle.MaxEntry)
            {
                throw new ArgumentException($"An entry has at most {EntryBundle.MaxEntry} bytes, not {entry.Length}.", nameof(entries));
            }

            payload += 2 + entry.Length;
            if (payload > Journal.MaxPayload)
            {
                throw new ArgumentException($"Entries appended together have at most {Journal.MaxPayload} bytes.", nameof(entries));
            }
        }

        return new Request(entries, payload);
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
                if (_options.BatchWindow > TimeSpan.Zero)
                {
                    await Task.Delay(_options.BatchWindow, _time).ConfigureAwait(false);
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

            _store.Close();
        }
        catch (LogFaultException e)
        {
            // Stop; opening anew recovers. Those of the batch were told in Commit, the others are told now, later ones at once.
            Refuse(e);
        }
        finally
        {
            // A fault of this code ends the task, and DisposeAsync shows it; nobody may wait for ever meanwhile.
            _fault ??= Stopped();
            Refuse(_fault);
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

    private void Commit(List<Request> batch)
    {
        var entries = batch.Count == 1 ? batch[0].Entries : [.. batch.SelectMany(request => request.Entries)];
        var fault = Stopped();
        LogIndex? committed = null;
        try
        {
            committed = _store.Commit(entries, batch.Sum(request => request.Payload));
        }
        catch (LogFaultException e)
        {
            fault = e;
            throw;
        }
        finally
        {
            if (committed is null)
            {
                Refuse(fault);
                batch.ForEach(request => request.Done.SetException(fault.Unknown()));
            }
        }

        _checkpoint = _store.Checkpoint;
        var next = committed.Value.Value;
        foreach (var request in batch)
        {
            request.Done.SetResult(new LogIndex(next));
            next += (ulong)request.Entries.Count;
        }
    }

    private void Refuse(LogFaultException fault)
    {
        lock (_gate)
        {
            _fault = fault;
            while (_queue.Reader.TryRead(out var request))
            {
                if (request.TryTake())
                {
                    request.Done.SetException(fault.Certain());
                }
            }
        }
    }

    private LogFaultException Stopped() =>
        new("append to", _options.Folder, outcomeUnknown: false, new InvalidOperationException("The log was closed or stopped."));

    private sealed class Request(IReadOnlyList<ReadOnlyMemory<byte>> entries, int payload)
    {
        private int _taken;

        public IReadOnlyList<ReadOnlyMemory<byte>> Entries { get; } = entries;

        public int Payload { get; } = payload;

        public TaskCompletionSource<LogIndex> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool TryTake() => Interlocked.Exchange(ref _taken, 1) == 0;

        public void Cancel(CancellationToken token)
        {
            if (TryTake())
            {
                Done.SetCanceled(token);
            }
        }
    }
}
