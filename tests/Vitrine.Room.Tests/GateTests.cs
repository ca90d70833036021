using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Room.Tests;

public sealed partial class GateTests
{
    private const string Scheme = "Nordic clearance";
    private static readonly DateOnly Later = new(2027, 1, 1);

    [Theory]
    //           rule           what is recorded, a line each                        verdict
    [InlineData("none", "citizen CN", GateVerdict.Pass)]
    [InlineData("itar", "", GateVerdict.Unknown)]
    [InlineData("itar", "citizen US", GateVerdict.Pass)]
    [InlineData("itar", "citizen US|citizen NO 1990-01-01 to 2010-01-01", GateVerdict.Fail)]
    [InlineData("itar", "citizen US|resident NO", GateVerdict.Fail)]
    [InlineData("itar", "resident US", GateVerdict.Unknown)]
    [InlineData("5d002", "citizen IR 1980-01-01|citizen NO 2010-01-01", GateVerdict.Pass)]
    [InlineData("5d002", "citizen NO 1980-01-01|citizen IR 2010-01-01", GateVerdict.Fail)]
    [InlineData("5d002", "citizen NO|citizen IR", GateVerdict.Unknown)]
    [InlineData("5d002", "citizen NO|citizen SE", GateVerdict.Pass)]
    [InlineData("5d002", "citizen CU|citizen IR", GateVerdict.Fail)]
    [InlineData("5d002", "citizen IR 1980-01-01|resident NO 2012-01-01", GateVerdict.Pass)]
    [InlineData("5d002", "citizen NO 1980-01-01 to 2020-01-01", GateVerdict.Unknown)]
    [InlineData("eu-dual-use", "citizen CN|resident NO", GateVerdict.Pass)]
    [InlineData("eu-dual-use", "citizen NO|resident CN", GateVerdict.Fail)]
    [InlineData("eu-dual-use", "citizen NO", GateVerdict.Unknown)]
    [InlineData("eu-dual-use", "resident NO 1990-01-01 to 2026-03-02", GateVerdict.Unknown)]
    public async Task Nationality_ByEachRule_IsAsStatedHere(string rule, string recorded, GateVerdict verdict)
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open);
        await scene.RecordAsync(new ExportClassified(scene.Root.Value, ExportRules.Presets[rule], "Counsel."), scene.Hanne);
        scene.Centre.Keys.CreatePerson("p-rasmus");
        if (recorded.Length > 0)
        {
            await RecordFactsAsync(scene, new PersonFacts(null, [.. recorded.Split('|').Select(line => PersonFactLines.Standing(line)!)], []));
        }

        var answer = Ask(scene, id, Gate.Nationality);

        Assert.Equal(verdict, answer.Verdict);
        Assert.DoesNotContain(answer.LookedAt.Append(answer.Sentence).Append(answer.Help ?? ""), line => line.Contains("citizen ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, GateVerdict.Unknown)]
    [InlineData("full until 2027-01-01 under another", GateVerdict.Fail)]
    [InlineData("overview until 2027-01-01 under Nordic clearance", GateVerdict.Fail)]
    [InlineData("full until 2026-03-02 under Nordic clearance", GateVerdict.Fail)]
    [InlineData("full until 2026-03-03 under nordic Clearance", GateVerdict.Pass)]
    public async Task PersonAccreditation_ForTheTierOnTheDay_IsAsStatedHere(string? recorded, GateVerdict verdict)
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open, entry: EntryRules.None with { PersonScheme = Scheme });
        scene.Centre.Keys.CreatePerson("p-rasmus");
        if (recorded is not null)
        {
            await RecordFactsAsync(scene, new PersonFacts(null, [], [PersonFactLines.Accreditation(recorded)!]));
        }

        Assert.Equal(verdict, Ask(scene, id, Gate.PersonAccreditation).Verdict);
    }

    [Fact]
    public async Task LaboratoryAccreditation_BySchemeTypeScopeAndDay_IsAsStatedHere()
    {
        await using var scene = await Scene.MakeAsync();
        var rule = new LaboratoryRule("ISO/IEC 17020", [InspectionType.A], "network");
        var id = await scene.EngagementAsync(EngagementState.Open, entry: EntryRules.None with { Laboratory = rule });
        Assert.Equal(GateVerdict.Unknown, Ask(scene, id, Gate.LaboratoryAccreditation).Verdict);

        await AccreditAsync(scene, "c-1", InspectionType.C, "network products", Later);
        Assert.Equal(GateVerdict.Fail, Ask(scene, id, Gate.LaboratoryAccreditation).Verdict);
        await AccreditAsync(scene, "c-2", InspectionType.A, "lifts", Later);
        Assert.Equal(GateVerdict.Fail, Ask(scene, id, Gate.LaboratoryAccreditation).Verdict);
        await AccreditAsync(scene, "c-3", InspectionType.A, "Network products", null);
        Assert.Equal(GateVerdict.Unknown, Ask(scene, id, Gate.LaboratoryAccreditation).Verdict);
        await AccreditAsync(scene, "c-4", InspectionType.A, "Network products", Later);
        Assert.Equal(GateVerdict.Pass, Ask(scene, id, Gate.LaboratoryAccreditation).Verdict);
    }

    [Fact]
    public async Task Ties_ByTheRoomsBar_FailPassAndAreUnknown()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open, entry: EntryRules.None with { Bar = BarOf(0) });
        Assert.Equal((GateVerdict.Pass, GateVerdict.Pass), (Ask(scene, id, Gate.LaboratoryTies).Verdict, Ask(scene, id, Gate.AuthorityTies).Verdict));

        await ClaimAsync(scene, "c-1", Scene.Host, Scene.Laboratory, 30);
        Assert.Equal((GateVerdict.Fail, GateVerdict.Pass), (Ask(scene, id, Gate.LaboratoryTies).Verdict, Ask(scene, id, Gate.AuthorityTies).Verdict));
        Assert.Contains(Ask(scene, id, Gate.LaboratoryTies).LookedAt, line => line.StartsWith("Forbidden, ownership", StringComparison.Ordinal) && line.Contains("The acme", StringComparison.Ordinal));
        await Assert.ThrowsAsync<ActRefusedException>(() => scene.EnterAsync(id));

        var strict = await scene.EngagementAsync(EngagementState.Open, entry: EntryRules.None with { Bar = BarOf(75) });
        Assert.Equal(GateVerdict.Unknown, Ask(scene, strict, Gate.AuthorityTies).Verdict);
        Assert.False(Ask(scene, await scene.EngagementAsync(EngagementState.Open), Gate.LaboratoryTies).Asked);
    }

    [Fact]
    public async Task Show_ATieBecomesKnownMeanwhile_LocksTheSession()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open, entry: EntryRules.None with { Bar = BarOf(0) });
        var session = await scene.EnterAsync(id);
        await Scene.ShowAsync(session, Scene.MainPath, 1, 1);
        await ClaimAsync(scene, "c-1", Scene.Laboratory, Scene.Host, 40);

        Assert.Contains("tie of the laboratory", (await Assert.ThrowsAsync<ActRefusedException>(() => Scene.ShowAsync(session, Scene.MainPath, 1, 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_OfPartiesOwnersAndReviewer_FailAreUnknownAndPass()
    {
        await using var scene = await Scene.MakeAsync();
        var asked = EntryRules.None with { Lists = ["sanctions"] };
        var id = await scene.EngagementAsync(EngagementState.Open, entry: asked);
        Assert.Contains("not in this centre", Ask(scene, id, Gate.PartyLists).Sentence, StringComparison.Ordinal);
        Assert.Equal(GateVerdict.Unknown, Ask(scene, id, Gate.PersonLists).Verdict);

        await ImportAsync(scene, "Rolf Listed", "Big Owner");
        scene.Centre.Keys.CreatePerson("p-rasmus");
        Assert.Equal((GateVerdict.Pass, GateVerdict.Unknown), (Ask(scene, id, Gate.PartyLists).Verdict, Ask(scene, id, Gate.PersonLists).Verdict));
        await RecordFactsAsync(scene, new PersonFacts("Rasmus Example", [], []));
        Assert.Equal(GateVerdict.Pass, Ask(scene, id, Gate.PersonLists).Verdict);
        await RecordFactsAsync(scene, new PersonFacts("* – *", [], []));
        Assert.Equal((GateVerdict.Unknown, true), (Ask(scene, id, Gate.PersonLists).Verdict, Ask(scene, id, Gate.PersonLists).Sentence.Contains("no letter and no digit", StringComparison.Ordinal)));
        await RecordFactsAsync(scene, new PersonFacts("Rolf Listed", [], []));
        Assert.Equal(GateVerdict.Fail, Ask(scene, id, Gate.PersonLists).Verdict);
        Assert.DoesNotContain(Ask(scene, id, Gate.PersonLists).LookedAt, line => line.Contains("Rolf", StringComparison.Ordinal));

        await scene.RecordAsync(new EntityRecorded("big-owner", EntityKind.Organisation, "Big Owner", [], [], null));
        await ClaimAsync(scene, "c-1", "big-owner", Scene.Authority, 51);
        Assert.Equal(GateVerdict.Fail, Ask(scene, id, Gate.PartyLists).Verdict);
        Assert.False(Ask(scene, await scene.EngagementAsync(EngagementState.Open), Gate.PartyLists).Asked);
    }

    [Fact]
    public async Task Propose_ABarThatCannotBeRead_IsRefusedWithItsLine()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Screened);

        Assert.Contains("line 2", await scene.RefusedAsync(Scene.Proposed(id, entry: EntryRules.None with { Bar = "bar x\nnonsense\n" }), scene.Hanne), StringComparison.Ordinal);
        Assert.Contains("each once", await scene.RefusedAsync(Scene.Proposed(id, entry: EntryRules.None with { Lists = ["a", "a"] }), scene.Hanne), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enter_NothingIsAskedByTheRoom_LetsInAndSaysSo()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open);

        await scene.EnterAsync(id);

        var asked = Newest(scene, id);
        Assert.True(asked.LetIn);
        Assert.Equal("p-rasmus", asked.Person);
        Assert.All(asked.Gates, gate => Assert.Equal((GateVerdict.Pass, false), (gate.Verdict, gate.Asked)));
        Assert.Equal(Enum.GetValues<Gate>().Order(), asked.Gates.Select(gate => gate.Gate).Order());
    }

    [Fact]
    public async Task Enter_AGateThatDoesNotKnow_KeepsOutAndIsOnRecord()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open, entry: EntryRules.None with { PersonScheme = Scheme });

        var refusal = await Assert.ThrowsAsync<ActRefusedException>(() => scene.EnterAsync(id));

        Assert.Contains("Nothing is recorded of this reviewer", refusal.Message, StringComparison.Ordinal);
        Assert.False(Newest(scene, id).LetIn);
        using var views = scene.Centre.Snapshot();
        Assert.Empty(Sessions.OfEngagement(id, views));
    }

    [Fact]
    public async Task Record_ASessionThatNoGateLetIn_IsRefusedByTheWriter()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open);
        using var key = SessionKey.Create("s-forged");
        var wraps = key.WrapTo(scene.Keys(Scene.Laboratory).Opening.PublicKey, scene.Keys(Scene.Host).Opening.PublicKey, scene.Keys(Scene.Authority).Opening.PublicKey);
        var opened = new SessionOpened("s-forged", id, "10.0.0.7", wraps);
        var rasmus = new Actor("p-rasmus", Role.Reviewer);
        Assert.Contains("gates have not let", await scene.RefusedAsync(opened, rasmus), StringComparison.Ordinal);

        await scene.RecordAsync(new GatesAsked(id, "p-rasmus", true, []));
        await scene.RecordAsync(new RoomClosed(await scene.EngagementAsync(EngagementState.Open), "Something else happened."));
        Assert.Contains("gates have not let", await scene.RefusedAsync(opened, rasmus), StringComparison.Ordinal);
        Assert.Contains("by the centre", await scene.RefusedAsync(new GatesAsked(id, "p-rasmus", true, []), rasmus), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enter_FromElsewhereThanTheSite_IsRefused()
    {
        await using var scene = await Scene.MakeAsync();
        await scene.RecordAsync(new SiteRegistered("oslo", "Oslo", Scene.Host, "NO", ["10.1.0.0/16", "2001:db8::/32", "192.0.2.7"]), scene.Hanne);
        var id = await scene.EngagementAsync(EngagementState.Open, entry: EntryRules.None with { Site = "oslo" });
        foreach (var elsewhere in (string[])["10.0.0.7", "192.0.2.8", "::1", "unknown", "", "2001:db9::1"])
        {
            Assert.Contains("not one of Oslo", (await Assert.ThrowsAsync<ActRefusedException>(() => EnterFromAsync(scene, id, elsewhere))).Message, StringComparison.Ordinal);
        }

        foreach (var inside in (string[])["10.1.255.3", "::ffff:10.1.2.3", "192.0.2.7", "2001:db8::9"])
        {
            var session = await EnterFromAsync(scene, id, inside);
            await scene.Rooms.LeaveAsync(session, SessionEnd.Left, CancellationToken.None);
        }
    }

    [Fact]
    public async Task Show_AGateFailsMeanwhile_LocksAtOnceAndSweepingEndsTheSession()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open);
        scene.Centre.Keys.CreatePerson("p-rasmus");
        await RecordFactsAsync(scene, new PersonFacts(null, [PersonFactLines.Standing("citizen NO")!], []));
        var session = await scene.EnterAsync(id);
        await Scene.ShowAsync(session, Scene.MainPath, 1, 1);

        await using (var command = await scene.CommandAsync())
        {
            await command.RecordAsync(new ExportClassified(scene.Root.Value, ExportRules.Presets["itar"], "Counsel."), Actor.Console, CancellationToken.None);
        }

        Assert.Contains("outside the rule of ITAR", (await Assert.ThrowsAsync<ActRefusedException>(() => Scene.ShowAsync(session, Scene.MainPath, 1, 1))).Message, StringComparison.Ordinal);
        Assert.Null(scene.Rooms.Find("p-rasmus", id));
        await scene.Rooms.SweepAsync(CancellationToken.None);
        Assert.Equal(SessionEnd.KeptOut, scene.FindSession(session.Id).Ended);
        await Scene.AssertClosedAsync(session.Tree);
        Assert.False(Newest(scene, id).LetIn);
    }

    [Fact]
    public async Task Sweep_TheDayOnWhichAnAccreditationEnds_EndsTheSessionThatShowsNothing()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open, new RoomRules(120, 0, 24, 1000), EntryRules.None with { PersonScheme = Scheme });
        scene.Centre.Keys.CreatePerson("p-rasmus");
        await RecordFactsAsync(scene, new PersonFacts(null, [], [PersonFactLines.Accreditation("full until 2026-03-03 under " + Scheme)!]));
        scene.Time.Now = new DateTimeOffset(2026, 3, 2, 23, 30, 0, TimeSpan.Zero);
        var session = await scene.EnterAsync(id);
        await scene.Rooms.SweepAsync(CancellationToken.None);
        Assert.Null(scene.FindSession(session.Id).Ended);

        scene.Time.Now = new DateTimeOffset(2026, 3, 3, 0, 0, 0, TimeSpan.Zero);
        await scene.Rooms.SweepAsync(CancellationToken.None);

        Assert.Equal(SessionEnd.KeptOut, scene.FindSession(session.Id).Ended);
    }

    [Fact]
    public async Task Ask_AtTheRequest_IsByTheRulesOfTheHouse()
    {
        await using var scene = await Scene.MakeAsync();
        await scene.RecordAsync(new HouseRulesStated(Scene.Host, EntryRules.None with { Laboratory = new LaboratoryRule("ISO/IEC 17020", [], null) }), scene.Hanne);
        var request = new EngagementRequested("e-1", "Example Guard", "2", Scene.Host, Scene.Laboratory, Scene.Authority, Tier.Full, "Why.");

        await RequestDesk.AskAsync(scene.Centre, request, PublicationTime.OnDecision, null, Publications.Everything, scene.Astrid, CancellationToken.None);

        var asked = Newest(scene, "e-1");
        Assert.False(asked.LetIn);
        Assert.Null(asked.Person);
        Assert.Equal((GateVerdict.Unknown, true), asked.Gates.Where(gate => gate.Gate == Gate.LaboratoryAccreditation).Select(gate => (gate.Verdict, gate.Asked)).Single());
    }

    [Theory]
    [InlineData("citizen NO", true)]
    [InlineData("Resident se 2015-01-01 to 2020-12-31", true)]
    [InlineData("citizen NO to 2020-12-31", true)]
    [InlineData("citizen", false)]
    [InlineData("citizen Norway", false)]
    [InlineData("guest NO", false)]
    [InlineData("0 NO", false)]
    [InlineData("citizen NO yesterday", false)]
    [InlineData("citizen NO 2015-01-01 2016-01-01", false)]
    public void Standing_Lines_AreReadAsTheyAreWritten(string line, bool read)
    {
        var standing = PersonFactLines.Standing(line);

        Assert.Equal(read, standing is not null);
        Assert.Equal(standing, standing is null ? null : PersonFactLines.Standing(PersonFactLines.Line(standing)));
    }

    private static Task RecordFactsAsync(Scene scene, PersonFacts facts) => PersonFacts.RecordAsync(scene.Centre, "p-rasmus", facts, Actor.Console, CancellationToken.None);

    private static Task AccreditAsync(Scene scene, string claim, InspectionType type, string scope, DateOnly? until) => scene.RecordAsync(
        new AccreditationRecorded(claim, Scene.Laboratory, "ISO/IEC 17020", type, scope, new DateOnly(2020, 1, 1), until, new Source("Register of the accreditor", null, new DateOnly(2026, 2, 1), 'A')));

    private static string BarOf(int ownersKnown) =>
        $"""
        bar Test bar
        source a test
        ownership multiplied 5%
        ownership controlled 25%
        shared-owner 20%
        office any lookback 2y
        founding shared
        contract 10% lookback 2y
        award any lookback 2y
        payment 5% lookback 2y
        family any
        membership direct
        other unknown
        steps 8
        grade C
        undated unknown
        withdrawn ignored
        owners-known {ownersKnown}%
        offices-known no

        """;

    private static Task ClaimAsync(Scene scene, string claim, string from, string to, decimal percent) => scene.RecordAsync(
        new TieClaimed(claim, TieKind.Ownership, from, to, new Share(percent, percent), null, new DateOnly(2020, 1, 1), null, new Source("Company register", null, new DateOnly(2026, 2, 1), 'A')));

    private static Task<ListVersion> ImportAsync(Scene scene, params string[] names) => ListDesk.ImportAsync(
        scene.Centre,
        System.Text.Encoding.UTF8.GetBytes("entry,name,since\n" + string.Concat(names.Select((name, i) => $"e{i},{name},2020-01-01\n"))),
        "sanctions.csv",
        new ListAbout("sanctions", "Sanctions", "Test", new DateOnly(2026, 1, 1), "a test"),
        Actor.Console,
        CancellationToken.None);

    private static Task<RoomSession> EnterFromAsync(Scene scene, string id, string terminal) =>
        scene.Rooms.EnterAsync(scene.Rasmus, id, terminal, CancellationToken.None);

    private static byte[] Blob(Scene scene)
    {
        using var views = scene.Centre.Snapshot();
        return views.Scalar<byte[]>("SELECT facts FROM room_person WHERE id = 'p-rasmus'")!;
    }

    private static GateAnswer Ask(Scene scene, string id, Gate gate)
    {
        using var views = scene.Centre.Snapshot();
        return EntryGates.Ask(scene.Centre, Engagements.Find(id, views)!, "p-rasmus", "10.0.0.7", scene.Time.Now, views).Answers.Single(answer => answer.Gate == gate);
    }

    private static GatesAsked Newest(Scene scene, string id)
    {
        using var views = scene.Centre.Snapshot();
        var position = views.Scalar<long>("SELECT max(n) FROM centre_act WHERE kind = 'room.gatesAsked' AND subject = 'engagement:' || $1", id);
        return (GatesAsked)scene.Centre.ReadAct(new Vitrine.Proofs.LogIndex((ulong)position)).Act;
    }
}
