using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>A log in a folder of a local file system.</summary>
/// <remarks>
/// <para>The system calls, and what each leaves behind if it is the last:</para>
/// <list type="bullet">
/// <item>Commit: open, pread, close; pwrite and fdatasync of the journal's next record. Before the sync returns the record may be there, torn, or absent;
/// after it, the batch is in the log, whatever happens.</item>
/// <item>Write, Publish: for each file open, pwrite, close, rename. Readers see it whole. Not synced: the journal holds what it is made from. A
/// checkpoint with cosignatures, which the journal does not hold, is followed by fsync of the file before its rename and of the folder after it.</item>
/// <item>Settle: fsync of every file and folder written since, then a new journal: open, pwrite, fsync, rename, fsync of the folder. Until that
/// rename is durable the old journal stands.</item>
/// <item>Delete: unlink, rmdir. Only of what neither the journal's beginning nor a checkpoint in use needs.</item>
/// </list>
/// <para>
/// One writer: the kernel's lock on the folder, which ends with the process however that ends. And by comparison: before a record is written
/// its place is read anew by the journal's name, and must be what this writer left there; before the checkpoint is replaced, so must it be. On
/// local files comparing and writing are two calls, which the lock makes one; where the lock does not reach (a folder restored or replaced
/// under a writer, a network folder) the comparison finds it at the next batch.
/// </para>
/// </remarks>
internal sealed class FileStorage(IDisk disk, string folder, int journalBytes = FileStorage.DefaultJournalBytes) : ILogStorage
{
    public const int DefaultJournalBytes = 1024 * 1024;

    private readonly string _journalPath = Path.Combine(folder, LogFolder.State, LogFolder.Journal);
    private readonly string _temporary = Path.Combine(folder, LogFolder.State, "tmp");
    private readonly HashSet<string> _knownFolders = new(StringComparer.Ordinal);
    private readonly HashSet<string> _dirtyFiles = new(StringComparer.Ordinal);
    private readonly HashSet<string> _dirtyFolders = new(StringComparer.Ordinal);
    private IDisposable? _lock;
    private Journal? _journal;
    private IDiskFile? _journalFile;
    private byte[]? _published;
    private bool _begun;

    public TreeSize BaseSize => Opened.BaseSize;

    public bool IsFull => Opened.End >= journalBytes;

    private Journal Opened => _journal ?? throw new InvalidOperationException("The log is not open to write.");

    public byte[]? Read(string name) => disk.Read(Locate(name));

    public IReadOnlyList<string> List(string name) => disk.List(Locate(name));

    public string Locate(string name) => Path.Combine(folder, name);

    public void Create(VerifiedCheckpoint empty)
    {
        var state = Path.Combine(folder, LogFolder.State);
        var made = disk.CreateFolder(folder);
        using var folderLock = disk.TryLock(folder) ?? throw new LogInUseException(folder);
        foreach (var name in disk.List(folder))
        {
            if (name is LogFolder.Checkpoint or LogFolder.Tiles)
            {
                throw new LogExistsException(folder, name);
            }
        }

        if (disk.List(state).Contains(LogFolder.Journal))
        {
            throw new LogExistsException(folder, $"{LogFolder.State}/{LogFolder.Journal}");
        }

        disk.CreateFolder(state);
        BeginJournal(empty);
        disk.SyncFolder(folder);
        foreach (var name in made)
        {
            disk.SyncFolder(Path.GetDirectoryName(name)!);
        }
    }

    public bool IsUnder(NoteVerifier key) =>
        Journal.Parse(_journalPath, disk.Read(_journalPath) ?? throw new LogMissingException(folder), out _, out _).Key.Equals(key);

    public LogState Open(NoteVerifier key)
    {
        if (!disk.List(Path.Combine(folder, LogFolder.State)).Contains(LogFolder.Journal))
        {
            throw new LogMissingException(folder);
        }

        _lock = disk.TryLock(folder) ?? throw new LogInUseException(folder);
        var bytes = disk.Read(_journalPath) ?? throw new LogMissingException(folder);
        _journal = Journal.Parse(_journalPath, bytes, out var batches, out var clean);
        if (!_journal.Key.Equals(key))
        {
            throw new LogCorruptException(_journalPath, $"the log belongs to the key {_journal.Key}, not to {key}.");
        }

        _journalFile = disk.Open(_journalPath);
        _published = Read(LogFolder.Checkpoint);
        return new LogState(_journal.BaseSize, _journal.BaseRoot, batches, Head: null, clean);
    }

    public void Commit(LogBatch batch, VerifiedCheckpoint head)
    {
        var journal = Opened;
        if (!journal.IsEnd(disk.ReadAt(_journalPath, journal.End - Digest.Size, Digest.Size + Journal.RecordHead)))
        {
            throw new LogLostException(_journalPath, "it does not end as this writer left it");
        }

        var record = journal.Record(batch);
        _journalFile!.Write(journal.End, record);
        _journalFile.Sync();
        journal.Advance(record);
    }

    public void Write(IReadOnlyCollection<LogFile> files)
    {
        foreach (var (path, bytes) in files)
        {
            Put(path.ToString(), bytes.Span, durable: false);
        }
    }

    public void Publish(ReadOnlyMemory<byte> note, bool durable, Func<ReadOnlyMemory<byte>, bool> mayReplace)
    {
        if (!Read(LogFolder.Checkpoint).AsSpan().SequenceEqual(_published))
        {
            throw new LogLostException(Locate(LogFolder.Checkpoint), "it is not the one that this writer left there");
        }

        Put(LogFolder.Checkpoint, note.Span, durable);
        _published = note.ToArray();
    }

    public void Delete(IReadOnlyCollection<TilePath> partials)
    {
        foreach (var group in partials.Select(partial => Locate(partial.ToString())).GroupBy(path => Path.GetDirectoryName(path)!))
        {
            foreach (var path in group)
            {
                disk.Delete(path);
                _dirtyFiles.Remove(path);
            }

            if (disk.List(group.Key).Count > 0)
            {
                _dirtyFolders.Add(group.Key);
                continue;
            }

            disk.DeleteFolder(group.Key);
            _knownFolders.Remove(group.Key);
            _dirtyFolders.Remove(group.Key);
            _dirtyFolders.Add(Path.GetDirectoryName(group.Key)!);
        }
    }

    public void Settle(VerifiedCheckpoint head)
    {
        foreach (var file in _dirtyFiles)
        {
            disk.Sync(file);
        }

        foreach (var name in _dirtyFolders)
        {
            disk.SyncFolder(name);
        }

        _dirtyFiles.Clear();
        _dirtyFolders.Clear();
        _journal = BeginJournal(head);
        _journalFile?.Dispose();
        _journalFile = null;
        _journalFile = disk.Open(_journalPath);
    }

    public void Dispose()
    {
        _journalFile?.Dispose();
        _lock?.Dispose();
    }

    private Journal BeginJournal(VerifiedCheckpoint head)
    {
        var next = _journalPath + ".next";
        disk.Delete(next);
        disk.Write(next, Journal.Begin(head.Log, head.Size, head.Root, journalBytes, out var journal));
        disk.Sync(next);
        disk.Rename(next, _journalPath);
        disk.SyncFolder(Path.GetDirectoryName(_journalPath)!);
        return journal;
    }

    // Whole at once: a file appears under its name by rename.
    private void Put(string name, ReadOnlySpan<byte> bytes, bool durable)
    {
        var path = Locate(name);
        var parent = Path.GetDirectoryName(path)!;
        if (_knownFolders.Add(parent))
        {
            // Folders that are there may be the unsynced work of a process that was killed: each is synced once by this one.
            disk.CreateFolder(parent);
            for (var above = parent; above.Length > folder.Length; above = Path.GetDirectoryName(above)!)
            {
                _dirtyFolders.Add(Path.GetDirectoryName(above)!);
            }
        }

        if (!_begun)
        {
            // Left by a crash, it could be a second name of a tile, if this file system's rename is not atomic when power is lost.
            disk.Delete(_temporary);
            _begun = true;
        }

        disk.Write(_temporary, bytes);
        if (durable)
        {
            disk.Sync(_temporary);
            disk.Rename(_temporary, path);
            disk.SyncFolder(parent);
            return;
        }

        disk.Rename(_temporary, path);
        _dirtyFiles.Add(path);
        _dirtyFolders.Add(parent);
    }
}
