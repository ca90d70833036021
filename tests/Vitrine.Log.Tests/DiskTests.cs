namespace Vitrine.Log.Tests;

/// <summary>The real file system's failures come as <see cref="LogFaultException"/>, with the path and what was tried.</summary>
public sealed class DiskTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public void Write_NoSpaceLeft_NamesPathAndCause()
    {
        var thrown = Assert.Throws<LogFaultException>(() => Disk.Real.Write("/dev/full", new byte[100]));
        Assert.Equal(("write", "/dev/full", false), (thrown.Operation, thrown.Path, thrown.OutcomeUnknown));
        Assert.Contains("No space left on device", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_WithNothingThere_Fail()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "nothing");
        Assert.Equal("write", Assert.Throws<LogFaultException>(() => Disk.Real.Write(path, [])).Operation);
        Assert.Equal("rename", Assert.Throws<LogFaultException>(() => Disk.Real.Rename(path, path + "2")).Operation);
        Assert.Equal("sync", Assert.Throws<LogFaultException>(() => Disk.Real.Sync(path)).Operation);
        Assert.Equal("open", Assert.Throws<LogFaultException>(() => Disk.Real.Open(path)).Operation);
        Assert.Equal("open", Assert.Throws<LogFaultException>(() => Disk.Real.TryLock(path)).Operation);
        Assert.Null(Disk.Real.Read(path));
        Assert.Empty(Disk.Real.List(path));
        Disk.Real.Delete(path);
        Disk.Real.DeleteFolder(path);
    }

    [Fact]
    public void TryLock_HeldByAnother_IsNull()
    {
        using var folder = new TemporaryFolder();
        Disk.Real.CreateFolder(folder.Path);
        using (Disk.Real.TryLock(folder.Path))
        {
            Assert.Null(Disk.Real.TryLock(folder.Path));
        }

        using var again = Disk.Real.TryLock(folder.Path);
        Assert.NotNull(again);
    }

    [Fact]
    public async Task CreateAsync_BelowAFile_NamesIt()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Path, "a file", None);
        var thrown = await Assert.ThrowsAsync<LogFaultException>(() => TileLog.CreateAsync(Sample.Options(Path.Combine(folder.Path, "log")), None));
        Assert.Equal("create", thrown.Operation);
    }

    // Something else stands where a tile is to be written: whoever runs the test, the file system refuses.
    [Fact]
    public async Task AppendAsync_TileCannotBeWritten_FaultsAndRecoversWhenItCan()
    {
        using var folder = new TemporaryFolder();
        await TileLog.CreateAsync(Sample.Options(folder.Path), None);
        var obstacle = Path.Combine(folder.Path, "tile");
        await File.WriteAllTextAsync(obstacle, "not a folder", None);
        await using (var log = await TileLog.OpenAsync(Sample.Options(folder.Path), TimeProvider.System, None))
        {
            var thrown = await Assert.ThrowsAsync<LogFaultException>(() => log.AppendAsync(Sample.Entry(0), None));
            Assert.True(thrown.OutcomeUnknown);
            Assert.StartsWith(obstacle, thrown.Path, StringComparison.Ordinal);
            Assert.False((await Assert.ThrowsAsync<LogFaultException>(() => log.AppendAsync(Sample.Entry(1), None))).OutcomeUnknown);
        }

        await Assert.ThrowsAsync<LogFaultException>(() => TileLog.OpenAsync(Sample.Options(folder.Path), TimeProvider.System, None));
        File.Delete(obstacle);
        await using var again = await TileLog.OpenAsync(Sample.Options(folder.Path), TimeProvider.System, None);
        Assert.Equal(1UL, again.Checkpoint.Size.Value);
        Assert.Equal(Sample.Entry(0).ToArray(), again.Reader.ReadEntry(default, again.Checkpoint.Size));
    }
}
