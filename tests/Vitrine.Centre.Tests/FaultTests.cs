using Vitrine.Proofs;

namespace Vitrine.Centre.Tests;

/// <summary>Disks that are full or read-only: nothing acknowledged is lost, the fault is said, and reopening recovers.</summary>
public sealed class FaultTests
{
    private const int Most = 20_000;

    [TmpfsFact]
    public async Task Record_DiskFull_StopsWithTheReasonAndReopeningRecovers()
    {
        using var disk = new Tmpfs("12m");
        await using var test = await TestCentre.MakeAsync(disk.Path);
        List<(LogIndex Position, string Name)> acknowledged;
        await using (var centre = await test.OpenAsync(CentreUse.Serve))
        {
            disk.Fill(leave: 64 * 1024);
            (acknowledged, var fault) = await RecordUntilFaultAsync(centre);

            Assert.Contains("nothing acknowledged is lost", fault.Message, StringComparison.Ordinal);
            Assert.False((await Assert.ThrowsAsync<CentreFaultException>(() => centre.RecordAsync(new Counted("late", 1), Actor.Console, CancellationToken.None))).OutcomeUnknown);
            using var views = centre.Snapshot();
            Assert.Equal(acknowledged.Count, views.Scalar<long>("SELECT count(*) FROM test_count"));
        }

        disk.Empty();
        await AssertRecoveredAsync(test, acknowledged);
    }

    [TmpfsFact]
    public async Task Record_ViewsCannotBeCommitted_TheLedgerCounts()
    {
        using var disk = new Tmpfs("12m");
        await using var test = await TestCentre.MakeAsync(disk.Path);
        var ledger = Directory.CreateTempSubdirectory("vitrine-ledger-").FullName;
        Elsewhere(Path.Combine(test.Folder, "ledger"), ledger);
        List<(LogIndex Position, string Name)> acknowledged;
        CentreFaultException fault;
        await using (var centre = await test.OpenAsync(CentreUse.Serve))
        {
            disk.Fill(leave: 64 * 1024);
            (acknowledged, fault) = await RecordUntilFaultAsync(centre);
        }

        // The ledger took the act and the views did not: so it was not acknowledged, and is there when the centre is reopened.
        Assert.True(fault.OutcomeUnknown);
        disk.Empty();
        await AssertRecoveredAsync(test, acknowledged);
        await using var reopened = await test.OpenAsync();
        var last = acknowledged[^1].Position.Value;
        Assert.IsType<Counted>(reopened.ReadAct(new LogIndex(last + 1)).Act);
        Directory.Delete(ledger, recursive: true);
    }

    [TmpfsFact]
    public async Task Publish_LogsDiskFull_TheActStandsAndIsPublishedWhenReopened()
    {
        using var disk = new Tmpfs("4m");
        await using var test = await TestCentre.MakeAsync();
        var log = Path.Combine(disk.Path, "log");
        Elsewhere(Path.Combine(test.Folder, "log"), log);
        using var key = SigningKey.Generate();
        Told told;
        await using (var centre = await test.OpenAsync(CentreUse.Serve))
        {
            disk.Fill(leave: 0);
            told = Told.Stage(centre, "guard", key);
            await centre.RecordAsync(told, Actor.Console, CancellationToken.None);

            var fault = await Assert.ThrowsAsync<CentreFaultException>(() => centre.PublishedAsync(told.Statement, CancellationToken.None));

            Assert.Contains("publishing goes on when the centre is reopened", fault.Message, StringComparison.Ordinal);
            await centre.RecordAsync(new Counted("apples", 1), Actor.Console, CancellationToken.None);
        }

        disk.Empty();
        await using var reopened = await test.OpenAsync(CentreUse.Serve);
        Assert.Equal(0UL, (await reopened.PublishedAsync(told.Statement, CancellationToken.None)).Value);
        Assert.Empty(LedgerVerification.Run(reopened, CancellationToken.None).Problems);
    }

    [TmpfsFact]
    public async Task Open_ReadOnlyDisk_SaysThatItCannotBeWritten()
    {
        using var disk = new Tmpfs("8m");
        await using var test = await TestCentre.MakeAsync(disk.Path);
        disk.Freeze();
        try
        {
            var serve = await Assert.ThrowsAsync<CentreUnusableException>(() => test.OpenAsync(CentreUse.Serve));
            Assert.Contains("cannot be written", serve.Message, StringComparison.Ordinal);
        }
        finally
        {
            disk.Thaw();
        }
    }

    [TmpfsFact]
    public async Task Create_DiskFull_SaysSoAndLeavesNothing()
    {
        using var disk = new Tmpfs("512k");

        await Assert.ThrowsAsync<CentreUnusableException>(() => TestCentre.MakeAsync(disk.Path));

        Assert.Empty(Directory.EnumerateFileSystemEntries(disk.Path));
    }

    [Fact]
    public async Task Record_APartThatThrows_FailsThatActAlone()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync(CentreUse.Serve);

        var acts = ((string[])["apples", "defect", "forbidden", "pears"]).Select(thing => centre.RecordAsync(new Counted(thing, 1), Actor.Console, CancellationToken.None)).ToArray();

        Assert.Equal("A defect of the part.", (await Assert.ThrowsAsync<InvalidOperationException>(() => acts[1])).Message);
        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => acts[2]);
        Assert.Equal(1UL, (await acts[3]).Value - (await acts[0]).Value);
        using var views = centre.Snapshot();
        Assert.Equal(2, views.Scalar<long>("SELECT count(*) FROM test_count"));
    }

    private static async Task<(List<(LogIndex Position, string Name)> Acknowledged, CentreFaultException Fault)> RecordUntilFaultAsync(OpenCentre centre)
    {
        var acknowledged = new List<(LogIndex, string)>();
        for (var i = 0; i < Most; i++)
        {
            var name = $"thing {i} {new string('x', 400)}";
            try
            {
                acknowledged.Add((await centre.RecordAsync(new Counted(name, 1), Actor.Console, CancellationToken.None), name));
            }
            catch (CentreFaultException fault)
            {
                return (acknowledged, fault);
            }
        }

        throw new InvalidOperationException("The disk did not fill.");
    }

    private static async Task AssertRecoveredAsync(TestCentre test, List<(LogIndex Position, string Name)> acknowledged)
    {
        await using (var centre = await test.OpenAsync(CentreUse.Serve))
        {
            Assert.All(acknowledged, act => Assert.Equal($"thing:{act.Name}", centre.ReadAct(act.Position).Act.Subject));
            await centre.RecordAsync(new Counted("after", 1), Actor.Console, CancellationToken.None);
            await centre.AnchorAsync(CancellationToken.None);
            Assert.Empty(LedgerVerification.Run(centre, CancellationToken.None).Problems);
        }

        await test.AssertViewsAreAProjectionAsync();
    }

    private static void Elsewhere(string folder, string target)
    {
        Directory.CreateDirectory(target);
        using var copy = System.Diagnostics.Process.Start("cp", ["-a", folder + "/.", target]);
        copy.WaitForExit();
        Directory.Delete(folder, recursive: true);
        Directory.CreateSymbolicLink(folder, target);
    }
}
