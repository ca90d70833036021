using System.Collections.Immutable;
using System.Text;

namespace Vitrine.Proofs;

/// <summary>What a witness answers: signature lines for the checkpoint it was sent.</summary>
/// <remarks>C2SP tlog-witness v1.0.0: one or more lines <c>— name base64(keyid ‖ signature)</c>, each ended by a newline; at most 64 here.</remarks>
public static class CosignatureLines
{
    /// <summary>The most bytes in an answer that is read: 16 KiB. An ML-DSA-44 line has some 3,300 bytes.</summary>
    public const int MaxSize = 16 * 1024;

    /// <summary>The answer's bytes.</summary>
    public static byte[] Encode(params IEnumerable<NoteSignature> signatures)
    {
        ArgumentNullException.ThrowIfNull(signatures);
        return Encoding.UTF8.GetBytes(string.Concat(signatures.Select(static signature => signature + "\n")));
    }

    /// <summary>Reads an answer's lines, nothing verified. What is accepted is written back exactly.</summary>
    public static bool TryParse(ReadOnlySpan<byte> answer, out ImmutableArray<NoteSignature> signatures)
    {
        signatures = [];
        if (answer.Length > MaxSize || !Note.TryParse([.. "x\n\n"u8, .. answer], out var note))
        {
            return false;
        }

        // An empty line in the answer would end the text there and not where this one does.
        signatures = note.Text.Length == 2 ? note.Signatures : [];
        return !signatures.IsEmpty;
    }

    /// <summary>
    /// The signature of <paramref name="witness"/> on the checkpoint, if the answer has one that is good. Lines of other keys are passed over; a line
    /// that names this key and is not its signature, or says the time 0, makes the answer none.
    /// </summary>
    public static NoteSignature? Find(ImmutableArray<NoteSignature> signatures, NoteVerifier witness, ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(witness);
        time = default;
        NoteSignature? found = null;
        foreach (var signature in signatures)
        {
            if (signature.Name != witness.Name || signature.KeyId != witness.KeyId)
            {
                continue;
            }

            if (!witness.Verify(text, signature.Bytes.AsSpan(), out var signed) || signed is not { } at || at == DateTimeOffset.UnixEpoch)
            {
                return null;
            }

            (found, time) = (signature, at);
        }

        return found;
    }
}
