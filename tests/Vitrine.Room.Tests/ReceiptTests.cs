using Vitrine.Centre;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Room.Tests;

/// <summary>Receipts of real sessions: of one that is over, of one that goes on, of two at once.</summary>
public sealed class ReceiptTests
{
    [Fact]
    public async Task Issue_TwoSessionsAtOnce_EachReceiptCountsItsOwnActs()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open);
        var (rasmus, ruth) = (await scene.EnterAsync(id), await scene.EnterAsync(id, scene.Ruth));
        await Scene.ShowAsync(rasmus, Scene.MainPath, 1, 40);
        await Scene.ShowAsync(ruth, Scene.MainPath, 1, 120);
        await rasmus.WriteNoteAsync(Scene.MainPath, 7, "A note.", CancellationToken.None);
        await Scene.ShowAsync(rasmus, Scene.MainPath, 1, 60);

        var early = Verified(scene, await ReceiptDesk.IssueAsync(scene.Centre, rasmus.Id, CancellationToken.None));
        Assert.Equal(4UL, early.Said.Acts.Count);
        Assert.Equal(new FrameVolumes(0, 1, 1, 0, 0), early.Said.Acts.Frames);
        Assert.Equal("room.frameDelivered", early.Said.Acts.Last.Kind);

        await scene.Rooms.LeaveAsync(rasmus, SessionEnd.Left, CancellationToken.None);
        var last = Verified(scene, await ReceiptDesk.IssueAsync(scene.Centre, rasmus.Id, CancellationToken.None));
        Assert.Equal((5UL, "room.sessionClosed"), (last.Said.Acts.Count, last.Said.Acts.Last.Kind));
        Assert.Equal(ReceiptVerdict.Verified, last.Hold(Tally(scene, rasmus.Id, last.Said.Ledger.Size)));
        Assert.Equal(ReceiptVerdict.OtherActs, early.Hold(Tally(scene, rasmus.Id, last.Said.Ledger.Size)));
        Assert.Equal(ReceiptVerdict.Verified, early.Hold(Tally(scene, rasmus.Id, early.Said.Ledger.Size)));
        Assert.Equal(ReceiptVerdict.OtherActs, last.Hold(Tally(scene, ruth.Id, last.Said.Ledger.Size)));
        Assert.Equal(5, ReceiptDesk.Export(scene.Centre, rasmus.Id, last.Said.Ledger.Size).Count());
        Assert.Equal(ConsistencyOutcome.GoesOn, (await LogConsistency.CheckAsync(new FolderLogSource(scene.Centre.Paths.Log), [scene.Centre.Keys.Log.Verifier], early.Anchor.Checkpoint, CancellationToken.None)).Outcome);
    }

    [Fact]
    public async Task Issue_Again_IsTheSameAnchorUntilSomethingHappens()
    {
        await using var scene = await Scene.MakeAsync();
        var session = await scene.EnterAsync(await scene.EngagementAsync(EngagementState.Open));
        var first = await ReceiptDesk.IssueAsync(scene.Centre, session.Id, CancellationToken.None);
        var second = await ReceiptDesk.IssueAsync(scene.Centre, session.Id, CancellationToken.None);
        Assert.Equal(first.Anchor.Envelope.PayloadDigest, second.Anchor.Envelope.PayloadDigest);
        await Scene.ShowAsync(session, Scene.MainPath, 1, 40);
        Assert.NotEqual(first.Anchor.Envelope.PayloadDigest, (await ReceiptDesk.IssueAsync(scene.Centre, session.Id, CancellationToken.None)).Anchor.Envelope.PayloadDigest);
        await Assert.ThrowsAsync<ActRefusedException>(() => ReceiptDesk.IssueAsync(scene.Centre, "s-none", CancellationToken.None));
    }

    private static VerifiedReceipt Verified(Scene scene, Receipt receipt)
    {
        Assert.Equal(ReceiptVerdict.Verified, VerifiedReceipt.TryOpen(Receipt.Parse(receipt.Encode()), scene.Centre.Keys.Log.Verifier, [], out var verified));
        return verified!;
    }

    private static SessionTally Tally(Scene scene, string session, TreeSize size) =>
        SessionTally.Of(session, new TileReader(scene.Centre.Paths.Ledger).ReadEntries(new LogIndex(0), size).Select(entry => (ReadOnlyMemory<byte>)entry.Entry));
}
