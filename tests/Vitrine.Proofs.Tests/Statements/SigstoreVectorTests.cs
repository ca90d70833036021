using System.Text;
using System.Text.Json;

namespace Vitrine.Proofs.Tests;

/// <summary>
/// The 70 bundles of sigstore-conformance. None is one of ours (theirs carry certificates, or entries of Rekor v1), and each is refused for the reason
/// that vectors/sigstore/expected.json declares. The parts that both formats share are verified: inclusion, the checkpoints of Rekor v2, DSSE.
/// </summary>
public sealed class SigstoreVectorTests
{
    private static readonly string Folder = Path.Combine(Vectors.Folder, "sigstore");
    private static readonly JsonElement Expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "expected.json"))).RootElement;

    public static TheoryData<string> Names => [.. Expected.EnumerateObject().Select(one => one.Name)];

    [Fact]
    public void Folders_OfBundles_AreAllExpected() =>
        Assert.Equal(Directory.GetDirectories(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal), Expected.EnumerateObject().Select(one => one.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Bundle_OfAnotherKind_IsRefusedForTheDeclaredReason(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, name, "bundle.sigstore.json"));
        var expected = Expected.GetProperty(name);

        // As published: another spelling. In our spelling: what it holds.
        Assert.StartsWith("The bundle cannot be read: ", Assert.Throws<BundleFormatException>(() => SigstoreBundle.Parse(bytes)).Message, StringComparison.Ordinal);
        var reason = expected.GetProperty("ours").GetString();
        if (reason == "json")
        {
            Assert.Throws<JsonFormatException>(() => CanonicalJson.Canonicalize(bytes));
            return;
        }

        Assert.Equal(reason, Assert.Throws<BundleFormatException>(() => SigstoreBundle.Parse(CanonicalJson.Canonicalize(bytes))).Message);

        var bundle = CanonicalJson.Parse(bytes);
        if (expected.TryGetProperty("inclusion", out var inclusion))
        {
            Assert.Equal(inclusion.GetBoolean(), IsIncluded(Entry(bundle)));
        }

        if (expected.TryGetProperty("checkpoint", out var checkpoint))
        {
            var note = Encoding.UTF8.GetBytes(Entry(bundle).GetProperty("inclusionProof").GetProperty("checkpoint").GetProperty("envelope").GetString()!);
            var log = NoteVerifier.Parse(expected.GetProperty("log").GetString()!);
            Assert.Equal(Enum.Parse<NoteVerdict>(checkpoint.GetString()!), VerifiedCheckpoint.TryOpen(note, log, [], out var opened));
            Assert.Equal(opened is null ? null : Entry(bundle).GetProperty("inclusionProof").GetProperty("rootHash").GetString(), opened?.Root.ToBase64());
        }

        if (expected.TryGetProperty("signature", out var signature))
        {
            Assert.True(PublicKey.TryFromBase64(expected.GetProperty("key").GetString(), out var key));
            Assert.Equal(signature.GetBoolean(), DsseEnvelope.Parse(CanonicalJson.Canonicalize(bundle.GetProperty("dsseEnvelope"))).IsSignedBy(key));
        }
    }

    private static JsonElement Entry(JsonElement bundle) => bundle.GetProperty("verificationMaterial").GetProperty("tlogEntries")[0];

    private static bool IsIncluded(JsonElement entry)
    {
        var proof = entry.GetProperty("inclusionProof");
        var path = new List<Digest>();
        foreach (var hash in proof.TryGetProperty("hashes", out var hashes) ? hashes.EnumerateArray() : default)
        {
            if (!Digest.TryParseBase64(hash.GetString(), out var digest))
            {
                return false;
            }

            path.Add(digest);
        }

        return Digest.TryParseBase64(proof.GetProperty("rootHash").GetString(), out var root)
            && new InclusionProof(new LogIndex(Number(proof, "logIndex")), new TreeSize(Number(proof, "treeSize")), [.. path])
                .Verify(Merkle.LeafHash(entry.GetProperty("canonicalizedBody").GetBytesFromBase64()), root);
    }

    private static ulong Number(JsonElement json, string name) => ulong.Parse(json.GetProperty(name).GetString()!, System.Globalization.NumberStyles.None);
}
