using System.Collections.Immutable;
using System.Text.Json;

namespace Vitrine.Proofs.Tests;

public sealed class MerkleVectorTests
{
    // A value of the wrong length is no digest here, so what holds it is refused before it is verified; the source's own code takes any bytes
    // as roots, and accepts them in this one case.
    private const string NoDigests = "additional/sizes-are-equal-one-and-proof-is-empty.json";

    [Fact]
    public void Verify_PublishedInclusionProofs_AgreesWithEach()
    {
        Assert.Equal(98, Check("inclusion", json =>
            TryDigest(json, "leafHash", out var leaf)
            && TryDigest(json, "root", out var root)
            && TryPath(json, out var path)
            && new InclusionProof(new LogIndex(json.GetProperty("leafIdx").GetUInt64()), new TreeSize(json.GetProperty("treeSize").GetUInt64()), path)
                .Verify(leaf, root)));
    }

    [Fact]
    public void Verify_PublishedConsistencyProofs_AgreesWithEach()
    {
        Assert.Equal(98, Check("consistency", json =>
            TryDigest(json, "root1", out var from)
            && TryDigest(json, "root2", out var to)
            && TryPath(json, out var path)
            && new ConsistencyProof(new TreeSize(json.GetProperty("size1").GetUInt64()), new TreeSize(json.GetProperty("size2").GetUInt64()), path)
                .Verify(from, to)));
    }

    private static int Check(string kind, Func<JsonElement, bool> verify)
    {
        var folder = Path.Combine(Vectors.Folder, "merkle", kind);
        var files = Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories);
        foreach (var file in files)
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var name = Path.GetRelativePath(folder, file);
            var expected = !document.RootElement.GetProperty("wantErr").GetBoolean() && name != NoDigests;
            Assert.True(expected == verify(document.RootElement), $"{name}: {document.RootElement.GetProperty("desc")}");
        }

        return files.Length;
    }

    private static bool TryDigest(JsonElement json, string name, out Digest digest) => Digest.TryParseBase64(json.GetProperty(name).GetString(), out digest);

    private static bool TryPath(JsonElement json, out ImmutableArray<Digest> path)
    {
        path = [];
        var proof = json.GetProperty("proof");
        foreach (var hash in proof.ValueKind == JsonValueKind.Null ? default : proof.EnumerateArray())
        {
            if (!Digest.TryParseBase64(hash.GetString(), out var digest))
            {
                return false;
            }

            path = path.Add(digest);
        }

        return true;
    }
}
