namespace Vitrine.Proofs;

/// <summary>Gives the hashes of complete subtrees; proofs are put together from these.</summary>
public interface IMerkleNodes
{
    /// <summary>
    /// The hash over the leaves from <paramref name="index"/>·2^<paramref name="level"/> to
    /// (<paramref name="index"/>+1)·2^<paramref name="level"/>, all of which the tree must hold.
    /// </summary>
    Digest Node(int level, ulong index);
}
