using System.Collections.Immutable;
using System.Globalization;
using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>Reads a log's folder. It takes no lock and works while a writer runs.</summary>
/// <remarks>
/// Tiles and bundles never change once they have their name, and the checkpoint is replaced at once. Partial tiles are deleted when full
/// ones are there, or when no reader saw their checkpoint; a partial tile is the beginning of every wider one, so it is cut from whichever is found. What is read here is not verified
/// against a checkpoint: proofs are, by whoever gets them. Safe for use by several threads at once.
/// </remarks>
public sealed class TileReader
{
    // A writer may rename and delete while a name is being looked up; every round finds a wider tile.
    private const int Rounds = 64;
    private const int TilesAtOnce = 256;
    private const int ReadsAtOnce = 16;
    private readonly ILogFiles _files;

    /// <summary>Reads the log in a folder; nothing is opened yet.</summary>
    public TileReader(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _files = new FileStorage(Disk.Real, folder);
    }

    /// <summary>Reads the log on an object store; neither database nor lock is touched.</summary>
    public TileReader(ObjectStorageOptions objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        _files = new ObjectStorage(objects, origin: "");
    }

    internal TileReader(ILogFiles files) => _files = files;

    /// <summary>The folder, or the bucket and the prefix.</summary>
    public string Where => _files.Locate("");

    /// <summary>The newest checkpoint, a signed note. Not verified.</summary>
    /// <exception cref="LogMissingException">There is none.</exception>
    public byte[] CheckpointNote() => _files.Read(LogFolder.Checkpoint) ?? throw new LogMissingException(_files.Locate(""));

    /// <summary>The bytes of a tile or a bundle at exactly its width; false when the log has not grown so far.</summary>
    public bool TryRead(TilePath path, out byte[] bytes)
    {
        for (var round = 0; round < Rounds; round++)
        {
            if (TryCut(path, path, out bytes))
            {
                return true;
            }

            if (path.IsFull)
            {
                return false;
            }

            var wider = Wider(path);
            foreach (var other in wider.Append(path.WithWidth(TilePath.FullWidth)))
            {
                if (TryCut(path, other, out bytes))
                {
                    return true;
                }
            }

            if (wider.Count == 0)
            {
                return false;
            }
        }

        bytes = [];
        return false;
    }

    /// <summary>The entry at <paramref name="index"/> of a log of <paramref name="size"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below the size.</exception>
    /// <exception cref="LogCorruptException">The log does not hold it.</exception>
    public byte[] ReadEntry(LogIndex index, TreeSize size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index.Value, size.Value, nameof(index));
        return ReadBundle(index.Value / TilePath.FullWidth, size)[(int)(index.Value % TilePath.FullWidth)].ToArray();
    }

    /// <summary>The entries from <paramref name="from"/> up to the size <paramref name="to"/>, read a bundle at a time.</summary>
    /// <exception cref="LogCorruptException">The log does not hold them.</exception>
    public IEnumerable<(LogIndex Index, byte[] Entry)> ReadEntries(LogIndex from, TreeSize to)
    {
        for (var index = from.Value; index < to.Value;)
        {
            var bundle = ReadBundle(index / TilePath.FullWidth, to);
            for (var i = (int)(index % TilePath.FullWidth); i < bundle.Length; i++)
            {
                yield return (new LogIndex(index++), bundle[i].ToArray());
            }
        }
    }

    /// <summary>The root of the first <paramref name="size"/> entries, from the tiles.</summary>
    /// <exception cref="LogCorruptException">A tile is missing or short.</exception>
    public Digest RootAt(TreeSize size) => MerkleProver.Root(new Nodes(this, size), size);

    /// <summary>The root of the first <paramref name="size"/> entries, from the entries themselves: what an audit compares with a checkpoint.</summary>
    /// <exception cref="LogCorruptException">A bundle is missing or short.</exception>
    public Digest RecomputeRoot(TreeSize size)
    {
        var frontier = new MerkleFrontier();
        foreach (var (_, entry) in ReadEntries(default, size))
        {
            frontier.Append(Merkle.LeafHash(entry));
        }

        return frontier.Root();
    }

    /// <inheritdoc cref="MerkleProver.Inclusion"/>
    /// <exception cref="LogCorruptException">A tile is missing or short.</exception>
    public InclusionProof ProveInclusion(LogIndex index, TreeSize size) => MerkleProver.Inclusion(new Nodes(this, size), index, size);

    /// <inheritdoc cref="MerkleProver.Consistency"/>
    /// <exception cref="LogCorruptException">A tile is missing or short.</exception>
    public ConsistencyProof ProveConsistency(TreeSize from, TreeSize to) => MerkleProver.Consistency(new Nodes(this, to), from, to);

    /// <summary>The proof that a signed tree begins with a smaller one, held against its root before anybody gets it.</summary>
    /// <exception cref="LogCorruptException">A tile is missing, short or damaged.</exception>
    public ConsistencyProof ProveConsistency(TreeSize from, VerifiedCheckpoint to)
    {
        ArgumentNullException.ThrowIfNull(to);
        var nodes = new Nodes(this, to.Size);
        var proof = MerkleProver.Consistency(nodes, from, to.Size);
        return proof.Verify(MerkleProver.Root(nodes, from), to.Root)
            ? proof
            : throw new LogCorruptException(_files.Locate(""), $"the tiles do not give the root that was signed over {to.Size} entries.");
    }

    /// <summary>Holds a smaller signed tree against a larger one.</summary>
    /// <exception cref="LogCorruptException">A tile is missing or short.</exception>
    public TreeComparison Compare(VerifiedCheckpoint smaller, VerifiedCheckpoint larger)
    {
        ArgumentNullException.ThrowIfNull(larger);
        return TreeComparison.Of(new Nodes(this, larger.Size), smaller, larger);
    }

    /// <summary>The partial tiles that stand at the place of a tile, at any width.</summary>
    internal IEnumerable<TilePath> Partials(TilePath place)
    {
        foreach (var name in _files.List(place.WithWidth(TilePath.FullWidth) + ".p"))
        {
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var width) && width is > 0 and < TilePath.FullWidth)
            {
                yield return place.WithWidth(width);
            }
        }
    }

    /// <summary>The leaf hashes of a tree, a tile at a time, in order; several are read at once.</summary>
    internal IEnumerable<ImmutableArray<Digest>> ReadLeafTiles(TreeSize size)
    {
        var tiles = (size.Value + TilePath.FullWidth - 1) / TilePath.FullWidth;
        for (var from = 0UL; from < tiles; from += TilesAtOnce)
        {
            var read = new ImmutableArray<Digest>[Math.Min(TilesAtOnce, tiles - from)];
            var start = from;

            // Waited for as a task, so that a failure comes as itself and not in an AggregateException.
            Parallel.ForAsync(0, read.Length, new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce }, (i, _) =>
            {
                read[i] = ReadHashes(TilePath.Hashes(0, start + (ulong)i, TilePath.WidthAt(0, start + (ulong)i, size)));
                return ValueTask.CompletedTask;
            }).GetAwaiter().GetResult();
            foreach (var tile in read)
            {
                yield return tile;
            }
        }
    }

    /// <summary>The leaf hash of an entry whose tile is full.</summary>
    internal Digest LeafHash(ulong index) => ReadHashes(TilePath.Hashes(0, index / TilePath.FullWidth))[(int)(index % TilePath.FullWidth)];

    internal ImmutableArray<Digest> ReadHashes(TilePath path)
    {
        if (!TryRead(path, out var bytes))
        {
            throw new LogCorruptException(FullPath(path), "the tile is missing or short.");
        }

        var hashes = ImmutableArray.CreateBuilder<Digest>(path.Width);
        for (var i = 0; i < path.Width; i++)
        {
            hashes.Add(Digest.FromBytes(bytes.AsSpan(i * Digest.Size, Digest.Size)));
        }

        return hashes.MoveToImmutable();
    }

    private ImmutableArray<ReadOnlyMemory<byte>> ReadBundle(ulong index, TreeSize size)
    {
        var path = TilePath.Entries(index, TilePath.WidthAt(0, index, size));
        return TryRead(path, out var bytes) && EntryBundle.TryParse(bytes, path.Width, out var entries)
            ? entries
            : throw new LogCorruptException(FullPath(path), "the bundle is missing or short.");
    }

    private string FullPath(TilePath path) => _files.Locate(path.ToString());

    private List<TilePath> Wider(TilePath path) => [.. Partials(path).Where(partial => partial.Width > path.Width)];

    // Cuts a tile from one that is at least as wide, if that is there.
    private bool TryCut(TilePath path, TilePath from, out byte[] bytes)
    {
        bytes = [];
        if (_files.Read(from.ToString()) is not { } found || !TryCut(path, found, out var cut))
        {
            return false;
        }

        bytes = cut.Length == found.Length ? found : cut.ToArray();
        return true;
    }

    /// <summary>Cuts a tile from the bytes of one that is at least as wide; false when they are too few.</summary>
    internal static bool TryCut(TilePath path, ReadOnlyMemory<byte> found, out ReadOnlyMemory<byte> bytes)
    {
        var end = path.Width * Digest.Size;
        var isThere = path.IsEntries ? EntryBundle.TryFindEnd(found.Span, path.Width, out end) : found.Length >= end;
        bytes = isThere ? found[..end] : default;
        return isThere;
    }

    // The complete subtrees of a tree of one size, each tile read once.
    private sealed class Nodes(TileReader reader, TreeSize size) : IMerkleNodes
    {
        private readonly Dictionary<TilePath, ImmutableArray<Digest>> _tiles = [];

        public Digest Node(int level, ulong index)
        {
            var first = index << (level % 8);
            var place = first / TilePath.FullWidth;
            var path = TilePath.Hashes(level / 8, place, TilePath.WidthAt(level / 8, place, size));
            if (!_tiles.TryGetValue(path, out var hashes))
            {
                hashes = reader.ReadHashes(path);
                _tiles.Add(path, hashes);
            }

            return Merkle.Root(hashes.AsSpan().Slice((int)(first % TilePath.FullWidth), 1 << (level % 8)));
        }
    }
}
