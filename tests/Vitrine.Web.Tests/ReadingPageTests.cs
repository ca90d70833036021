using System.Net;
using System.Text.RegularExpressions;
using Vitrine.Centre;
using Vitrine.Register;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Web.Tests;

/// <summary>The reading desk as a person sees it: every state of it, in both sizes, with pictures as <see cref="PageTests"/> takes them; and what it says of files that are hard to show.</summary>
public sealed class ReadingPageTests(ReadingFixture site, BrowserFixture browsers) : IClassFixture<ReadingFixture>, IClassFixture<BrowserFixture>
{
    private static string Long => Uri.EscapeDataString(ReadingFixture.LongPath);

    [Fact]
    public async Task Pages_OfTheReadingDesk_KeepTheRulesInBothSizes()
    {
        var id = await site.OpenRoomAsync("Vitrine.Log");
        var problems = new List<string>();
        await using var people = new PageTests.People(browsers.Chromium, site);
        var first = await PageTests.EnterAsync(site, people, id, "Disk.cs");
        await PageTests.SeeAsync(people, [new("findings-empty", "ruth", Routes.Findings(id)), new("reading-notes-empty", "ruth", $"{Routes.Reading(id)}?file=Disk.cs&panel=notes")], problems);
        await site.Rooms.LeaveAsync(first, SessionEnd.Left, CancellationToken.None);
        var session = await PageTests.ReadAndNoteAsync(site, people, id);
        await PageTests.TellAsync(site, people, id, session);
        session.Tree.Symbols.Build();
        await PageTests.SeeAsync(people, Files(Routes.Reading(id)), problems);
        await PageTests.SeeAsync(people, Searches(Routes.Reading(id)), problems);
        await PageTests.SeeAsync(people, Notes(id), problems);
        if (PageTests.Pictures is not null)
        {
            await PageTests.SeeAsync(people, await OwnSourcesAsync(people), problems);
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public async Task Read_AHeader_IsInTheLanguageThatItsDefinitionsAreReadIn()
    {
        var (ruth, id) = await EnterAsync();

        var shape = (await ruth.GetAsync($"{Routes.Reading(id)}?file=include/shape.h&panel=outline")).Page;
        var device = (await ruth.GetAsync($"{Routes.Reading(id)}?file=include/device.h&panel=outline")).Page;

        Assert.Contains("<span>C&#x2B;&#x2B;</span>", shape, StringComparison.Ordinal);
        Assert.Contains("<span class=\"s-keyword\">virtual</span>", shape, StringComparison.Ordinal);
        Assert.Contains("<span class=\"s-string\">// and no comment)&quot;</span>", shape, StringComparison.Ordinal);
        Assert.Equal(
            ["SHAPES", "# drawing.detail", "Shape", "text", "twice", "# drawing", "draw", "# Outside namespaces", "main_area"],
            Regex.Matches(shape, "<li( class=\"outline-part\")?>.*?<code class=\"outline-name[^>]*>([^<]+)</code>", RegexOptions.Singleline).Select(row => (row.Groups[1].Success ? "# " : "") + row.Groups[2].Value.Trim()));
        Assert.Contains("<span>C</span>", device, StringComparison.Ordinal);
        Assert.DoesNotContain("<span class=\"s-keyword\">class</span>", device, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("empty.txt", "The file is empty.")]
    [InlineData("firmware.bin", "The file is binary. Its size and digest are above.")]
    [InlineData("newest.cs", "This is a link; its text is the path it points to.")]
    public async Task Read_AFileWithoutLines_SaysSoQuietly(string file, string sentence)
    {
        var (ruth, id) = await EnterAsync();

        var (status, page) = await ruth.GetAsync($"{Routes.Reading(id)}?file={file}");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains($"<p>{sentence}</p>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"alert", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_PagesOfHits_LeadOnAndBack()
    {
        var (ruth, id) = await EnterAsync();

        var first = (await ruth.GetAsync($"{Routes.Reading(id)}?q=public")).Page;
        var next = Regex.Match(first, "href=\"([^\"]+#drawer-search)\" rel=\"next\"");
        var second = (await ruth.GetAsync(WebUtility.HtmlDecode(next.Groups[1].Value).Split('#')[0])).Page;

        Assert.DoesNotContain("rel=\"prev\"", first, StringComparison.Ordinal);
        Assert.Matches("1 to 50 of \\d+", first);
        Assert.Matches("51 to (100|\\d\\d) of \\d+", second);
        Assert.Matches("href=\"[^\"]+#drawer-search\" rel=\"prev\"", second);
    }

    [Fact]
    public async Task Note_OnALineThatIsNotThere_KeepsWhatWasWritten()
    {
        var (ruth, id) = await EnterAsync();
        await ruth.GetAsync($"{Routes.Reading(id)}?file=Disk.cs");

        using var refused = await ruth.PostAsync(Routes.Notes(id), ("file", "Disk.cs"), ("from", "70000"), ("text", "typed-4711"), ("severity", "high"));
        using var outside = await ruth.PostAsync(Routes.Notes(id), ("file", "LogStore.cs"), ("from", "1"), ("text", "typed-4711"));
        using var nowhere = await ruth.PostAsync(Routes.Notes(id), ("file", "NeverWas.cs"), ("from", "1"), ("text", "typed-4711"));
        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("There is no line 70000 of Disk.cs in this room.", page, StringComparison.Ordinal);
        Assert.Contains("typed-4711", page, StringComparison.Ordinal);
        Assert.Matches("<option value=\"high\" selected", page);
        Assert.Matches("id=\"from\"[^>]*value=\"70000\"[^>]*aria-invalid=\"true\"", page);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (outside.StatusCode, nowhere.StatusCode));
    }

    [Fact]
    public async Task Desk_ByKeysAlone_SearchesOpensAndFollowsTheOutline()
    {
        var id = await site.OpenRoomAsync();
        await using var reviewer = await BrowserPerson.OpenAsync(browsers.Chromium, site, new() { JavaScriptEnabled = false });
        await reviewer.SignInAsync("ruth");
        await reviewer.GoAsync(Routes.Engagement(id));
        await reviewer.PressAsync("Enter the room");
        var keys = reviewer.Page.Keyboard;

        await TabToAsync("#q");
        await keys.TypeAsync("TileReader");
        await BrowserPerson.LeadAsync(reviewer.Page, () => keys.PressAsync("Enter"));

        // What was found comes next, not what stands before it on the page.
        Assert.EndsWith("#drawer-search", reviewer.Page.Url, StringComparison.Ordinal);
        await TabToAsync("a[data-hit='1']", most: 3);
        await BrowserPerson.LeadAsync(reviewer.Page, () => keys.PressAsync("Enter"));
        Assert.Matches("#L\\d+$", reviewer.Page.Url);

        await TabToAsync("#drawer-outline > summary");
        await keys.PressAsync("Enter");
        await TabToAsync(".outline li:not(.outline-part) a", most: 2);
        await keys.PressAsync("Enter");
        Assert.Matches("#L\\d+$", reviewer.Page.Url);

        async Task TabToAsync(string selector, int most = 150)
        {
            for (var i = 0; i < most; i++)
            {
                await keys.PressAsync("Tab");
                if (await reviewer.Page.Locator($"{selector}:focus").CountAsync() > 0)
                {
                    return;
                }
            }

            Assert.Fail($"{selector} is not reached in {most} steps; the focus is at {await reviewer.Page.Locator(":focus").EvaluateAsync<string>("one => one.outerHTML.slice(0, 200)")}");
        }
    }

    private static IEnumerable<PageTests.Scene> Files(string read) =>
    [
        new("reading-start", "ruth", read),
        new("reading-file", "ruth", $"{read}?file=TileLog.cs"),
        new("reading-further-down", "ruth", $"{read}?file=TileReader.cs&from=100&panel=outline#L120"),
        new("reading-names-in-text", "ruth", $"{read}?file=TileLog.cs", Do: page => page.Locator(".code-name").Nth(5).HoverAsync()),
        new("reading-outline", "ruth", $"{read}?file=TileLog.cs&panel=outline"),
        new("reading-header", "ruth", $"{read}?file=include/shape.h&panel=outline"),
        new("reading-header-c", "ruth", $"{read}?file=include/device.h&panel=outline"),
        new("reading-long", "ruth", $"{read}?file={Long}&panel=outline"),
        new("reading-wide", "ruth", $"{read}?file=wide.c"),
        new("reading-empty", "ruth", $"{read}?file=empty.txt"),
        new("reading-binary", "ruth", $"{read}?file=firmware.bin"),
        new("reading-link", "ruth", $"{read}?file=newest.cs"),
        new("reading-none", "ruth", $"{read}?file=NeverWas.cs", 404),
        new("reading-session", "ruth", $"{read}?file=TileLog.cs&panel=session"),
        new("reading-keys", "ruth", $"{read}?file=TileLog.cs", Do: page => page.Keyboard.PressAsync("?")),
    ];

    private static IEnumerable<PageTests.Scene> Searches(string read) =>
    [
        new("reading-hits", "ruth", $"{read}?file=Journal.cs&q=Checkpoint&path=Journal.cs&hit=1#L1"),
        new("reading-searched", "ruth", $"{read}?file=TileLog.cs&q=public#drawer-search"),
        new("reading-more-hits", "ruth", $"{read}?file=TileLog.cs&q=public&skip=50#drawer-search"),
        new("reading-no-hit", "ruth", $"{read}?q=unobtainium"),
        new("reading-wrong-search", "ruth", $"{read}?file=TileLog.cs&q=(&regex=1"),
        new("reading-wrong-path", "ruth", $"{read}?file=TileLog.cs&q=a&path=["),
        new("reading-words", "ruth", $"{read}?file=TileLog.cs&q=Append&word=1&lang=C%23&path=*.cs%20!FileStorage.cs"),
        new("reading-names", "ruth", $"{read}?q=log&names=1&pathcase=ignore&order=path"),
        new("reading-names-long", "ruth", $"{read}?q=release&names=1&pathcase=ignore"),
        new("reading-name", "ruth", $"{read}?file=TileLog.cs&q=TileReader&symbol=both"),
        new("reading-name-lines", "ruth", $"{read}?file=include/shape.h&q=draw&symbol=both"),
        new("reading-name-long", "ruth", $"{read}?file={Long}&q={ReadingFixture.LongName}&symbol=both"),
        new("reading-name-none", "ruth", $"{read}?file=TileLog.cs&q=NoSuchName&symbol=both"),
        new("reading-name-wrong", "ruth", $"{read}?file=TileLog.cs&q=two%20words&symbol=both"),
    ];

    private static IEnumerable<PageTests.Scene> Notes(string id) =>
    [
        new("reading-notes", "ruth", $"{Routes.Reading(id)}?file=TileLog.cs&panel=notes#L44"),
        new("reading-findings", "ruth", $"{Routes.Reading(id)}?file=TileLog.cs&panel=findings"),
        new("reading-note-wrong", "ruth", $"{Routes.Reading(id)}?file=TileLog.cs&panel=notes", Do: async page =>
        {
            await page.EvaluateAsync("document.getElementById('note-form').noValidate = document.getElementById('panel-side').open = true");
            await page.FillAsync("#from", "3");
            await BrowserPerson.LeadAsync(page, () => page.ClickAsync("#note-form button"));
        }),
        new("findings", "ruth", Routes.Findings(id)),
        new("findings-wrong", "ruth", Routes.Findings(id), Do: page => BrowserPerson.LeadAsync(page, () => page.ClickAsync("button:has-text('Record who knows')"))),
        new("findings-day-wrong", "ruth", Routes.Findings(id), Do: async page =>
        {
            await page.EvaluateAsync("for (const form of document.querySelectorAll('main form')) form.noValidate = true");
            await page.FillAsync("#who", "The Office");
            await page.FillAsync("#since", "31.12.2026");
            await BrowserPerson.LeadAsync(page, () => page.ClickAsync("button:has-text('Record who knows')"));
        }),
    ];

    /// <summary>This product's own sources in the room.</summary>
    private async Task<IEnumerable<PageTests.Scene>> OwnSourcesAsync(PageTests.People people)
    {
        const string proof = "src/Vitrine.Proofs/Log/InclusionProof.cs";
        var repository = Path.GetDirectoryName(Path.GetDirectoryName(SiteFixture.Sources))!;
        using var source = SealSource.Open(repository, "HEAD", CancellationToken.None);
        var made = await SealDesk.MakeAsync(site.Centre, site.Seals, source, "acme", new SealOptions { Product = "Vitrine", Version = "0.1.0" }, Actor.Console, null, CancellationToken.None);
        var id = Engagements.NewId();
        await site.Centre.RecordAsync(new EngagementRequested(id, "Vitrine", "0.1.0", "acme", "lab", "office", Tier.Full, "Whether a proof can be accepted that does not hold."), Actor.Console, CancellationToken.None);
        await DisclosureDesk.PrepareAsync(site.Centre, site.Seals, site.Screenings, id, made.Root, Scope.Of(["src/Vitrine.Proofs/**", "src/Vitrine.Log/**"], ["**/packages.lock.json"]), Actor.Console, CancellationToken.None);
        await site.DiscloseAsync(id);
        await site.Centre.RecordAsync(new RoomOpened(id), Actor.Console, CancellationToken.None);
        var session = await PageTests.EnterAsync(site, people, id, "src/Vitrine.Proofs/Log/Merkle.cs");
        await session.WriteNoteAsync(proof, 24, "Compare with RFC 9162, 2.1.3.2, step 1.", CancellationToken.None);
        await session.WriteNoteAsync(proof, 38, "Step 4b: shifts until the node is a right child.", CancellationToken.None);
        await session.WriteFindingAsync(proof, 32, FindingSeverity.Info, "A proof that is too long ends here, not at the root.", "Correct; the reason is not told apart.", CancellationToken.None);
        return
        [
            new("own-sources", "ruth", $"{Routes.Reading(id)}?file={proof}&q=NodeHash&hit=4"),
            new("own-definitions", "ruth", $"{Routes.Reading(id)}?q=TileLog"),
        ];
    }

    private async Task<(SitePerson Ruth, string Engagement)> EnterAsync()
    {
        var id = await site.OpenRoomAsync();
        var ruth = await site.SignInAsync("ruth");
        await ruth.GetAsync(Routes.Engagement(id));
        using var entered = await ruth.PostAsync(Routes.Enter(id));
        return (ruth, id);
    }
}
