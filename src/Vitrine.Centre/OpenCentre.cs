using System.Text.Json;
using Microsoft.Data.Sqlite;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>How a process means to use a centre.</summary>
public enum CentreUse
{
    /// <summary>As its server: it holds the lock and lets commands in through the socket.</summary>
    Serve,

    /// <summary>As a command: it writes by itself where no server runs, and through the server where one does.</summary>
    Command,
}

/// <summary>One installation: its keys, its ledger and log, its views.</summary>
public sealed class OpenCentre : IAsyncDisposable
{
    private readonly IReadOnlyList<Part> _parts;
    private readonly ActCodec _codec;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private IActWriter? _writer;
    private CommandSocket? _socket;
    private FileStream? _lock;

    private OpenCentre(CentrePaths paths, CentreDescription description, IReadOnlyList<Part> parts, TimeProvider time)
    {
        Paths = paths;
        Description = description;
        Keys = CentreKeys.Open(paths.Keys);
        _parts = parts;
        _codec = new ActCodec(parts);
        _time = time;
    }

    /// <summary>Where everything lies.</summary>
    public CentrePaths Paths { get; }

    /// <summary>Its name and identifier.</summary>
    public CentreDescription Description { get; }

    /// <summary>Its keys.</summary>
    public CentreKeys Keys { get; }

    internal ActCodec Codec => _codec;

    /// <summary>The clock by which acts are dated.</summary>
    public TimeProvider Time => _time;

    /// <summary>Makes a centre in a folder that does not exist yet, or is empty. A failure leaves nothing behind.</summary>
    /// <exception cref="CentreUnusableException">The folder is in use, or cannot be written.</exception>
    public static async Task<OpenCentre> CreateAsync(string folder, string name, IReadOnlyList<Part> parts, TimeProvider time, CancellationToken cancellationToken)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Path.Exists(target) && (!Directory.Exists(target) || Directory.EnumerateFileSystemEntries(target).Any()))
        {
            throw new CentreUnusableException($"{target} exists and is not empty. Name a new folder for the centre.");
        }

        var making = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            var paths = new CentrePaths(making);
            KeyFile.CreateFolder(making);
            foreach (var inner in (string[])[paths.Staged, paths.Seals, paths.Scratch])
            {
                KeyFile.CreateFolder(inner);
            }

            var description = CentreDescription.Make(name);
            CentreKeys.Create(paths.Keys, description.Origin);
            using (var keys = CentreKeys.Open(paths.Keys))
            {
                await TileLog.CreateAsync(new LogOptions { Folder = paths.Log, Signer = keys.Log }, cancellationToken);
                await TileLog.CreateAsync(new LogOptions { Folder = paths.Ledger, Signer = keys.Ledger }, cancellationToken);
            }

            Directory.CreateDirectory(paths.Statements);
            DurableFile.Write(paths.Description, JsonSerializer.SerializeToUtf8Bytes(description, ActJson.Options));
            await using (var made = new OpenCentre(paths, description, AllParts(parts), time))
            {
                var created = new CentreCreated(name, description.Origin, made.Keys.Log.Verifier.ToString(), made.Keys.Ledger.Verifier.ToString(), made.Keys.Signing.PublicKey.KeyId.ToHex());
                await made.RecordAsync(created, Actor.Console, cancellationToken);
            }

            if (Directory.Exists(target))
            {
                Directory.Delete(target);
            }

            Directory.Move(making, target);
            DurableFile.SyncFolder(Path.GetDirectoryName(target)!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Discard(making);
            throw new CentreUnusableException($"The centre cannot be made at {target}: {error.Message}", error);
        }
        catch
        {
            Discard(making);
            throw;
        }

        return await OpenAsync(target, parts, CentreUse.Command, time, cancellationToken);
    }

    /// <summary>Opens a centre.</summary>
    /// <exception cref="CentreUnusableException">There is none, or it is not whole; or, to serve, another process holds it.</exception>
    public static async Task<OpenCentre> OpenAsync(string folder, IReadOnlyList<Part> parts, CentreUse use, TimeProvider time, CancellationToken cancellationToken)
    {
        var paths = new CentrePaths(Path.GetFullPath(folder));
        var centre = new OpenCentre(paths, CentreDescription.Read(paths), AllParts(parts), time);
        try
        {
            if (use == CentreUse.Serve)
            {
                await centre.ServeAsync(cancellationToken);
            }
            else if (centre.ViewsLag())
            {
                await centre.WriterAsync(cancellationToken);
            }

            return centre;
        }
        catch
        {
            await centre.DisposeAsync();
            throw;
        }
    }

    /// <summary>Commits an act. When it returns, the act is durable and the views show it.</summary>
    /// <exception cref="ActRefusedException">The act does not fit; nothing was recorded.</exception>
    /// <exception cref="CentreFaultException">The centre cannot record; reopen it.</exception>
    public async Task<LogIndex> RecordAsync(Act act, Actor by, CancellationToken cancellationToken) =>
        await (await WriterAsync(cancellationToken)).RecordAsync(act, by, cancellationToken);

    /// <summary>Anchors the ledger's checkpoint in the public log, where anything has happened since the last anchor.</summary>
    public async Task AnchorAsync(CancellationToken cancellationToken) =>
        await (await WriterAsync(cancellationToken)).AnchorAsync(cancellationToken);

    /// <summary>Waits until a statement named by an act stands in the public log.</summary>
    public async Task<LogIndex> PublishedAsync(Digest statement, CancellationToken cancellationToken) =>
        await (await WriterAsync(cancellationToken)).PublishedAsync(statement, cancellationToken);

    /// <summary>The views as they are now: one immutable state until disposed.</summary>
    public SqliteConnection Snapshot() => ViewStore.OpenSnapshot(Paths.Views);

    /// <summary>Reads acts back from the ledger, oldest first.</summary>
    public IEnumerable<RecordedAct> ReadActs(LogIndex from, TreeSize to) =>
        new TileReader(Paths.Ledger).ReadEntries(from, to).Select(entry => _codec.Decode(entry.Item1, entry.Item2));

    /// <summary>Reads one act back from the ledger.</summary>
    public RecordedAct ReadAct(LogIndex position) =>
        _codec.Decode(position, new TileReader(Paths.Ledger).ReadEntry(position, LedgerCheckpoint().Size));

    /// <summary>The ledger's newest checkpoint.</summary>
    public VerifiedCheckpoint LedgerCheckpoint() => VerifiedCheckpoint.Open(new TileReader(Paths.Ledger).CheckpointNote(), Keys.Ledger.Verifier);

    /// <summary>The public log's newest checkpoint.</summary>
    public VerifiedCheckpoint LogCheckpoint() => VerifiedCheckpoint.Open(new TileReader(Paths.Log).CheckpointNote(), Keys.Log.Verifier);

    /// <summary>Throws the views away and projects the ledger again; gives the digests of the canonical dumps before and after.</summary>
    /// <exception cref="CentreUnusableException">A server is running.</exception>
    public static async Task<(Digest Before, Digest After, ulong Acts)> RebuildViewsAsync(string folder, IReadOnlyList<Part> parts, TimeProvider time, CancellationToken cancellationToken)
    {
        var paths = new CentrePaths(Path.GetFullPath(folder));
        await using var centre = new OpenCentre(paths, CentreDescription.Read(paths), AllParts(parts), time);
        centre._lock = await centre.TakeLockAsync(cancellationToken)
            ?? throw new CentreUnusableException("A server is running on this centre. Stop it before rebuilding its views.");
        Digest before;
        using (var views = ViewStore.Open(centre.Paths.Views, centre._parts))
        {
            before = views.DumpDigest();
        }

        ViewStore.Delete(centre.Paths.Views);
        using var rebuilt = ViewStore.Open(centre.Paths.Views, centre._parts);
        LocalWriter.CatchUp(rebuilt, centre._codec, new TileReader(centre.Paths.Ledger), centre.LedgerCheckpoint().Size, cancellationToken);
        return (before, rebuilt.DumpDigest(), rebuilt.Position);
    }

    /// <summary>Lets go of the writer, so that a server can take this centre; what comes next goes through that server.</summary>
    public async Task DisposeWriterAsync()
    {
        if (_writer is not null)
        {
            await _writer.DisposeAsync();
            _writer = null;
        }

        if (_lock is not null)
        {
            await _lock.DisposeAsync();
            _lock = null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_socket is not null)
        {
            await _socket.DisposeAsync();
        }

        await DisposeWriterAsync();
        Keys.Dispose();
        _opening.Dispose();
    }

    private static IReadOnlyList<Part> AllParts(IReadOnlyList<Part> parts) => [new CorePart(), .. parts];

    private static void Discard(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task ServeAsync(CancellationToken cancellationToken)
    {
        _lock = await TakeLockAsync(cancellationToken)
            ?? throw new CentreUnusableException($"Another process serves or changes the centre at {Paths.Folder}. One writer at a time: stop it first.");
        var writer = await OpenLocalAsync(cancellationToken);
        _writer = writer;
        _socket = new CommandSocket(Paths.Socket, writer, _codec);
    }

    private async Task<IActWriter> WriterAsync(CancellationToken cancellationToken)
    {
        if (_writer is { } open)
        {
            return open;
        }

        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_writer is null)
            {
                _lock = await TakeLockAsync(cancellationToken);
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
        var views = ViewStore.Open(Paths.Views, _parts);
        try
        {
            return await LocalWriter.OpenAsync(Paths, Keys, _codec, views, _time, cancellationToken);
        }
        catch
        {
            views.Dispose();
            throw;
        }
    }

    /// <summary>Takes the writer's lock; null where a running server holds it. A command that holds it is waited for.</summary>
    private async Task<FileStream?> TakeLockAsync(CancellationToken cancellationToken)
    {
        if (_lock is { } held)
        {
            return held;
        }

        for (var attempt = 0; ; attempt++)
        {
            try
            {
                // FileShare.None is flock(LOCK_EX | LOCK_NB): the kernel drops it with the process.
                return new FileStream(Paths.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException error) when ((error.HResult & 0xffff) == 11 && !File.Exists(Paths.Socket) && attempt < 100)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
            }
            catch (IOException error) when ((error.HResult & 0xffff) == 11)
            {
                return null;
            }
        }
    }

    private bool ViewsLag()
    {
        if (!File.Exists(Paths.Views))
        {
            return true;
        }

        try
        {
            using var views = Snapshot();
            return (ulong)views.Scalar<long>("SELECT position FROM centre_projection") < LedgerCheckpoint().Size.Value;
        }
        catch (SqliteException)
        {
            return true;
        }
    }
}
