using System.Collections.Immutable;
using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>Makes roots and proofs from the tiles that a source serves. None of it is verified here: proofs are, by whoever gets them.</summary>
public sealed class SourceProver(ILogSource source, TreeSize size)
{
    private readonly Dictionary<TilePath, ImmutableArray<Digest>> _tiles = [];

    /// <summary>The root of the first so many entries, from the tiles.</summary>
    /// <exception cref="LogSourceException">A tile cannot be had.</exception>
    public Task<Digest> RootAsync(TreeSize of, CancellationToken cancellationToken) => MakeAsync(nodes => MerkleProver.Root(nodes, of), cancellationToken);

    /// <inheritdoc cref="MerkleProver.Inclusion"/>
    /// <exception cref="LogSourceException">A tile cannot be had.</exception>
    public Task<InclusionProof> InclusionAsync(LogIndex index, CancellationToken cancellationToken) =>
        MakeAsync(nodes => MerkleProver.Inclusion(nodes, index, size), cancellationToken);

    /// <inheritdoc cref="MerkleProver.Consistency"/>
    /// <exception cref="LogSourceException">A tile cannot be had.</exception>
    public Task<ConsistencyProof> ConsistencyAsync(TreeSize from, CancellationToken cancellationToken) =>
        MakeAsync(nodes => MerkleProver.Consistency(nodes, from, size), cancellationToken);

    /// <summary>Holds a smaller signed tree against a larger one, of this size.</summary>
    /// <exception cref="LogSourceException">A tile cannot be had.</exception>
    public Task<TreeComparison> CompareAsync(VerifiedCheckpoint smaller, VerifiedCheckpoint larger, CancellationToken cancellationToken) =>
        MakeAsync(nodes => TreeComparison.Of(nodes, smaller, larger), cancellationToken);

    /// <summary>The entry at an index below the size.</summary>
    /// <exception cref="LogSourceException">Its bundle cannot be had.</exception>
    public async Task<byte[]> EntryAsync(LogIndex index, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index.Value, size.Value, nameof(index));
        var place = index.Value / TilePath.FullWidth;
        var path = TilePath.Entries(place, TilePath.WidthAt(0, place, size));
        var bundle = await source.TileAsync(path, cancellationToken).ConfigureAwait(false);
        return EntryBundle.TryParse(bundle, path.Width, out var entries)
            ? entries[(int)(index.Value % TilePath.FullWidth)].ToArray()
            : throw new LogSourceException($"{path} does not hold exactly {path.Width} entries.");
    }

    // Which nodes are asked for does not depend on what they hold: the first time tells which tiles are wanted, the second time they are there.
    private async Task<T> MakeAsync<T>(Func<IMerkleNodes, T> make, CancellationToken cancellationToken)
    {
        var wanted = new HashSet<TilePath>();
        make(new Nodes(this, wanted));
        var fetched = await Task.WhenAll(wanted.Select(async path => (path, await source.TileAsync(path, cancellationToken).ConfigureAwait(false)))).ConfigureAwait(false);
        foreach (var (path, bytes) in fetched)
        {
            _tiles[path] = [.. Enumerable.Range(0, path.Width).Select(i => Digest.FromBytes(bytes.AsSpan(i * Digest.Size, Digest.Size)))];
        }

        return make(new Nodes(this, []));
    }

    private sealed class Nodes(SourceProver prover, HashSet<TilePath> wanted) : IMerkleNodes
    {
        public Digest Node(int level, ulong index)
        {
            var first = index << (level % 8);
            var place = first / TilePath.FullWidth;
            var path = TilePath.Hashes(level / 8, place, TilePath.WidthAt(level / 8, place, prover.Size));
            if (prover._tiles.TryGetValue(path, out var hashes))
            {
                return Merkle.Root(hashes.AsSpan().Slice((int)(first % TilePath.FullWidth), 1 << (level % 8)));
            }

            wanted.Add(path);
            return default;
        }
    }

    private TreeSize Size => size;
}
