using System.Threading.Channels;
using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>Asks witnesses to cosign a checkpoint.</summary>
/// <param name="checkpoint">What is to be cosigned.</param>
/// <param name="prove">The proof from a smaller size to it.</param>
/// <param name="cancellationToken">Ends the round.</param>
internal delegate Task<WitnessRound> Cosign(VerifiedCheckpoint checkpoint, Func<TreeSize, ConsistencyProof> prove, CancellationToken cancellationToken);

public sealed partial class TileLog
{
    private readonly CancellationTokenSource _closing = new();
    private readonly Channel<bool> _grown = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly HashSet<Waiter> _waiters = [];
    private volatile VerifiedCheckpoint _published;

    /// <summary>
    /// The newest checkpoint that readers see: <see cref="Checkpoint"/> where no witnesses are asked, else the newest that met their quorum, with
    /// the cosignatures in its note.
    /// </summary>
    public VerifiedCheckpoint Published => _published;

    /// <summary>Completes when an entry is covered by a checkpoint that readers see.</summary>
    /// <exception cref="LogFaultException">The log has stopped or is being closed. What is in it is published when it is opened again.</exception>
    public async Task PublishedAsync(LogIndex index, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(index.Value);
        lock (_gate)
        {
            if (index.Value < _published.Size.Value)
            {
                return;
            }

            ObjectDisposedException.ThrowIf(_closed, this);
            if (_fault is not null)
            {
                throw _fault.Unknown();
            }

            _waiters.Add(waiter);
        }

        try
        {
            await waiter.Done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _waiters.Remove(waiter);
            }
        }
    }

    // Rounds one after another, each for the newest checkpoint, begun at least an interval apart. One that fails is repeated.
    private async Task WitnessAsync(Cosign cosign)
    {
        try
        {
            // The first round asks for what an earlier process left without cosignatures.
            for (_grown.Writer.TryWrite(true); await _grown.Reader.ReadAsync(_closing.Token).ConfigureAwait(false);)
            {
                var interval = Task.Delay(_options.WitnessInterval, _time, _closing.Token);
                if (!await RoundAsync(cosign).ConfigureAwait(false))
                {
                    _grown.Writer.TryWrite(true);
                }

                await interval.ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
        }
        catch (LogFaultException e)
        {
            Stop(e);
        }
        finally
        {
            Stop(Stopped());
        }
    }

    private async Task<bool> RoundAsync(Cosign cosign)
    {
        VerifiedCheckpoint head;
        lock (_stages)
        {
            head = _store.Pin();
        }

        if (head.Size == default)
        {
            return true;
        }

        ReadOnlyMemory<byte> note;
        try
        {
            var round = await cosign(head, size => Reader.ProveConsistency(size, head), _closing.Token).ConfigureAwait(false);
            if (!round.IsMet)
            {
                return false;
            }

            note = round.Note;
        }
        catch (Exception e) when (e is LogFaultException or LogCorruptException)
        {
            // A proof could not be made: a tile cannot be read just now, or is damaged. Nothing was written, and appends need no old tile: the
            // next round tries again.
            return false;
        }

        var cosigned = VerifiedCheckpoint.Open(note.Span, _options.Signer.Verifier);
        if (cosigned.Size != head.Size || cosigned.Root != head.Root)
        {
            throw new InvalidOperationException($"Witnesses were asked about size {head.Size} and a note of size {cosigned.Size} came back.");
        }

        lock (_stages)
        {
            if (_fault is not null)
            {
                return true;
            }

            _store.Publish(cosigned);
            Show();
            _store.Tidy();
        }

        return true;
    }

    // Holds _stages.
    private void Show()
    {
        lock (_gate)
        {
            _checkpoint = _store.Head;
            _published = _store.Published;
            foreach (var waiter in _waiters.Where(waiter => waiter.Index < _published.Size.Value))
            {
                waiter.Done.TrySetResult();
            }
        }
    }

    private void StopWaiting(LogFaultException fault)
    {
        foreach (var waiter in _waiters)
        {
            waiter.Done.TrySetException(fault.Unknown());
        }
    }

    private sealed class Waiter(ulong index)
    {
        public ulong Index { get; } = index;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
