using System.Text.Json.Nodes;

namespace Vitrine.Cli.Tests;

/// <summary>What the product makes is accepted by verifiers that are not its own, and what was changed in it is refused, for what was changed.</summary>
public sealed class OtherVerifierTests(ReleasedScene scene) : IClassFixture<ReleasedScene>
{
    private const string Inclusion = "refused TLOG_INCLUSION_PROOF_ERROR: ";
    private const string Body = "refused TLOG_BODY_ERROR: ";

    /// <summary>What is changed in a line, what Sigstore's verifier has against it, and what the reader written from the documents has.</summary>
    private static readonly (string What, Action<JsonNode> Change, string Sigstore, string Documents)[] Changes =
    [
        ("payload", line => Flip(line["dsseEnvelope"]!, "payload"), Body + "digest mismatch", "refused signature: "),
        ("payload's type", line => line["dsseEnvelope"]!["payloadType"] = "application/json", Body + "digest mismatch", "refused signature: "),
        ("signature", line => Flip(line["dsseEnvelope"]!["signatures"]![0]!, "sig"), Body + "signature mismatch", "refused signature: "),
        ("log entry", line => Flip(Entry(line), "canonicalizedBody", 110), Inclusion + "calculated root hash", "refused entry: "),
        ("log's name", line => Flip(Entry(line)["logId"]!, "keyId"), Inclusion + "invalid checkpoint signature", "refused tree: "),
        ("checkpoint's size", line => Checkpoint(line, lines => lines[1] += "0"), Inclusion + "invalid checkpoint signature", "refused checkpoint: "),
        ("checkpoint's root", line => Checkpoint(line, lines => lines[2] = Flipped(lines[2])), Inclusion + "invalid checkpoint signature", "refused checkpoint: "),
        ("checkpoint's signature", line => Checkpoint(line, lines => lines[4] = string.Join(' ', [.. lines[4].Split(' ')[..2], Flipped(lines[4].Split(' ')[2])])), Inclusion + "invalid checkpoint signature", "refused checkpoint: "),
        ("hash of the proof", line => Proof(line)["hashes"]![0] = Flipped(Proof(line)["hashes"]![0]!.GetValue<string>()), Inclusion + "calculated root hash", "refused proof: "),
        ("proof's length", line => Proof(line)["hashes"]!.AsArray().RemoveAt(0), Inclusion + "invalid hash count", "refused proof: "),
        ("index", Move, Inclusion, "refused proof: "),
    ];

    private static readonly string[] Predicates =
    [
        "accepted https://slsa.dev/provenance/v1",
        "accepted https://slsa.dev/verification_summary/v1",
        "accepted https://vitrine.example/release/v1",
        "accepted https://vitrine.example/review/v1",
        "accepted https://vitrine.example/status/v2",
    ];

    [Fact]
    public async Task Bundle_OfARelease_IsAcceptedByOthersLineByLine()
    {
        Assert.Equal(Enumerable.Repeat("accepted", Predicates.Length), await Others.SigstoreAsync(scene.Review.Policy, Bundle));
        Assert.Equal(Predicates, (await Others.GoAsync(scene.Review.Policy, Bundle)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Bundle_AnythingChanged_IsRefusedByOthersForWhatWasChanged()
    {
        var lines = await File.ReadAllLinesAsync(Bundle);
        var changed = scene.Folder.Write("changed.jsonl", string.Concat(from line in lines from change in Changes select Changed(line, change.Change) + "\n"));
        var expected = lines.SelectMany(_ => Changes).ToList();

        var sigstore = await Others.SigstoreAsync(scene.Review.Policy, changed);
        var documents = await Others.GoAsync(scene.Review.Policy, changed);

        Assert.Equal((expected.Count, expected.Count), (sigstore.Length, documents.Length));
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.True(sigstore[i].StartsWith(expected[i].Sigstore, StringComparison.Ordinal), $"{expected[i].What}: {sigstore[i]}");
            Assert.True(documents[i].StartsWith(expected[i].Documents, StringComparison.Ordinal), $"{expected[i].What}: {documents[i]}");
        }
    }

    [Fact]
    public async Task Summary_OfACertificate_VerifiesByItsSpecification()
    {
        var file = scene.Review.Artifact + ".lab.vsa.dsse.json";
        string key = Key("laboratory"), subject = $"vitrineRoot:{scene.Review.Root}", resource = $"vitrine:seal:{scene.Review.Root}";
        const string verifier = "vitrine:party:lab", level = "VITRINE_REVIEW_FULL";

        Assert.Equal("accepted", await Others.SummaryAsync(file, key, verifier, subject, resource, level));
        Assert.Equal(await File.ReadAllBytesAsync(scene.Review.Summary), await File.ReadAllBytesAsync(file));

        var envelope = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        Flip(envelope, "payload");
        var changed = scene.Folder.Write("changed.vsa.dsse.json", envelope.ToJsonString());
        Assert.StartsWith("refused 1: ", await Others.SummaryAsync(changed, key, verifier, subject, resource, level), StringComparison.Ordinal);
        Assert.StartsWith("refused 1: ", await Others.SummaryAsync(file, Key("vendor"), verifier, subject, resource, level), StringComparison.Ordinal);
        Assert.StartsWith("refused 2: ", await Others.SummaryAsync(file, key, verifier, $"sha256:{scene.Review.Root}", resource, level), StringComparison.Ordinal);
        Assert.StartsWith("refused 4: ", await Others.SummaryAsync(file, key, "vitrine:party:acme", subject, resource, level), StringComparison.Ordinal);
        Assert.StartsWith("refused 5: ", await Others.SummaryAsync(file, key, verifier, subject, "vitrine:seal:", level), StringComparison.Ordinal);
        Assert.StartsWith("refused 7: ", await Others.SummaryAsync(file, key, verifier, subject, resource, "VITRINE_REVIEW_TARGETED"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summary_OfARefusal_SaysFailedAndDoesNotVerify()
    {
        var id = (await scene.RunAsync("engagement", "request", "--product", "Product", "--version", "1.0", "--purpose", "To know")).Ends(0).Last;
        (await scene.RunAsync("engagement", "prepare", id, "--seal", scene.Review.Root)).Ends(0);
        (await scene.RunAsync("engagement", "disclose", id, "--proposed-by", "hanna", "--confirmed-by", "henrik", "--gain", "The tender", "--reason", "Agreed")).Ends(0);
        (await scene.RunAsync("engagement", "open", id)).Ends(0);
        (await scene.RunAsync("engagement", "close", id, "--reason", "Read")).Ends(0);
        var file = scene.Folder["refused.vsa.dsse.json"];
        (await scene.LeavesNothingAsync("certify", id, "--refuse", "--out", scene.Folder["none/summary"])).Fails(2, "there is no folder");

        (await scene.RunAsync("certify", id, "--refuse", "--out", file)).Ends(0);

        var summary = JsonNode.Parse(Convert.FromBase64String(JsonNode.Parse(await File.ReadAllTextAsync(file))!["payload"]!.GetValue<string>()))!;
        Assert.Equal("[\"FAILED\"]", summary["predicate"]!["verifiedLevels"]!.ToJsonString());
        var told = await Others.SummaryAsync(file, Key("laboratory"), "vitrine:party:lab", $"vitrineRoot:{scene.Review.Root}", $"vitrine:seal:{scene.Review.Root}", "VITRINE_REVIEW_FULL");
        Assert.Equal("refused 6: the result is FAILED", told);
    }

    private string Bundle => scene.Review.Artifact + ".sigstore.jsonl";

    private string Key(string role) => File.ReadAllLines(scene.Review.Policy).Single(line => line.StartsWith(role + " ", StringComparison.Ordinal)).Split(' ')[^1];

    private static string Changed(string line, Action<JsonNode> change)
    {
        var node = JsonNode.Parse(line)!;
        change(node);
        return node.ToJsonString();
    }

    private static JsonNode Entry(JsonNode line) => line["verificationMaterial"]!["tlogEntries"]![0]!;

    private static JsonNode Proof(JsonNode line) => Entry(line)["inclusionProof"]!;

    private static void Move(JsonNode line)
    {
        var other = (long.Parse(Entry(line)["logIndex"]!.GetValue<string>()) ^ 1).ToString();
        Entry(line)["logIndex"] = other;
        Proof(line)["logIndex"] = other;
    }

    private static void Checkpoint(JsonNode line, Action<string[]> change)
    {
        var lines = Proof(line)["checkpoint"]!["envelope"]!.GetValue<string>().Split('\n');
        change(lines);
        Proof(line)["checkpoint"]!["envelope"] = string.Join('\n', lines);
    }

    private static void Flip(JsonNode members, string name, int at = -1) => members[name] = Flipped(members[name]!.GetValue<string>(), at);

    private static string Flipped(string base64, int at = -1)
    {
        var bytes = Convert.FromBase64String(base64);
        bytes[at < 0 ? ^1 : at] ^= 1;
        return Convert.ToBase64String(bytes);
    }
}
