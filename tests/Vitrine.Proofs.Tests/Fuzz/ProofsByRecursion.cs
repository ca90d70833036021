using System.Collections.Immutable;

namespace Vitrine.Proofs.Tests;

/// <summary>Proofs verified by going down from the root as RFC 9162 defines them (2.1.3.1, 2.1.4.1), to hold the product's loops against.</summary>
internal static class ProofsByRecursion
{
    public static bool Includes(ulong index, ulong size, Digest leaf, Digest root, ImmutableArray<Digest> path) =>
        index < size && path.Length <= 64 && Inclusion(index, size, leaf, path.AsSpan()) == root;

    public static bool IsConsistent(ulong from, ulong to, Digest older, Digest newer, ImmutableArray<Digest> path)
    {
        if (from > to || path.Length > 64)
        {
            return false;
        }

        // Nothing is proven of the empty tree; its root is known.
        if (from == 0)
        {
            return path.IsEmpty && older == Merkle.EmptyRoot && (to > 0 || newer == older);
        }

        return Consistency(from, to, older, path.AsSpan(), whole: true) is (var fromRoot, var toRoot) && fromRoot == older && toRoot == newer;
    }

    private static Digest? Inclusion(ulong index, ulong size, Digest leaf, ReadOnlySpan<Digest> path)
    {
        if (size == 1)
        {
            return path.IsEmpty ? leaf : null;
        }

        if (path.IsEmpty)
        {
            return null;
        }

        var split = Split(size);
        return index < split
            ? Inclusion(index, split, leaf, path[..^1]) is { } left ? Merkle.NodeHash(left, path[^1]) : null
            : Inclusion(index - split, size - split, leaf, path[..^1]) is { } right ? Merkle.NodeHash(path[^1], right) : null;
    }

    // The roots of both trees over the leaves of this subtree; the old one begins it.
    private static (Digest From, Digest To)? Consistency(ulong from, ulong to, Digest older, ReadOnlySpan<Digest> path, bool whole)
    {
        if (from == to)
        {
            return whole ? (path.IsEmpty ? (older, older) : null) : path.Length == 1 ? (path[0], path[0]) : null;
        }

        if (path.IsEmpty)
        {
            return null;
        }

        var split = Split(to);
        if (from <= split)
        {
            return Consistency(from, split, older, path[..^1], whole) is (var same, var left) ? (same, Merkle.NodeHash(left, path[^1])) : null;
        }

        return Consistency(from - split, to - split, older, path[..^1], whole: false) is (var fromRight, var toRight)
            ? (Merkle.NodeHash(path[^1], fromRight), Merkle.NodeHash(path[^1], toRight))
            : null;
    }

    // The greatest power of two below the size (at least 2).
    private static ulong Split(ulong size) => 1UL << System.Numerics.BitOperations.Log2(size - 1);
}
