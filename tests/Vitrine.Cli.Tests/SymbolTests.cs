using System.Text.Json;

namespace Vitrine.Cli.Tests;

public sealed class SymbolTests(SealedScene scene) : IClassFixture<SealedScene>
{
    [Fact]
    public async Task References_Name_ArePrintedByPathAndLine()
    {
        var used = (await scene.RunAsync("symbols", "references", scene.Root, "memcpy")).Ends(0);
        Assert.StartsWith("src/main.c:6:5:     memcpy(to, from, n);", used.Out, StringComparison.Ordinal);
        Assert.Contains("files of code; ", used.Error, StringComparison.Ordinal);
        Assert.Equal(used.Out.Count(letter => letter == '\n') + "\n", (await scene.RunAsync("symbols", "references", scene.Root, "memcpy", "--count")).Ends(0).Out);
    }

    [Fact]
    public async Task Definition_Json_IsOneObjectAPlaceAndNothingElse()
    {
        using var outline = JsonDocument.Parse((await scene.RunAsync("symbols", "outline", scene.Root, "src/main.c", "--json")).Ends(0).Out.Split('\n')[0]);
        Assert.Equal(["line", "end", "name", "kind", "signature", "scope", "source"], outline.RootElement.EnumerateObject().Select(member => member.Name));
        var name = outline.RootElement.GetProperty("name").GetString()!;
        var answer = (await scene.RunAsync("symbols", "definition", scene.Root, name, "--json")).Ends(0);
        Assert.Equal("", answer.Error);
        using var place = JsonDocument.Parse(answer.Out.Split('\n')[0]);
        Assert.Equal(["path", "line", "column", "text", "name", "kind", "signature", "scope", "source"], place.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(outline.RootElement.GetProperty("line").GetInt32(), place.RootElement.GetProperty("line").GetInt32());
    }

    [Theory]
    [InlineData(1, "", "definition", "no_such_name")]
    [InlineData(1, "", "references", "no_such_name")]
    [InlineData(2, "none of them blank", "definition", "two words")]
    [InlineData(1, "no/such/file.c", "outline", "no/such/file.c")]
    public async Task Symbols_NothingThere_SaysSo(int code, string says, string verb, string name)
    {
        var answer = await scene.RunAsync("symbols", verb, scene.Root, name);
        Assert.Equal((code, ""), (answer.Code, answer.Out));
        Assert.Contains(says, answer.Error, StringComparison.Ordinal);
    }
}
