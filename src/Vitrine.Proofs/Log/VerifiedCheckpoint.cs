using System.Collections.Immutable;

namespace Vitrine.Proofs;

/// <summary>A checkpoint whose log signed it. Only verification makes it, or the log's own key.</summary>
public sealed class VerifiedCheckpoint
{
    private VerifiedCheckpoint(Checkpoint checkpoint, Note note, NoteVerifier log, ImmutableArray<VerifiedSignature> cosignatures)
    {
        Checkpoint = checkpoint;
        Log = log;
        Cosignatures = cosignatures;
        Note = note.Encode();
    }

    /// <summary>What the log said.</summary>
    public Checkpoint Checkpoint { get; }

    /// <summary>Which log this is; the name of <see cref="Log"/>.</summary>
    public string Origin => Checkpoint.Origin;

    /// <summary>How many entries it holds.</summary>
    public TreeSize Size => Checkpoint.Size;

    /// <summary>The root over them.</summary>
    public Digest Root => Checkpoint.Root;

    /// <summary>The log's key.</summary>
    public NoteVerifier Log { get; }

    /// <summary>The signatures of the witnesses asked for, each with its time. A witness may stand here more than once: count keys.</summary>
    public ImmutableArray<VerifiedSignature> Cosignatures { get; }

    /// <summary>The whole signed note, byte for byte.</summary>
    public ReadOnlyMemory<byte> Note { get; }

    /// <summary>Signs a checkpoint with its log's own key.</summary>
    /// <exception cref="ArgumentException">The key's name is not the checkpoint's origin.</exception>
    public static VerifiedCheckpoint Sign(Checkpoint checkpoint, NoteSigner log)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(log);
        return checkpoint.Origin == log.Name
            ? new VerifiedCheckpoint(checkpoint, Proofs.Note.Parse(Proofs.Note.Sign(checkpoint.Encode(), log)), log.Verifier, [])
            : throw new ArgumentException($"The key {log.Name} does not sign for {checkpoint.Origin}.", nameof(log));
    }

    /// <summary>Reads a signed checkpoint and verifies it as <see cref="TryOpen(ReadOnlySpan{byte}, NoteVerifier, IReadOnlyCollection{NoteVerifier}, out VerifiedCheckpoint?)"/> does.</summary>
    /// <exception cref="NoteFormatException">It is not verified; <see cref="NoteFormatException.Verdict"/> says why.</exception>
    public static VerifiedCheckpoint Open(ReadOnlySpan<byte> note, NoteVerifier log, params IReadOnlyCollection<NoteVerifier> witnesses) =>
        TryOpen(note, log, witnesses, out var checkpoint) is var verdict and not NoteVerdict.Verified
            ? throw new NoteFormatException(verdict, Sentence(verdict))
            : checkpoint!;

    /// <summary>
    /// Reads a signed checkpoint. The log's signature must be there and good, its origin be the key's name, and every signature that
    /// names one of the <paramref name="witnesses"/> be good. How many witnesses are enough is the caller's policy.
    /// </summary>
    /// <exception cref="ArgumentException">The log's key is a witness's, a witness's a log's, or two different keys share name and id.</exception>
    public static NoteVerdict TryOpen(
        ReadOnlySpan<byte> note, NoteVerifier log, IReadOnlyCollection<NoteVerifier> witnesses, out VerifiedCheckpoint? checkpoint)
    {
        checkpoint = null;
        return Proofs.Note.TryParse(note, out var parsed) ? TryOpen(parsed, log, witnesses, out checkpoint) : NoteVerdict.Malformed;
    }

    internal static NoteVerdict TryOpen(Note note, NoteVerifier log, IReadOnlyCollection<NoteVerifier> witnesses, out VerifiedCheckpoint? checkpoint)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(witnesses);
        if (log.Algorithm != NoteAlgorithm.Ed25519 || witnesses.Any(witness => witness.Algorithm != NoteAlgorithm.Cosignature))
        {
            throw new ArgumentException("A log signs with a key of type 01, witnesses with keys of type 04.", nameof(witnesses));
        }

        checkpoint = null;
        var verdict = note.Verify([log, .. witnesses], out var opened);
        if (verdict != NoteVerdict.Verified)
        {
            return verdict;
        }

        if (!opened!.Signatures.Any(signature => signature.Key.Equals(log)))
        {
            return NoteVerdict.NoKnownSignature;
        }

        if (!Checkpoint.TryParse(opened.Text.Span, out var parsed))
        {
            return NoteVerdict.NotACheckpoint;
        }

        if (parsed.Origin != log.Name)
        {
            return NoteVerdict.OtherOrigin;
        }

        checkpoint = new VerifiedCheckpoint(parsed, opened.Note, log, [.. opened.Signatures.Where(signature => !signature.Key.Equals(log))]);
        return NoteVerdict.Verified;
    }

    private static string Sentence(NoteVerdict verdict) => verdict switch
    {
        NoteVerdict.Malformed => "The bytes are no signed note.",
        NoteVerdict.NoKnownSignature => "The checkpoint is not signed by the log's key.",
        NoteVerdict.BadSignature => "A signature that names a known key is not that key's.",
        NoteVerdict.NotACheckpoint => "The signed text is no checkpoint.",
        NoteVerdict.OtherOrigin => "The checkpoint is of another log.",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };
}
