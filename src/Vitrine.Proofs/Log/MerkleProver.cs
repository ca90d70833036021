using System.Collections.Immutable;
using System.Numerics;

namespace Vitrine.Proofs;

/// <summary>Makes roots and proofs for any size of a tree whose complete subtrees can be had.</summary>
/// <remarks>RFC 9162 sections 2.1.1, 2.1.3.1 and 2.1.4.1, walked down from the root instead of recursively.</remarks>
public static class MerkleProver
{
    /// <summary>The root of the first <paramref name="size"/> leaves.</summary>
    public static Digest Root(IMerkleNodes nodes, TreeSize size)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        return size.Value == 0 ? Merkle.EmptyRoot : Range(nodes, 0, size.Value);
    }

    /// <summary>The proof that the leaf at <paramref name="index"/> is in the tree of <paramref name="size"/> leaves.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below the size.</exception>
    public static InclusionProof Inclusion(IMerkleNodes nodes, LogIndex index, TreeSize size)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index.Value, size.Value, nameof(index));
        var path = ImmutableArray.CreateBuilder<Digest>();
        var (start, end) = (0UL, size.Value);
        while (end - start > 1)
        {
            var middle = start + Split(end - start);
            if (index.Value < middle)
            {
                path.Add(Range(nodes, middle, end));
                end = middle;
            }
            else
            {
                path.Add(Range(nodes, start, middle));
                start = middle;
            }
        }

        path.Reverse();
        return new InclusionProof(index, size, path.ToImmutable());
    }

    /// <summary>The proof that the tree of <paramref name="to"/> leaves begins with the tree of <paramref name="from"/> leaves.</summary>
    /// <exception cref="ArgumentOutOfRangeException">From is greater than to.</exception>
    public static ConsistencyProof Consistency(IMerkleNodes nodes, TreeSize from, TreeSize to)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from.Value, to.Value, nameof(from));
        var path = ImmutableArray.CreateBuilder<Digest>();
        if (from.Value != 0 && from.Value != to.Value)
        {
            var (start, end) = (0UL, to.Value);
            // Down to the node that ends exactly where the old tree ends.
            while (end != from.Value)
            {
                var middle = start + Split(end - start);
                if (from.Value <= middle)
                {
                    path.Add(Range(nodes, middle, end));
                    end = middle;
                }
                else
                {
                    path.Add(Range(nodes, start, middle));
                    start = middle;
                }
            }

            // That node is the old root itself, which the verifier has, when it begins at 0.
            if (start != 0)
            {
                path.Add(Range(nodes, start, end));
            }

            path.Reverse();
        }

        return new ConsistencyProof(from, to, path.ToImmutable());
    }

    // The largest power of two below count (count ≥ 2).
    private static ulong Split(ulong count) => 1UL << BitOperations.Log2(count - 1);

    // The hash over [start, end): start is a multiple of the range's largest complete subtree, so each piece is a node.
    private static Digest Range(IMerkleNodes nodes, ulong start, ulong end)
    {
        Span<(int Level, ulong Index)> pieces = stackalloc (int, ulong)[64];
        var count = 0;
        while (start < end)
        {
            var level = BitOperations.Log2(end - start);
            pieces[count++] = (level, start >> level);
            start += 1UL << level;
        }

        var hash = nodes.Node(pieces[count - 1].Level, pieces[count - 1].Index);
        for (var i = count - 2; i >= 0; i--)
        {
            hash = Merkle.NodeHash(nodes.Node(pieces[i].Level, pieces[i].Index), hash);
        }

        return hash;
    }
}
