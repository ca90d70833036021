using System.Text;
using System.Text.Json;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register.Tests;

public sealed class AdvisoryTests
{
    private static readonly AdvisoryWords Amber = new(null, "Plan to replace it.", Tlp.Amber, new Audience(["energy"], []), []);

    [Fact]
    public async Task Affected_ByAListThatNamesTheOwner_FindsProductsAndOperatorsThroughComponentsToo()
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        await scene.ImportAsync("entry,name,since\n1,Nobody At All,2020-01-01\n", "sanctions.csv", date: "2026-02-01");
        Assert.Empty(By(scene, "list:sanctions").Products);

        await scene.ImportAsync("entry,name,since,clause\n1,Nobody At All,2020-01-01,\n2,Dark Holding,2026-03-01,clause 7\n", "sanctions.csv", date: "2026-03-02");
        var affected = By(scene, "list:sanctions");

        Assert.Equal(["Engine", "Guard"], affected.Products.Select(one => one.Name));
        Assert.Equal("The acme is on sanctions since 2026-03-01, through its owner Dark Holding, under clause 7", Assert.Single(affected.Products[0].Why));
        Assert.StartsWith("It contains Engine: ", affected.Products[1].Why[0], StringComparison.Ordinal);
        Assert.Equal(["Grid North", "Town Hall"], affected.Operators.Select(one => one.Name));
        Assert.Equal("Guard 1.4", Assert.Single(affected.Operators[0].Uses));
    }

    [Fact]
    public async Task Affected_ByAFileInUse_FindsTheOperatorWhoNamedNoProduct()
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        await scene.RecordAsync(new EventRecorded("leak", EventKind.Vulnerability, "A hole", "In the engine.", AdvisoryScene.Today, "CVE-2026-1234", ["engine"], [], AdvisoryScene.Paper));

        var uses = By(scene, "event:leak").Operators.Single(one => one.Name == "Town Hall").Uses;

        Assert.Contains($"a file ({Digest.Of("engine.so"u8).ToHex()[..16]}…) of Guard that contains Engine", uses);
    }

    [Theory]
    [InlineData("event:none")]
    [InlineData("list:none")]
    [InlineData("claim:none")]
    [InlineData("certificate:none")]
    [InlineData("component:none")]
    [InlineData("nonsense")]
    public async Task Draft_ACauseThatIsNone_IsRefused(string cause)
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        await Assert.ThrowsAsync<ActRefusedException>(() => AdvisoryDesk.DraftAsync(scene.Centre, cause, null, Amber, Actor.Console, CancellationToken.None));
        using var views = scene.Centre.Snapshot();
        Assert.Empty(Advisories.List(views));
    }

    [Fact]
    public async Task Approve_ByItsAuthor_IsRefusedAndByAnotherIsNot()
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        var (ada, ben) = (await scene.PersonAsync("p-ada", Role.Authority, "office"), await scene.PersonAsync("p-ben", Role.Authority, "office"));
        var draft = await DraftAsync(scene, ada);

        Assert.Contains("not approve it", (await Assert.ThrowsAsync<ActRefusedException>(() => AdvisoryDesk.ApproveAsync(scene.Centre, draft, ada, CancellationToken.None))).Message, StringComparison.Ordinal);
        Assert.Contains("not approved", (await Assert.ThrowsAsync<ActRefusedException>(() => AdvisoryDesk.IssueAsync(scene.Centre, draft, ada, CancellationToken.None))).Message, StringComparison.Ordinal);
        await AdvisoryDesk.ApproveAsync(scene.Centre, draft, ben, CancellationToken.None);
        await DraftAsync(scene, ben, draft);
        Assert.Contains("not approved", (await Assert.ThrowsAsync<ActRefusedException>(() => AdvisoryDesk.IssueAsync(scene.Centre, draft, ada, CancellationToken.None))).Message, StringComparison.Ordinal);
        await AdvisoryDesk.ApproveAsync(scene.Centre, draft, ada, CancellationToken.None);
        Assert.Equal(AdvisoryState.Issued, (await AdvisoryDesk.IssueAsync(scene.Centre, draft, ada, CancellationToken.None)).State);
    }

    [Fact]
    public async Task Issue_ARestrictedOne_LeavesACommitmentAloneInTheLog()
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        var issued = await IssueAsync(scene, Amber);

        var said = await StatementAsync(scene, issued.Newest!.Statement);
        Assert.Equal((AdvisoryPredicate.RestrictedName, null), (said.File, said.Title));
        Assert.Equal(AdvisoryDesk.Commitment(issued.Newest!.Salt, scene.Centre.Documents.Read(issued.Newest!.Csaf)), said.Digest);
        Assert.NotEqual(AdvisoryDesk.Commitment(new byte[32], scene.Centre.Documents.Read(issued.Newest!.Csaf)), said.Digest);
        var log = File.ReadAllText(Path.Combine(scene.Centre.Paths.Statements, issued.Newest.Statement.ToHex() + ".json"));
        Assert.DoesNotContain(Convert.ToBase64String("hole"u8)[..4], log, StringComparison.Ordinal);
        Assert.False(issued.IsPublic);
    }

    [Fact]
    public async Task Issue_AClearOne_IsPublicWithItsStatement()
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        var issued = await IssueAsync(scene, Amber with { Tlp = Tlp.Clear, Audience = Audience.All });

        var said = await StatementAsync(scene, issued.Newest!.Statement);
        Assert.Equal(("adv-2026-0001.json", "A hole"), (said.File, said.Title));
        Assert.Equal(issued.Newest!.Csaf, said.Digest);
        Assert.True(issued.IsPublic);
    }

    [Theory]
    [InlineData(EventKind.Vulnerability, "csaf_security_advisory")]
    [InlineData(EventKind.Incident, "csaf_informational_advisory")]
    public async Task Issue_AnEvent_IsAValidDocumentOfItsProfile(EventKind kind, string category)
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        var csaf = await CsafAsync(scene, await IssueAsync(scene, Amber with { Tlp = Tlp.AmberStrict }, kind));

        Assert.Empty(CsafCheck.Faults(csaf));
        using var json = JsonDocument.Parse(csaf);
        var document = json.RootElement.GetProperty("document");
        Assert.Equal(category, document.GetProperty("category").GetString());
        Assert.Equal("RED", document.GetProperty("distribution").GetProperty("tlp").GetProperty("label").GetString());
        Assert.StartsWith("TLP v2.0: TLP:AMBER+STRICT", document.GetProperty("distribution").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("ADV-2026-0001", document.GetProperty("tracking").GetProperty("id").GetString());
        Assert.Equal(kind == EventKind.Vulnerability, json.RootElement.TryGetProperty("vulnerabilities", out _));
        Assert.DoesNotContain("Grid North", Encoding.UTF8.GetString(csaf), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Issue_NoNewEvidence_SaysItAndNamesNoProductAsAffected()
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        await scene.RecordAsync(new AssessmentRecorded("q1", "office", AssessmentKind.NoNewEvidence, "First quarter", "Nothing was found, and nothing was cleared.", AdvisoryScene.Today, ["guard"], [], AdvisoryScene.Paper));
        var csaf = await CsafAsync(scene, await IssueAsync(scene, "assessment:q1", Amber with { Tlp = Tlp.Green }));

        Assert.Empty(CsafCheck.Faults(csaf));
        using var json = JsonDocument.Parse(csaf);
        Assert.False(json.RootElement.TryGetProperty("product_tree", out _));
        Assert.StartsWith("There is no new evidence.", json.RootElement.GetProperty("document").GetProperty("notes")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_WhatIsNone_IsRefused()
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        await scene.RefusedAsync(new OperatorRecorded("nobody", "energy", [], []));
        await scene.RefusedAsync(new OperatorRecorded("grid", "energy", [], [new OperatorUse("no-such-product", null, [])]));
        await scene.RefusedAsync(new OperatorRecorded("grid", "", [], []));
        await scene.RefusedAsync(new EventRecorded("e", EventKind.Incident, "t", "x", AdvisoryScene.Today, null, [], [], AdvisoryScene.Paper));
        await scene.RefusedAsync(new EventRecorded("e", EventKind.Incident, "t", "x", AdvisoryScene.Today, "CVE-2026-1234", ["guard"], [], AdvisoryScene.Paper));
        await scene.RefusedAsync(new EventRecorded("e", EventKind.Vulnerability, "t", "x", AdvisoryScene.Today, "CVE-1", ["guard"], [], AdvisoryScene.Paper));
        await scene.RefusedAsync(new EventRecorded("e", EventKind.Incident, "t\u202e", "x", AdvisoryScene.Today, null, ["guard"], [], AdvisoryScene.Paper));
        await scene.RefusedAsync(new AssessmentRecorded("q", "nobody", AssessmentKind.Risk, "t", "x", AdvisoryScene.Today, ["guard"], [], AdvisoryScene.Paper));
        await scene.RefusedAsync(new ComponentIdentified("c", "Guard", null, null, "Engine", "nobody", 95, "x"));
        await scene.RefusedAsync(new ComponentIdentified("c", "Guard", null, null, "Engine", null, 101, "x"));
        await scene.RefusedAsync(new AdvisoryApproved("adv-2026-0001", Digest.Of("d"u8)));
        await scene.RefusedAsync(new AdvisoryDrafted("adv-2026-0002", "event:leak", scene.Centre.Documents.Add("{}"u8), 0));
    }

    [Theory]
    [InlineData("\"csaf_version\":\"2.0\"", "\"csaf_version\":\"2.1\"", "§3.2.1.3")]
    [InlineData("\"label\":\"AMBER\"", "\"label\":\"AMBER+STRICT\"", "§3.2.1.5.2.1")]
    [InlineData("\"status\":\"final\"", "\"status\":\"draft\"", "6.1.17")]
    [InlineData("\"number\":\"1\"", "\"number\":\"2\"", "6.1.16")]
    [InlineData("\"number\":\"1\"", "\"number\":\"0\"", "6.1.18")]
    [InlineData("\"known_affected\":[\"engine\"", "\"known_affected\":[\"other\"", "6.1.1")]
    [InlineData("\"product_id\":\"guard\"", "\"product_id\":\"engine\"", "6.1.2")]
    [InlineData("csaf_security_advisory", "csaf_informational_advisory", "6.1.27.3")]
    [InlineData("csaf_security_advisory", "csaf_vex", "§4")]
    [InlineData("CVE-2026-1234", "CVE-26", "§3.2.3.2")]
    [InlineData("\"namespace\":\"https:", "\"namespace\":\"nowhere:", "§3")]
    [InlineData("\"title\":\"A hole\",\"tracking\"", "\"title\":\"\",\"tracking\"", "§3.2")]
    public async Task Faults_OneThingWrong_NamesTheTestThatFails(string right, string wrong, string test)
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        var csaf = Encoding.UTF8.GetString(await CsafAsync(scene, await IssueAsync(scene, Amber)));
        Assert.Contains(right, csaf, StringComparison.Ordinal);

        var faults = CsafCheck.Faults(Encoding.UTF8.GetBytes(csaf.Replace(right, wrong, StringComparison.Ordinal)));

        Assert.Contains(faults, fault => fault.StartsWith(test + ":", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rebuild_OfTheViews_GivesTheSameAdvisories()
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        await IssueAsync(scene, Amber);
        await AdvisoryDesk.FollowAsync(scene.Centre, CancellationToken.None);
        await scene.AssertRebuildsAsync();
        using var views = scene.Centre.Snapshot();
        Assert.Equal(1, Advisories.Restricted(views));
        Assert.Contains(Advisories.List(views), one => one.State == AdvisoryState.Issued);
    }

    private static Affected By(RegisterScene scene, string cause)
    {
        using var views = scene.Centre.Snapshot();
        return Affected.By(cause, AdvisoryScene.Today, views);
    }

    private static async Task<string> DraftAsync(RegisterScene scene, Actor by, string? again = null)
    {
        if (again is null)
        {
            await scene.RecordAsync(new EventRecorded("leak", EventKind.Incident, "A hole", "In the engine.", AdvisoryScene.Today, null, ["engine"], [], AdvisoryScene.Paper));
        }

        return (await AdvisoryDesk.DraftAsync(scene.Centre, "event:leak", again, Amber, by, CancellationToken.None)).Advisory;
    }

    private static async Task<Advisory> IssueAsync(RegisterScene scene, AdvisoryWords words, EventKind kind = EventKind.Vulnerability)
    {
        await scene.RecordAsync(new EventRecorded("leak", kind, "A hole", "In the engine.", AdvisoryScene.Today, kind == EventKind.Vulnerability ? "CVE-2026-1234" : null, ["engine"], [], AdvisoryScene.Paper));
        return await IssueAsync(scene, "event:leak", words);
    }

    private static async Task<Advisory> IssueAsync(RegisterScene scene, string cause, AdvisoryWords words)
    {
        var other = await scene.PersonAsync("p-eve", Role.Authority, "office");
        var draft = await AdvisoryDesk.DraftAsync(scene.Centre, cause, null, words, Actor.Console, CancellationToken.None);
        await AdvisoryDesk.ApproveAsync(scene.Centre, draft.Advisory, other, CancellationToken.None);
        return await AdvisoryDesk.IssueAsync(scene.Centre, draft.Advisory, other, CancellationToken.None);
    }

    private static Task<byte[]> CsafAsync(RegisterScene scene, Advisory issued) => Task.FromResult(scene.Centre.Documents.Read(issued.Newest!.Csaf));

    private static async Task<AdvisoryPredicate> StatementAsync(RegisterScene scene, Digest statement)
    {
        var envelope = DsseEnvelope.Parse(await File.ReadAllBytesAsync(Path.Combine(scene.Centre.Paths.Statements, statement.ToHex() + ".json")));
        Assert.True(VerifiedStatement.TryOpen(envelope, scene.Centre.Keys.Signing.PublicKey, out var verified));
        return AdvisoryPredicate.Read(verified.Statement);
    }
}
