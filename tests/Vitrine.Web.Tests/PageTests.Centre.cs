using Microsoft.Playwright;
using Vitrine.Room;

namespace Vitrine.Web.Tests;

/// <content>The pages of a centre: empty, full and failing.</content>
public sealed partial class PageTests
{
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
        await TellAsync(site, people, open, await ReadAndNoteAsync(site, people, open));
        var advisories = await AdvisoryScene.MakeAsync(site, LongName);
        var (kept, sealedLong) = (await KeptOutAsync(), EngagementSeal(screened));
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

    /// <summary>The disclosure in which something was waived, after the waiver's last day.</summary>
    private IEnumerable<Scene> Later()
    {
        using var views = site.Centre.Snapshot();
        var screened = Engagements.List(views).First(one => one.Product == LongName).Id;
        return
        [
            new("disclosure-waived-before", "hanne", Routes.Disclosure(screened)),
            new("waive-again", "hanne", Routes.Disclosure(screened), Do: WaiveBlobAsync),
            new("waive-day-wrong", "hanne", Routes.Disclosure(screened), Do: async page =>
            {
                await WaiveBlobAsync(page);
                await page.FillAsync("#reason", "A key of the old build server.");
                await page.FillAsync("#until", "31.12.2027");
                await SubmitAsync(page);
            }),
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

    private static Task WaiveBlobAsync(IPage page) => BrowserPerson.LeadAsync(page, () => page.Locator("main table a[aria-label*='binary-blob']").ClickAsync());
}
