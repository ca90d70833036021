using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Vitrine.Proofs.Tests;

/// <summary>Writes vectors/tlog-proof/proofs.json (VITRINE_WRITE_VECTORS=1).</summary>
internal static class TlogProofVectors
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(string path, ProofScene scene)
    {
        var plain = Encoding.UTF8.GetString(scene.Proof(5).Encode());
        var extra = Encoding.UTF8.GetString(scene.Proof(5, "file.tar").Encode());
        var policy = scene.Policy.ToString();
        var hash = Merkle.EmptyRoot.ToBase64();
        object[] good =
        [
            new { name = "both witnesses", text = plain, entry = "entry 5", policy, verdict = "Verified" },
            new { name = "extra data", text = extra, entry = "entry 5", policy, verdict = "Verified" },
            new { name = "another entry", text = plain, entry = "entry 6", policy, verdict = "NotIncluded" },
            new { name = "one witness of two", text = Encoding.UTF8.GetString(scene.Proof(5, two: false).Encode()), entry = "entry 5", policy, verdict = "QuorumMissing" },
            new { name = "a log that is not trusted", text = plain, entry = "entry 5", policy = "quorum none\n", verdict = "UnknownLog" },
        ];
        object[] malformed =
        [
            Bad("no header", plain["c2sp.org/".Length..], "first line"),
            Bad("another version", plain.Replace("@v1", "@v2", StringComparison.Ordinal), "first line"),
            Bad("no index", plain.Replace("index 5\n", "", StringComparison.Ordinal), "index N"),
            Bad("index with a leading zero", plain.Replace("index 5", "index 05", StringComparison.Ordinal), "index N"),
            Bad("index with a sign", plain.Replace("index 5", "index -5", StringComparison.Ordinal), "index N"),
            Bad("index beyond 2^63", plain.Replace("index 5", "index 9223372036854775808", StringComparison.Ordinal), "index N"),
            Bad("extra data that is no base64", plain.Replace("index", "extra !!\nindex", StringComparison.Ordinal), "extra"),
            Bad("extra data that is empty", plain.Replace("index", "extra \nindex", StringComparison.Ordinal), "extra"),
            Bad("extra data after the index", plain.Replace("index 5\n", "index 5\nextra AAAA\n", StringComparison.Ordinal), "one hash each"),
            Bad("a hash that is short", plain.Replace("index 5\n", "index 5\nAAAA\n", StringComparison.Ordinal), "one hash each"),
            Bad("a hash with stray bits", plain.Replace("index 5\n", $"index 5\n{hash[..^2]}V=\n", StringComparison.Ordinal), "one hash each"),
            Bad("more hashes than any tree has", plain.Replace("index 5\n", "index 5\n" + string.Concat(Enumerable.Repeat(hash + "\n", 64)), StringComparison.Ordinal), "one hash each"),
            Bad("no empty line", plain.Replace("\n\nlog", "\nlog", StringComparison.Ordinal), "one hash each"),
            Bad("no checkpoint", plain[..(plain.IndexOf("\n\n", StringComparison.Ordinal) + 2)], "signed checkpoint"),
            Bad("a note that is no checkpoint", plain.Replace("\n20\n", "\n020\n", StringComparison.Ordinal), "signed checkpoint"),
            Bad("carriage returns", plain.Replace("\n", "\r\n", StringComparison.Ordinal), "first line"),
        ];
        File.WriteAllText(path, JsonSerializer.Serialize(new { format = "c2sp.org/tlog-proof@v1", good, malformed }, Readable) + "\n");

        static object Bad(string name, string text, string reason) => new { name, text, reason };
    }
}
