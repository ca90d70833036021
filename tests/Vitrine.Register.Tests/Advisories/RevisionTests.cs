using System.Text.Json;
using Vitrine.Centre;

namespace Vitrine.Register.Tests;

/// <summary>What was issued is revised: the same number, the next version, approved as before.</summary>
public sealed class RevisionTests
{
    private static readonly AdvisoryWords Clear = new(null, "Update it.", Tlp.Clear, Audience.All, []);

    [Fact]
    public async Task Issue_ARevision_KeepsTheNumberAndTellsItsHistory()
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        var (ada, ben) = await PeopleAsync(scene);
        var id = await IssueAsync(scene, "event:leak", null, Clear, ada, ben);
        scene.Time.Now = scene.Time.Now.AddDays(7);
        await scene.RecordAsync(new AssessmentRecorded("q1", "office", AssessmentKind.NoNewEvidence, "A week later", "Nothing was found.", AdvisoryScene.Today, ["engine"], [], AdvisoryScene.Paper));
        Assert.Equal(id, await IssueAsync(scene, "assessment:q1", id, Clear, ben, ada));

        var advisory = Find(scene, id);
        Assert.Equal([1, 2], advisory.Issues.Select(issue => issue.Number));
        var csaf = scene.Centre.Documents.Read(advisory.Newest!.Csaf);
        Assert.Empty(CsafCheck.Faults(csaf));
        using var json = JsonDocument.Parse(csaf);
        var tracking = json.RootElement.GetProperty("document").GetProperty("tracking");
        Assert.Equal(("ADV-2026-0001", "2"), (tracking.GetProperty("id").GetString(), tracking.GetProperty("version").GetString()));
        Assert.Equal(("2026-03-02T12:00:00Z", "2026-03-09T12:00:00Z"), (tracking.GetProperty("initial_release_date").GetString(), tracking.GetProperty("current_release_date").GetString()));
        Assert.Equal(
            ["1 2026-03-02T12:00:00Z First issue.", "2 2026-03-09T12:00:00Z There is no new evidence."],
            tracking.GetProperty("revision_history").EnumerateArray().Select(one => $"{one.GetProperty("number")} {one.GetProperty("date")} {one.GetProperty("summary")}"));
        Assert.NotEqual(advisory.Issues[0].Statement, advisory.Issues[1].Statement);
        await scene.AssertRebuildsAsync();
    }

    [Fact]
    public async Task Revise_BeforeItIsIssued_LeavesWhatWasIssuedPublic()
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        var (ada, ben) = await PeopleAsync(scene);
        var id = await IssueAsync(scene, "event:leak", null, Clear, ada, ben);
        await AdvisoryDesk.DraftAsync(scene.Centre, "event:leak", id, Clear with { Title = "Not so bad", Changed = "It was worse than it is." }, ada, CancellationToken.None);

        var advisory = Find(scene, id);
        Assert.Equal((AdvisoryState.Drafted, true, "A hole", "Not so bad"), (advisory.State, advisory.IsPublic, advisory.Newest!.Title, advisory.Title));
        Assert.Contains("not approve it", await RefusedAsync(() => AdvisoryDesk.ApproveAsync(scene.Centre, id, ada, CancellationToken.None)), StringComparison.Ordinal);
        Assert.Contains("not approved", await RefusedAsync(() => AdvisoryDesk.IssueAsync(scene.Centre, id, ben, CancellationToken.None)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revise_APublicOneForSome_IsRefusedAndTheOtherWayIsNot()
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        var (ada, ben) = await PeopleAsync(scene);
        var id = await IssueAsync(scene, "event:leak", null, Clear with { Tlp = Tlp.Amber }, ada, ben);
        Assert.False(Find(scene, id).IsPublic);
        await IssueAsync(scene, "event:leak", id, Clear, ada, ben);
        Assert.True(Find(scene, id).IsPublic);
        Assert.Contains("revised for everyone", await RefusedAsync(() => AdvisoryDesk.DraftAsync(scene.Centre, "event:leak", id, Clear with { Tlp = Tlp.Red }, ada, CancellationToken.None)), StringComparison.Ordinal);
        using var views = scene.Centre.Snapshot();
        Assert.Equal(0, Advisories.Restricted(views));
    }

    [Fact]
    public async Task Draft_ThatSaysNotWhatItChanges_IsRefused()
    {
        await using var scene = await AdvisoryScene.MakeAsync();
        var (ada, ben) = await PeopleAsync(scene);
        var id = await IssueAsync(scene, "event:leak", null, Clear, ada, ben);
        var silent = AdvisoryDesk.Read(scene.Centre, Find(scene, id).Newest!.Draft);
        Assert.Contains("says what it changes", await scene.RefusedAsync(new AdvisoryDrafted(id, silent.Cause, scene.Centre.Documents.Add(silent.ToJson()), 0), ada), StringComparison.Ordinal);
        var early = silent with { Advisory = "adv-2026-0002", Changed = "Something." };
        Assert.Contains("Nothing was issued", await scene.RefusedAsync(new AdvisoryDrafted(early.Advisory, early.Cause, scene.Centre.Documents.Add(early.ToJson()), 0), ada), StringComparison.Ordinal);
    }

    private static Advisory Find(RegisterScene scene, string id)
    {
        using var views = scene.Centre.Snapshot();
        return Advisories.Find(id, views)!;
    }

    private static async Task<string> RefusedAsync(Func<Task> act) => (await Assert.ThrowsAsync<ActRefusedException>(act)).Message;

    private static async Task<(Actor Ada, Actor Ben)> PeopleAsync(RegisterScene scene)
    {
        await scene.RecordAsync(new EventRecorded("leak", EventKind.Vulnerability, "A hole", "In the engine.", AdvisoryScene.Today, "CVE-2026-1234", ["engine"], [], AdvisoryScene.Paper));
        return (await scene.PersonAsync("p-ada", Role.Authority, "office"), await scene.PersonAsync("p-ben", Role.Authority, "office"));
    }

    private static async Task<string> IssueAsync(RegisterScene scene, string cause, string? advisory, AdvisoryWords words, Actor drafter, Actor approver)
    {
        var draft = await AdvisoryDesk.DraftAsync(scene.Centre, cause, advisory, words, drafter, CancellationToken.None);
        await AdvisoryDesk.ApproveAsync(scene.Centre, draft.Advisory, approver, CancellationToken.None);
        return (await AdvisoryDesk.IssueAsync(scene.Centre, draft.Advisory, approver, CancellationToken.None)).Id;
    }
}
