namespace Vitrine.Register.Tests;

public sealed class EntityTests
{
    [Fact]
    public async Task Record_AnEntity_IsFoundByIdNameAndAliasWhateverTheCase()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.RecordAsync(Facts.Entity("acme", name: "Acme  Holding", aliases: ["ΑΚΜΗ", "アクメ株式会社", "Acme  Holding"], countries: ["RU", "DE", "RU"]));

        using var views = scene.Centre.Snapshot();
        var found = Entities.Find("acme", views)!;
        Assert.Equal(("acme", EntityKind.Organisation, "Acme  Holding"), (found.Id, found.Kind, found.Name));
        Assert.Equal<string>(["DE", "RU"], found.Countries);
        Assert.Equal<string>(["Acme  Holding", "ΑΚΜΗ", "アクメ株式会社"], Entities.Names("acme", views));
        Assert.Equal("acme", Assert.Single(Entities.FindByName("ACME holding", views)).Id);
        Assert.Equal("acme", Assert.Single(Entities.FindByName("ακμη", views)).Id);
        Assert.Empty(Entities.FindByName("Acme", views));
        Assert.Null(Entities.Find("nobody", views));
    }

    [Fact]
    public async Task Record_AnEntityAgain_TheNewestRecordCounts()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.RecordAsync(Facts.Entity("acme", aliases: ["Old"], countries: ["DE"]));
        await scene.RecordAsync(Facts.Entity("acme", name: "Acme SE", aliases: ["New"]));

        using var views = scene.Centre.Snapshot();
        Assert.Equal<string>(["Acme SE", "New"], Entities.Names("acme", views));
        Assert.Empty(Entities.Find("acme", views)!.Countries);
        Assert.Empty(Entities.FindByName("Old", views));
    }

    [Fact]
    public async Task Register_AParty_ItIsTheEntityOfTheSameId()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.RecordAsync(Facts.Entity("nordlys", name: "Nordlys AS", countries: ["NO"]));
        await scene.RegisterAsync("nordlys", name: "Nordlys Laboratory");
        await scene.RegisterAsync("agency", PartyKind.Authority);

        using var views = scene.Centre.Snapshot();
        Assert.Equal<string>(["Nordlys AS", "Nordlys Laboratory"], Entities.Names("nordlys", views));
        Assert.Equal<string>(["NO"], Entities.Find("nordlys", views)!.Countries);
        Assert.Equal(EntityKind.PublicBody, Entities.Find("agency", views)!.Kind);
    }

    [Fact]
    public async Task Record_WhatIsNoEntity_IsRefusedWithTheReason()
    {
        await using var scene = await RegisterScene.MakeAsync();
        (EntityRecorded Act, string Reason)[] bad =
        [
            (Facts.Entity("a b"), "letters, digits, dots"),
            (Facts.Entity(""), "letters, digits, dots"),
            (Facts.Entity(new string('a', 129)), "letters, digits, dots"),
            (Facts.Entity("../up"), "letters, digits, dots"),
            (Facts.Entity("a", name: ""), "entity's name"),
            (Facts.Entity("a", name: "a\u202eb"), "direction"),
            (Facts.Entity("a", aliases: [new string('x', 501)]), "alias"),
            (Facts.Entity("a", aliases: [.. Enumerable.Range(0, 501).Select(i => $"{i}")]), "At most 500"),
            (Facts.Entity("a", countries: ["Germany"]), "'Germany' is no country"),
            (Facts.Entity("a", countries: ["de"]), "'de' is no country"),
            (Facts.Entity("a") with { Source = Facts.Source(grade: 'G') }, "grade"),
            (Facts.Entity("a") with { Source = Facts.Source() with { Url = "javascript:alert(1)" } }, "no address"),
        ];
        foreach (var (act, reason) in bad)
        {
            Assert.Contains(reason, (await scene.RefusedAsync(act)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Search_ByTextKindAndCountry_GivesPagesAndTheWholeCount()
    {
        await using var scene = await RegisterScene.MakeAsync();
        for (var i = 0; i < 7; i++)
        {
            await scene.RecordAsync(Facts.Entity($"firm-{i}", name: $"Firm {i}", countries: i % 2 == 0 ? ["DE"] : ["FR", "DE"]));
        }

        await scene.RecordAsync(Facts.Entity("somebody", EntityKind.Person, "Élodie Firmin", ["Э. Фирмин"], ["FR"]));

        using var views = scene.Centre.Snapshot();
        Assert.Equal(("firm-2 firm-3", 8L), Ids(Entities.Search("firm", null, null, 2, 2, views)));
        Assert.Equal(("somebody", 1L), Ids(Entities.Search("фирмин", null, null, 10, 0, views)));
        Assert.Equal(("somebody", 1L), Ids(Entities.Search("", EntityKind.Person, "FR", 10, 0, views)));
        Assert.Equal(("", 0L), Ids(Entities.Search("", EntityKind.Person, "DE", 10, 0, views)));
        Assert.Equal(("", 0L), Ids(Entities.Search("%", null, null, 10, 0, views)));
    }

    [Fact]
    public async Task Record_ProductsAndRegimes_AreFoundByVendorAndAuthority()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.RecordAsync(Facts.Entity("acme"));
        await scene.RecordAsync(Facts.Entity("agency", EntityKind.PublicBody));
        await scene.RecordAsync(new ProductRecorded("guard", "Guard", "acme", "antivirus"));
        await scene.RecordAsync(new RegimeRecorded("order-17", "agency", "Order 17", ["antivirus", "firewall"], "Before a public body buys it"));
        await scene.RecordAsync(new AccreditationRecorded("acc-1", "acme", "ISO/IEC 17020", InspectionType.C, "Source review", Facts.Day(2025, 1, 1), Facts.Day(2028, 1, 1), Facts.Source()));

        using var views = scene.Centre.Snapshot();
        Assert.Equal(new Product("guard", "Guard", "acme", "antivirus"), Assert.Single(Products.OfVendor("acme", views)));
        Assert.Equal<string>(["antivirus", "firewall"], Assert.Single(Regimes.Of("agency", views)).Classes);
        var accreditation = Assert.Single(Accreditations.Of("acme", views));
        Assert.Equal((InspectionType.C, true, false), (accreditation.Type, accreditation.HoldsOn(Facts.Day(2027, 12, 31)), accreditation.HoldsOn(Facts.Day(2028, 1, 1))));
        await scene.RefusedAsync(new ProductRecorded("guard", "Guard", "nobody", "antivirus"));
        await scene.RefusedAsync(new RegimeRecorded("order-18", "nobody", "Order 18", [], "Always"));
        await scene.RefusedAsync(new AccreditationRecorded("acc-1", "acme", "Again", null, "x", null, null, Facts.Source()));
    }

    private static (string Ids, long Total) Ids((IReadOnlyList<Entity> Page, long Total) found) => (string.Join(' ', found.Page.Select(one => one.Id)), found.Total);
}
