using Vitrine.Centre;

namespace Vitrine.Room.Tests;

public sealed class DisclosureTests
{
    [Fact]
    public async Task Decide_ByOnePersonTwice_IsRefused()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Screened);
        await scene.RecordAsync(Scene.Proposed(id), scene.Hanne);

        Assert.Contains("cannot confirm it", await scene.RefusedAsync(scene.Confirmed(id, "p-hanne"), scene.Hanne), StringComparison.Ordinal);
        Assert.Contains("cannot confirm it", await scene.RefusedAsync(scene.Confirmed(id, "p-hanne")), StringComparison.Ordinal);
        Assert.Contains("for themselves", await scene.RefusedAsync(scene.Confirmed(id), scene.Hanne), StringComparison.Ordinal);
        Assert.Equal(EngagementState.Screened, scene.Find(id).State);
        await scene.RecordAsync(scene.Confirmed(id), scene.Holger);
        Assert.Equal(EngagementState.Disclosed, scene.Find(id).State);
    }

    [Fact]
    public async Task Decide_ByTheConsole_NamesTwoPeopleOfTheHost()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Screened);
        foreach (var stranger in (string[])["console", "p-otto", "p-rasmus", "p-astrid", "p-adam", "p-nobody", ""])
        {
            Assert.Contains("name one of them", await scene.RefusedAsync(Scene.Proposed(id) with { Person = stranger }), StringComparison.Ordinal);
        }

        await scene.RecordAsync(Scene.Proposed(id));
        foreach (var stranger in (string[])["console", "p-otto", "p-rasmus", "p-astrid"])
        {
            await scene.RefusedAsync(scene.Confirmed(id, stranger));
        }

        await scene.RecordAsync(scene.Confirmed(id));
        Assert.Equal(EngagementState.Disclosed, scene.Find(id).State);
    }

    [Fact]
    public async Task Decide_AfterSomethingElseWasProposedOrNamed_IsRefused()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Screened);
        Assert.Contains("nothing is proposed", await scene.RefusedAsync(scene.Confirmed(id), scene.Holger), StringComparison.Ordinal);
        await scene.RecordAsync(Scene.Proposed(id), scene.Hanne);
        var read = scene.Confirmed(id);
        await scene.RecordAsync(Scene.Proposed(id, RoomRules.Default with { LinesPerSession = 9_999_999 }), scene.Hanne);
        Assert.Contains("has changed", await scene.RefusedAsync(read, scene.Holger), StringComparison.Ordinal);

        await scene.RecordAsync(scene.Prepared(id), scene.Hanne);
        Assert.Contains("nothing is proposed", await scene.RefusedAsync(scene.Confirmed(id), scene.Holger), StringComparison.Ordinal);

        await scene.RecordAsync(Scene.Proposed(id), scene.Hanne);
        await scene.RecordAsync(new ExportClassified(scene.Root.Value, ExportRules.Presets["itar"], "Counsel."), scene.Hanne);
        Assert.Contains("nothing is proposed", await scene.RefusedAsync(scene.Confirmed(id), scene.Holger), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Propose_MoreThanTheTierAllows_IsRefused()
    {
        await using var scene = await Scene.MakeAsync();
        var overview = await scene.EngagementAsync(EngagementState.Screened, tier: Tier.Overview);
        Assert.Contains("1,000 lines together", await scene.RefusedAsync(Scene.Proposed(overview, RoomRules.Default with { LinesPerEngagement = 1001 }), scene.Hanne), StringComparison.Ordinal);
        await scene.RecordAsync(Scene.Proposed(overview, RoomRules.Default with { LinesPerEngagement = 1000 }), scene.Hanne);

        var targeted = await scene.EngagementAsync(EngagementState.Requested, tier: Tier.Targeted);
        var whole = scene.Prepared(targeted) with { Include = ["**"], Exclude = [], Counts = new ScopeCounts(5, 5, 1000, 244) };
        Assert.Contains("leaves out at least one file", await scene.RefusedAsync(whole, scene.Hanne), StringComparison.Ordinal);
        await scene.RecordAsync(scene.Prepared(targeted), scene.Hanne);
    }

    [Theory]
    [InlineData(Tier.Overview, 100, 1000)]
    [InlineData(Tier.Overview, 50_000, 10_000)]
    [InlineData(Tier.Targeted, 100, 10_000_000)]
    [InlineData(Tier.Full, 100, 10_000_000)]
    public void Most_OfATier_IsAsStatedHere(Tier tier, long lines, int most) => Assert.Equal(most, Tiers.Most(tier, new ScopeCounts(1, 2, 3, lines)));

    [Fact]
    public async Task Show_OverTheBudgetOfTheEngagement_IsRefusedInEverySessionOfIt()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open, RoomRules.Default with { LinesPerEngagement = 150 });
        var first = await scene.EnterAsync(id);
        await Scene.ShowAsync(first, Scene.MainPath, 1, 100);
        await scene.Rooms.LeaveAsync(first, SessionEnd.Left, CancellationToken.None);

        // A new session begins where the last one ended, opened from the ledger; and two at once share what is left.
        var (second, third) = (await scene.EnterAsync(id), await scene.EnterAsync(id, scene.Ruth));
        var shown = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => TryAsync(i % 2 == 0 ? second : third)));

        Assert.Equal(5, shown.Count(one => one));
        Assert.Equal(150, second.Laboratory.LinesShown);
        Assert.Contains("All sessions of this engagement together", (await Assert.ThrowsAsync<ActRefusedException>(() => Scene.ShowAsync(third, Scene.MainPath, 1, 1))).Message, StringComparison.Ordinal);
    }

    private static async Task<bool> TryAsync(RoomSession session)
    {
        try
        {
            await Scene.ShowAsync(session, Scene.MainPath, 1, 10);
            return true;
        }
        catch (ActRefusedException)
        {
            return false;
        }
    }
}
