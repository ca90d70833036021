using Microsoft.Playwright;
using Vitrine.Centre;
using Vitrine.Register;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Web.Tests;

/// <summary>
/// Every page, full, empty, failing and with a long name, on a desk and on a phone: nothing inline, each id once, no sideways
/// scrolling, nothing the browser complains about. With VITRINE_PICTURES=DIR each is also photographed there, light and dark.
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
        if (Pictures is not null)
        {
            await SeeAsync(people, await OwnSourcesAsync(people), problems);
        }

        // Published statements are gone from the disk: a fault of the centre, not of the reader.
        Directory.Move(site.Centre.Paths.Statements, site.Centre.Paths.Statements + ".away");
        await SeeAsync(people, [new("error-500", "", Routes.Certificates, 500)], problems);
        Directory.Move(site.Centre.Paths.Statements + ".away", site.Centre.Paths.Statements);

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    private static IEnumerable<Scene> Empty() =>
    [
        new("home-public-empty", "", Routes.Home),
        new("sign-in", "", Routes.SignIn),
        new("sign-in-wrong", "", Routes.SignIn, Do: async page =>
        {
            await page.FillAsync("#name", "hanne");
            await page.FillAsync("#password", "not this one");
            await page.FillAsync("#code", "000000");
            await BrowserPerson.LeadAsync(page, () => page.ClickAsync("main button"));
        }),
        new("certificates-empty", "", Routes.Certificates),
        new("advisories-empty", "", Routes.Advisories),
        new("advisories-empty-authority", "abe", Routes.Advisories),
        new("laboratories-without-accreditation", "", Routes.Laboratories),
        new("products-nothing", "", Routes.Products),
        new("register-empty", "", Routes.Register),
        new("register-engagements-empty", "", Routes.RegisterEngagements),
        new("register-laboratories-empty", "", Routes.RegisterLaboratories),
        new("register-imported-empty", "", Routes.RegisterImported),
        new("transparency-empty", "", Routes.Transparency),
        new("home-host-empty", "hal", Routes.Home),
        new("home-reviewer-empty", "rob", Routes.Home),
        new("home-authority-empty", "abe", Routes.Home),
        new("engagements-empty", "abe", Routes.Engagements),
        new("seals-empty", "hal", Routes.Seals),
        new("sites-empty", "hal", Routes.Sites),
        new("house-rules", "hal", Routes.HouseRules),
        new("people-without-facts", "ada", Routes.People),
        new("request", "astrid", Routes.NewEngagement),
        new("request-wrong", "astrid", Routes.NewEngagement, Do: SubmitEmptyAsync),
    ];

    private async Task<IEnumerable<Scene>> FullAsync(People people)
    {
        var (requested, screened, open, decided) = (await RequestAsync("Halden Update Agent"), await ScreenedAsync(), await site.OpenRoomAsync("Vitrine.Log"), await site.OpenRoomAsync("Vitrine.Log"));
        var certificate = await DecidedAsync(people, decided);
        await TellAsync(people, open, await ReadAndNoteAsync(people, open));
        var advisories = await AdvisoryScene.MakeAsync(site, LongName);
        var (kept, sealedLong) = (await KeptOutAsync(), EngagementSeal(screened));
        var read = Routes.Reading(open);
        return
        [
            new("home-public", "", Routes.Home),
            new("home-host", "hanne", Routes.Home),
            new("home-reviewer", "ruth", Routes.Home),
            new("home-authority", "astrid", Routes.Home),
            new("home-administrator", "ada", Routes.Home),
            new("engagements", "astrid", Routes.Engagements),
            new("seals", "hanne", Routes.Seals),
            new("engagement-requested-host", "hanne", Routes.Engagement(requested)),
            new("prepare", "hanne", Routes.Prepare(requested)),
            new("prepare-wrong", "hanne", Routes.Prepare(requested), Do: async page =>
            {
                await page.FillAsync("#include", "src/[");
                await SubmitAsync(page);
            }),
            new("engagement-long-host", "hanne", Routes.Engagement(screened)),
            new("disclosure", "hanne", Routes.Disclosure(screened)),
            new("disclosure-wrong", "hanne", Routes.Disclosure(screened), Do: SubmitEmptyAsync),
            new("waive", "hanne", Routes.Disclosure(screened), Do: WaiveBlobAsync),
            new("waive-wrong", "hanne", Routes.Disclosure(screened), Do: async page =>
            {
                await WaiveBlobAsync(page);
                await SubmitEmptyAsync(page);
            }),
            new("disclosure-waived", "hugo", Routes.Disclosure(screened), Do: async page =>
            {
                await WaiveBlobAsync(page);
                await page.FillAsync("#reason", "A key of the old build server, which was revoked on 3 November and opens nothing any more.");
                await page.FillAsync("#until", DateOnly.FromDateTime(site.Time.GetUtcNow().UtcDateTime).AddDays(90).ToString("yyyy-MM-dd"));
                await BrowserPerson.LeadAsync(page, () => page.ClickAsync("main form[method=post] button.main"));
            }),
            new("disclosure-mine", "hanne", Routes.Disclosure(screened), Do: async page =>
            {
                await page.FillAsync("#gain", "A certificate for the tender of the four counties, without which the product is not bought.");
                await page.FillAsync("#reason", "Agreed on 3 November.");
                await BrowserPerson.LeadAsync(page, () => page.ClickAsync("button[value=disclose]"));
            }),
            new("disclosure-other", "hugo", Routes.Disclosure(screened)),
            new("gates-kept-out-host", "hanne", Routes.Gates(kept)),
            new("gates-kept-out-reviewer", "ruth", Routes.Gates(kept)),
            new("gates-wrong", "astrid", Routes.Gates(kept), Do: async page =>
            {
                await page.EvaluateAsync("document.querySelector('#propose form').noValidate = true");
                await BrowserPerson.LeadAsync(page, () => page.ClickAsync("#propose button.main"));
            }),
            new("gates-let-in", "astrid", Routes.Gates(open)),
            new("gates-decided", "hanne", Routes.Gates(decided)),
            new("kept-out", "ruth", Routes.Engagement(kept), Do: page => BrowserPerson.LeadAsync(page, () => page.ClickAsync("button:has-text('Enter the room')"))),
            new("publication", "astrid", Routes.Publication(requested)),
            new("publication-wrong", "hanne", Routes.Publication(requested), Do: async page =>
            {
                await page.CheckAsync("[name=when][value=ondate]");
                await SubmitAsync(page);
            }),
            new("publication-shown", "ruth", Routes.Publication(decided)),
            new("export-class", "hanne", Routes.ExportClass(sealedLong)),
            new("export-class-preset", "hanne", $"{Routes.ExportClass(sealedLong)}?preset=eu-dual-use"),
            new("export-class-wrong", "hanne", Routes.ExportClass(sealedLong), Do: SubmitEmptyAsync),
            new("sites", "hanne", Routes.Sites),
            new("sites-wrong", "ada", $"{Routes.Sites}?site=oslo", Do: async page =>
            {
                await page.FillAsync("#terminals", "the third floor");
                await SubmitAsync(page);
            }),
            new("people", "ada", Routes.People),
            new("person", "ada", Routes.Person(site.Person("ruth"))),
            new("person-wrong", "ada", Routes.Person(site.Person("ruth")), Do: async page =>
            {
                await page.FillAsync("#standings", "Norwegian");
                await SubmitAsync(page);
            }),
            new("house-rules-stated", "hanne", Routes.HouseRules),
            new("engagement-open-host", "hanne", Routes.Engagement(open)),
            new("engagement-open-reviewer", "ruth", Routes.Engagement(open)),
            new("engagement-open-authority", "astrid", Routes.Engagement(open)),
            new("sessions", "hanne", Routes.Sessions(open)),
            new("sessions-empty", "hanne", Routes.Sessions(screened)),
            new("reading-start", "ruth", read),
            new("reading-file", "ruth", $"{read}?file=TileLog.cs"),
            new("reading-hits", "ruth", $"{read}?file=TileLog.cs&q=Checkpoint&hit=3"),
            new("reading-notes", "ruth", $"{read}?file=TileLog.cs&panel=notes#L44"),
            new("reading-findings", "ruth", $"{read}?file=TileLog.cs&panel=findings"),
            new("findings", "ruth", Routes.Findings(open)),
            new("findings-wrong", "ruth", Routes.Findings(open), Do: page => BrowserPerson.LeadAsync(page, () => page.ClickAsync("button:has-text('Record who knows')"))),
            new("reading-name", "ruth", $"{read}?file=TileLog.cs&q=TileReader&symbol=both"),
            new("reading-outline", "ruth", $"{read}?file=TileLog.cs&panel=outline"),
            new("reading-session", "ruth", $"{read}?file=TileLog.cs&panel=session"),
            new("reading-wrong-search", "ruth", $"{read}?file=TileLog.cs&q=(&regex=1"),
            new("reading-no-hit", "ruth", $"{read}?q=unobtainium"),
            new("reading-names", "ruth", $"{read}?q=log&names=1&pathcase=ignore&order=path"),
            new("reading-words", "ruth", $"{read}?file=TileLog.cs&q=Append&word=1&lang=C%23&path=*.cs%20!FileStorage.cs"),
            new("reading-keys", "ruth", $"{read}?file=TileLog.cs", Do: page => page.Keyboard.PressAsync("?")),
            new("reading-note-wrong", "ruth", $"{read}?file=TileLog.cs&panel=notes", Do: async page =>
            {
                await page.EvaluateAsync("document.getElementById('note-form').noValidate = document.getElementById('panel-side').open = true");
                await page.FillAsync("#from", "3");
                await BrowserPerson.LeadAsync(page, () => page.ClickAsync("#note-form button"));
            }),
            new("locked", "ruth", Routes.Reading(decided), 409),
            new("certify", "ruth", Routes.Certify(open)),
            new("certify-wrong", "ruth", Routes.Certify(open), Do: SubmitEmptyAsync),
            new("decide", "astrid", Routes.Decide(open)),
            new("decide-wrong", "astrid", Routes.Decide(open), Do: SubmitEmptyAsync),
            new("engagement-decided", "astrid", Routes.Engagement(decided)),
            new("certificate", "", certificate),
            new("certificates", "", Routes.Certificates),
            new("advisories", "", Routes.Advisories),
            new("advisories-authority", "astrid", Routes.Advisories),
            new("advisories-none-matches", "", Routes.Advisories + "?q=unobtainium"),
            new("advisory-public", "", Routes.Advisory(advisories.Public)),
            new("advisory-no-evidence", "", Routes.Advisory(advisories.NoEvidence)),
            new("advisory-restricted", "astrid", Routes.Advisory(advisories.Restricted)),
            new("advisory-drafted", "abe", Routes.Advisory(advisories.Drafted)),
            new("advisory-drafted-author", "astrid", Routes.Advisory(advisories.Drafted)),
            new("advisory-approved", "astrid", Routes.Advisory(advisories.Approved)),
            new("advisory-draft", "astrid", Routes.DraftAbout(advisories.Waiting)),
            new("advisory-draft-wrong", "astrid", Routes.DraftAbout(advisories.Waiting), Do: SubmitEmptyAsync),
            new("advisory-dropped", "astrid", Routes.Advisory(advisories.Dropped)),
            new("advisory-drop-wrong", "abe", Routes.Advisory(advisories.Drafted), Do: async page =>
            {
                await page.EvaluateAsync("for (const form of document.querySelectorAll('main form')) form.noValidate = true");
                await BrowserPerson.LeadAsync(page, () => page.ClickAsync("button:has-text('Drop this draft')"));
            }),
            new("advisory-revision", "astrid", Routes.DraftAbout("assessment:q1", advisories.NoEvidence)),
            new("advisory-revision-wrong", "astrid", Routes.DraftAbout("assessment:q1", advisories.NoEvidence), Do: SubmitEmptyAsync),
            new("log", "", Routes.Log),
            new("log-entry", "", Routes.LogEntry(1)),
            new("look", "", Routes.Look),
        ];
    }

    /// <summary>What changed was looked at: the centre has drafted.</summary>
    private async Task<IEnumerable<Scene>> CentreDraftsAsync()
    {
        await Vitrine.Register.AdvisoryDesk.FollowAsync(site.Centre, CancellationToken.None);
        using var views = site.Centre.Snapshot();
        return
        [
            new("advisories-centre", "astrid", Routes.Advisories),
            new("advisory-centre", "astrid", Routes.Advisory(Vitrine.Register.Advisories.List(views).First(one => one.IsOfTheCentre).Id)),
        ];
    }

    /// <summary>This product's own sources in the room.</summary>
    private async Task<IEnumerable<Scene>> OwnSourcesAsync(People people)
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
        var session = await EnterAsync(people, id, "src/Vitrine.Proofs/Log/Merkle.cs");
        await session.WriteNoteAsync(proof, 24, "Compare with RFC 9162, 2.1.3.2, step 1.", CancellationToken.None);
        await session.WriteNoteAsync(proof, 38, "Step 4b: shifts until the node is a right child.", CancellationToken.None);
        await session.WriteFindingAsync(proof, 32, FindingSeverity.Info, "A proof that is too long ends here, not at the root.", "Correct; the reason is not told apart.", CancellationToken.None);
        return
        [
            new("own-sources", "ruth", $"{Routes.Reading(id)}?file={proof}&q=NodeHash&hit=4"),
            new("own-definitions", "ruth", $"{Routes.Reading(id)}?q=TileLog"),
        ];
    }

    private async Task<IEnumerable<Scene>> FailingAsync()
    {
        var requested = await RequestAsync("Lumen Gateway");
        return
        [
            new("error-403", "ruth", Routes.Seals, 403),
            new("advisory-404", "ruth", Routes.Advisory("adv-2026-0001"), 404),
            new("error-404", "ruth", "/engagements/none", 404),
            new("error-409", "hanne", Routes.Prepare(requested), Do: async page =>
            {
                await page.FillAsync("#include", "none/**");
                await SubmitAsync(page);
            }),
        ];
    }

    internal static async Task SeeAsync(People people, IEnumerable<Scene> scenes, List<string> problems)
    {
        foreach (var scene in scenes)
        {
            var person = await people.OfAsync(scene.Who);
            foreach (var (size, width, height) in Sizes)
            {
                await person.Page.SetViewportSizeAsync(width, height);
                var status = await person.GoAsync(scene.Address);
                var name = $"{scene.Name}, {size}";
                try
                {
                    await (scene.Do?.Invoke(person.Page) ?? Task.CompletedTask);
                }
                catch (TimeoutException)
                {
                    problems.Add($"{name}: what is done there leads to no page");
                    continue;
                }

                if (status != scene.Status)
                {
                    problems.Add($"{name}: answered {status}");
                }

                problems.AddRange((await person.Page.EvaluateAsync<string[]>(Rules)).Select(problem => $"{name}: {problem}"));
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

    private string EngagementSeal(string engagement)
    {
        using var views = site.Centre.Snapshot();
        return Engagements.Find(engagement, views)!.Seal!.Value.ToHex();
    }

    /// <summary>A room whose gates keep everybody out, with an override that counts, one that waits and one that ended.</summary>
    private async Task<string> KeptOutAsync()
    {
        var (hanne, hugo) = (site.Person("hanne"), site.Person("hugo"));
        await site.Centre.RecordAsync(new SiteRegistered("oslo", "Reading room of the Office in Oslo, second floor, north wing", "office", "NO", ["10.1.0.0/16", "192.0.2.7", "2001:db8::/32"]), Actor.Console, CancellationToken.None);
        await site.Centre.RecordAsync(new HouseRulesStated("acme", EntryRules.None with { Operator = "Acme Works" }), Actor.Console, CancellationToken.None);
        var entry = new EntryRules("Acme Works", "oslo", "Nordic clearance", new LaboratoryRule("ISO/IEC 17020", [Vitrine.Register.InspectionType.A], "network products"), await File.ReadAllTextAsync(Path.Combine(SiteFixture.Sources, "..", "..", "recipes", "bars", "third-party.bar")), ["us-fcc"]);
        var id = await site.OpenRoomAsync("Halden Relay", entry: entry);
        await PersonFacts.RecordAsync(
            site.Centre, site.Person("ruth"), new PersonFacts("Ruth Example", [new Room.Standing("NO", StandingKind.Citizen, null, null)], [new PersonAccreditation("Nordic clearance", Tier.Overview, new DateOnly(2027, 1, 1))]), Actor.Console, CancellationToken.None);
        foreach (var (gate, confirmed, ended) in ((Gate, bool, bool)[])[(Gate.LaboratoryAccreditation, true, false), (Gate.PersonAccreditation, false, false), (Gate.Nationality, true, true)])
        {
            var name = GateOverrides.NewId();
            await site.Centre.RecordAsync(
                new GateOverrideProposed(id, name, gate, gate == Gate.PersonAccreditation ? site.Person("ruth") : null, "The accreditation is renewed in March; until then both sides accept the old one.", site.Time.Now.AddDays(9), hanne), Actor.Console, CancellationToken.None);
            if (confirmed)
            {
                await site.Centre.RecordAsync(new GateOverrideConfirmed(id, name, hugo), Actor.Console, CancellationToken.None);
            }

            if (ended)
            {
                await site.Centre.RecordAsync(new GateOverrideEnded(id, name, "Not needed.", hugo), Actor.Console, CancellationToken.None);
            }
        }

        return id;
    }

    private async Task<string> RequestAsync(string product)
    {
        var id = Engagements.NewId();
        await site.Centre.RecordAsync(
            new EngagementRequested(id, product, "4.2.0", "acme", "lab", "office", Tier.Targeted, "Whether an update can be installed without the vendor’s signature."), Actor.Console, CancellationToken.None);
        return id;
    }

    /// <summary>A tree in which screening finds something, under a name of 120 characters.</summary>
    private async Task<string> ScreenedAsync()
    {
        Assert.Equal(120, LongName.Length);
        var tree = Directory.CreateTempSubdirectory("vitrine-tree-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(tree, "src", "a-folder-with-a-rather-long-name", "and-another-one-below-it"));
            await File.WriteAllTextAsync(Path.Combine(tree, "src", "deploy.pem"), $"-----BEGIN PRIVATE KEY-----\n{Convert.ToBase64String(new byte[96])}\n-----END PRIVATE KEY-----\n");
            await File.WriteAllTextAsync(Path.Combine(tree, "src", "a-folder-with-a-rather-long-name", "and-another-one-below-it", "Access.cs"), "if (level != \"user\u202E \u2066// only for admins\u2069 \u2066\") { }\nvar \u0430dmin = 1;\n");
            await File.WriteAllBytesAsync(Path.Combine(tree, "src", "firmware.bin"), [0x7F, 0x45, 0x4C, 0x46, 0, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0]);
            using var source = SealSource.Open(tree, null, CancellationToken.None);
            var made = await SealDesk.MakeAsync(site.Centre, site.Seals, source, "acme", new SealOptions { Product = LongName, Version = "11.0.3" }, Actor.Console, null, CancellationToken.None);
            var id = Engagements.NewId();
            await site.Centre.RecordAsync(new EngagementRequested(id, LongName, "11.0.3", "acme", "lab", "office", Tier.Overview, "To see how updates are accepted."), Actor.Console, CancellationToken.None);
            await DisclosureDesk.PrepareAsync(site.Centre, site.Seals, site.Screenings, id, made.Root, Scope.Of(["**"], []), Actor.Console, CancellationToken.None);
            return id;
        }
        finally
        {
            Directory.Delete(tree, recursive: true);
        }
    }

    private async Task<RoomSession> EnterAsync(People people, string id, string file, string who = "ruth")
    {
        var reviewer = await people.OfAsync(who);
        await reviewer.GoAsync(Routes.Engagement(id));
        await reviewer.PressAsync("Enter the room");
        await reviewer.GoAsync($"{Routes.Reading(id)}?file={file}");
        return site.Rooms.FindSession((await reviewer.Page.GetAttributeAsync(".watermark", "src"))!.Split('/')[2])!;
    }

    private async Task<RoomSession> ReadAndNoteAsync(People people, string id)
    {
        var session = await EnterAsync(people, id, "Journal.cs");
        await session.WriteNoteAsync("TileLog.cs", 44, "The window is not bounded from above; ask what a caller may set.", CancellationToken.None);
        await session.WriteNoteAsync("Disk.cs", 20, "Compare with the list of system calls.", CancellationToken.None);
        await session.WriteFindingAsync("TileLog.cs", 31, FindingSeverity.Low, "The options are not copied.", "The options are not copied.\nA caller can change them after the start.", CancellationToken.None);
        return session;
    }

    /// <summary>Of three findings one is told, one is proposed to be, and one stays in the room.</summary>
    private async Task TellAsync(People people, string id, RoomSession ruth)
    {
        var ronja = await EnterAsync(people, id, "TileLog.cs", "ronja");
        var told = await ruth.WriteFindingAsync("Journal.cs", 12, FindingSeverity.High, "A crash between two writes can lose the name of the newest checkpoint, and the next start takes the one before for the newest.", "See the order.", CancellationToken.None);
        await ruth.ProposeTellingAsync(told, CancellationToken.None);
        await ronja.TellAsync(told, CancellationToken.None);
        var proposed = await ronja.WriteFindingAsync("Disk.cs", 7, FindingSeverity.Medium, "The folder is not synced after a rename.", "On some file systems.", CancellationToken.None);
        await ronja.ProposeTellingAsync(proposed, CancellationToken.None);
    }

    /// <summary>Brings an open room to its decision; gives the certificate's address.</summary>
    private async Task<string> DecidedAsync(People people, string id)
    {
        await ReadAndNoteAsync(people, id);
        await site.Rooms.CloseAsync(id, CancellationToken.None);
        await site.Centre.RecordAsync(new RoomClosed(id, "Closed by the host."), Actor.Console, CancellationToken.None);
        var reviewer = await people.OfAsync("ruth");
        await reviewer.GoAsync(Routes.Certify(id));
        await reviewer.CheckAsync("Certify");
        await reviewer.PressAsync("Sign the conclusion");
        var authority = await people.OfAsync("astrid");
        await authority.GoAsync(Routes.Decide(id));
        await authority.CheckAsync("Approve");
        await authority.FillAsync("Reason", "The coverage suffices for its use.");
        await authority.PressAsync("Decide the engagement");
        return reviewer.Path;
    }

    private static Task WaiveBlobAsync(IPage page) => BrowserPerson.LeadAsync(page, () => page.Locator("main table a[aria-label*='binary-blob']").ClickAsync());

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
