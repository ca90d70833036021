namespace Vitrine.Proofs;

/// <summary>The right edge of a tree: what is needed, and no more, to append leaves and know the root.</summary>
/// <remarks>
/// One hash for each bit set in the size (at most 64), the largest complete subtree first. Appending costs one hash on
/// average, the root one for each bit set. Not safe for use by several threads at once.
/// </remarks>
public sealed class MerkleFrontier
{
    private readonly List<Digest> _subtrees = [];
    private ulong _size;

    /// <summary>How many leaves were appended.</summary>
    public TreeSize Size => new(_size);

    /// <summary>Appends one leaf hash.</summary>
    /// <exception cref="OverflowException">The tree holds 2^64 − 1 leaves.</exception>
    public void Append(Digest leafHash) => AppendSubtree(0, leafHash);

    /// <summary>Appends a complete subtree of 2^<paramref name="level"/> leaves by its hash.</summary>
    /// <exception cref="ArgumentException">The size so far is no multiple of 2^<paramref name="level"/>.</exception>
    /// <exception cref="OverflowException">The size would pass 2^64 − 1.</exception>
    public void AppendSubtree(int level, Digest hash)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, 63);
        var leaves = 1UL << level;
        if ((_size & (leaves - 1)) != 0)
        {
            throw new ArgumentException($"A subtree of 2^{level} leaves cannot begin at {_size}.", nameof(level));
        }

        var newSize = _size + leaves;
        for (var bit = leaves; (_size & bit) != 0; bit <<= 1)
        {
            hash = Merkle.NodeHash(_subtrees[^1], hash);
            _subtrees.RemoveAt(_subtrees.Count - 1);
        }

        _subtrees.Add(hash);
        _size = newSize;
    }

    /// <summary>The root of the tree so far.</summary>
    public Digest Root()
    {
        if (_subtrees.Count == 0)
        {
            return Merkle.EmptyRoot;
        }

        var root = _subtrees[^1];
        for (var i = _subtrees.Count - 2; i >= 0; i--)
        {
            root = Merkle.NodeHash(_subtrees[i], root);
        }

        return root;
    }
}
