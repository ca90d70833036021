using Vitrine.Centre;

namespace Vitrine.Register.Tests;

public sealed class OwnershipTests
{
    private const string Day = "2026-02-15";

    [Theory]
    [InlineData("50", true)]
    [InlineData("49.9999", false)]
    public async Task ScreenEntity_OwnedByOneListed_IsHitFromHalfUp(string share, bool hit)
    {
        await using var scene = await SceneAsync("bad");
        await OwnsAsync(scene, "bad", "target", decimal.Parse(share));

        var hits = scene.ScreenEntity("target", Day);

        Assert.Equal(hit, hits.Count == 1);
        if (hit)
        {
            Assert.Equal((HitWay.Owned, 1.0, "e1"), (hits[0].Way, hits[0].Score, hits[0].Entry));
            Assert.Equal(["target", "bad.Ownership.target", "bad"], hits[0].Through.ToArray());
            Assert.Equal("of Quiet target, at least 50 % is held by owners that count as listed: Bad Actor bad 50 % (claim bad.Ownership.target: Company register)", hits[0].Why[1]);
        }
    }

    [Fact]
    public async Task ScreenEntity_OwnedBySeveralListed_IsHitByTheirSum()
    {
        await using var scene = await SceneAsync("bad", "worse");
        await OwnsAsync(scene, "bad", "target", 25);
        await OwnsAsync(scene, "worse", "target", 25);
        await OwnsAsync(scene, "clean", "target", 50);

        var hits = scene.ScreenEntity("target", Day);

        Assert.Equal(["e1", "e2"], hits.Select(hit => hit.Entry));
        Assert.All(hits, hit => Assert.Equal(HitWay.Owned, hit.Way));
        Assert.Contains("at least 50 % is held", hits[0].Why[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ScreenEntity_OwnersOnDifferentLists_AreNotAddedUp()
    {
        await using var scene = await SceneAsync("bad");
        await scene.ImportAsync(ListScene.Csv("Bad Actor worse"), list: "other");
        await OwnsAsync(scene, "bad", "target", 30);
        await OwnsAsync(scene, "worse", "target", 30);

        Assert.Empty(scene.ScreenEntity("target", Day));
    }

    [Fact]
    public async Task ScreenEntity_ABlockedOwner_PassesItsWholeShareOn()
    {
        // 60 % of 50 % is 30 %, and still the rule holds: the owner in between counts whole.
        await using var scene = await SceneAsync("bad");
        await OwnsAsync(scene, "bad", "holding", 60);
        await OwnsAsync(scene, "holding", "target", 50);

        var hit = Assert.Single(scene.ScreenEntity("target", Day));

        Assert.Equal(["target", "holding.Ownership.target", "holding", "bad.Ownership.holding", "bad"], hit.Through.ToArray());
        Assert.Equal(3, hit.Why.Length);
    }

    [Fact]
    public async Task ScreenEntity_AnOwnerBelowHalf_PassesNothingOn()
    {
        await using var scene = await SceneAsync("bad");
        await OwnsAsync(scene, "bad", "holding", 49);
        await OwnsAsync(scene, "holding", "target", 100);

        Assert.Empty(scene.ScreenEntity("target", Day));
    }

    [Fact]
    public async Task ScreenEntity_DirectAndIndirectShares_AreAddedUp()
    {
        await using var scene = await SceneAsync("bad");
        await OwnsAsync(scene, "bad", "holding", 50);
        await OwnsAsync(scene, "holding", "target", 30);
        await OwnsAsync(scene, "bad", "target", 20);

        var hit = Assert.Single(scene.ScreenEntity("target", Day));
        Assert.Equal((HitWay.Owned, 3), (hit.Way, hit.Through.Length));
    }

    [Fact]
    public async Task ScreenEntity_OwnersInARing_AreFollowedOnce()
    {
        await using var scene = await SceneAsync("bad");
        await OwnsAsync(scene, "a", "target", 100);
        await OwnsAsync(scene, "b", "a", 40);
        await OwnsAsync(scene, "a", "b", 60);
        await OwnsAsync(scene, "target", "b", 40);
        Assert.Empty(scene.ScreenEntity("target", Day));

        await OwnsAsync(scene, "bad", "c", 80);
        Assert.Empty(scene.ScreenEntity("target", Day));

        await OwnsAsync(scene, "c", "a", 60);
        var hit = Assert.Single(scene.ScreenEntity("target", Day));
        Assert.Equal((HitWay.Owned, 7), (hit.Way, hit.Through.Length));
        Assert.Equal(HitWay.Owned, Assert.Single(scene.ScreenEntity("b", Day)).Way);
    }

    [Fact]
    public async Task ScreenEntity_ARangeOrAnUnknownShare_IsPossibleAndNotCertain()
    {
        await using var scene = await SceneAsync("bad");
        await scene.RecordAsync(Facts.Owns("bad", "target", 25, "2020-01-01") with { Share = new Share(25, 50) });
        var range = Assert.Single(scene.ScreenEntity("target", Day));
        await scene.RecordAsync(Facts.Owns("bad", "other", null, "2020-01-01"));
        var unknown = Assert.Single(scene.ScreenEntity("other", Day));

        Assert.Equal((HitWay.PossiblyOwned, 0.5), (range.Way, range.Score));
        Assert.Contains("up to 50 % may be held", range.Why[1], StringComparison.Ordinal);
        Assert.Equal((HitWay.PossiblyOwned, 0.5), (unknown.Way, unknown.Score));
        Assert.Contains("a share that is not known", unknown.Why[1], StringComparison.Ordinal);

        // What others surely hold, nobody else does.
        await OwnsAsync(scene, "clean", "other", 51);
        Assert.Empty(scene.ScreenEntity("other", Day));
    }

    [Fact]
    public async Task ScreenEntity_SharesOverTheWhole_MakeNothingCertainAndAreTold()
    {
        await using var scene = await SceneAsync("bad");
        await OwnsAsync(scene, "bad", "target", 60);
        await OwnsAsync(scene, "clean", "target", 70);

        var hit = Assert.Single(scene.ScreenEntity("target", Day));

        Assert.Equal(HitWay.PossiblyOwned, hit.Way);
        Assert.Contains("the claims on Quiet target add up to 130 %, more than the whole: at least one of them is wrong", hit.Why);
        await scene.RefusedAsync(Facts.Owns("bad", "target", 101));
    }

    [Fact]
    public async Task ScreenEntity_ClaimsOfOneOwnerThatDiffer_CountFromLeastToMost()
    {
        await using var scene = await SceneAsync("bad");
        await OwnsAsync(scene, "bad", "target", 60, claim: "one");
        await OwnsAsync(scene, "bad", "target", 40, claim: "two");

        Assert.Equal(HitWay.PossiblyOwned, Assert.Single(scene.ScreenEntity("target", Day)).Way);
    }

    [Theory]
    [InlineData(TieKind.Contract)]
    [InlineData(TieKind.Office)]
    [InlineData(TieKind.Founding)]
    [InlineData(TieKind.Payment)]
    [InlineData(TieKind.Membership)]
    [InlineData(TieKind.Other)]
    public async Task ScreenEntity_AnythingButOwnership_LeadsNowhere(TieKind kind)
    {
        await using var scene = await SceneAsync("bad");
        await scene.RecordAsync(Facts.Tie(kind, "bad", "target", "2020-01-01", detail: "Strategic partnership") with { Share = kind == TieKind.Contract ? Share.Exactly(100) : null });

        Assert.Empty(scene.ScreenEntity("target", Day));
    }

    [Fact]
    public async Task ScreenEntity_OnAnotherDay_SeesTheOwnersOfThatDay()
    {
        await using var scene = await SceneAsync("bad");
        await scene.RecordAsync(Facts.Owns("bad", "target", 100, "2021-01-01", "2025-01-01"));

        Assert.Empty(scene.ScreenEntity("target", "2020-12-31"));
        Assert.Single(scene.ScreenEntity("target", "2021-01-01"));
        Assert.Single(scene.ScreenEntity("target", "2024-12-31"));
        Assert.Empty(scene.ScreenEntity("target", "2025-01-01"));
        await scene.RecordAsync(new ClaimWithdrawn("bad.Ownership.target", "It was another company."));
        Assert.Empty(scene.ScreenEntity("target", "2021-01-01"));
    }

    [Fact]
    public async Task ScreenEntity_AClaimWithoutAFirstDayOrOfALowGrade_IsPossible()
    {
        await using var scene = await SceneAsync("bad");
        await scene.RecordAsync(Facts.Owns("bad", "target", 100));
        await scene.RecordAsync(Facts.Owns("bad", "other", 100, "2020-01-01", grade: 'E'));

        Assert.Equal(HitWay.Owned, Assert.Single(scene.ScreenEntity("target", "2026-02-01")).Way);
        var before = Assert.Single(scene.ScreenEntity("target", "2026-01-31"));
        Assert.Equal(HitWay.PossiblyOwned, before.Way);
        Assert.Contains("does not say since when", before.Why[^1], StringComparison.Ordinal);
        var low = Assert.Single(scene.ScreenEntity("other", Day));
        Assert.Equal(HitWay.PossiblyOwned, low.Way);
        Assert.Contains("grade E", low.Why[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ScreenEntity_ItsOwnNamesAndAliases_AreAsked()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.ImportAsync(ListScene.Covered, "x.csv");
        await scene.RecordAsync(Facts.Entity("k", name: "Example Security Holding", aliases: ["Касперский", "KL"]));

        var hits = scene.ScreenEntity("k", "2022-03-25");

        Assert.Equal((HitWay.Name, "kaspersky"), (Assert.Single(hits).Way, hits[0].Entry));
        Assert.Equal("asked by the alias 'Касперский'", hits[0].Why[0]);
        Assert.Empty(scene.ScreenEntity("k", "2022-03-24"));
        Assert.Empty(scene.ScreenEntity("nobody", "2026-01-01"));
    }

    [Fact]
    public async Task ScreenEntity_MoreOwnersThanCanBeFollowed_IsRefused()
    {
        await using var scene = await SceneAsync("bad");
        await OwnsAsync(scene, "a", "target", 10);
        await OwnsAsync(scene, "b", "a", 10);
        await OwnsAsync(scene, "c", "b", 10);

        using var views = scene.Centre.Snapshot();
        var refused = Assert.Throws<ActRefusedException>(() => Ownership.Of("target", ListScene.Day(Day), views, most: 3));
        Assert.Contains("nothing is said of it", refused.Message, StringComparison.Ordinal);
        Assert.Equal(4, Ownership.Of("target", ListScene.Day(Day), views, most: 4).Entities.Count());
    }

    private static async Task<RegisterScene> SceneAsync(params string[] listed)
    {
        var scene = await RegisterScene.MakeAsync();
        await scene.ImportAsync(ListScene.Csv([.. listed.Select(id => $"Bad Actor {id}")]), list: "bans");
        foreach (var id in (string[])["bad", "worse"])
        {
            await scene.RecordAsync(Facts.Entity(id, name: $"Bad Actor {id}"));
        }

        foreach (var id in (string[])["target", "other", "holding", "clean", "a", "b", "c"])
        {
            await scene.RecordAsync(Facts.Entity(id, name: $"Quiet {id}"));
        }

        return scene;
    }

    private static Task OwnsAsync(RegisterScene scene, string from, string to, decimal percent, string? claim = null) =>
        scene.RecordAsync(Facts.Owns(from, to, percent, "2020-01-01", claim: claim));
}
