using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Seals;

namespace Vitrine.Room.Tests;

public sealed class ScreeningDeskTests
{
    [Fact]
    public async Task Screen_SameQuestion_IsToldAsOfThenAndForgottenWithTheSeal()
    {
        await using var scene = await Scene.MakeAsync();
        using var desk = new ScreeningDesk(scene.Seals, scene.Time);
        var whole = Scope.Of(["**"], []);

        var first = await desk.ScreenAsync(scene.Root, whole, ScreeningAudience.Host, null, CancellationToken.None);
        scene.Time.Now += TimeSpan.FromHours(1);
        var again = await desk.ScreenAsync(scene.Root, whole, ScreeningAudience.Host, null, CancellationToken.None);
        var other = await desk.ScreenAsync(scene.Root, Scope.Of(["src/**"], []), ScreeningAudience.Host, null, CancellationToken.None);
        var leads = await desk.ScreenAsync(scene.Root, whole, ScreeningAudience.Reviewer, null, CancellationToken.None);

        Assert.Same(first, again);
        Assert.Equal(TimeSpan.FromHours(1), other.At - first.At);
        Assert.Equal(other.Result.Files, other.Result.Recalled);
        Assert.Equal(0, leads.Result.Recalled);
        await SealDesk.DestroyAsync(scene.Centre, scene.Seals, scene.Root.Value, "It is over.", Actor.Console, CancellationToken.None);
        var refused = await Assert.ThrowsAsync<SealStoreException>(() => desk.ScreenAsync(scene.Root, whole, ScreeningAudience.Host, null, CancellationToken.None));
        Assert.Equal(SealStoreFault.NotFound, refused.Fault);
    }

    [Fact]
    public async Task Screen_MoreScopesThanAreKept_ForgetsTheOldest()
    {
        await using var scene = await Scene.MakeAsync();
        using var desk = new ScreeningDesk(scene.Seals, scene.Time);

        var first = await desk.ScreenAsync(scene.Root, Scope.Of(["**"], []), ScreeningAudience.Host, null, CancellationToken.None);
        for (var i = 0; i < ScreeningDesk.Most; i++)
        {
            await desk.ScreenAsync(scene.Root, Scope.Of(["**"], [$"x{i}"]), ScreeningAudience.Host, null, CancellationToken.None);
        }

        Assert.NotSame(first, await desk.ScreenAsync(scene.Root, Scope.Of(["**"], []), ScreeningAudience.Host, null, CancellationToken.None));
    }

    [Fact]
    public async Task Record_Waiver_CountsUntilItsDayAndForItsVendorAlone()
    {
        await using var scene = await Scene.MakeAsync();
        var anchor = Digest.Of("finding"u8);
        var today = DateOnly.FromDateTime(scene.Time.GetUtcNow().UtcDateTime);
        var waived = new FindingWaived(Scene.Host, scene.Root.Value, "private-key", anchor, "A key for tests.", today.AddDays(2), "p-hanne");

        await scene.RecordAsync(waived, scene.Hanne);

        Assert.Equal(new FindingWaiver("A key for tests.", "the p-hanne", today.AddDays(2)), Waivers(Scene.Host)[anchor]);
        Assert.Empty(Waivers(Scene.OtherHost));
        scene.Time.Now += TimeSpan.FromDays(2);
        Assert.Single(Waivers(Scene.Host));
        Assert.Empty(Over(Scene.Host));
        scene.Time.Now += TimeSpan.FromDays(1);
        Assert.Empty(Waivers(Scene.Host));
        Assert.Equal(new FindingWaiver("A key for tests.", "the p-hanne", today.AddDays(2)), Over(Scene.Host)[anchor]);
        Assert.Empty(Over(Scene.OtherHost));

        IReadOnlyDictionary<Digest, FindingWaiver> Waivers(string vendor)
        {
            using var views = scene.Centre.Snapshot();
            return Room.Waivers.At(vendor, scene.Time.GetUtcNow(), person => $"the {person}", views);
        }

        IReadOnlyDictionary<Digest, FindingWaiver> Over(string vendor)
        {
            using var views = scene.Centre.Snapshot();
            return Room.Waivers.Over(vendor, scene.Time.GetUtcNow(), person => $"the {person}", views);
        }
    }

    [Fact]
    public async Task Record_WaiverThatMayNotBe_IsRefusedWithTheReason()
    {
        await using var scene = await Scene.MakeAsync();
        var today = DateOnly.FromDateTime(scene.Time.GetUtcNow().UtcDateTime);
        var waived = new FindingWaived(Scene.Host, scene.Root.Value, "private-key", Digest.Of("finding"u8), "A key for tests.", today, "p-hanne");

        Assert.Contains("people of 'acme'", await scene.RefusedAsync(waived with { Person = "p-otto" }), StringComparison.Ordinal);
        Assert.Contains("people of 'acme'", await scene.RefusedAsync(waived with { Person = "p-rasmus" }), StringComparison.Ordinal);
        Assert.Contains("decides for themselves", await scene.RefusedAsync(waived with { Person = "p-holger" }, scene.Hanne), StringComparison.Ordinal);
        Assert.Contains("at most 366 days", await scene.RefusedAsync(waived with { Until = today.AddDays(-1) }), StringComparison.Ordinal);
        Assert.Contains("at most 366 days", await scene.RefusedAsync(waived with { Until = today.AddDays(367) }), StringComparison.Ordinal);
        Assert.Contains("no seal", await scene.RefusedAsync(waived with { Vendor = Scene.OtherHost, Person = "p-otto" }), StringComparison.Ordinal);
        Assert.Contains("reason", await scene.RefusedAsync(waived with { Reason = " " }), StringComparison.Ordinal);
    }
}
