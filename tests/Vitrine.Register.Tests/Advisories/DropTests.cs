using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register.Tests;

/// <summary>Drafts that are not issued, and causes that a day brings.</summary>
public sealed class DropTests
{
    private static readonly Source Paper = AdvisoryScene.Paper;

    [Fact]
    public async Task Drop_ADraftOfTheCentre_DealsWithItsCauseUntilThatComesAgain()
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        var ada = await scene.PersonAsync("p-ada", Role.Authority, "office");
        var draft = Assert.Single(await FollowedAsync(scene));

        await AdvisoryDesk.DropAsync(scene.Centre, draft, "It ended before the review.", ada, CancellationToken.None);

        Assert.Empty(await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None));
        using (var views = scene.Centre.Snapshot())
        {
            var dropped = Advisories.Find(draft, views)!;
            Assert.Equal((AdvisoryState.Dropped, "It ended before the review."), (dropped.State, dropped.DroppedFor));
            Assert.DoesNotContain(Causes.Open(20, views), cause => cause.Cause == "claim:t-2");
        }

        await scene.RecordAsync(new ClaimWithdrawn("t-2", "An error."));
        var again = Assert.Single(await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None));
        Assert.NotEqual(draft, again);
        await scene.AssertRebuildsAsync();
        using var after = scene.Centre.Snapshot();
        Assert.Equal(AdvisoryState.Dropped, Advisories.Find(draft, after)!.State);
    }

    [Fact]
    public async Task Drop_ByNobodyWhoMayOrOfWhatDoesNotWait_IsRefused()
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        var (ada, ben, host) = (await scene.PersonAsync("p-ada", Role.Authority, "office"), await scene.PersonAsync("p-ben", Role.Authority, "office"), await scene.PersonAsync("p-host", Role.Host, "acme"));
        var draft = Assert.Single(await FollowedAsync(scene));
        foreach (var by in new[] { Actor.Console, Actor.Centre, host })
        {
            Assert.Contains("person of an authority", await RefusedAsync(scene, draft, "No.", by), StringComparison.Ordinal);
        }

        Assert.Contains("reason", await RefusedAsync(scene, draft, " ", ada), StringComparison.Ordinal);
        Assert.Contains("reason", await RefusedAsync(scene, draft, new string('x', 1_001), ada), StringComparison.Ordinal);
        Assert.Contains("no advisory", await RefusedAsync(scene, "adv-2026-0099", "No.", ada), StringComparison.Ordinal);
        Assert.Contains("drafted anew", await scene.RefusedAsync(new AdvisoryDropped(draft, Digest.Of("another"u8), "No."), ada), StringComparison.Ordinal);

        await AdvisoryDesk.DropAsync(scene.Centre, draft, "No.", ada, CancellationToken.None);
        Assert.Contains("dropped already", await RefusedAsync(scene, draft, "No.", ada), StringComparison.Ordinal);
        Assert.Contains("was dropped", (await Assert.ThrowsAsync<ActRefusedException>(() => AdvisoryDesk.ApproveAsync(scene.Centre, draft, ben, CancellationToken.None))).Message, StringComparison.Ordinal);
        Assert.Contains("not approved", (await Assert.ThrowsAsync<ActRefusedException>(() => AdvisoryDesk.IssueAsync(scene.Centre, draft, ben, CancellationToken.None))).Message, StringComparison.Ordinal);
        Assert.Contains("advisory of its own", (await Assert.ThrowsAsync<ActRefusedException>(() => AdvisoryDesk.DraftAsync(scene.Centre, "claim:t-2", draft, AdvisoryWords.None, ada, CancellationToken.None))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drop_ARevisionThatWasApproved_LeavesWhatWasIssued()
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        var (ada, ben) = (await scene.PersonAsync("p-ada", Role.Authority, "office"), await scene.PersonAsync("p-ben", Role.Authority, "office"));
        var id = Assert.Single(await FollowedAsync(scene));
        await AdvisoryDesk.ApproveAsync(scene.Centre, id, ada, CancellationToken.None);
        await AdvisoryDesk.IssueAsync(scene.Centre, id, ada, CancellationToken.None);
        Assert.Contains("is issued", await RefusedAsync(scene, id, "No.", ada), StringComparison.Ordinal);

        await AdvisoryDesk.DraftAsync(scene.Centre, "claim:t-2", id, AdvisoryWords.None, ada, CancellationToken.None);
        await AdvisoryDesk.ApproveAsync(scene.Centre, id, ben, CancellationToken.None);
        await AdvisoryDesk.DropAsync(scene.Centre, id, "Nothing new in it.", ben, CancellationToken.None);
        using (var views = scene.Centre.Snapshot())
        {
            Assert.Equal((AdvisoryState.Dropped, 1, false), (Advisories.Find(id, views)!.State, Advisories.Find(id, views)!.Issues.Length, Advisories.Find(id, views)!.IsOver));
        }

        Assert.Equal(id, (await AdvisoryDesk.DraftAsync(scene.Centre, "claim:t-2", id, AdvisoryWords.None, ada, CancellationToken.None)).Advisory);
        using var after = scene.Centre.Snapshot();
        Assert.Equal((AdvisoryState.Drafted, null, 1), (Advisories.Find(id, after)!.State, Advisories.Find(id, after)!.DroppedFor, Advisories.Drops(id, after).Count));
    }

    [Fact]
    public async Task Follow_OnTheDayAfterACertificateAndAnAccreditationEnd_DraftsOnceOfEach()
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        await scene.RegisterAsync("nordlys");
        await scene.RecordAsync(scene.Certificate("g", "nordlys", days: 10, product: "Guard"));
        var suspended = scene.Certificate("e", "nordlys", days: 10, product: "Engine");
        await scene.RecordAsync(suspended);
        await scene.RecordAsync(new CertificateSuspended(suspended.Certificate, "A doubt."));
        await scene.RecordAsync(new AccreditationRecorded("a-1", "nordlys", "ISO/IEC 17025", null, "Software", null, new DateOnly(2026, 3, 13), Paper));
        await scene.RecordAsync(new AccreditationRecorded("a-0", "nordlys", "ISO/IEC 17025", null, "Software", null, new DateOnly(2026, 2, 20), Paper));
        await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None);

        scene.Time.Now = new DateTimeOffset(2026, 3, 12, 23, 0, 0, TimeSpan.Zero);
        Assert.Empty(await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None));
        scene.Time.Now = new DateTimeOffset(2026, 3, 13, 0, 1, 0, TimeSpan.Zero);
        var drafted = await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None);
        Assert.Empty(await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None));
        scene.Time.Now = scene.Time.Now.AddDays(2);
        Assert.Empty(await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None));

        using (var views = scene.Centre.Snapshot())
        {
            var titles = drafted.Select(id => Advisories.Find(id, views)!.Title).Order(StringComparer.Ordinal).ToArray();
            Assert.Equal(["The accreditation of The nordlys (ISO/IEC 17025) ran out on 2026-03-13", "The certificate of Guard 1 by The nordlys ran out on 2026-03-12"], titles);
        }

        await scene.AssertRebuildsAsync();
    }

    [Fact]
    public async Task Calendar_ByAPersonOrAheadOrWhereNothingRanOut_IsRefused()
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        Assert.Contains("Only the centre itself", await scene.RefusedAsync(new CalendarLooked(AdvisoryScene.Today), Actor.Console), StringComparison.Ordinal);
        Assert.Contains("Nothing has run out", await scene.RefusedAsync(new CalendarLooked(AdvisoryScene.Today), Actor.Centre), StringComparison.Ordinal);
        await scene.RecordAsync(new AccreditationRecorded("a-1", "grid", "ISO/IEC 17025", null, "Software", null, AdvisoryScene.Today.AddDays(1), Paper));
        Assert.Contains("Nothing has run out", await scene.RefusedAsync(new CalendarLooked(AdvisoryScene.Today.AddDays(1)), Actor.Centre), StringComparison.Ordinal);
    }

    private static async Task<string> RefusedAsync(RegisterScene scene, string advisory, string reason, Actor by) =>
        (await Assert.ThrowsAsync<ActRefusedException>(() => AdvisoryDesk.DropAsync(scene.Centre, advisory, reason, by, CancellationToken.None))).Message;

    private static async Task<IReadOnlyList<string>> FollowedAsync(RegisterScene scene)
    {
        await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None);
        await scene.RecordAsync(new TieClaimed("t-2", TieKind.Ownership, "town", "acme", Share.Exactly(10), null, null, null, Paper));
        return await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None);
    }
}
