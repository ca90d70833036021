using Microsoft.Playwright;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Room;

namespace Vitrine.Web.Tests;

/// <summary>From request to certificate and decision, as the people of an engagement would go: in a real browser, over a real centre.</summary>
public sealed class WalkTests(SiteFixture site, BrowserFixture browsers) : IClassFixture<SiteFixture>, IClassFixture<BrowserFixture>
{
    private const string Hidden = "LogStore.cs";

    [Fact]
    public async Task Engagement_FromRequestToDecision_IsWalkedThroughThePages()
    {
        await using var authority = await PersonAsync("astrid");
        await using var host = await PersonAsync("hanne");
        await using var second = await PersonAsync("hugo");
        await using var reviewer = await PersonAsync("ruth");

        var id = await RequestAsync(authority);
        await DiscloseAsync(host, second, id);
        await ReadAsync(reviewer, id);
        await SeeSessionsAsync(host, id);
        await LockAsync(reviewer, id);
        var certificate = await CertifyAsync(reviewer, host, id);
        await DecideAsync(authority, id);
        await SeeAsStrangerAsync(certificate);

        Assert.Empty(authority.Complaints.Concat(host.Complaints).Concat(reviewer.Complaints));
    }

    [Fact]
    public async Task Desk_WithoutScript_ReadsSearchesAndNotes()
    {
        var id = await site.OpenRoomAsync();
        await using var reviewer = await BrowserPerson.OpenAsync(browsers.Chromium, site, new() { JavaScriptEnabled = false });
        await reviewer.SignInAsync("ruth");
        await reviewer.GoAsync(Routes.Engagement(id));
        await reviewer.PressAsync("Enter the room");
        await reviewer.ClickAsync(".tree-row:has-text('TileLog.cs')");
        await reviewer.Page.FillAsync("#q", "Merkle");
        await BrowserPerson.LeadAsync(reviewer.Page, () => reviewer.Page.PressAsync("#q", "Enter"));
        Assert.NotEqual(0, await reviewer.Page.Locator("a[data-hit]").CountAsync());

        await reviewer.Page.ClickAsync("#drawer-notes > summary");
        Assert.False(await reviewer.Page.IsVisibleAsync("#drawer-search .search-sum"));
        await reviewer.Page.FillAsync("#from", "7");
        await reviewer.Page.FillAsync("#text", "Kept without a script.");
        await reviewer.PressAsync("Keep this note");
        Assert.Contains("Kept without a script.", await reviewer.Page.InnerTextAsync("#drawer-notes"), StringComparison.Ordinal);

        await reviewer.Page.ClickAsync("[popovertarget='keys']");
        Assert.True(await reviewer.Page.IsVisibleAsync("#keys"));
    }

    private static async Task<string> RequestAsync(BrowserPerson authority)
    {
        await authority.FollowAsync("Request a review");
        await authority.Page.ClickAsync("main button.main");
        Assert.Equal(Routes.NewEngagement, authority.Path);

        await authority.FillAsync("Product", "Vitrine.Log");
        await authority.FillAsync("Version", "1.0");
        await authority.ChooseAsync("Vendor", "Acme Works");
        await authority.CheckAsync("Full");
        await authority.ChooseAsync("Laboratory", "Laboratory Nine");
        await authority.FillAsync("Purpose", "Whether an acknowledged entry can be lost.");
        await authority.PressAsync("Send the request");

        Assert.Equal("Vitrine.Log 1.0", await authority.HeadingAsync());
        Assert.Contains("Acme Works names a sealed tree and a scope next.", await authority.ReadAsync(), StringComparison.Ordinal);
        return authority.Path.Split('/')[^1];
    }

    private async Task DiscloseAsync(BrowserPerson host, BrowserPerson second, string id)
    {
        await host.GoAsync(Routes.Home);
        await host.ClickAsync($"a[href^='{Routes.Engagement(id)}']");
        await host.GoAsync(Routes.Engagement(id));
        await host.FollowAsync("Name the seal and the scope");
        await host.Page.GetByLabel("Seal").SelectOptionAsync(site.Root.Value.ToHex());
        await host.FillAsync("Files to leave out", Hidden);
        await host.PressAsync("Screen this scope");

        Assert.Equal("What would be disclosed", await host.HeadingAsync());
        await host.FillAsync("What is gained by it", "The tender.");
        await host.FillAsync("Reason", "Agreed with the authority.");
        await host.FillAsync("Sessions may run until this hour; 24 is midnight", "0");
        await host.Page.EvaluateAsync("document.querySelector('main form').noValidate = true");
        await host.ClickAsync("button[value=disclose]");
        Assert.Contains("Nothing was proposed.", await host.ReadAsync(), StringComparison.Ordinal);

        await host.FillAsync("Sessions may run until this hour; 24 is midnight", "24");
        await host.ClickAsync("button[value=disclose]");
        Assert.Contains("It waits for somebody else of your company.", await host.ReadAsync(), StringComparison.Ordinal);
        await second.GoAsync(Routes.Home);
        await second.FollowAsync("Confirm the decision on the disclosure");
        await second.FollowAsync("Decide on the disclosure");
        Assert.Contains("Agreed with the authority.", await second.ReadAsync(), StringComparison.Ordinal);
        await second.ClickAsync("#proposal button");
        await host.GoAsync(Routes.Engagement(id));
        await host.PressAsync("Open the room");
        Assert.Contains("The room is open to the reviewers of Laboratory Nine.", await host.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal(403, await host.GoAsync(Routes.Reading(id)));
    }

    private async Task ReadAsync(BrowserPerson reviewer, string id)
    {
        var page = reviewer.Page;
        await reviewer.GoAsync(Routes.Home);
        await reviewer.FollowAsync("Go to the room");
        await reviewer.PressAsync("Enter the room");
        Assert.Equal(Routes.Reading(id), reviewer.Path);
        Assert.Equal("Choose a file, or search.", await reviewer.HeadingAsync());

        // The tree holds what is in scope, and nothing else exists.
        var tree = await page.InnerTextAsync("#panel-tree");
        Assert.Contains("TileLog.cs", tree, StringComparison.Ordinal);
        Assert.DoesNotContain(Hidden, tree, StringComparison.Ordinal);
        await reviewer.ClickAsync(".tree-row:has-text('TileLog.cs')");
        Assert.Equal("TileLog.cs", await reviewer.HeadingAsync());
        Assert.Contains("public sealed", await page.InnerTextAsync(".code"), StringComparison.Ordinal);
        await AssertRecordedAsync(page, id, lines: true);

        // The panels fold by their keys, and give their room to the code.
        await page.Keyboard.PressAsync("[");
        await page.Keyboard.PressAsync("]");
        Assert.False(await page.Locator("#panel-tree .panel-body").IsVisibleAsync());
        Assert.False(await page.Locator("#panel-side .panel-body").IsVisibleAsync());
        await page.Keyboard.PressAsync("[");
        await page.Keyboard.PressAsync("]");

        // A search finds in scope only, and its errors name what is wrong.
        await page.Keyboard.PressAsync("/");
        Assert.Equal("q", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Keyboard.TypeAsync("LogStore");
        await BrowserPerson.LeadAsync(page, () => page.Keyboard.PressAsync("Enter"));
        Assert.NotEqual(0, await page.Locator("a[data-hit]").CountAsync());
        Assert.DoesNotContain(Hidden, string.Join('\n', await page.Locator(".hits h2").AllInnerTextsAsync()), StringComparison.Ordinal);
        await AssertRecordedAsync(page, id, lines: true);
        await reviewer.GoAsync($"{Routes.Reading(id)}?q=(&regex=1");
        Assert.Contains("This search did not run.", await reviewer.ReadAsync(), StringComparison.Ordinal);

        // What is out of scope and what never was are the same.
        Assert.Equal(404, await reviewer.GoAsync($"{Routes.Reading(id)}?file={Hidden}"));
        var hidden = await reviewer.ReadAsync();
        Assert.Equal(404, await reviewer.GoAsync($"{Routes.Reading(id)}?file=NeverWas.cs"));
        Assert.Equal(hidden, await reviewer.ReadAsync());

        // A note and a finding, at the lines that were chosen.
        await reviewer.GoAsync($"{Routes.Reading(id)}?file=TileLog.cs");
        await NoteAsync(page, 12, "Ask who calls this.", "");
        Assert.Contains("Ask who calls this.", await page.InnerTextAsync("#drawer-notes"), StringComparison.Ordinal);
        await NoteAsync(page, 20, "The lock is taken late.", "medium");
        Assert.Contains("The lock is taken late.", await page.InnerTextAsync("#drawer-findings"), StringComparison.Ordinal);
        Assert.Equal(2, await page.Locator(".code-mark").CountAsync());
    }

    private static async Task NoteAsync(IPage page, int line, string text, string severity)
    {
        await page.ClickAsync($"[data-line='{line}']");
        await page.Keyboard.PressAsync("n");
        Assert.Equal(line.ToString(), await page.InputValueAsync("#from"));
        await page.Keyboard.TypeAsync(text);
        await page.SelectOptionAsync("#severity", severity);
        await BrowserPerson.LeadAsync(page, () => page.GetByRole(AriaRole.Button, new() { Name = "Keep this note" }).ClickAsync());
        Assert.EndsWith($"#L{line}", page.Url, StringComparison.Ordinal);
    }

    /// <summary>The newest frame in the ledger is the one on the page, by its digest, and was recorded before the page was sent.</summary>
    private async Task AssertRecordedAsync(IPage page, string id, bool lines)
    {
        Assert.Contains("Recorded before it was sent", await page.InnerTextAsync(".record"), StringComparison.Ordinal);
        using var laboratory = PartyKeys.Read(site.Centre.Keys.PartyFolder("lab"));
        var acts = site.Centre.ReadActs(new LogIndex(0), site.Centre.LedgerCheckpoint().Size);
        var newest = OpenedSessions.Read(acts, id, laboratory.Opening).Last(act => act.Frame is not null);
        Assert.Contains(newest.Frame!.Sent.ToHex(), await page.ContentAsync(), StringComparison.Ordinal);
        Assert.Equal(lines, newest.Frame.Lines.Count > 0);
        Assert.NotNull(newest.Frame.Response);
    }

    private static async Task SeeSessionsAsync(BrowserPerson host, string id)
    {
        await host.GoAsync(Routes.Engagement(id));
        await host.FollowAsync("See the sessions");
        var page = await host.ReadAsync();
        var markup = await host.Page.InnerHTMLAsync("main");

        Assert.Contains("1 session", page, StringComparison.Ordinal);
        Assert.Contains("In the room", page, StringComparison.Ordinal);
        foreach (var secret in (string[])["TileLog", "LogStore", "NeverWas", ".cs", "Ask who calls", "The lock is taken"])
        {
            Assert.DoesNotContain(secret, markup, StringComparison.Ordinal);
        }

        await host.GoAsync(Routes.Engagement(id));
        Assert.DoesNotContain("TileLog", await host.ReadAsync(), StringComparison.Ordinal);
    }

    private async Task LockAsync(BrowserPerson reviewer, string id)
    {
        site.Time.Now = site.Time.Now.AddMinutes(RoomRules.Default.IdleMinutes).AddSeconds(1);
        Assert.Equal(409, await reviewer.GoAsync($"{Routes.Reading(id)}?file=TileLog.cs"));
        Assert.Equal("No session is open", await reviewer.HeadingAsync());
        Assert.DoesNotContain("TileLog", await reviewer.ReadAsync(), StringComparison.Ordinal);

        await reviewer.PressAsync("Enter the room");
        await reviewer.ClickAsync(".tree-row:has-text('TileLog.cs')");
        Assert.Equal(2, await reviewer.Page.Locator(".code-mark").CountAsync());
        await reviewer.PressAsync("Leave the room");
        Assert.Equal(Routes.Engagement(id), reviewer.Path);
    }

    private static async Task<string> CertifyAsync(BrowserPerson reviewer, BrowserPerson host, string id)
    {
        await host.GoAsync(Routes.Engagement(id));
        await host.PressAsync("Close the room");
        await reviewer.GoAsync(Routes.Engagement(id));
        await reviewer.FollowAsync("Conclude the review");
        Assert.Contains("delivered", await reviewer.ReadAsync(), StringComparison.OrdinalIgnoreCase);
        await reviewer.CheckAsync("Certify");
        await reviewer.PressAsync("Sign the conclusion");

        Assert.Equal("Vitrine.Log 1.0", await reviewer.HeadingAsync());
        var page = await reviewer.ReadAsync();
        Assert.Contains("Valid", page, StringComparison.Ordinal);
        Assert.Equal(["Medium"], await reviewer.Page.Locator(".severities .severity").AllInnerTextsAsync());
        return reviewer.Path;
    }

    private static async Task DecideAsync(BrowserPerson authority, string id)
    {
        await authority.GoAsync(Routes.Engagement(id));
        await authority.FollowAsync("Decide the engagement");
        await authority.CheckAsync("Approve");
        await authority.FillAsync("Reason", "The coverage suffices for its use.");
        await authority.PressAsync("Decide the engagement");

        Assert.Equal(Routes.Engagement(id), authority.Path);
        Assert.Contains("Certified", await authority.Page.InnerTextAsync(".state-now"), StringComparison.Ordinal);
        Assert.Contains("The coverage suffices for its use.", await authority.ReadAsync(), StringComparison.Ordinal);
    }

    private async Task SeeAsStrangerAsync(string certificate)
    {
        await using var stranger = await BrowserPerson.OpenAsync(browsers.Chromium, site);
        await stranger.GoAsync(Routes.Home);
        await stranger.ClickAsync($"a[href='{certificate}']");
        await stranger.ClickAsync("a[href^='/log/']:not([href*='statement'])");

        Assert.Contains("is in the log of size", await stranger.ReadAsync(), StringComparison.Ordinal);
        Assert.Empty(stranger.Complaints);
    }

    private async Task<BrowserPerson> PersonAsync(string name)
    {
        var person = await BrowserPerson.OpenAsync(browsers.Chromium, site);
        await person.SignInAsync(name);
        return person;
    }
}
