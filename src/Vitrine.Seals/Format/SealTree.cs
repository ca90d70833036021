using System.Buffers.Binary;
using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>The Merkle tree of a seal: leaves ordered by salt, so that a place in it says nothing of the path. docs/formats/seal.md.</summary>
public sealed class SealTree
{
    private readonly MerkleTree _tree = new();

    // In order: a leaf's place is found by halving, which takes less memory than a table of places.
    private readonly SaltKey[] _salts;

    /// <summary>Builds the tree of all files of a seal, in any order.</summary>
    /// <exception cref="ArgumentException">There is no file, or two have one salt.</exception>
    public SealTree(IEnumerable<SealedFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var ordered = files.ToArray();
        _salts = Array.ConvertAll(ordered, file => SaltKey.Of(file.Salt));
        Array.Sort(_salts, ordered);
        for (var i = 1; i < _salts.Length; i++)
        {
            if (_salts[i] == _salts[i - 1])
            {
                throw new ArgumentException("Two files have one salt, so they are one file.", nameof(files));
            }
        }

        var leaves = new Digest[ordered.Length];
        Parallel.For(0, ordered.Length, i => leaves[i] = LeafHash(ordered[i].Path, ordered[i].Mode, ordered[i].Size, ordered[i].Digest, ordered[i].Salt));
        foreach (var leaf in leaves)
        {
            _tree.AppendLeafHash(leaf);
        }

        Root = ordered.Length > 0 ? new SealRoot(_tree.Root()) : throw new ArgumentException("A seal has at least one file.", nameof(files));
    }

    /// <summary>The seal's identity.</summary>
    public SealRoot Root { get; }

    /// <summary>The leaf: a label, salt, mode, size, digest and path.</summary>
    /// <exception cref="SealFormatException">The path is not in its written form.</exception>
    public static byte[] Leaf(string path, SealedMode mode, long size, Digest digest, FileSalt salt)
    {
        var name = SealPath.Bytes(path);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        var label = "vitrine-seal-leaf-v1\0"u8;
        var leaf = new byte[label.Length + Digest.Size + 6 + sizeof(ulong) + Digest.Size + name.Length];
        var rest = leaf.AsSpan();
        label.CopyTo(rest);
        rest = rest[label.Length..];
        salt.Value.CopyTo(rest);
        rest = rest[Digest.Size..];
        mode.Octal().CopyTo(rest);
        rest = rest[6..];
        BinaryPrimitives.WriteInt64BigEndian(rest, size);
        rest = rest[sizeof(ulong)..];
        digest.CopyTo(rest);
        name.CopyTo(rest[Digest.Size..]);
        return leaf;
    }

    /// <summary>RFC 6962's leaf hash of <see cref="Leaf"/>.</summary>
    public static Digest LeafHash(string path, SealedMode mode, long size, Digest digest, FileSalt salt) => Merkle.LeafHash(Leaf(path, mode, size, digest, salt));

    /// <summary>What shows that one file is in the seal, and nothing of the others but their number.</summary>
    /// <exception cref="KeyNotFoundException">The file is not of this tree.</exception>
    public DisclosedFile Disclose(SealedFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var place = Array.BinarySearch(_salts, SaltKey.Of(file.Salt));
        return place < 0 ? throw new KeyNotFoundException("The file is not of this tree.")
            : new DisclosedFile(file.Path, file.Mode, file.Size, file.Digest, file.Salt, _tree.ProveInclusion(new LogIndex((ulong)place), _tree.Size));
    }

    /// <summary>A salt as four big-endian words, which compare as its bytes do.</summary>
    private readonly record struct SaltKey(ulong A, ulong B, ulong C, ulong D) : IComparable<SaltKey>
    {
        public static SaltKey Of(FileSalt salt)
        {
            Span<byte> bytes = stackalloc byte[Digest.Size];
            salt.Value.CopyTo(bytes);
            return new SaltKey(
                BinaryPrimitives.ReadUInt64BigEndian(bytes),
                BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
                BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
                BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]));
        }

        public int CompareTo(SaltKey other) => A != other.A ? A.CompareTo(other.A) : (B, C, D).CompareTo((other.B, other.C, other.D));
    }
}
