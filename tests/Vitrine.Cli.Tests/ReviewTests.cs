using System.Text.Json;

namespace Vitrine.Cli.Tests;

/// <summary>A review by commands alone, from request to decision.</summary>
public sealed class ReviewTests : Scene
{
    [Fact]
    public async Task Review_EveryStepInOrder_IsRecordedAndCertified()
    {
        var review = new Review(this);
        var id = await review.OpenAsync();

        Assert.Matches("^e-[0-9a-f]+$", id);
        Assert.Contains("open", (await RunAsync("engagement", "list")).Ends(0).Out, StringComparison.Ordinal);
        var shown = (await RunAsync("engagement", "show", id)).Ends(0);
        Assert.Contains("product       Product 1.0", shown.Out, StringComparison.Ordinal);
        Assert.Contains("4 of 6 files", shown.Out, StringComparison.Ordinal);
        var coverage = (await RunAsync("coverage", id, "--json")).Ends(0);
        Assert.Equal("", coverage.Error);
        using (var json = JsonDocument.Parse(coverage.Out))
        {
            Assert.Equal(["linesDelivered", "linesInScope", "people", "carried", "files"], json.RootElement.EnumerateObject().Select(member => member.Name));
            Assert.Equal(0, json.RootElement.GetProperty("linesDelivered").GetInt32());
        }

        Assert.StartsWith("delivered     0 of ", (await RunAsync("coverage", id)).Ends(0).Out, StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{64}$", await review.CertifyAsync());
        Assert.Contains("decided: certified", (await RunAsync("engagement", "show", id)).Ends(0).Out, StringComparison.Ordinal);
        Assert.Contains("certificate", (await RunAsync("seal", "show", review.Root)).Ends(0).Out, StringComparison.Ordinal);
    }

    /// <summary>Each step that reads the tree asks for what opens it, and takes it; the others need none.</summary>
    [Theory]
    [InlineData("--key-file")]
    [InlineData("--passphrase")]
    public async Task Review_OfASealThatItsHostLocked_AsksForWhatOpensIt(string way)
    {
        const string passphrase = "a passphrase of words\n";
        string[] key = way == "--key-file" ? [way, Folder.Write("key", new string('8', 64) + "\n")] : [way];
        var review = new Review(this);
        await review.PartiesAsync();
        var root = (await AnswerAsync(passphrase, ["seal", "make", Repository, .. key])).Ends(0).Last;
        var id = await review.RequestAsync();

        await OpensAsync("engagement", "prepare", id, "--seal", root, "--exclude", "*.bin");
        (await RunAsync("engagement", "disclose", id, "--proposed-by", "hanna", "--confirmed-by", "henrik", "--gain", "The tender", "--reason", "Agreed")).Ends(0);
        (await RunAsync("engagement", "open", id)).Ends(0);
        await OpensAsync("coverage", id);
        (await RunAsync("engagement", "close", id, "--reason", "Read")).Ends(0);
        await OpensAsync("certify", id);
        Assert.Contains("certificate", (await RunAsync("seal", "show", root)).Ends(0).Out, StringComparison.Ordinal);

        async Task OpensAsync(params string[] words)
        {
            (await LeavesNothingAsync(words)).Fails(2, root, $"none was given. Give it with {way}");
            (await AnswerAsync(passphrase, [.. words, .. key])).Ends(0);
        }
    }

    [Fact]
    public async Task Review_StepsOutOfOrder_AreRefusedAndNotRecorded()
    {
        var review = new Review(this);
        await review.PartiesAsync();
        var id = await review.RequestAsync();

        (await LeavesNothingAsync("engagement", "open", id)).Fails(1);
        (await LeavesNothingAsync("engagement", "close", id, "--reason", "x")).Fails(1);
        (await LeavesNothingAsync("engagement", "decide", id, "--decision", "certified", "--reason", "x")).Fails(1);
        (await LeavesNothingAsync("certify", id)).Fails(1);
        (await LeavesNothingAsync("coverage", id)).Fails(1);
        (await LeavesNothingAsync("engagement", "prepare", id, "--seal", new string('2', 64))).Fails(1, new string('2', 64));
        (await LeavesNothingAsync("engagement", "prepare", id, "--seal", await SealAsync(), "--include", "[")).Fails(2);
        (await LeavesNothingAsync("engagement", "disclose", id, "--proposed-by", "hanna", "--gain", "x", "--reason", "x", "--hours", "morning")).Fails(2, "--hours is written as 8-18");
    }

    [Fact]
    public async Task Any_UnknownEngagement_IsNotFound()
    {
        (await LeavesNothingAsync("engagement", "show", "e-0")).Fails(1, "e-0", "vitrine engagement list");
        (await LeavesNothingAsync("coverage", "e-0")).Fails(1, "e-0");
        (await LeavesNothingAsync("certify", "e-0")).Fails(1, "e-0");
        (await LeavesNothingAsync("engagement", "open", "e-0")).Fails(1, "e-0");
    }

    [Fact]
    public async Task Request_PartiesMissing_SaysHowToRegisterThem()
    {
        (await LeavesNothingAsync("engagement", "request", "--product", "P", "--version", "1", "--purpose", "x")).Fails(2, "vitrine party add ID --kind host");
    }

    [Fact]
    public async Task Certify_KeysOfSomebodyElse_AreRefused()
    {
        var review = new Review(this);
        var id = await review.OpenAsync();
        (await RunAsync("engagement", "close", id, "--reason", "x")).Ends(0);
        (await RunAsync("party", "add", "another", "--kind", "laboratory", "--keys", Folder["another"])).Ends(0);

        (await LeavesNothingAsync("certify", id, "--keys", Folder["another"])).Fails(1);
        (await LeavesNothingAsync("certify", id, "--keys", Folder["nowhere"])).Fails(2, Folder["nowhere"]);
        File.SetUnixFileMode(Folder["another/sign.key"], (UnixFileMode)0x1a4);
        (await LeavesNothingAsync("certify", id, "--keys", Folder["another"])).Fails(2, "chmod 600");
    }
}
