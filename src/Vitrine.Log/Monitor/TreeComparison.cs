using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>What two signed trees of one log, and the tiles of the larger, show.</summary>
public enum TreeVerdict
{
    /// <summary>The larger tree begins with the smaller one.</summary>
    Continues = 0,

    /// <summary>It does not, and the evidence shows it to everybody who has the log's key.</summary>
    Forked,

    /// <summary>The tiles are not those of the larger tree, so that nothing can be said of either: evidence of damage, and of no fork.</summary>
    Damaged,
}

/// <summary>Two signed trees of one log held against each other by tiles that nobody has verified.</summary>
/// <remarks>
/// A fork is told from a damaged copy by the larger tree's signed root. The hashes to the left of the last leaf that the trees share give the root that the larger tree had at the
/// smaller's size; they count only once they lead, with those to the right, to the signed root. Then a difference from the smaller's signed root is a fork; before that it is damage. About two
/// hashes a level are read.
/// </remarks>
/// <param name="Verdict">In one word.</param>
/// <param name="Evidence">The proof of a fork; null where none is shown.</param>
/// <param name="Damage">The tile that is not what the hashes above it say, or some of which one is; null where there is no damage.</param>
public sealed record TreeComparison(TreeVerdict Verdict, ForkEvidence? Evidence, string? Damage)
{
    private const int TileLevel = 8;

    /// <summary>Why what cannot be held against a signed root says nothing of the log.</summary>
    public string DamageSentence(object place, TreeSize size) =>
        $"The tiles in {place} are damaged: they do not give the root that the log signed over {size.Value:N0} entries ({Damage}). This is no evidence of a fork, and excludes none: look at another copy.";

    /// <summary>Compares; which nodes are asked for depends on the sizes alone.</summary>
    internal static TreeComparison Of(IMerkleNodes nodes, VerifiedCheckpoint smaller, VerifiedCheckpoint larger)
    {
        ForkEvidence? evidence;
        if (smaller.Size == larger.Size)
        {
            // Both are signed: no tile is needed.
            return ForkEvidence.TryCreate(smaller, larger, larger.Root, [], out evidence) ? new TreeComparison(TreeVerdict.Forked, evidence, null) : new TreeComparison(TreeVerdict.Continues, null, null);
        }

        var proof = MerkleProver.Consistency(nodes, smaller.Size, larger.Size);
        var prefix = MerkleProver.Root(nodes, smaller.Size);
        var damage = DamageOf(nodes, smaller.Size, larger);
        return proof.Verify(smaller.Root, larger.Root) ? new TreeComparison(TreeVerdict.Continues, null, null)
            : ForkEvidence.TryCreate(smaller, larger, prefix, proof.Path, out evidence) ? new TreeComparison(TreeVerdict.Forked, evidence, null)
            : new TreeComparison(TreeVerdict.Damaged, null, damage);
    }

    /// <summary>The highest tile above the last leaf of the smaller tree that is not what the tile above it says; the tiles at the right edge give the root.</summary>
    private static string DamageOf(IMerkleNodes nodes, TreeSize smaller, VerifiedCheckpoint larger)
    {
        TilePath? damaged = null;
        for (var level = 1; smaller.Value > 0 && level * TileLevel < 64; level++)
        {
            var place = (smaller.Value - 1) >> (level * TileLevel);
            if (place >= larger.Size.Value >> (level * TileLevel))
            {
                break;
            }

            var below = Merkle.NodeHash(nodes.Node((level * TileLevel) - 1, 2 * place), nodes.Node((level * TileLevel) - 1, (2 * place) + 1));
            damaged = below == nodes.Node(level * TileLevel, place) ? damaged : TilePath.Hashes(level - 1, place);
        }

        return MerkleProver.Root(nodes, larger.Size) != larger.Root ? string.Join(" or ", HashEdge.PartialPaths(larger.Size)) : damaged?.ToString() ?? "which, cannot be told";
    }
}
