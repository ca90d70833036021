using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Log.Tests;

public sealed class TileLogTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task CreateAsync_InAnEmptyPlace_SignsTheEmptyTree()
    {
        using var folder = new TemporaryFolder();
        await TileLog.CreateAsync(Sample.Options(folder.Path), None);
        var checkpoint = VerifiedCheckpoint.Open(new TileReader(folder.Path).CheckpointNote(), Sample.Signer.Verifier);
        Assert.Equal(default, checkpoint.Size);
        Assert.Equal(Merkle.EmptyRoot, checkpoint.Root);
        Assert.Equal(Sample.Signer.Name, checkpoint.Origin);
    }

    [Fact]
    public async Task CreateAsync_WhereALogIs_Refuses()
    {
        using var folder = new TemporaryFolder();
        await TileLog.CreateAsync(Sample.Options(folder.Path), None);
        await Assert.ThrowsAsync<LogExistsException>(() => TileLog.CreateAsync(Sample.Options(folder.Path), None));
    }

    [Fact]
    public async Task OpenAsync_WhereNoneIs_Refuses()
    {
        using var folder = new TemporaryFolder();
        await Assert.ThrowsAsync<LogMissingException>(() => TileLog.OpenAsync(Sample.Options(folder.Path), TimeProvider.System, None));
        Assert.False(Directory.Exists(folder.Path));
        Assert.Throws<LogMissingException>(() => new TileReader(folder.Path).CheckpointNote());
    }

    [Fact]
    public async Task OpenAsync_WhileAnotherWrites_Refuses()
    {
        using var folder = new TemporaryFolder();
        await using var log = await Sample.MakeAsync(folder.Path, 1, 1);
        var thrown = await Assert.ThrowsAsync<LogInUseException>(() => TileLog.OpenAsync(Sample.Options(folder.Path), TimeProvider.System, None));
        Assert.Equal(folder.Path, thrown.Folder);
        Assert.Equal(new LogIndex(1), await log.AppendAsync(Sample.Entry(1), None));
    }

    [Fact]
    public async Task OpenAsync_WithAnotherKey_Refuses()
    {
        using var folder = new TemporaryFolder();
        await TileLog.CreateAsync(Sample.Options(folder.Path), None);
        var options = Sample.Options(folder.Path) with { Signer = NoteSigner.Generate(Sample.Signer.Name) };
        await Assert.ThrowsAsync<LogCorruptException>(() => TileLog.OpenAsync(options, TimeProvider.System, None));
        await (await TileLog.OpenAsync(Sample.Options(folder.Path), TimeProvider.System, None)).DisposeAsync();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(255, 255)]
    [InlineData(256, 256)]
    [InlineData(257, 1)]
    [InlineData(700, 3)]
    [InlineData(70_000, 10_007)]
    public async Task AppendAsync_InBatches_GivesEveryEntryItsIndexAndProofs(ulong size, ulong step)
    {
        using var folder = new TemporaryFolder();
        var tree = Sample.Tree(size);
        await using (var log = await Sample.MakeAsync(folder.Path, size, step))
        {
            Assert.Equal(size, log.Checkpoint.Size.Value);
            Assert.Equal(tree.Root(), log.Checkpoint.Root);
        }

        await using var again = await TileLog.OpenAsync(Sample.Options(folder.Path), TimeProvider.System, None);
        var reader = again.Reader;
        Assert.Equal(tree.Root(), again.Checkpoint.Root);
        Assert.Equal(again.Checkpoint.Note.ToArray(), reader.CheckpointNote());
        Assert.Equal(tree.Root(), reader.RecomputeRoot(new TreeSize(size)));
        var expected = 0UL;
        foreach (var (index, entry) in reader.ReadEntries(default, new TreeSize(size)))
        {
            Assert.Equal(expected, index.Value);
            Assert.Equal(Sample.Entry(expected).ToArray(), entry);
            expected++;
        }

        Assert.Equal(size, expected);
        foreach (var some in Sample.Range(1, size + 1).Where(i => i <= 3 || i >= size - 3 || i % 1009 == 0 || (i % 256 <= 1 && i % 7 == 0)))
        {
            Assert.Equal(tree.Root(new TreeSize(some)), reader.RootAt(new TreeSize(some)));
            Assert.Equal(tree.ProveInclusion(new LogIndex(some / 2), new TreeSize(some)), reader.ProveInclusion(new LogIndex(some / 2), new TreeSize(some)));
            Assert.Equal(tree.ProveConsistency(new TreeSize(some), new TreeSize(size)), reader.ProveConsistency(new TreeSize(some), new TreeSize(size)));
        }
    }

    [Fact]
    public async Task AppendAsync_FromManyAtOnce_GivesEachItsOwnIndex()
    {
        using var folder = new TemporaryFolder();
        await using var log = await Sample.MakeAsync(folder.Path, 0, 1);
        var indexes = await Task.WhenAll(Sample.Range(0, 2000).Select(async i => (Number: i, Index: await log.AppendAsync(Sample.Entry(i), None))));
        Assert.Equal(2000, indexes.Select(pair => pair.Index).Distinct().Count());
        foreach (var (number, index) in indexes)
        {
            Assert.Equal(Sample.Entry(number).ToArray(), log.Reader.ReadEntry(index, log.Checkpoint.Size));
        }
    }

    [Fact]
    public async Task AppendAsync_SeveralTogether_AreContiguous()
    {
        using var folder = new TemporaryFolder();
        await using var log = await Sample.MakeAsync(folder.Path, 0, 1);
        var groups = await Task.WhenAll(Sample.Range(0, 50).Select(i => log.AppendAsync(Sample.Entries(i, i + 7), None)));
        Assert.All(groups, group => Assert.Equal(Sample.Range(group[0].Value, group[0].Value + 7), group.Select(index => index.Value)));
        Assert.Equal(350UL, log.Checkpoint.Size.Value);
        Assert.Empty(await log.AppendAsync([], None));
    }

    [Fact]
    public async Task AppendAsync_EntryOfEveryExtreme_IsReadBack()
    {
        using var folder = new TemporaryFolder();
        await using var log = await Sample.MakeAsync(folder.Path, 0, 1);
        var longest = new byte[EntryBundle.MaxEntry];
        new Random(1).NextBytes(longest);
        Assert.Equal(0UL, (await log.AppendAsync(Array.Empty<byte>(), None)).Value);
        Assert.Equal(1UL, (await log.AppendAsync(longest, None)).Value);
        await Assert.ThrowsAsync<ArgumentException>(() => log.AppendAsync(new byte[EntryBundle.MaxEntry + 1], None));
        Assert.Empty(log.Reader.ReadEntry(new LogIndex(0), log.Checkpoint.Size));
        Assert.Equal(longest, log.Reader.ReadEntry(new LogIndex(1), log.Checkpoint.Size));
    }

    [Fact]
    public async Task Folder_AfterManyBatches_HoldsTheTilesOfEveryCheckpointUntilTheyAreFull()
    {
        using var folder = new TemporaryFolder();
        await using (await Sample.MakeAsync(folder.Path, 600, 1))
        {
        }

        string[] expected =
        [
            "checkpoint", "tile/0/000", "tile/0/001", "tile/1/000.p/1", "tile/1/000.p/2", "tile/entries/000", "tile/entries/001", ".state/journal",
            .. Enumerable.Range(1, 88).SelectMany(width => (string[])[$"tile/0/002.p/{width}", $"tile/entries/002.p/{width}"]),
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), Files(folder.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Folder_OfALogThatIsNotServed_HoldsTheNewestPartialTilesAlone()
    {
        using var folder = new TemporaryFolder();
        var options = Sample.Options(folder.Path) with { IsServed = false };
        await TileLog.CreateAsync(options, None);
        await using (var log = await TileLog.OpenAsync(options, TimeProvider.System, None))
        {
            foreach (var entry in Sample.Entries(0, 300))
            {
                await log.AppendAsync(entry, None);
            }

            Assert.Equal(Sample.Tree(290).Root(new TreeSize(290)), log.Reader.RootAt(new TreeSize(290)));
        }

        Assert.Equal(
            [".state/journal", "checkpoint", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/44"], Files(folder.Path));
    }

    // Another version, or a restoration, left those of every checkpoint.
    [Fact]
    public async Task Open_ALogThatIsNoLongerServed_DeletesTheOlderPartialTiles()
    {
        using var folder = new TemporaryFolder();
        await using (await Sample.MakeAsync(folder.Path, 10, 1))
        {
        }

        Assert.Equal(22, Files(folder.Path).Length);
        await using (var log = await TileLog.OpenAsync(Sample.Options(folder.Path) with { IsServed = false }, TimeProvider.System, None))
        {
            await log.AppendAsync(Sample.Entry(10), None);
        }

        Assert.Equal([".state/journal", "checkpoint", "tile/0/000.p/11", "tile/entries/000.p/11"], Files(folder.Path));
    }

    [Fact]
    public async Task TryRead_AnEarlierPartialTile_IsCutFromAWiderOne()
    {
        using var folder = new TemporaryFolder();
        await using var log = await Sample.MakeAsync(folder.Path, 300, 300);
        Assert.True(log.Reader.TryRead(TilePath.Hashes(0, 1, 3), out var hashes));
        Assert.Equal(Sample.Entries(256, 259).SelectMany(entry => Merkle.LeafHash(entry.Span).ToArray()), hashes);
        Assert.True(log.Reader.TryRead(TilePath.Entries(0, 17), out var bundle));
        Assert.Equal(Sample.Entries(0, 17).Select(entry => entry.ToArray()), EntryBundle.Parse(bundle, 17).Select(entry => entry.ToArray()));
        Assert.False(log.Reader.TryRead(TilePath.Hashes(0, 1, 45), out _));
        Assert.False(log.Reader.TryRead(TilePath.Hashes(0, 2), out _));
    }

    [Fact]
    public async Task AppendAsync_QueueFull_SaysSoAndKeepsTheRest()
    {
        using var folder = new TemporaryFolder();
        await TileLog.CreateAsync(Sample.Options(folder.Path), None);
        var time = new StoppedTime();
        var options = Sample.Options(folder.Path) with { QueueLimit = 3, BatchWindow = TimeSpan.FromSeconds(1) };
        await using var log = await TileLog.OpenAsync(options, time, None);
        var waiting = Sample.Range(0, 3).Select(i => log.AppendAsync(Sample.Entry(i), None)).ToArray();
        await Assert.ThrowsAsync<LogBusyException>(() => log.AppendAsync(Sample.Entry(3), None));
        await time.FireAsync();
        Assert.Equal([0, 1, 2], (await Task.WhenAll(waiting)).Select(index => index.Value));
    }

    [Fact]
    public async Task AppendAsync_CancelledWhileItWaits_IsNotAppended()
    {
        using var folder = new TemporaryFolder();
        await TileLog.CreateAsync(Sample.Options(folder.Path), None);
        var time = new StoppedTime();
        await using var log = await TileLog.OpenAsync(Sample.Options(folder.Path) with { BatchWindow = TimeSpan.FromSeconds(1) }, time, None);
        using var cancel = new CancellationTokenSource();
        var cancelled = log.AppendAsync(Sample.Entry(0), cancel.Token);
        var kept = log.AppendAsync(Sample.Entry(1), None);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await time.FireAsync();
        Assert.Equal(0UL, (await kept).Value);
        Assert.Equal(Sample.Entry(1).ToArray(), log.Reader.ReadEntry(new LogIndex(0), log.Checkpoint.Size));
    }

    [Fact]
    public async Task AppendAsync_AfterClosing_Throws()
    {
        using var folder = new TemporaryFolder();
        var log = await Sample.MakeAsync(folder.Path, 1, 1);
        await log.DisposeAsync();
        await log.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => log.AppendAsync(Sample.Entry(0), None));
    }

    [Fact]
    public async Task DisposeAsync_WithAppendsWaiting_AppendsThem()
    {
        using var folder = new TemporaryFolder();
        var log = await Sample.MakeAsync(folder.Path, 0, 1);
        var waiting = Sample.Range(0, 100).Select(i => log.AppendAsync(Sample.Entry(i), None)).ToArray();
        await log.DisposeAsync();
        Assert.Equal(Sample.Range(0, 100), (await Task.WhenAll(waiting)).Select(index => index.Value));
    }

    [Fact]
    public async Task TileReader_WhileTheLogGrows_AlwaysFindsWhatTheCheckpointPromises()
    {
        using var folder = new TemporaryFolder();
        await using var log = await Sample.MakeAsync(folder.Path, 0, 1);
        var writing = Task.Run(async () =>
        {
            for (var i = 0UL; i < 1500; i++)
            {
                await log.AppendAsync(Sample.Entry(i), None);
            }
        });
        var reader = new TileReader(folder.Path);
        var before = VerifiedCheckpoint.Open(reader.CheckpointNote(), Sample.Signer.Verifier);
        do
        {
            var now = VerifiedCheckpoint.Open(reader.CheckpointNote(), Sample.Signer.Verifier);
            Assert.True(now.Size.Value >= before.Size.Value);
            Assert.True(reader.ProveConsistency(before.Size, now.Size).Verify(before.Root, now.Root));
            if (now.Size.Value > 0)
            {
                var last = new LogIndex(now.Size.Value - 1);
                var entry = reader.ReadEntry(last, now.Size);
                Assert.Equal(Sample.Entry(last.Value).ToArray(), entry);
                Assert.True(reader.ProveInclusion(last, now.Size).Verify(Merkle.LeafHash(entry), now.Root));
            }

            before = now;
        }
        while (!writing.IsCompleted);
        await writing;
    }

    [Fact]
    public async Task AppendAsync_JournalChangedUnderIt_StopsBeforeItWrites()
    {
        using var folder = new TemporaryFolder();
        await using var log = await Sample.MakeAsync(folder.Path, 3, 1);
        var journal = Path.Combine(folder.Path, ".state", "journal");

        // Another writer that the lock did not keep out has appended its record.
        var bytes = await File.ReadAllBytesAsync(journal, None);
        var end = bytes.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        bytes[end + 7] = 1;
        await File.WriteAllBytesAsync(journal, bytes, None);
        var lost = await Assert.ThrowsAsync<LogLostException>(() => log.AppendAsync(Sample.Entry(3), None));
        Assert.Equal(journal, lost.Path);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(journal, None));
        await Assert.ThrowsAsync<LogLostException>(() => log.AppendAsync(Sample.Entry(4), None));
    }

    [Fact]
    public async Task AppendAsync_FolderReplacedByAnOlderCopy_Stops()
    {
        using var folder = new TemporaryFolder();
        await using (await Sample.MakeAsync(folder.Path, 3, 1))
        {
        }

        var older = folder.Path + "-older";
        await RunAsync("cp", "-a", folder.Path, older);
        await using var log = await TileLog.OpenAsync(Sample.Options(folder.Path), TimeProvider.System, None);
        await log.AppendAsync(Sample.Entry(3), None);
        Directory.Move(folder.Path, folder.Path + "-newer");
        Directory.Move(older, folder.Path);
        await Assert.ThrowsAsync<LogLostException>(() => log.AppendAsync(Sample.Entry(4), None));
    }

    [Fact]
    public async Task AppendAsync_CheckpointReplacedUnderIt_Stops()
    {
        using var folder = new TemporaryFolder();
        await using var log = await Sample.MakeAsync(folder.Path, 3, 1);
        var path = Path.Combine(folder.Path, "checkpoint");
        await File.WriteAllTextAsync(path, "another's", None);
        var lost = await Assert.ThrowsAsync<LogLostException>(() => log.AppendAsync(Sample.Entry(3), None));
        Assert.Equal((path, true), (lost.Path, lost.OutcomeUnknown));
        Assert.Equal("another's", await File.ReadAllTextAsync(path, None));
    }

    [Fact]
    public async Task OpenAsync_NeitherFolderNorObjects_SaysSo()
    {
        var thrown = await Assert.ThrowsAsync<ArgumentException>(() => TileLog.OpenAsync(new LogOptions { Signer = Sample.Signer }, TimeProvider.System, None));
        Assert.StartsWith("A log is in a folder or in an object store", thrown.Message, StringComparison.Ordinal);
    }

    private static async Task RunAsync(string command, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(command, arguments);
        await process.WaitForExitAsync(None);
        Assert.Equal(0, process.ExitCode);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 0)]
    public async Task OpenAsync_OptionsOutOfRange_Throws(int batch, int queue, int journal)
    {
        using var folder = new TemporaryFolder();
        var options = Sample.Options(folder.Path) with { BatchLimit = batch, QueueLimit = queue, JournalBytes = journal };
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => TileLog.OpenAsync(options, TimeProvider.System, None));
    }

    [Fact]
    public async Task Checkpoint_OnDisk_IsTheTextThatTheFormatSays()
    {
        using var folder = new TemporaryFolder();
        await using var log = await Sample.MakeAsync(folder.Path, 2, 2);
        var text = Encoding.UTF8.GetString(await File.ReadAllBytesAsync(Path.Combine(folder.Path, "checkpoint"), None));
        Assert.StartsWith($"vitrine.example/test-log\n2\n{Sample.Tree(2).Root().ToBase64()}\n\n\u2014 vitrine.example/test-log ", text, StringComparison.Ordinal);
    }

    private static string[] Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal)];
}
