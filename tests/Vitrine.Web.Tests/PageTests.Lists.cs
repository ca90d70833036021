using System.Text;
using Microsoft.Playwright;
using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Web.Tests;

/// <content>Lists: empty, full, failing, with long names and in six scripts.</content>
public sealed partial class PageTests
{
    private const string Scripts = """
        # title: Names in six scripts
        # publisher: A sample for tests
        entry,name,aliases,since,until,clause,identifiers
        a,ООО «Прогресс-Север»,Progress Sever LLC; ПРОГРЕСС,2020-01-01,,Sample clause 1,INN 7713140469
        b,华为样本有限公司,Sample Huawei Ltd.,2020-01-01,,Sample clause 2,
        c,شركة المثال الوطنية,Al Mithal,2020-01-01,2025-01-01,,
        d,Ανώνυμη Εταιρεία Παράδειγμα,Paradeigma,2020-01-01,,Sample clause 3,
        e,उदाहरण बैंक,,2020-01-01,,,
        f,サンプル株式会社,Sample K.K.,2020-01-01,,,
        """;

    private static byte[] Covered => File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(SiteFixture.Sources))!, "data", "lists", "fcc-covered-list.csv"));

    [Fact]
    public async Task Pages_OfLists_KeepTheRulesInBothSizes()
    {
        var problems = new List<string>();
        await using var people = new People(browsers.Chromium, site);
        await SeeAsync(people, [new("lists-empty", "ada", Routes.Lists), new("lists-empty-host", "hanne", Routes.Lists), new("screen-empty", "hanne", $"{Routes.ScreenName}?name=Example")], problems);
        await SeeAsync(people, await ListsAsync(), problems);

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    private async Task<IEnumerable<Scene>> ListsAsync()
    {
        var longName = string.Concat(Enumerable.Repeat("Long-Named Holding for Industrial Participation and Trade ", 4)).Trim();
        await ImportAsync(Covered, "fcc-covered-list.csv");
        await ImportAsync(Encoding.UTF8.GetBytes(Scripts), "scripts.csv");
        await ImportAsync(Encoding.UTF8.GetBytes($"# title: {longName[..180]}\n# publisher: {longName[..180]}\nentry,name,aliases,since,clause,source\na,{longName},{longName} One; {longName} Two,2020-01-01,{longName},https://lists.example/{new string('x', 300)}\n"), "long.csv");
        foreach (var (id, name) in ((string, string)[])[("quiet-trade", "Quiet Trade Holding"), ("aurora-guard", "Aurora Guard"), ("ao-kl", "AO Kaspersky Lab")])
        {
            await RecordAsync(new EntityRecorded(id, EntityKind.Organisation, name, [], [], null));
        }

        var source = new Source("Company register", "https://register.example/1", new DateOnly(2026, 1, 5), 'B');
        await RecordAsync(new TieClaimed("claim-1", TieKind.Ownership, "ao-kl", "quiet-trade", Share.Exactly(60), null, new DateOnly(2020, 1, 1), null, source));
        await RecordAsync(new TieClaimed("claim-2", TieKind.Ownership, "quiet-trade", "aurora-guard", Share.Exactly(50), null, new DateOnly(2020, 1, 1), null, source));
        return
        [
            new("lists", "ada", Routes.Lists),
            new("lists-host", "hanne", Routes.Lists),
            new("lists-wrong", "ada", Routes.Lists, Do: page => UploadAsync(page, "entry,name,since\na,A,25.03.2022\nb,,2020-01-01\nb,B,2020-01-01\n")),
            new("lists-no-file", "ada", Routes.Lists, Do: SubmitAsync),
            new("list", "hanne", Routes.List("fcc-covered-list")),
            new("list-of-a-day", "hanne", $"{Routes.List("fcc-covered-list")}?on=2021-03-12&q=video"),
            new("list-none", "hanne", $"{Routes.List("fcc-covered-list")}?on=2001-01-01"),
            new("list-wrong-day", "hanne", $"{Routes.List("fcc-covered-list")}?on=tomorrow", 422),
            new("list-scripts", "hanne", Routes.List("scripts")),
            new("list-long", "hanne", Routes.List("long")),
            new("screen", "hanne", Routes.ScreenName),
            new("screen-hit", "hanne", Routes.Screened("Лаборатория Касперского", new DateOnly(2022, 3, 25))),
            new("screen-no-hit", "hanne", Routes.Screened("Лаборатория Касперского", new DateOnly(2022, 3, 24))),
            new("screen-known", "hanne", Routes.Screened("AO Kaspersky Lab", new DateOnly(2026, 3, 1))),
            new("screen-owned", "hanne", Routes.ScreenedEntity("aurora-guard", new DateOnly(2026, 3, 1))),
            new("screen-scripts", "hanne", Routes.Screened("华为样本", new DateOnly(2026, 3, 1))),
            new("screen-long", "hanne", Routes.Screened(longName, new DateOnly(2026, 3, 1))),
            new("list-missing", "hanne", Routes.List("none"), 404),
        ];

        Task ImportAsync(byte[] bytes, string file) => ListDesk.ImportAsync(site.Centre, bytes, file, new ListAbout(null, null, null, null, null), Actor.Console, CancellationToken.None);
        Task RecordAsync(Act act) => site.Centre.RecordAsync(act, Actor.Console, CancellationToken.None);
    }

    private static async Task UploadAsync(IPage page, string text)
    {
        await page.SetInputFilesAsync("#file", new FilePayload { Name = "own.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text) });
        await SubmitAsync(page);
    }
}
