using System.Net;
using System.Text.Json;
using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Web.Tests;

/// <summary>Who sees what of advisories, and who may do what with them.</summary>
public sealed class AdvisoryTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private static readonly SemaphoreSlim Once = new(1);
    private static MadeAdvisories? _made;

    [Fact]
    public async Task Public_OfAnAdvisory_SeesTheClearOneAndNoOperator()
    {
        var made = await MadeAsync();
        var stranger = new SitePerson(site.Http);

        var (_, list) = await stranger.GetAsync(Routes.Advisories);
        Assert.Contains("A crafted archive runs code", list, StringComparison.Ordinal);
        Assert.DoesNotContain("Sanctions of the federation", list, StringComparison.Ordinal);
        Assert.DoesNotContain("Changed, and no advisory", list, StringComparison.Ordinal);
        Assert.Contains("1 more was issued to some only", list, StringComparison.Ordinal);
        var (status, page) = await stranger.GetAsync(Routes.Advisory(made.Public));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.DoesNotContain("Grid North", page, StringComparison.Ordinal);
        Assert.DoesNotContain("astrid", page, StringComparison.OrdinalIgnoreCase);
        var (_, csaf) = await stranger.GetAsync(Routes.AdvisoryDocument(made.Public));
        using var json = JsonDocument.Parse(csaf);
        Assert.Equal("csaf_security_advisory", json.RootElement.GetProperty("document").GetProperty("category").GetString());
    }

    [Fact]
    public async Task Restricted_AskedForByOthers_IsMissing()
    {
        var made = await MadeAsync();
        foreach (var who in (string[])["", "ada", "hanne", "ruth"])
        {
            var person = who.Length == 0 ? new SitePerson(site.Http) : await site.SignInAsync(who);
            foreach (var id in (string[])[made.Restricted, made.Drafted, made.Approved])
            {
                Assert.Equal(HttpStatusCode.NotFound, (await person.GetAsync(Routes.Advisory(id))).Status);
                Assert.Equal(HttpStatusCode.NotFound, (await person.GetAsync(Routes.AdvisoryDocument(id))).Status);
            }
        }

        var authority = await site.SignInAsync("astrid");
        Assert.Contains("Grid North", (await authority.GetAsync(Routes.Advisory(made.Restricted))).Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Author_WhoApprovesOnTheSite_IsRefused()
    {
        var made = await MadeAsync();
        var astrid = await site.SignInAsync("astrid");
        var (_, page) = await astrid.GetAsync(Routes.Advisory(made.Drafted));
        Assert.Contains("somebody else must approve it", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Approve this advisory", page, StringComparison.Ordinal);
        using var answer = await astrid.PostAsync(Routes.ApproveAdvisory(made.Drafted));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        using var views = site.Centre.Snapshot();
        Assert.Equal(AdvisoryState.Drafted, Advisories.Find(made.Drafted, views)!.State);
    }

    [Fact]
    public async Task Revision_OnTheSite_IsApprovedAndIssuedAsTheFirstWas()
    {
        var made = await MadeAsync();
        var (astrid, abe) = (await site.SignInAsync("astrid"), await site.SignInAsync("abe"));
        var stranger = new SitePerson(site.Http);
        Assert.Contains("Revise it", (await astrid.GetAsync(Routes.Advisory(made.NoEvidence))).Page, StringComparison.Ordinal);
        Assert.Contains($"value=\"{made.NoEvidence}\" selected", (await astrid.GetAsync(Routes.DraftAbout("assessment:q1", made.NoEvidence))).Page, StringComparison.Ordinal);
        (string, string)[] Form(string tlp) =>
        [
            ("cause", "assessment:q1"), ("advisory", made.NoEvidence), ("changed", "The sentence on December was wrong."), ("title", "Home Guard, first quarter, corrected"), ("text", "Do as before."), ("tlp", tlp),
            ("sectors", ""), ("audience", ""), ("reference", ""),
        ];
        using (var refused = await astrid.PostAsync(Routes.DraftAdvisory, Form("Red")))
        {
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            Assert.Contains("revised for everyone", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using (var drafted = await astrid.PostAsync(Routes.DraftAdvisory, Form("Clear")))
        {
            Assert.Equal(Routes.Advisory(made.NoEvidence), drafted.Headers.Location?.OriginalString);
        }

        Assert.DoesNotContain("corrected", (await stranger.GetAsync(Routes.Advisory(made.NoEvidence))).Page, StringComparison.Ordinal);
        using (await abe.PostAsync(Routes.ApproveAdvisory(made.NoEvidence)))
        using (await abe.PostAsync(Routes.IssueAdvisory(made.NoEvidence)))
        {
            var (_, page) = await stranger.GetAsync(Routes.Advisory(made.NoEvidence));
            Assert.Contains("Home Guard, first quarter, corrected", page, StringComparison.Ordinal);
            Assert.Contains("Revision 2", page, StringComparison.Ordinal);
            Assert.Contains("The sentence on December was wrong.", (await stranger.GetAsync(Routes.AdvisoryDocument(made.NoEvidence))).Page, StringComparison.Ordinal);
            Assert.DoesNotContain("corrected", (await stranger.GetAsync(Routes.AdvisoryDocument(made.NoEvidence, 1))).Page, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(Routes.AdvisoryDocument(made.NoEvidence, 3))).Status);
        }
    }

    [Fact]
    public async Task Follow_WhatWaits_ShowsTheCentresDraftsToThoseWhoApprove()
    {
        var made = await MadeAsync();
        await AdvisoryDesk.FollowAsync(site.Centre, CancellationToken.None);
        var astrid = await site.SignInAsync("astrid");

        var (_, list) = await astrid.GetAsync(Routes.Advisories);

        Assert.Contains("Drafted by the centre", list, StringComparison.Ordinal);
        Assert.DoesNotContain("Not looked at yet", list, StringComparison.Ordinal);
        using var views = site.Centre.Snapshot();
        var sale = Causes.Find(made.Waiting, views)!.Advisory!;
        var (_, page) = await astrid.GetAsync(Routes.Advisory(sale));
        Assert.Contains("The centre wrote it from the record", page, StringComparison.Ordinal);
        Assert.Contains("Approve this advisory", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await new SitePerson(site.Http).GetAsync(Routes.Advisory(sale))).Status);
    }

    [Fact]
    public async Task Drop_OnTheSite_TakesAReasonAndStaysOnRecord()
    {
        await MadeAsync();
        var astrid = await site.SignInAsync("astrid");
        var by = new Accounts(site.Centre).Find("abe")!;
        var draft = (await AdvisoryDesk.DraftAsync(site.Centre, "list:sanctions", null, AdvisoryWords.None, new Actor(by.Person, by.Role), CancellationToken.None)).Advisory;
        using (var empty = await astrid.PostAsync(Routes.DropAdvisory(draft), ("reason", "")))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
            Assert.Contains("Say why it is not issued.", await empty.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using (var dropped = await astrid.PostAsync(Routes.DropAdvisory(draft), ("reason", "Told already.")))
        {
            Assert.Equal(Routes.Advisory(draft), dropped.Headers.Location?.OriginalString);
        }

        var (_, page) = await astrid.GetAsync(Routes.Advisory(draft));
        Assert.Contains("It is not issued: Told already.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Drop this draft", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Approve this advisory", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await new SitePerson(site.Http).GetAsync(Routes.Advisory(draft))).Status);
    }

    private async Task<MadeAdvisories> MadeAsync()
    {
        await Once.WaitAsync();
        try
        {
            return _made ??= await AdvisoryScene.MakeAsync(site, "Another product");
        }
        finally
        {
            Once.Release();
        }
    }
}
