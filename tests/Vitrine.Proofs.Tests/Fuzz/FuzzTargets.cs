using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace Vitrine.Proofs.Tests;

/// <summary>
/// Every parser of Proofs, one line each: used by the tests and by <c>./lab fuzz</c>. The claims: only the declared exception escapes; what is accepted
/// encodes again exactly (or, where a format has several spellings, to one that reads back the same); what comes in parts is read as the whole; a read
/// changes nothing, its input included, and a second one has the same outcome. No parser here reads a stream; entry bundles are what comes in parts.
/// </summary>
internal static class FuzzTargets
{
    /// <summary>All of them. Seeds hold keys made anew in each run.</summary>
    public static ImmutableArray<FuzzTarget> All { get; } = Make();

    private static ImmutableArray<FuzzTarget> Make()
    {
        using var chain = new GateChain().Trust(quorum: "both").WithFacts().AddAll();
        var checkpoint = chain.Checkpoint(witnesses: 2);
        var lines = chain.Bundles(checkpoint);
        var statements = Examples.All.Values.Select(statement => statement.ToJson()).ToImmutableArray();
        var text = checkpoint.Checkpoint.Encode();
        var proof = TlogProof.Create(chain.Tree.ProveInclusion(new LogIndex(2), checkpoint.Size), checkpoint.Note.Span, "extra"u8);
        var request = new AddCheckpointRequest(new TreeSize(3), chain.Tree.ProveConsistency(new TreeSize(3), checkpoint.Size).Path, Note.Parse(checkpoint.Note.Span));
        var policy = LogPolicy.Parse(Utf8($"log {chain.Log.Verifier} https://log.example/\nwitness a {chain.Witnesses[0].Verifier} https://a.example/\nwitness b {chain.Witnesses[1].Verifier}\ngroup one any a\ngroup both all one b\nquorum both\n"));
        return
        [
            new("note", [checkpoint.Note.ToArray(), Note.Sign("one\n\ntwo\n"u8, chain.Log)], ReadNote),
            new("checkpoint", [text, [.. text, .. "an extension\n"u8], "empty.example\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"u8.ToArray()], ReadCheckpoint),
            new("note key", [Utf8(chain.Log.Verifier.ToString()), Utf8(chain.Witnesses[0].Verifier.ToString())], ReadVerifier),
            new("private note key", [Utf8(chain.Log.ToSecretText())], ReadSigner),
            new("tile path", [.. new[] { "tile/0/000", "tile/63/x001/x234/067.p/255", "tile/entries/x273/112.p/17" }.Select(Utf8)], ReadTilePath),
            new("entry bundle", [[3, 0, 3, 1, 2, 3, 0, 0, 0, 5, 1, 2, 3, 4, 5], [1, 0, 1, 7], [0]], ReadEntryBundle),
            new("proof", [.. ProofSeeds()], ReadProof),
            new("canonical JSON", [lines[0].ToJson(), "[1e21,-0.5,\"\\u20ac\\n\",null,{\"a\":{},\"b\":[]}]"u8.ToArray()], ReadJson, IsJson: true),
            new("envelope", [lines[0].Envelope.ToJson(), lines[1].Envelope.ToJson()], ReadEnvelope, IsJson: true),
            new("statement", statements, ReadStatement, IsJson: true),
            new("log entry", [lines[0].Entry.ToJson()], ReadEntry, IsJson: true),
            new("bundle", [lines[0].ToJson(), lines[3].ToJson()], ReadBundle, IsJson: true),
            new("bundle file", [BundleFile.Encode(lines.Take(1)), BundleFile.Encode(lines.Take(2))], ReadBundleFile),
            new("policy", [Utf8(chain.PolicyText), Utf8(chain.PolicyText.Replace("laboratories 1", "laboratories 2\napart owner jurisdiction", StringComparison.Ordinal))], ReadPolicy),
            new("gate state", [GateState.Empty.ToJson(), chain.Decide(BundleFile.Encode(lines)).State.ToJson()], ReadState, IsJson: true),
            new("tlog-proof", [proof.Encode(), TlogProof.Create(chain.Tree.ProveInclusion(new LogIndex(0), checkpoint.Size), checkpoint.Note.Span, []).Encode()], ReadTlogProof),
            new("tlog-policy", [policy.Encode(), LogPolicy.Of(chain.Log.Verifier).Encode()], ReadLogPolicy),
            new("witness request", [request.Encode()], ReadWitnessRequest),
            new("witness answer", [CosignatureLines.Encode(chain.Witnesses.Select(witness => witness.Sign(text, GateChain.Noon)))], ReadWitnessAnswer),
            new("receipt", [Receipt.Create(lines[0].Envelope, lines[1]).Encode()], ReadReceipt),
            new("public key", [Utf8(chain.Vendor.PublicKey.ToPem())], ReadPublicKey),
            new("private key", [Utf8(chain.Vendor.ToPkcs8Pem())], ReadPrivateKey),
        ];
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

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

    private static Outcome ReadJson(byte[] input)
    {
        try
        {
            var canonical = CanonicalJson.Canonicalize(input);
            Exact(canonical, CanonicalJson.Canonicalize(canonical));
            BrokenClaimException.Unless(CanonicalJson.IsCanonical(canonical), "the canonical form is not canonical");
            return Outcome.Ok($"{CanonicalJson.Parse(input).ValueKind} {canonical.Length}");
        }
        catch (JsonFormatException e)
        {
            return Outcome.Refused(e);
        }
    }

    private static Outcome ReadEnvelope(byte[] input)
    {
        try
        {
            var envelope = DsseEnvelope.Parse(input);
            var again = DsseEnvelope.Parse(envelope.ToJson());
            Exact(envelope.Payload.AsSpan(), again.Payload.AsSpan());
            Exact(envelope.Signature.AsSpan(), again.Signature.AsSpan());
            Exact(envelope.PayloadType + envelope.KeyId, again.PayloadType + again.KeyId);
            return Outcome.Ok($"{envelope.Payload.Length} {envelope.Signature.Length} {envelope.KeyId.Length}");
        }
        catch (DsseFormatException e)
        {
            return Outcome.Refused(e);
        }
    }

    private static Outcome ReadStatement(byte[] input)
    {
        try
        {
            var statement = Statement.Parse(input);
            Exact(input, statement.ToJson());
            var again = statement.PredicateType switch
            {
                ReleasePredicate.Type => ReleasePredicate.Read(statement).ToJson(),
                ReviewPredicate.Type => ReviewPredicate.Read(statement).ToJson(),
                VsaPredicate.Type => VsaPredicate.Read(statement).ToJson(),
                RebuildPredicate.Type => RebuildPredicate.Read(statement).ToJson(),
                StatusPredicate.Type => StatusPredicate.Read(statement).ToJson(),
                AdvisoryPredicate.Type => AdvisoryPredicate.Read(statement).ToJson(),
                AnchorPredicate.Type => AnchorPredicate.Read(statement).ToJson(),
                PublicationPredicate.Type => PublicationPredicate.Read(statement).ToJson(),
                LogKeyPredicate.Type => LogKeyPredicate.Read(statement).ToJson(),
                RotationPredicate.Type => RotationPredicate.Read(statement).ToJson(),
                ReceiptPredicate.Type => ReceiptPredicate.Read(statement).ToJson(),
                OpeningPredicate.Type => OpeningPredicate.Read(statement).ToJson(),
                _ => statement.Predicate,
            };
            Exact(CanonicalJson.Canonicalize(statement.Predicate), CanonicalJson.Canonicalize(again));
            return Outcome.Ok($"{statement.PredicateType} {statement.Subjects.Length}");
        }
        catch (StatementFormatException e)
        {
            return Outcome.Refused(e);
        }
    }

    private static Outcome ReadEntry(byte[] input) => ReadBundled(input, bytes => LogEntryBody.Parse(bytes).ToJson());

    private static Outcome ReadBundle(byte[] input) => ReadBundled(input, bytes => SigstoreBundle.Parse(bytes).ToJson());

    private static Outcome ReadBundleFile(byte[] input) => ReadBundled(input, bytes => BundleFile.Encode(BundleFile.Parse(bytes)));

    private static Outcome ReadBundled(byte[] input, Func<byte[], byte[]> readAndWrite)
    {
        try
        {
            Exact(input, readAndWrite(input));
            return Outcome.Ok($"{input.Length}");
        }
        catch (BundleFormatException e)
        {
            return Outcome.Refused(e);
        }
    }

    private static Outcome ReadPolicy(byte[] input)
    {
        try
        {
            var policy = Policy.Parse(input);
            return Outcome.Ok($"{policy.Log.Logs.Length} {policy.Log.Witnesses.Length} {policy.Log.Quorum.GetType().Name} {policy.Vendors.Count} {policy.Laboratories.Count} {policy.Tier} {policy.Rebuild}");
        }
        catch (PolicyFormatException e)
        {
            BrokenClaimException.Unless(e.Line >= 0 && e.Line <= Policy.MaxLines, "the fault lies outside");
            return Outcome.Refused(e);
        }
    }

    private static Outcome ReadState(byte[] input)
    {
        try
        {
            var state = GateState.Parse(input);
            Exact(input, state.ToJson());
            return Outcome.Ok($"{state.Logs.Count} {state.Products.Count} {state.NewestTime is null}");
        }
        catch (GateStateFormatException e)
        {
            return Outcome.Refused(e);
        }
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

    private static Outcome ReadReceipt(byte[] input)
    {
        try
        {
            Exact(input, Receipt.Parse(input).Encode());
            return Outcome.Ok($"{input.Length}");
        }
        catch (ReceiptFormatException e)
        {
            return Outcome.Refused(e);
        }
    }

    private static Outcome ReadPublicKey(byte[] input)
    {
        try
        {
            var key = PublicKey.FromPem(Encoding.UTF8.GetString(input));
            BrokenClaimException.Unless(key.Equals(PublicKey.FromPem(key.ToPem())), "written and read it is another key");
            return Outcome.Ok("");
        }
        catch (KeyFormatException e)
        {
            return Outcome.Refused(e);
        }
    }

    private static Outcome ReadPrivateKey(byte[] input)
    {
        try
        {
            using var key = SigningKey.FromPkcs8Pem(Encoding.UTF8.GetString(input));
            using var again = SigningKey.FromPkcs8Pem(key.ToPkcs8Pem());
            BrokenClaimException.Unless(key.PublicKey.Equals(again.PublicKey), "written and read it is another key");
            return Outcome.Ok("");
        }
        catch (KeyFormatException e)
        {
            return Outcome.Refused(e);
        }
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

    private static void Exact(ReadOnlySpan<byte> input, ReadOnlySpan<byte> again) =>
        BrokenClaimException.Unless(input.SequenceEqual(again), "what was accepted does not encode again exactly");

    private static void Exact(string input, string again) =>
        BrokenClaimException.Unless(input == again, "what was accepted is not written again exactly");

    private static T Declared<T>(Action read)
        where T : Exception
    {
        try
        {
            read();
        }
        catch (T e)
        {
            return e;
        }

        throw new BrokenClaimException("two ways of reading disagree");
    }
}
