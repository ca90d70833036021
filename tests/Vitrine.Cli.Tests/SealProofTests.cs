namespace Vitrine.Cli.Tests;

public sealed class SealProofTests(SealedScene scene) : IClassFixture<SealedScene>
{
    [Fact]
    public async Task Prove_AFile_IsVerifiedWithoutACentreAndAnythingElseIsRefused()
    {
        using var folder = new TempFolder();
        var proof = (await scene.RunAsync("seal", "prove", scene.Root, "src/größe.c")).Ends(0).Out;
        folder.Write("proof", System.Text.Encoding.UTF8.GetBytes(proof));
        folder.Write("file", await File.ReadAllBytesAsync(Path.Combine(scene.Repository, "src/größe.c")));
        folder.Write("other", "other");

        Assert.Contains("src/größe.c is in the seal", (await Cli.RunAsync("seal", "verify", folder["proof"], folder["file"], "--root", scene.Root)).Ends(0).Out, StringComparison.Ordinal);
        (await Cli.RunAsync("seal", "verify", folder["proof"], folder["other"], "--root", scene.Root)).Ends(1);
        (await Cli.RunAsync("seal", "verify", folder["proof"], folder["file"], "--root", new string('0', 64))).Ends(1);
        (await Cli.RunAsync("seal", "verify", folder["other"], folder["file"], "--root", scene.Root)).Fails(2, "malformed");
        (await Cli.RunAsync("seal", "verify", "/dev/zero", folder["file"], "--root", scene.Root)).Fails(2, "/dev/zero", "524,288");
        (await Cli.RunAsync("seal", "verify", folder["proof"], folder["nothing"], "--root", scene.Root)).Fails(2, "nothing");
        (await Cli.RunAsync("seal", "verify", folder["proof"], folder["file"])).Fails(2, "--root");
        (await scene.RunAsync("seal", "prove", scene.Root, "src/nothing.c")).Fails(1, "There is no file");
    }

    [Fact]
    public async Task Make_LockedByTheHost_OpensWithTheHostsKeyAlone()
    {
        using var folder = new TempFolder();
        folder.Write("tree/a", "secret\n");
        folder.Write("key", new string('7', 64) + "\n");
        folder.Write("bad", "7");
        (await scene.RunAsync("seal", "make", folder["tree"], "--key-file", folder["bad"])).Fails(2, "openssl rand");
        (await scene.RunAsync("seal", "make", folder["tree"], "--key-file", folder["key"], "--passphrase")).Fails(2, "not both");
        (await Cli.RunAsync("short\n", ["seal", "make", folder["tree"], "--passphrase", "--centre", scene.Centre])).Fails(2, "too weak");

        var root = (await scene.RunAsync("seal", "make", folder["tree"], "--key-file", folder["key"])).Ends(0).Last;
        folder.Write("tree/b", "other\n");
        var other = (await Cli.RunAsync("a passphrase of words\n", ["seal", "make", folder["tree"], "--passphrase", "--centre", scene.Centre])).Ends(0).Last;

        (await scene.RunAsync("seal", "make", folder["tree"], "--key-file", "")).Fails(2, "--key-file names no file");
        (await scene.RunAsync("seal", "make", folder["tree"], "--passphrase")).Fails(2, "first line of standard input, and there is none");
        (await scene.RunAsync("seal", "verify", root, "--key-file", folder["key"])).Ends(0);
        (await Cli.RunAsync("a passphrase of words\n", ["search", other, "secret", "--passphrase", "--centre", scene.Centre])).Ends(0);
        (await Cli.RunAsync("another one of words\n", ["search", other, "secret", "--passphrase", "--centre", scene.Centre])).Fails(2, "passphrase, and the one that was given is another");
        (await Cli.RunAsync(new string('x', 5000), ["search", other, "secret", "--passphrase", "--centre", scene.Centre])).Fails(2, "more than 4,096 characters");
        (await Cli.RunAsync("a passphrase of words\n", ["diff", root, other, "--passphrase", "--key-file", folder["key"], "--centre", scene.Centre])).Ends(1);
    }

    /// <summary>No command asks where nobody can type, and each says what it lacks and how it is given.</summary>
    [Fact]
    public async Task Any_LockedSealAndNoKey_SaysWhatOpensIt()
    {
        using var folder = new TempFolder();
        folder.Write("tree/a", "secret of any\n");
        folder.Write("key", new string('8', 64) + "\n");
        folder.Write("recipe.json", """{"name": "p", "steps": [["true"]], "tools": ["cat"], "outputs": [{"path": "out", "name": "out"}], "sourceDateEpoch": 1767225600}""");
        folder.Write("out", "x");
        var byFile = (await scene.RunAsync("seal", "make", folder["tree"], "--key-file", folder["key"])).Ends(0).Last;
        folder.Write("tree/b", "more of any\n");
        var byPassphrase = (await scene.AnswerAsync("a passphrase of words\n", "seal", "make", folder["tree"], "--passphrase")).Ends(0).Last;

        foreach (var (root, words) in ((string, string)[])[
            (byFile, "locked by its host's key file, and none was given. Give it with --key-file FILE"),
            (byPassphrase, "locked by its host's passphrase, and none was given. Give it with --passphrase")])
        {
            string[][] commands =
            [
                ["search", root, "secret"], ["symbols", "definition", root, "x"], ["symbols", "references", root, "x"], ["symbols", "outline", root, "a"], ["diff", root, scene.Root], ["diff", scene.Root, root],
                ["screen", root], ["screen", scene.Root, "--repository", root], ["seal", "verify", root], ["seal", "prove", root, "a"],
                ["screen", "waive", root, "--rule", "x", "--at", "a:1", "--reason", "x", "--until", "2027-06-30", "--by", "x"],
                ["rebuild", root, "--recipe", folder["recipe.json"], "--against", folder["out"]],
            ];
            foreach (var command in commands)
            {
                (await scene.RunAsync(command)).Fails(2, root, words);
            }

            Assert.Contains(root == byFile ? "locked        by its host's key file" : "locked        by its host's passphrase", (await scene.RunAsync("seal", "show", root)).Ends(0).Out, StringComparison.Ordinal);
        }

        (await scene.RunAsync("search", byFile, "secret", "--key-file", folder["out"])).Fails(2, "is no key file");
        folder.Write("other", new string('9', 64));
        (await scene.RunAsync("search", byFile, "secret", "--key-file", folder["other"])).Fails(2, "key file, and the one that was given is another");
    }
}
