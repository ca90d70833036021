using System.Net;
using System.Text.RegularExpressions;
using Vitrine.Centre;
using Vitrine.Room;

namespace Vitrine.Web.Tests;

/// <summary>Forms of engagements: what was typed is kept where the act is refused, and who decided cannot confirm.</summary>
public sealed class FormTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task Form_RefusedByHowThingsStand_KeepsWhatWasTyped()
    {
        var id = await site.OpenRoomAsync();
        var (hanne, astrid, ada) = (await site.SignInAsync("hanne"), await site.SignInAsync("astrid"), await site.SignInAsync("ada"));
        (SitePerson Who, string Path, (string, string)[] Fields)[] forms =
        [
            (hanne, Routes.Disclosure(id), [("decision", "disclose"), ("reason", "typed-4711"), ("gain", "typed-4712"), ("idle", "7"), ("from", "1"), ("to", "23"), ("lines", "4713"), ("scheme", "typed-4714")]),
            (hanne, Routes.Prepare(id), [("seal", site.Root.ToString()), ("include", "typed-4711/**"), ("exclude", "")]),
            (hanne, Routes.Publication(id), [("when", "ondate"), ("on", "2031-04-07"), ("shown", "tier")]),
            (astrid, Routes.Gates(id), [("gate", "nationality"), ("reviewer", site.Person("rob")), ("days", "9"), ("reason", "typed-4711")]),
            (astrid, Routes.Decide(id), [("decision", "refused"), ("reason", "typed-4711")]),
            (ada, Routes.Sites, [("id", "oslo"), ("name", "typed-4711"), ("controller", "nobody"), ("jurisdiction", "NO"), ("terminals", "10.0.0.0/8")]),
            (ada, Routes.Person(site.Person("ruth")), [("fullname", "typed\u202e-4711"), ("standings", "citizen NO"), ("accreditations", "")]),
        ];
        foreach (var (who, path, fields) in forms)
        {
            using var answer = await who.PostAsync(path, fields);
            var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            Assert.True(answer.StatusCode == HttpStatusCode.Conflict, $"{path} answered {(int)answer.StatusCode}.");
            Assert.All(fields.Where(field => field.Item2.StartsWith("typed-", StringComparison.Ordinal) || field.Item2 == "2031-04-07"), field => Assert.Contains(field.Item2, page, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Disclosure_ByWhoeverProposedIt_IsNotOfferedAndRefused()
    {
        var id = Engagements.NewId();
        await site.Centre.RecordAsync(new EngagementRequested(id, "Log", "1.0", "acme", "lab", "office", Tier.Full, "To see."), Actor.Console, CancellationToken.None);
        await site.BringAsync(id, EngagementState.Screened);
        var (hanne, hugo) = (await site.SignInAsync("hanne"), await site.SignInAsync("hugo"));
        using (await hanne.PostAsync(Routes.Disclosure(id), ("decision", "disclose"), ("reason", "Agreed."), ("gain", "The tender."), ("idle", "7"), ("from", "0"), ("to", "24"), ("lines", "1000")))
        {
        }

        var (_, mine) = await hanne.GetAsync(Routes.Disclosure(id));
        var (_, others) = await hugo.GetAsync(Routes.Disclosure(id));
        var confirm = $"action=\"{Routes.ConfirmDisclosure(id)}\"";
        Assert.DoesNotContain(confirm, mine, StringComparison.Ordinal);
        Assert.Contains(confirm, others, StringComparison.Ordinal);
        using var alone = await hanne.PostAsync(Routes.ConfirmDisclosure(id), ("proposal", Proposal(id)));
        Assert.Equal(HttpStatusCode.Conflict, alone.StatusCode);
        using var second = await hugo.PostAsync(Routes.ConfirmDisclosure(id), ("proposal", Proposal(id)));
        Assert.Equal(HttpStatusCode.Redirect, second.StatusCode);
    }

    [Fact]
    public async Task Gates_ForAReviewer_ShowOnlyThemselvesAndNeverACountry()
    {
        var id = await site.OpenRoomAsync();
        await PersonFacts.RecordAsync(site.Centre, site.Person("ruth"), new PersonFacts("Ruth Findme", [new Standing("IS", StandingKind.Citizen, null, null)], []), Actor.Console, CancellationToken.None);
        await site.Centre.RecordAsync(new ExportClassified(site.Root.Value, ExportRules.Presets["itar"], "Counsel."), Actor.Console, CancellationToken.None);
        foreach (var who in (string[])["hanne", "ruth", "astrid"])
        {
            var (status, page) = await (await site.SignInAsync(who)).GetAsync(Routes.Gates(id));
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Contains("outside the rule of ITAR", page, StringComparison.Ordinal);
            Assert.DoesNotContain("Findme", page, StringComparison.Ordinal);
            Assert.DoesNotContain("citizen IS", page, StringComparison.Ordinal);
        }

        using var entered = await (await site.SignInAsync("ruth")).PostAsync(Routes.Enter(id));
        Assert.Equal(HttpStatusCode.Conflict, entered.StatusCode);
        Assert.DoesNotContain(site.Root.ToString(), await entered.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await site.Centre.RecordAsync(new ExportClassified(site.Root.Value, ExportRules.Presets["none"], "Counsel."), Actor.Console, CancellationToken.None);
    }

    [Fact]
    public async Task Findings_ToldByTwoOfTheLaboratory_AreSeenByTheVendorWithoutTheirPlace()
    {
        var id = await site.OpenRoomAsync();
        var (ruth, ronja, hanne) = (await site.SignInAsync("ruth"), await site.SignInAsync("ronja"), await site.SignInAsync("hanne"));
        foreach (var reviewer in new[] { ruth, ronja })
        {
            await reviewer.GetAsync(Routes.Engagement(id));
            using var entered = await reviewer.PostAsync(Routes.Enter(id));
            await reviewer.GetAsync(Routes.Reading(id));
        }

        using (await ruth.PostAsync(Routes.Notes(id), ("file", "TileLog.cs"), ("from", "3"), ("text", "Told-4714.\nKept-4715."), ("severity", "high")))
        {
        }

        var finding = Regex.Match((await ruth.GetAsync(Routes.Findings(id))).Page, "f-[0-9a-f]{8}").Value;
        async Task<(HttpStatusCode, string)> Post(SitePerson who, string act)
        {
            using var answer = await who.PostAsync(Routes.Findings(id), ("finding", finding), ("act", act));
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }

        var (early, why) = await Post(ronja, "tell");
        Assert.Equal(HttpStatusCode.Conflict, early);
        Assert.Contains("Nobody proposes", why, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(ruth, "propose")).Item1);
        Assert.Equal(HttpStatusCode.Conflict, (await Post(ruth, "tell")).Item1);
        Assert.DoesNotContain("Told-4714", (await hanne.GetAsync(Routes.Engagement(id))).Page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(ronja, "tell")).Item1);

        var page = (await hanne.GetAsync(Routes.Engagement(id))).Page;
        Assert.Contains("Told-4714", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Kept-4715", page, StringComparison.Ordinal);
        Assert.DoesNotContain("TileLog.cs", page, StringComparison.Ordinal);
        Assert.Contains("Told-4714", (await (await site.SignInAsync("astrid")).GetAsync(Routes.Advisories)).Page, StringComparison.Ordinal);
    }

    private string Proposal(string id)
    {
        using var views = site.Centre.Snapshot();
        return Disclosures.Proposal(id, views)!.Position.Value.ToString();
    }
}
