using System.Diagnostics;
using System.Globalization;
using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Log.Tests;

/// <summary>
/// A process that submits under load is killed with SIGKILL, again and again, at moments of chance: while it opens the log, while it
/// recovers it, while it appends. Afterwards no acknowledged index is lost, none was given to two entries and no entry has two, and every
/// checkpoint ever seen is of a beginning of the log.
/// </summary>
internal sealed class Killing(string place, TileReader reader)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly Dictionary<ulong, Digest> _acknowledged = [];
    private readonly Dictionary<Digest, ulong> _indexes = [];
    private readonly List<VerifiedCheckpoint> _seen = [];
    private readonly Random _random = new();
    private MerkleTree _tree = new();

    public int Acknowledged => _acknowledged.Count;

    public int WhileOpening { get; private set; }

    public ulong Size => _tree.Size.Value;

    /// <summary>Runs and kills so often; looks at what is left each time, and at all of it now and then.</summary>
    public async Task RunAsync(int kills, int mostLines, int mostSpins)
    {
        await TileLog.CreateAsync(Appender.Options(place), None);
        for (var run = 0; run < kills; run++)
        {
            // Every sixth is not let come to its first acknowledgement, if it is slow.
            await RunAndKillAsync(run, run % 6 == 5 ? 0 : _random.Next(1, mostLines), _random.Next(mostSpins));

            // As the dead one left it, with no writer: the checkpoint covers all that was acknowledged.
            var left = VerifiedCheckpoint.Open(reader.CheckpointNote(), Sample.Signer.Verifier);
            Assert.True(_acknowledged.Keys.All(index => index < left.Size.Value), $"run {run}: an acknowledged index is not below {left.Size}.");
            See(left);

            // Every fourth time this process recovers, and looks at all of it; else the next one, which is killed too.
            if (run % 4 == 3 || run == kills - 1)
            {
                await using var log = await TileLog.OpenAsync(Appender.Options(place), TimeProvider.System, None);
                See(log.Checkpoint);
                Check(log.Checkpoint);
            }
        }
    }

    private void See(VerifiedCheckpoint checkpoint)
    {
        Assert.True(_seen.Count == 0 || _seen[^1].Size.Value <= checkpoint.Size.Value, "The checkpoint went back.");
        _seen.Add(checkpoint);
    }

    private void Check(VerifiedCheckpoint now)
    {
        // From the beginning, since what was checked before must still be there.
        var present = new HashSet<Digest>();
        _tree = new MerkleTree();
        foreach (var (index, entry) in reader.ReadEntries(default, now.Size))
        {
            var digest = Digest.Of(entry);
            Assert.True(present.Add(digest), $"Entry {index} is there twice.");
            Assert.True(!_acknowledged.TryGetValue(index.Value, out var expected) || expected == digest, $"Entry {index} is not the one acknowledged.");
            _tree.Append(entry);
        }

        Assert.All(_seen, seen => Assert.Equal(_tree.Root(seen.Size), seen.Root));
        Assert.True(reader.ProveConsistency(_seen[0].Size, now.Size).Verify(_seen[0].Root, now.Root));
        _seen.RemoveRange(0, _seen.Count - 1);
    }

    private async Task RunAndKillAsync(int run, int lines, int spins)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet")
        {
            ArgumentList = { typeof(Killing).Assembly.Location, place, run.ToString(CultureInfo.InvariantCulture) },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync(None);
        var text = new StringBuilder();
        var buffer = new char[4096];
        for (var (seen, killed) = (-1, false); await process.StandardOutput.ReadAsync(buffer, None) is var count and > 0;)
        {
            text.Append(buffer, 0, count);
            seen += buffer.AsSpan(0, count).Count('\n');
            if (seen >= lines && !killed)
            {
                Thread.SpinWait(spins);
                process.Kill();
                killed = true;
            }
        }

        await process.WaitForExitAsync(None);
        Assert.True(process.ExitCode == 137, await errors);

        // What stands after the last newline was not said in full.
        var said = text.ToString().Split('\n')[1..^1];
        WhileOpening += said.Length == 0 ? 1 : 0;
        foreach (var line in said)
        {
            var (index, digest) = (ulong.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture), Digest.ParseHex(line.Split(' ')[1]));
            Assert.True(_acknowledged.TryAdd(index, digest) || _acknowledged[index] == digest, $"Index {index} was given to two entries.");
            Assert.True(_indexes.TryAdd(digest, index) || _indexes[digest] == index, $"An entry was given the indexes {index} and {_indexes[digest]}.");
        }
    }
}
