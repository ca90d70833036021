using System.Security.Cryptography;

namespace Vitrine.Cli.Tests;

/// <summary>A disk that is full, and one that takes no writing: told as such, with nothing half-made, and well again afterwards.</summary>
public sealed class DiskTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private Tmpfs? _disk;

    private string Centre => Disk["centre"];

    private Tmpfs Disk => _disk!;

    public async Task InitializeAsync()
    {
        _folder.Write("source/large.txt", RandomNumberGenerator.GetBytes(3_000_000));
        if (Tmpfs.IsPossible)
        {
            _disk = new Tmpfs("16m");
            (await RunAsync("init")).Ends(0);
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _disk?.Dispose();
        _folder.Dispose();
    }

    [TmpfsFact]
    public async Task SealMake_DiskFull_KeepsNothingAndWorksOnceThereIsRoom()
    {
        var before = TempFolder.Look(Centre);
        var filler = Disk.Fill(1_000_000);

        (await RunAsync("seal", "make", _folder["source"])).Fails(2, Centre, "No space left on device", "free space");

        Assert.Equal(before, TempFolder.Look(Centre));
        File.Delete(filler);
        var root = (await RunAsync("seal", "make", _folder["source"])).Ends(0).Last;
        (await RunAsync("seal", "verify", root)).Ends(0);
        (await RunAsync("ledger", "verify")).Ends(0);
    }

    [TmpfsTheory]
    [InlineData("party", "add", "acme", "--kind", "host")]
    [InlineData("user", "add", "anna", "--role", "administrator")]
    [InlineData("status", "issue")]
    [InlineData("seal", "make", "SOURCE")]
    public async Task Any_NoByteLeft_IsToldAndTheRecordStillHolds(params string[] words)
    {
        words = [.. words.Select(word => word == "SOURCE" ? _folder["source"] : word)];
        var filler = Disk.Fill(0);

        (await RunAsync(words)).Fails(2, "room");

        File.Delete(filler);
        (await RunAsync("ledger", "verify")).Ends(0);
        (await RunAsync("log", "verify")).Ends(0);
        (await RunAsync(words)).Ends(0);
        (await RunAsync("ledger", "verify")).Ends(0);
        Assert.StartsWith("✓", (await RunAsync("views", "rebuild")).Ends(0).Out, StringComparison.Ordinal);
    }

    [TmpfsFact]
    public async Task Init_DiskFull_LeavesNothing()
    {
        var filler = Disk.Fill(30_000);
        var before = Disk.Look();

        (await Cli.RunAsync("init", "--centre", Disk["another"])).Fails(2, "The disk is full");

        Assert.Equal(before, Disk.Look());
        File.Delete(filler);
    }

    [TmpfsTheory]
    [InlineData("seal", "make", "SOURCE")]
    [InlineData("seal", "list")]
    [InlineData("party", "add", "acme", "--kind", "host")]
    [InlineData("user", "list")]
    [InlineData("init")]
    [InlineData("views", "rebuild")]
    [InlineData("ledger", "anchor")]
    public async Task Any_ReadOnlyFolder_IsToldAndUnchanged(params string[] words)
    {
        words = [.. words.Select(word => word == "SOURCE" ? _folder["source"] : word)];
        var before = Disk.Look();
        Disk.MakeReadOnly();

        var answer = words[0] == "init" ? await Cli.RunAsync("init", "--centre", Disk["another"]) : await RunAsync(words);

        answer.Fails(2, Disk.Path);
        Assert.Matches("(?i)read-only|cannot be opened or written", answer.Error);
        Disk.MakeWritable();
        Assert.Equal(before, Disk.Look());
    }

    [TmpfsFact]
    public async Task PolicyOut_ReadOnlyFolder_IsTold()
    {
        (await RunAsync("party", "add", "acme", "--kind", "host")).Ends(0);
        (await RunAsync("party", "add", "lab", "--kind", "laboratory")).Ends(0);
        using var own = new Tmpfs("64k");
        own.MakeReadOnly();
        (await RunAsync("policy", "Product", "--out", own["policy"])).Fails(2, own["policy"], "read-only");
        (await Cli.RunAsync("policy", "Product", "--centre", Centre, "--out", own.Path)).Fails(2, "is a folder");
    }

    private Task<Answer> RunAsync(params string[] words) => Cli.RunAsync(["--centre", Centre, .. words]);
}
