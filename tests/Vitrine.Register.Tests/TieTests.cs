namespace Vitrine.Register.Tests;

public sealed class TieTests
{
    [Fact]
    public async Task Of_BothDirections_HoldOnTheirDaysAlone()
    {
        await using var scene = await SceneAsync("acme", "nordlys", "anna");
        await scene.RecordAsync(Facts.Owns("acme", "nordlys", 12.5m, since: "2020-01-01", until: "2024-06-01"));
        await scene.RecordAsync(Facts.Tie(TieKind.Office, "anna", "nordlys", since: "2021-05-04", detail: "Managing director"));
        await scene.RecordAsync(Facts.Tie(TieKind.Contract, "acme", "nordlys"));

        using var views = scene.Centre.Snapshot();
        Assert.Equal([TieKind.Contract, TieKind.Ownership], Kinds(Ties.Of("nordlys", Facts.Day(2020, 1, 1), views)));
        Assert.Equal([TieKind.Contract, TieKind.Office, TieKind.Ownership], Kinds(Ties.Of("nordlys", Facts.Day(2024, 5, 31), views)));
        Assert.Equal([TieKind.Contract, TieKind.Office], Kinds(Ties.Of("nordlys", Facts.Day(2024, 6, 1), views)));
        Assert.Equal([TieKind.Contract], Kinds(Ties.Of("acme", Facts.Day(2025, 1, 1), views)));
        var owner = Assert.Single(Ties.Owners("nordlys", Facts.Day(2022, 1, 1), views));
        Assert.Equal(("acme", Share.Exactly(12.5m), Facts.Source()), (owner.From, owner.Share, owner.Source));
        Assert.Equal(owner, Assert.Single(Ties.Holdings("acme", Facts.Day(2022, 1, 1), views)));
        Assert.Empty(Ties.Holdings("nordlys", Facts.Day(2022, 1, 1), views));
        Assert.Equal(3, Ties.All("nordlys", 10, views).Count);
    }

    [Fact]
    public async Task Claim_RepliedAndWithdrawn_StaysOnRecordAndCountsNoMore()
    {
        await using var scene = await SceneAsync("acme", "nordlys", "other");
        var claim = Facts.Owns("acme", "nordlys", 51, claim: "c-1");
        await scene.RecordAsync(claim);
        await scene.RecordAsync(new ClaimReplied("c-1", "nordlys", "We were never owned by them.\nSee the register."));
        await scene.RecordAsync(new ClaimWithdrawn("c-1", "It spoke of another Nordlys."));

        using var views = scene.Centre.Snapshot();
        Assert.Empty(Ties.Of("nordlys", Facts.Day(2026, 1, 1), views));
        Assert.True(Assert.Single(Ties.All("nordlys", 10, views)).Withdrawn);
        Assert.Equal(("nordlys", "We were never owned by them.\nSee the register."), Assert.Single(Claims.Replies("c-1", views)) is var reply ? (reply.Entity, reply.Text) : default);
        Assert.Equal("It spoke of another Nordlys.", Claims.Withdrawal("c-1", views)!.Reason);
        Assert.Contains("withdrawn before", (await scene.RefusedAsync(new ClaimWithdrawn("c-1", "Again."))).Message, StringComparison.Ordinal);
        Assert.Contains("is not about", (await scene.RefusedAsync(new ClaimReplied("c-1", "other", "Me too."))).Message, StringComparison.Ordinal);
        Assert.Contains("no claim", (await scene.RefusedAsync(new ClaimReplied("c-2", "acme", "What?"))).Message, StringComparison.Ordinal);
        Assert.Contains("already", (await scene.RefusedAsync(claim)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claim_WhatIsNoTie_IsRefusedWithTheReason()
    {
        await using var scene = await SceneAsync("acme", "nordlys");
        var good = Facts.Owns("acme", "nordlys", 50, claim: "c-1");
        (TieClaimed Act, string Reason)[] bad =
        [
            (good with { From = "nobody" }, "no entity 'nobody'"),
            (good with { To = "nobody" }, "no entity 'nobody'"),
            (good with { Share = Share.Exactly(100.0001m) }, "100.0001 %"),
            (good with { Share = Share.Exactly(-1) }, "-1 %"),
            (good with { Share = new Share(60, 50) }, "60 to 50 %"),
            (good with { Share = Share.Exactly(33.33333m) }, "4 decimal places"),
            (good with { Since = Facts.Day(2026, 1, 2), Until = Facts.Day(2026, 1, 2) }, "hold for some time"),
            (good with { Detail = "" }, "detail"),
            (good with { Claim = "c 1" }, "claim's identifier"),
            (good with { Source = Facts.Source("") }, "source's title"),
        ];
        foreach (var (act, reason) in bad)
        {
            Assert.Contains(reason, (await scene.RefusedAsync(act)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task OwnersUnknown_Claimed_IsOnRecordWithItsReason()
    {
        await using var scene = await SceneAsync("acme");
        await scene.RecordAsync(new OwnersUnknown("g-1", "acme", OwnersGap.SubjectExemptFromDisclosure, null, null, Facts.Source()));

        using var views = scene.Centre.Snapshot();
        Assert.Equal(OwnersGap.SubjectExemptFromDisclosure, Assert.Single(Claims.OwnersGaps("acme", views)).Reason);
        Assert.Equal(ClaimKind.OwnersUnknown, Claims.KindOf("g-1", views));
        await scene.RefusedAsync(new OwnersUnknown("g-1", "acme", OwnersGap.Unknown, null, null, Facts.Source()));
    }

    private static async Task<RegisterScene> SceneAsync(params string[] entities)
    {
        var scene = await RegisterScene.MakeAsync();
        foreach (var entity in entities)
        {
            await scene.RecordAsync(Facts.Entity(entity));
        }

        return scene;
    }

    private static IEnumerable<TieKind> Kinds(IEnumerable<Tie> ties) => ties.Select(tie => tie.Kind);
}
