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

        (await scene.RunAsync("seal", "verify", root)).Fails(2, "--key-file");
        (await scene.RunAsync("seal", "verify", other)).Fails(2, "--passphrase");
        (await scene.RunAsync("seal", "verify", root, "--key-file", folder["key"])).Ends(0);
        (await Cli.RunAsync("a passphrase of words\n", ["search", other, "secret", "--passphrase", "--centre", scene.Centre])).Ends(0);
        (await Cli.RunAsync("another one of words\n", ["search", other, "secret", "--passphrase", "--centre", scene.Centre])).Fails(2, "locked");
    }
}
