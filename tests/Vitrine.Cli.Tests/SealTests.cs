using System.Text.Json;

namespace Vitrine.Cli.Tests;

public sealed class SealTests(SealedScene scene) : IClassFixture<SealedScene>
{
    [Fact]
    public async Task Make_Repository_PrintsTheRootOnTheLastLineAndWhatWasSealed()
    {
        using var other = new TempFolder();
        (await Cli.RunAsync("init", "--centre", other["centre"])).Ends(0);

        var made = (await Cli.RunAsync("seal", "make", scene.Repository, "--centre", other["centre"])).Ends(0);

        Assert.Matches("^[0-9a-f]{64}$", made.Last);
        Assert.Contains($"git commit {scene.Commit}", made.Out, StringComparison.Ordinal);
        Assert.Contains("6, ", made.Out, StringComparison.Ordinal);
        Assert.Equal("", made.Error);
        Assert.NotEqual(scene.Root, made.Last);
    }

    [Fact]
    public async Task Make_SameTreeAgain_GivesTheSameRootAndChangesNothing()
    {
        var before = TempFolder.Look(scene.Centre);

        var again = (await scene.RunAsync("seal", "make", scene.Repository, "--version", "2.0")).Ends(0);

        Assert.Equal(scene.Root, again.Last);
        Assert.Contains("as Product 1.0", again.Out, StringComparison.Ordinal);
        Assert.Equal(before, TempFolder.Look(scene.Centre));
    }

    [Fact]
    public async Task Make_FolderWithTheSameFiles_GivesTheSameRoot()
    {
        using var copy = new TempFolder();
        foreach (var file in Git.Run(scene.Repository, "-c", "core.quotePath=false", "ls-files").Split('\n'))
        {
            copy.Write(file, File.ReadAllBytes(Path.Combine(scene.Repository, file)));
        }

        Assert.Equal(scene.Root, (await scene.RunAsync("seal", "make", copy.Path)).Ends(0).Last);
    }

    [Fact]
    public async Task Make_Ref_SealsThatRevision()
    {
        using var own = new TempFolder();
        own.Write("a.txt", "one\n");
        Git.Commit(own.Path);
        var first = (await scene.RunAsync("seal", "make", own.Path)).Ends(0).Last;
        own.Write("a.txt", "two\n");
        Git.Run(own.Path, "commit", "-q", "-a", "-m", "second");

        var second = (await scene.RunAsync("seal", "make", own.Path)).Ends(0).Last;

        Assert.NotEqual(first, second);
        Assert.Equal(first, (await scene.RunAsync("seal", "make", own.Path, "--ref", "HEAD~1")).Ends(0).Last);
        (await scene.LeavesNothingAsync("seal", "make", own.Path, "--ref", "v9")).Fails(2, "v9");
    }

    [Theory]
    [InlineData("--ref", "")]
    [InlineData("--ref", "HEAD", "--folder")]
    public async Task Make_OptionsThatCannotBe_AreBadInput(params string[] options) =>
        (await scene.LeavesNothingAsync(["seal", "make", scene.Repository, .. options])).Fails(2, options.Length > 2 ? "--folder" : "revision");

    [Fact]
    public async Task Make_EmptySource_IsBadInput() => (await scene.LeavesNothingAsync("seal", "make", "")).Fails(2, "source");

    [Fact]
    public async Task Make_FolderOfARepositoryWithoutACommit_IsSealedAsItStandsIfAsked()
    {
        using var own = new TempFolder();
        own.Write("repo/a.txt", "never committed\n");
        Git.Run(own["repo"], "init", "-q");

        (await scene.LeavesNothingAsync("seal", "make", own["repo"])).Fails(2, "--folder");
        var made = (await scene.RunAsync("seal", "make", own["repo"], "--folder")).Ends(0);

        Assert.Contains("git's own data was left out", made.Out, StringComparison.Ordinal);
        (await scene.RunAsync("search", made.Last, "never committed")).Ends(0);
    }

    /// <summary>A centre's keys must not be sealed with a tree, by whatever name the tree is given.</summary>
    [Fact]
    public async Task Make_FolderThatHoldsTheCentreOrLiesInIt_IsRefusedThroughLinksToo()
    {
        using var own = new TempFolder();
        own.Write("tree/a.txt", "x\n");
        File.CreateSymbolicLink(own["link"], own["tree"]);
        (await Cli.RunAsync("init", "--centre", own["tree/centre"])).Ends(0);

        foreach (var (source, centre) in ((string, string)[])[("tree", "tree/centre"), ("link", "tree/centre"), ("tree", "link/centre"), ("tree/centre", "tree/centre"), ("tree/centre/keys", "link/centre")])
        {
            (await Cli.RunAsync("seal", "make", own[source], "--centre", own[centre])).Fails(2, "lie in each other");
        }

        Assert.Equal("", (await Cli.RunAsync("seal", "list", "--centre", own["tree/centre"])).Ends(0).Out);
    }

    /// <summary>What another centre keeps would be as open as this one's, so it is named in every kind of source; whoever has looked may seal it.</summary>
    [Fact]
    public async Task Make_FolderOfAnotherCentreWithin_IsRefusedUnlessAccepted()
    {
        using var own = new TempFolder();
        own.Write("tree/a.txt", "x\n");
        (await Cli.RunAsync("init", "--centre", own["tree/inner/centre"])).Ends(0);
        Git.Commit(own["tree"]);
        foreach (var source in (string[][])[[own["tree"]], [own["tree"], "--folder"]])
        {
            (await scene.LeavesNothingAsync(["seal", "make", .. source])).Fails(1, "centre-keys  inner/centre: the folder of a centre", "--accept centre-keys");
            (await scene.RunAsync(["seal", "make", .. source, "--accept", "centre-keys"])).Ends(0);
        }
    }

    [Fact]
    public async Task List_Seals_OneLineASealWithItsProduct()
    {
        var list = (await scene.RunAsync("seal", "list")).Ends(0);
        Assert.Contains(list.Out.Split('\n'), line => line.StartsWith(scene.Root, StringComparison.Ordinal) && line.EndsWith("6 files  Product 1.0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Show_Seal_TellsWhatItIs()
    {
        var shown = (await scene.RunAsync("seal", "show", scene.Root)).Ends(0);
        Assert.Contains($"root          {scene.Root}", shown.Out, StringComparison.Ordinal);
        Assert.Contains("product       Product 1.0", shown.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListAndShow_Json_IsOneObjectAndNothingElse()
    {
        using var list = JsonDocument.Parse((await scene.RunAsync("seal", "list", "--json")).Ends(0).Out);
        using var shown = JsonDocument.Parse((await scene.RunAsync("seal", "show", scene.Root, "--json")).Ends(0).Out);
        var listed = list.RootElement.GetProperty("seals").EnumerateArray().Single(seal => seal.GetProperty("root").GetString() == scene.Root);
        foreach (var seal in (JsonElement[])[listed, shown.RootElement])
        {
            Assert.Equal("Product", seal.GetProperty("product").GetString());
            Assert.Equal("1.0", seal.GetProperty("version").GetString());
            Assert.Equal(6, seal.GetProperty("files").GetInt64());
            Assert.Equal(JsonValueKind.Null, seal.GetProperty("destroyed").ValueKind);
        }

        Assert.Equal(0, shown.RootElement.GetProperty("certificates").GetArrayLength());
    }

    [Fact]
    public async Task Verify_Seal_Holds()
    {
        Assert.StartsWith("✓ The seal holds: 6 files", (await scene.RunAsync("seal", "verify", scene.Root)).Ends(0).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("show")]
    [InlineData("verify")]
    [InlineData("destroy")]
    public async Task Any_RootOfAnotherCentre_IsNotFound(string verb)
    {
        var root = new string('0', 64);
        (await scene.LeavesNothingAsync(["seal", verb, root, .. verb == "destroy" ? (string[])["--reason", "x"] : []])).Fails(1, root);
    }

    [Fact]
    public async Task Verify_DamagedPack_NamesTheFilesAndEndsWithOne()
    {
        using var own = new TempFolder();
        (await Cli.RunAsync("init", "--centre", own["centre"])).Ends(0);
        var root = (await Cli.RunAsync("seal", "make", scene.Repository, "--centre", own["centre"])).Ends(0).Last;
        var pack = Directory.EnumerateFiles(own["centre"], "*.pack", SearchOption.AllDirectories).Single();
        var bytes = File.ReadAllBytes(pack);
        bytes[20] ^= 1;
        File.WriteAllBytes(pack, bytes);

        var found = (await Cli.RunAsync("seal", "verify", root, "--centre", own["centre"])).Ends(1);

        Assert.StartsWith("✗ 1 of 6 files are damaged", found.Out, StringComparison.Ordinal);
        var damaged = found.Out.TrimEnd().Split('\n')[^1].Trim();
        var screened = (await Cli.RunAsync("screen", root, "--centre", own["centre"])).Ends(1);
        Assert.Contains($"{damaged}: The file is damaged or too large for memory, and was not looked at.", screened.Error, StringComparison.Ordinal);
        Assert.Contains("1 file could not be read", screened.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("manifest")]
    [InlineData("about")]
    [InlineData("key")]
    public async Task Verify_DamagedSeal_SaysThatItDoesNotHold(string file)
    {
        using var own = new TempFolder();
        (await Cli.RunAsync("init", "--centre", own["centre"])).Ends(0);
        var root = (await Cli.RunAsync("seal", "make", scene.Repository, "--centre", own["centre"])).Ends(0).Last;
        var path = Directory.EnumerateFiles(own["centre"], file, SearchOption.AllDirectories).Single(path => path.Contains(root, StringComparison.Ordinal));
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);

        Assert.StartsWith("✗ The", (await Cli.RunAsync("seal", "verify", root, "--centre", own["centre"])).Ends(1).Out, StringComparison.Ordinal);
        Assert.Equal(file == "key" ? 2 : 3, (await Cli.RunAsync("search", root, "x", "--centre", own["centre"])).Code);
    }

    [Fact]
    public async Task Destroy_Seal_CannotBeReadAndSaysWhatIsBeyondReach()
    {
        using var own = new TempFolder();
        own.Write("a.txt", "gone\n");
        var root = (await scene.RunAsync("seal", "make", own.Path)).Ends(0).Last;

        var gone = (await scene.RunAsync("seal", "destroy", root, "--reason", "The vendor asked")).Ends(0);

        Assert.Contains("beyond reach", gone.Out, StringComparison.Ordinal);
        (await scene.RunAsync("search", root, "gone")).Fails(1, root);
        Assert.Contains("destroyed", (await scene.RunAsync("seal", "show", root)).Ends(0).Out, StringComparison.Ordinal);
        Assert.Equal(root, (await scene.RunAsync("seal", "make", own.Path)).Ends(0).Last);
    }
}
