using Vitrine.Centre;

namespace Vitrine.Cli.Tests;

/// <summary>A centre written into a file and made again from it: whole, private, and never on an older state.</summary>
public sealed class BackupTests : Scene
{
    private const string Passphrase = "a sentence of seven words is long";

    [Fact]
    public async Task Restore_TheNewestState_OpensOnceItIsShownAndIsTheSameCentre()
    {
        await new Review(this).OpenAsync();
        (await RunAsync("status", "issue", "--out", Folder["status"])).Ends(0);
        (await AnswerAsync(Passphrase + "\n", "backup", Folder["backup"])).Ends(0);
        var expected = (await RunAsync("ledger", "verify")).Ends(0).Out;
        var again = Folder["again"];

        var restored = (await Cli.RunAsync(Passphrase + "\n", ["restore", Folder["backup"], "--centre", again])).Ends(0);
        Assert.Contains("--newest", restored.Error, StringComparison.Ordinal);
        foreach (var words in (string[][])[["party", "list"], ["views", "rebuild"], ["status", "issue"], ["ledger", "anchor"]])
        {
            (await Cli.RunAsync([.. words, "--centre", again])).Fails(2, "was restored from a backup", "vitrine restore --newest");
        }

        // Its own log shows nothing, by whatever name.
        File.CreateSymbolicLink(Folder["elsewhere"], again);
        foreach (var own in (string[])[Path.Combine(again, "log"), Path.Combine(again, "log", "checkpoint"), Path.Combine(Folder["elsewhere"], "log")])
        {
            (await Cli.RunAsync("restore", "--centre", again, "--newest", own)).Fails(2, "is the restored centre's own");
        }

        var shown = (await Cli.RunAsync("restore", "--centre", again, "--newest", Folder["status"], "--newest", Path.Combine(Centre, "log"))).Ends(0);
        Assert.Contains("Nobody was asked now", shown.Error, StringComparison.Ordinal);
        var verified = (await Cli.RunAsync("ledger", "verify", "--centre", again)).Ends(0).Out;
        Assert.NotEqual(expected, verified);
        Assert.Contains("anchors in the public log", verified, StringComparison.Ordinal);
        Assert.Contains("acme", (await Cli.RunAsync("party", "list", "--centre", again)).Ends(0).Out, StringComparison.Ordinal);
        (await Cli.RunAsync("user", "list", "--centre", again)).Ends(0);
        (await Cli.RunAsync("status", "issue", "--centre", again)).Ends(0);
        (await Cli.RunAsync("log", "verify", "--centre", again)).Ends(0);
        (await Cli.RunAsync("views", "rebuild", "--centre", again)).Ends(0);
        var root = (await Cli.RunAsync("seal", "list", "--centre", again)).Ends(0).Out.Split(' ', '\n')[0];
        Assert.NotEqual("", root);
        (await Cli.RunAsync("restore", "--centre", again, "--newest", Folder["status"])).Fails(2, "waits for no proof");
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(again) & (UnixFileMode)0x3f);
    }

    [Fact]
    public async Task Restore_AnOlderState_IsRefusedWithBothCheckpoints()
    {
        await new Review(this).PartiesAsync();
        (await RunAsync("status", "issue")).Ends(0);
        (await AnswerAsync(Passphrase + "\n", "backup", Folder["backup"])).Ends(0);
        var before = (await RunAsync("log", "show")).Ends(0).Out;
        (await RunAsync("status", "issue", "--out", Folder["newer"])).Ends(0);
        var again = Folder["again"];
        (await Cli.RunAsync(Passphrase + "\n", ["restore", Folder["backup"], "--centre", again])).Ends(0);
        var now = (await RunAsync("log", "show")).Ends(0).Out;

        foreach (var newest in (string[])[Path.Combine(Centre, "log"), Path.Combine(Centre, "log", "checkpoint"), Folder["newer"]])
        {
            var refused = (await Cli.RunAsync("restore", "--centre", again, "--newest", newest));
            refused.Fails(2, "older than what was published", Root(before), "would fork");
            Assert.True(newest == Folder["newer"] || refused.Error.Contains(Root(now), StringComparison.Ordinal));
        }

        (await Cli.RunAsync("status", "issue", "--centre", again)).Fails(2, "was restored");

        // A log that went another way under the same key.
        var fork = Folder["fork"];
        (await Cli.RunAsync(Passphrase + "\n", ["restore", Folder["backup"], "--centre", fork, "--newest", Folder["none"]])).Fails(2, "There is no file");
    }

    [Fact]
    public async Task Restore_AForkUnderTheSameKey_IsToldWithBothRoots()
    {
        (await RunAsync("status", "issue")).Ends(0);
        (await AnswerAsync(Passphrase + "\n", "backup", Folder["backup"])).Ends(0);
        (await Cli.RunAsync(Passphrase + "\n", ["restore", Folder["backup"], "--centre", Folder["one"], "--newest", Path.Combine(Centre, "log")])).Ends(0);
        (await Cli.RunAsync("status", "issue", "--centre", Folder["one"], "--days", "3")).Ends(0);
        (await RunAsync("status", "issue", "--days", "5")).Ends(0);
        (await AnswerAsync(Passphrase + "\n", "backup", Folder["later"])).Ends(0);
        (await RunAsync("status", "issue")).Ends(0);

        (await Cli.RunAsync(Passphrase + "\n", ["restore", Folder["later"], "--centre", Folder["two"]])).Ends(0);
        (await Cli.RunAsync("restore", "--centre", Folder["two"], "--newest", Path.Combine(Folder["one"], "log"))).Fails(2, "root");
    }

    [Fact]
    public async Task Backup_OfKeys_HoldsNoneInTheClearAndNeedsItsPassphrase()
    {
        await new Review(this).PartiesAsync();
        Folder.Write("passphrase", Passphrase + "\n");
        (await RunAsync("backup", Folder["backup"], "--passphrase-file", Folder["passphrase"])).Ends(0);
        var bytes = await File.ReadAllBytesAsync(Folder["backup"]);
        foreach (var key in Directory.EnumerateFiles(Path.Combine(Centre, "keys"), "*.key", SearchOption.AllDirectories))
        {
            var secret = await File.ReadAllBytesAsync(key);
            Assert.True(bytes.AsSpan().IndexOf(secret) < 0, key);
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Folder["backup"]));
        (await Cli.RunAsync("another passphrase of words\n", ["restore", Folder["backup"], "--centre", Folder["again"]])).Fails(2, "passphrase is another");
        Assert.False(Path.Exists(Folder["again"]));
        (await AnswerAsync("short\n", "backup", Folder["weak"])).Fails(2, "too weak");
        (await AnswerAsync("", "backup", Folder["weak"])).Fails(2, "--passphrase-file");
        (await AnswerAsync(Passphrase + "\n", "backup", Folder["backup"])).Fails(2, "exists already");
        (await Cli.RunAsync(Passphrase + "\n", ["restore", Folder["backup"], "--centre", Centre])).Fails(2, "not empty");
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(Folder.Path), name => name.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Restore_DamagedOrCutFile_IsRefusedAndLeavesNothing()
    {
        (await AnswerAsync(Passphrase + "\n", "backup", Folder["backup"])).Ends(0);
        var bytes = await File.ReadAllBytesAsync(Folder["backup"]);
        var random = new Random(9000);
        for (var i = 0; i < 12; i++)
        {
            var damaged = bytes.ToArray();
            var at = random.Next(damaged.Length);
            damaged[at] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(Folder["damaged"], i == 0 ? bytes[..(bytes.Length / 2)] : i == 1 ? [] : damaged);
            var answer = await Cli.RunAsync(Passphrase + "\n", ["restore", Folder["damaged"], "--centre", Folder["again"]]);
            answer.Fails(2, "The backup cannot be used");
            Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(Folder.Path), name => Path.GetFileName(name).StartsWith("again", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Backup_WhileOthersRecord_IsOneState()
    {
        await new Review(this).PartiesAsync();
        await using var centre = await OpenCentre.OpenAsync(Centre, CentreOption.Parts, CentreUse.Serve, TimeProvider.System, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var recording = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await centre.RecordAsync(new PersonRegistered($"p-{i:x8}", Role.Administrator, null, []), Actor.Console, CancellationToken.None);
                await centre.AnchorAsync(CancellationToken.None);
            }
        });
        for (var i = 0; i < 5; i++)
        {
            (await AnswerAsync(Passphrase + "\n", "backup", Folder[$"backup-{i}"])).Ends(0);
        }

        await stop.CancelAsync();
        await recording;
        for (var i = 0; i < 5; i++)
        {
            var again = Folder[$"again-{i}"];
            (await Cli.RunAsync(Passphrase + "\n", ["restore", Folder[$"backup-{i}"], "--centre", again])).Ends(0);
            File.Copy(Path.Combine(again, "log", "checkpoint"), Folder[$"checkpoint-{i}"]);
            (await Cli.RunAsync("restore", "--centre", again, "--newest", Folder[$"checkpoint-{i}"])).Ends(0);
            (await Cli.RunAsync("ledger", "verify", "--centre", again)).Ends(0);
        }
    }

    private static string Root(string shown) => shown.Split('\n').Single(line => line.StartsWith("root ", StringComparison.Ordinal)).Split(' ')[^1];
}
