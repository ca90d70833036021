using System.Globalization;
using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>What a monitor remembers of a log: the newest checkpoint it verified, and the hash tiles of that tree, laid out as the log's own.</summary>
/// <remarks>
/// <c>checkpoint</c>, <c>tile/</c> (no entries), <c>evidence/</c> (docs/formats/monitor.md): about 32 bytes an entry, so that two monitors can be compared at any
/// sizes without the log. Tiles are written by rename and synced with their folders before the checkpoint that needs them is
/// (write, fsync, rename, fsync of the folder). A crash leaves the old checkpoint with its tiles, or the new. The folder is locked.
/// </remarks>
public sealed class MonitorState : IDisposable
{
    private const string Evidence = "evidence";
    private readonly IDisk _disk;
    private readonly string _folder;
    private readonly IDisposable? _lock;
    private readonly HashSet<string> _dirty = new(StringComparer.Ordinal);

    private MonitorState(IDisk disk, string folder, bool locked)
    {
        _disk = disk;
        _folder = folder;
        _lock = locked ? disk.TryLock(folder) ?? throw new LogInUseException(folder) : null;
        Tiles = new TileReader(folder);
    }

    /// <summary>The hash tiles.</summary>
    public TileReader Tiles { get; }

    /// <summary>Opens the state in a folder, which is made if there is none.</summary>
    /// <exception cref="LogInUseException">Another monitor uses it.</exception>
    /// <exception cref="LogFaultException">The file system failed.</exception>
    public static MonitorState Open(string folder)
    {
        folder = Path.GetFullPath(folder);
        foreach (var made in Disk.Real.CreateFolder(folder))
        {
            Disk.Real.SyncFolder(Path.GetDirectoryName(made)!);
        }

        return new MonitorState(Disk.Real, folder, locked: true);
    }

    /// <summary>Reads the state in a folder beside the monitor that uses it.</summary>
    /// <exception cref="LogMissingException">There is none.</exception>
    public static MonitorState Read(string folder)
    {
        folder = Path.GetFullPath(folder);
        return File.Exists(Path.Combine(folder, LogFolder.Checkpoint)) ? new MonitorState(Disk.Real, folder, locked: false) : throw new LogMissingException(folder);
    }

    /// <summary>The newest checkpoint that was verified; null before the first.</summary>
    /// <exception cref="LogCorruptException">It is not one that the policy trusts, or the tiles are not its tree's.</exception>
    public VerifiedCheckpoint? Checkpoint(LogPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var path = Path.Combine(_folder, LogFolder.Checkpoint);
        if (_disk.Read(path) is not { } note)
        {
            return null;
        }

        var verdict = policy.TryOpen(note, out var checkpoint);
        return verdict != NoteVerdict.Verified
            ? throw new LogCorruptException(path, $"the policy trusts no key that signed this checkpoint ({verdict}). Name the log that this folder follows, or begin another folder.")
            : Tiles.RootAt(checkpoint!.Size) == checkpoint.Root
                ? checkpoint
                : throw new LogCorruptException(path, "the tiles beside it are not those of its tree.");
    }

    /// <summary>Holds two signed trees against each other by the tiles that are remembered, which are the larger one's.</summary>
    /// <exception cref="LogCorruptException">The tiles are damaged, which says nothing of the log.</exception>
    internal TreeComparison Compare(VerifiedCheckpoint smaller, VerifiedCheckpoint larger)
    {
        var compared = Tiles.Compare(smaller, larger);
        return compared.Verdict != TreeVerdict.Damaged ? compared : throw new LogCorruptException(_folder, compared.DamageSentence("this monitor's folder", larger.Size));
    }

    internal HashEdge Edge(TreeSize size) => HashEdge.Load(size, path => Tiles.TryRead(path, out var bytes)
        ? bytes
        : throw new LogCorruptException(Path.Combine(_folder, path.ToString()), "the tile is missing or short."));

    /// <summary>Writes a tile. It counts only once <see cref="Commit"/> has returned.</summary>
    internal void Keep(TilePath tile, byte[] bytes)
    {
        var path = Path.Combine(_folder, tile.ToString());
        var parent = Path.GetDirectoryName(path)!;
        _disk.CreateFolder(parent);
        for (var above = parent; above.Length >= _folder.Length && _dirty.Add(above); above = Path.GetDirectoryName(above)!)
        {
        }

        _disk.Write(path + ".tmp", bytes);
        _disk.Sync(path + ".tmp");
        _disk.Rename(path + ".tmp", path);
    }

    /// <summary>Makes the tiles durable, then the checkpoint, and deletes the partial tiles that only the one before needed.</summary>
    internal void Commit(VerifiedCheckpoint checkpoint, HashEdge edge, TreeSize before)
    {
        foreach (var (path, bytes) in edge.Partials())
        {
            Keep(path, bytes);
        }

        foreach (var name in _dirty)
        {
            _disk.SyncFolder(name);
        }

        _dirty.Clear();
        Remember(checkpoint);
        foreach (var old in HashEdge.PartialPaths(before).Except(HashEdge.PartialPaths(checkpoint.Size)))
        {
            _disk.Delete(Path.Combine(_folder, old.ToString()));
        }
    }

    /// <summary>Replaces the checkpoint by one of the same tree.</summary>
    internal void Remember(VerifiedCheckpoint checkpoint) => Replace(_folder, LogFolder.Checkpoint, checkpoint.Note.Span);

    /// <summary>Keeps a fork's evidence in a folder of its own and gives its path; one that is there already is given again.</summary>
    internal string Keep(ForkEvidence evidence)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{evidence.Smaller.Size}-{evidence.Smaller.Root.ToHex()[..16]}-{evidence.Larger.Size}-{evidence.Larger.Root.ToHex()[..16]}");
        var folder = Path.Combine(_folder, Evidence, name);
        _disk.CreateFolder(folder);
        Replace(folder, "smaller", evidence.Smaller.Note.Span);
        Replace(folder, "larger", evidence.Larger.Note.Span);
        Replace(folder, "proof", evidence.EncodeProof());
        _disk.SyncFolder(Path.GetDirectoryName(folder)!);
        _disk.SyncFolder(_folder);
        return folder;
    }

    /// <summary>Gives the folder up.</summary>
    public void Dispose() => _lock?.Dispose();

    private void Replace(string folder, string name, ReadOnlySpan<byte> bytes)
    {
        var path = Path.Combine(folder, name);
        _disk.Write(path + ".tmp", bytes);
        _disk.Sync(path + ".tmp");
        _disk.Rename(path + ".tmp", path);
        _disk.SyncFolder(folder);
    }
}
