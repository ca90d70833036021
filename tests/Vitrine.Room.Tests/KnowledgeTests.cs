using System.Text;
using Vitrine.Centre;

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
