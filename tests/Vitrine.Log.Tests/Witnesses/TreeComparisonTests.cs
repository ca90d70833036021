using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Log.Tests;

/// <summary>A fork told from a damaged copy: by whoever kept a checkpoint, by a monitor, by two monitors, and before a witness is asked.</summary>
public sealed class TreeComparisonTests : IDisposable
{
    private const ulong Size = 700;
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vitrine-compare-");
    private readonly LogPolicy _policy = LogPolicy.Of(Sample.Signer.Verifier);

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("tile/0/001", 300UL, "(tile/0/001)")]
    [InlineData("tile/0/000", 200UL, "(tile/0/000)")]
    [InlineData("tile/0/002.p/188", 600UL, "(tile/0/002.p/188 or tile/1/000.p/2)")]
    [InlineData("tile/1/000.p/2", 600UL, "(tile/0/002.p/188 or tile/1/000.p/2)")]
    public async Task Check_AFlippedByteInATile_IsDamageAndNamesTheTile(string tile, ulong kept, string named)
    {
        await MakeAsync();
        Flip(tile, 5);
        var found = await CheckAsync(kept);
        Assert.Equal(ConsistencyOutcome.Damaged, found.Outcome);
        Assert.Contains(named, found.Sentence, StringComparison.Ordinal);
        Assert.Contains("no evidence of a fork", found.Sentence, StringComparison.Ordinal);
        Assert.Null(found.Evidence);
    }

    [Fact]
    public async Task Check_AnyByteOfAnyFileFlipped_IsNeverAFork()
    {
        await MakeAsync();
        var damaged = 0;
        foreach (var file in Directory.EnumerateFiles(At("log/tile"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(At("log"), file);
            for (var at = 0; at < new FileInfo(file).Length; at += 1499)
            {
                Flip(name, at);
                foreach (var kept in (ulong[])[1, 255, 256, 257, 512, 699, 700])
                {
                    var outcome = (await CheckAsync(kept)).Outcome;
                    Assert.NotEqual(ConsistencyOutcome.Forked, outcome);
                    damaged += outcome == ConsistencyOutcome.Damaged ? 1 : 0;
                }

                Flip(name, at);
            }
        }

        Assert.True(damaged > 12);
        Assert.Equal(ConsistencyOutcome.GoesOn, (await CheckAsync(300)).Outcome);
    }

    [Fact]
    public async Task Check_AnEntryBundleFlipped_GoesOnSinceItsHashesDo()
    {
        await MakeAsync();
        Flip("tile/entries/001", 5);
        Assert.Equal(ConsistencyOutcome.GoesOn, (await CheckAsync(300)).Outcome);
    }

    [Fact]
    public async Task Check_ATruncatedTile_IsSaidToBeShort()
    {
        await MakeAsync();
        var path = Path.Combine(At("log"), "tile/0/001");
        await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(path))[..^1]);
        Assert.Contains("has no tile/0/001, or it is short", (await Assert.ThrowsAsync<LogSourceException>(() => CheckAsync(300))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(21UL, 300UL, ConsistencyOutcome.Damaged)]
    [InlineData(300UL, 700UL, ConsistencyOutcome.Damaged)]
    [InlineData(300UL, 300UL, ConsistencyOutcome.Forked)]
    [InlineData(256UL, 512UL, ConsistencyOutcome.Forked)]
    public async Task Check_ATrueFork_IsOneWithEvidenceThatHolds(ulong kept, ulong size, ConsistencyOutcome whenDamaged)
    {
        await OtherAsync(size);
        var found = await LogConsistency.CheckAsync(new FolderLogSource(At("other")), [Sample.Signer.Verifier], Kept(kept), None);
        Assert.Equal(ConsistencyOutcome.Forked, found.Outcome);
        Assert.True(ForkEvidence.TryOpen(found.Evidence!.Smaller.Note.Span, found.Evidence.Larger.Note.Span, found.Evidence.EncodeProof(), _policy, out _));

        // Damage to a tile that it takes hides the fork, which is not guessed at; equal sizes and whole tiles take none below.
        var place = (kept - 1) / 256;
        Flip(TilePath.Hashes(0, place, TilePath.WidthAt(0, place, new TreeSize(size))).ToString(), 5, "other");
        Assert.Equal(whenDamaged, (await LogConsistency.CheckAsync(new FolderLogSource(At("other")), [Sample.Signer.Verifier], Kept(kept), None)).Outcome);
    }

    [Fact]
    public async Task Look_ATileOfWhatWasSeenIsServedDamaged_IsWrongAndNoFork()
    {
        await using (var log = await Sample.MakeAsync(At("log"), 300, 300))
        {
            Assert.Equal(MonitorOutcome.Grew, (await LookAsync("log")).Outcome);
            await log.AppendAsync(Sample.Entries(300, Size), None);
        }

        Flip("tile/0/001", 5);
        var report = await LookAsync("log");
        Assert.Equal((MonitorOutcome.Wrong, null), (report.Outcome, report.Evidence));
        Assert.Contains("(tile/0/001)", report.Sentence, StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("state/evidence")));
        Flip("tile/0/001", 5);
        Flip("tile/entries/001", 5);
        Assert.Equal(MonitorOutcome.Wrong, (await LookAsync("log")).Outcome);
        Assert.False(Directory.Exists(At("state/evidence")));
        Flip("tile/entries/001", 5);
        Assert.Equal(MonitorOutcome.Grew, (await LookAsync("log")).Outcome);
    }

    [Fact]
    public async Task LookAndCompare_AMonitorsOwnTileDamaged_SaySoAndAccuseNobody()
    {
        await MakeAsync();
        await LookAsync("log");
        await using (await Sample.MakeAsync(At("small"), 300, 300))
        {
        }

        await LookAsync("small", "other-state");
        Flip("tile/0/001", 5, "state");
        Assert.Contains("no evidence of a fork", (await Assert.ThrowsAsync<LogCorruptException>(() => LookAsync("small"))).Message, StringComparison.Ordinal);
        Assert.Contains("(tile/0/001)", Assert.Throws<LogCorruptException>(() => MonitorComparison.Of(At("state"), At("other-state"), _policy)).Message, StringComparison.Ordinal);
        Flip("tile/0/001", 5, "state");
        Assert.True(MonitorComparison.Of(At("state"), At("other-state"), _policy).IsConsistent);
        Assert.Equal(MonitorOutcome.Stale, (await LookAsync("small")).Outcome);
    }

    [Fact]
    public async Task ProveConsistency_ForAWitnessFromADamagedTile_IsNotMade()
    {
        await MakeAsync();
        var reader = new TileReader(At("log"));
        var head = Kept(Size);
        Assert.True(reader.ProveConsistency(new TreeSize(300), head).Verify(Sample.Tree(300).Root(), head.Root));
        Flip("tile/0/001", 5);
        Assert.Throws<LogCorruptException>(() => reader.ProveConsistency(new TreeSize(300), head));
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private static VerifiedCheckpoint Kept(ulong size) => VerifiedCheckpoint.Sign(new Checkpoint(Sample.Signer.Name, new TreeSize(size), Sample.Tree(size).Root()), Sample.Signer);

    private Task<ConsistencyReport> CheckAsync(ulong kept) => LogConsistency.CheckAsync(new FolderLogSource(At("log")), [Sample.Signer.Verifier], Kept(kept), None);

    private async Task<MonitorReport> LookAsync(string log, string name = "state")
    {
        using var state = MonitorState.Open(At(name));
        return await new LogMonitor(new FolderLogSource(At(log)), _policy, state, LogMonitor.DefaultMostEntries).LookAsync(null, None);
    }

    private async Task MakeAsync()
    {
        await using var log = await Sample.MakeAsync(At("log"), Size, Size);
    }

    // The same key, and another log from entry 20 on.
    private async Task OtherAsync(ulong size)
    {
        await using var other = await Sample.MakeAsync(At("other"), 20, 20);
        await other.AppendAsync([.. Sample.Range(20, size).Select(i => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($"other {i}"))], None);
    }

    private void Flip(string file, int at, string log = "log")
    {
        using var stream = new FileStream(Path.Combine(At(log), file), FileMode.Open);
        stream.Position = at;
        var was = stream.ReadByte();
        stream.Position = at;
        stream.WriteByte((byte)(was ^ 1));
    }
}
