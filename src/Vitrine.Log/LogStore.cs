using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>The durable heart of a log: its stages, one after another, by one caller at a time.</summary>
/// <remarks>
/// <para>A batch goes through these stages; what each writes, and what it survives, says its <see cref="ILogStorage"/>:</para>
/// <list type="number">
/// <item>sequencing: the entries get their indexes, the tree over them is signed, and the storage commits both. From here on they are in the log.</item>
/// <item>integration: the tiles they filled, and the partial ones, are written.</item>
/// <item>publication: the checkpoint takes the place of the one that readers see; with witnesses only once they have cosigned it, and not every one.</item>
/// <item>then partial tiles that nobody needs any more are deleted: of checkpoints that readers saw once the full ones are there; and now and again
/// the storage settles.</item>
/// </list>
/// <para>
/// Opening takes what the storage has committed through stages 2 and 3, and settles: recovery is nothing else. It refuses when what it finds
/// is older than a checkpoint or a tile that readers may have seen, since to go on would fork the log. A stage that fails stops the log, which is then
/// as if the process had been killed there.
/// </para>
/// </remarks>
internal sealed class LogStore : IDisposable
{
    private readonly ILogStorage _storage;
    private readonly NoteSigner _signer;
    private readonly bool _cosigned;
    private readonly bool _served;
    private readonly TileReader _reader;
    private readonly TileEdge _edge;
    private readonly HashSet<TilePath> _stale = [];

    // The partial tiles of every checkpoint that readers saw, until the full one is there; none where the log is not served.
    private readonly HashSet<TilePath> _shown = [];
    private TreeSize _base;
    private TreeSize _pinned;

    private LogStore(ILogStorage storage, LogOptions options, TileReader reader, TileEdge edge)
    {
        _storage = storage;
        _signer = options.Signer;
        _cosigned = options.Cosign is not null;
        _served = options.IsServed;
        _reader = reader;
        _edge = edge;
        _base = edge.Size;
        Head = Published = Sign();
    }

    /// <summary>The newest checkpoint. Every entry that it covers is committed, and in the tiles.</summary>
    public VerifiedCheckpoint Head { get; private set; }

    /// <summary>The one that readers see.</summary>
    public VerifiedCheckpoint Published { get; private set; }

    /// <summary>Whether <see cref="Settle"/> should be called.</summary>
    public bool IsFull => _storage.IsFull;

    /// <summary>Makes an empty log, published without cosignatures: there is nothing yet to be witnessed.</summary>
    public static void Create(ILogStorage storage, NoteSigner signer)
    {
        storage.Create(Sign(signer, default, Merkle.EmptyRoot));
        using var store = Open(storage, new LogOptions { Signer = signer });
    }

    /// <summary>Opens a log and brings it to where it was. Owns the storage.</summary>
    /// <param name="storage">Where it is.</param>
    /// <param name="options">Its key; whether publication waits for <see cref="Publish"/>, or each batch is published as it is integrated; and whether it is served.</param>
    public static LogStore Open(ILogStorage storage, LogOptions options)
    {
        var opened = false;
        try
        {
            var state = storage.Open(options.Signer.Verifier);
            var reader = new TileReader(storage);
            var store = new LogStore(storage, options, reader, TileEdge.Load(reader, storage.Locate(""), state.BaseSize, state.BaseRoot));
            store.Recover(state);
            opened = true;
            return store;
        }
        finally
        {
            if (!opened)
            {
                // The lock must not outlive the attempt.
                storage.Dispose();
            }
        }
    }

    /// <summary>Sequences a batch, integrates it and, where no witnesses are waited for, publishes it. After an exception this store is of no more use.</summary>
    public void Commit(LogBatch batch, IReadOnlyList<Digest> leaves)
    {
        var full = Take(batch.Entries, leaves);
        var head = Sign();
        _storage.Commit(batch, head);
        Rebase();
        Integrate(full, head);
        if (!_cosigned)
        {
            Publish(head);
        }
    }

    /// <summary>The newest checkpoint; its partial tiles are kept until another is pinned.</summary>
    public VerifiedCheckpoint Pin()
    {
        Forsake(_pinned);
        _pinned = Head.Size;
        return Head;
    }

    /// <summary>Makes a checkpoint the one that readers see.</summary>
    /// <param name="checkpoint">One of this log, not older than the present one.</param>
    public void Publish(VerifiedCheckpoint checkpoint)
    {
        _storage.Publish(checkpoint.Note, durable: _cosigned, note => IsOlder(note, checkpoint));
        Forsake(Published.Size);
        Published = checkpoint;
        if (_served)
        {
            _shown.UnionWith(TileEdge.PartialPaths(checkpoint.Size).Where(IsWanting));
        }
    }

    /// <summary>The leaf hash of an entry below the head, proved by the head's root: a tile may have changed since it was read.</summary>
    /// <exception cref="LogCorruptException">The tiles do not prove it.</exception>
    public Digest LeafHash(ulong index)
    {
        if (_edge.TryLeafHash(index, out var hash))
        {
            return hash;
        }

        hash = _reader.LeafHash(index);
        return _reader.ProveInclusion(new LogIndex(index), Head.Size).Verify(hash, Head.Root)
            ? hash
            : throw new LogCorruptException(_storage.Locate(TilePath.Hashes(0, index / TilePath.FullWidth).ToString()), $"the leaf hash of entry {index} is not in the tree that was signed.");
    }

    /// <summary>Deletes the partial tiles that no checkpoint in use needs any more.</summary>
    public void Tidy()
    {
        _stale.ExceptWith(Kept());
        _stale.RemoveWhere(_shown.Contains);
        if (_stale.Count > 0)
        {
            _storage.Delete(_stale);
            _stale.Clear();
        }
    }

    /// <summary>Makes all tiles durable, so that recovery begins here.</summary>
    public void Settle()
    {
        _storage.Settle(Head);
        Rebase();
        Tidy();
    }

    /// <summary>Settles under another key; this store is of no more use then.</summary>
    public void Rekey(NoteSigner next) => _storage.Settle(Sign(next, _edge.Size, _edge.Root()));

    /// <summary>Settles if there is anything to settle.</summary>
    public void Close()
    {
        if (_storage.BaseSize != _edge.Size)
        {
            Settle();
        }
    }

    public void Dispose() => _storage.Dispose();

    private static VerifiedCheckpoint Sign(NoteSigner signer, TreeSize size, Digest root) =>
        VerifiedCheckpoint.Sign(new Checkpoint(signer.Name, size, root), signer);

    private VerifiedCheckpoint Sign() => Sign(_signer, _edge.Size, _edge.Root());

    private void Recover(LogState state)
    {
        var full = new List<LogFile>();
        var roots = new Dictionary<TreeSize, Digest> { [_edge.Size] = _edge.Root() };
        foreach (var batch in state.Batches)
        {
            full.AddRange(Take(batch, [.. batch.Select(entry => Merkle.LeafHash(entry.Span))]));
            roots.Add(_edge.Size, _edge.Root());
        }

        RequireHead(state.Head);
        RequireNoneBeyond();
        var seen = ReadPublished(roots);
        Published = seen ?? Sign(_signer, default, Merkle.EmptyRoot);
        Integrate(state.Batches.Length > 0 || seen is null ? full : null, Sign());
        (_served ? _shown : _stale).UnionWith(TileEdge.PartialPaths(Head.Size).SelectMany(newest => _reader.Partials(newest).Where(path => path.Width <= newest.Width)));
        if (seen is not null && state.Batches.Length == 0 && state.IsClean && (_cosigned || seen.Size == Head.Size))
        {
            return;
        }

        // Each batch was published, unless it waited for witnesses.
        if (_served)
        {
            Restore(_cosigned ? [Published.Size] : roots.Keys);
        }

        if (_cosigned ? Head.Size == default : seen?.Size != Head.Size)
        {
            // Which one readers saw of a cosigned log is not known here, if it cannot be read; an older one must not take its place.
            Publish(Head);
        }

        // What a killed writer had not synced is gone before the storage settles, and so for good.
        Clean(full.Select(file => file.Path));
        Tidy();
        Settle();
    }

    // Takes entries into the tree; gives the tiles they filled.
    private List<LogFile> Take(IReadOnlyList<ReadOnlyMemory<byte>> entries, IReadOnlyList<Digest> leaves)
    {
        var full = new List<LogFile>();
        for (var i = 0; i < entries.Count; i++)
        {
            _edge.Append(entries[i].Span, leaves[i], full);
        }

        return full;
    }

    // Writes what was filled, and the partial tiles. With nothing to write (null) it only takes note of the head.
    private void Integrate(List<LogFile>? full, VerifiedCheckpoint head)
    {
        if (full is not null)
        {
            var there = TileEdge.PartialPaths(Head.Size).ToHashSet();
            _storage.Write([.. full, .. _edge.Partials().Where(file => Head.Size == head.Size || !there.Contains(file.Path))]);
        }

        Forsake(Head.Size);
        Head = head;
        if (full is { Count: > 0 })
        {
            _stale.UnionWith(_shown.Where(path => !IsWanting(path)));
            _shown.RemoveWhere(path => !IsWanting(path));
        }
    }

    // The partial tiles that readers may ask for: those of these sizes, and all that are there. What power was lost on may lack any of them, or hold
    // it in part; so each is cut from the newest, and written again. Not those of the base: they are durable, and recovery begins from them.
    private void Restore(IEnumerable<TreeSize> sizes)
    {
        var newest = _edge.Partials().ToDictionary(file => file.Path.WithWidth(TilePath.FullWidth), file => file.Bytes);
        _shown.UnionWith(sizes.SelectMany(TileEdge.PartialPaths).Where(IsWanting));
        _storage.Write([.. _shown.Except(((TreeSize[])[_base, Head.Size]).SelectMany(TileEdge.PartialPaths)).Select(path => new LogFile(path, Cut(newest[path.WithWidth(TilePath.FullWidth)], path)))]);
    }

    private static ReadOnlyMemory<byte> Cut(ReadOnlyMemory<byte> wider, TilePath path) =>
        TileReader.TryCut(path, wider, out var bytes) ? bytes : throw new InvalidOperationException($"{path} is wider than the newest.");

    // Whether the log has not grown to the full tile at the place of a partial one.
    private bool IsWanting(TilePath path) => TilePath.WidthAt(path.IsEntries ? 0 : path.Level, path.Index, Head.Size) < TilePath.FullWidth;

    // Whether a note is a checkpoint that this log may go on from: what a writer before us had still under way.
    private bool IsOlder(ReadOnlyMemory<byte> note, VerifiedCheckpoint next) =>
        VerifiedCheckpoint.TryOpen(note.Span, _signer.Verifier, [], out var there) == NoteVerdict.Verified
        && there!.Size.Value <= next.Size.Value
        && _reader.ProveConsistency(there.Size, next.Size).Verify(there.Root, next.Root);

    private void Rebase()
    {
        if (_base != _storage.BaseSize)
        {
            Forsake(_base);
            _base = _storage.BaseSize;
        }
    }

    private void Forsake(TreeSize size) => _stale.UnionWith(TileEdge.PartialPaths(size));

    private HashSet<TilePath> Kept() => [.. ((TreeSize[])[_base, Head.Size, Published.Size, _pinned]).SelectMany(TileEdge.PartialPaths)];

    // After a crash: whatever partial tiles stand where the batches went.
    private void Clean(IEnumerable<TilePath> touched)
    {
        var kept = Kept();
        foreach (var place in touched.Concat(kept).Select(path => path.WithWidth(TilePath.FullWidth)).ToHashSet())
        {
            _stale.UnionWith(_reader.Partials(place));
        }
    }

    private void RequireHead(Checkpoint? head)
    {
        if (head is not null && (head.Size != _edge.Size || head.Root != _edge.Root()))
        {
            throw new LogCorruptException(_storage.Locate(LogFolder.State), $"what was committed makes {_edge.Size} entries with the root {_edge.Root()}, and not the {head.Size} with {head.Root} that were signed.");
        }
    }

    // Tiles are written only once their entries are committed: wider ones than are accounted for show that some were lost.
    private void RequireNoneBeyond()
    {
        var size = _edge.Size.Value;
        var next = TilePath.Hashes(0, size / TilePath.FullWidth, (int)(size % TilePath.FullWidth) + 1);
        if (_reader.TryRead(next, out _))
        {
            throw new LogCorruptException(_storage.Locate($"{LogFolder.State}/{LogFolder.Journal}"), $"it ends at {size} entries, but there are tiles of more.");
        }
    }

    // The checkpoint that readers see; null when it has to be written again. It must be of these entries, and of no more.
    private VerifiedCheckpoint? ReadPublished(Dictionary<TreeSize, Digest> roots)
    {
        var path = _storage.Locate(LogFolder.Checkpoint);
        var note = _storage.Read(LogFolder.Checkpoint);
        if (note is null || VerifiedCheckpoint.TryOpen(note, _signer.Verifier, [], out var published) != NoteVerdict.Verified)
        {
            // Power was lost before it was synced; what was committed knows better.
            return null;
        }

        if (published!.Size.Value > _edge.Size.Value)
        {
            throw new LogCorruptException(path, $"a checkpoint of size {published.Size} was handed out, but only {_edge.Size} entries are here.");
        }

        // A size below the base was settled, so its tiles are whole; another that no batch ended at was never signed here.
        if (!roots.TryGetValue(published.Size, out var root))
        {
            root = published.Size.Value < _base.Value ? _reader.RootAt(published.Size) : default;
        }

        return published.Root == root
            ? published
            : throw new LogCorruptException(path, $"the checkpoint of size {published.Size} is not of the entries that are here.");
    }
}
