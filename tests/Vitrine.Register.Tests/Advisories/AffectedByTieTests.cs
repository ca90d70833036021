using System.Text;
using Vitrine.Centre;

namespace Vitrine.Register.Tests;

/// <summary>A tie is a reason to warn where it changes an answer, and nowhere else.</summary>
public sealed class AffectedByTieTests
{
    private static readonly Source Paper = AdvisoryScene.Paper;

    [Theory]
    [InlineData("an office that ends nowhere", "", "")]
    [InlineData("a contract with somebody on no list", "", "")]
    [InlineData("an office of somebody listed", "Engine Guard", "Dark Holding is on sanctions")]
    [InlineData("an office in both", "Engine", "The nordlys judged it, and may not be independent of its maker: Grid North and The acme: office")]
    [InlineData("an office in both, taken back", "Engine", "The nordlys judged it")]
    [InlineData("a share in what it made", "", "")]
    public async Task Tie_Claimed_AffectsWhomItChangesAnAnswerFor(string what, string products, string why)
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        await scene.RegisterAsync("nordlys");
        await scene.RecordAsync(scene.Certificate("g", "nordlys", product: "Engine"));
        if (what.Contains("listed", StringComparison.Ordinal))
        {
            await scene.ImportAsync("entry,name,since\n1,Dark Holding,2020-01-01\n", "sanctions.csv", date: "2026-03-01");
        }

        if (what.Contains("both", StringComparison.Ordinal))
        {
            await ClaimAsync(scene, "t-8", TieKind.Office, "grid", "nordlys");
        }

        await (what switch
        {
            "an office of somebody listed" => ClaimAsync(scene, "t-9", TieKind.Office, "dark", "acme"),
            "a contract with somebody on no list" => ClaimAsync(scene, "t-9", TieKind.Contract, "town", "acme"),
            "a share in what it made" => ClaimAsync(scene, "t-9", TieKind.Ownership, "acme", "town"),
            _ => ClaimAsync(scene, "t-9", TieKind.Office, "grid", "acme"),
        });
        if (what.EndsWith("taken back", StringComparison.Ordinal))
        {
            await scene.RecordAsync(new ClaimWithdrawn("t-9", "An error."));
        }

        using var views = scene.Centre.Snapshot();
        var affected = Affected.By("claim:t-9", AdvisoryScene.Today, views);
        Assert.Equal(products, string.Join(' ', affected.Products.Select(one => one.Name).Where(name => products.Contains(name, StringComparison.Ordinal) || products.Length == 0)));
        Assert.Equal(products.Length == 0, affected.IsNobody);
        Assert.True(products.Length == 0 || affected.Products[0].Why.Any(line => line.Contains(why, StringComparison.Ordinal)), string.Join('\n', affected.Products.SelectMany(one => one.Why)));
    }

    [Fact]
    public async Task Import_OfTies_AffectsByTheSameRule()
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        await scene.RegisterAsync("nordlys");
        await scene.RecordAsync(scene.Certificate("g", "nordlys", product: "Engine"));
        await ImportAsync(scene, """{"id":"o-1","schema":"Directorship","properties":{"director":["grid"],"organization":["acme"]}}""");
        await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None);
        using (var views = scene.Centre.Snapshot())
        {
            Assert.Contains(Causes.Open(20, views), cause => cause.Cause.StartsWith("import:", StringComparison.Ordinal) && cause is { Looked: true, Trouble: null });
        }

        await ImportAsync(
            scene,
            """
            {"id":"o-1","schema":"Directorship","properties":{"director":["grid"],"organization":["acme"]}}
            {"id":"o-2","schema":"Directorship","properties":{"director":["grid"],"organization":["nordlys"]}}
            """);
        var drafted = Assert.Single(await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None));
        using var after = scene.Centre.Snapshot();
        Assert.Contains("may not be independent", AdvisoryDesk.Read(scene.Centre, Advisories.Find(drafted, after)!).Products[0].Why[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AList_WithMoreThanItShowsOfOneName_WarnsOnlyOfWhatIsNew()
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        await scene.RecordAsync(new ClaimWithdrawn("t-1", "Not of this case."));
        static string Rows(int count) => "entry,name,since\n" + string.Concat(Enumerable.Range(1, count).Select(i => $"{i},The acme,2020-01-01\n"));
        await scene.ImportAsync(Rows(ListHits.MostOfAList + 1), "many.csv", date: "2026-03-01");
        await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None);

        // The hundred that are shown leave the list; the last, which was not shown, stays as it was.
        await scene.ImportAsync($"entry,name,since\n{ListHits.MostOfAList + 1},The acme,2020-01-01\n", "many.csv", date: "2026-03-02");
        Assert.Empty(await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None));
    }

    private static Task ClaimAsync(RegisterScene scene, string claim, TieKind kind, string from, string to) =>
        scene.RecordAsync(new TieClaimed(claim, kind, from, to, null, null, new DateOnly(2025, 1, 1), null, Paper));

    private static Task<ImportReport> ImportAsync(RegisterScene scene, string lines) =>
        ImportDesk.ImportAsync(scene.Centre, Encoding.UTF8.GetBytes(lines), new Source("A data set", "https://data.example/parties", new DateOnly(2026, 3, 1), 'B'), Actor.Console, CancellationToken.None);
}
