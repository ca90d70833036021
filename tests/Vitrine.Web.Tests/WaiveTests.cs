using System.Net;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Web.Tests;

/// <summary>A host waives a finding on the site; nobody else does.</summary>
public sealed class WaiveTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Reason = "A key for tests; it opens nothing.";

    private string Until => DateOnly.FromDateTime(site.Time.GetUtcNow().UtcDateTime).AddDays(30).ToString("yyyy-MM-dd");

    [Fact]
    public async Task Waive_ByTheHost_SettlesTheFindingForATime()
    {
        var (id, anchor) = await ScreenedAsync("one");
        var hanne = await site.SignInAsync("hanne");

        var (_, before) = await hanne.GetAsync(Routes.Disclosure(id));
        var (status, page) = await hanne.GetAsync(Routes.Waive(id, anchor));
        using var done = await hanne.PostAsync(Routes.Waive(id, anchor), ("reason", Reason), ("until", Until));
        var (_, after) = await hanne.GetAsync(Routes.Disclosure(id));

        Assert.Contains($"href=\"{Routes.Waive(id, anchor)}\"", before, StringComparison.Ordinal);
        Assert.DoesNotContain("Waived until", before, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("private-key", page, StringComparison.Ordinal);
        Assert.Contains("src/deploy.pem:1", page, StringComparison.Ordinal);
        Assert.Contains("hanne", page, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Redirect, Routes.Disclosure(id)), (done.StatusCode, done.Headers.Location!.OriginalString));
        Assert.Contains($"Waived until {Until} by hanne", after, StringComparison.Ordinal);
        Assert.Contains(Reason, after, StringComparison.Ordinal);
        Assert.Contains("Waive again", after, StringComparison.Ordinal);
        Assert.Equal(site.Person("hanne"), Recorded(anchor));
    }

    [Fact]
    public async Task Waive_ByAnyoneElse_IsDeniedAndRecordsNothing()
    {
        var (id, anchor) = await ScreenedAsync("two");
        foreach (var (who, status) in ((string, HttpStatusCode)[])[
            ("stranger", HttpStatusCode.Unauthorized), ("ada", HttpStatusCode.Forbidden), ("ruth", HttpStatusCode.Forbidden), ("astrid", HttpStatusCode.Forbidden), ("rob", HttpStatusCode.Forbidden),
            ("abe", HttpStatusCode.Forbidden), ("hal", HttpStatusCode.NotFound)])
        {
            var person = who == "stranger" ? new SitePerson(site.Http) : await site.SignInAsync(who);
            await person.GetAsync(Routes.Log);

            var (shown, page) = await person.GetAsync(Routes.Waive(id, anchor));
            using var answer = await person.PostAsync(Routes.Waive(id, anchor), ("reason", Reason), ("until", Until));

            Assert.True(answer.StatusCode == status, $"The form answered {who} with {answer.StatusCode}.");
            Assert.True(shown == (who == "stranger" ? HttpStatusCode.Redirect : status), $"The page answered {who} with {shown}.");
            Assert.DoesNotContain("deploy.pem", page, StringComparison.Ordinal);
        }

        var hanne = await site.SignInAsync("hanne");
        using var without = await hanne.PostWithoutTokenAsync(Routes.Waive(id, anchor));
        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        Assert.Null(Recorded(anchor));
    }

    [Theory]
    [InlineData("", "2026-12-31", HttpStatusCode.UnprocessableEntity, "Say why it is settled")]
    [InlineData("typed-4711", "", HttpStatusCode.UnprocessableEntity, "Write the last day")]
    [InlineData("typed-4711", "31.12.2026", HttpStatusCode.UnprocessableEntity, "Write the day as")]
    [InlineData("typed-4711", "2001-01-01", HttpStatusCode.Conflict, "at most 366 days")]
    [InlineData("typed-4711", "2099-01-01", HttpStatusCode.Conflict, "at most 366 days")]
    public async Task Waive_FilledInWrongly_SaysWhyAndKeepsWhatWasTyped(string reason, string until, HttpStatusCode status, string sentence)
    {
        var (id, anchor) = await ScreenedAsync("three");
        var hanne = await site.SignInAsync("hanne");

        using var answer = await hanne.PostAsync(Routes.Waive(id, anchor), ("reason", reason), ("until", until));
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(sentence, page, StringComparison.Ordinal);
        Assert.Contains(reason, page, StringComparison.Ordinal);
        Assert.Null(Recorded(anchor));
    }

    [Fact]
    public async Task Waive_WhoseDayIsOver_IsToldAndCountsNoMore()
    {
        var (id, anchor) = await ScreenedAsync("fifth");
        var hanne = await site.SignInAsync("hanne");
        var until = Until;
        using var done = await hanne.PostAsync(Routes.Waive(id, anchor), ("reason", Reason), ("until", until));
        site.Time.Now = site.Time.Now.AddDays(31);
        var later = await site.SignInAsync("hanne");

        var (_, page) = await later.GetAsync(Routes.Disclosure(id));
        var (_, form) = await later.GetAsync(Routes.Waive(id, anchor));

        Assert.Contains($"It counts again: waived by hanne until {until}, which is over.", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"Waived until {until}", page, StringComparison.Ordinal);
        Assert.Contains($"Until {until}, which is over, by hanne", form, StringComparison.Ordinal);
        Assert.Contains("pattern=\"[0-9]{4}-[0-9]{2}-[0-9]{2}\"", form, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waive_WhatWasNotFound_IsMissing()
    {
        var (id, _) = await ScreenedAsync("four");
        var hanne = await site.SignInAsync("hanne");

        Assert.Equal(HttpStatusCode.NotFound, (await hanne.GetAsync(Routes.Waive(id, new string('0', 64)))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await hanne.GetAsync(Routes.Waive(id, "none"))).Status);
    }

    /// <summary>An engagement whose seal holds a private key, and the anchor of that finding; another key for each name, since a waiver holds for all seals of a vendor.</summary>
    private async Task<(string Id, string Anchor)> ScreenedAsync(string name)
    {
        var tree = Directory.CreateTempSubdirectory("vitrine-waive").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(tree, "src"));
            var bytes = new byte[96];
            new Random(name.Length + name[0]).NextBytes(bytes);
            await File.WriteAllTextAsync(Path.Combine(tree, "src", "deploy.pem"), $"-----BEGIN PRIVATE {"KEY"}-----\n{Convert.ToBase64String(bytes)}\n-----END PRIVATE KEY-----\n");
            using var source = SealSource.Open(tree, null, CancellationToken.None);
            var made = await SealDesk.MakeAsync(site.Centre, site.Seals, source, "acme", new SealOptions { Product = "Keys", Version = "1.0" }, Actor.Console, null, CancellationToken.None);
            var id = Engagements.NewId();
            await site.Centre.RecordAsync(new EngagementRequested(id, "Keys", "1.0", "acme", "lab", "office", Tier.Overview, "To see."), Actor.Console, CancellationToken.None);
            await DisclosureDesk.PrepareAsync(site.Centre, site.Seals, site.Screenings, id, made.Root, Scope.Of(["**"], []), Actor.Console, CancellationToken.None);
            var screening = await site.Screenings.ScreenAsync(made.Root, Scope.Of(["**"], []), ScreeningAudience.Host, null, CancellationToken.None);
            return (id, FindingAnchor.Of(Assert.Single(screening.Result.Findings)).ToHex());
        }
        finally
        {
            Directory.Delete(tree, recursive: true);
        }
    }

    /// <summary>Who waived it; null where nobody did.</summary>
    private string? Recorded(string anchor)
    {
        using var views = site.Centre.Snapshot();
        return Waivers.At("acme", site.Time.GetUtcNow(), person => person, views).GetValueOrDefault(Digest.ParseHex(anchor))?.By;
    }
}
