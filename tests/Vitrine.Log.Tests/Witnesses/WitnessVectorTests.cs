using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Vitrine.Proofs;
using Vitrine.Proofs.Tests;

namespace Vitrine.Log.Tests;

/// <summary>vectors/witness/dialogue.json: what a fresh witness is asked and answers, every status of the table among it.</summary>
public sealed class WitnessVectorTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void AddCheckpoint_OurDialogue_IsAnsweredAsTheFileSays()
    {
        var path = Path.Combine(Vectors.Folder, "witness", "dialogue.json");
        if (Environment.GetEnvironmentVariable("VITRINE_WRITE_VECTORS") == "1")
        {
            File.WriteAllText(path, Dialogue());
        }

        Assert.Equal(File.ReadAllText(path), Dialogue());
    }

    private static string Dialogue()
    {
        var (log, other) = (new WitnessedLog().Grow(20), new WitnessedLog().Grow(20, "other"));
        var good = Encoding.UTF8.GetString(log.Request(8, 12));
        (string Name, string Request)[] requests =
        [
            ("the empty log", Text(log.Request(0, 0))),
            ("the first entries", Text(log.Request(0, 8))),
            ("no request", "old 8\n"),
            ("an old size with a leading zero", good.Replace("old 8", "old 08", StringComparison.Ordinal)),
            ("an old size beyond the checkpoint's", good.Replace("old 8", "old 13", StringComparison.Ordinal)),
            ("an unknown log", good.Replace("log.example/one", "log.example/two", StringComparison.Ordinal)),
            ("an unknown key", Text(new WitnessedLog(seed: 99).Grow(12).Request(0, 12))),
            ("a signature of another text", good.Replace("\n12\n", "\n13\n", StringComparison.Ordinal)),
            ("an old size that was not the last", Text(log.Request(9, 12))),
            ("another tree", Text(other.Request(8, 12))),
            ("another tree of the same size", Text(other.Request(8, 8))),
            ("a proof with a hash too many", good.Replace("old 8\n", $"old 8\n{Merkle.EmptyRoot.ToBase64()}\n", StringComparison.Ordinal)),
            ("the same checkpoint again", Text(log.Request(8, 8))),
            ("more entries", good),
            ("the log as it is", Text(log.Request(12, 20))),
        ];
        var disk = new MemoryDisk();
        WitnessStore.Create(disk, "/w");
        using var witness = Witness.Open(disk, "/w", new WitnessKeys(WitnessedLog.Key), log.Policy, new FixedTime(WitnessedLog.Noon));
        var steps = requests.Select(one =>
        {
            var reply = witness.AddCheckpoint(Encoding.UTF8.GetBytes(one.Request));
            return new { name = one.Name, request = one.Request, status = reply.Status, body = reply.Status is 200 or 409 ? Text(reply.Body.ToArray()) : null };
        });
        return JsonSerializer.Serialize(
            new
            {
                log = log.Signer.Verifier.ToString(),
                logSeed = Convert.ToHexStringLower(WitnessedLog.Seed(7)),
                witness = WitnessedLog.Key.Verifier.ToString(),
                witnessSeed = Convert.ToHexStringLower(WitnessedLog.Seed(9)),
                time = WitnessedLog.Noon.ToUnixTimeSeconds(),
                steps,
            },
            Readable) + "\n";
    }

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
