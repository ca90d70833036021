using Microsoft.Data.Sqlite;
using Vitrine.Log;

namespace Vitrine.Centre;

/// <summary>The way to the one writer: taking the lock, serving, going through a server, letting go.</summary>
public sealed partial class OpenCentre
{
    // Ten seconds, in steps short enough to fall between two commands of a script.
    private const int WaitRounds = 1000;
    private static readonly TimeSpan WaitRound = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Anchors what this process recorded and no anchor covers yet, publishes what waits, and lets go of the writer, so that a server can
    /// take this centre; what comes next goes through that server.
    /// </summary>
    public async Task DisposeWriterAsync()
    {
        if (_writer is not null)
        {
            await AnchorAtCloseAsync(_writer);
            await _writer.DisposeAsync();
            _writer = null;
        }

        if (_lock is not null)
        {
            await _lock.DisposeAsync();
            _lock = null;
        }
    }

    /// <summary>Whether this process holds the writer, and no server does.</summary>
    internal async Task<bool> WritesItselfAsync(CancellationToken cancellationToken)
    {
        await ThroughWriterAsync(writer => writer.ReadyAsync(cancellationToken), cancellationToken);
        return _writer is LocalWriter;
    }

    private async Task ServeAsync(CancellationToken cancellationToken)
    {
        _lock = await TakeLockAsync($"Another process serves the centre at {Paths.Folder}. One writer at a time: stop it first.", cancellationToken);
        var writer = await OpenLocalAsync(cancellationToken);
        _writer = writer;
        _socket = new CommandSocket(Paths.Socket, writer, _codec);
    }

    /// <summary>
    /// Does something with the writer: this process's own where none other holds the lock, else the server's. Where another process
    /// holds it and does not answer (a server that starts or stops, another command), it is waited for.
    /// </summary>
    private async Task<T> ThroughWriterAsync<T>(Func<IActWriter, Task<T>> use, CancellationToken cancellationToken)
    {
        for (var round = 0; ; round++)
        {
            var writer = _writer ?? await OpenWriterAsync(cancellationToken);
            try
            {
                return await use(writer);
            }
            catch (ServerAbsentException) when (round < WaitRounds)
            {
                // Nothing was asked of it, so it can be asked again; the server may come, or the lock be let go.
                Interlocked.CompareExchange(ref _writer, null, writer);
                await Task.Delay(WaitRound, cancellationToken);
            }
            catch (ServerAbsentException absent)
            {
                throw new CentreUnusableException($"Another process holds the centre at {Paths.Folder} and does not answer. Wait for it to end, or stop it.", absent);
            }
        }
    }

    private async Task<IActWriter> OpenWriterAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_writer is null)
            {
                _lock = TryTakeLock();
                _writer = _lock is null ? new RemoteWriter(Paths.Socket, _codec) : await OpenLocalAsync(cancellationToken);
            }

            return _writer;
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task<LocalWriter> OpenLocalAsync(CancellationToken cancellationToken)
    {
        LocalWriter? writer = null;
        try
        {
            writer = await LocalWriter.OpenAsync(Paths, Description.Origin, Keys, _codec, _parts, _time, cancellationToken);

            // Whoever held the lock before may have changed the key since this process read it.
            SettleSigningKey();
            return writer;
        }
        catch (Exception error)
        {
            try
            {
                await (writer?.DisposeAsync() ?? ValueTask.CompletedTask);
            }
            finally
            {
                // Whatever the writer's end brings, the next process must not wait for this one's.
                await _lock!.DisposeAsync();
                _lock = null;
            }

            if (error is LogException or SqliteException or IOException or UnauthorizedAccessException)
            {
                throw new CentreUnusableException($"The centre at {Paths.Folder} cannot be opened to write: {error.Message}", error);
            }

            throw;
        }
    }

    /// <summary>Takes the lock for a process that cannot do without it; a command that holds it is waited for.</summary>
    private async Task<FileStream> TakeLockAsync(string served, CancellationToken cancellationToken)
    {
        for (var round = 0; round < WaitRounds; round++)
        {
            if (TryTakeLock() is { } taken)
            {
                return taken;
            }

            if (await RemoteWriter.IsServedAsync(Paths.Socket, cancellationToken))
            {
                throw new CentreUnusableException(served);
            }

            await Task.Delay(WaitRound, cancellationToken);
        }

        throw new CentreUnusableException($"Another process changes the centre at {Paths.Folder}, and has for a while. One writer at a time: wait for it to end, or stop it.");
    }

    private FileStream? TryTakeLock()
    {
        try
        {
            return WriterLock.TryTake(Paths);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CentreUnusableException($"The centre at {Paths.Folder} cannot be written: {error.Message}", error);
        }
    }

    /// <summary>A command has no clock that would anchor for it later; what fails here is anchored by whoever opens the centre next.</summary>
    private async Task AnchorAtCloseAsync(IActWriter writer)
    {
        if (writer is not LocalWriter || !_anchorsAtClose)
        {
            return;
        }

        try
        {
            await writer.AnchorAsync(CancellationToken.None);
        }
        catch (Exception error) when (error is CentreFaultException or ActRefusedException or SqliteException or IOException or UnauthorizedAccessException)
        {
        }
    }
}
