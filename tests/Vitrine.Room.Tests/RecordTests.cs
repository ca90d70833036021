using System.Text;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;

namespace Vitrine.Room.Tests;

/// <summary>What the record tells whom.</summary>
public sealed class RecordTests
{
    private const string Note = "This looks like a buffer overrun to me.";

    [Fact]
    public async Task Ledger_WhatWasReadAskedAndWritten_StandsNowhereInTheClear()
    {
        await using var scene = await Scene.MakeAsync();
        var (id, session) = await ReadAsync(scene);
        await scene.Rooms.LeaveAsync(session, SessionEnd.Left, CancellationToken.None);
        await scene.StopAsync();

        string[] secrets = [Scene.MainPath, "main.c", "findme-7731", Note, "Overrun", "rasmus ·", session.Mark.Split(' ')[0] + " ·"];
        foreach (var file in Directory.EnumerateFiles(scene.Centre.Paths.Folder, "*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            foreach (var secret in secrets)
            {
                Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0, $"{file} holds '{secret}'");
                Assert.True(bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(secret)) < 0, $"{file} holds '{secret}'");
            }
        }

        await scene.StartAsync();
        Assert.Equal(EngagementState.Open, scene.Find(id).State);
    }

    [Fact]
    public async Task Ledger_TheSizesOfSealedParts_TellNoMoreThanTheirPadding()
    {
        await using var scene = await Scene.MakeAsync();
        var (id, session) = await ReadAsync(scene);
        await session.WriteNoteAsync(Scene.MainPath, 1, "short", CancellationToken.None);

        var acts = scene.Centre.ReadActs(new LogIndex(0), scene.Centre.LedgerCheckpoint().Size).Where(recorded => recorded.Act.Sealed is not null).ToList();
        Assert.All(acts.Where(act => act.Act is FrameDelivered), act => Assert.Equal(2048 + 16, act.Act.Sealed!.Box.Length));
        Assert.All(acts.Where(act => act.Act is SomethingWritten), act => Assert.Equal(4096 + 16, act.Act.Sealed!.Box.Length));
        Assert.Equal(Enumerable.Range(0, acts.Count).Select(number => (uint)number), acts.Select(act => act.Act.Sealed!.Number));
        Assert.Equal(["room.frameDelivered", "room.written"], acts.Select(act => act.Kind).Distinct().Order());
        _ = id;
    }

    [Fact]
    public async Task Open_TheLaboratorysViewFromTheLedger_EqualsTheLiveOne()
    {
        await using var scene = await Scene.MakeAsync();
        var (id, session) = await ReadAsync(scene);
        var ruth = await scene.EnterAsync(id, scene.Ruth);
        await Scene.ShowAsync(ruth, Scene.CopyPath, 30, 60);
        var finding = session.Laboratory.Findings.Single().Detail.Finding;
        scene.Time.Now += TimeSpan.FromSeconds(90);
        await ruth.WithdrawFindingAsync(finding, CancellationToken.None);
        await Assert.ThrowsAsync<ActRefusedException>(() => ruth.WithdrawFindingAsync(finding, CancellationToken.None));

        var live = session.Laboratory;
        var read = LaboratoryView.Open(scene.Centre, id, scene.Keys(Scene.Laboratory).Opening, CancellationToken.None);

        Assert.Same(live, ruth.Laboratory);
        Assert.NotEmpty(live.Notes);
        Assert.Equal(live.Notes, read.Notes);
        Assert.Equal(live.Findings, read.Findings);
        Assert.True(read.Findings.Single().Detail.Withdrawn);
        Assert.Equal(live.LinesByPerson, read.LinesByPerson);
        Assert.All(session.Tree.Files, file => Assert.Equal(live.DeliveredOf(file.Digest).Ranges, read.DeliveredOf(file.Digest).Ranges));
    }

    [Fact]
    public async Task Open_WithAnotherKey_IsImpossible()
    {
        await using var scene = await Scene.MakeAsync();
        var (id, _) = await ReadAsync(scene);

        foreach (var party in (string[])[Scene.Host, Scene.Authority, Scene.OtherLaboratory])
        {
            Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => LaboratoryView.Open(scene.Centre, id, scene.Keys(party).Opening, CancellationToken.None));
        }
    }

    [Fact]
    public async Task Dispute_BothPartiesTogether_OpenOneSessionAndItIsOnRecord()
    {
        await using var scene = await Scene.MakeAsync();
        var (id, session) = await ReadAsync(scene);
        var ruth = await scene.EnterAsync(id, scene.Ruth);
        await Scene.ShowAsync(ruth, Scene.MainPath, 5, 6);

        var opened = await DisputeDesk.OpenAsync(
            scene.Centre, session.Id, scene.Keys(Scene.Host).Opening, scene.Keys(Scene.Authority).Opening, "A photograph was leaked.", scene.Astrid, CancellationToken.None);

        Assert.Equal(4, opened.Count);
        Assert.Equal(new LineRange(Scene.MainPath, session.Tree.File(Scene.MainPath).Digest, 1, 40), opened[0].Frame!.Lines.Single());
        Assert.Equal(Note, opened[2].Written!.Note!.Text);
        using var views = scene.Centre.Snapshot();
        Assert.Equal("room.disputeOpened", Engagements.Timeline(id, views)[^1].Kind);
    }

    [Fact]
    public async Task Dispute_OneAloneOrInTheWrongOrder_OpensNothingAndRecordsNothing()
    {
        await using var scene = await Scene.MakeAsync();
        var (_, session) = await ReadAsync(scene);
        var before = scene.Centre.LedgerCheckpoint().Size;
        var (host, authority, laboratory) = (scene.Keys(Scene.Host).Opening, scene.Keys(Scene.Authority).Opening, scene.Keys(Scene.Laboratory).Opening);

        foreach (var (first, second) in ((OpeningKey, OpeningKey)[])[(host, host), (authority, authority), (authority, host), (host, laboratory), (laboratory, authority)])
        {
            await Assert.ThrowsAnyAsync<System.Security.Cryptography.CryptographicException>(
                () => DisputeDesk.OpenAsync(scene.Centre, session.Id, first, second, "Alone.", Actor.Console, CancellationToken.None));
        }

        foreach (var by in (Actor[])[new("p-rasmus", Role.Reviewer), new("p-otto", Role.Host), new("p-adam", Role.Administrator)])
        {
            await Assert.ThrowsAsync<ActRefusedException>(() => DisputeDesk.OpenAsync(scene.Centre, session.Id, host, authority, "Not theirs.", by, CancellationToken.None));
        }

        Assert.Equal(before, scene.Centre.LedgerCheckpoint().Size);
    }

    [Fact]
    public async Task Enter_WithAnAccountThatHasNotTheNewOpeningKey_IsRefusedUntilItTakesIt()
    {
        await using var scene = await Scene.MakeAsync();
        var (id, session) = await ReadAsync(scene);
        await scene.Rooms.LeaveAsync(session, SessionEnd.Left, CancellationToken.None);
        await OpeningKeyRotation.RotateAsync(scene.Centre, Scene.Laboratory, scene.Centre.Keys.PartyFolder(Scene.Laboratory), CancellationToken.None);

        Assert.Contains("vitrine user keys NAME", (await Assert.ThrowsAsync<ActRefusedException>(() => scene.EnterAsync(id))).Message, StringComparison.Ordinal);
        Assert.Throws<ActRefusedException>(() => scene.Rooms.Conclude(scene.Rasmus, scene.Find(id), CancellationToken.None));

        using var now = PartyKeys.Read(scene.Centre.Keys.PartyFolder(Scene.Laboratory));
        var again = await scene.EnterAsync(id, scene.Rasmus with { Keys = now });
        await Scene.ShowAsync(again, Scene.MainPath, 41, 60);
        Assert.Equal(5, OpenedSessions.Read(scene.Centre.ReadActs(new LogIndex(0), scene.Centre.LedgerCheckpoint().Size), id, now.Opening).Count);
    }

    [Fact]
    public async Task Dispute_APartThatWasSealedWithAnotherKey_SaysThatTheOpeningIsOnRecordAllTheSame()
    {
        await using var scene = await Scene.MakeAsync();
        var (id, session) = await ReadAsync(scene);
        using var other = SessionKey.Create(session.Id);
        var part = other.Seal("room.frameDelivered", "what a server would hide", 2048) with { Number = 4711 };
        await scene.RecordAsync(new FrameDelivered(session.Id, id, LineVolume.None) { Sealed = part }, new Actor("p-rasmus", Role.Reviewer));

        var fault = await Assert.ThrowsAsync<LedgerFormatException>(() => DisputeDesk.OpenAsync(
            scene.Centre, session.Id, scene.Keys(Scene.Host).Opening, scene.Keys(Scene.Authority).Opening, "A photograph was leaked.", scene.Astrid, CancellationToken.None));

        Assert.Contains("does not open with its session's key", fault.Message, StringComparison.Ordinal);
        var size = scene.Centre.LedgerCheckpoint().Size.Value;
        Assert.Contains($"is on record, as act {size - 1}", fault.Message, StringComparison.Ordinal);
        Assert.IsType<DisputeOpened>(scene.Centre.ReadAct(new LogIndex(size - 1)).Act);
    }

    [Fact]
    public async Task Write_WhatIsNoNoteOrFinding_IsRefused()
    {
        await using var scene = await Scene.MakeAsync();
        var session = await scene.EnterAsync(await scene.EngagementAsync(EngagementState.Open));
        Task[] writes =
        [
            session.WriteNoteAsync(Scene.HiddenPath, 1, "note", CancellationToken.None),
            session.WriteNoteAsync(Scene.MainPath, 0, "note", CancellationToken.None),
            session.WriteNoteAsync(Scene.MainPath, Scene.MainLines + 1, "note", CancellationToken.None),
            session.WriteNoteAsync(Scene.MainPath, 1, " ", CancellationToken.None),
            session.WriteNoteAsync(Scene.MainPath, 1, new string('x', 8001), CancellationToken.None),
            session.WriteNoteAsync(Scene.MainPath, 1, "a\u202eb", CancellationToken.None),
            session.WriteFindingAsync(Scene.MainPath, 1, FindingSeverity.High, "two\nlines", "text", CancellationToken.None),
            session.WriteFindingAsync(Scene.MainPath, 1, FindingSeverity.High, "title", new string('x', 8001), CancellationToken.None),
            session.WithdrawFindingAsync("f-none", CancellationToken.None),
        ];
        foreach (var write in writes)
        {
            await Assert.ThrowsAsync<ActRefusedException>(() => write);
        }

        await session.WriteNoteAsync("src/empty.c", 1, "An empty file.", CancellationToken.None);
        await session.WriteFindingAsync(Scene.MainPath, 1, FindingSeverity.Low, "Ж", new string('ж', 8000), CancellationToken.None);
    }

    private static async Task<(string Engagement, RoomSession Session)> ReadAsync(Scene scene)
    {
        var id = await scene.EngagementAsync(EngagementState.Open);
        var session = await scene.EnterAsync(id);
        await Scene.ShowAsync(session, Scene.MainPath, 1, 40);
        await Scene.ShowAsync(session, Scene.MainPath, 31, 50);
        scene.Time.Now += TimeSpan.FromSeconds(1);
        await session.WriteNoteAsync(Scene.MainPath, 7, Note, CancellationToken.None);
        await session.WriteFindingAsync(Scene.MainPath, 8, FindingSeverity.High, "Overrun", "The index is not checked.", CancellationToken.None);
        return (id, session);
    }
}
