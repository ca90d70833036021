using System.Net;
using System.Text;
using Vitrine.Log;
using Vitrine.Proofs;
using Vitrine.Room;

namespace Vitrine.Web.Tests;

/// <summary>The receipt as a reviewer gets it from the site, and as a stranger holds it against the served log.</summary>
public sealed class ReceiptPageTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task Receipt_DownloadedByItsReviewer_HoldsAgainstTheServedTiles()
    {
        var id = await site.OpenRoomAsync();
        var ruth = await site.SignInAsync("ruth");
        await ruth.GetAsync(Routes.Engagement(id));
        using (await ruth.PostAsync(Routes.Enter(id)))
        {
            await ruth.GetAsync(Routes.Reading(id) + "?file=TileLog.cs");
        }

        var session = site.Rooms.Find(site.Person("ruth"), id)!.Id;
        var (_, reading) = await ruth.GetAsync(Routes.Reading(id));
        Assert.Contains(Routes.Receipt(session), reading, StringComparison.Ordinal);
        using (await ruth.PostAsync(Routes.Leave(id)))
        {
            var (_, engagement) = await ruth.GetAsync(Routes.Engagement(id));
            Assert.Contains(Routes.Receipt(session), engagement, StringComparison.Ordinal);
        }

        var (status, file) = await ruth.GetAsync(Routes.Receipt(session));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(ReceiptVerdict.Verified, VerifiedReceipt.TryOpen(Receipt.Parse(Encoding.UTF8.GetBytes(file)), site.Centre.Keys.Log.Verifier, [], out var receipt));
        Assert.Equal((session, 4UL, "room.sessionClosed"), (receipt!.Said.Session, receipt.Said.Acts.Count, receipt.Said.Acts.Last.Kind));
        using var tiles = new HttpLogSource(site.Address + "/tlog/", TimeSpan.FromSeconds(20), TimeProvider.System);
        Assert.Equal(ConsistencyOutcome.GoesOn, (await LogConsistency.CheckAsync(tiles, [site.Centre.Keys.Log.Verifier], receipt.Anchor.Checkpoint, CancellationToken.None)).Outcome);

        foreach (var other in (string[])["rob", "hanne"])
        {
            var person = await site.SignInAsync(other);
            Assert.NotEqual(HttpStatusCode.OK, (await person.GetAsync(Routes.Receipt(session))).Status);
            Assert.DoesNotContain(Routes.Receipt(session), (await person.GetAsync(Routes.Engagement(id))).Page, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await ruth.GetAsync(Routes.Receipt("s-none"))).Status);
        using var views = site.Centre.Snapshot();
        Assert.NotNull(Sessions.Find(session, views));
    }
}
