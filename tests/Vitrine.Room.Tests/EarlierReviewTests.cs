using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;
using Vitrine.Seals;

namespace Vitrine.Room.Tests;

/// <summary>What an earlier review lends to the next: its lines, apart; and its tree, where the host agrees.</summary>
public sealed class EarlierReviewTests
{
    [Fact]
    public async Task Carried_ContentThatDidNotChange_CountsApartAndOnlyWhatWasDelivered()
    {
        await using var scene = await Scene.MakeAsync();
        var first = await ReadAsync(scene);
        var session = await scene.EnterAsync(await scene.OpenNextAsync(await scene.SealNextAsync()));

        // Lines 1 to 50 of a content that stood twice, and stands once now, elsewhere; the file that changed lends nothing.
        var carried = Assert.Single(session.Earlier.Carried(session.Tree, session.Laboratory, []));
        Assert.Equal(new CarriedCoverage(first, "1.4.2", scene.Root.Value, 50), carried);
        Assert.Equal(0, CoverageCount.Of(session.Tree, session.Laboratory, session.Earlier).LinesDelivered);

        var main = session.Tree.File("lib/main.c");
        var coming = new LineRange(main.Path, main.Digest, 41, 60);
        Assert.Equal(40UL, Assert.Single(session.Earlier.Carried(session.Tree, session.Laboratory, [coming])).Lines);
        await Scene.ShowAsync(session, "lib/main.c", 1, 20);
        var count = CoverageCount.Of(session.Tree, session.Laboratory, session.Earlier);
        Assert.Equal((20L, 30UL), (count.LinesDelivered, Assert.Single(count.Carried).Lines));
    }

    [Fact]
    public async Task Carried_FromTwoReviews_CountsEachLineOnceForTheNewest()
    {
        await using var scene = await Scene.MakeAsync();
        var first = await ReadAsync(scene);
        scene.Time.Now = scene.Time.Now.AddMinutes(1);
        var second = await scene.EngagementAsync(EngagementState.Open);
        var again = await scene.EnterAsync(second);
        await Scene.ShowAsync(again, Scene.MainPath, 41, 60);

        // Two copies of 30 lines, and three of another file.
        Assert.Equal((2UL * 30) + 3, Assert.Single(again.Earlier.Carried(again.Tree, again.Laboratory, [new LineRange(Scene.MainPath, again.Tree.File(Scene.MainPath).Digest, 31, 40)])).Lines);
        var session = await scene.EnterAsync(await scene.OpenNextAsync(await scene.SealNextAsync()));
        Assert.Equal([(second, 20UL), (first, 40UL)], session.Earlier.Carried(session.Tree, session.Laboratory, []).Select(one => (one.Engagement, one.Lines)));
    }

    [Fact]
    public async Task Carried_FromAnotherProductLaboratoryOrALaterReview_IsNone()
    {
        await using var scene = await Scene.MakeAsync();
        var next = await scene.SealNextAsync();
        await ReadAsync(scene);
        var other = await scene.EnterAsync(await scene.OpenNextAsync(next, product: "Another Guard"));
        Assert.Empty(other.Earlier.Carried(other.Tree, other.Laboratory, []));

        // The same moment: each would otherwise be earlier than the other.
        var (a, b) = (await scene.EngagementAsync(EngagementState.Screened), await scene.EngagementAsync(EngagementState.Screened));
        Assert.True(EarlierReviews.IsEarlier(scene.Find(a), scene.Find(b)) ^ EarlierReviews.IsEarlier(scene.Find(b), scene.Find(a)));
        Assert.False(EarlierReviews.IsEarlier(scene.Find(a), scene.Find(a)));
        Assert.False(EarlierReviews.IsEarlier(scene.Find(a) with { Laboratory = Scene.OtherLaboratory, Requested = default }, scene.Find(b)));
        Assert.False(EarlierReviews.IsEarlier(scene.Find(a) with { Host = Scene.OtherHost, Requested = default }, scene.Find(b)));
    }

    [Fact]
    public async Task Certify_WithCoverageCarriedOver_SaysItApart()
    {
        await using var scene = await Scene.MakeAsync();
        var first = await ReadAsync(scene);
        var id = await scene.OpenNextAsync(await scene.SealNextAsync());
        await Scene.ShowAsync(await scene.EnterAsync(id), "src/other.c", 1, 3);

        var digest = await scene.Rooms.CertifyAsync(scene.Rasmus, scene.Find(id), ReviewConclusion.Certified, TimeSpan.FromDays(30), CancellationToken.None);

        using var views = scene.Centre.Snapshot();
        Assert.True(VerifiedStatement.TryOpen(LoggedBundles.Envelope(scene.Centre, Certificates.Find(digest, views)!.Review), scene.Keys(Scene.Laboratory).Signing.PublicKey, out var verified));
        var review = ReviewPredicate.Read(verified!.Statement);
        Assert.Equal(new ReviewCoverage(3, Scene.MainLines + 4, 1, null, [new CarriedCoverage(first, "1.4.2", scene.Root.Value, 50)]), review.Coverage);
    }

    [Fact]
    public async Task Compare_WithoutTheHostsConsent_IsRefused()
    {
        await using var scene = await Scene.MakeAsync();
        await ReadAsync(scene);
        var session = await scene.EnterAsync(await scene.OpenNextAsync(await scene.SealNextAsync()));

        Assert.Contains("compares with no earlier release", (await RefusedAsync(scene, session)).Message, StringComparison.Ordinal);
        Assert.Null(session.Comparison);
    }

    [Fact]
    public async Task Propose_ToCompareWithWhatIsNoEarlierReview_IsRefused()
    {
        await using var scene = await Scene.MakeAsync();
        var next = await scene.SealNextAsync();
        var unread = await scene.EngagementAsync(EngagementState.Open);
        var read = await ReadAsync(scene);
        scene.Time.Now = scene.Time.Now.AddMinutes(1);
        var id = Engagements.NewId();
        await scene.RecordAsync(new EngagementRequested(id, "Example Guard", "1.5.0", Scene.Host, Scene.Laboratory, Scene.Authority, Tier.Full, "Again."), scene.Astrid);
        await scene.RecordAsync(new DisclosurePrepared(id, next.Value, ["**"], [], new ScopeCounts(5, 5, 1000, 125), new ScreeningCounts(0, 0, 0)));
        foreach (var wrong in (string[])["e-00000000", unread, id])
        {
            Assert.Contains("earlier review", await scene.RefusedAsync(Scene.Proposed(id, RoomRules.Default with { ComparesWith = wrong }), scene.Hanne), StringComparison.Ordinal);
        }

        await scene.RecordAsync(Scene.Proposed(id, RoomRules.Default with { ComparesWith = read }), scene.Hanne);
        using var views = scene.Centre.Snapshot();
        Assert.Equal(read, Assert.Single(RoomDesk.Comparable(scene.Find(id), views)).Id);
    }

    [Fact]
    public async Task Compare_AsTheHostAgreed_ShowsEachReleaseWithinItsOwnScopeAndRecordsIt()
    {
        await using var scene = await Scene.MakeAsync();
        var first = await ReadAsync(scene);
        await scene.RecordAsync(new RoomClosed(first, "Over."));
        var session = await scene.EnterAsync(await scene.OpenNextAsync(await scene.SealNextAsync(), first));
        var comparison = await scene.Rooms.CompareAsync(session, CancellationToken.None);
        var changes = await comparison.ChangesAsync(CancellationToken.None);

        Assert.False(comparison.Older.Contains(Scene.HiddenPath));
        Assert.Equal(
            [("lib/main.c", FileChangeKind.Moved), ("src/other.c", FileChangeKind.Changed), ("src/update.c", FileChangeKind.Added), (Scene.CopyPath, FileChangeKind.Removed)],
            changes.Files.Select(file => (file.Path, file.Kind)).OrderBy(file => file.Kind == FileChangeKind.Removed).ThenBy(file => file.Path, StringComparer.Ordinal));

        // Lines of both releases go on record; only those of the newer count as delivered of it.
        var (now, then) = (session.Tree.File("src/other.c"), comparison.Older.File("src/other.c"));
        await session.ShowAsync(
            new FrameContent(FrameKind.Changes, "changes\nfile=src/other.c", [new LineRange(now.Path, now.Digest, 1, 3), new LineRange(then.Path, then.Digest, 2, 2)]), session.Mark, new byte[1], null, CancellationToken.None);
        Assert.Equal(4, session.LinesShown);
        Assert.Equal(3, CoverageCount.Of(session.Tree, session.Laboratory, session.Earlier).LinesDelivered);
        await Assert.ThrowsAsync<ArgumentException>(() => session.ShowAsync(
            new FrameContent(FrameKind.Changes, "x", [new LineRange(Scene.HiddenPath, Digest.Of("the hidden one\n"u8), 1, 1)]), session.Mark, new byte[1], null, CancellationToken.None));

        // What a room shows is not destroyed under it.
        var destroying = await Assert.ThrowsAsync<ActRefusedException>(() => SealDesk.DestroyAsync(scene.Centre, scene.Seals, scene.Root.Value, "No longer needed.", Actor.Console, CancellationToken.None));
        Assert.Contains("open on this seal", destroying.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_PathsThatOneScopeLeavesOut_AreNeitherGoneNorNew()
    {
        await using var scene = await Scene.MakeAsync();
        var first = await ReadAsync(scene);
        var next = await scene.SealNextAsync();
        scene.Time.Now = scene.Time.Now.AddMinutes(1);
        var id = Engagements.NewId();
        await scene.RecordAsync(new EngagementRequested(id, "Example Guard", "1.5.0", Scene.Host, Scene.Laboratory, Scene.Authority, Tier.Full, "Again."), scene.Astrid);
        await scene.RecordAsync(new DisclosurePrepared(id, next.Value, ["src/**"], ["src/other.c"], new ScopeCounts(3, 5, 1000, 2), new ScreeningCounts(0, 0, 0)));
        await scene.DecideAsync(Scene.Proposed(id, RoomRules.Default with { ComparesWith = first }));
        await scene.RecordAsync(new RoomOpened(id));
        var comparison = await scene.Rooms.CompareAsync(await scene.EnterAsync(id), CancellationToken.None);
        var changes = await comparison.ChangesAsync(CancellationToken.None);

        Assert.DoesNotContain(changes.Files, file => file.Path is "src/other.c" or "extra/copy-of-main.c" or "lib/main.c");
        var hidden = Assert.Single(changes.Files, file => file.Path == Scene.HiddenPath);
        Assert.Equal(FileChangeKind.Added, hidden.Kind);
        Assert.Contains(hidden.Reasons, reason => reason.Contains("may not be new", StringComparison.Ordinal));
        Assert.Contains(changes.Files, file => file is { Path: Scene.MainPath, Kind: FileChangeKind.Removed });
    }

    [Fact]
    public async Task Compare_WhereAGateOfTheEarlierEngagementKeepsOut_IsRefused()
    {
        await using var scene = await Scene.MakeAsync();
        var first = await ReadAsync(scene);
        var session = await scene.EnterAsync(await scene.OpenNextAsync(await scene.SealNextAsync(), first));
        await scene.Rooms.CompareAsync(session, CancellationToken.None);
        await scene.RecordAsync(new ExportClassified(scene.Root.Value, ExportRules.Presets["itar"], "Counsel says so."), scene.Hanne);

        Assert.Contains("version 1.4.2", (await RefusedAsync(scene, session)).Message, StringComparison.Ordinal);
        await Scene.ShowAsync(session, "src/other.c", 1, 1);
    }

    private static async Task<string> ReadAsync(Scene scene)
    {
        var id = await scene.EngagementAsync(EngagementState.Open);
        var session = await scene.EnterAsync(id);
        await Scene.ShowAsync(session, Scene.MainPath, 1, 50);
        await Scene.ShowAsync(session, "src/other.c", 1, 3);
        await scene.Rooms.LeaveAsync(session, SessionEnd.Left, CancellationToken.None);
        return id;
    }

    private static Task<ActRefusedException> RefusedAsync(Scene scene, RoomSession session) =>
        Assert.ThrowsAsync<ActRefusedException>(() => scene.Rooms.CompareAsync(session, CancellationToken.None));
}
