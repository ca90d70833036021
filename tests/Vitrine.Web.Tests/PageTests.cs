using Microsoft.Playwright;

namespace Vitrine.Web.Tests;

/// <summary>
/// Every page, full, empty, failing and with a long name, on a desk and on a phone: nothing inline, each id once, every control named, text that
/// stands out from its ground, no sideways scrolling, nothing the browser complains about. With VITRINE_PICTURES=DIR each is also photographed there, light and dark.
/// </summary>
public sealed partial class PageTests(SiteFixture site, BrowserFixture browsers) : IClassFixture<SiteFixture>, IClassFixture<BrowserFixture>
{
    internal const string LongName = "Enterprise Continuous Update Distribution Agent for Industrial Controllers, Long-Term Support Edition for Public Service";

    internal static readonly string? Pictures = Environment.GetEnvironmentVariable("VITRINE_PICTURES");

    private static readonly (string Name, int Width, int Height)[] Sizes = [("wide", 1440, 900), ("narrow", 390, 844)];

    /// <summary>A page, and who asks for it; what is done there before it is looked at.</summary>
    internal sealed record Scene(string Name, string Who, string Address, int Status = 200, Func<IPage, Task>? Do = null);

    [Fact]
    public async Task Pages_All_KeepTheRulesInBothSizes()
    {
        var problems = new List<string>();
        await using var people = new People(browsers.Chromium, site);
        await SeeAsync(people, Empty(), problems);
        await SeeAsync(people, await FullAsync(people), problems);
        await SeeAsync(people, await CentreDraftsAsync(), problems);
        await SeeAsync(people, await FailingAsync(), problems);

        // Published statements are gone from the disk: a fault of the centre, not of the reader.
        Directory.Move(site.Centre.Paths.Statements, site.Centre.Paths.Statements + ".away");
        await SeeAsync(people, [new("error-500", "", Routes.Certificates, 500)], problems);
        Directory.Move(site.Centre.Paths.Statements + ".away", site.Centre.Paths.Statements);

        // A year on: what was waived counts again, and everybody signs in anew.
        site.Time.Now = site.Time.Now.AddYears(1);
        await using var later = new People(browsers.Chromium, site);
        await SeeAsync(later, Later(), problems);

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    internal static async Task SeeAsync(People people, IEnumerable<Scene> scenes, List<string> problems)
    {
        foreach (var scene in scenes)
        {
            var person = await people.OfAsync(scene.Who);
            await person.Page.SetViewportSizeAsync(Sizes[0].Width, Sizes[0].Height);
            var status = await person.GoAsync(scene.Address);
            try
            {
                await (scene.Do?.Invoke(person.Page) ?? Task.CompletedTask);
            }
            catch (TimeoutException)
            {
                problems.Add($"{scene.Name}: what is done there leads to no page");
                continue;
            }

            if (status != scene.Status)
            {
                problems.Add($"{scene.Name}: answered {status}");
            }

            // The same page in both sizes, as a window is made smaller.
            foreach (var (size, width, height) in Sizes)
            {
                await person.Page.SetViewportSizeAsync(width, height);
                var name = $"{scene.Name}, {size}";
                problems.AddRange((await person.Page.EvaluateAsync<string[]>(Rules)).Select(problem => $"{name}: {problem}"));

                // Colours are the same in both sizes: one of the two schemes in each.
                var scheme = size == "wide" ? ColorScheme.Dark : ColorScheme.Light;
                await person.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
                problems.AddRange((await person.Page.EvaluateAsync<string[]>(Contrast)).Select(problem => $"{name}, {scheme}: {problem}"));

                problems.AddRange(person.Complaints.Select(complaint => $"{name}: {complaint}"));
                person.Complaints.Clear();
                await PhotographAsync(person.Page, $"{scene.Name}-{size}");
            }
        }
    }

    private static async Task PhotographAsync(IPage page, string name)
    {
        if (Pictures is null)
        {
            return;
        }

        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name}-{scheme.ToString().ToLowerInvariant()}.png"), FullPage = true });
        }
    }

    internal static async Task SubmitEmptyAsync(IPage page)
    {
        foreach (var field in await page.Locator("main form[method=post] textarea, main form[method=post] input:not([type=hidden]):not([type=radio]):not([type=checkbox])").AllAsync())
        {
            await field.FillAsync("");
        }

        await SubmitAsync(page);
    }

    internal static async Task SubmitAsync(IPage page)
    {
        await page.EvaluateAsync("document.querySelector('main form[method=post]').noValidate = true");
        await BrowserPerson.LeadAsync(page, () => page.ClickAsync("main form[method=post] button.main"));
    }
}
