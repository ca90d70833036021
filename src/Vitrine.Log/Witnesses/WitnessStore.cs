using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>What a witness has cosigned, one file a log: the note that it last answered for. What a crash leaves is never older than an answer.</summary>
/// <remarks>
/// <c>cosigned/NAME</c>, and beside it <c>forks/NAME.SIZE.ROOT</c>: trees of a size that was cosigned with another root, each signed by its log. The name
/// is the SHA-256 of the origin in hex; the content is what C2SP tlog-witness asks to be served. System calls of <see cref="Put"/>, in order:
/// open and pwrite of NAME.tmp, fsync of it, rename to NAME, fsync of the folder. A crash before the last leaves the old note or the new one; the new
/// one was not answered for then, which forbids nothing. A step that fails changes nothing in memory, so the next request goes on from
/// the last answer. The folder is locked by the kernel. Not survived: a folder restored from an older copy, or a file deleted by hand.
/// </remarks>
internal sealed class WitnessStore : IDisposable
{
    private const string Temporary = ".tmp";
    private const int MaxForks = 16;
    private readonly IDisk _disk;
    private readonly string _cosigned;
    private readonly string _forks;
    private readonly IDisposable? _lock;
    private readonly Dictionary<string, CosignedCheckpoint> _notes = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    private WitnessStore(IDisk disk, string folder, IDisposable? folderLock)
    {
        _disk = disk;
        _cosigned = Path.Combine(folder, "cosigned");
        _forks = Path.Combine(folder, "forks");
        _lock = folderLock;
    }

    /// <summary>The name under which a log's note is kept and served.</summary>
    public static string NameOf(string origin) => Digest.Of(Encoding.UTF8.GetBytes(origin)).ToHex();

    /// <summary>Makes the folders of a witness that has cosigned nothing yet.</summary>
    /// <exception cref="LogExistsException">There is one.</exception>
    public static void Create(IDisk disk, string folder)
    {
        var made = disk.CreateFolder(folder).ToList();
        using var store = new WitnessStore(disk, folder, disk.TryLock(folder) ?? throw new LogInUseException(folder));
        if (disk.List(folder).Contains(Path.GetFileName(store._cosigned)))
        {
            throw new LogExistsException(folder, Path.GetFileName(store._cosigned));
        }

        made.AddRange(disk.CreateFolder(store._forks));
        made.AddRange(disk.CreateFolder(store._cosigned));
        foreach (var name in made)
        {
            disk.SyncFolder(Path.GetDirectoryName(name)!);
        }
    }

    /// <summary>Locks the folder and reads what was cosigned.</summary>
    /// <exception cref="LogMissingException">No witness was made there.</exception>
    /// <exception cref="LogInUseException">Another process has it.</exception>
    /// <exception cref="LogCorruptException">A note is not what this witness wrote. To go on could sign two trees of one size.</exception>
    public static WitnessStore Open(IDisk disk, string folder, ImmutableArray<NoteVerifier> keys)
    {
        var store = new WitnessStore(disk, folder, disk.TryLock(folder) ?? throw new LogInUseException(folder));
        try
        {
            if (!disk.List(folder).Contains(Path.GetFileName(store._cosigned)))
            {
                throw new LogMissingException(folder);
            }

            store.Load(keys, clean: true);
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Reads what was cosigned, beside a process that may have the folder.</summary>
    /// <exception cref="LogCorruptException">A note is not what this witness wrote.</exception>
    public static IReadOnlyCollection<CosignedCheckpoint> Read(IDisk disk, string folder, ImmutableArray<NoteVerifier> keys)
    {
        using var store = new WitnessStore(disk, folder, null);
        store.Load(keys, clean: false);
        return store._notes.Values;
    }

    /// <summary>Everything that was cosigned.</summary>
    public IReadOnlyCollection<CosignedCheckpoint> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _notes.Values];
            }
        }
    }

    /// <summary>What was cosigned last, by file name.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out CosignedCheckpoint? cosigned)
    {
        lock (_gate)
        {
            return _notes.TryGetValue(name, out cosigned);
        }
    }

    /// <summary>Makes a note durable, and only then the newest. One caller a log at a time.</summary>
    /// <exception cref="LogFaultException">The file system failed. Nothing may be answered for this note.</exception>
    public void Put(CosignedCheckpoint cosigned)
    {
        var name = NameOf(cosigned.Checkpoint.Origin);
        Replace(_cosigned, name, cosigned.Note.Span);
        lock (_gate)
        {
            _notes[name] = cosigned;
        }
    }

    /// <summary>Keeps a tree that its log signed beside another of the same size that was cosigned; a few of a log, since two are proof.</summary>
    /// <exception cref="LogFaultException">The file system failed.</exception>
    public void KeepFork(Checkpoint checkpoint, Note note)
    {
        var name = NameOf(checkpoint.Origin);
        var kept = _disk.List(_forks).Where(other => other.StartsWith(name, StringComparison.Ordinal)).ToList();
        var fork = $"{name}.{checkpoint.Size}.{checkpoint.Root}";
        if (kept.Count < MaxForks && !kept.Contains(fork))
        {
            Replace(_forks, fork, note.Encode());
        }
    }

    public void Dispose() => _lock?.Dispose();

    private void Replace(string folder, string name, ReadOnlySpan<byte> bytes)
    {
        var path = Path.Combine(folder, name);
        _disk.Write(path + Temporary, bytes);
        _disk.Sync(path + Temporary);
        _disk.Rename(path + Temporary, path);
        _disk.SyncFolder(folder);
    }

    private void Load(ImmutableArray<NoteVerifier> keys, bool clean)
    {
        foreach (var name in _disk.List(_cosigned))
        {
            var path = Path.Combine(_cosigned, name);
            if (name.EndsWith(Temporary, StringComparison.Ordinal))
            {
                if (clean)
                {
                    _disk.Delete(path);
                }

                continue;
            }

            var bytes = _disk.Read(path) ?? throw new LogCorruptException(path, "the file is gone.");
            var verdict = Note.TryOpen(bytes, keys, out var note);
            if (verdict != NoteVerdict.Verified || !Checkpoint.TryParse(note!.Text.Span, out var checkpoint))
            {
                throw new LogCorruptException(path, "this is no checkpoint that a key of this witness cosigned. Restore the folder as a whole, never from before an answer; or begin a new witness under a new key.");
            }

            if (NameOf(checkpoint.Origin) != name)
            {
                throw new LogCorruptException(path, $"the checkpoint in it is of the log {checkpoint.Origin}, which has another file name.");
            }

            _notes.Add(name, new CosignedCheckpoint(checkpoint, note.Signatures[^1].Time!.Value, bytes));
        }
    }
}

/// <summary>A checkpoint that a witness cosigned.</summary>
/// <param name="Checkpoint">What the log said.</param>
/// <param name="Time">When it was cosigned last.</param>
/// <param name="Note">The note: the log's signatures that were verified, and the cosignature.</param>
public sealed record CosignedCheckpoint(Checkpoint Checkpoint, DateTimeOffset Time, ReadOnlyMemory<byte> Note);
