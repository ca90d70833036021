namespace Vitrine.Centre.Tests;

/// <summary>Snapshots of the views, which a server keeps open between its requests.</summary>
public sealed class SnapshotTests
{
    [Theory]
    [InlineData(CentreUse.Serve)]
    [InlineData(CentreUse.Command)]
    public async Task Snapshot_WhileActsAreRecorded_StandsStillAndTheNextOneShowsThem(CentreUse use)
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync(use);
        for (var count = 0; count < 3; count++)
        {
            using var views = centre.Snapshot();
            Assert.Equal(count, CountingPart.Sum(views, "apples"));
            await centre.RecordAsync(new Counted("apples", 1), Actor.Console, CancellationToken.None);
            Assert.Equal(count, CountingPart.Sum(views, "apples"));
        }
    }

    [Theory]
    [InlineData(CentreUse.Serve, true)]
    [InlineData(CentreUse.Command, false)]
    public async Task Snapshot_OfAServer_TakesTheConnectionOfTheOneBefore(CentreUse use, bool isSame)
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync(use);
        object? before, after;
        using (var views = centre.Snapshot())
        {
            before = views.Handle;
        }

        using (var views = centre.Snapshot())
        {
            after = views.Handle;
        }

        Assert.Equal(isSame, ReferenceEquals(before, after));
    }

    [Fact]
    public async Task Snapshot_ToBeWritten_IsRefused()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync(CentreUse.Serve);
        for (var round = 0; round < 2; round++)
        {
            using var views = centre.Snapshot();
            Assert.ThrowsAny<Microsoft.Data.Sqlite.SqliteException>(() => views.Execute("UPDATE centre_projection SET position = 7"));
        }
    }

    [Fact]
    public async Task Dispose_OfAServer_ClosesWhatItKept()
    {
        await using var test = await TestCentre.MakeAsync();
        string views;
        await using (var centre = await test.OpenAsync(CentreUse.Serve))
        {
            views = centre.Paths.Views;
            using (var one = centre.Snapshot())
            using (var other = centre.Snapshot())
            {
                Assert.NotSame(one.Handle, other.Handle);
            }

            Assert.True(File.Exists(views + "-wal"));
        }

        Assert.False(File.Exists(views + "-wal"));
    }
}
