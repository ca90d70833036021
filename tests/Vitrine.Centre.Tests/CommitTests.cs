namespace Vitrine.Centre.Tests;

public sealed class CommitTests
{
    [Fact]
    public async Task Record_AnAct_IsInLedgerAndViewsWhenItReturns()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync();

        var position = await centre.RecordAsync(new Counted("apples", 3), Actor.Console, CancellationToken.None);

        Assert.Equal(new Counted("apples", 3), centre.ReadAct(position).Act);
        using var views = centre.Snapshot();
        Assert.Equal(3, CountingPart.Sum(views, "apples"));
    }

    [Fact]
    public async Task Record_ARefusedAct_ChangesNothing()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync();
        var before = centre.LedgerCheckpoint().Size;

        await Assert.ThrowsAsync<ActRefusedException>(() => centre.RecordAsync(new Counted("apples", -1), Actor.Console, CancellationToken.None));

        Assert.Equal(before, centre.LedgerCheckpoint().Size);
        using var views = centre.Snapshot();
        Assert.Equal(0, CountingPart.Sum(views, "apples"));
    }

    [Fact]
    public async Task Record_RefusedAmongAccepted_OnlyTheAcceptedCount()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync(CentreUse.Serve);

        var acts = Enumerable.Range(0, 200).Select(i => centre.RecordAsync(new Counted("apples", i % 5 == 4 ? -1000 : 1), Actor.Console, CancellationToken.None)).ToArray();
        await Task.WhenAll(acts).ContinueWith(_ => { }, TaskScheduler.Default);

        var done = acts.Where(act => act.IsCompletedSuccessfully).Select(act => act.Result).ToArray();
        Assert.Equal(160, done.Length);
        Assert.Equal(done.Length, done.Distinct().Count());
        using var views = centre.Snapshot();
        Assert.Equal(160, CountingPart.Sum(views, "apples"));
    }

    [Fact]
    public async Task Open_ViewsThrownAway_AreRebuiltEqual()
    {
        await using var test = await TestCentre.MakeAsync();
        await using (var centre = await test.OpenAsync())
        {
            for (var i = 0; i < 50; i++)
            {
                await centre.RecordAsync(new Counted($"thing {i % 7}", i), Actor.Console, CancellationToken.None);
            }
        }

        var (before, after, acts) = await OpenCentre.RebuildViewsAsync(test.Folder, TestCentre.Parts, test.Time, CancellationToken.None);
        Assert.Equal(before, after);
        Assert.Equal(53UL, acts); // 50, the first one, and the anchor at close with its place.

        File.Delete(Path.Combine(test.Folder, "views.db"));
        await using var reopened = await test.OpenAsync();
        using var views = reopened.Snapshot();
        Assert.Equal(Enumerable.Range(0, 50).Where(i => i % 7 == 3).Sum(), CountingPart.Sum(views, "thing 3"));
    }

    [Fact]
    public async Task Open_CorruptViews_AreThrownAwayAndRebuilt()
    {
        await using var test = await TestCentre.MakeAsync();
        await using (var centre = await test.OpenAsync())
        {
            await centre.RecordAsync(new Counted("apples", 3), Actor.Console, CancellationToken.None);
        }

        File.WriteAllText(Path.Combine(test.Folder, "views.db"), "not a database, but long enough to be looked at as one, and then some more of the same");
        await using var reopened = await test.OpenAsync();
        using var views = reopened.Snapshot();
        Assert.Equal(3, CountingPart.Sum(views, "apples"));
    }

    [Fact]
    public async Task Open_TwoServers_TheSecondIsRefused()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var first = await test.OpenAsync(CentreUse.Serve);

        var error = await Assert.ThrowsAsync<CentreUnusableException>(() => test.OpenAsync(CentreUse.Serve));

        Assert.Contains("One writer at a time", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_WhileAServerRuns_GoesThroughItsSocket()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var server = await test.OpenAsync(CentreUse.Serve);
        await using var command = await test.OpenAsync();

        var position = await command.RecordAsync(new Counted("apples", 2), Actor.Console, CancellationToken.None);
        var refusal = await Assert.ThrowsAsync<ActRefusedException>(() => command.RecordAsync(new Counted("apples", -9), Actor.Console, CancellationToken.None));

        Assert.Equal(new Counted("apples", 2), server.ReadAct(position).Act);
        Assert.Equal("apples cannot fall below zero.", refusal.Message);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(server.Paths.Socket));
    }

    [Fact]
    public async Task Create_InAFolderThatIsNotEmpty_IsRefusedAndLeavesItAlone()
    {
        var folder = Directory.CreateTempSubdirectory("vitrine-").FullName;
        File.WriteAllText(Path.Combine(folder, "mine"), "");

        await Assert.ThrowsAsync<CentreUnusableException>(() => OpenCentre.CreateAsync(folder, "Test", TestCentre.Parts, TimeProvider.System, CancellationToken.None));

        Assert.Equal(["mine"], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(folder)!, Path.GetFileName(folder) + ".*.tmp"));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Create_KeysAndFolder_AreTheOwnersAlone()
    {
        await using var test = await TestCentre.MakeAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(test.Folder));
        Assert.All(
            Directory.EnumerateFiles(Path.Combine(test.Folder, "keys"), "*", SearchOption.AllDirectories),
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task Open_AKeyFileOpenToOthers_IsRefusedWithTheCommandThatMendsIt()
    {
        await using var test = await TestCentre.MakeAsync();
        var key = Path.Combine(test.Folder, "keys", "sign.key");
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        var error = await Assert.ThrowsAsync<KeyFileException>(() => test.OpenAsync());

        Assert.Contains($"chmod 600 {key}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wrap.key", "32 bytes")]
    [InlineData("log.key", "private key of a log")]
    [InlineData("sign.key", "P-256 private key")]
    public async Task Open_ADamagedKey_SaysWhich(string name, string reason)
    {
        await using var test = await TestCentre.MakeAsync();
        await File.WriteAllTextAsync(Path.Combine(test.Folder, "keys", name), "damaged");

        var error = await Assert.ThrowsAsync<KeyFileException>(() => test.OpenAsync());

        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null", "describes no centre")]
    [InlineData("{", "cannot be read")]
    [InlineData("""{"version":2,"name":"a","origin":"b"}""", "layout 2")]
    public async Task Open_ADamagedDescription_SaysWhat(string json, string reason)
    {
        await using var test = await TestCentre.MakeAsync();
        await File.WriteAllTextAsync(Path.Combine(test.Folder, "centre.json"), json);

        Assert.Contains(reason, (await Assert.ThrowsAsync<CentreUnusableException>(() => test.OpenAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_ViewsAheadOfTheLedger_IsRefused()
    {
        await using var test = await TestCentre.MakeAsync();
        var copy = test.Folder + ".old";
        await using (var centre = await test.OpenAsync())
        {
            Assert.Equal(0, System.Diagnostics.Process.Start("cp", ["-a", centre.Paths.Ledger, copy]) is { } process && process.WaitForExit(60_000) ? process.ExitCode : 1);
            await centre.RecordAsync(new Counted("apples", 1), Actor.Console, CancellationToken.None);
        }

        Directory.Delete(Path.Combine(test.Folder, "ledger"), recursive: true);
        Directory.Move(copy, Path.Combine(test.Folder, "ledger"));

        var error = await Assert.ThrowsAsync<CentreUnusableException>(() => test.OpenAsync(CentreUse.Serve));
        Assert.Contains("acknowledged acts are missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_AKeyFileThatExists_IsNeverOverwritten()
    {
        await using var test = await TestCentre.MakeAsync();
        var path = Path.Combine(test.Folder, "keys", "mine.key");
        KeyFile.Create(path, [1, 2, 3]);

        Assert.Throws<IOException>(() => KeyFile.Create(path, [4]));

        Assert.Equal([1, 2, 3], KeyFile.Read(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(test.Folder, "keys"), "*.tmp"));
    }
}
