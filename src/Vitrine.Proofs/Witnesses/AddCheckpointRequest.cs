using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Vitrine.Proofs;

/// <summary>What a log sends a witness: its new checkpoint, and the proof that it goes on from the one the witness cosigned last. Nothing verified.</summary>
/// <remarks>
/// C2SP tlog-witness v1.0.0, the body of <c>add-checkpoint</c>: <c>old N</c>, at most 63 lines of a base64 hash, an empty line, the signed
/// checkpoint. At most <see cref="MaxSize"/> bytes. Every accepted body is written back exactly.
/// </remarks>
public sealed class AddCheckpointRequest
{
    /// <summary>The most hashes in a proof.</summary>
    public const int MaxProof = 63;

    /// <summary>The most bytes in a body: the first line, the proof and a whole note.</summary>
    public const int MaxSize = 32 + (MaxProof * HashLine) + Proofs.Note.MaxSize;

    private const int HashLine = 45;

    /// <summary>A request from its parts.</summary>
    /// <exception cref="ArgumentException">The proof has more than 63 hashes, or the note is no checkpoint's.</exception>
    public AddCheckpointRequest(TreeSize oldSize, ImmutableArray<Digest> proof, Note note)
        : this(oldSize, proof, note, ClaimedCheckpoint(note) ?? throw new ArgumentException("The note is no checkpoint.", nameof(note)))
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(proof.Length, MaxProof, nameof(proof));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize.Value, Checkpoint.MaxTreeSize, nameof(oldSize));
    }

    private AddCheckpointRequest(TreeSize oldSize, ImmutableArray<Digest> proof, Note note, Checkpoint claimed)
    {
        OldSize = oldSize;
        Proof = proof;
        Note = note;
        Claimed = claimed;
    }

    /// <summary>The size that the log believes the witness cosigned last; 0 for none.</summary>
    public TreeSize OldSize { get; }

    /// <summary>The hashes of the consistency proof from <see cref="OldSize"/>, deepest first.</summary>
    public ImmutableArray<Digest> Proof { get; }

    /// <summary>The signed checkpoint.</summary>
    public Note Note { get; }

    /// <summary>What the note says. Its root may be any, also at size 0: a witness answers that with a status of its own.</summary>
    public Checkpoint Claimed { get; }

    /// <summary>Reads a body.</summary>
    /// <exception cref="NoteFormatException">The bytes are none.</exception>
    public static AddCheckpointRequest Parse(ReadOnlySpan<byte> body) => ParseCore(body, out var request) is { } what
        ? throw new NoteFormatException(NoteVerdict.Malformed, what)
        : request!;

    /// <summary>Reads a body; false where <see cref="Parse"/> would throw.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, [NotNullWhen(true)] out AddCheckpointRequest? request) => ParseCore(body, out request) is null;

    /// <summary>The body's bytes.</summary>
    public byte[] Encode()
    {
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"old {OldSize.Value}\n");
        foreach (var hash in Proof)
        {
            head.Append(hash.ToBase64()).Append('\n');
        }

        return [.. Encoding.ASCII.GetBytes(head.Append('\n').ToString()), .. Note.Encode()];
    }

    private static Checkpoint? ClaimedCheckpoint(Note note)
    {
        ArgumentNullException.ThrowIfNull(note);
        return Checkpoint.TryParseClaim(note.Text.Span, out var claimed) ? claimed : null;
    }

    // Null when the bytes are a request; else what is wrong.
    private static string? ParseCore(ReadOnlySpan<byte> body, out AddCheckpointRequest? request)
    {
        request = null;
        if (body.Length > MaxSize)
        {
            return $"The body has more than {MaxSize} bytes.";
        }

        if (!ProofLines.TryReadNumber(ref body, "old "u8, out var oldSize))
        {
            return "The body does not begin with the line \"old N\", N a size without leading zeros.";
        }

        if (!ProofLines.TryReadHashes(ref body, MaxProof, out var proof))
        {
            return $"After \"old N\" there are not up to {MaxProof} lines of one hash each and an empty line.";
        }

        if (!Note.TryParse(body, out var note))
        {
            return "After the empty line there is no signed note.";
        }

        if (ClaimedCheckpoint(note) is not { } claimed)
        {
            return "The signed note is no checkpoint.";
        }

        request = new AddCheckpointRequest(new TreeSize(oldSize), proof, note, claimed);
        return null;
    }
}
