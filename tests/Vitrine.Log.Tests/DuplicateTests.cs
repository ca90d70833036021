using FsCheck;
using FsCheck.Fluent;
using Vitrine.Proofs;

namespace Vitrine.Log.Tests;

/// <summary>An entry has one index, however often it is submitted.</summary>
public sealed class DuplicateTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static LogOptions Options(string folder) => Sample.Options(folder) with { SuppressDuplicates = true };

    [Fact]
    public async Task AddAsync_TheSameAgain_GetsTheIndexItHas()
    {
        using var folder = new TemporaryFolder();
        await TileLog.CreateAsync(Options(folder.Path), None);
        await using var log = await TileLog.OpenAsync(Options(folder.Path), TimeProvider.System, None);
        Assert.Equal(new Added(new LogIndex(0), WasThere: false), await log.AddAsync(Sample.Entry(7), None));
        var before = log.Checkpoint;
        Assert.Equal(new Added(new LogIndex(0), WasThere: true), await log.AddAsync(Sample.Entry(7), None));
        Assert.Same(before, log.Checkpoint);
        Assert.Equal(new LogIndex(1), await log.AppendAsync(Sample.Entry(8), None));
    }

    [Fact]
    public async Task AddAsync_TwiceWithinOneRequest_IsOneEntry()
    {
        using var folder = new TemporaryFolder();
        await TileLog.CreateAsync(Options(folder.Path), None);
        await using var log = await TileLog.OpenAsync(Options(folder.Path), TimeProvider.System, None);
        var added = await log.AddAsync([Sample.Entry(0), Sample.Entry(1), Sample.Entry(0), Sample.Entry(2), Sample.Entry(1)], None);
        Assert.Equal([0, 1, 0, 2, 1], added.Select(one => one.Index.Value));
        Assert.Equal([false, false, true, false, true], added.Select(one => one.WasThere));
        Assert.Equal(3UL, log.Checkpoint.Size.Value);
    }

    [Fact]
    public async Task AddAsync_FromManyAtOnce_EachEntryIsNewOnceAndHasOneIndex()
    {
        using var folder = new TemporaryFolder();
        await TileLog.CreateAsync(Options(folder.Path), None);
        await using var log = await TileLog.OpenAsync(Options(folder.Path), TimeProvider.System, None);
        var all = (await Task.WhenAll(Enumerable.Range(0, 16).Select(task => Task.Run(async () =>
        {
            var mine = new List<(ulong Number, Added Added)>();
            foreach (var i in Sample.Range(0, 300).OrderBy(i => (i * 7919 * (ulong)(task + 1)) % 1009))
            {
                mine.Add((i, await log.AddAsync(Sample.Entry(i), None)));

                // Durable before it is told, whoever brought it.
                Assert.True(mine[^1].Added.Index.Value < log.Checkpoint.Size.Value);
            }

            return mine;
        })))).SelectMany(mine => mine).ToList();
        Assert.Equal(300UL, log.Checkpoint.Size.Value);
        foreach (var same in all.GroupBy(one => one.Number))
        {
            Assert.Single(same.Select(one => one.Added.Index).Distinct());
            Assert.Single(same, one => !one.Added.WasThere);
            Assert.Equal(Sample.Entry(same.Key).ToArray(), log.Reader.ReadEntry(same.First().Added.Index, log.Checkpoint.Size));
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(256)]
    [InlineData(70_000)]
    public async Task AddAsync_AfterReopening_KnowsWhatIsThere(ulong size)
    {
        using var folder = new TemporaryFolder();
        await (await Sample.MakeAsync(folder.Path, size, Math.Min(size, 50_000))).DisposeAsync();
        await using var log = await TileLog.OpenAsync(Options(folder.Path), TimeProvider.System, None);
        Assert.Equal(size, (await log.AppendAsync(Sample.Entry(size), None)).Value);
        foreach (var some in Sample.Range(0, size + 1).Where(i => i < 3 || i > size - 3 || i % 997 == 0))
        {
            Assert.Equal(new Added(new LogIndex(some), WasThere: true), await log.AddAsync(Sample.Entry(some), None));
        }
    }

    // A log that kept duplicates, as the ledger does, and suppresses them from now on.
    [Fact]
    public async Task AddAsync_ThereTwiceAlready_GetsTheFirstIndex()
    {
        using var folder = new TemporaryFolder();
        await using (var log = await Sample.MakeAsync(folder.Path, 3, 1))
        {
            Assert.Equal(3UL, (await log.AppendAsync(Sample.Entry(1), None)).Value);
        }

        await using var again = await TileLog.OpenAsync(Options(folder.Path), TimeProvider.System, None);
        Assert.Equal(new Added(new LogIndex(1), WasThere: true), await again.AddAsync(Sample.Entry(1), None));
    }

    [Fact]
    public void GetOrAdd_AnyHashesInAnyOrder_GivesWhatADictionaryWould() =>
        Check.QuickThrowOnFailure(Prop.ForAll<int[]>(numbers =>
        {
            var leaves = numbers.Select(number => Digest.Of(BitConverter.GetBytes(number % 50))).ToList();
            var index = new LeafIndex(at => leaves[(int)at]);
            var expected = new Dictionary<Digest, ulong>();
            for (var i = 0; i < leaves.Count; i++)
            {
                expected.TryAdd(leaves[i], (ulong)i);
                Assert.Equal(expected[leaves[i]], index.GetOrAdd(leaves[i], (ulong)i));
            }
        }));

    // More than the marks can tell apart, so that it must look: a hash that only looks like another is not taken for it.
    [Fact]
    public void GetOrAdd_AMillionHashes_FindsEachAgain()
    {
        static Digest Leaf(ulong i) => Digest.Of(BitConverter.GetBytes(i));
        var looks = 0;
        var index = new LeafIndex(at =>
        {
            looks++;
            return Leaf(at);
        });
        for (var i = 0UL; i < 1_000_000; i++)
        {
            Assert.Equal(i, index.GetOrAdd(Leaf(i), i));
        }

        Assert.True(looks < 100, $"{looks} looks");
        for (var i = 0UL; i < 1_000_000; i += 101)
        {
            Assert.Equal(i, index.GetOrAdd(Leaf(i), 5_000_000));
        }
    }
}
