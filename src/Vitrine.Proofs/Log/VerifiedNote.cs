using System.Collections.Immutable;

namespace Vitrine.Proofs;

/// <summary>A note in which every signature by a key asked for is good, and at least one is there. Only <see cref="Note"/> makes it.</summary>
public sealed class VerifiedNote
{
    internal VerifiedNote(Note note, ImmutableArray<VerifiedSignature> signatures)
    {
        Note = note;
        Signatures = signatures;
    }

    /// <summary>The note, with its unverified signatures too.</summary>
    public Note Note { get; }

    /// <summary>The text that was signed, with its final newline.</summary>
    public ReadOnlyMemory<byte> Text => Note.Text;

    /// <summary>The signatures that were verified, in the note's order.</summary>
    public ImmutableArray<VerifiedSignature> Signatures { get; }
}

/// <summary>A signature that was verified.</summary>
/// <param name="Key">Whose it is.</param>
/// <param name="Time">When a cosignature was made, by its signer's word; null for other types.</param>
public sealed record VerifiedSignature(NoteVerifier Key, DateTimeOffset? Time);
