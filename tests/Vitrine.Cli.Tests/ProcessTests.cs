using System.Text.Json;

namespace Vitrine.Cli.Tests;

/// <summary>A few commands as processes, to hold the rest, which runs in this one, to the real thing.</summary>
public sealed class ProcessTests(SealedScene scene) : IClassFixture<SealedScene>
{
    [Fact]
    public async Task Search_Json_IsMachineOutputOnStandardOutputAlone()
    {
        var found = (await RunAsync("search", scene.Root, "größe", "--json")).Ends(0);
        Assert.Equal("", found.Error);
        Assert.DoesNotContain('\e', found.Out);
        using var json = JsonDocument.Parse(found.Out);
        Assert.Equal("src/größe.c", json.RootElement.GetProperty("path").GetString());
    }

    [Fact]
    public async Task Centre_FromTheEnvironment_IsUsedUnlessNamed()
    {
        var list = (await Child.RunAsync([.. Child.Vitrine, "seal", "list"], new() { ["VITRINE_CENTRE"] = scene.Centre })).Ends(0);
        Assert.StartsWith(scene.Root, list.Out, StringComparison.Ordinal);
        (await Child.RunAsync([.. Child.Vitrine, "seal", "list", "--centre", "nowhere"], new() { ["VITRINE_CENTRE"] = scene.Centre })).Fails(2, "nowhere");
        (await Child.RunAsync([.. Child.Vitrine, "seal", "list"], new() { ["VITRINE_CENTRE"] = null }, scene.Repository)).Fails(2, Path.Combine(scene.Repository, "centre"));
        Assert.StartsWith(scene.Root, (await Child.RunAsync([.. Child.Vitrine, "seal", "list"], new() { ["VITRINE_CENTRE"] = "" }, scene.Folder.Path)).Ends(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_OutputThatCannotBeWritten_IsNoSuccess()
    {
        var answer = await Child.RunAsync(["sh", "-c", $"\"$@\" > /dev/full", "sh", .. Child.Vitrine, "seal", "list", "--centre", scene.Centre]);
        answer.Fails(2, "disk is full");
    }

    [Fact]
    public async Task Any_ReaderThatWentAway_EndsQuietly()
    {
        var answer = await Child.RunAsync(["sh", "-c", $"\"$@\" | true", "sh", .. Child.Vitrine, "search", scene.Root, ".", "--regex", "--json", "--centre", scene.Centre]);
        Assert.Equal((0, "", ""), (answer.Code, answer.Out, answer.Error));
    }

    [Theory]
    [InlineData("compare")]
    [InlineData("--centre", "compare")]
    [InlineData("--centre", "seal", "compare", "--help")]
    [InlineData("nothing")]
    [InlineData("--help")]
    public async Task Any_Words_MeanWhatTheyMeanInTheWholeTree(params string[] words)
    {
        Assert.Equal(await Cli.RunAsync(words), await Child.RunAsync([.. Child.Vitrine, .. words]));
    }

    [Fact]
    public async Task Any_WrongWord_EndsWithTwo() => (await RunAsync("selb")).Fails(2, "did you mean \"seal\"?");

    private Task<Answer> RunAsync(params string[] words) => Child.RunAsync([.. Child.Vitrine, "--centre", scene.Centre, .. words]);
}
