using System.Text.Json;

namespace Vitrine.Cli.Tests;

/// <summary>Lists: importing, showing, and asking them, with good files and bad ones.</summary>
public sealed class ListTests : Scene
{
    private const string Scripts =
        """
        # title: Names in six scripts
        # date: 2026-01-15
        entry,name,aliases,since,until,clause
        a,ООО «Прогресс-Север»,,2020-01-01,,Clause 1
        b,华为样本有限公司,Sample Huawei Ltd.,2020-01-01,,
        c,شركة المثال الوطنية,,2020-01-01,2025-01-01,
        d,Ανώνυμη Εταιρεία Παράδειγμα,,2021-06-01,,
        e,नरेश कुमार,,2020-01-01,,
        f,サンプル株式会社,,2020-01-01,,
        """;

    [Fact]
    public async Task List_ImportAndAll_NameTheVersions()
    {
        Assert.Equal("", (await RunAsync("list", "all")).Ends(0).Out);
        Assert.Equal("[]", (await RunAsync("list", "all", "--json")).Ends(0).Last);

        var imported = (await ImportAsync()).Ends(0);
        Assert.Matches("(?m)^list +scripts$", imported.Out);
        Assert.Matches("(?m)^version +2026-01-15$", imported.Out);
        Assert.Matches("(?m)^entries +6$", imported.Out);

        Assert.Matches("(?m)^scripts +2026-01-15 +6  Names in six scripts$", (await RunAsync("list", "all")).Ends(0).Out);
        using var json = JsonDocument.Parse((await RunAsync("list", "all", "--json")).Ends(0).Out);
        var version = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal(("scripts", "2026-01-15", 6), (version.GetProperty("list").GetString(), version.GetProperty("version").GetString(), version.GetProperty("entries").GetInt32()));
    }

    [Fact]
    public async Task Import_TheSameVersionAgain_IsOne()
    {
        (await ImportAsync()).Ends(0);
        (await ImportAsync()).Fails(1, "This very version of scripts is here already, of 2026-01-15.");
        (await ImportAsync("--date", "2026-01-16")).Ends(0);
    }

    [Fact]
    public async Task Import_WithWrongAndRepeatedRows_NamesEachAndLeavesNothing()
    {
        Folder.Write("bad.csv", "entry,name,since\na,A,2020-01-01\na,B,2020-01-01\nb,,25.03.2022\nc,C\n");

        var answer = await RunAsync("list", "import", Folder["bad.csv"]);

        answer.Fails(2, "4 things in it are wrong", "line 3: entry: 'a' is the row on line 2 already.", "line 4: name: it is empty.", "line 4: since: '25.03.2022' is no date", "line 5: The row has 2 fields; the header has 3.");
        Assert.Equal("[]", (await RunAsync("list", "all", "--json")).Ends(0).Last);
    }

    [Theory]
    [InlineData("", "The file holds no header.")]
    [InlineData("entry,name,since\n", "The file has a header and no entry.")]
    [InlineData("{\"id\":\"a\"\n", "line 1: This is no JSON object")]
    [InlineData("{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":[\"A\"]}}\n", "The file names nobody who is listed")]
    [InlineData("entry,name,since\na,A\u001bb,2020-01-01\n", "line 2: The name holds a control, direction or broken character.")]
    public async Task Import_WhatIsNoList_IsTwo(string text, string reason)
    {
        Folder.Write("bad", text);
        (await RunAsync("list", "import", Folder["bad"])).Fails(2, reason);
    }

    [Fact]
    public async Task Import_NoFileWrongDayOrWrongName_IsRefused()
    {
        (await LeavesNothingAsync("list", "import", Folder["none.csv"])).Fails(2, "There is no file");
        (await ImportAsync("--date", "15.01.2026")).Fails(2, "--date takes a date such as 2022-03-25");
        (await ImportAsync("--date", "2999-01-01")).Fails(1, "in the future");
        (await ImportAsync("--name", "No Name")).Fails(1, "lower-case letters");
        (await ImportAsync("--name", "screen")).Fails(1, "No list is called 'screen'");
    }

    [Fact]
    public async Task Show_OfADay_GivesTheEntriesOfThatDay()
    {
        (await ImportAsync()).Ends(0);

        Assert.Equal(6, Lines(await RunAsync("list", "show", "scripts", "--on", "2024-12-31")));
        Assert.Equal(5, Lines(await RunAsync("list", "show", "scripts", "--on", "2026-01-20")));
        Assert.Contains("2021-06-01  d ", (await RunAsync("list", "show", "scripts", "--find", "Παράδειγμα")).Ends(0).Out, StringComparison.Ordinal);
        Assert.Contains("no version is as old as that day", (await RunAsync("list", "show", "scripts", "--on", "2024-12-31")).Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await RunAsync("list", "show", "scripts", "--on", "2026-01-20", "--find", "Clause", "--json")).Ends(0).Out);
        Assert.Equal(("scripts", "2026-01-15", "2026-01-20"), (Text(json.RootElement, "list"), Text(json.RootElement, "version"), Text(json.RootElement, "on")));
        var entry = Assert.Single(json.RootElement.GetProperty("entries").EnumerateArray());
        Assert.Equal(("a", "ООО «Прогресс-Север»", "Clause 1"), (Text(entry, "entry"), entry.GetProperty("names")[0].GetString(), Text(entry, "clause")));

        (await RunAsync("list", "show", "none")).Fails(1, "There is no list 'none' here.");
        (await RunAsync("list", "show", "none", "--json")).Fails(1, "There is no list 'none' here.");
        (await RunAsync("list", "show", "scripts", "--on", "yesterday")).Fails(2, "2022-03-25");
    }

    [Theory]
    [InlineData("Progress Sever", "a")]
    [InlineData("Huawei Sample", "b")]
    [InlineData("華為樣本", "b")]
    [InlineData("Παραδειγμα", "d")]
    [InlineData("Naresh Kumar", "e")]
    [InlineData("ｻﾝﾌﾟﾙ", "f")]
    public async Task Screen_ANameInAnotherScript_HitsAndIsOne(string name, string entry)
    {
        (await ImportAsync()).Ends(0);

        var answer = (await RunAsync("list", "screen", name, "--on", "2026-01-20", "--json")).Ends(1);
        using var json = JsonDocument.Parse(answer.Out);
        Assert.Equal((name, "2026-01-20", 0), (Text(json.RootElement, "name"), Text(json.RootElement, "on"), json.RootElement.GetProperty("left").GetInt32()));
        var hit = Assert.Single(json.RootElement.GetProperty("hits").EnumerateArray());
        Assert.Equal(("scripts", entry, "name"), (Text(hit, "list"), Text(hit, "entry"), Text(hit, "way")));
        Assert.InRange(hit.GetProperty("score").GetDouble(), 0.75, 1);
        Assert.NotEmpty(hit.GetProperty("why").EnumerateArray());
        Assert.Contains($"hits 1 entry of 1 list on 2026-01-20.", (await RunAsync("list", "screen", name, "--on", "2026-01-20")).Ends(1).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Screen_ANameAfterItsEntryEnded_HitsNothing()
    {
        (await ImportAsync()).Ends(0);
        (await RunAsync("list", "screen", "شركة المثال", "--on", "2024-12-31")).Ends(1);
        Assert.Contains("hits no entry", (await RunAsync("list", "screen", "شركة المثال", "--on", "2025-01-01")).Ends(0).Out, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await RunAsync("list", "screen", "شركة المثال", "--on", "2025-01-01", "--json")).Ends(0).Out);
        Assert.Empty(json.RootElement.GetProperty("hits").EnumerateArray());
    }

    [Fact]
    public async Task Screen_MoreThanAnAnswerHas_SaysSo()
    {
        Folder.Write("many.csv", "entry,name,since\n" + string.Concat(Enumerable.Range(0, 130).Select(i => $"e{i},Mohammed Ali Person{i},2020-01-01\n")));
        (await RunAsync("list", "import", Folder["many.csv"])).Ends(0);

        Assert.Contains("hits 100 entries of 1 list", (await RunAsync("list", "screen", "Mohammed Ali")).Ends(1).Out, StringComparison.Ordinal);
        Assert.Contains(", and 30 more that are not likelier and are not shown.", (await RunAsync("list", "screen", "Mohammed Ali")).Ends(1).Out, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await RunAsync("list", "screen", "Mohammed Ali", "--json")).Ends(1).Out);
        Assert.Equal((100, 30), (json.RootElement.GetProperty("hits").GetArrayLength(), json.RootElement.GetProperty("left").GetInt32()));
    }

    [Fact]
    public async Task Screen_WhatCannotBeAsked_IsTwo()
    {
        (await RunAsync("list", "screen", "Example")).Fails(2, "This centre has no list yet");
        (await ImportAsync()).Ends(0);
        (await RunAsync("list", "screen", "  ")).Fails(2, "A name has 1 to 1,000 characters.");
        (await RunAsync("list", "screen", new string('a', 10_000))).Fails(2, "A name has 1 to 1,000 characters.");
        (await RunAsync("list", "screen", "Example", "--on", "2026-02-30")).Fails(2, "2022-03-25");
        (await RunAsync("list", "screen", "nobody", "--entity")).Fails(2, "The register knows no entity 'nobody'.");
        (await RunAsync("list", "screen")).Fails(2, "NAME");
    }

    [Theory]
    [InlineData("--- … !")]
    [InlineData("\u0301\u200d")]
    public async Task Screen_ANameWithoutALetter_IsTwo(string name)
    {
        (await ImportAsync()).Ends(0);
        (await RunAsync("list", "screen", "--", name)).Fails(2, "no letter and no digit");
    }

    [Theory]
    [InlineData("LLC Limited Company")]
    [InlineData("a\u001b[31mb\u0007\u202e c")]
    [InlineData("\ud83d\ude00")]
    public async Task Screen_AHostileName_IsAnsweredWithoutItsCharacters(string name)
    {
        (await ImportAsync()).Ends(0);
        var answer = (await RunAsync("list", "screen", "--on", "2026-01-20", "--", name)).Ends(0);
        Assert.DoesNotContain(answer.Out + answer.Error, c => c is '\u001b' or '\u0007' or '\u202e');
        Assert.Empty(JsonDocument.Parse((await RunAsync("list", "screen", "--json", "--on", "2026-01-20", "--", name)).Ends(0).Out).RootElement.GetProperty("hits").EnumerateArray());
    }

    private static int Lines(Answer answer) => answer.Ends(0).Out.TrimEnd('\n').Split('\n').Length;

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private Task<Answer> ImportAsync(params string[] more)
    {
        Folder.Write("scripts.csv", Scripts + "\n");
        return RunAsync(["list", "import", Folder["scripts.csv"], .. more]);
    }
}
