namespace Vitrine.Proofs;

/// <summary>A whole tree in memory: appends leaves, knows its root and proofs at every size it has had.</summary>
/// <remarks>About 64 bytes a leaf. Not safe for use by several threads at once while one appends.</remarks>
public sealed class MerkleTree : IMerkleNodes
{
    // _levels[l][i] is the hash over the complete subtree of 2^l leaves at i·2^l.
    private readonly List<List<Digest>> _levels = [[]];

    /// <summary>How many leaves the tree holds.</summary>
    public TreeSize Size => new((ulong)_levels[0].Count);

    /// <summary>Appends an entry and returns its index.</summary>
    public LogIndex Append(ReadOnlySpan<byte> entry) => AppendLeafHash(Merkle.LeafHash(entry));

    /// <summary>Appends an entry by its leaf hash and returns its index.</summary>
    public LogIndex AppendLeafHash(Digest leafHash)
    {
        var index = new LogIndex((ulong)_levels[0].Count);
        _levels[0].Add(leafHash);
        for (var level = 0; _levels[level].Count % 2 == 0; level++)
        {
            if (level + 1 == _levels.Count)
            {
                _levels.Add([]);
            }

            _levels[level + 1].Add(Merkle.NodeHash(_levels[level][^2], _levels[level][^1]));
        }

        return index;
    }

    /// <inheritdoc/>
    public Digest Node(int level, ulong index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        if (level >= _levels.Count || index >= (ulong)_levels[level].Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), $"A tree of {Size} leaves has no complete subtree {index} of level {level}.");
        }

        return _levels[level][(int)index];
    }

    /// <summary>The root of the whole tree.</summary>
    public Digest Root() => Root(Size);

    /// <summary>The root of the first <paramref name="size"/> leaves.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tree holds fewer.</exception>
    public Digest Root(TreeSize size)
    {
        Require(size);
        return MerkleProver.Root(this, size);
    }

    /// <inheritdoc cref="MerkleProver.Inclusion"/>
    public InclusionProof ProveInclusion(LogIndex index, TreeSize size)
    {
        Require(size);
        return MerkleProver.Inclusion(this, index, size);
    }

    /// <inheritdoc cref="MerkleProver.Consistency"/>
    public ConsistencyProof ProveConsistency(TreeSize from, TreeSize to)
    {
        Require(to);
        return MerkleProver.Consistency(this, from, to);
    }

    private void Require(TreeSize size) => ArgumentOutOfRangeException.ThrowIfGreaterThan(size.Value, Size.Value, nameof(size));
}
