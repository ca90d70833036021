namespace Vitrine.Cli.Tests;

/// <summary>Passphrases as a person types them, at a real pseudo-terminal: asked for when they are needed, and never shown.</summary>
public sealed class TerminalTests(TerminalTests.LockedScene scene) : IClassFixture<TerminalTests.LockedScene>
{
    private const string Asked = "Passphrase of the seal ";
    private const string Right = "größe und andere wörter";
    private const string Wrong = "another one of words";

    [Fact]
    public async Task Search_SealLockedByAPassphrase_AsksWithoutShowingIt()
    {
        var (code, screen) = await AtTerminal.RunAsync(Command("search", scene.Locked, "locked"), (Asked, "grx\u007föße und andere wörter\n"));

        Assert.True(code == 0, screen);
        Assert.Contains($"Passphrase of the seal {scene.Locked}: \r\na.txt:1:1: locked away\r\n", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("wörter", screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_TwoSealsOfOnePassphrase_AsksOnceAndAgainAfterAWrongOne()
    {
        var (code, screen) = await AtTerminal.RunAsync(Command("diff", scene.Locked, scene.Newer), (Asked, $"{Wrong}\n"), ("That is another passphrase.", ""), (Asked, $"{Right}\n"));

        Assert.True(code == 1, screen);
        Assert.Equal(2, screen.Split(Asked).Length - 1);
        Assert.Contains("added    b.txt", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("words", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("wörter", screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_ThreeWrongPassphrases_IsRefused()
    {
        var (code, screen) = await AtTerminal.RunAsync(Command("seal", "verify", scene.Locked), (Asked, $"{Wrong}\n"), (Asked, $"{Wrong}\n"), (Asked, $"{Wrong}\n"));

        Assert.True(code == 2, screen);
        Assert.Contains("passphrase, and the one that was given is another", screen, StringComparison.Ordinal);
        Assert.DoesNotContain(Wrong, screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_SealThatIsNotLocked_AsksNothing()
    {
        var (code, screen) = await AtTerminal.RunAsync(Command("search", scene.Root, "memcpy", "--count", "--passphrase"));

        Assert.True(code == 0, screen);
        Assert.DoesNotContain("Passphrase", screen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\u0004")]
    public async Task Search_NothingTyped_IsBadInput(string typed)
    {
        var (code, screen) = await AtTerminal.RunAsync(Command("search", scene.Locked, "locked"), (Asked, typed));

        Assert.True(code == 2, screen);
        Assert.Contains("No passphrase was typed.", screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_InterruptedWhileItAsks_EndsAtOnceAndTheTerminalShowsAgainWhatIsTyped()
    {
        var (_, screen) = await AtTerminal.RunAsync(["sh", "-c", "trap : INT; \"$@\"; echo \"ended $?\"; stty -a", "sh", .. Command("search", scene.Locked, "locked")], (Asked, "half\u0003"));

        Assert.Contains("Stopped before it was done", screen, StringComparison.Ordinal);
        Assert.Contains("ended 130", screen, StringComparison.Ordinal);
        Assert.Matches("[ \n]echo ", screen);
        Assert.DoesNotContain("half ", screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Make_Passphrase_IsAskedForTwice()
    {
        using var folder = new TempFolder();
        folder.Write("tree/c.txt", "never seen");

        var (code, screen) = await AtTerminal.RunAsync(Command("seal", "make", folder["tree"], "--passphrase"), ("Passphrase: ", $"{Right}\n"), ("Once more: ", $"{Wrong}\n"));

        Assert.True(code == 2, screen);
        Assert.Contains("The two differ.", screen, StringComparison.Ordinal);
    }

    private string[] Command(params string[] words) => [.. Child.Vitrine, "--centre", scene.Centre, .. words];

    /// <summary>Two seals of one passphrase beside one that is open.</summary>
    public sealed class LockedScene : Scene
    {
        public string Root { get; private set; } = "";

        public string Locked { get; private set; } = "";

        public string Newer { get; private set; } = "";

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            Root = await SealAsync();
            Folder.Write("tree/a.txt", "locked away\n");
            Locked = (await AnswerAsync($"{Right}\n", "seal", "make", Folder["tree"], "--passphrase")).Ends(0).Last;
            Folder.Write("tree/b.txt", "later\n");
            Newer = (await AnswerAsync($"{Right}\n", "seal", "make", Folder["tree"], "--passphrase")).Ends(0).Last;
        }
    }
}
