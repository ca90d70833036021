using System.Buffers.Binary;
using System.Text;

namespace Vitrine.Proofs.Tests;

/// <summary>Notes, their keys, and what travels in or beside them.</summary>
internal static partial class FuzzTargets
{
    private static Outcome ReadNote(byte[] input)
    {
        var accepted = Note.TryParse(input, out var note);
        try
        {
            Exact(input, Note.Parse(input).Encode());
            BrokenClaimException.Unless(accepted && Note.TryOpen(input, [], out _) == NoteVerdict.NoKnownSignature, "two ways of reading disagree");
            return Outcome.Ok($"{note!.Signatures.Length} signatures, {note.Text.Span.Count((byte)'\n')} lines");
        }
        catch (NoteFormatException e)
        {
            BrokenClaimException.Unless(!accepted && e.Verdict == NoteVerdict.Malformed && e.Position <= input.Length, "two ways of reading disagree");
            return Outcome.Refused(e);
        }
    }

    private static Outcome ReadCheckpoint(byte[] input)
    {
        if (!Checkpoint.TryParse(input, out var checkpoint))
        {
            return Outcome.Refused(Declared<NoteFormatException>(() => Checkpoint.Parse(input)));
        }

        Exact(input, checkpoint.Encode());
        return Outcome.Ok($"{checkpoint.Extensions.Length} lines, {checkpoint.Size}");
    }

    private static Outcome ReadVerifier(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        if (!NoteVerifier.TryParse(text, out var key))
        {
            return Outcome.Refused(Declared<NoteFormatException>(() => NoteVerifier.Parse(text)));
        }

        Exact(text, key.ToString());
        return Outcome.Ok(key.Algorithm.ToString());
    }

    private static Outcome ReadSigner(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        if (!NoteSigner.TryParse(text, out var key))
        {
            var refused = Declared<NoteFormatException>(() => NoteSigner.Parse(text));
            BrokenClaimException.Unless(text.Length < 64 || !refused.Message.Contains(text, StringComparison.Ordinal), "a secret is in a message");
            return Outcome.Refused(refused);
        }

        Exact(text, key.ToSecretText());
        return Outcome.Ok("");
    }

    private static Outcome ReadTlogProof(byte[] input)
    {
        if (!TlogProof.TryParse(input, out var proof))
        {
            return Outcome.Refused(Declared<NoteFormatException>(() => TlogProof.Parse(input)));
        }

        Exact(input, proof.Encode());
        return Outcome.Ok($"{proof.Path.Length} hashes, {proof.Extra.Length} extra, {proof.Note.Signatures.Length} signatures");
    }

    private static Outcome ReadLogPolicy(byte[] input)
    {
        try
        {
            // Comments and blanks are free: written and read again it must be the same policy, in the same bytes from then on.
            var policy = LogPolicy.Parse(input);
            Exact(policy.Encode(), LogPolicy.Parse(policy.Encode()).Encode());
            return Outcome.Ok($"{policy.Logs.Length} {policy.Witnesses.Length} {policy.Groups.Length} {policy.Quorum.GetType().Name}");
        }
        catch (PolicyFormatException e)
        {
            return Outcome.Refused(e);
        }
    }

    private static Outcome ReadWitnessRequest(byte[] input)
    {
        if (!AddCheckpointRequest.TryParse(input, out var request))
        {
            return Outcome.Refused(Declared<NoteFormatException>(() => AddCheckpointRequest.Parse(input)));
        }

        Exact(input, request.Encode());
        return Outcome.Ok($"{request.Proof.Length} hashes, {request.Note.Signatures.Length} signatures");
    }

    private static Outcome ReadWitnessAnswer(byte[] input)
    {
        if (!CosignatureLines.TryParse(input, out var signatures))
        {
            return Outcome.Refused("");
        }

        Exact(input, CosignatureLines.Encode(signatures));
        return Outcome.Ok($"{signatures.Length}");
    }

    private static Outcome ReadCosigner(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        if (!Cosigner.TryParse(text, out var key))
        {
            var refused = Declared<NoteFormatException>(() => Cosigner.Parse(text));
            BrokenClaimException.Unless(text.Length < 64 || !refused.Message.Contains(text, StringComparison.Ordinal), "a secret is in a message");
            return Outcome.Refused(refused);
        }

        Exact(text, key.ToSecretText());
        return Outcome.Ok("");
    }

    // The three files, each after its length in two bytes. What it shows must be shown by the recursion of RFC 9162 too.
    private static Outcome ReadForkEvidence(byte[] input, LogPolicy policy)
    {
        if (!TryCut(input, out var files))
        {
            return Outcome.Refused("no three files");
        }

        if (!ForkEvidence.TryOpen(files[0], files[1], files[2], policy, out var evidence))
        {
            return Outcome.Refused("");
        }

        Exact(files[2], evidence.EncodeProof());
        Exact(files[0], evidence.Smaller.Note.Span);
        Exact(files[1], evidence.Larger.Note.Span);
        BrokenClaimException.Unless(
            evidence.Prefix != evidence.Smaller.Root && ProofsByRecursion.IsConsistent(evidence.Smaller.Size.Value, evidence.Larger.Size.Value, evidence.Prefix, evidence.Larger.Root, evidence.Proof.Path),
            "it shows no fork");
        return Outcome.Ok($"{evidence.Proof.Path.Length} hashes");
    }

    private static bool TryCut(byte[] input, out byte[][] files)
    {
        files = [[], [], []];
        var at = 0;
        for (var file = 0; file < files.Length; file++)
        {
            if (input.Length < at + 2 || input.Length < at + 2 + BinaryPrimitives.ReadUInt16BigEndian(input.AsSpan(at)))
            {
                return false;
            }

            files[file] = input[(at + 2)..(at + 2 + BinaryPrimitives.ReadUInt16BigEndian(input.AsSpan(at)))];
            at += 2 + files[file].Length;
        }

        return at == input.Length;
    }

    /// <summary>A fork of one log at two sizes, as <see cref="ReadForkEvidence"/> reads it.</summary>
    private static byte[] ForkSeed(NoteSigner log)
    {
        var (one, other) = (new MerkleTree(), new MerkleTree());
        for (var i = 0; i < 9; i++)
        {
            one.Append([(byte)i]);
            other.Append([(byte)(i / 2)]);
        }

        var proof = other.ProveConsistency(new TreeSize(5), other.Size);
        ForkEvidence.TryCreate(Signed(one, 5), Signed(other, 9), other.Root(new TreeSize(5)), proof.Path, out var evidence);
        return [.. ((ReadOnlyMemory<byte>[])[evidence!.Smaller.Note, evidence.Larger.Note, evidence.EncodeProof()]).SelectMany(file => (byte[])[(byte)(file.Length >> 8), (byte)(file.Length & 0xFF), .. file.Span])];

        VerifiedCheckpoint Signed(MerkleTree tree, ulong size) => VerifiedCheckpoint.Sign(new Checkpoint(log.Name, new TreeSize(size), tree.Root(new TreeSize(size))), log);
    }
}
