using System.Text.Json;

namespace Vitrine.Cli.Tests;

public sealed class SearchTests(SealedScene scene) : IClassFixture<SealedScene>
{
    [Fact]
    public async Task Search_Literal_PrintsPathLineAndColumn()
    {
        var found = (await SearchAsync("memcpy(")).Ends(0);

        Assert.Equal("src/main.c:6:5:     memcpy(to, from, n);\treturn 0; // memcpy(\n", found.Out);
        Assert.Contains("searched 6 of 6 files", found.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_Json_IsOneObjectAMatchAndNothingElse()
    {
        var found = (await SearchAsync("return", "--json")).Ends(0);

        Assert.Equal("", found.Error);
        using var match = JsonDocument.Parse(Assert.Single(found.Out.TrimEnd('\n').Split('\n')));
        Assert.Equal(["path", "line", "column", "text"], match.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal("src/main.c", match.RootElement.GetProperty("path").GetString());
        Assert.Equal(6, match.RootElement.GetProperty("line").GetInt32());
        Assert.Equal(26, match.RootElement.GetProperty("column").GetInt32());
        Assert.Equal("    memcpy(to, from, n);\treturn 0; // memcpy(", match.RootElement.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Search_AfterCharactersOfSeveralBytes_CountsColumnsInBytes()
    {
        using var match = JsonDocument.Parse((await SearchAsync("größe2", "--json")).Ends(0).Out);
        Assert.Equal("src/größe.c", match.RootElement.GetProperty("path").GetString());
        Assert.Equal("int größe = 1; /* überall */ int "u8.Length + 1, match.RootElement.GetProperty("column").GetInt32());
    }

    [Fact]
    public async Task Search_BytesThatAreNotUtf8_AreFoundAndShownAsReplaced()
    {
        using var match = JsonDocument.Parse((await SearchAsync("mem", "--path", "data.bin", "--json")).Ends(0).Out);
        Assert.Equal((2, 3), (match.RootElement.GetProperty("line").GetInt32(), match.RootElement.GetProperty("column").GetInt32()));
        Assert.Equal("\uFFFD(mem", match.RootElement.GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("2", "todo", "-i")]
    [InlineData("1", "todo")]
    [InlineData("1", "TODO")]
    [InlineData("1", "m.m[c]py\\(", "--regex")]
    [InlineData("0", "m.m[c]py\\(")]
    [InlineData("2", "MEM.PY", "--regex", "-i")]
    [InlineData("1", "MEM.PY", "--regex", "-i", "--lang", "c#")]
    [InlineData("1", "MEM.PY", "--regex", "-i", "--lang", "c")]
    [InlineData("1", "MEM.PY", "--regex", "-i", "--path", "src/**")]
    [InlineData("0", "memcpy", "--path", "lib/**")]
    [InlineData("1", "@Override")]
    [InlineData("7", "^.*$", "--regex", "--path", "src/main.c")]
    public async Task Search_Count_PrintsTheNumberOfLinesAndNothingElse(string count, params string[] query)
    {
        var counted = (await SearchAsync([.. query, "--count"])).Ends(count == "0" ? 1 : 0);

        Assert.Equal(count + "\n", counted.Out);
        Assert.Equal("", counted.Error);
    }

    [Fact]
    public async Task Search_PatternAfterTwoHyphens_MayBeginWithOne()
    {
        Assert.Equal("0\n", (await SearchAsync("--count", "--", "--force")).Ends(1).Out);
        (await SearchAsync("--force")).Fails(2, "There is no option --force");
    }

    [Fact]
    public async Task Search_NothingFound_EndsWithOneAndSaysHowMuchWasSearched()
    {
        var found = (await SearchAsync("no such text")).Ends(1);
        Assert.Equal("", found.Out);
        Assert.Contains("0 lines match", found.Error, StringComparison.Ordinal);
        Assert.Equal(("", ""), ((await SearchAsync("no such text", "--json")).Ends(1).Out, (await SearchAsync("no such text", "--json")).Error));
    }

    [Theory]
    [InlineData("(", "--regex")]
    [InlineData("a\\nb", "--regex")]
    [InlineData("x", "--lang", "klingon")]
    [InlineData("x", "--path", "")]
    [InlineData("")]
    public async Task Search_QueryThatCannotBe_IsBadInput(params string[] query) => (await SearchAsync(query)).Fails(2);

    [Fact]
    public async Task Search_Pages_AreTheWholeOnce()
    {
        var whole = (await SearchAsync("todo", "-i", "--json")).Ends(0).Out.TrimEnd('\n').Split('\n');
        var first = (await SearchAsync("todo", "-i", "--json", "--limit", "1")).Ends(0).Out;
        var second = (await SearchAsync("todo", "-i", "--json", "--limit", "1", "--page", "2")).Ends(0).Out;

        Assert.Equal(2, whole.Length);
        Assert.Equal(whole.Order(StringComparer.Ordinal), [.. new[] { first.TrimEnd('\n'), second.TrimEnd('\n') }.Order(StringComparer.Ordinal)]);
        Assert.Equal(whole[0] + "\n", (await SearchAsync("todo", "-i", "--json", "--limit", "1", "--unranked")).Ends(0).Out);
        Assert.Equal("", (await SearchAsync("todo", "-i", "--json", "--limit", "1", "--page", "3")).Ends(0).Out);
        (await SearchAsync("todo", "--page", "2")).Fails(2, "--limit");
        (await SearchAsync("todo", "--limit", "0")).Fails(2, "--limit takes a whole number from 1 to 100,000, not '0'");
        (await SearchAsync("todo", "--limit", "some")).Fails(2, "--limit takes a whole number from 1 to 100,000, not 'some'");
    }

    [Fact]
    public async Task Search_Files_PrintsPathsByTheirOwnRuleForCase()
    {
        Assert.Equal("src/main.c\n", (await SearchAsync("main.", "--files")).Ends(0).Out);
        Assert.Equal(("", "0 of 6 paths match\n"), ((await SearchAsync("MAIN.", "--files")).Ends(1).Out, (await SearchAsync("MAIN.", "--files")).Error));
        Assert.Equal("1\n", (await SearchAsync("MAIN.", "--files", "--path-case", "ignore", "--count")).Ends(0).Out);
        Assert.Equal("{\"path\":\"src/main.c\"}\n", (await SearchAsync("^src/main", "--files", "--regex", "--json")).Ends(0).Out);
        (await SearchAsync("x", "--path-case", "perhaps")).Fails(2, "--path-case is match or ignore, not 'perhaps'");
    }

    [Theory]
    [InlineData("1", "memcpy", "--word", "--path", "src/**")]
    [InlineData("0", "emcpy", "--word")]
    [InlineData("0", "memcpy", "--path", "src/**", "--path", "!*.c")]
    [InlineData("1", "memcpy", "--path", "SRC/**", "--path-case", "ignore")]
    public async Task Search_WordsAndPaths_AreCounted(string count, params string[] query) =>
        Assert.Equal(count + "\n", (await SearchAsync([.. query, "--count"])).Ends(count == "0" ? 1 : 0).Out);

    [Fact]
    public async Task Search_RootOfAnotherCentre_IsNotFound()
    {
        (await scene.LeavesNothingAsync("search", new string('1', 64), "x", "--json")).Fails(1, new string('1', 64));
    }

    [Fact]
    public async Task Screen_Seal_ListsWhatItFinds()
    {
        using var own = new TempFolder();
        // Put together here, so that the screening of this repository finds no key.
        var (begin, end) = (string.Join(' ', "-----BEGIN", "PRIVATE", "KEY-----"), string.Join(' ', "-----END", "PRIVATE", "KEY-----"));
        own.Write("key.pem", $"{begin}\n{Convert.ToBase64String(new byte[48])}\n{end}\n");
        own.Write("a.txt", "nothing\n");
        var root = (await scene.RunAsync("seal", "make", own.Path)).Ends(0).Last;

        var found = (await scene.RunAsync("screen", root)).Ends(1);
        Assert.Contains("key.pem", found.Out, StringComparison.Ordinal);
        var clean = (await scene.RunAsync("screen", root, "--exclude", "*.pem")).Ends(0);
        Assert.StartsWith("✓ 0 findings in 1 files", clean.Out, StringComparison.Ordinal);
        var sarif = (await scene.RunAsync("screen", root, "--sarif")).Ends(1);
        using var json = JsonDocument.Parse(sarif.Out);
        Assert.Equal("2.1.0", json.RootElement.GetProperty("version").GetString());
        Assert.Equal("", sarif.Error);
        (await scene.RunAsync("screen", root, "--include", "[")).Fails(2);
        (await scene.RunAsync("screen", root, "--include", "scr/**")).Fails(1, "no file in this scope");
    }

    [Fact]
    public async Task Waive_FindingOfASealUnderAHostKey_AsksForTheKeyAndIsCountedNoMore()
    {
        var own = new Scene();
        await own.InitializeAsync();
        await new Review(own).PartiesAsync();
        var (begin, end) = (string.Join(' ', "-----BEGIN", "PRIVATE", "KEY-----"), string.Join(' ', "-----END", "PRIVATE", "KEY-----"));
        own.Folder.Write("tree/key.pem", $"{begin}\n{Convert.ToBase64String(new byte[48])}\n{end}\n");
        own.Folder.Write("hostkey", Convert.ToHexString(Enumerable.Range(1, 32).Select(value => (byte)value).ToArray()));
        string[] key = ["--key-file", own.Folder["hostkey"]];
        var root = (await own.RunAsync(["seal", "make", own.Folder["tree"], "--vendor", "acme", .. key])).Ends(0).Last;
        var day = DateTime.UtcNow.AddDays(30).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        string[] waive = ["screen", "waive", root, "--rule", "private-key", "--at", "key.pem:1", "--reason", "Opens nothing", "--by", "hanna", "--until"];

        (await own.RunAsync([.. waive, day])).Fails(2, "--key-file");
        (await own.RunAsync([.. waive, "soon", .. key])).Fails(2, "--until");
        (await own.RunAsync([.. waive, day, "--sarif-in", own.Folder["none.sarif"], .. key])).Fails(2, "none.sarif");
        Assert.StartsWith("✓ 1 finding is waived until ", (await own.RunAsync([.. waive, day, .. key])).Ends(0).Out, StringComparison.Ordinal);

        Assert.Contains("0 findings, and 1 waived,", (await own.RunAsync(["screen", root, .. key])).Ends(0).Out, StringComparison.Ordinal);
        await own.DisposeAsync();
    }

    private Task<Answer> SearchAsync(params string[] query) => scene.RunAsync(["search", scene.Root, .. query]);
}
