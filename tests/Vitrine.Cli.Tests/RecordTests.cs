namespace Vitrine.Cli.Tests;

/// <summary>The centre itself: made once, its people and parties, and a record that shows when it was touched.</summary>
public sealed class RecordTests : Scene
{
    [Fact]
    public async Task Init_FolderThatIsTaken_IsRefusedAndUnchanged()
    {
        (await LeavesNothingAsync("init")).Fails(2, Centre, "Name a new folder");
        var before = Folder.Look();
        (await Cli.RunAsync("init", "--centre", Repository)).Fails(2, Repository);
        (await Cli.RunAsync("init", "--centre", Path.Combine(Repository, "README.md"))).Fails(2, "README.md");
        (await Cli.RunAsync("init", "--centre", Folder["new"], "--name", "two\nlines")).Fails(1, "name");
        Assert.Equal(before, Folder.Look());
    }

    [Fact]
    public async Task Init_EmptyFolder_BecomesACentreOfItsOwnerAlone()
    {
        Directory.CreateDirectory(Folder["new"]);
        var made = (await Cli.RunAsync("init", "--centre", Folder["new"])).Ends(0);
        Assert.Contains($"centre        {Folder["new"]}", made.Out, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Folder["new"]) & (UnixFileMode)0x3f);
        (await Cli.RunAsync("ledger", "verify", "--centre", Folder["new"])).Ends(0);
    }

    [Fact]
    public async Task Demo_FolderOfSomethingElse_IsLeftAlone()
    {
        var before = Folder.Look();
        (await Cli.RunAsync("demo", "--no-serve", "--folder", Repository)).Fails(2, Repository, "--folder");
        (await Cli.RunAsync("demo", "--no-serve", "--folder", Path.Combine(Repository, "README.md"))).Fails(2, "--folder");
        Assert.Equal(before, Folder.Look());
    }

    [Fact]
    public async Task Party_AddAndList_ShowsEveryParty()
    {
        (await RunAsync("party", "add", "acme", "--kind", "HOST", "--name", "Acme GmbH")).Ends(0);
        Assert.Contains("acme                     host        Acme GmbH", (await RunAsync("party", "list")).Ends(0).Out, StringComparison.Ordinal);
        (await LeavesNothingAsync("party", "add", "acme", "--kind", "laboratory")).Fails(1, "acme already");
        (await LeavesNothingAsync("party", "add", "bolt", "--kind", "host", "--name", "a\tb")).Fails(1, "control");
        Folder.Write("keys/open.key", "no key");
        (await LeavesNothingAsync("party", "add", "bolt", "--kind", "host", "--keys", Folder["keys"])).Fails(2, "sign.key");
    }

    [Fact]
    public async Task User_AddListErase_ShowsItsSecretsOnce()
    {
        await new Review(this).PartiesAsync();

        var added = (await RunAsync("user", "add", "rita", "--role", "reviewer", "--party", "lab")).Ends(0);
        Assert.Contains("otpauth://totp/Vitrine:rita?secret=", added.Out, StringComparison.Ordinal);
        Assert.Contains("password      ", added.Out, StringComparison.Ordinal);
        var own = (await AnswerAsync("correct horse battery\n", "user", "add", "hugo", "--role", "host", "--party", "acme", "--password-stdin")).Ends(0);
        Assert.DoesNotContain("password ", own.Out, StringComparison.Ordinal);
        var list = (await RunAsync("user", "list")).Ends(0).Out;
        Assert.Contains("rita                     reviewer       lab ", list, StringComparison.Ordinal);
        Assert.Contains("hugo                     host           acme ", list, StringComparison.Ordinal);
        (await RunAsync("user", "erase", "rita", "--reason", "She asked")).Ends(0);
        Assert.DoesNotContain("rita", (await RunAsync("user", "list")).Ends(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_BadInput_IsToldAndNobodyIsAdded()
    {
        await new Review(this).PartiesAsync();
        (await RunAsync("user", "add", "rita", "--role", "reviewer", "--party", "lab")).Ends(0);
        var before = Folder.Look();

        (await AnswerAsync("short\n", "user", "add", "hugo", "--role", "host", "--party", "acme", "--password-stdin")).Fails(2, "12 to 256 characters");
        (await AnswerAsync("aaaaaaaaaaaaaaaa\n", "user", "add", "hugo", "--role", "host", "--party", "acme", "--password-stdin")).Fails(2, "different characters");
        (await AnswerAsync("Password123456\n", "user", "add", "hugo", "--role", "host", "--party", "acme", "--password-stdin")).Fails(2, "guessed first");
        (await AnswerAsync("", "user", "add", "hugo", "--role", "host", "--party", "acme", "--password-stdin")).Fails(2, "standard input");
        (await RunAsync("user", "add", "hugo", "--role", "host", "--party", "lab")).Fails(2, "--party, one of: acme");
        (await RunAsync("user", "add", "hugo", "--role", "host")).Fails(2, "--party, one of: acme");
        (await RunAsync("user", "add", "hugo", "--role", "administrator", "--party", "lab")).Fails(2, "Leave --party out");
        (await RunAsync("user", "add", "RITA", "--role", "host", "--party", "acme")).Fails(1, "already");
        (await RunAsync("user", "add", "a/b", "--role", "host", "--party", "acme")).Fails(1, "name");
        (await RunAsync("user", "erase", "nobody", "--reason", "x")).Fails(1, "nobody");
        Assert.Equal(before, Folder.Look());
    }

    [Fact]
    public async Task Ledger_Untouched_HoldsWithItsAnchors()
    {
        (await RunAsync("ledger", "anchor")).Ends(0);
        Assert.StartsWith("✓ The ledger holds: 3 acts, 1 anchors", (await RunAsync("ledger", "verify")).Ends(0).Out, StringComparison.Ordinal);
        var log = (await RunAsync("log", "show")).Ends(0).Out;
        Assert.Contains("entries       1\n", log, StringComparison.Ordinal);
        Assert.StartsWith("✓ The log holds: 1 entries", (await RunAsync("log", "verify")).Ends(0).Out, StringComparison.Ordinal);
        var proof = (await RunAsync("log", "prove", "0")).Ends(0).Out;
        Assert.StartsWith("✓ Entry 0 is in the log of 1 entries.", proof, StringComparison.Ordinal);
        (await LeavesNothingAsync("log", "prove", "1")).Fails(1, "there is no entry 1");
    }

    [Fact]
    public async Task Views_Rebuilt_AreEqualToThoseBefore()
    {
        await new Review(this).PartiesAsync();
        Assert.StartsWith("✓ Rebuilt from 18 acts; equal to the views before.", (await RunAsync("views", "rebuild")).Ends(0).Out, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(Centre, "views.db"), "no database");
        Assert.Contains("acme", (await RunAsync("party", "list")).Ends(0).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ledger")]
    [InlineData("log")]
    public async Task Verify_EntriesRewritten_DoesNotHold(string which)
    {
        await new Review(this).PartiesAsync();
        (await RunAsync("ledger", "anchor")).Ends(0);
        var bundle = Directory.EnumerateFiles(Path.Combine(Centre, which, "tile", "entries"), "*", SearchOption.AllDirectories).MaxBy(file => new FileInfo(file).Length)!;
        var bytes = await File.ReadAllBytesAsync(bundle);
        bytes[^3] ^= 1;
        await File.WriteAllBytesAsync(bundle, bytes);

        Assert.StartsWith($"✗ The {which} does not hold", (await RunAsync(which, "verify")).Ends(1).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_CheckpointRewritten_DoesNotHoldAndNamesTheFile()
    {
        var checkpoint = Path.Combine(Centre, "log", "checkpoint");
        await File.WriteAllTextAsync(checkpoint, (await File.ReadAllTextAsync(checkpoint)).Replace("\n1\n", "\n9\n", StringComparison.Ordinal));

        var answer = (await RunAsync("log", "verify")).Ends(1);

        Assert.StartsWith("✗ ", answer.Out, StringComparison.Ordinal);
        Assert.Contains(checkpoint, answer.Out, StringComparison.Ordinal);
        (await RunAsync("status", "issue")).Fails(3, checkpoint);
    }

    [Theory]
    [InlineData("centre.json", "{")]
    [InlineData("keys/wrap.key", "short")]
    [InlineData("keys/log.key", "PRIVATE+KEY+nothing")]
    [InlineData("keys/ledger.key", "")]
    [InlineData("keys/sign.key", "-----BEGIN PRIVATE KEY-----\n")]
    public async Task Any_DamagedFileOfTheCentre_IsNamed(string file, string text)
    {
        await File.WriteAllTextAsync(Path.Combine(Centre, file), text);
        (await LeavesNothingAsync("seal", "list")).Fails(2, Path.Combine(Centre, file));
        File.Delete(Path.Combine(Centre, file));
        (await LeavesNothingAsync("seal", "list")).Fails(2, file == "centre.json" ? "vitrine init" : Path.Combine(Centre, file));
    }
}
