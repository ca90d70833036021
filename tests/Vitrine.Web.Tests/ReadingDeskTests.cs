using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Vitrine.Web.Tests;

/// <summary>The reading desk in a real browser: its keys, and that it needs none of them.</summary>
public sealed partial class ReadingDeskTests(SampleHostFixture fixture, BrowserFixture browsers)
    : IClassFixture<SampleHostFixture>, IClassFixture<BrowserFixture>, IAsyncLifetime
{
    private IBrowserContext? context;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (context is not null)
        {
            await context.DisposeAsync();
        }
    }

    [Fact]
    public async Task Slash_OnTheDesk_FocusesTheSearchAndEscapeLeavesIt()
    {
        var page = await OpenAsync();

        await page.Keyboard.PressAsync("/");
        Assert.Equal("q", await FocusedAsync(page));
        Assert.Equal("TryParse", await page.InputValueAsync("#q"));

        await page.Keyboard.PressAsync("Escape");
        Assert.NotEqual("q", await FocusedAsync(page));
    }

    [Fact]
    public async Task KAndJ_WithHitsOnTheScreen_MoveWithoutAskingTheServer()
    {
        var page = await OpenAsync();
        List<string> asked = [];
        page.Request += (_, request) => asked.Add(request.Url);
        // Chromium fetches the icon again whenever the address changes.
        string[] Lines() => [.. asked.Where(url => !url.Contains("/assets/", StringComparison.Ordinal))];

        await page.Keyboard.PressAsync("k");
        Assert.Equal("9", await CurrentHitAsync(page));
        Assert.Equal("hit-9", await page.GetAttributeAsync(".hit-now", "id"));

        await page.Keyboard.PressAsync("ArrowUp");
        Assert.Equal("8", await CurrentHitAsync(page));

        await page.Keyboard.PressAsync("j");
        Assert.Equal("9", await CurrentHitAsync(page));
        Assert.Empty(Lines());
    }

    [Fact]
    public async Task K_BeforeTheFirstHitOnTheScreen_FollowsTheLinkToAnotherFrame()
    {
        var page = await OpenAsync();

        await page.Keyboard.PressAsync("k");
        await page.Keyboard.PressAsync("k");
        await page.Keyboard.PressAsync("k");

        await Assertions.Expect(page).ToHaveURLAsync(OtherFile());
    }

    [Fact]
    public async Task Brackets_OnTheDesk_FoldAndUnfoldThePanels()
    {
        var page = await OpenAsync();
        var wide = await WidthOfAsync(page, "#main");

        await page.Keyboard.PressAsync("[");
        await page.Keyboard.PressAsync("]");
        Assert.False(await IsOpenAsync(page, "#panel-tree"));
        Assert.False(await IsOpenAsync(page, "#panel-side"));
        Assert.True(await WidthOfAsync(page, "#main") > wide + 400);

        await page.Keyboard.PressAsync("[");
        Assert.True(await IsOpenAsync(page, "#panel-tree"));
    }

    [Fact]
    public async Task QuestionMark_OnTheDesk_ShowsTheKeys()
    {
        var page = await OpenAsync();

        await page.Keyboard.PressAsync("?");
        Assert.True(await page.IsVisibleAsync("#keys"));
        await page.Keyboard.PressAsync("Escape");
        Assert.False(await page.IsVisibleAsync("#keys"));
    }

    [Fact]
    public async Task ShiftClick_OnLineNumbers_ChoosesTheLinesOfTheNote()
    {
        var page = await OpenAsync();

        await page.ClickAsync("[data-line='53']");
        await page.ClickAsync("[data-line='56']", new() { Modifiers = [KeyboardModifier.Shift] });
        Assert.Equal(4, await page.Locator(".code-line.chosen").CountAsync());

        await page.Keyboard.PressAsync("n");
        Assert.Equal("text", await FocusedAsync(page));
        Assert.Equal("53", await page.InputValueAsync("#from"));
        Assert.Equal("56", await page.InputValueAsync("#to"));
    }

    [Fact]
    public async Task Grip_ByKeyboard_ChangesTheWidth()
    {
        var page = await OpenAsync();
        var before = await WidthOfAsync(page, "#panel-tree");

        await page.FocusAsync("[data-grip='tree']");
        await page.Keyboard.PressAsync("ArrowRight");

        Assert.Equal(before + 16, await WidthOfAsync(page, "#panel-tree"), 1.0);
    }

    [Fact]
    public async Task Copy_OfADigest_GivesTheWholeOfIt()
    {
        var page = await OpenAsync();
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);

        await page.ClickAsync(".room-what .copy");

        Assert.Equal(SampleShell.Root, await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
    }

    [Fact]
    public async Task Desk_WithoutScript_FoldsSearchesAndShowsItsKeys()
    {
        var page = await OpenAsync(javaScript: false);

        await page.ClickAsync("#panel-side > summary");
        Assert.False(await page.IsVisibleAsync("#drawer-search"));
        await page.ClickAsync("#panel-side > summary");
        await page.ClickAsync("#drawer-notes > summary");
        Assert.True(await page.IsVisibleAsync("#note-form"));
        Assert.False(await page.IsVisibleAsync("#drawer-search .hits"));

        await page.ClickAsync("[popovertarget='keys']");
        Assert.True(await page.IsVisibleAsync("#keys"));
        await page.ClickAsync("#keys [popovertargetaction='hide']");

        await page.FillAsync("#q", "Merkle");
        await page.PressAsync("#q", "Enter");
        await Assertions.Expect(page).ToHaveURLAsync(OtherSearch());
    }

    [Theory]
    [InlineData("reading")]
    [InlineData("engagement-long")]
    [InlineData("certificate")]
    public async Task Page_OnASmallScreen_DoesNotScrollSideways(string name)
    {
        var page = await OpenAsync(name, width: 390);

        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }

    private async Task<IPage> OpenAsync(string name = "reading", bool javaScript = true, int width = 1440)
    {
        context = await browsers.Chromium.NewContextAsync(new()
        {
            JavaScriptEnabled = javaScript,
            ViewportSize = new() { Width = width, Height = 900 },
        });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(10_000);
        await page.GotoAsync($"{fixture.Http.BaseAddress}sample/{name}");
        return page;
    }

    private static Task<string> FocusedAsync(IPage page) => page.EvaluateAsync<string>("document.activeElement.id");

    private static Task<string> CurrentHitAsync(IPage page) => page.EvaluateAsync<string>("document.querySelector('.hits [aria-current]').dataset.hit");

    private static Task<bool> IsOpenAsync(IPage page, string selector) => page.EvaluateAsync<bool>($"document.querySelector('{selector}').open");

    private static Task<double> WidthOfAsync(IPage page, string selector) =>
        page.EvaluateAsync<double>($"document.querySelector('{selector}').getBoundingClientRect().width");

    [GeneratedRegex("file=src/Vitrine.Log/TileReader.cs")]
    private static partial Regex OtherFile();

    [GeneratedRegex("q=Merkle")]
    private static partial Regex OtherSearch();
}
