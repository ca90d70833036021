using System.Text;
using Vitrine.Centre;

namespace Vitrine.Register.Tests;

public sealed class ImportTests
{
    private const string Real = """
        {"id":"acme-ru","schema":"Company","caption":"Acme","properties":{"name":["Акме ООО","Acme"],"alias":["АКМЕ"],"jurisdiction":["ru"],"address":["Moscow"]}}
        {"id":"own-1","schema":"Ownership","properties":{"owner":["Q7"],"asset":["acme-ru"],"percentage":["51.5%"],"startDate":["2019"],"sourceUrl":["https://register.example/1"],"publisher":["Company register"],"retrievedAt":["2026-01-05T10:00:00"]}}

        {"id":"Q7","schema":"Person","properties":{"name":["Анна Петрова","Anna Petrova"],"nationality":["ru","cy"],"country":["suhh"]}}
        {"id":"dir-1","schema":"Directorship","properties":{"director":["Q7"],"organization":["acme-ru"],"role":["General director"],"startDate":["2020-02-03"],"endDate":["2024-05"]}}
        {"id":"award-1","schema":"ContractAward","properties":{"supplier":["acme-ru"],"contract":["contract-1"],"amount":["12000"],"currency":["EUR"],"date":["2023-03-04"]}}
        {"id":"contract-1","schema":"Contract","properties":{"title":["Tender 17"],"authority":["agency"]}}
        {"id":"agency","schema":"PublicBody","properties":{"name":["Agency"],"country":["de"]}}
        {"id":"sanction-1","schema":"Sanction","properties":{"entity":["acme-ru"]}}
        {"id":"pay-1","schema":"Payment","properties":{"payer":["agency"],"beneficiary":["acme-ru","Q7"],"date":["2022-01-31"]}}
        """;

    [Fact]
    public async Task Import_FollowTheMoney_PartiesAndTiesStandInTheRegister()
    {
        await using var scene = await RegisterScene.MakeAsync();

        var report = await ImportAsync(scene, Real);

        Assert.Equal((9, 3, 5, 0), (report.Counts.Lines, report.Counts.Entities, report.Counts.Claims, report.Counts.Others));
        Assert.Equal(1, report.Cleaned);
        Assert.Equal(("Sanction", 1L), Assert.Single(report.Counts.Passed) is var (schema, lines) ? (schema, lines) : default);
        using var views = scene.Centre.Snapshot();
        Assert.Equal<string>(["Acme", "Акме ООО", "АКМЕ"], Entities.Names("acme-ru", views));
        Assert.Equal<string>(["CY", "RU"], Entities.Find("Q7", views)!.Countries);
        var owner = Assert.Single(Ties.Owners("acme-ru", Facts.Day(2019, 6, 1), views));
        Assert.Equal(("own-1", "Q7", Share.Exactly(51.5m), "dates as given: 2019"), (owner.Claim, owner.From, owner.Share, owner.Detail));
        Assert.Equal(new Source("Company register", "https://register.example/1", Facts.Day(2026, 1, 5), 'B'), owner.Source);
        var office = Ties.Find("dir-1", views)!;
        Assert.Equal((TieKind.Office, Facts.Day(2024, 6, 1), "General director; dates as given: 2024-05"), (office.Kind, office.Until!.Value, office.Detail));
        var award = Ties.Find("award-1", views)!;
        Assert.Equal((TieKind.Award, "agency", "acme-ru", "Tender 17; 12000 EUR"), (award.Kind, award.From, award.To, award.Detail));
        Assert.Equal((Facts.Day(2022, 1, 31), Facts.Day(2022, 2, 1)), (Ties.Find("pay-1.2", views)!.Since!.Value, Ties.Find("pay-1.2", views)!.Until!.Value));
    }

    [Fact]
    public async Task Import_ALineThatCannotBeUsed_RefusesTheWholeWithItsNumber()
    {
        (string Lines, string Reason)[] bad =
        [
            ("not json", "line 1: it is no JSON of ours: byte 2 ('o') does not belong there"),
            ("""{"id":"a","schema":"Person","properties":{""", "line 1: it is no JSON of ours: it ends before the JSON does, at byte 43"),
            ("[]", "line 1: it is no JSON object"),
            ("""{"schema":"Person"}""", "line 1: it has no \"id\""),
            ("""{"id":"a"}""", "line 1: it has no \"schema\""),
            ("""{"id":"a b","schema":"Person"}""", "line 1: \"a b\" is no identifier"),
            ("""{"id":"a","id":"b","schema":"Person"}""", "line 1: it is no JSON"),
            ("""{"id":"a","schema":"Person","properties":[]}""", "line 1: its \"properties\""),
            ("""{"id":"a","schema":"Person","properties":{"name":"A"}}""", "line 1: its \"name\" is no list"),
            ("""{"id":"a","schema":"Person","properties":{"name":[true]}}""", "line 1: its \"name\" holds"),
            ("""{"id":"a","schema":"Person","properties":{}}""", "line 1: it has no \"name\""),
            ("\n{\"id\":\"o\",\"schema\":\"Ownership\",\"properties\":{\"owner\":[\"a\"],\"asset\":[\"b\"]}}", "line 2: it names \"a\", which neither"),
            ("""{"id":"o","schema":"Ownership","properties":{"owner":["a"]}}""", "line 1: it has no \"asset\""),
            ("""{"id":"o","schema":"Ownership","properties":{"owner":["a"],"asset":["a"],"percentage":["120"]}}""", "line 1: \"120\" is no share: 0 to 100 percent"),
            ("""{"id":"o","schema":"Ownership","properties":{"owner":["a"],"asset":["a"],"startDate":["2024-13"]}}""", "line 1: \"2024-13\" is no day"),
            ("""{"id":"w","schema":"ContractAward","properties":{"supplier":["a"],"contract":["c"]}}""", "line 1: the contract \"c\" is not in the file"),
            ("""{"id":"x","schema":"vitrine:Product","vitrine":{"nothing":{}}}""", "which is none of"),
            ("""{"id":"x","schema":"vitrine:Product","vitrine":{"productRecorded":{"product":"p"}}}""", "line 1: it is no JSON of ours: the record in it is not what belongs there, or lacks a part"),
            ("""{"id":"x","schema":"vitrine:Withdrawal","vitrine":{"claimWithdrawn":{"claim":"c","reason":"r"}}}""", "is not on a line before it"),
            ("", "the file holds no entity"),
        ];
        await using var scene = await RegisterScene.MakeAsync();
        var good = """{"id":"good","schema":"Company","properties":{"name":["Good"]}}""";
        foreach (var (lines, reason) in bad)
        {
            var refused = await Assert.ThrowsAsync<RegisterDocumentException>(() => ImportAsync(scene, lines.Length == 0 ? "\n\n" : $"{lines}\n{good}"));
            Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        }

        using var views = scene.Centre.Snapshot();
        Assert.Equal(0, Entities.Count(views));
    }

    [Fact]
    public async Task Import_DuplicatesAndBytesThatAreNoText_AreNamedEachByItsLine()
    {
        await using var scene = await RegisterScene.MakeAsync();
        var one = """{"id":"a","schema":"Company","properties":{"name":["A"]}}""";
        byte[] document = [.. Encoding.UTF8.GetBytes($"{one}\n{one}\n"), .. "{\"id\":\"b\xff\"}\n"u8, 0xff, (byte)'\n', .. new byte[RegisterReader.MaxLine + 1]];

        var refused = await Assert.ThrowsAsync<RegisterDocumentException>(() => ImportDesk.ImportAsync(scene.Centre, document, Facts.Source(), Actor.Console, CancellationToken.None));

        Assert.Equal([2L, 3, 4, 5], refused.Faults.Select(fault => fault.Line));
        Assert.Contains("\"a\" is on line 1 already", refused.Faults[0].What, StringComparison.Ordinal);
        Assert.Contains("not UTF-8", refused.Faults[2].What, StringComparison.Ordinal);
        Assert.Contains("at most 262,144", refused.Faults[3].What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_ManyFaults_ListsTheFirstAndCountsTheRest()
    {
        await using var scene = await RegisterScene.MakeAsync();

        var refused = await Assert.ThrowsAsync<RegisterDocumentException>(() => ImportAsync(scene, string.Concat(Enumerable.Repeat("x\n", 1000))));

        Assert.Equal((20, 1000L), (refused.Faults.Count, refused.Total));
        Assert.Contains("and 980 more", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_ANewerDocumentOfTheDataSet_ReplacesWhatItHasAndWithdrawsWhatItHasNot()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await ImportAsync(scene, Real);
        await scene.RecordAsync(new ClaimReplied("own-1", "acme-ru", "We disagree."));
        await scene.RecordAsync(new ClaimWithdrawn("dir-1", "Another person."));
        var newer = string.Join('\n', Real.Split('\n').Where(line => !line.Contains("pay-1", StringComparison.Ordinal))).Replace("51.5%", "49", StringComparison.Ordinal);

        await ImportAsync(scene, newer);

        using var views = scene.Centre.Snapshot();
        Assert.Equal((Share.Exactly(49), false), Ties.Find("own-1", views) is { } own ? (own.Share, own.Withdrawn) : default);
        Assert.Equal("We disagree.", Assert.Single(Claims.Replies("own-1", views)).Text);
        Assert.True(Ties.Find("dir-1", views)!.Withdrawn);
        Assert.Equal("The data set as of 2026-02-01 no longer has it.", Claims.Withdrawal("pay-1.1", views)!.Reason);

        await ImportAsync(scene, Real);
        using var again = scene.Centre.Snapshot();
        Assert.False(Ties.Find("pay-1.1", again)!.Withdrawn);
        Assert.True(Ties.Find("dir-1", again)!.Withdrawn);
    }

    [Fact]
    public async Task Import_WhatTheCentreRecordedItself_IsNotOverwritten()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.RecordAsync(Facts.Entity("acme-ru", name: "Our Acme", countries: ["AT"]));
        await scene.RecordAsync(Facts.Entity("Q7", EntityKind.Person));
        await ImportAsync(scene, Real);

        using var views = scene.Centre.Snapshot();
        Assert.Equal<string>(["Our Acme", "Acme", "Акме ООО", "АКМЕ"], Entities.Names("acme-ru", views));
        Assert.Equal<string>(["AT", "RU"], Entities.Find("acme-ru", views)!.Countries);
        var clash = await Assert.ThrowsAsync<RegisterDocumentException>(() => ImportAsync(scene, Real, "Another data set"));
        Assert.Contains("line 2: the claim \"own-1\" is on record already, from the data set Company register", clash.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_Everything_ComesBackInAnotherCentre()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await ImportAsync(scene, Real);
        await scene.RegisterAsync("nordlys");
        await scene.RecordAsync(Facts.Tie(TieKind.Founding, "agency", "nordlys", claim: "founding", grade: 'D', detail: "By decree"));
        await scene.RecordAsync(Facts.Owns("acme-ru", "nordlys", null, claim: "range") with { Share = new Share(25, 50) });
        await scene.RecordAsync(Facts.Tie(TieKind.Family, "Q7", "acme-ru", claim: "family"));
        await scene.RecordAsync(new OwnersUnknown("gap", "agency", OwnersGap.NoBeneficialOwners, null, null, Facts.Source()));
        await scene.RecordAsync(new AccreditationRecorded("acc", "nordlys", "ISO/IEC 17020", InspectionType.A, "All", null, null, Facts.Source()));
        await scene.RecordAsync(new ProductRecorded("guard", "Guard", "acme-ru", "antivirus"));
        await scene.RecordAsync(new RegimeRecorded("order", "agency", "Order", ["antivirus"], "Purchase"));
        await scene.RecordAsync(new ClaimReplied("founding", "nordlys", "Long ago."));
        await scene.RecordAsync(new ClaimWithdrawn("range", "Sold."));
        var written = Export(scene);

        await using var other = await RegisterScene.MakeAsync();
        var report = await ImportAsync(other, Encoding.UTF8.GetString(written));

        Assert.Empty(report.Counts.Passed);
        Assert.Equal(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(Export(other)));
    }

    [Fact]
    public async Task Rebuild_AfterImports_GivesTheSameViews()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await ImportAsync(scene, Real);
        await scene.RecordAsync(new ClaimReplied("own-1", "acme-ru", "We disagree."));
        await ImportAsync(scene, Real.Replace("51.5%", "49", StringComparison.Ordinal));
        await scene.CloseAsync();

        var (before, after, _) = await OpenCentre.RebuildViewsAsync(scene.Folder, RegisterScene.Parts, scene.Time, CancellationToken.None);

        Assert.Equal(before, after);
    }

    [Theory]
    [InlineData("25", 25.0, 25.0)]
    [InlineData("25.5 %", 25.5, 25.5)]
    [InlineData("25-50", 25.0, 50.0)]
    [InlineData(">75%", 75.0, 100.0)]
    [InlineData("<= 5", null, null)]
    [InlineData("<5", 0.0, 5.0)]
    [InlineData("half", null, null)]
    [InlineData("33.333333", 33.3333, 33.3333)]
    public void ShareOf_AsWritten_IsExactOrARange(string text, double? least, double? most) =>
        Assert.Equal(least is null ? null : new Share((decimal)least, (decimal)most!), FollowTheMoneyValues.ShareOf(text));

    private static Task<ImportReport> ImportAsync(RegisterScene scene, string document, string title = "Company register") =>
        ImportDesk.ImportAsync(scene.Centre, Encoding.UTF8.GetBytes(document), Facts.Source(title), Actor.Console, CancellationToken.None);

    private static byte[] Export(RegisterScene scene)
    {
        using var views = scene.Centre.Snapshot();
        using var output = new MemoryStream();
        RegisterExport.Write(output, views, CancellationToken.None);
        return output.ToArray();
    }
}
