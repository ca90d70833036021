using System.Text;
using System.Text.Json;

namespace Vitrine.Proofs.Tests;

/// <summary>vectors/receipts: receipts with the verdict that a verifier in any language must reach. VITRINE_MAKE_VECTORS=1 makes them anew.</summary>
public sealed class ReceiptVectorTests
{
    private static readonly string Path = System.IO.Path.Combine(Examples.Formats, "..", "..", "vectors", "receipts", "receipts.json");
    private static readonly JsonSerializerOptions Spelling = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Vectors_EveryCase_HasTheVerdictThatStandsThere()
    {
        if (Environment.GetEnvironmentVariable("VITRINE_MAKE_VECTORS") == "1")
        {
            File.WriteAllText(Path, JsonSerializer.Serialize(Make(), Spelling) + "\n", new UTF8Encoding(false));
        }

        var vectors = JsonSerializer.Deserialize<Vectors>(File.ReadAllBytes(Path), Spelling)!;
        Assert.Equal(14, vectors.Cases.Length);
        Assert.All(vectors.Cases, one => Assert.Equal((one.Name, one.Verdict), (one.Name, Verdict(vectors, one))));
    }

    private static string Verdict(Vectors vectors, Case one)
    {
        try
        {
            var verdict = VerifiedReceipt.TryOpen(Receipt.Parse(Encoding.UTF8.GetBytes(one.Receipt)), NoteVerifier.Parse(vectors.LogKey), [NoteVerifier.Parse(vectors.WitnessKey)], out var verified);
            return Word(verdict == ReceiptVerdict.Verified ? verified!.Hold(SessionTally.Of(verified.Said.Session, [.. one.Ledger.Select(entry => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(vectors.Entries[entry]))])) : verdict);
        }
        catch (ReceiptFormatException)
        {
            return "malformed";
        }
    }

    private static string Word(ReceiptVerdict verdict) => char.ToLowerInvariant(verdict.ToString()[0]) + verdict.ToString()[1..];

    private static Vectors Make()
    {
        using var scene = new ReceiptScene();
        using var stranger = new ReceiptScene();
        using var elsewhere = new ReceiptScene { Log = scene.Log, Centre = scene.Centre, LedgerOrigin = "other.example/ledger" };
        var good = scene.Make();
        var text = Encoding.UTF8.GetString(good.Encode());
        var acts = Enumerable.Range(0, scene.Entries.Count).ToArray();
        var anchor = scene.Anchor();
        var noAnchor = scene.Anchor(((ReleasePredicate)Examples.Predicates["release"]).Of([Subject.File("a", Digest.Of("a"u8))]));
        Case Of(string name, Receipt receipt, string verdict, int[]? ledger = null) => new(name, Encoding.UTF8.GetString(receipt.Encode()), ledger ?? acts, verdict);
        return new Vectors(
            "docs/formats/receipt.md. A case's ledger lists which of the entries a verifier is given, in order; verdicts are those of the table there.",
            scene.Log.Verifier.ToString(),
            scene.Witness.Verifier.ToString(),
            [.. scene.Entries.Select(entry => Encoding.UTF8.GetString(entry.Span))],
            [
                Of("a session of seven acts", good, "verified"),
                Of("the last act is left out", good, "otherActs", acts[..13]),
                Of("a stranger's log", stranger.Make(), "otherLog"),
                Of("another anchor is named", scene.Make(said => said with { Anchor = Digest.Of("another"u8) }), "otherLedger"),
                Of("another size than the anchor's", scene.Make(said => said with { Ledger = said.Ledger with { Size = new TreeSize(99) } }), "otherLedger"),
                Of("a ledger of another centre", Signed(elsewhere, scene), "otherLedger"),
                Of("another leaf", scene.Make(said => said with { Acts = said.Acts with { First = said.Acts.First with { Leaf = Digest.Of("another"u8) } } }), "actNotInLedger"),
                Of("one act less is counted", scene.Make(said => said with { Acts = said.Acts with { Count = 6 } }), "otherActs"),
                Of("another root over the acts", scene.Make(said => said with { Acts = said.Acts with { Root = Digest.Of("another"u8) } }), "otherActs"),
                Of("a frame in another step", scene.Make(said => said with { Acts = said.Acts with { Frames = new FrameVolumes(0, 2, 1, 1, 1) } }), "otherActs"),
                Of("what was logged is a release", Receipt.Create(Dsse.Sign(scene.Predicate(noAnchor.Envelope.PayloadDigest).Of(), scene.Centre), noAnchor), "noAnchor"),
                Of("what was signed is an anchor", Receipt.Create(Dsse.Sign(new AnchorPredicate(scene.Head, ReceiptScene.Noon).Of(), scene.Centre), anchor), "noReceipt"),
                new Case("cut off in the second line", text[..^40], acts, "malformed"),
                new Case("a space before a member", text.Replace("\"payloadType\":", "\"payloadType\": ", StringComparison.Ordinal), acts, "malformed"),
            ]);
    }

    // The checkpoint needs the scene's own witness, so the other centre's ledger is anchored in the scene's log.
    private static Receipt Signed(ReceiptScene other, ReceiptScene scene)
    {
        var anchor = scene.Anchor(new AnchorPredicate(other.Head, ReceiptScene.Noon).Of());
        return Receipt.Create(Dsse.Sign(other.Predicate(anchor.Envelope.PayloadDigest).Of(), scene.Centre), anchor);
    }

    private sealed record Vectors(string Note, string LogKey, string WitnessKey, string[] Entries, Case[] Cases);

    private sealed record Case(string Name, string Receipt, int[] Ledger, string Verdict);
}
