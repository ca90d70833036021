using System.Collections.Immutable;
using System.Text;

namespace Vitrine.Proofs.Tests;

public sealed class MerkleTests
{
    private const int Largest = 300;

    private static readonly MerkleTree Tree = Grow(Largest);

    private static MerkleTree Grow(int size)
    {
        var tree = new MerkleTree();
        for (var i = 0; i < size; i++)
        {
            tree.Append(Encoding.ASCII.GetBytes($"entry {i}"));
        }

        return tree;
    }

    [Fact]
    public void EmptyRoot_Always_IsTheHashOfNothing() =>
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Merkle.EmptyRoot.ToHex());

    // RFC 6962's reference inputs, as published with the tests of google/certificate-transparency (see vectors/merkle/SOURCE.md).
    [Theory]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef")]
    [InlineData(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void Root_OfTheReferenceInputs_IsTheirs(int size, string root)
    {
        string[] inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        var leaves = inputs.Take(size).Select(input => Merkle.LeafHash(Convert.FromHexString(input))).ToArray();
        Assert.Equal(root, Merkle.Root(leaves).ToHex());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1022)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(70_000)]
    public void LeafHash_OfAnyLength_IsTheHashOfZeroAndTheEntry(int length)
    {
        var entry = new byte[length];
        new Random(length).NextBytes(entry);
        Assert.Equal(Digest.Of([0, .. entry]), Merkle.LeafHash(entry));
    }

    [Fact]
    public void Root_AtEverySize_IsTheOneFoundByDefinition()
    {
        var leaves = Enumerable.Range(0, Largest).Select(i => Tree.Node(0, (ulong)i)).ToArray();
        for (var size = 0; size <= Largest; size++)
        {
            var expected = Definition(leaves.AsSpan(0, size));
            Assert.Equal(expected, Tree.Root(new TreeSize((ulong)size)));
            Assert.Equal(expected, Merkle.Root(leaves.AsSpan(0, size)));
        }
    }

    // RFC 9162 section 2.1.1, word for word.
    private static Digest Definition(ReadOnlySpan<Digest> leaves)
    {
        if (leaves.Length <= 1)
        {
            return leaves.IsEmpty ? Merkle.EmptyRoot : leaves[0];
        }

        var k = 1;
        while (k * 2 < leaves.Length)
        {
            k *= 2;
        }

        return Merkle.NodeHash(Definition(leaves[..k]), Definition(leaves[k..]));
    }

    [Fact]
    public void ProveInclusion_EveryLeafOfEverySize_Verifies()
    {
        for (var size = 1UL; size <= Largest; size++)
        {
            var root = Tree.Root(new TreeSize(size));
            for (var index = 0UL; index < size; index++)
            {
                var proof = Tree.ProveInclusion(new LogIndex(index), new TreeSize(size));
                Assert.True(proof.Verify(Tree.Node(0, index), root));
            }
        }
    }

    [Fact]
    public void ProveConsistency_EveryPairOfSizes_Verifies()
    {
        for (var to = 0UL; to <= Largest; to++)
        {
            for (var from = 0UL; from <= to; from++)
            {
                var proof = Tree.ProveConsistency(new TreeSize(from), new TreeSize(to));
                Assert.True(proof.Verify(Tree.Root(new TreeSize(from)), Tree.Root(new TreeSize(to))));
            }
        }
    }

    [Fact]
    public void VerifyInclusion_AnyBitChanged_Refuses()
    {
        foreach (var size in (ulong[])[1, 2, 3, 5, 8, 13, 100, 256, 257, 300])
        {
            var root = Tree.Root(new TreeSize(size));
            for (var index = 0UL; index < size; index += 1 + (size / 7))
            {
                var leaf = Tree.Node(0, index);
                var proof = Tree.ProveInclusion(new LogIndex(index), new TreeSize(size));
                for (var bit = 0; bit < 256; bit++)
                {
                    Assert.False(proof.Verify(Flip(leaf, bit), root));
                    Assert.False(proof.Verify(leaf, Flip(root, bit)));
                    for (var i = 0; i < proof.Path.Length; i++)
                    {
                        Assert.False((proof with { Path = proof.Path.SetItem(i, Flip(proof.Path[i], bit)) }).Verify(leaf, root));
                    }
                }

                for (var i = 0; i < proof.Path.Length; i++)
                {
                    Assert.False((proof with { Path = proof.Path.RemoveAt(i) }).Verify(leaf, root));
                }

                Assert.False((proof with { Path = proof.Path.Add(leaf) }).Verify(leaf, root));
                Assert.False((proof with { Path = proof.Path.Insert(0, leaf) }).Verify(leaf, root));
                Assert.False((proof with { Size = new TreeSize(0) }).Verify(leaf, root));
                Assert.False((proof with { Index = new LogIndex(size) }).Verify(leaf, root));
                Assert.False((proof with { Index = new LogIndex(ulong.MaxValue) }).Verify(leaf, root));
            }
        }
    }

    [Fact]
    public void VerifyInclusion_AnotherIndex_Refuses()
    {
        for (var size = 1UL; size <= 70; size++)
        {
            var root = Tree.Root(new TreeSize(size));
            for (var index = 0UL; index < size; index++)
            {
                var proof = Tree.ProveInclusion(new LogIndex(index), new TreeSize(size));
                for (var other = 0UL; other < size + 3; other++)
                {
                    Assert.Equal(other == index, (proof with { Index = new LogIndex(other) }).Verify(Tree.Node(0, index), root));
                }
            }
        }
    }

    [Fact]
    public void VerifyConsistency_AnyBitChanged_Refuses()
    {
        foreach (var (from, to) in (List<(ulong, ulong)>)[(0, 0), (0, 5), (1, 1), (1, 2), (2, 3), (3, 7), (4, 7), (6, 8), (100, 256), (256, 300), (299, 300)])
        {
            var (older, newer) = (Tree.Root(new TreeSize(from)), Tree.Root(new TreeSize(to)));
            var proof = Tree.ProveConsistency(new TreeSize(from), new TreeSize(to));
            for (var bit = 0; bit < 256; bit++)
            {
                Assert.False(proof.Verify(Flip(older, bit), newer));
                // From the empty tree everything is consistent.
                Assert.Equal(from == 0 && to != 0, proof.Verify(older, Flip(newer, bit)));
                for (var i = 0; i < proof.Path.Length; i++)
                {
                    Assert.False((proof with { Path = proof.Path.SetItem(i, Flip(proof.Path[i], bit)) }).Verify(older, newer));
                }
            }

            for (var i = 0; i < proof.Path.Length; i++)
            {
                Assert.False((proof with { Path = proof.Path.RemoveAt(i) }).Verify(older, newer));
            }

            Assert.False((proof with { Path = proof.Path.Add(older) }).Verify(older, newer));
            Assert.False((proof with { Path = proof.Path.Insert(0, older) }).Verify(older, newer));
            Assert.False((proof with { From = new TreeSize(to + 1) }).Verify(older, newer));
        }
    }

    [Fact]
    public void Verify_MoreThan64Hashes_Refuses()
    {
        var path = Enumerable.Repeat(Merkle.EmptyRoot, 65).ToImmutableArray();
        Assert.False(new InclusionProof(new LogIndex(0), new TreeSize(ulong.MaxValue), path).Verify(Merkle.EmptyRoot, Merkle.EmptyRoot));
        Assert.False(new ConsistencyProof(new TreeSize(1), new TreeSize(ulong.MaxValue), path).Verify(Merkle.EmptyRoot, Merkle.EmptyRoot));
    }

    [Fact]
    public void Verify_DefaultPath_IsAnEmptyOne() =>
        Assert.True(new InclusionProof(new LogIndex(0), new TreeSize(1), default).Verify(Merkle.EmptyRoot, Merkle.EmptyRoot));

    [Fact]
    public void AppendSubtree_WhereItCannotBegin_Throws()
    {
        var frontier = new MerkleFrontier();
        frontier.Append(Merkle.EmptyRoot);
        Assert.Throws<ArgumentException>(() => frontier.AppendSubtree(1, Merkle.EmptyRoot));
        Assert.Equal(1UL, frontier.Size.Value);
    }

    [Fact]
    public void AppendSubtree_InPlaceOfItsLeaves_GivesTheSameRoot()
    {
        var frontier = new MerkleFrontier();
        frontier.AppendSubtree(8, Tree.Node(8, 0));
        frontier.AppendSubtree(5, Tree.Node(5, 8));
        frontier.Append(Tree.Node(0, 288));
        Assert.Equal(Tree.Root(new TreeSize(289)), frontier.Root());
    }

    private static Digest Flip(Digest digest, int bit)
    {
        var bytes = digest.ToArray();
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        return Digest.FromBytes(bytes);
    }
}
