using Vitrine.Centre;

namespace Vitrine.Room.Tests;

/// <summary>Overrides: two people, a reason, an end.</summary>
public sealed partial class GateTests
{
    [Fact]
    public async Task Override_ByTwoPeople_LetsInUntilItEnds()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open, entry: EntryRules.None with { PersonScheme = Scheme });
        var proposed = new GateOverrideProposed(id, "o-1", Gate.PersonAccreditation, "p-rasmus", "Renewed in March.", scene.Time.Now.AddHours(2), "p-hanne");
        await scene.RecordAsync(proposed, scene.Hanne);
        await Assert.ThrowsAsync<ActRefusedException>(() => scene.EnterAsync(id));

        await scene.RecordAsync(new GateOverrideConfirmed(id, "o-1", "p-astrid"), scene.Astrid);
        var session = await scene.EnterAsync(id);
        Assert.Equal("o-1", Newest(scene, id).Gates.Single(gate => gate.Gate == Gate.PersonAccreditation).Override);
        await Assert.ThrowsAsync<ActRefusedException>(() => scene.EnterAsync(id, scene.Ruth));
        await Scene.ShowAsync(session, Scene.MainPath, 1, 1);

        scene.Time.Now = scene.Time.Now.AddMinutes(5);
        await scene.RecordAsync(new GateOverrideEnded(id, "o-1", "Not renewed.", "p-holger"), scene.Holger);
        await Assert.ThrowsAsync<ActRefusedException>(() => Scene.ShowAsync(session, Scene.MainPath, 1, 1));
    }

    [Fact]
    public async Task Override_ThatRunsOut_KeepsOutFromThatMomentOn()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open, new RoomRules(120, 0, 24, 1000), EntryRules.None with { PersonScheme = Scheme });
        await scene.RecordAsync(new GateOverrideProposed(id, "o-1", Gate.PersonAccreditation, null, "For an hour.", scene.Time.Now.AddHours(1), "p-hanne"), scene.Hanne);
        await scene.RecordAsync(new GateOverrideConfirmed(id, "o-1", "p-holger"), scene.Holger);
        var session = await scene.EnterAsync(id);
        scene.Time.Now = scene.Time.Now.AddMinutes(59);
        await Scene.ShowAsync(session, Scene.MainPath, 1, 1);
        scene.Time.Now = scene.Time.Now.AddMinutes(1);

        await Assert.ThrowsAsync<ActRefusedException>(() => Scene.ShowAsync(session, Scene.MainPath, 1, 1));
    }

    [Fact]
    public async Task Override_ByOneOrByStrangersOrWithoutEnd_IsRefused()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open);
        var good = new GateOverrideProposed(id, "o-1", Gate.Nationality, null, "Licence.", scene.Time.Now.AddDays(1), "p-astrid");
        Assert.Contains("for themselves", await scene.RefusedAsync(good, scene.Hanne), StringComparison.Ordinal);
        await scene.RefusedAsync(good with { Person = "p-rasmus" }, new Actor("p-rasmus", Role.Reviewer));
        await scene.RefusedAsync(good with { Person = "p-otto" }, new Actor("p-otto", Role.Host));
        Assert.Contains("reviewers", await scene.RefusedAsync(good with { Reviewer = "p-sven" }, scene.Astrid), StringComparison.Ordinal);
        Assert.Contains("reviewers", await scene.RefusedAsync(good with { Reviewer = "p-hanne" }, scene.Astrid), StringComparison.Ordinal);
        Assert.Contains("90 days", await scene.RefusedAsync(good with { Until = scene.Time.Now }, scene.Astrid), StringComparison.Ordinal);
        Assert.Contains("90 days", await scene.RefusedAsync(good with { Until = scene.Time.Now.AddDays(91) }, scene.Astrid), StringComparison.Ordinal);
        await scene.RefusedAsync(good with { Reason = " " }, scene.Astrid);
        await scene.RecordAsync(new PersonRegistered("p-anna", Role.Authority, Scene.Authority, []));
        await scene.RecordAsync(good, scene.Astrid);

        Assert.Contains("cannot confirm it", await scene.RefusedAsync(new GateOverrideConfirmed(id, "o-1", "p-astrid"), scene.Astrid), StringComparison.Ordinal);
        Assert.Contains("cannot confirm it", await scene.RefusedAsync(new GateOverrideConfirmed(id, "o-1", "p-astrid")), StringComparison.Ordinal);
        Assert.Contains("is of the host", await scene.RefusedAsync(new GateOverrideConfirmed(id, "o-1", "p-anna")), StringComparison.Ordinal);
        await scene.RefusedAsync(new GateOverrideConfirmed(id, "o-2", "p-hanne"), scene.Hanne);
        await scene.RecordAsync(new GateOverrideConfirmed(id, "o-1", "p-hanne"), scene.Hanne);
        Assert.Contains("waits", await scene.RefusedAsync(new GateOverrideConfirmed(id, "o-1", "p-holger"), scene.Holger), StringComparison.Ordinal);
    }
}
