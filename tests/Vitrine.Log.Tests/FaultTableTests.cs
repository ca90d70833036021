using Vitrine.Proofs;

namespace Vitrine.Log.Tests;

/// <summary>
/// One run of a log's life, failed at every step in every way. Afterwards, always: each acknowledged entry is there at its index; a batch is
/// there whole or not at all; each checkpoint ever in the folder is of a beginning of the log; the log takes entries again.
/// </summary>
public sealed class FaultTableTests
{
    private const string Folder = "/data/log";
    private static readonly CancellationToken None = CancellationToken.None;

    // Crosses a full tile and a full journal (64 KiB), at the end of a batch and within one.
    private static readonly int[] Batches = [1, 2, 250, 3, 300, 1, 400, 67];

    private static ReadOnlyMemory<byte> Entry(ulong i)
    {
        var entry = new byte[100];
        new Random((int)i).NextBytes(entry);
        return entry;
    }

    private static FileStorage Storage(MemoryDisk disk) => new(disk, Folder, 64 * 1024);

    private static ReadOnlyMemory<byte>[] Entries(ulong from, int count) => [.. Sample.Range(from, from + (ulong)count).Select(Entry)];

    [Theory]
    [InlineData(Fault.Lost)]
    [InlineData(Fault.DoneButReportedFailed)]
    [InlineData(Fault.HalfDone)]
    [InlineData(Fault.PowerLoss)]
    [InlineData(Fault.PowerLossWithSomeKept)]
    public async Task Append_AnyStepFails_LosesForksAndRepeatsNothing(Fault fault)
    {
        var steps = await CountStepsAsync();
        Assert.InRange(steps, 100, 400);
        for (var step = 0; step < steps; step++)
        {
            for (var seed = 0; seed < (fault == Fault.PowerLossWithSomeKept ? 3 : 1); seed++)
            {
                var disk = new MemoryDisk { FailAt = step, Fault = fault };
                var life = await LiveAsync(disk);
                var what = $"{fault} at step {step} ({disk.Journal.LastOrDefault()}), seed {seed}";
                Assert.True(disk.Steps > step, what);
                await CheckAsync(After(disk, fault, new Random(seed)), life, what);
            }
        }
    }

    // The recovery itself is cut short by power loss, at every step of it, and recovered again.
    [Theory]
    [InlineData(Fault.PowerLoss)]
    [InlineData(Fault.PowerLossWithSomeKept)]
    public async Task Open_RecoveryLosesPowerToo_LosesForksAndRepeatsNothing(Fault fault)
    {
        var steps = await CountStepsAsync();
        for (var step = 5; step < steps; step += 11)
        {
            for (var second = 0; second < steps; second += 2)
            {
                var first = new MemoryDisk { FailAt = step, Fault = fault };
                var life = await LiveAsync(first);
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

    [Fact]
    public async Task Append_AfterAFault_IsRefusedUntilOpenedAnew()
    {
        var disk = new MemoryDisk();
        await TileLog.CreateAsync(Sample.Options(Folder), Storage(disk), None);
        await using (var log = await TileLog.OpenAsync(Sample.Options(Folder), Storage(disk), TimeProvider.System, None))
        {
            await log.AppendAsync(Entry(0), None);
            (disk.FailAt, disk.Fault) = (disk.Steps + 1, Fault.Lost);
            var first = await Assert.ThrowsAsync<LogFaultException>(() => log.AppendAsync(Entry(1), None));
            Assert.True(first.OutcomeUnknown);
            Assert.Equal("sync", first.Operation);
            Assert.Equal($"{Folder}/.state/journal", first.Path);
            Assert.Equal("Cannot sync /data/log/.state/journal: injected", first.Message);
            var second = await Assert.ThrowsAsync<LogFaultException>(() => log.AppendAsync(Entry(2), None));
            Assert.False(second.OutcomeUnknown);
            Assert.Equal(1UL, log.Checkpoint.Size.Value);
        }

        await using var again = await TileLog.OpenAsync(Sample.Options(Folder), Storage(disk), TimeProvider.System, None);
        Assert.Equal(2UL, again.Checkpoint.Size.Value);
        Assert.Equal(2UL, (await again.AppendAsync(Entry(2), None)).Value);
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

    private static async Task<int> CountStepsAsync()
    {
        var disk = new MemoryDisk();
        Assert.True((await LiveAsync(disk)).Closed);
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

    // Creates a log, appends the batches until one fails, and closes it.
    private static async Task<Life> LiveAsync(MemoryDisk disk)
    {
        var life = new Life();
        try
        {
            disk.CreateFolder("/data");
            disk.SyncFolder("/");
            await TileLog.CreateAsync(Sample.Options(Folder), Storage(disk), None);
            life.Created = true;
            await using var log = await TileLog.OpenAsync(Sample.Options(Folder), Storage(disk), TimeProvider.System, None);
            foreach (var count in Batches)
            {
                try
                {
                    var indexes = await log.AppendAsync(Entries(life.Acknowledged, count), None);
                    Assert.Equal(Sample.Range(life.Acknowledged, life.Acknowledged + (ulong)count), indexes.Select(index => index.Value));
                    life.Acknowledged += (ulong)count;
                }
                catch (LogFaultException e)
                {
                    life.Unknown = e.OutcomeUnknown ? (ulong)count : 0;
                    throw;
                }
            }
        }
        catch (LogFaultException)
        {
            return life;
        }

        life.Closed = true;
        return life;
    }

    private static async Task CheckAsync(MemoryDisk disk, Life life, string what)
    {
        var log = await OpenOrCreateAsync(disk, life);
        var size = log.Checkpoint.Size.Value;
        Assert.True(size == life.Acknowledged || (life.Unknown > 0 && size == life.Acknowledged + life.Unknown), $"{what}: {size} entries, acknowledged {life}");
        await log.AppendAsync(Entries(size, 3), None);
        await log.DisposeAsync();

        size += 3;
        log = await TileLog.OpenAsync(Sample.Options(Folder), Storage(disk), TimeProvider.System, None);
        Assert.Equal(size, log.Checkpoint.Size.Value);
        var tree = new MerkleTree();
        foreach (var (index, entry) in log.Reader.ReadEntries(default, new TreeSize(size)))
        {
            Assert.True(Entry(index.Value).Span.SequenceEqual(entry), $"{what}: entry {index}");
            tree.Append(entry);
        }

        foreach (var note in disk.Checkpoints)
        {
            var checkpoint = VerifiedCheckpoint.Open(note, Sample.Signer.Verifier);
            Assert.True(checkpoint.Size.Value <= size, what);
            Assert.True(tree.Root(checkpoint.Size) == checkpoint.Root, $"{what}: forked at {checkpoint.Size}");
            Assert.True(log.Reader.RootAt(checkpoint.Size) == checkpoint.Root, $"{what}: tiles at {checkpoint.Size}");
        }

        await log.DisposeAsync();
        var expected = new List<string> { "checkpoint", ".state/journal", ".state/tmp" };
        for (var tile = 0UL; tile < size / 256; tile++)
        {
            expected.AddRange([TilePath.Hashes(0, tile).ToString(), TilePath.Entries(tile).ToString()]);
        }

        expected.AddRange(TileEdge.PartialPaths(new TreeSize(size)).Select(path => path.ToString()));
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
            ? [.. places.SelectMany(i => (byte[])[0, 100, .. Entry(i).Span])]
            : [.. places.SelectMany(i => tree.Node(8 * path.Level, i).ToArray())];
    }

    private static async Task<TileLog> OpenOrCreateAsync(MemoryDisk disk, Life life)
    {
        try
        {
            return await TileLog.OpenAsync(Sample.Options(Folder), Storage(disk), TimeProvider.System, None);
        }
        catch (LogMissingException) when (!life.Created)
        {
            // Creation had failed before it said that it was done; it can be done again.
            await TileLog.CreateAsync(Sample.Options(Folder), Storage(disk), None);
            return await TileLog.OpenAsync(Sample.Options(Folder), Storage(disk), TimeProvider.System, None);
        }
    }

    private sealed record Life
    {
        public bool Created { get; set; }

        public bool Closed { get; set; }

        public ulong Acknowledged { get; set; }

        public ulong Unknown { get; set; }
    }
}
