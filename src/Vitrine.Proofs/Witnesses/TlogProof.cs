using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Vitrine.Proofs;

/// <summary>The proof that an entry is in a log, as one text that travels with it; nothing verified.</summary>
/// <remarks>
/// C2SP tlog-proof: <c>c2sp.org/tlog-proof@v1</c>, optionally <c>extra BASE64</c>, <c>index N</c>, at most 64 lines of a base64 hash (leaf to root), an empty
/// line, the signed checkpoint. At most 512 KiB, 64 KiB of them extra data. Every accepted text is written back exactly. File extension
/// <c>.tlog-proof</c>. Docs: docs/formats/tlog-proof.md.
/// </remarks>
public sealed class TlogProof
{
    /// <summary>The most bytes in a proof.</summary>
    public const int MaxSize = 512 * 1024;

    /// <summary>The most bytes of extra data.</summary>
    public const int MaxExtra = 64 * 1024;

    private TlogProof(ImmutableArray<byte> extra, LogIndex index, ImmutableArray<Digest> path, Note note, Checkpoint claimed)
    {
        Extra = extra;
        Index = index;
        Path = path;
        Note = note;
        Claimed = claimed;
    }

    /// <summary>What the application put beside the proof; empty for none. <b>Not signed by anyone.</b></summary>
    public ImmutableArray<byte> Extra { get; }

    /// <summary>Where the entry is said to be.</summary>
    public LogIndex Index { get; }

    /// <summary>The hashes beside the way from the entry to the root, leaf first.</summary>
    public ImmutableArray<Digest> Path { get; }

    /// <summary>The signed checkpoint.</summary>
    public Note Note { get; }

    /// <summary>What the checkpoint says, nothing of it verified.</summary>
    public Checkpoint Claimed { get; }

    /// <summary>A proof from its parts.</summary>
    /// <exception cref="ArgumentException">The note is no checkpoint's, the proof is of another size or too long, or there is too much extra data.</exception>
    public static TlogProof Create(InclusionProof proof, ReadOnlySpan<byte> checkpoint, ReadOnlySpan<byte> extra)
    {
        ArgumentNullException.ThrowIfNull(proof);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(extra.Length, MaxExtra, nameof(extra));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(proof.Path.Length, InclusionProof.MaxLength, nameof(proof));
        return Note.TryParse(checkpoint, out var note) && Checkpoint.TryParse(note.Text.Span, out var claimed) && claimed.Size == proof.Size
            ? new TlogProof([.. extra], proof.Index, proof.Path, note, claimed)
            : throw new ArgumentException("The note is no checkpoint of the size that the proof is for.", nameof(checkpoint));
    }

    /// <summary>Reads a proof.</summary>
    /// <exception cref="NoteFormatException">The bytes are none.</exception>
    public static TlogProof Parse(ReadOnlySpan<byte> text) => ParseCore(text, out var proof) is { } what
        ? throw new NoteFormatException(NoteVerdict.Malformed, what)
        : proof!;

    /// <summary>Reads a proof; false where <see cref="Parse"/> would throw.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, [NotNullWhen(true)] out TlogProof? proof) => ParseCore(text, out proof) is null;

    /// <summary>The proof's bytes.</summary>
    public byte[] Encode()
    {
        var head = new StringBuilder(Header);
        if (!Extra.IsEmpty)
        {
            head.Append("extra ").Append(Convert.ToBase64String(Extra.AsSpan())).Append('\n');
        }

        head.Append(CultureInfo.InvariantCulture, $"index {Index.Value}\n");
        foreach (var hash in Path)
        {
            head.Append(hash.ToBase64()).Append('\n');
        }

        return [.. Encoding.ASCII.GetBytes(head.Append('\n').ToString()), .. Note.Encode()];
    }

    /// <summary>Whether the entry of this leaf hash is in a log that the policy trusts, under a checkpoint that enough of its witnesses cosigned.</summary>
    /// <param name="leafHash">From <see cref="Merkle.LeafHash"/> of the entry, which the caller has: a proof does not hold it.</param>
    /// <param name="policy">Which logs and witnesses are trusted.</param>
    /// <param name="verified">What was shown; null unless <see cref="ProofVerdict.Verified"/>.</param>
    public ProofVerdict Verify(Digest leafHash, LogPolicy policy, out VerifiedTlogProof? verified)
    {
        ArgumentNullException.ThrowIfNull(policy);
        verified = null;
        var verdict = policy.TryOpen(Note, out var checkpoint);
        if (verdict != NoteVerdict.Verified)
        {
            return verdict == NoteVerdict.BadSignature ? ProofVerdict.BadSignature : ProofVerdict.UnknownLog;
        }

        if (!policy.IsMet(checkpoint!))
        {
            return ProofVerdict.QuorumMissing;
        }

        if (!new InclusionProof(Index, checkpoint!.Size, Path).Verify(leafHash, checkpoint.Root))
        {
            return ProofVerdict.NotIncluded;
        }

        verified = new VerifiedTlogProof(leafHash, Index, checkpoint);
        return ProofVerdict.Verified;
    }

    private const string Header = "c2sp.org/tlog-proof@v1\n";

    // Null when the bytes are a proof; else what is wrong.
    private static string? ParseCore(ReadOnlySpan<byte> text, out TlogProof? proof)
    {
        proof = null;
        if (text.Length > MaxSize)
        {
            return $"The proof has more than {MaxSize} bytes.";
        }

        if (!text.StartsWith("c2sp.org/tlog-proof@v1\n"u8))
        {
            return "The first line is not c2sp.org/tlog-proof@v1.";
        }

        text = text[Header.Length..];
        byte[] extra = [];
        if (text.StartsWith("extra "u8))
        {
            var line = text["extra ".Length..];
            var end = line.IndexOf((byte)'\n');
            if (end < 1 || !NoteBase64.TryDecode(line[..end], out extra!) || extra.Length > MaxExtra)
            {
                return $"The line \"extra\" is not 1 to {MaxExtra} bytes in base64.";
            }

            text = line[(end + 1)..];
        }

        if (!ProofLines.TryReadNumber(ref text, "index "u8, out var index))
        {
            return "There is no line \"index N\", N a whole number without leading zeros, where it belongs.";
        }

        if (!ProofLines.TryReadHashes(ref text, InclusionProof.MaxLength, out var path))
        {
            return $"After \"index N\" there are not up to {InclusionProof.MaxLength} lines of one hash each and an empty line.";
        }

        if (!Note.TryParse(text, out var note) || !Checkpoint.TryParse(note.Text.Span, out var claimed))
        {
            return "After the empty line there is no signed checkpoint.";
        }

        proof = new TlogProof([.. extra], new LogIndex(index), path, note, claimed);
        return null;
    }
}

/// <summary>What came of verifying a proof. Only <see cref="Verified"/> is good.</summary>
public enum ProofVerdict
{
    /// <summary>No log that the policy names has signed the checkpoint, or it signed for another origin.</summary>
    UnknownLog = 0,

    /// <summary>A signature that names a log or a witness of the policy is not its own.</summary>
    BadSignature,

    /// <summary>The log signed, but not enough of the policy's witnesses cosigned.</summary>
    QuorumMissing,

    /// <summary>The hashes do not lead from the entry to the checkpoint's root: another entry, index or tree.</summary>
    NotIncluded,

    /// <summary>The entry is in the log, and enough witnesses saw the log so.</summary>
    Verified,
}

/// <summary>An entry that was shown to be in a log, under a checkpoint that a policy trusts. Only <see cref="TlogProof.Verify"/> makes it.</summary>
public sealed class VerifiedTlogProof
{
    internal VerifiedTlogProof(Digest leafHash, LogIndex index, VerifiedCheckpoint checkpoint)
    {
        LeafHash = leafHash;
        Index = index;
        Checkpoint = checkpoint;
    }

    /// <summary>The leaf hash of the entry.</summary>
    public Digest LeafHash { get; }

    /// <summary>Where it is.</summary>
    public LogIndex Index { get; }

    /// <summary>The checkpoint, with the cosignatures that counted.</summary>
    public VerifiedCheckpoint Checkpoint { get; }
}
