using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Seals;

namespace Vitrine.Room.Tests;

public sealed class EngagementTests
{
    private static readonly Dictionary<string, string> Expected = new()
    {
        //               requested  screened  disclosed  open  closed  decided
        ["prepare"] =   "yes        yes       no         no    no      no",
        ["propose"] =   "no         yes       no         no    no      no",
        ["withhold"] =  "no         yes       no         no    no      no",
        ["publish"] =   "yes        yes       no         no    no      no",
        ["override"] =  "yes        yes       yes        yes   yes     no",
        ["open"] =      "no         no        yes        no    yes     no",
        ["close"] =     "no         no        no         yes   no      no",
        ["certified"] = "no         no        no         no    no      no", // None without a certificate; see CertificateTests.
        ["refused"] =   "no         no        no         no    yes     no",
        ["withdrawn"] = "yes        yes       yes        yes   yes     no",
        ["lapsed"] =    "yes        yes       yes        yes   yes     no",
    };

    [Fact]
    public async Task Record_EveryStepInEveryState_IsAsStatedHere()
    {
        await using var scene = await Scene.MakeAsync();
        foreach (var (step, row) in Expected)
        {
            var cells = row.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            foreach (var state in Enum.GetValues<EngagementState>())
            {
                var id = await scene.EngagementAsync(state);
                var act = Step(scene, step, id);
                if (cells[(int)state] == "yes")
                {
                    await scene.RecordAsync(act);
                }
                else
                {
                    await scene.RefusedAsync(act);
                    Assert.Equal(state, scene.Find(id).State);
                }
            }
        }
    }

    [Fact]
    public async Task Record_FromRequestToDecision_MovesAndKeepsTheTimeline()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Decided);

        var engagement = scene.Find(id);
        Assert.Equal(Decision.Refused, engagement.Decision);
        Assert.Equal(["**/*.c"], engagement.Include);
        Assert.Equal(new ScopeCounts(4, 5, 1000, 243), engagement.Counts);
        using var views = scene.Centre.Snapshot();
        Assert.Equal(
            ["room.engagementRequested", "room.disclosurePrepared", "room.disclosureProposed", "room.disclosureDecided", "room.opened", "room.closed", "room.engagementDecided"],
            Engagements.Timeline(id, views).Select(entry => entry.Kind));
    }

    [Fact]
    public async Task Record_TheHostWithholds_TheEngagementIsDecided()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Screened);

        await scene.DecideAsync(Scene.Proposed(id) with { Disclosed = false });

        Assert.Equal((EngagementState.Decided, Decision.Refused), (scene.Find(id).State, scene.Find(id).Decision!.Value));
    }

    [Fact]
    public async Task Record_EachStep_IsForItsOwnPeopleAlone()
    {
        await using var scene = await Scene.MakeAsync();
        Actor[] people = [scene.Hanne, new("p-otto", Role.Host), new("p-rasmus", Role.Reviewer), scene.Astrid, new("p-adam", Role.Administrator), new("p-nobody", Role.Host), scene.Hanne with { Role = Role.Authority }];
        (string Step, EngagementState State, Actor By)[] steps =
        [
            ("prepare", EngagementState.Requested, scene.Hanne),
            ("propose", EngagementState.Screened, scene.Hanne),
            ("open", EngagementState.Disclosed, scene.Hanne),
            ("close", EngagementState.Open, scene.Hanne),
            ("refused", EngagementState.Closed, scene.Astrid),
            ("withdrawn", EngagementState.Requested, scene.Astrid),
        ];
        foreach (var (step, state, by) in steps)
        {
            var id = await scene.EngagementAsync(state);
            foreach (var other in people.Where(person => person != by))
            {
                await scene.RefusedAsync(Step(scene, step, id), other);
            }

            await scene.RecordAsync(Step(scene, step, id), by);
        }

        var request = new EngagementRequested(Engagements.NewId(), "Example Guard", "2", Scene.Host, Scene.Laboratory, Scene.Authority, Tier.Full, "Why.");
        foreach (var other in people.Where(person => person != scene.Astrid))
        {
            await scene.RefusedAsync(request, other);
        }

        await scene.RecordAsync(request, scene.Astrid);
    }

    [Fact]
    public async Task Request_TextsAndPartiesThatAreNone_AreRefused()
    {
        await using var scene = await Scene.MakeAsync();
        var good = new EngagementRequested("e-1", "Example Guard", "1.4.2", Scene.Host, Scene.Laboratory, Scene.Authority, Tier.Full, "Why.");
        EngagementRequested[] bad =
        [
            good with { Engagement = "E 1" },
            good with { Engagement = "" },
            good with { Product = "" },
            good with { Product = new string('x', 121) },
            good with { Product = "Guard\u202e" },
            good with { Version = "1\n2" },
            good with { Purpose = new string('x', 2001) },
            good with { Host = Scene.Laboratory },
            good with { Laboratory = Scene.Host },
            good with { Authority = "nobody" },
            good with { Tier = (Tier)9 },
        ];
        foreach (var act in bad)
        {
            await scene.RefusedAsync(act);
        }

        await scene.RecordAsync(good);
        Assert.Contains("already", await scene.RefusedAsync(good), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepare_WhatCannotBeDisclosed_IsRefused()
    {
        await using var scene = await Scene.MakeAsync();
        var rivals = await scene.SealAsync(Scene.OtherHost);
        var id = await scene.EngagementAsync(EngagementState.Requested);
        var good = scene.Prepared(id);

        Assert.Contains("was made for 'rival'", await scene.RefusedAsync(good with { Seal = rivals.Value }), StringComparison.Ordinal);
        Assert.Contains("holds no seal", await scene.RefusedAsync(good with { Seal = Digest.Of("nothing"u8) }), StringComparison.Ordinal);
        await scene.RefusedAsync(good with { Include = [] });
        await scene.RefusedAsync(good with { Include = ["[unfinished"] });
        await scene.RefusedAsync(good with { Include = ["src/a\nsrc/b"] });
        await scene.RefusedAsync(good with { Include = [.. Enumerable.Repeat("a", 1025)] });
        await scene.RefusedAsync(good with { Counts = new ScopeCounts(0, 5, 0, 0) });
        await scene.RefusedAsync(good with { Counts = new ScopeCounts(6, 5, 0, 0) });
        await scene.RecordAsync(good);
    }

    [Theory]
    [InlineData(0, 0, 24, 100)]
    [InlineData(121, 0, 24, 100)]
    [InlineData(10, 18, 8, 100)]
    [InlineData(10, 8, 8, 100)]
    [InlineData(10, -1, 24, 100)]
    [InlineData(10, 0, 25, 100)]
    [InlineData(10, 0, 24, 0)]
    public async Task Disclose_RulesThatCannotHold_AreRefused(int idle, int from, int to, int lines)
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Screened);

        await scene.RefusedAsync(Scene.Proposed(id, new RoomRules(idle, from, to, lines)), scene.Hanne);
    }

    [Fact]
    public async Task Destroy_TheSealOfAnOpenRoom_IsRefusedAndAClosedOneIsNotOpenedAgain()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open);
        Assert.Contains("Close it first", await scene.RefusedAsync(new SealDestroyed(scene.Root.Value, "Over.")), StringComparison.Ordinal);

        await scene.RecordAsync(new RoomClosed(id, "Over."));
        await SealDesk.DestroyAsync(scene.Centre, scene.Seals, scene.Root.Value, "Over.", Actor.Console, CancellationToken.None);

        Assert.Contains("destroyed", await scene.RefusedAsync(new RoomOpened(id)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Destroy_CutOffAfterItsAct_IsDoneAtTheNextStart()
    {
        await using var scene = await Scene.MakeAsync();
        await scene.RecordAsync(new SealDestroyed(scene.Root.Value, "Over."));
        Assert.Single(scene.Seals.List());
        await scene.StopAsync();

        await scene.StartAsync();

        Assert.Empty(scene.Seals.List());
    }

    [Fact]
    public async Task Destroy_CutOffAfterItsAct_IsDoneByTheSameCommand()
    {
        await using var scene = await Scene.MakeAsync();
        await scene.RecordAsync(new SealDestroyed(scene.Root.Value, "Over."));

        await SealDesk.DestroyAsync(scene.Centre, scene.Seals, scene.Root.Value, "Over.", Actor.Console, CancellationToken.None);

        Assert.Empty(scene.Seals.List());
        await Assert.ThrowsAsync<ActRefusedException>(() => SealDesk.DestroyAsync(scene.Centre, scene.Seals, scene.Root.Value, "Again.", Actor.Console, CancellationToken.None));
    }

    private static PublicationChosen Publish(Scene scene, Engagement engagement)
    {
        var salt = PublicationCommitment.NewSalt();
        return new PublicationChosen(engagement.Id, PublicationTime.OnDecision, null, Publications.Everything, salt, PublicationCommitment.Of(engagement, salt), Publications.Stage(scene.Centre, PublicationCommitment.Of(engagement, salt)));
    }

    private static Act Step(Scene scene, string step, string id) => step switch
    {
        "prepare" => scene.Prepared(id),
        "propose" => Scene.Proposed(id),
        "withhold" => Scene.Proposed(id) with { Disclosed = false },
        "publish" => Publish(scene, scene.Find(id)),
        "override" => new GateOverrideProposed(id, GateOverrides.NewId(), Gate.Nationality, null, "Agreed.", scene.Time.Now.AddDays(1), "p-hanne"),
        "open" => new RoomOpened(id),
        "close" => new RoomClosed(id, "Over."),
        _ => new EngagementDecided(id, Enum.Parse<Decision>(step, ignoreCase: true), "Because.", null),
    };
}
