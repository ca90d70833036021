using System.Collections.Immutable;
using System.Text;

namespace Vitrine.Proofs.Tests;

/// <summary>
/// Every parser of Proofs, one line each: used by the tests and by <c>./lab fuzz</c>. The claims: only the declared exception escapes; what is accepted
/// encodes again exactly (or, where a format has several spellings, to one that reads back the same); what comes in parts is read as the whole; a read
/// changes nothing, its input included, and a second one has the same outcome. No parser here reads a stream; entry bundles are what comes in parts.
/// </summary>
internal static partial class FuzzTargets
{
    /// <summary>All of them. Seeds hold keys made anew in each run.</summary>
    public static ImmutableArray<FuzzTarget> All { get; } = Make();

    private const string TalliedSession = "s-0123456789";

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
            new("note", [checkpoint.Note.ToArray(), Note.Sign("one\n\ntwo\n"u8, chain.Log)], ReadNote, Of: [typeof(Note), typeof(VerifiedCheckpoint)]),
            new("checkpoint", [text, [.. text, .. "an extension\n"u8], "empty.example\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"u8.ToArray()], ReadCheckpoint, Of: [typeof(Checkpoint)]),
            new("note key", [Utf8(chain.Log.Verifier.ToString()), Utf8(chain.Witnesses[0].Verifier.ToString())], ReadVerifier, Of: [typeof(NoteVerifier)]),
            new("private note key", [Utf8(chain.Log.ToSecretText())], ReadSigner, Of: [typeof(NoteSigner)]),
            new("tile path", [.. new[] { "tile/0/000", "tile/63/x001/x234/067.p/255", "tile/entries/x273/112.p/17" }.Select(Utf8)], ReadTilePath, Of: [typeof(TilePath)]),
            new("entry bundle", [[3, 0, 3, 1, 2, 3, 0, 0, 0, 5, 1, 2, 3, 4, 5], [1, 0, 1, 7], [0]], ReadEntryBundle, Of: [typeof(EntryBundle)]),
            new("proof", [.. ProofSeeds()], ReadProof),
            new("canonical JSON", [lines[0].ToJson(), "[1e21,-0.5,\"\\u20ac\\n\",null,{\"a\":{},\"b\":[]}]"u8.ToArray()], ReadJson, IsJson: true, Of: [typeof(CanonicalJson)]),
            new("envelope", [lines[0].Envelope.ToJson(), lines[1].Envelope.ToJson()], ReadEnvelope, IsJson: true, Of: [typeof(DsseEnvelope)]),
            new("statement", statements, ReadStatement, IsJson: true, Of: [typeof(Statement)]),
            new("log entry", [lines[0].Entry.ToJson()], ReadEntry, IsJson: true, Of: [typeof(LogEntryBody)]),
            new("bundle", [lines[0].ToJson(), lines[3].ToJson()], ReadBundle, IsJson: true, Of: [typeof(SigstoreBundle)]),
            new("bundle file", [BundleFile.Encode(lines.Take(1)), BundleFile.Encode(lines.Take(2))], ReadBundleFile, Of: [typeof(BundleFile)]),
            new("policy", [Utf8(chain.PolicyText), Utf8(chain.PolicyText.Replace("laboratories 1", "laboratories 2\napart owner jurisdiction", StringComparison.Ordinal))], ReadPolicy, Of: [typeof(Policy)]),
            new("gate state", [GateState.Empty.ToJson(), chain.Decide(BundleFile.Encode(lines)).State.ToJson()], ReadState, IsJson: true, Of: [typeof(GateState)]),
            new("tlog-proof", [proof.Encode(), TlogProof.Create(chain.Tree.ProveInclusion(new LogIndex(0), checkpoint.Size), checkpoint.Note.Span, []).Encode()], ReadTlogProof, Of: [typeof(TlogProof)]),
            new("tlog-policy", [policy.Encode(), LogPolicy.Of(chain.Log.Verifier).Encode()], ReadLogPolicy, Of: [typeof(LogPolicy)]),
            new("witness request", [request.Encode()], ReadWitnessRequest, Of: [typeof(AddCheckpointRequest)]),
            new("witness answer", [CosignatureLines.Encode(chain.Witnesses.Select(witness => witness.Sign(text, GateChain.Noon)))], ReadWitnessAnswer, Of: [typeof(CosignatureLines)]),
            new("receipt", [Receipt.Create(lines[0].Envelope, lines[1]).Encode()], ReadReceipt, Of: [typeof(Receipt)]),
            new("public key", [Utf8(chain.Vendor.PublicKey.ToPem())], ReadPublicKey, Of: [typeof(PublicKey)]),
            new("private witness key", [Utf8(chain.Witnesses[0].ToSecretText())], ReadCosigner, Of: [typeof(Cosigner)]),
            new("fork evidence", [ForkSeed(chain.Log)], input => ReadForkEvidence(input, policy), Of: [typeof(ForkEvidence)]),
            new("digest", [Utf8(checkpoint.Root.ToHex()), Utf8(checkpoint.Root.ToBase64())], ReadDigest, Of: [typeof(Digest)]),
            new("time", [Utf8("2026-03-02T12:00:00Z"), Utf8("2024-02-29")], ReadTime, Of: [typeof(UtcDay), typeof(UtcTime)]),
            new("session tally", [TallySeed()], ReadTally, Of: [typeof(SessionTally)]),
            new("key in DER", [chain.Vendor.PublicKey.Spki.ToArray()], ReadSpki),
            new("private key", [Utf8(chain.Vendor.ToPkcs8Pem())], ReadPrivateKey, Of: [typeof(SigningKey)]),
        ];
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

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
