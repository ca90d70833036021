using System.Collections.Immutable;

namespace Vitrine.Proofs;

/// <summary>Shows that a leaf is in a tree: the hashes beside the way from the leaf to the root, leaf first.</summary>
/// <remarks>RFC 9162 section 2.1.3. At most 64 hashes; the length is fixed by index and size.</remarks>
/// <param name="Index">Where the leaf is.</param>
/// <param name="Size">The size of the tree.</param>
/// <param name="Path">The sibling hashes, leaf first.</param>
public sealed record InclusionProof(LogIndex Index, TreeSize Size, ImmutableArray<Digest> Path)
{
    /// <summary>The most hashes that any proof can have.</summary>
    public const int MaxLength = 64;

    /// <summary>The sibling hashes, leaf first.</summary>
    public ImmutableArray<Digest> Path { get; init; } = Path.IsDefault ? [] : Path;

    /// <summary>Whether the proof leads from <paramref name="leafHash"/> to <paramref name="root"/>, with no hash missing or left over.</summary>
    public bool Verify(Digest leafHash, Digest root)
    {
        if (Index.Value >= Size.Value || Path.Length > MaxLength)
        {
            return false;
        }

        var (node, last) = (Index.Value, Size.Value - 1);
        var hash = leafHash;
        foreach (var sibling in Path)
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                hash = Merkle.NodeHash(sibling, hash);
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                hash = Merkle.NodeHash(hash, sibling);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && hash == root;
    }

    /// <summary>Equal index, size and hashes.</summary>
    public bool Equals(InclusionProof? other) =>
        other is not null && Index == other.Index && Size == other.Size && Path.AsSpan().SequenceEqual(other.Path.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Index, Size, Path.Length);
}
