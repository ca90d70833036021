using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>The durable heart of a log: one batch after another, by one caller at a time.</summary>
/// <remarks>
/// <para>A commit, and the system calls it makes:</para>
/// <list type="number">
/// <item>the batch goes to the journal: pwrite, fdatasync. From here on the entries are in the log, whatever happens.</item>
/// <item>what it filled, and the partial tiles, are written: for each open, pwrite, close, rename. Not synced.</item>
/// <item>the checkpoint is signed and written likewise. Only now is the batch acknowledged: one sync on the way.</item>
/// <item>then partial tiles that nobody needs any more are deleted: unlink, rmdir.</item>
/// </list>
/// <para>
/// When the journal is full, at closing and after a recovery, the log settles: fsync of every file and folder written since, then a new journal that begins
/// at this size: open, pwrite, fsync, rename, fsync of the folder. Until that rename is durable the old journal stands, and the partial tiles it
/// begins with are kept.
/// </para>
/// <para>
/// Opening reads the journal, takes its records through steps 2 to 4, and settles: recovery is nothing else. It refuses when what it finds is
/// older than a checkpoint or a tile in the folder, since to go on would fork the log.
/// </para>
/// <para>
/// Survived, each by a test: a kill between any two instructions; power loss at any step, with or without what was not synced; a failure of
/// any step, done or not; a torn journal record. Not survived: a disk that loses what it said was durable; a folder restored from an older
/// copy, where the newer checkpoint was restored away too (witnesses see that); two machines on one network folder.
/// </para>
/// </remarks>
internal sealed class LogStore : IDisposable
{
    private readonly IDisk _disk;
    private readonly LogOptions _options;
    private readonly TileFiles _files;
    private readonly TileEdge _edge;
    private readonly IDisposable _lock;
    private Journal _journal;
    private IDiskFile? _journalFile;
    private TilePath[] _base;
    private readonly List<TilePath> _stale = [];
    private TilePath[] _published = [];

    private LogStore(IDisk disk, LogOptions options, IDisposable folderLock, Journal journal, TileEdge edge)
    {
        _disk = disk;
        _options = options;
        _lock = folderLock;
        _journal = journal;
        _edge = edge;
        _files = new TileFiles(disk, options.Folder);
        _base = [.. TileEdge.PartialPaths(journal.BaseSize)];
        Checkpoint = Sign();
    }

    /// <summary>The newest checkpoint; it is in the folder.</summary>
    public VerifiedCheckpoint Checkpoint { get; private set; }

    /// <summary>Whether the journal is full, so that <see cref="Settle"/> should be called.</summary>
    public bool IsFull => _journal.End >= _options.JournalBytes;

    /// <summary>Makes an empty log.</summary>
    public static void Create(IDisk disk, LogOptions options)
    {
        var state = Path.Combine(options.Folder, LogFolder.State);
        var made = disk.CreateFolder(options.Folder);
        using var folderLock = disk.TryLock(options.Folder) ?? throw new LogInUseException(options.Folder);
        foreach (var name in disk.List(options.Folder))
        {
            if (name is LogFolder.Checkpoint or LogFolder.Tiles)
            {
                throw new LogExistsException(options.Folder, name);
            }
        }

        if (disk.List(state).Contains(LogFolder.Journal))
        {
            throw new LogExistsException(options.Folder, $"{LogFolder.State}/{LogFolder.Journal}");
        }

        disk.CreateFolder(state);
        BeginJournal(disk, options, default, Merkle.EmptyRoot);
        disk.SyncFolder(options.Folder);
        foreach (var folder in made)
        {
            disk.SyncFolder(Path.GetDirectoryName(folder)!);
        }
    }

    /// <summary>Opens a log and brings it to where it was.</summary>
    public static LogStore Open(IDisk disk, LogOptions options)
    {
        if (!disk.List(Path.Combine(options.Folder, LogFolder.State)).Contains(LogFolder.Journal))
        {
            throw new LogMissingException(options.Folder);
        }

        var folderLock = disk.TryLock(options.Folder) ?? throw new LogInUseException(options.Folder);
        LogStore? store = null;
        var opened = false;
        try
        {
            var path = JournalPath(options);
            var bytes = disk.Read(path) ?? throw new LogMissingException(options.Folder);
            var journal = Journal.Parse(path, bytes, out var batches, out var clean);
            if (!journal.Key.Equals(options.Signer.Verifier))
            {
                throw new LogCorruptException(path, $"the log belongs to the key {journal.Key}, not to {options.Signer.Verifier}.");
            }

            var reader = new TileReader(options.Folder, disk);
            var edge = TileEdge.Load(reader, options.Folder, journal.BaseSize, journal.BaseRoot);
            store = new LogStore(disk, options, folderLock, journal, edge);
            var touched = new HashSet<TilePath>();
            var roots = new Dictionary<TreeSize, Digest> { [edge.Size] = edge.Root() };
            foreach (var batch in batches)
            {
                touched.UnionWith(store.Integrate(batch));
                roots.Add(edge.Size, edge.Root());
            }

            store.RequireNoneBeyond(reader);
            if (!store.MatchesPublished(roots, reader) || batches.Length > 0 || !clean)
            {
                store.Publish();
                store.Clean(touched);
                store.Settle();
            }
            else
            {
                store._published = store._base;
                store._journalFile = disk.Open(path);
            }

            opened = true;
            return store;
        }
        finally
        {
            if (!opened)
            {
                // The lock must not outlive the attempt.
                (store ?? folderLock).Dispose();
            }
        }
    }

    /// <summary>Appends a batch durably and returns the index of its first entry. After an exception this store is of no more use.</summary>
    public LogIndex Commit(IReadOnlyList<ReadOnlyMemory<byte>> entries, int payload)
    {
        var first = _edge.Size.Value;
        var record = _journal.Record(first, entries, payload);
        _journalFile!.Write(_journal.End, record);
        _journalFile.Sync();
        _journal.Advance(record);
        Integrate(entries);
        Publish();
        return new LogIndex(first);
    }

    /// <summary>Deletes the partial tiles that neither the journal's beginning nor the newest checkpoint needs any more.</summary>
    public void Tidy()
    {
        foreach (var partial in _stale)
        {
            if (_base.Contains(partial) || _published.Contains(partial))
            {
                continue;
            }

            if (Kept(partial).Length > 0)
            {
                _files.DeletePartial(partial);
            }
            else
            {
                _files.DeletePartials(partial, []);
            }
        }

        _stale.Clear();
    }

    /// <summary>Makes all tiles durable and begins a new journal.</summary>
    public void Settle()
    {
        _files.Sync();
        _journal = BeginJournal(_disk, _options, _edge.Size, _edge.Root());
        _journalFile?.Dispose();
        _journalFile = null;
        _journalFile = _disk.Open(JournalPath(_options));
        _stale.AddRange(_base);
        _base = [.. TileEdge.PartialPaths(_edge.Size)];
        Tidy();
    }

    /// <summary>Settles if there is anything to settle.</summary>
    public void Close()
    {
        if (_journal.BaseSize != _edge.Size)
        {
            Settle();
        }
    }

    public void Dispose()
    {
        _journalFile?.Dispose();
        _lock.Dispose();
    }

    private static string JournalPath(LogOptions options) => Path.Combine(options.Folder, LogFolder.State, LogFolder.Journal);

    private static Journal BeginJournal(IDisk disk, LogOptions options, TreeSize size, Digest root)
    {
        var path = JournalPath(options);
        var next = path + ".next";
        disk.Delete(next);
        disk.Write(next, Journal.Begin(options.Signer.Verifier, size, root, options.JournalBytes, out var journal));
        disk.Sync(next);
        disk.Rename(next, path);
        disk.SyncFolder(Path.GetDirectoryName(path)!);
        return journal;
    }

    // Takes entries into the tree and writes the tiles they fill.
    private List<TilePath> Integrate(IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        var full = new List<(TilePath Path, byte[] Bytes)>();
        foreach (var entry in entries)
        {
            _edge.Append(entry.Span, full);
        }

        foreach (var (path, bytes) in full)
        {
            _files.Write(path.ToString(), bytes);
        }

        return full.ConvertAll(tile => tile.Path);
    }

    // Writes the partial tiles, then the checkpoint that needs them.
    private void Publish()
    {
        foreach (var (path, bytes) in _edge.Partials())
        {
            if (!_published.Contains(path))
            {
                _files.Write(path.ToString(), bytes);
            }
        }

        var checkpoint = Sign();
        _files.Write(LogFolder.Checkpoint, checkpoint.Note.Span);
        Checkpoint = checkpoint;
        _stale.AddRange(_published);
        _published = [.. TileEdge.PartialPaths(_edge.Size)];
    }

    // After a crash: whatever partial tiles stand where this journal's batches went.
    private void Clean(HashSet<TilePath> touched)
    {
        foreach (var place in touched.Concat(_base).Concat(_published).Select(path => path.WithWidth(TilePath.FullWidth)).ToHashSet())
        {
            _files.DeletePartials(place, Kept(place));
        }
    }

    private int[] Kept(TilePath place) =>
        [.. _base.Concat(_published).Where(path => path.WithWidth(TilePath.FullWidth) == place.WithWidth(TilePath.FullWidth)).Select(path => path.Width)];

    private VerifiedCheckpoint Sign() =>
        VerifiedCheckpoint.Sign(new Checkpoint(_options.Signer.Name, _edge.Size, _edge.Root()), _options.Signer);

    // Tiles are written only once their entries are durable in the journal: wider ones than it accounts for show that it lost some.
    private void RequireNoneBeyond(TileReader reader)
    {
        var size = _edge.Size.Value;
        var next = TilePath.Hashes(0, size / TilePath.FullWidth, (int)(size % TilePath.FullWidth) + 1);
        if (reader.TryRead(next, out _))
        {
            throw new LogCorruptException(JournalPath(_options), $"it ends at {size} entries, but there are tiles of more.");
        }
    }

    // Whether the checkpoint in the folder is that of this size. One of a smaller size must be of these entries; one of a greater must not be there.
    private bool MatchesPublished(Dictionary<TreeSize, Digest> roots, TileReader reader)
    {
        var path = Path.Combine(_options.Folder, LogFolder.Checkpoint);
        var note = _disk.Read(path);
        if (note is null || VerifiedCheckpoint.TryOpen(note, _options.Signer.Verifier, [], out var published) != NoteVerdict.Verified)
        {
            // Power was lost before it was synced; the journal knows better.
            return false;
        }

        if (published!.Size.Value > _edge.Size.Value)
        {
            throw new LogCorruptException(path, $"a checkpoint of size {published.Size} was handed out, but only {_edge.Size} entries are here.");
        }

        // A size below the journal's first was settled, so its tiles are whole; another that no batch ended at was never signed here.
        if (!roots.TryGetValue(published.Size, out var root))
        {
            root = published.Size.Value < _journal.BaseSize.Value ? reader.RootAt(published.Size) : default;
        }

        if (published.Root != root)
        {
            throw new LogCorruptException(path, $"the checkpoint of size {published.Size} is not of the entries that are here.");
        }

        return published.Size == _edge.Size;
    }
}
