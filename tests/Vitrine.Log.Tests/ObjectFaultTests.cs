using Vitrine.Proofs;

namespace Vitrine.Log.Tests;

/// <summary>One run of a log's life on objects, failed at every step in every way; what holds afterwards, <see cref="Life"/> says.</summary>
public sealed class ObjectFaultTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData(ObjectFault.Lost)]
    [InlineData(ObjectFault.DoneButReportedFailed)]
    [InlineData(ObjectFault.DoneAndRepeated)]
    [InlineData(ObjectFault.Torn)]
    public async Task Append_AnyStepFails_LosesForksAndRepeatsNothing(ObjectFault fault)
    {
        var whole = new MemoryObjects();
        Assert.True((await Life.LiveAsync(whole.Storage)).Closed);
        for (var step = 0; step < whole.Steps; step++)
        {
            var world = new MemoryObjects { FailAt = step, Fault = fault };
            var life = await Life.LiveAsync(world.Storage);
            var what = $"{fault} at step {step} ({world.Failed})";
            Assert.True(world.Failed is not null, what);
            Assert.True(life.Closed || fault != ObjectFault.DoneAndRepeated, what);
            world.Restart();
            await CheckAsync(world, life, what);
        }
    }

    // The recovery itself fails, at every step of it, and the log is recovered again.
    [Theory]
    [InlineData(ObjectFault.Lost)]
    [InlineData(ObjectFault.DoneButReportedFailed)]
    public async Task Open_RecoveryFailsToo_LosesForksAndRepeatsNothing(ObjectFault fault)
    {
        var whole = new MemoryObjects();
        await Life.LiveAsync(whole.Storage);
        for (var step = 4; step < whole.Steps; step += 9)
        {
            for (var second = 0; second < 40; second++)
            {
                var world = new MemoryObjects { FailAt = step, Fault = fault };
                var life = await Life.LiveAsync(world.Storage);
                if (!life.Created)
                {
                    break;
                }

                world.Restart();
                world.FailAt = world.Steps + second;
                try
                {
                    await (await TileLog.OpenAsync(Life.Options, world.Storage(), TimeProvider.System, None)).DisposeAsync();
                    break;
                }
                catch (LogFaultException)
                {
                    world.Restart();
                    await CheckAsync(world, life, $"{fault} at step {step}, then {second} on ({world.Failed})");
                }
            }
        }
    }

    // The change of key fails at every step: the log is one key's or the other's, whole, and goes on under it.
    [Theory]
    [InlineData(ObjectFault.Lost)]
    [InlineData(ObjectFault.DoneButReportedFailed)]
    [InlineData(ObjectFault.DoneAndRepeated)]
    public async Task Rekey_AnyStepFails_IsUnderOneKeyAndGoesOn(ObjectFault fault)
    {
        var next = NoteSigner.FromSeed(Life.Options.Signer.Name, [.. Enumerable.Range(101, 32).Select(i => (byte)i)]);
        for (var step = 0; ; step++)
        {
            var world = new MemoryObjects();
            await TileLog.CreateAsync(Life.Options, world.Storage(), None);
            await using (var log = await TileLog.OpenAsync(Life.Options, world.Storage(), TimeProvider.System, None))
            {
                await log.AppendAsync(Life.Entries(0, 300), None);

                // Killed before it settles: the batch is committed, and its row is not the base.
                world.FailAt = world.Steps;
                await Assert.ThrowsAsync<LogFaultException>(() => log.AppendAsync(Life.Entry(300), None));
            }

            world.Restart();
            var begun = world.Steps;
            (world.FailAt, world.Fault) = (begun + step, fault);
            var failed = false;
            try
            {
                await TileLog.RekeyAsync(Life.Options, world.Storage(), next, None);
            }
            catch (LogFaultException)
            {
                failed = true;
            }

            var what = $"{fault} at step {step} ({world.Failed})";
            var isDone = world.Steps <= begun + step;
            world.Restart();
            using var old = world.Storage();
            Assert.True(old.IsUnder(Life.Options.Signer.Verifier) != old.IsUnder(next.Verifier), what);
            Assert.True(failed || old.IsUnder(next.Verifier), what);
            var (now, other) = old.IsUnder(next.Verifier) ? (next, Life.Options.Signer) : (Life.Options.Signer, next);
            await Assert.ThrowsAsync<LogCorruptException>(() => TileLog.OpenAsync(Life.Options with { Signer = other }, world.Storage(), TimeProvider.System, None));
            world.Restart();
            await using var after = await TileLog.OpenAsync(Life.Options with { Signer = now }, world.Storage(), TimeProvider.System, None);
            Assert.Equal((now.Verifier, 300UL), (after.Published.Log, after.Published.Size.Value));
            Assert.Equal(300UL, (await after.AppendAsync(Life.Entry(300), None)).Value);
            Assert.Equal(after.Published.Root, after.Reader.RecomputeRoot(new TreeSize(301)));
            if (isDone)
            {
                Assert.True(step >= 4, "It takes, writes, swaps and deletes.");
                return;
            }
        }
    }

    [Fact]
    public async Task Append_AnotherTookTheRow_StopsAtOnceAndAppendsNothing()
    {
        var world = new MemoryObjects();
        await TileLog.CreateAsync(Life.Options, world.Storage(), None);
        await using var first = await TileLog.OpenAsync(Life.Options, world.Storage(), TimeProvider.System, None);
        await first.AppendAsync(Life.Entry(0), None);
        await Assert.ThrowsAsync<LogInUseException>(() => TileLog.OpenAsync(Life.Options, world.Storage(), TimeProvider.System, None));

        // As when its session broke: the lock is free, and it does not know.
        world.Restart();
        await using var second = await TileLog.OpenAsync(Life.Options, world.Storage(), TimeProvider.System, None);
        var lost = await Assert.ThrowsAsync<LogLostException>(() => first.AppendAsync(Life.Entry(1), None));
        Assert.Contains("another writer is at work", lost.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LogLostException>(() => first.AppendAsync(Life.Entry(2), None));
        Assert.Equal(1UL, (await second.AppendAsync(Life.Entry(3), None)).Value);
        Assert.Equal(Life.Entry(3).ToArray(), second.Reader.ReadEntry(new LogIndex(1), second.Checkpoint.Size));
    }

    // The first writer's swap was on its way when it was killed, and arrives after the next one has opened the log.
    [Fact]
    public async Task TrySwap_ArrivingAfterAnotherTookTheRow_ChangesNothing()
    {
        var world = new MemoryObjects();
        await TileLog.CreateAsync(Life.Options, world.Storage(), None);
        var killed = world.Head();
        var row = killed.Take()!;
        world.Restart();
        await using var log = await TileLog.OpenAsync(Life.Options, world.Storage(), TimeProvider.System, None);
        Assert.False(killed.TrySwap(row, row with { Checkpoint = "late" }));
        Assert.Equal(0UL, (await log.AppendAsync(Life.Entry(0), None)).Value);
    }

    [Fact]
    public async Task Append_CheckpointReplacedInTheStore_Stops()
    {
        var world = new MemoryObjects();
        await TileLog.CreateAsync(Life.Options, world.Storage(), None);
        await using var log = await TileLog.OpenAsync(Life.Options, world.Storage(), TimeProvider.System, None);
        world.Objects[LogFolder.Checkpoint] = new StoredObject("another's"u8.ToArray(), "\"other\"");
        var lost = await Assert.ThrowsAsync<LogLostException>(() => log.AppendAsync(Life.Entry(0), None));
        Assert.Equal("s3://bucket/log/checkpoint", lost.Path);
        Assert.True(lost.OutcomeUnknown);
    }

    // The last put of the writer before, which came late: it is of this log and older. Another tree of the same key is not.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Append_AnOlderCheckpointPutLate_IsReplacedUnlessOfAnotherTree(bool forked)
    {
        var world = new MemoryObjects();
        await TileLog.CreateAsync(Life.Options, world.Storage(), None);
        await using var log = await TileLog.OpenAsync(Life.Options, world.Storage(), TimeProvider.System, None);
        await log.AppendAsync(Life.Entries(0, 300), None);
        var late = world.Objects[LogFolder.Checkpoint].Bytes;
        await log.AppendAsync(Life.Entry(300), None);
        if (forked)
        {
            late = VerifiedCheckpoint.Sign(new Checkpoint(Life.Options.Signer.Name, new TreeSize(300), Digest.Of("other"u8)), Life.Options.Signer).Note.ToArray();
        }

        world.Objects[LogFolder.Checkpoint] = new StoredObject(late, "\"late\"");
        if (forked)
        {
            Assert.Equal("s3://bucket/log/checkpoint", (await Assert.ThrowsAsync<LogLostException>(() => log.AppendAsync(Life.Entry(301), None))).Path);
            return;
        }

        Assert.Equal(301UL, (await log.AppendAsync(Life.Entry(301), None)).Value);
        Assert.Equal(log.Published.Note.ToArray(), world.Objects[LogFolder.Checkpoint].Bytes);
    }

    [Fact]
    public async Task Open_CommittedBatchMissing_Refuses()
    {
        var world = new MemoryObjects();
        await TileLog.CreateAsync(Life.Options, world.Storage(), None);
        await using (var log = await TileLog.OpenAsync(Life.Options, world.Storage(), TimeProvider.System, None))
        {
            await log.AppendAsync(Life.Entry(0), None);

            // Killed before it closes.
            (world.FailAt, world.Fault) = (world.Steps, ObjectFault.Lost);
            await Assert.ThrowsAsync<LogFaultException>(() => log.AppendAsync(Life.Entry(1), None));
        }

        world.Restart();
        Assert.True(world.Objects.Remove(world.Objects.Keys.Single(key => key.StartsWith(".state/batch/0-", StringComparison.Ordinal))));
        var thrown = await Assert.ThrowsAsync<LogCorruptException>(() => TileLog.OpenAsync(Life.Options, world.Storage(), TimeProvider.System, None));
        Assert.Contains("is missing", thrown.Message, StringComparison.Ordinal);
    }

    private static async Task CheckAsync(MemoryObjects world, Life life, string what)
    {
        if (world.Fault == ObjectFault.Torn)
        {
            // Half an object where a whole one was promised: it is found and named, and never believed or written over.
            foreach (var torn in world.Objects.Where(pair => pair.Value.Version == "\"torn\"").Select(pair => pair.Key).ToList())
            {
                if (TilePath.TryParse(torn, out _))
                {
                    var lost = await Assert.ThrowsAsync<LogLostException>(() => TileLog.OpenAsync(Life.Options, world.Storage(), TimeProvider.System, None));
                    Assert.True(lost.Path == $"s3://bucket/log/{torn}", what);
                    world.Objects.Remove(torn);
                }
                else if (!life.Created)
                {
                    world.Objects.Remove(torn);
                }
            }
        }

        var tree = await life.CheckAsync(world.Storage, world.Checkpoints, what);
        var expected = new HashSet<string> { "checkpoint" };
        for (var tile = 0UL; tile < tree.Size.Value / 256; tile++)
        {
            expected.UnionWith([TilePath.Hashes(0, tile).ToString(), TilePath.Entries(tile).ToString()]);
        }

        expected.UnionWith(TileEdge.PartialPaths(tree.Size).Select(path => path.ToString()));
        Assert.All(world.Objects.Keys.Except(expected), name => Assert.True(TilePath.TryParse(name, out var tile) && !tile.IsFull, $"{what}: left behind {name}"));
    }
}
