using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace Vitrine.Proofs.Tests;

/// <summary>Tiles, bundles of entries, hashes and proofs.</summary>
internal static partial class FuzzTargets
{
    private static Outcome ReadTilePath(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        if (!TilePath.TryParse(text, out var path))
        {
            return Outcome.Refused("");
        }

        Exact(text, path.ToString());
        return Outcome.Ok($"{path.IsEntries} {path.IsFull} {path.Index}");
    }

    // The first byte is the width that is asked for.
    private static Outcome ReadEntryBundle(byte[] input)
    {
        if (input.Length == 0)
        {
            return Outcome.Refused("no width");
        }

        var (bundle, width) = (input.AsMemory(1), input[0]);
        if (!EntryBundle.TryParse(bundle, width, out var entries))
        {
            return Outcome.Refused(Declared<EntryBundleFormatException>(() => EntryBundle.Parse(bundle, width)));
        }

        Exact(bundle.Span, [.. entries.SelectMany(entry => (byte[])[(byte)(entry.Length >> 8), (byte)(entry.Length & 0xFF), .. entry.Span])]);
        for (var part = 0; part <= width; part++)
        {
            BrokenClaimException.Unless(
                EntryBundle.TryFindEnd(bundle.Span, part, out var end)
                && EntryBundle.TryParse(bundle[..end], part, out var first)
                && first.SequenceEqual(entries[..part], (one, other) => one.Span.SequenceEqual(other.Span)),
                "a beginning of the bundle is read otherwise than the whole");
        }

        return Outcome.Ok($"{width} entries, {bundle.Length}");
    }

    // Kind, index or older size, size (8 bytes each), leaf or older root, root, path. What holds must hold by the recursion of RFC 9162 too.
    private static Outcome ReadProof(byte[] input)
    {
        const int Head = 1 + 8 + 8 + (2 * Digest.Size);
        if (input.Length < Head || (input.Length - Head) % Digest.Size != 0)
        {
            return Outcome.Refused("no proof");
        }

        var (at, size) = (BinaryPrimitives.ReadUInt64BigEndian(input.AsSpan(1)), BinaryPrimitives.ReadUInt64BigEndian(input.AsSpan(9)));
        var hashes = Enumerable.Range(0, (input.Length - 17) / Digest.Size).Select(i => Digest.FromBytes(input.AsSpan(17 + (i * Digest.Size), Digest.Size))).ToImmutableArray();
        var path = hashes[2..];
        var holds = input[0] % 2 == 0
            ? new InclusionProof(new LogIndex(at), new TreeSize(size), path).Verify(hashes[0], hashes[1])
            : new ConsistencyProof(new TreeSize(at), new TreeSize(size), path).Verify(hashes[0], hashes[1]);
        BrokenClaimException.Unless(
            holds == (input[0] % 2 == 0 ? ProofsByRecursion.Includes(at, size, hashes[0], hashes[1], path) : ProofsByRecursion.IsConsistent(at, size, hashes[0], hashes[1], path)),
            "the recursion of RFC 9162 disagrees");
        var words = $"{input[0] % 2} {path.Length} hashes, {Bits(at)} of {Bits(size)}";
        return holds ? Outcome.Ok(words) : Outcome.Refused(words);

        static int Bits(ulong value) => System.Numerics.BitOperations.Log2(value | 1);
    }

    /// <summary>Inclusion and consistency proofs of small and middling trees, as <see cref="ReadProof"/> reads them.</summary>
    private static IEnumerable<byte[]> ProofSeeds()
    {
        var tree = new MerkleTree();
        for (var i = 0; i < 300; i++)
        {
            tree.Append([(byte)(i & 0xFF), (byte)(i >> 8)]);
        }

        foreach (var size in (ulong[])[1, 2, 3, 7, 8, 200, 256, 257, 300])
        {
            foreach (var at in ((ulong[])[0, 1, size / 2, size - 1]).Where(at => at < size).Distinct())
            {
                var root = tree.Root(new TreeSize(size));
                yield return Spell(0, at, size, tree.Node(0, at), root, tree.ProveInclusion(new LogIndex(at), new TreeSize(size)).Path);
                yield return Spell(1, at + 1, size, tree.Root(new TreeSize(at + 1)), root, tree.ProveConsistency(new TreeSize(at + 1), new TreeSize(size)).Path);
            }
        }
    }

    private static byte[] Spell(byte kind, ulong at, ulong size, Digest held, Digest root, ImmutableArray<Digest> path)
    {
        var numbers = new byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(numbers, at);
        BinaryPrimitives.WriteUInt64BigEndian(numbers.AsSpan(8), size);
        return [kind, .. numbers, .. held.ToArray(), .. root.ToArray(), .. path.SelectMany(hash => hash.ToArray())];
    }

    private static Outcome ReadDigest(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        var (hex, base64) = (Digest.TryParseHex(text, out var one), Digest.TryParseBase64(text, out var other));
        if (hex)
        {
            Exact(text.ToLowerInvariant(), one.ToHex());
            BrokenClaimException.Unless(Digest.ParseHex(text) == one, "two ways of reading disagree");
        }
        else
        {
            Declared<FormatException>(() => Digest.ParseHex(text));
        }

        if (base64)
        {
            Exact(text, other.ToBase64());
        }

        return new Outcome(hex || base64, $"{hex} {base64} {text.Length}");
    }
}
