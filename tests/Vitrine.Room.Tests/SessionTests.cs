using System.Text;
using Vitrine.Centre;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Room.Tests;

public sealed class SessionTests
{
    [Fact]
    public async Task Show_WhenItReturns_TheFrameIsInTheLedgersFiles()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open);
        var session = await scene.EnterAsync(id);

        var position = await Scene.ShowAsync(session, Scene.MainPath, 1, 40);

        // Read with nothing but the files, as after a crash at this moment.
        var reader = new TileReader(scene.Centre.Paths.Ledger);
        var checkpoint = VerifiedCheckpoint.Open(reader.CheckpointNote(), scene.Centre.Keys.Ledger.Verifier);
        Assert.True(position.Value < checkpoint.Size.Value);
        Assert.Contains("\"kind\":\"room.frameDelivered\"", Encoding.UTF8.GetString(reader.ReadEntry(position, checkpoint.Size)), StringComparison.Ordinal);
        Assert.Equal((1, 1), (scene.FindSession(session.Id).Frames, scene.FindSession(session.Id).UpTo50));
    }

    [Fact]
    public async Task Show_TheCentreHasStopped_NothingIsShown()
    {
        await using var scene = await Scene.MakeAsync();
        var session = await scene.EnterAsync(await scene.EngagementAsync(EngagementState.Open));
        await scene.StopAsync(killed: true);

        await Assert.ThrowsAnyAsync<Exception>(() => Scene.ShowAsync(session, Scene.MainPath, 1, 40));

        Assert.Equal(0, session.LinesShown);
        await scene.StartAsync();
    }

    [Fact]
    public async Task Show_ManyAtOnce_TheBudgetHolds()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open, new RoomRules(10, 0, 24, 100));
        var session = await scene.EnterAsync(id);

        var frames = Enumerable.Range(0, 10).Select(_ => Task.Run(() => Scene.ShowAsync(session, Scene.MainPath, 1, 30))).ToArray();
        await Task.WhenAll(frames).ContinueWith(_ => { }, TaskScheduler.Default);

        Assert.Equal(3, frames.Count(frame => frame.IsCompletedSuccessfully));
        Assert.All(frames.Where(frame => frame.IsFaulted), frame => Assert.Contains("100 lines, and 90 were", frame.Exception!.InnerException!.Message, StringComparison.Ordinal));
        Assert.Equal(90, session.LinesShown);
        await Scene.ShowAsync(session, Scene.MainPath, 1, 10);
        await Assert.ThrowsAsync<ActRefusedException>(() => Scene.ShowAsync(session, Scene.MainPath, 1, 1));
        Assert.Equal(4, scene.FindSession(session.Id).Frames);
    }

    [Fact]
    public async Task Show_LinesThatAreNotInTheRoom_AreAFaultOfThePageAndNotRecorded()
    {
        await using var scene = await Scene.MakeAsync();
        var session = await scene.EnterAsync(await scene.EngagementAsync(EngagementState.Open));
        var main = session.Tree.File(Scene.MainPath).Digest;
        LineRange[] bad =
        [
            new(Scene.HiddenPath, Digest.Of("the hidden one\n"u8), 1, 1),
            new(Scene.MainPath, Digest.Of("another"u8), 1, 1),
            new(Scene.MainPath, main, 0, 1),
            new(Scene.MainPath, main, 5, 4),
        ];
        foreach (var range in bad)
        {
            await Assert.ThrowsAsync<ArgumentException>(() => session.ShowAsync(new FrameContent(FrameKind.Text, "x", [range]), session.Mark, new byte[1], null, CancellationToken.None));
        }

        Assert.Equal(0, scene.FindSession(session.Id).Frames);
    }

    [Fact]
    public async Task Show_NothingForTheIdleTime_LocksAndSweepingEndsIt()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open);
        var session = await scene.EnterAsync(id);
        scene.Time.Now += TimeSpan.FromMinutes(9);
        await Scene.ShowAsync(session, Scene.MainPath, 1, 1);
        scene.Time.Now += TimeSpan.FromMinutes(10);

        await Assert.ThrowsAsync<ActRefusedException>(() => Scene.ShowAsync(session, Scene.MainPath, 1, 1));
        await Assert.ThrowsAsync<ActRefusedException>(() => session.WriteNoteAsync(Scene.MainPath, 1, "late", CancellationToken.None));
        Assert.Null(scene.Rooms.Find("p-rasmus", id));
        await scene.Rooms.SweepAsync(CancellationToken.None);

        Assert.Equal(SessionEnd.Idle, scene.FindSession(session.Id).Ended);
        Assert.Null(scene.Rooms.FindSession(session.Id));
        Assert.NotEqual(session.Id, (await scene.EnterAsync(id)).Id);
    }

    [Fact]
    public async Task Enter_OutsideTheHours_IsRefusedAndTheirEndEndsSessions()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open, new RoomRules(120, 8, 18, 1000));
        scene.Time.Now = new DateTimeOffset(2026, 3, 3, 7, 59, 59, TimeSpan.Zero);
        Assert.Contains("08:00 to 18:00", (await Assert.ThrowsAsync<ActRefusedException>(() => scene.EnterAsync(id))).Message, StringComparison.Ordinal);

        scene.Time.Now = new DateTimeOffset(2026, 3, 3, 17, 59, 59, TimeSpan.Zero);
        var session = await scene.EnterAsync(id);
        await Scene.ShowAsync(session, Scene.MainPath, 1, 1);
        scene.Time.Now = new DateTimeOffset(2026, 3, 3, 18, 0, 0, TimeSpan.Zero);

        await Assert.ThrowsAsync<ActRefusedException>(() => Scene.ShowAsync(session, Scene.MainPath, 1, 1));
        await scene.Rooms.SweepAsync(CancellationToken.None);
        Assert.Equal(SessionEnd.RoomClosed, scene.FindSession(session.Id).Ended);
    }

    [Fact]
    public async Task Show_TheRoomWasClosedByACommand_ShowsNothingMoreAndForgetsTheTree()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open);
        var session = await scene.EnterAsync(id);
        Assert.Equal(0x69, session.Tree.Read(Scene.MainPath).Span[0]);
        await using (var command = await scene.CommandAsync())
        {
            await command.RecordAsync(new RoomClosed(id, "Enough."), Actor.Console, CancellationToken.None);
        }

        Assert.Contains("was closed", (await Assert.ThrowsAsync<ActRefusedException>(() => Scene.ShowAsync(session, Scene.MainPath, 1, 1))).Message, StringComparison.Ordinal);
        await scene.Rooms.SweepAsync(CancellationToken.None);

        Assert.Equal(SessionEnd.RoomClosed, scene.FindSession(session.Id).Ended);
        await Scene.AssertClosedAsync(session.Tree);
        await Assert.ThrowsAsync<ActRefusedException>(() => scene.EnterAsync(id));
    }

    [Fact]
    public async Task Recover_ASessionThatAKilledServerLeft_IsClosedAsInterruptedAndAnchored()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open);
        var session = await scene.EnterAsync(id);
        await Scene.ShowAsync(session, Scene.MainPath, 1, 40);
        await scene.StopAsync(killed: true);

        await scene.StartAsync();

        var left = scene.FindSession(session.Id);
        Assert.Equal((SessionEnd.Interrupted, 1), (left.Ended, left.Frames));
        Assert.Contains("is over", await scene.RefusedAsync(new SessionClosed(session.Id, id, SessionEnd.Left)), StringComparison.Ordinal);
        var again = await scene.EnterAsync(id);
        Assert.Equal(40, again.Laboratory.DeliveredOf(again.Tree.File(Scene.MainPath).Digest).Count);
    }

    [Fact]
    public async Task Enter_Twice_GivesTheOneSession()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open);

        var entered = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => scene.EnterAsync(id))));

        Assert.Single(entered.Distinct());
        using var views = scene.Centre.Snapshot();
        Assert.Single(Sessions.OfEngagement(id, views));
    }

    [Fact]
    public async Task Enter_WithoutTheRight_IsRefusedAndLeavesNoSession()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open);
        var closed = await scene.EngagementAsync(EngagementState.Disclosed);
        var rasmus = scene.Rasmus;

        await Assert.ThrowsAsync<ActRefusedException>(() => scene.EnterAsync(id, scene.Sven));
        await Assert.ThrowsAsync<ActRefusedException>(() => scene.EnterAsync(id, rasmus with { Keys = null }));
        await Assert.ThrowsAsync<ActRefusedException>(() => scene.EnterAsync(id, rasmus with { Role = Role.Host, Party = Scene.Host }));
        await Assert.ThrowsAsync<ActRefusedException>(() => scene.EnterAsync(id, rasmus with { Person = "p-nobody" }));
        await Assert.ThrowsAsync<ActRefusedException>(() => scene.EnterAsync(closed));
        await Assert.ThrowsAsync<ActRefusedException>(() => scene.EnterAsync("e-none"));
        var keys = await Assert.ThrowsAsync<ActRefusedException>(() => scene.EnterAsync(id, rasmus with { Keys = scene.Keys(Scene.OtherLaboratory) }));
        Assert.Contains("not those that", keys.Message, StringComparison.Ordinal);

        using var views = scene.Centre.Snapshot();
        Assert.Empty(Sessions.Open(views));
    }

    [Fact]
    public async Task Leave_TheLastSession_IsRecordedAnchoredAndForgets()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open);
        var (first, second) = (await scene.EnterAsync(id), await scene.EnterAsync(id, scene.Ruth));
        await Scene.ShowAsync(first, Scene.MainPath, 1, 40);
        var anchors = LedgerVerification.Run(scene.Centre, CancellationToken.None).Anchors;

        await scene.Rooms.LeaveAsync(first, SessionEnd.Left, CancellationToken.None);
        Assert.Equal(0x69, second.Tree.Read(Scene.MainPath).Span[0]);
        await scene.Rooms.LeaveAllAsync("p-ruth", CancellationToken.None);

        Assert.Equal(SessionEnd.Left, scene.FindSession(first.Id).Ended);
        await Scene.AssertClosedAsync(second.Tree);
        await Assert.ThrowsAsync<ActRefusedException>(() => Scene.ShowAsync(first, Scene.MainPath, 1, 1));
        var found = LedgerVerification.Run(scene.Centre, CancellationToken.None);
        Assert.Empty(found.Problems);
        Assert.Equal(anchors + 2, found.Anchors);
        await scene.Rooms.LeaveAsync(first, SessionEnd.Left, CancellationToken.None);
    }

    [Fact]
    public async Task Leave_WhileFramesAreShown_EachIsOnRecordOrRefused()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open);
        var session = await scene.EnterAsync(id);

        var frames = Enumerable.Range(0, 20).Select(_ => Task.Run(() => Scene.ShowAsync(session, Scene.MainPath, 1, 1))).ToArray();
        await scene.Rooms.LeaveAsync(session, SessionEnd.Left, CancellationToken.None);
        await Task.WhenAll(frames).ContinueWith(_ => { }, TaskScheduler.Default);

        Assert.All(frames.Where(frame => !frame.IsCompletedSuccessfully), frame => Assert.IsType<ActRefusedException>(frame.Exception!.InnerException));
        Assert.Equal(frames.Count(frame => frame.IsCompletedSuccessfully), scene.FindSession(session.Id).Frames);
    }

    [Fact]
    public async Task Erase_APersonInARoom_IsRefusedUntilTheyLeave()
    {
        await using var scene = await Scene.MakeAsync();
        var session = await scene.EnterAsync(await scene.EngagementAsync(EngagementState.Open));
        Assert.Contains("in a room now", await scene.RefusedAsync(new PersonErased("p-rasmus", "Left.")), StringComparison.Ordinal);

        await scene.Rooms.LeaveAsync(session, SessionEnd.Left, CancellationToken.None);
        await scene.RecordAsync(new PersonErased("p-rasmus", "Left."));

        await Assert.ThrowsAsync<ActRefusedException>(() => scene.EnterAsync(session.Engagement));
    }

    [Fact]
    public async Task Record_ASessionsActsOutOfTurn_AreRefused()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open);
        var session = await scene.EnterAsync(id);
        var rasmus = new Actor("p-rasmus", Role.Reviewer);
        using var key = SessionKey.Create(session.Id);
        using var other = SessionKey.Create("s-other");
        var part = key.Seal("room.frameDelivered", "x");
        var frame = new FrameDelivered(session.Id, id, LineVolume.None);
        await scene.RecordAsync(frame with { Sealed = part }, rasmus);
        var wraps = key.WrapTo(scene.Keys(Scene.Laboratory).Opening.PublicKey, scene.Keys(Scene.Host).Opening.PublicKey, scene.Keys(Scene.Authority).Opening.PublicKey);
        var opened = new SessionOpened("s-new", id, "10.0.0.7", wraps);

        await scene.RefusedAsync(frame with { Sealed = part }, rasmus);
        await scene.RefusedAsync(frame, rasmus);
        await scene.RefusedAsync(frame with { Sealed = other.Seal("room.frameDelivered", "x") }, rasmus);
        await scene.RefusedAsync(frame with { Sealed = key.Seal("room.frameDelivered", "x") }, new Actor("p-ruth", Role.Reviewer));
        await scene.RefusedAsync(frame with { Sealed = key.Seal("room.frameDelivered", "x") });
        await scene.RefusedAsync(new SessionClosed(session.Id, id, SessionEnd.Left), new Actor("p-ruth", Role.Reviewer));
        await scene.RefusedAsync(opened with { Session = session.Id }, rasmus);
        await scene.RefusedAsync(opened with { Terminal = "a\u001bb" }, rasmus);
        await scene.RefusedAsync(opened with { Key = wraps with { Dispute = wraps.Laboratory } }, rasmus);
        await scene.RefusedAsync(opened with { Sealed = part }, rasmus);
        await scene.RefusedAsync(opened);
        await scene.RecordAsync(opened, rasmus);
    }
}
