using System.Collections.Immutable;
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
public sealed partial class OpenCentre : IAsyncDisposable
{
    private readonly IReadOnlyList<Part> _parts;
    private readonly ActCodec _codec;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private IActWriter? _writer;
    private CommandSocket? _socket;
    private FileStream? _lock;
    private readonly Lazy<TileReader> _log;
    private bool _anchorsAtClose = true;

    private OpenCentre(CentrePaths paths, CentreDescription description, IReadOnlyList<Part> parts, TimeProvider time)
    {
        Paths = paths;
        Description = description;
        Keys = CentreKeys.Open(paths.Keys);
        Documents = new Documents(paths);
        LogStorage = LogStorage.Of(paths);
        _log = new Lazy<TileReader>(LogStorage.Reader);
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

    /// <summary>What its acts refer to by digest.</summary>
    public Documents Documents { get; }

    /// <summary>Where its public log lives.</summary>
    public LogStorage LogStorage { get; }

    /// <summary>Reads its public log.</summary>
    /// <exception cref="LogSecretException">The log is on objects, and the keys to them are missing.</exception>
    public TileReader Log => _log.Value;

    internal ActCodec Codec => _codec;

    /// <summary>The clock by which acts are dated.</summary>
    public TimeProvider Time => _time;

    /// <summary>Makes a centre in a folder that does not exist yet, or is empty. A failure leaves nothing behind.</summary>
    /// <exception cref="CentreUnusableException">The folder is in use, or cannot be written.</exception>
    public static Task<OpenCentre> CreateAsync(string folder, string name, IReadOnlyList<Part> parts, TimeProvider time, CancellationToken cancellationToken) =>
        CreateAsync(folder, name, logStorage: null, parts, time, cancellationToken);

    /// <summary>Makes a centre in a folder that does not exist yet, or is empty. A failure leaves nothing behind there.</summary>
    /// <param name="folder">The centre's.</param>
    /// <param name="name">What people call it.</param>
    /// <param name="logStorage">The file that says where its public log lives (docs/formats/log-storage.md); null for its folder.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="CentreUnusableException">The folder is in use, or cannot be written; or the log cannot be made where it should live.</exception>
    public static async Task<OpenCentre> CreateAsync(string folder, string name, string? logStorage, IReadOnlyList<Part> parts, TimeProvider time, CancellationToken cancellationToken)
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
            foreach (var inner in (string[])[paths.Staged, paths.Documents, paths.Seals, paths.Scratch])
            {
                KeyFile.CreateFolder(inner);
            }

            var description = CentreDescription.Make(name);
            CentreKeys.Create(paths.Keys, description.Origin);
            using (var keys = CentreKeys.Open(paths.Keys))
            {
                await TileLog.CreateAsync(LogStorage.Choose(paths, logStorage).Options(keys.Log), cancellationToken);
                await TileLog.CreateAsync(LogStorage.Ledger(paths, keys.Ledger), cancellationToken);
            }

            Directory.CreateDirectory(paths.Statements);
            DurableFile.Write(paths.Description, JsonSerializer.SerializeToUtf8Bytes(description, ActJson.Options));
            await using (var made = new OpenCentre(paths, description, AllParts(parts), time) { _anchorsAtClose = false })
            {
                var created = new CentreCreated(name, description.Origin, made.Keys.Log.Verifier.ToString(), made.Keys.Ledger.Verifier.ToString(), made.Keys.Signing.PublicKey.KeyId.ToHex());
                await made.RecordAsync(created, Actor.Console, cancellationToken);
            }

            Place(making, target);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or LogException or SqliteException or CentreFaultException)
        {
            throw new CentreUnusableException($"The centre cannot be made at {target}: {error.Message}", error);
        }
        finally
        {
            Discard(making);
        }

        return await OpenAsync(target, parts, CentreUse.Command, time, cancellationToken);
    }

    /// <summary>Opens a centre. To serve, or where its views do not stand where its ledger does, it is opened to write, which recovers.</summary>
    /// <exception cref="CentreUnusableException">There is none, or it is not whole; or, to serve, another process holds it.</exception>
    /// <exception cref="KeyFileException">A key is missing, damaged, or open to others of the machine.</exception>
    /// <exception cref="LedgerFormatException">The ledger holds what this version does not know.</exception>
    public static Task<OpenCentre> OpenAsync(string folder, IReadOnlyList<Part> parts, CentreUse use, TimeProvider time, CancellationToken cancellationToken)
    {
        RestoredMarker.RequireNone(new CentrePaths(Path.GetFullPath(folder)));
        return OpenRestoredAsync(folder, parts, use, time, cancellationToken);
    }

    /// <summary>Opens a centre though it may be marked as restored: for whoever takes the mark away.</summary>
    internal static async Task<OpenCentre> OpenRestoredAsync(string folder, IReadOnlyList<Part> parts, CentreUse use, TimeProvider time, CancellationToken cancellationToken)
    {
        var paths = new CentrePaths(Path.GetFullPath(folder));
        var centre = new OpenCentre(paths, CentreDescription.Read(paths), AllParts(parts), time);
        try
        {
            if (use == CentreUse.Serve)
            {
                await centre.ServeAsync(cancellationToken);
            }
            else if (!centre.IsCurrent())
            {
                await centre.ThroughWriterAsync(writer => writer.ReadyAsync(cancellationToken), cancellationToken);
            }

            centre.SettleSigningKey();
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
    public Task<LogIndex> RecordAsync(Act act, Actor by, CancellationToken cancellationToken) =>
        ThroughWriterAsync(writer => writer.RecordAsync(act, by, cancellationToken), cancellationToken);

    /// <summary>Anchors the ledger's checkpoint in the public log, where anything has happened since the last anchor.</summary>
    /// <exception cref="CentreFaultException">The centre cannot record or publish; reopen it.</exception>
    public Task AnchorAsync(CancellationToken cancellationToken) => ThroughWriterAsync(
        async writer =>
        {
            await writer.AnchorAsync(cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>Waits until a statement named by an act stands in the public log.</summary>
    /// <exception cref="ActRefusedException">No act names it.</exception>
    /// <exception cref="CentreFaultException">Publishing has stopped; reopen the centre.</exception>
    public Task<LogIndex> PublishedAsync(Digest statement, CancellationToken cancellationToken) =>
        ThroughWriterAsync(writer => writer.PublishedAsync(statement, cancellationToken), cancellationToken);

    /// <summary>Takes the signing key that acts name into use, where another process changed it meanwhile or a change was cut off.</summary>
    /// <exception cref="KeyFileException">That key is not in the centre's folder.</exception>
    public void SettleSigningKey()
    {
        using var views = Snapshot();
        if (SigningKeys.All(views) is [.., var newest])
        {
            Keys.SettleSigning(newest.KeyId, holdsLock: _lock is not null);
        }
    }

    /// <summary>The views as they are now: one immutable state until disposed.</summary>
    public SqliteConnection Snapshot() => ViewSnapshot.Open(Paths.Views, isKept: _socket is not null);

    /// <summary>Reads acts back from the ledger, oldest first.</summary>
    public IEnumerable<RecordedAct> ReadActs(LogIndex from, TreeSize to) =>
        new TileReader(Paths.Ledger).ReadEntries(from, to).Select(entry => _codec.Decode(entry.Item1, entry.Item2));

    /// <summary>Reads the acts at these positions, which ascend, in one pass over the ledger.</summary>
    public IEnumerable<RecordedAct> ReadActs(IReadOnlyList<LogIndex> positions)
    {
        if (positions.Count == 0)
        {
            yield break;
        }

        var next = 0;
        foreach (var (index, entry) in new TileReader(Paths.Ledger).ReadEntries(positions[0], new TreeSize(positions[^1].Value + 1)))
        {
            if (index == positions[next])
            {
                yield return _codec.Decode(index, entry);
                next++;
            }
        }
    }

    /// <summary>Reads one act back from the ledger.</summary>
    public RecordedAct ReadAct(LogIndex position) =>
        _codec.Decode(position, new TileReader(Paths.Ledger).ReadEntry(position, LedgerCheckpoint().Size));

    /// <summary>The ledger's newest checkpoint.</summary>
    /// <exception cref="LogCorruptException">The file is no checkpoint of this centre's key.</exception>
    public VerifiedCheckpoint LedgerCheckpoint() => Checkpoint(new TileReader(Paths.Ledger).CheckpointNote(), Path.Combine(Paths.Ledger, "checkpoint"), KeysOf(CentreLog.Ledger));

    /// <summary>The public log's newest checkpoint that readers see, with the cosignatures of the witnesses that it is published under.</summary>
    /// <exception cref="LogCorruptException">The file is no checkpoint of this centre's key.</exception>
    /// <exception cref="CentreUnusableException">The file of the witnesses is no policy for this log.</exception>
    public VerifiedCheckpoint LogCheckpoint() =>
        Checkpoint(PublishedNote(), $"{Log.Where}/checkpoint", KeysOf(CentreLog.Log), [.. WitnessPolicy().Witnesses.Select(witness => witness.Key).Where(key => key.CanVerify)]);

    /// <summary>How many entries the log's key has signed, whether readers see them yet or not, as the process that writes the log knows it; null in any other.</summary>
    public TreeSize? SignedLogSize => _writer is LocalWriter local ? local.SignedLog.Size : null;

    /// <summary>The policy that the public log's checkpoints are published under: this log, its witnesses and their quorum.</summary>
    /// <exception cref="CentreUnusableException">The file of the witnesses is no policy for this log.</exception>
    public LogPolicy WitnessPolicy() => CentreWitnesses.Policy(Paths, Keys.Log.Verifier);

    /// <summary>How it stands with each witness, as the process that writes the log knows it; none in any other.</summary>
    public ImmutableArray<WitnessStatus> Witnesses => _writer is LocalWriter local ? local.Witnesses : [];

    /// <summary>Throws the views away and projects the ledger again; gives the digests of the canonical dumps before and after.</summary>
    /// <exception cref="CentreUnusableException">A server is running.</exception>
    public static async Task<(Digest Before, Digest After, ulong Acts)> RebuildViewsAsync(string folder, IReadOnlyList<Part> parts, TimeProvider time, CancellationToken cancellationToken)
    {
        var paths = new CentrePaths(Path.GetFullPath(folder));
        RestoredMarker.RequireNone(paths);
        await using var centre = new OpenCentre(paths, CentreDescription.Read(paths), AllParts(parts), time);
        centre._lock = await centre.TakeLockAsync("A server is running on this centre. Stop it before rebuilding its views.", cancellationToken);

        // The ledger may need recovery, and views that lag have not yet what they are compared with.
        await LogKeys.FinishFileAsync(paths, centre.Keys, CentreLog.Ledger, cancellationToken);
        await using var ledger = await TileLog.OpenAsync(LogStorage.Ledger(paths, centre.Keys.Ledger), time, cancellationToken);
        Digest before;
        using (var views = ViewStore.Open(paths, centre._parts))
        {
            LocalWriter.CatchUp(views, centre._codec, ledger.Reader, ledger.Checkpoint.Size, cancellationToken);
            before = views.DumpDigest();
        }

        ViewStore.Delete(paths.Views);
        using var rebuilt = ViewStore.Open(paths, centre._parts);
        LocalWriter.CatchUp(rebuilt, centre._codec, ledger.Reader, ledger.Checkpoint.Size, cancellationToken);
        return (before, rebuilt.DumpDigest(), rebuilt.Position);
    }

    /// <summary>Answers what was asked through the socket, and lets go of the centre.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_socket is not null)
        {
            await _socket.DisposeAsync();
            _socket = null;
            ViewSnapshot.Forget(Paths.Views);
        }

        await DisposeWriterAsync();
        Keys.Dispose();
        _opening.Dispose();
    }

    private static IReadOnlyList<Part> AllParts(IReadOnlyList<Part> parts) => [new CorePart(), .. parts];

    // The one writer of a log on objects knows what it put there: no page waits for the store to learn the size.
    private byte[] PublishedNote() => LogStorage.Objects is not null && _writer is LocalWriter local ? local.PublishedLog.Note.ToArray() : Log.CheckpointNote();

    private static VerifiedCheckpoint Checkpoint(byte[] note, string path, IEnumerable<NoteVerifier> keys, params IReadOnlyCollection<NoteVerifier> witnesses)
    {
        NoteFormatException? fault = null;
        foreach (var key in keys)
        {
            try
            {
                return VerifiedCheckpoint.Open(note, key, witnesses);
            }
            catch (NoteFormatException error)
            {
                fault ??= error;
            }
        }

        throw new LogCorruptException(path, fault!.Message);
    }

    /// <summary>The key that this process holds, and the newest on record, where another process changed it meanwhile. Of the public log those before too: one of them signed what readers see until witnesses have cosigned something of the new one.</summary>
    private IEnumerable<NoteVerifier> KeysOf(CentreLog which)
    {
        yield return Keys.Of(which).Verifier;
        using var views = Snapshot();
        foreach (var key in LogKeys.All(which, views).Reverse().Take(which == CentreLog.Log ? int.MaxValue : 1))
        {
            yield return key.Key;
        }
    }

    internal static void Discard(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The last step of making: everything is on disk before the name is.</summary>
    internal static void Place(string making, string target)
    {
        foreach (var folder in Directory.EnumerateDirectories(making, "*", SearchOption.AllDirectories).Append(making))
        {
            DurableFile.SyncFolder(folder);
        }

        if (Directory.Exists(target))
        {
            Directory.Delete(target);
        }

        Directory.Move(making, target);
        DurableFile.SyncFolder(Path.GetDirectoryName(target)!);
    }

    /// <summary>Whether the views stand where the ledger's checkpoint does, so that reading needs no writer.</summary>
    private bool IsCurrent()
    {
        try
        {
            // The views first: beside a running server the ledger can then only be ahead.
            using var views = Snapshot();
            return (ulong)views.Scalar<long>("SELECT position FROM centre_projection") == LedgerCheckpoint().Size.Value;
        }
        catch (Exception error) when (error is SqliteException or LogException)
        {
            return false;
        }
    }
}
