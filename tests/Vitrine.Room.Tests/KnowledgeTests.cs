using System.Text;
using System.Text.Json;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;

namespace Vitrine.Room.Tests;

public sealed class KnowledgeTests
{
    [Fact]
    public async Task Findings_WhoeverReadsThemInTheRoom_IsOnRecordOnce()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open);
        var rasmus = await scene.EnterAsync(id);
        var finding = await rasmus.WriteFindingAsync(Scene.MainPath, 3, FindingSeverity.High, "A way in.", "It is open.", CancellationToken.None);
        var ruth = await scene.EnterAsync(id, scene.Ruth);
        await ruth.MarkFindingsReadAsync(CancellationToken.None);
        await ruth.MarkFindingsReadAsync(CancellationToken.None);
        await rasmus.MarkFindingsReadAsync(CancellationToken.None);

        Assert.Equal([("p-rasmus", KnownHow.Wrote), ("p-ruth", KnownHow.Read)], ruth.Laboratory.KnownBy(finding).Select(known => (known.Detail.Person!, known.Detail.How)));
        var opened = LaboratoryView.Open(scene.Centre, id, scene.Keys(Scene.Laboratory).Opening, CancellationToken.None);
        Assert.Equal(ruth.Laboratory.KnownBy(finding), opened.KnownBy(finding));
    }

    [Fact]
    public async Task RecordKnown_OfSomebodyElse_IsSealedToTheLaboratory()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open);
        var session = await scene.EnterAsync(id);
        var finding = await session.WriteFindingAsync(Scene.MainPath, 3, FindingSeverity.High, "A way in.", "It is open.", CancellationToken.None);
        await session.SetEmbargoAsync(finding, new DateOnly(2026, 6, 1), CancellationToken.None);
        await session.RecordKnownAsync(finding, "Findme-9981 Agency", KnownHow.Told, new DateOnly(2026, 3, 1), CancellationToken.None);

        var known = session.Laboratory.KnownBy(finding)[^1].Detail;
        Assert.Equal(("Findme-9981 Agency", new DateOnly(2026, 3, 1)), (known.Name, known.Since));
        Assert.Equal(new DateOnly(2026, 6, 1), session.Laboratory.Findings.Single().Detail.Embargo);
        foreach (var file in Directory.EnumerateFiles(scene.Centre.Paths.Ledger, "*", SearchOption.AllDirectories).Append(scene.Centre.Paths.Views))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes("Findme-9981")) < 0, file);
        }
    }

    [Fact]
    public async Task Tell_ByASecondPerson_SaysTitleAndSeverityAndNoMore()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open);
        var rasmus = await scene.EnterAsync(id);
        var ruth = await scene.EnterAsync(id, scene.Ruth);
        var finding = await rasmus.WriteFindingAsync(Scene.MainPath, 3, FindingSeverity.High, "A way in.", "Findme-7741: it is open.", CancellationToken.None);
        async Task<string> Refused(Func<Task> act) => (await Assert.ThrowsAsync<ActRefusedException>(act)).Message;
        FindingNotice? Notice()
        {
            using var views = scene.Centre.Snapshot();
            return FindingNotices.Find(finding, views);
        }

        Assert.Contains("Nobody proposes", await Refused(() => ruth.TellAsync(finding, CancellationToken.None)), StringComparison.Ordinal);
        await rasmus.ProposeTellingAsync(finding, CancellationToken.None);
        Assert.Contains("Somebody else", await Refused(() => rasmus.TellAsync(finding, CancellationToken.None)), StringComparison.Ordinal);
        Assert.Null(Notice());
        await ruth.TellAsync(finding, CancellationToken.None);
        var notice = Notice()!;
        Assert.Equal(("A way in.", FindingSeverity.High, false), (notice.Title, notice.Severity, notice.Withdrawn));
        var act = scene.Centre.ReadAct(new LogIndex(scene.Centre.LedgerCheckpoint().Size.Value - 1)).Act;
        var open = JsonSerializer.Serialize(act, act.GetType(), ActJson.Options);
        Assert.Contains("p-rasmus", open, StringComparison.Ordinal);
        Assert.DoesNotContain(Scene.MainPath, open, StringComparison.Ordinal);
        Assert.DoesNotContain("Findme-7741", open, StringComparison.Ordinal);
        Assert.Contains("nothing to tell", await Refused(() => rasmus.ProposeTellingAsync(finding, CancellationToken.None)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tell_WhatChangedAfterItWasProposed_IsRefused()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open);
        var rasmus = await scene.EnterAsync(id);
        var ruth = await scene.EnterAsync(id, scene.Ruth);
        var finding = await rasmus.WriteFindingAsync(Scene.MainPath, 3, FindingSeverity.High, "A way in.", "It is open.", CancellationToken.None);
        await rasmus.ProposeTellingAsync(finding, CancellationToken.None);
        await rasmus.SetEmbargoAsync(finding, new DateOnly(2026, 6, 1), CancellationToken.None);
        Assert.Contains("until 2026-06-01", (await Assert.ThrowsAsync<ActRefusedException>(() => ruth.TellAsync(finding, CancellationToken.None))).Message, StringComparison.Ordinal);
        await rasmus.SetEmbargoAsync(finding, null, CancellationToken.None);
        Assert.Contains("as it stands", (await Assert.ThrowsAsync<ActRefusedException>(() => ruth.TellAsync(finding, CancellationToken.None))).Message, StringComparison.Ordinal);
        await ruth.ProposeTellingAsync(finding, CancellationToken.None);
        await rasmus.TellAsync(finding, CancellationToken.None);

        await rasmus.WithdrawFindingAsync(finding, CancellationToken.None);
        await rasmus.ProposeTellingAsync(finding, CancellationToken.None);
        await ruth.TellAsync(finding, CancellationToken.None);
        using var views = scene.Centre.Snapshot();
        Assert.True(FindingNotices.OfEngagement(id, views).Single().Withdrawn);
        Assert.Contains(Causes.Waiting(10, views), cause => cause.Cause == $"finding:{finding}" && cause.What.Contains("taken back", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FindingTold_ByOthersThanTheLaboratory_IsRefused()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open);
        Engagement engagement;
        using (var views = scene.Centre.Snapshot())
        {
            engagement = Engagements.Find(id, views)!;
        }

        var rasmus = new Actor("p-rasmus", Role.Reviewer);
        FindingTold Told(string proposed) => new("f-1", id, engagement.Laboratory, engagement.Product, engagement.Version, FindingSeverity.Low, "Something.", false, proposed);
        foreach (var (act, by) in new[]
        {
            (Told("p-ruth"), Actor.Console),
            (Told("p-ruth"), scene.Hanne),
            (Told("p-hanne"), rasmus),
            (Told("p-rasmus"), rasmus),
            (Told("p-ruth") with { Product = "Another" }, rasmus),
            (Told("p-ruth") with { Withdrawn = true }, rasmus),
        })
        {
            await Assert.ThrowsAsync<ActRefusedException>(() => scene.Centre.RecordAsync(act, by, CancellationToken.None));
        }

        await scene.Centre.RecordAsync(Told("p-ruth"), rasmus, CancellationToken.None);
    }

    [Fact]
    public async Task RecordKnown_OfWhatIsNoneOrToCome_IsRefused()
    {
        await using var scene = await Scene.MakeAsync();
        var session = await scene.EnterAsync(await scene.EngagementAsync(EngagementState.Open));
        var finding = await session.WriteFindingAsync(Scene.MainPath, 3, FindingSeverity.Low, "A way in.", "It is open.", CancellationToken.None);
        Task Record(string which, string name, DateOnly since) => session.RecordKnownAsync(which, name, KnownHow.Told, since, CancellationToken.None);

        Assert.Contains("no finding f-none", (await Assert.ThrowsAsync<ActRefusedException>(() => Record("f-none", "Agency", new DateOnly(2026, 3, 1)))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ActRefusedException>(() => Record(finding, " ", new DateOnly(2026, 3, 1)));
        Assert.Contains("today", (await Assert.ThrowsAsync<ActRefusedException>(() => Record(finding, "Agency", new DateOnly(2026, 3, 3)))).Message, StringComparison.Ordinal);
        await session.WithdrawFindingAsync(finding, CancellationToken.None);
        await Assert.ThrowsAsync<ActRefusedException>(() => session.SetEmbargoAsync(finding, new DateOnly(2026, 6, 1), CancellationToken.None));
    }
}
