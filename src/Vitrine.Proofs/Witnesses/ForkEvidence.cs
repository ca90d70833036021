using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Vitrine.Proofs;

/// <summary>Two trees that one log signed, of which the smaller is not the beginning of the larger: proof that it showed two faces.</summary>
/// <remarks>
/// Three files: <c>smaller</c> and <c>larger</c>, signed checkpoints; <c>proof</c>, lines of base64 hashes: the root that the larger tree really had at
/// the smaller's size, then the consistency proof from there. Whoever trusts the log's key can check it, and needs nobody's word. Docs:
/// docs/formats/monitor.md.
/// </remarks>
public sealed class ForkEvidence
{
    private ForkEvidence(VerifiedCheckpoint smaller, VerifiedCheckpoint larger, Digest prefix, ConsistencyProof proof)
    {
        Smaller = smaller;
        Larger = larger;
        Prefix = prefix;
        Proof = proof;
    }

    /// <summary>The checkpoint of the smaller tree; of equal ones either.</summary>
    public VerifiedCheckpoint Smaller { get; }

    /// <summary>The checkpoint of the larger tree.</summary>
    public VerifiedCheckpoint Larger { get; }

    /// <summary>The root that the larger tree had at the smaller's size. It is not the one that the log signed for it.</summary>
    public Digest Prefix { get; }

    /// <summary>Shows that the larger tree began so.</summary>
    public ConsistencyProof Proof { get; }

    /// <summary>Puts evidence together; false when it shows no fork.</summary>
    /// <param name="smaller">The smaller tree's checkpoint.</param>
    /// <param name="larger">The larger one's, of the same log.</param>
    /// <param name="prefix">The root that the larger tree had at the smaller's size.</param>
    /// <param name="path">The hashes of the proof that it had.</param>
    /// <param name="evidence">The evidence.</param>
    public static bool TryCreate(
        VerifiedCheckpoint smaller, VerifiedCheckpoint larger, Digest prefix, ImmutableArray<Digest> path, [NotNullWhen(true)] out ForkEvidence? evidence)
    {
        ArgumentNullException.ThrowIfNull(smaller);
        ArgumentNullException.ThrowIfNull(larger);
        var proof = new ConsistencyProof(smaller.Size, larger.Size, path);
        var shown = smaller.Origin == larger.Origin && prefix != smaller.Root && proof.Verify(prefix, larger.Root);
        evidence = shown ? new ForkEvidence(smaller, larger, prefix, proof) : null;
        return shown;
    }

    /// <summary>Reads the three files under a policy that trusts the log; false when they show no fork of it.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> smaller, ReadOnlySpan<byte> larger, ReadOnlySpan<byte> proof, LogPolicy policy, [NotNullWhen(true)] out ForkEvidence? evidence)
    {
        ArgumentNullException.ThrowIfNull(policy);
        evidence = null;
        ReadOnlySpan<byte> text = [.. proof, (byte)'\n'];
        return policy.TryOpen(smaller, out var first) == NoteVerdict.Verified
            && policy.TryOpen(larger, out var second) == NoteVerdict.Verified
            && ProofLines.TryReadHashes(ref text, 1 + InclusionProof.MaxLength, out var hashes)
            && text.IsEmpty
            && !hashes.IsEmpty
            && TryCreate(first!, second!, hashes[0], hashes[1..], out evidence);
    }

    /// <summary>The bytes of the file <c>proof</c>.</summary>
    public byte[] EncodeProof() => Encoding.ASCII.GetBytes(string.Concat(Proof.Path.Prepend(Prefix).Select(static hash => hash.ToBase64() + "\n")));
}
