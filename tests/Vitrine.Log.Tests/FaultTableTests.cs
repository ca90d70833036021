using Vitrine.Proofs;

namespace Vitrine.Log.Tests;

/// <summary>
/// One run of a log's life in a folder, failed at every step in every way; what holds afterwards, <see cref="Life"/> says.
/// </summary>
public sealed class FaultTableTests
{
    private const string Folder = "/data/log";
    private static readonly CancellationToken None = CancellationToken.None;

    private static FileStorage Storage(MemoryDisk disk) => new(disk, Folder, 64 * 1024);

    [Theory]
    [InlineData(Fault.Lost, true)]
    [InlineData(Fault.DoneButReportedFailed, true)]
    [InlineData(Fault.HalfDone, true)]
    [InlineData(Fault.HalfDone, false)]
    [InlineData(Fault.PowerLoss, true)]
    [InlineData(Fault.PowerLossWithSomeKept, true)]
    [InlineData(Fault.PowerLossWithSomeKept, false)]
    public async Task Append_AnyStepFails_LosesForksAndRepeatsNothing(Fault fault, bool isServed)
    {
        var steps = await CountStepsAsync(isServed);
        Assert.InRange(steps, 100, 400);
        for (var step = 0; step < steps; step++)
        {
            for (var seed = 0; seed < (fault == Fault.PowerLossWithSomeKept ? 3 : 1); seed++)
            {
                var disk = new MemoryDisk { FailAt = step, Fault = fault };
                var life = await LiveAsync(disk, isServed);
                var what = $"{fault} at step {step} ({disk.Journal.LastOrDefault()}), seed {seed}";
                Assert.True(disk.Steps > step, what);
                await CheckAsync(After(disk, fault, new Random(seed)), life, what);
            }
        }
    }

    // The recovery itself is cut short by power loss, at every step of it, and recovered again.
    [Theory]
    [InlineData(Fault.PowerLoss, true)]
    [InlineData(Fault.PowerLossWithSomeKept, true)]
    [InlineData(Fault.PowerLossWithSomeKept, false)]
    public async Task Open_RecoveryLosesPowerToo_LosesForksAndRepeatsNothing(Fault fault, bool isServed)
    {
        var steps = await CountStepsAsync(isServed);
        for (var step = 5; step < steps; step += 11)
        {
            for (var second = 0; second < steps; second += 2)
            {
                var first = new MemoryDisk { FailAt = step, Fault = fault };
                var life = await LiveAsync(first, isServed);
                var disk = After(first, fault, new Random(step));
                disk.FailAt = second;
                disk.Fault = fault;
                if (!life.Created || await TryOpenAsync(disk) is not { } thrown)
                {
                    break;
                }

                Assert.Equal("injected", thrown.InnerException!.Message);
                await CheckAsync(After(disk, fault, new Random(second)), life, $"{fault} at step {step}, then at {second}");
            }
        }
    }

    // A process is killed, which loses nothing that was written; the next one settles; then power is lost.
    [Fact]
    public async Task Open_AfterAKill_SyncsWhatTheKilledOneHadNot()
    {
        var steps = await CountStepsAsync();
        for (var step = 0; step < steps; step += 3)
        {
            var disk = new MemoryDisk { FailAt = step, Fault = Fault.HalfDone };
            var life = await LiveAsync(disk);
            disk.FailAt = int.MaxValue;
            if (life.Created)
            {
                Assert.Null(await TryOpenAsync(disk));
                await CheckAsync(disk.AfterPowerLoss(null), life, $"killed at step {step}, opened and closed, then without power");
            }
        }
    }

    // tlog-tiles: whoever was shown a checkpoint finds its partial tiles until the full ones are there, whatever happened since.
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task Open_AfterAKillOrLossOfPower_HasThePartialTilesOfEveryCheckpointShown(bool killed, bool someKept)
    {
        var disk = new MemoryDisk();
        disk.CreateFolder("/data");
        disk.SyncFolder("/");
        var options = Sample.Options(Folder);
        await TileLog.CreateAsync(options, Storage(disk), None);
        await using var log = await TileLog.OpenAsync(options, Storage(disk), TimeProvider.System, None);
        var tree = new MerkleTree();
        for (var i = 0UL; i < 900; i++)
        {
            // At 64 KiB the journal is full a few hundred entries on: some were settled, some not.
            tree.Append(Life.Entry(i).Span);
            await log.AppendAsync(Life.Entry(i), None);
        }

        var after = killed ? disk.Copy() : disk.AfterPowerLoss(someKept ? new Random(1) : null);
        await (await TileLog.OpenAsync(options, Storage(after), TimeProvider.System, None)).DisposeAsync();
        after = after.AfterPowerLoss(null);
        Assert.All(Sample.Range(1, 901).SelectMany(size => TileEdge.PartialPaths(new TreeSize(size))), path =>
        {
            var isFull = path.Index < (path.IsEntries || path.Level == 0 ? 900UL / 256 : 0);
            Assert.True(isFull || Content(path, tree).AsSpan().SequenceEqual(after.Read($"{Folder}/{path}")), $"{path} is not what it should be");
        });
    }

    [Fact]
    public async Task Append_AfterAFault_IsRefusedUntilOpenedAnew()
    {
        var disk = new MemoryDisk();
        await TileLog.CreateAsync(Sample.Options(Folder), Storage(disk), None);
        await using (var log = await TileLog.OpenAsync(Sample.Options(Folder), Storage(disk), TimeProvider.System, None))
        {
            await log.AppendAsync(Life.Entry(0), None);
            (disk.FailAt, disk.Fault) = (disk.Steps + 1, Fault.Lost);
            var first = await Assert.ThrowsAsync<LogFaultException>(() => log.AppendAsync(Life.Entry(1), None));
            Assert.True(first.OutcomeUnknown);
            Assert.Equal("sync", first.Operation);
            Assert.Equal($"{Folder}/.state/journal", first.Path);
            Assert.Equal("Cannot sync /data/log/.state/journal: injected", first.Message);
            var second = await Assert.ThrowsAsync<LogFaultException>(() => log.AppendAsync(Life.Entry(2), None));
            Assert.False(second.OutcomeUnknown);
            Assert.Equal(1UL, log.Checkpoint.Size.Value);
        }

        await using var again = await TileLog.OpenAsync(Sample.Options(Folder), Storage(disk), TimeProvider.System, None);
        Assert.Equal(2UL, again.Checkpoint.Size.Value);
        Assert.Equal(2UL, (await again.AppendAsync(Life.Entry(2), None)).Value);
    }

    private static MemoryDisk After(MemoryDisk disk, Fault fault, Random random)
    {
        switch (fault)
        {
            case Fault.PowerLoss:
                return disk.AfterPowerLoss(null);
            case Fault.PowerLossWithSomeKept:
                return disk.AfterPowerLoss(random);
            default:
                disk.FailAt = int.MaxValue;
                return disk;
        }
    }

    private static async Task<int> CountStepsAsync(bool isServed = true)
    {
        var disk = new MemoryDisk();
        Assert.True((await LiveAsync(disk, isServed)).Closed);
        return disk.Steps;
    }

    private static async Task<LogFaultException?> TryOpenAsync(MemoryDisk disk)
    {
        try
        {
            await (await TileLog.OpenAsync(Sample.Options(Folder), Storage(disk), TimeProvider.System, None)).DisposeAsync();
            return null;
        }
        catch (LogFaultException e)
        {
            return e;
        }
    }

    private static Task<Life> LiveAsync(MemoryDisk disk, bool isServed = true)
    {
        if (disk.Steps == 0)
        {
            var failAt = disk.FailAt;
            disk.FailAt = int.MaxValue;
            disk.CreateFolder("/data");
            disk.SyncFolder("/");
            disk.FailAt = failAt;
        }

        return Life.LiveAsync(() => Storage(disk), Life.Options with { IsServed = isServed });
    }

    private static async Task CheckAsync(MemoryDisk disk, Life life, string what)
    {
        var tree = await life.CheckAsync(() => Storage(disk), disk.Checkpoints, what);
        var expected = new List<string> { "checkpoint", ".state/journal", ".state/tmp" };
        for (var tile = 0UL; tile < tree.Size.Value / 256; tile++)
        {
            expected.AddRange([TilePath.Hashes(0, tile).ToString(), TilePath.Entries(tile).ToString()]);
        }

        expected.AddRange(TileEdge.PartialPaths(tree.Size).Select(path => path.ToString()));
        foreach (var name in disk.Files.Select(path => Path.GetRelativePath(Folder, path)).Except(expected))
        {
            // Cut short while it settles, a log may leave the partial tiles that the journal before began with; they must be true ones.
            Assert.True(TilePath.TryParse(name, out var tile) && !tile.IsFull, $"{what}: left behind {name}");
            Assert.True(Content(tile, tree).AsSpan().SequenceEqual(disk.Read($"{Folder}/{name}")), $"{what}: {name} is not what it should be");
        }
    }

    private static byte[] Content(TilePath path, MerkleTree tree)
    {
        var places = Enumerable.Range(0, path.Width).Select(i => (path.Index * 256) + (ulong)i);
        return path.IsEntries
            ? [.. places.SelectMany(i => (byte[])[0, 100, .. Life.Entry(i).Span])]
            : [.. places.SelectMany(i => tree.Node(8 * path.Level, i).ToArray())];
    }
}
