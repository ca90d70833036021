using System.IO.Compression;
using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Log.Tests;

/// <summary>Monitors of honest, broken and two-faced logs, by folder and over HTTP.</summary>
public sealed class MonitorTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vitrine-monitor-");
    private readonly LogPolicy _policy = LogPolicy.Of(Sample.Signer.Verifier);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task LookAsync_GrowingLog_VerifiesWhatIsNewAndRemembers()
    {
        await using var log = await Sample.MakeAsync(At("log"), 1, 1);
        var size = 1UL;
        foreach (var to in (ulong[])[1, 2, 255, 256, 257, 700, 700])
        {
            if (to > size)
            {
                await log.AppendAsync(Sample.Entries(size, to), None);
            }

            var report = await LookAsync(new FolderLogSource(At("log")), "state");
            Assert.Equal(to == report.Before?.Size.Value ? MonitorOutcome.Unchanged : MonitorOutcome.Grew, report.Outcome);
            Assert.Equal(to, report.Now!.Size.Value);
            size = to;
        }

        using var state = MonitorState.Read(At("state"));
        Assert.Equal(Sample.Tree(700).Root(), state.Tiles.RootAt(new TreeSize(700)));
        Assert.Equal(Sample.Tree(257).Root(), state.Tiles.RootAt(new TreeSize(257)));
        Assert.Null(await LogAudit.RunAsync(new FolderLogSource(At("log")), state.Checkpoint(_policy)!, null, None));
    }

    [Fact]
    public async Task LookAsync_OverHttp_IsTheSame()
    {
        await using (await Sample.MakeAsync(At("log"), 300, 300))
        {
        }

        using var server = Serve("log");
        using var source = new HttpLogSource(server.Url, TimeSpan.FromSeconds(10), TimeProvider.System);
        Assert.Equal(MonitorOutcome.Grew, (await LookAsync(source, "state")).Outcome);
        Assert.Equal(MonitorOutcome.Unchanged, (await LookAsync(source, "state")).Outcome);
        var prover = new SourceProver(source, new TreeSize(300));
        Assert.True((await prover.InclusionAsync(new LogIndex(290), None)).Verify(Merkle.LeafHash(Sample.Entry(290).Span), Sample.Tree(300).Root()));
        Assert.True((await prover.ConsistencyAsync(new TreeSize(17), None)).Verify(Sample.Tree(17).Root(), Sample.Tree(300).Root()));
        Assert.Equal(Sample.Entry(290).ToArray(), await prover.EntryAsync(new LogIndex(290), None));
    }

    [Theory]
    [InlineData("garbage", "cannot be read")]
    [InlineData("bomb", "more than 262144 bytes")]
    public async Task CheckpointAsync_CompressedAndBrokenOrEndless_IsRefusedWithinItsBound(string kind, string why)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[64 * 1024 * 1024]);
        }

        var body = kind == "garbage" ? "no gzip at all"u8.ToArray() : packed.ToArray();
        using var server = new TileServer((_, response) =>
        {
            response.Headers["Content-Encoding"] = "gzip";
            return WitnessServer.WriteAsync(response, 200, "text/plain", body);
        });
        using var source = new HttpLogSource(server.Url, TimeSpan.FromSeconds(30), TimeProvider.System);
        var fault = await Assert.ThrowsAsync<LogSourceException>(() => source.CheckpointAsync(None));
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tile/entries/000", MonitorOutcome.Wrong)]
    [InlineData("tile/entries/001.p/44", MonitorOutcome.Wrong)]
    [InlineData("tile/0/000", MonitorOutcome.Wrong)]
    [InlineData("tile/0/001.p/44", MonitorOutcome.Wrong)]
    [InlineData("tile/1/000.p/1", MonitorOutcome.Wrong)]
    [InlineData("checkpoint", MonitorOutcome.Untrusted)]
    public async Task LookAsync_OneByteOfAFileChanged_IsNoticedAndNothingIsRemembered(string file, MonitorOutcome outcome)
    {
        await using (await Sample.MakeAsync(At("log"), 300, 300))
        {
        }

        using var server = Serve("log", (path, bytes) =>
        {
            if (path == file)
            {
                bytes[path == "checkpoint" ? 0 : bytes.Length - 1] ^= 1;
            }

            return bytes;
        });
        using var source = new HttpLogSource(server.Url, TimeSpan.FromSeconds(10), TimeProvider.System);
        var report = await LookAsync(source, "state");
        Assert.Equal(outcome, report.Outcome);
        Assert.False(report.IsGood);
        Assert.True(report.IsAlarm);
        Assert.False(File.Exists(Path.Combine(At("state"), "checkpoint")));

        // Another server of the same log, and the monitor goes on.
        Assert.Equal(MonitorOutcome.Grew, (await LookAsync(new FolderLogSource(At("log")), "state")).Outcome);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("flood")]
    [InlineData("redirect")]
    [InlineData("500")]
    [InlineData("short")]
    public async Task LookAsync_SourceThatMisbehaves_IsUnreachableAndBounded(string how)
    {
        await using (await Sample.MakeAsync(At("log"), 300, 300))
        {
        }

        using var server = new TileServer(async (path, response) =>
        {
            if (path == "checkpoint")
            {
                await WitnessServer.WriteAsync(response, 200, "text/plain", await File.ReadAllBytesAsync(Path.Combine(At("log"), "checkpoint")));
                return;
            }

            switch (how)
            {
                case "flood":
                    response.SendChunked = true;
                    for (var i = 0; i < 100_000; i++)
                    {
                        await response.OutputStream.WriteAsync(new byte[4096]);
                    }

                    break;
                case "redirect":
                    response.Redirect("http://127.0.0.1:9/");
                    response.Close();
                    break;
                case "short":
                    await WitnessServer.WriteAsync(response, 200, "x", new byte[31]);
                    break;
                default:
                    await WitnessServer.WriteAsync(response, how == "500" ? 500 : 404, "no");
                    break;
            }
        });
        using var source = new HttpLogSource(server.Url, TimeSpan.FromSeconds(10), TimeProvider.System);
        Assert.Equal(MonitorOutcome.Unreachable, (await LookAsync(source, "state")).Outcome);
    }

    [Fact]
    public async Task LookAsync_CheckpointOfMoreThanIsTakenAtOnce_IsNotFollowed()
    {
        var huge = VerifiedCheckpoint.Sign(new Checkpoint(Sample.Signer.Name, new TreeSize(1UL << 62), Digest.Of("x"u8)), Sample.Signer);
        Directory.CreateDirectory(At("log"));
        await File.WriteAllBytesAsync(Path.Combine(At("log"), "checkpoint"), huge.Note.ToArray());
        Assert.Equal(MonitorOutcome.TooMuch, (await LookAsync(new FolderLogSource(At("log")), "state")).Outcome);
    }

    [Fact]
    public async Task LookAsync_QuorumThatIsNotMet_IsSaid()
    {
        await using (await Sample.MakeAsync(At("log"), 3, 3))
        {
        }

        var policy = LogPolicy.Parse(Encoding.UTF8.GetBytes($"log {Sample.Signer.Verifier}\nwitness w {WitnessedLog.Key.Verifier}\nquorum w\n"));
        using var state = MonitorState.Open(At("state"));
        var report = await new LogMonitor(new FolderLogSource(At("log")), policy, state, 1000).LookAsync(null, None);
        Assert.Equal(MonitorOutcome.QuorumMissing, report.Outcome);
    }

    [Theory]
    [InlineData(40, 40)]
    [InlineData(40, 300)]
    [InlineData(300, 40)]
    [InlineData(256, 300)]
    public async Task LookAsync_LogWithTwoFaces_IsCaughtWithEvidenceThatOthersCanCheck(ulong first, ulong second)
    {
        await TwoFacesAsync(first, second);
        Assert.Equal(MonitorOutcome.Grew, (await LookAsync(new FolderLogSource(At("one")), "state")).Outcome);
        var report = await LookAsync(new FolderLogSource(At("two")), "state");
        Assert.Equal(MonitorOutcome.Forked, report.Outcome);
        Assert.True(ForkEvidence.TryOpen(Read("smaller"), Read("larger"), Read("proof"), _policy, out var evidence));
        Assert.Equal(Math.Min(first, second), evidence.Smaller.Size.Value);

        // It goes on from what it trusts, and says so each time.
        Assert.Equal(MonitorOutcome.Forked, (await LookAsync(new FolderLogSource(At("two")), "state")).Outcome);
        Assert.Equal(MonitorOutcome.Unchanged, (await LookAsync(new FolderLogSource(At("one")), "state")).Outcome);

        byte[] Read(string name) => File.ReadAllBytes(Path.Combine(report.Evidence!, name));
    }

    [Theory]
    [InlineData(40, 40)]
    [InlineData(40, 300)]
    [InlineData(300, 40)]
    public async Task Of_TwoMonitorsOfALogWithTwoFaces_FindsTheFirstDifferentEntry(ulong first, ulong second)
    {
        await TwoFacesAsync(first, second);
        await LookAsync(new FolderLogSource(At("one")), "here");
        await LookAsync(new FolderLogSource(At("two")), "there");
        var comparison = MonitorComparison.Of(At("here"), At("there"), _policy);
        Assert.False(comparison.IsConsistent);
        Assert.Equal(20UL, comparison.DiffersAt!.Value.Value);
        Assert.NotNull(comparison.Evidence);
        Assert.True(MonitorComparison.Of(At("here"), At("here"), _policy).IsConsistent);
    }

    [Fact]
    public async Task Of_MonitorsAtTwoSizesOfOneLog_IsConsistent()
    {
        await using var log = await Sample.MakeAsync(At("log"), 300, 300);
        await LookAsync(new FolderLogSource(At("log")), "here");
        await log.AppendAsync(Sample.Entries(300, 600), None);
        await LookAsync(new FolderLogSource(At("log")), "there");
        Assert.True(MonitorComparison.Of(At("here"), At("there"), _policy).IsConsistent);
    }

    [Fact]
    public async Task LookAsync_OldCheckpoint_IsStaleAndNoFork()
    {
        await using var log = await Sample.MakeAsync(At("log"), 30, 30);
        var old = log.Reader.CheckpointNote();
        await log.AppendAsync(Sample.Entries(30, 60), None);
        await LookAsync(new FolderLogSource(At("log")), "state");
        using var server = Serve("log", (path, bytes) => path == "checkpoint" ? old : bytes);
        using var source = new HttpLogSource(server.Url, TimeSpan.FromSeconds(10), TimeProvider.System);
        Assert.Equal(MonitorOutcome.Stale, (await LookAsync(source, "state")).Outcome);
    }

    [Fact]
    public async Task Checkpoint_StateThatWasChanged_IsRefused()
    {
        await using (await Sample.MakeAsync(At("log"), 300, 300))
        {
        }

        await LookAsync(new FolderLogSource(At("log")), "state");
        foreach (var file in (string[])["tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "checkpoint"])
        {
            var path = Path.Combine(At("state"), file);
            var good = await File.ReadAllBytesAsync(path);
            var bad = good.ToArray();
            bad[7] ^= 1;
            await File.WriteAllBytesAsync(path, bad);
            if (file == "tile/0/000")
            {
                // Not on the way to the root of this size; a comparison reads it.
                using var state = MonitorState.Read(At("state"));
                Assert.NotNull(state.Checkpoint(_policy));
            }
            else
            {
                await Assert.ThrowsAsync<LogCorruptException>(() => LookAsync(new FolderLogSource(At("log")), "state"));
            }

            await File.WriteAllBytesAsync(path, good);
        }

        using var held = MonitorState.Open(At("state"));
        Assert.Throws<LogInUseException>(() => MonitorState.Open(At("state")));
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private async Task<MonitorReport> LookAsync(ILogSource source, string name)
    {
        using var state = MonitorState.Open(At(name));
        return await new LogMonitor(source, _policy, state, LogMonitor.DefaultMostEntries).LookAsync(null, None);
    }

    // One key, two logs that part at entry 20.
    private async Task TwoFacesAsync(ulong first, ulong second)
    {
        await using (await Sample.MakeAsync(At("one"), first, first))
        {
        }

        await using var other = await Sample.MakeAsync(At("two"), 20, 20);
        await other.AppendAsync([.. Sample.Range(20, second).Select(i => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($"other {i}"))], None);
    }

    private TileServer Serve(string name, Func<string, byte[], byte[]>? change = null) => new(async (path, response) =>
    {
        var file = Path.Combine(At(name), path);
        if (File.Exists(file))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            await WitnessServer.WriteAsync(response, 200, "application/octet-stream", change?.Invoke(path, bytes) ?? bytes);
        }
        else
        {
            await WitnessServer.WriteAsync(response, 404, "none");
        }
    });
}
