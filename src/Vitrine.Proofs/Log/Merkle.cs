using System.Runtime.CompilerServices;

namespace Vitrine.Proofs;

/// <summary>The hashes of a transparency log's tree.</summary>
/// <remarks>
/// RFC 6962 section 2.1 (the same in RFC 9162 section 2.1.1) with SHA-256. A leaf is SHA-256(0x00 ‖ entry), an inner node
/// SHA-256(0x01 ‖ left ‖ right), the empty tree SHA-256(""); the two prefixes keep a leaf from passing as a node.
/// </remarks>
public static class Merkle
{
    /// <summary>The root of the tree without entries: SHA-256 of nothing.</summary>
    public static Digest EmptyRoot { get; } = Digest.Of([]);

    /// <summary>The leaf hash of an entry: SHA-256(0x00 ‖ <paramref name="entry"/>).</summary>
    public static Digest LeafHash(ReadOnlySpan<byte> entry) => Digest.Of([0], entry);

    /// <summary>The hash of an inner node: SHA-256(0x01 ‖ <paramref name="left"/> ‖ <paramref name="right"/>).</summary>
    [SkipLocalsInit]
    public static Digest NodeHash(Digest left, Digest right)
    {
        Span<byte> node = stackalloc byte[1 + (2 * Digest.Size)];
        node[0] = 1;
        left.CopyTo(node[1..]);
        right.CopyTo(node[(1 + Digest.Size)..]);
        return Digest.Of(node);
    }

    /// <summary>The root over <paramref name="leafHashes"/> (hashes from <see cref="LeafHash"/>, not entries).</summary>
    public static Digest Root(ReadOnlySpan<Digest> leafHashes)
    {
        var frontier = new MerkleFrontier();
        foreach (var leaf in leafHashes)
        {
            frontier.Append(leaf);
        }

        return frontier.Root();
    }
}
