using System.Collections.Immutable;
using System.Numerics;

namespace Vitrine.Proofs;

/// <summary>Shows that a tree begins with an older one: nothing was changed, removed or put between.</summary>
/// <remarks>
/// RFC 9162 section 2.1.4. At most 64 hashes; the length is fixed by the two sizes. Between equal sizes, and from the
/// empty tree, the proof has no hashes: the roots must be equal, or the old one the empty root.
/// </remarks>
/// <param name="From">The size of the older tree.</param>
/// <param name="To">The size of the newer tree.</param>
/// <param name="Path">The hashes, deepest first.</param>
public sealed record ConsistencyProof(TreeSize From, TreeSize To, ImmutableArray<Digest> Path)
{
    /// <summary>The hashes, deepest first.</summary>
    public ImmutableArray<Digest> Path { get; init; } = Path.IsDefault ? [] : Path;

    /// <summary>Whether the proof leads to both roots, with no hash missing or left over.</summary>
    public bool Verify(Digest fromRoot, Digest toRoot)
    {
        if (From.Value > To.Value || Path.Length > InclusionProof.MaxLength)
        {
            return false;
        }

        if (From.Value == To.Value)
        {
            return Path.IsEmpty && fromRoot == toRoot && (From.Value != 0 || fromRoot == Merkle.EmptyRoot);
        }

        if (From.Value == 0)
        {
            return Path.IsEmpty && fromRoot == Merkle.EmptyRoot;
        }

        return VerifyCore(fromRoot, toRoot);
    }

    private bool VerifyCore(Digest fromRoot, Digest toRoot)
    {
        // A complete older tree is itself the deepest node of the proof and is not repeated in it.
        var complete = BitOperations.IsPow2(From.Value);
        if (Path.IsEmpty)
        {
            return false;
        }

        var (node, last) = (From.Value - 1, To.Value - 1);
        while ((node & 1) == 1)
        {
            node >>= 1;
            last >>= 1;
        }

        var seed = complete ? fromRoot : Path[0];
        var (older, newer) = (seed, seed);
        for (var i = complete ? 0 : 1; i < Path.Length; i++)
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                older = Merkle.NodeHash(Path[i], older);
                newer = Merkle.NodeHash(Path[i], newer);
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                newer = Merkle.NodeHash(newer, Path[i]);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && older == fromRoot && newer == toRoot;
    }

    /// <summary>Equal sizes and hashes.</summary>
    public bool Equals(ConsistencyProof? other) =>
        other is not null && From == other.From && To == other.To && Path.AsSpan().SequenceEqual(other.Path.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(From, To, Path.Length);
}
