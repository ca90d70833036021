using System.Text;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Room.Tests;

public sealed class PublicationTests
{
    [Fact]
    public async Task Public_BeforeItsDay_ShowsACommitmentAndNothingElse()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Requested);
        await Publications.ChooseAsync(scene.Centre, id, PublicationTime.OnDate, new DateOnly(2026, 3, 9), Publications.Everything, scene.Astrid, CancellationToken.None);

        var shown = Assert.Single(Public(scene));

        Assert.False(shown.IsOpen);
        object?[] parts = [shown.Engagement, shown.Product, shown.Version, shown.Vendor, shown.Laboratory, shown.Authority, shown.Tier, shown.Purpose, shown.Requested, shown.State, shown.Since, shown.Decision, shown.Certificate, shown.Opening];
        Assert.All(parts, Assert.Null);
    }

    [Fact]
    public async Task Public_OnItsDay_OpensTheCommitmentThatStoodThere()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Requested);
        await Publications.ChooseAsync(scene.Centre, id, PublicationTime.OnDate, new DateOnly(2026, 3, 9), [PublicField.Product, PublicField.Tier], scene.Astrid, CancellationToken.None);
        var before = Assert.Single(Public(scene)).Commitment;
        scene.Time.Now = new DateTimeOffset(2026, 3, 9, 0, 0, 0, TimeSpan.Zero);

        var shown = Assert.Single(Public(scene));

        Assert.Equal((before, true, "Example Guard", Tier.Full), (shown.Commitment, shown.IsOpen, shown.Product, shown.Tier!.Value));
        Assert.Null(shown.Laboratory);
        var opened = PublicationCommitment.Verify(shown.Opening, before);
        Assert.NotNull(opened);
        Assert.Equal(["engagement", "product", "tier", "version"], opened.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("Example Guard", opened["product"]);
        Assert.DoesNotContain(Scene.Laboratory, Encoding.UTF8.GetString(shown.Opening!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_AnOpeningOfSomethingElse_IsNone()
    {
        await using var scene = await Scene.MakeAsync();
        var engagement = scene.Find(await scene.EngagementAsync(EngagementState.Requested));
        var salt = PublicationCommitment.NewSalt();
        var commitment = PublicationCommitment.Of(engagement, salt);
        var opening = PublicationCommitment.Open(engagement, salt, [PublicField.Product]);

        Assert.NotNull(PublicationCommitment.Verify(opening, commitment));
        Assert.Null(PublicationCommitment.Verify(PublicationCommitment.Open(engagement with { Product = "Other" }, salt, [PublicField.Product]), commitment));
        Assert.Null(PublicationCommitment.Verify(PublicationCommitment.Open(engagement, PublicationCommitment.NewSalt(), [PublicField.Product]), commitment));
        Assert.Null(PublicationCommitment.Verify("{}"u8, commitment));
        Assert.Null(PublicationCommitment.Verify("[1]"u8, commitment));
        Assert.Null(PublicationCommitment.Verify([.. opening, (byte)' '], commitment));
        for (var i = 0; i < opening.Length; i++)
        {
            var changed = opening.ToArray();
            changed[i] ^= 1;
            Assert.Null(PublicationCommitment.Verify(changed, commitment));
        }
    }

    [Fact]
    public async Task Public_OnDecisionAndNever_OpenThenAndNever()
    {
        await using var scene = await Scene.MakeAsync();
        var (decided, never) = (await scene.EngagementAsync(EngagementState.Requested), await scene.EngagementAsync(EngagementState.Requested));
        var unstated = await scene.EngagementAsync(EngagementState.Requested);
        await Publications.ChooseAsync(scene.Centre, decided, PublicationTime.OnDecision, null, [PublicField.Outcome], scene.Astrid, CancellationToken.None);
        await Publications.ChooseAsync(scene.Centre, never, PublicationTime.Never, null, Publications.Everything, scene.Hanne, CancellationToken.None);
        Assert.All(Public(scene), one => Assert.False(one.IsOpen));
        foreach (var id in (string[])[decided, never])
        {
            await scene.RecordAsync(new EngagementDecided(id, Decision.Withdrawn, "Not now.", null), scene.Astrid);
        }

        Assert.Equal(Decision.Withdrawn, Assert.Single(Public(scene), one => one.IsOpen).Decision);
        using var views = scene.Centre.Snapshot();
        var counts = Publications.Count(views, scene.Time.Now);
        Assert.Equal((3, 1, 1, 1), (counts.All, counts.Shown, counts.Committed, counts.Unstated));
        Assert.Equal((1, 2), (counts.ByState[EngagementState.Requested], counts.ByDecision[Decision.Withdrawn]));
        _ = unstated;
    }

    [Fact]
    public async Task Choose_APolicy_PutsTheCommitmentAndNothingElseIntoThePublicLog()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Requested);
        await Publications.ChooseAsync(scene.Centre, id, PublicationTime.Never, null, Publications.Everything, scene.Astrid, CancellationToken.None);

        var committed = Assert.Single(Public(scene));
        var index = await scene.Centre.PublishedAsync(committed.Statement, CancellationToken.None);
        Assert.True(index.Value < scene.Centre.LogCheckpoint().Size.Value);
        var envelope = DsseEnvelope.Parse(await File.ReadAllBytesAsync(Path.Combine(scene.Centre.Paths.Statements, committed.Statement.ToHex() + ".json")));
        Assert.True(VerifiedStatement.TryOpen(envelope, scene.Centre.Keys.Signing.PublicKey, out var verified));
        Assert.Equal(new PublicationPredicate(committed.Commitment, UtcTime.Whole(scene.Time.Now)), PublicationPredicate.Read(verified.Statement));
        Assert.Equal(["chosen"], verified.Statement.Predicate.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Choose_WhatSaysNothingOrComesTooLate_IsRefused()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Requested);
        var salt = PublicationCommitment.NewSalt();
        var good = new PublicationChosen(id, PublicationTime.Now, null, [PublicField.Product], salt, PublicationCommitment.Of(scene.Find(id), salt), Publications.Stage(scene.Centre, PublicationCommitment.Of(scene.Find(id), salt)));

        Assert.Contains("at least one", await scene.RefusedAsync(good with { Shown = [] }), StringComparison.Ordinal);
        Assert.Contains("each once", await scene.RefusedAsync(good with { Shown = [PublicField.Tier, PublicField.Tier] }), StringComparison.Ordinal);
        Assert.Contains("Name a day after today", await scene.RefusedAsync(good with { On = new DateOnly(2027, 1, 1) }), StringComparison.Ordinal);
        Assert.Contains("Name a day after today", await scene.RefusedAsync(good with { When = PublicationTime.OnDate }), StringComparison.Ordinal);
        Assert.Contains("Name a day after today", await scene.RefusedAsync(good with { When = PublicationTime.OnDate, On = new DateOnly(2026, 3, 2) }), StringComparison.Ordinal);
        Assert.Contains("not one to this engagement", await scene.RefusedAsync(good with { Commitment = Digest.Of("x"u8) }), StringComparison.Ordinal);
        Assert.Contains("not one to this engagement", await scene.RefusedAsync(good with { Salt = [1] }), StringComparison.Ordinal);
        await scene.RefusedAsync(good, new Actor("p-rasmus", Role.Reviewer));
        await scene.RefusedAsync(good, new Actor("p-otto", Role.Host));
        await scene.RecordAsync(good, scene.Hanne);
        var late = await scene.EngagementAsync(EngagementState.Disclosed);
        Assert.Contains("before the disclosure is decided", await scene.RefusedAsync(good with { Engagement = late, Statement = Publications.Stage(scene.Centre, Digest.Of("late"u8)) }, scene.Hanne), StringComparison.Ordinal);
    }

    private static IReadOnlyList<PublicEngagement> Public(Scene scene)
    {
        using var views = scene.Centre.Snapshot();
        return Publications.Public(views, scene.Time.Now);
    }
}
