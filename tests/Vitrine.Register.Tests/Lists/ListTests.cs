using Vitrine.Centre;

namespace Vitrine.Register.Tests;

public sealed class ListTests
{
    [Theory]
    [InlineData("Kaspersky", "2022-03-24", "")]
    [InlineData("Kaspersky", "2022-03-25", "kaspersky")]
    [InlineData("Лаборатория Касперского", "2022-03-24", "")]
    [InlineData("Лаборатория Касперского", "2022-03-25", "kaspersky")]
    [InlineData("Kaspersky", "2024-07-23", "kaspersky kaspersky-software")]
    [InlineData("Huawei Technologies", "2021-03-11", "")]
    [InlineData("Huawei Technologies", "2021-03-12", "huawei")]
    [InlineData("华为", "2026-01-01", "huawei")]
    [InlineData("Hangzhou Hikvision", "2021-03-12", "hikvision")]
    [InlineData("Hikvison", "2021-03-12", "hikvision")]
    [InlineData("China Unicom (Americas)", "2022-09-19", "")]
    [InlineData("China Unicom (Americas)", "2022-09-20", "china-unicom-americas")]
    [InlineData("China Construction", "2026-01-01", "")]
    [InlineData("Microsoft", "2026-01-01", "")]
    public async Task Screen_TheCoveredList_AnswersAsOfTheDay(string name, string on, string entries)
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.ImportAsync(ListScene.Covered, "fcc-covered-list.csv");

        Assert.Equal(entries, string.Join(' ', scene.Screen(name, on).Select(hit => hit.Entry).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Screen_AHit_CarriesListDateClauseSourceAndReason()
    {
        await using var scene = await RegisterScene.MakeAsync();
        var version = await scene.ImportAsync(ListScene.Covered, "x.csv");

        var hit = Assert.Single(scene.Screen("Kaspersky Lab", "2022-03-25"));

        Assert.Equal(("fcc-covered-list", new DateOnly(2024, 9, 3), 12), (version.List, version.Date, version.Entries));
        Assert.Equal(("fcc-covered-list", "kaspersky", "AO Kaspersky Lab", 1.0), (hit.List, hit.Entry, hit.Name, hit.Score));
        Assert.Equal((new DateOnly(2022, 3, 25), null, new DateOnly(2024, 9, 3)), (hit.Since, hit.Until, hit.Version));
        Assert.StartsWith("Information security products", hit.Clause, StringComparison.Ordinal);
        Assert.Equal("https://docs.fcc.gov/public/attachments/DA-22-320A1.txt", hit.Source);
        Assert.Equal("compared with 'AO Kaspersky Lab'", hit.Why[0]);
        Assert.Empty(hit.Through);
    }

    [Fact]
    public async Task Screen_AfterANewVersion_TheOldOneAnswersForItsDays()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.ImportAsync(ListScene.Csv("Alpha", "Beta"), date: "2022-01-01");
        await scene.ImportAsync(ListScene.Csv("Alpha"), date: "2023-01-01");

        Assert.Empty(scene.Screen("Beta", "2019-12-31"));
        Assert.Single(scene.Screen("Beta", "2021-06-01"));
        Assert.Single(scene.Screen("Beta", "2022-12-31"));
        Assert.Empty(scene.Screen("Beta", "2023-01-01"));
        Assert.Single(scene.Screen("Alpha", "2026-01-01"));
        using var views = scene.Centre.Snapshot();
        Assert.Equal(2, Assert.Single(Register.Lists.All(views)).Versions.Length);
        Assert.Equal(2, views.Query("SELECT 1 FROM lists_entry", row => row.GetInt64(0)).Count);
    }

    [Fact]
    public async Task Screen_AnOlderVersionThatComesLater_AnswersForItsDaysAlone()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.ImportAsync(ListScene.Csv("Alpha"), date: "2023-01-01");
        Assert.Empty(scene.Screen("Beta", "2022-06-01"));

        await scene.ImportAsync(ListScene.Csv("Beta"), date: "2022-01-01");

        Assert.Single(scene.Screen("Beta", "2022-06-01"));
        Assert.Empty(scene.Screen("Alpha", "2022-06-01"));
        Assert.Empty(scene.Screen("Beta", "2023-06-01"));
    }

    [Fact]
    public async Task Screen_TwoVersionsOfOneDay_TheLaterImportCounts()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.ImportAsync(ListScene.Csv("Alpha"), date: "2023-01-01");
        await scene.ImportAsync(ListScene.Csv("Beta"), date: "2023-01-01");

        Assert.Empty(scene.Screen("Alpha", "2023-06-01"));
        Assert.Single(scene.Screen("Beta", "2023-06-01"));
        Assert.Single(scene.Screen("Beta", "2022-06-01"));
    }

    [Fact]
    public async Task Screen_AnIdentifier_HitsItsEntry()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.ImportAsync("entry,name,identifiers,since\na,Alpha,INN 7713140469; HRB 1,2020-01-01\n");

        var hit = Assert.Single(scene.Screen("inn-7713140469", "2022-01-01"));
        Assert.Equal((HitWay.Identifier, 1.0), (hit.Way, hit.Score));
        Assert.Empty(scene.Screen("HRB 1", "2022-01-01"));
    }

    [Fact]
    public async Task Import_WithOneWrongRow_LeavesNothing()
    {
        await using var scene = await RegisterScene.MakeAsync();

        await Assert.ThrowsAsync<ListFormatException>(() => scene.ImportAsync("entry,name,since\na,Alpha,2020-01-01\na,Beta,2020-01-01\n"));

        using var views = scene.Centre.Snapshot();
        Assert.Empty(Register.Lists.All(views));
        Assert.Equal(0, views.Scalar<long>("SELECT count(*) FROM lists_entry"));
        Assert.Empty(scene.Screen("Alpha", "2022-01-01"));
    }

    [Fact]
    public async Task Import_TheSameVersionAgain_OrOfTheFuture_IsRefused()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.ImportAsync(ListScene.Csv("Alpha"), date: "2022-01-01");

        var again = await Assert.ThrowsAsync<ActRefusedException>(() => scene.ImportAsync(ListScene.Csv("Alpha"), date: "2022-01-01"));
        var future = await Assert.ThrowsAsync<ActRefusedException>(() => scene.ImportAsync(ListScene.Csv("Alpha"), date: "2026-03-09"));
        var name = await Assert.ThrowsAsync<ActRefusedException>(() => scene.ImportAsync(ListScene.Csv("Alpha"), list: "No Name"));

        Assert.Equal("This very version of list is here already, of 2022-01-01.", again.Message);
        Assert.StartsWith("The list is dated 2026-03-09, which is in the future.", future.Message, StringComparison.Ordinal);
        Assert.Contains("lower-case letters", name.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Project_AnActThatDoesNotFitItsDocument_IsRefused()
    {
        await using var scene = await RegisterScene.MakeAsync();
        var document = scene.Centre.Documents.Add("entry,name,since\na,A,2020-01-01\n"u8);
        var broken = scene.Centre.Documents.Add("entry,name\n"u8);
        var act = new ListImported("own", "Own", "Us", new DateOnly(2026, 1, 1), "here", ListFormat.Csv, document, 2);

        Assert.Contains("is not the list of 2 entries", (await scene.RefusedAsync(act)).Message, StringComparison.Ordinal);
        Assert.Contains("The column 'since' is missing", (await scene.RefusedAsync(act with { Document = broken })).Message, StringComparison.Ordinal);
        await scene.RecordAsync(act with { Entries = 1 });
    }

    [Fact]
    public async Task Entries_OfADay_AreFoundByNameAliasAndClause()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.ImportAsync(ListScene.Covered, "x.csv");
        using var views = scene.Centre.Snapshot();
        var list = Register.Lists.Find("fcc-covered-list", views)!;
        (IReadOnlyList<ListEntry> Entries, long Total) Of(string day, string words, int take = 100) => Register.Lists.Entries(list, ListScene.Day(day), words, 0, take, views);

        Assert.Equal(5, Of("2021-03-12", "").Total);
        Assert.Equal(12, Of("2026-01-01", "").Total);
        Assert.Equal(2, Of("2026-01-01", "", take: 2).Entries.Count);
        Assert.Equal(["AO Kaspersky Lab"], Of("2026-01-01", "Касперского").Entries.Select(entry => entry.Names[0]));
        Assert.Equal(5, Of("2026-01-01", "SECTION 214 of the communications act").Total);
        Assert.Empty(Of("2020-01-01", "").Entries);
    }

    [Fact]
    public async Task Rebuild_OfTheViews_GivesTheSame()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.ImportAsync(ListScene.Covered, "x.csv");
        await scene.ImportAsync(ListScene.Csv("Alpha", "Альфа ООО", "アルファ株式会社"), date: "2022-01-01");
        await scene.ImportAsync(ListScene.Csv("Alpha", "Beta"), date: "2023-01-01");

        await scene.AssertRebuildsAsync();
    }
}
