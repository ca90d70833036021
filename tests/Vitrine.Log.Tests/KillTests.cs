using System.Diagnostics;
using System.Globalization;
using Vitrine.Proofs;

namespace Vitrine.Log.Tests;

/// <summary>A process that appends under load is killed, again and again, at moments of chance.</summary>
public sealed class KillTests
{
    private const int Kills = 24;
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Append_KilledAtAnyMoment_LosesForksAndRepeatsNothing()
    {
        using var folder = new TemporaryFolder();
        await TileLog.CreateAsync(Sample.Options(folder.Path), None);
        var acknowledged = new Dictionary<ulong, string>();
        var checkpoints = new List<VerifiedCheckpoint>();
        var random = new Random();
        for (var run = 0; run < Kills; run++)
        {
            await RunAndKillAsync(folder.Path, run, acknowledged, random.Next(1, 1500));

            // As the dead one left it, with no writer: the checkpoint covers all that was acknowledged.
            var reader = new TileReader(folder.Path);
            var left = VerifiedCheckpoint.Open(reader.CheckpointNote(), Sample.Signer.Verifier);
            Assert.True(acknowledged.Keys.All(index => index < left.Size.Value));
            checkpoints.Add(left);

            // Every second time the next process recovers, and not this one.
            if (run % 2 == 0)
            {
                await using var log = await TileLog.OpenAsync(Sample.Options(folder.Path), TimeProvider.System, None);
                checkpoints.Add(log.Checkpoint);
                Check(log, acknowledged, checkpoints);
            }
        }

        await using var last = await TileLog.OpenAsync(Sample.Options(folder.Path), TimeProvider.System, None);
        checkpoints.Add(last.Checkpoint);
        Check(last, acknowledged, checkpoints);
        Assert.True(acknowledged.Count > Kills);
    }

    private static void Check(TileLog log, Dictionary<ulong, string> acknowledged, List<VerifiedCheckpoint> checkpoints)
    {
        var size = log.Checkpoint.Size;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var tree = new MerkleTree();
        foreach (var (index, entry) in log.Reader.ReadEntries(default, size))
        {
            var digest = Digest.Of(entry).ToHex();
            Assert.True(seen.Add(digest), $"Entry {index} is there twice.");
            Assert.True(!acknowledged.TryGetValue(index.Value, out var expected) || expected == digest, $"Entry {index} is not the one acknowledged.");
            tree.Append(entry);
        }

        Assert.Equal(size, tree.Size);
        Assert.True(acknowledged.Keys.All(index => index < size.Value));
        for (var i = 0; i < checkpoints.Count; i++)
        {
            Assert.Equal(tree.Root(checkpoints[i].Size), checkpoints[i].Root);
            Assert.True(log.Reader.ProveConsistency(checkpoints[i].Size, size).Verify(checkpoints[i].Root, log.Checkpoint.Root));
            Assert.True(i == 0 || checkpoints[i - 1].Size.Value <= checkpoints[i].Size.Value);
        }
    }

    // Reads what is acknowledged, and kills the process with SIGKILL when it has said so many.
    private static async Task RunAndKillAsync(string folder, int run, Dictionary<ulong, string> acknowledged, int lines)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet")
        {
            ArgumentList = { typeof(KillTests).Assembly.Location, folder, run.ToString(CultureInfo.InvariantCulture) },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync(None);
        var text = new System.Text.StringBuilder();
        var buffer = new char[4096];
        for (var (seen, killed) = (0, false); await process.StandardOutput.ReadAsync(buffer, None) is var count and > 0;)
        {
            text.Append(buffer, 0, count);
            seen += buffer.AsSpan(0, count).Count('\n');
            if (seen >= lines && !killed)
            {
                process.Kill();
                killed = true;
            }
        }

        await process.WaitForExitAsync(None);
        Assert.True(process.ExitCode == 137, await errors);

        // What stands after the last newline was not said in full.
        foreach (var line in text.ToString().Split('\n')[..^1])
        {
            var (index, digest) = (line.Split(' ')[0], line.Split(' ')[1]);
            Assert.True(acknowledged.TryAdd(ulong.Parse(index, CultureInfo.InvariantCulture), digest), $"Index {index} was given twice.");
        }
    }
}
