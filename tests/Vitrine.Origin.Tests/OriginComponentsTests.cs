using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;

namespace Vitrine.Origin.Tests;

/// <summary>What is identified in a product goes on record, and an advisory about its maker finds the product.</summary>
public sealed class OriginComponentsTests : IAsyncLifetime
{
    private static readonly IReadOnlyList<Part> Parts = [new RegisterPart(), new ImportedPart(), new EntitiesPart(), new ListsPart(), new AdvisoriesPart(), new OriginPart()];
    private static readonly byte[] Zebra = Made.File(Made.Strings("zebra", 60), Made.Tables("zebra", 30));
    private static readonly Corpus Known = Corpus.Of([Made.Entry("zebra", Zebra), Made.Entry("yak", Made.File(Made.Strings("yak", 60), []))]);
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"vitrine-components-{Guid.NewGuid():N}");
    private OpenCentre _centre = null!;

    public async Task InitializeAsync() => _centre = await OpenCentre.CreateAsync(_folder, "Components", Parts, TimeProvider.System, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _centre.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Record_AnIdentifiedFile_LetsAnAdvisoryAboutItsMakerFindTheProduct()
    {
        await RecordAsync(new EntityRecorded("zebra-ltd", EntityKind.Organisation, "The vendor of zebra", [], [], null));
        await RecordAsync(new EntityRecorded("bright", EntityKind.Organisation, "Bright Software", [], [], null));
        await RecordAsync(new ProductRecorded("guard", "Guard", "bright", "antivirus"));
        await RecordAsync(new EntityRecorded("grid", EntityKind.Organisation, "Grid North", [], [], null));
        await RecordAsync(new OperatorRecorded("grid", "energy", [], [new OperatorUse("guard", "1.4", [])]));

        var recorded = Assert.Single(await OriginDesk.RecordAsync(_centre, "Guard", "1.4", [Known.Identify(Made.Read(Zebra), CancellationToken.None)], Actor.Console, CancellationToken.None));

        Assert.Equal(("Guard", "1.4", "zebra", "zebra-ltd", Digest.Of(Zebra)), (recorded.Product, recorded.Version, recorded.Name, recorded.Vendor, recorded.File));
        Assert.True(recorded.Confidence >= Components.Enough);
        Assert.Contains("by text, data, each by itself", recorded.Evidence, StringComparison.Ordinal);

        await ListDesk.ImportAsync(_centre, "entry,name,since\nz,The vendor of zebra,2026-01-01\n"u8.ToArray(), "own.csv", new ListAbout(null, null, null, null, null), Actor.Console, CancellationToken.None);
        using var views = _centre.Snapshot();
        var affected = Affected.By("list:own", DateOnly.FromDateTime(DateTime.UtcNow), views);
        var product = Assert.Single(affected.Products);
        Assert.Equal("Guard", product.Name);
        Assert.StartsWith("It contains zebra: ", product.Why[0], StringComparison.Ordinal);
        Assert.Equal("Grid North", Assert.Single(affected.Operators).Name);
    }

    [Fact]
    public async Task Record_TheSameAgain_RecordsNothing()
    {
        var found = Known.Identify(Made.Read(Zebra), CancellationToken.None);
        Assert.Single(await OriginDesk.RecordAsync(_centre, "Guard", null, [found, found], Actor.Console, CancellationToken.None));
        Assert.Empty(await OriginDesk.RecordAsync(_centre, "Guard", null, [found], Actor.Console, CancellationToken.None));
        Assert.Single(await OriginDesk.RecordAsync(_centre, "Guard", "2", [found], Actor.Console, CancellationToken.None));
        using var views = _centre.Snapshot();
        Assert.Equal(2, Components.List(views).Count);
    }

    [Fact]
    public async Task Record_SurerThanBefore_IsRecordedOnceMoreAndNeverLessSure()
    {
        var sure = Known.Identify(Made.Read(Zebra), CancellationToken.None);
        var unsure = sure with { Matches = [sure.Matches[0] with { Confidence = 0.899 }] };
        Assert.Equal(89, Assert.Single(await OriginDesk.RecordAsync(_centre, "Guard", null, [unsure], Actor.Console, CancellationToken.None)).Confidence);
        Assert.Empty(await OriginDesk.RecordAsync(_centre, "Guard", null, [unsure with { Matches = [sure.Matches[0] with { Confidence = 0.5 }] }], Actor.Console, CancellationToken.None));
        Assert.Single(await OriginDesk.RecordAsync(_centre, "Guard", null, [sure], Actor.Console, CancellationToken.None));
        Assert.Empty(await OriginDesk.RecordAsync(_centre, "Guard", null, [unsure], Actor.Console, CancellationToken.None));
    }

    [Fact]
    public async Task Record_WhatTheProductItselfIs_IsNoComponent() =>
        Assert.Empty(await OriginDesk.RecordAsync(_centre, "zebra", null, [Known.Identify(Made.Read(Zebra), CancellationToken.None)], Actor.Console, CancellationToken.None));

    [Fact]
    public async Task Record_TooMany_IsRefusedWithNothingRecorded()
    {
        var found = Known.Identify(Made.Read(Zebra), CancellationToken.None);
        var many = Enumerable.Range(0, OriginComponents.Most + 1).Select(i => found with { Digest = Digest.Of(BitConverter.GetBytes(i)) }).ToList();
        var refused = await Assert.ThrowsAsync<ActRefusedException>(() => OriginDesk.RecordAsync(_centre, "Guard", null, many, Actor.Console, CancellationToken.None));
        Assert.Contains("at most 1,000 are recorded at once", refused.Message, StringComparison.Ordinal);
        using var views = _centre.Snapshot();
        Assert.Empty(Components.List(views));
    }

    [Fact]
    public async Task Record_AHostileNameInAnArchive_IsKeptAsLetters()
    {
        var found = Known.Identify(Made.Read(Zebra), CancellationToken.None) with { Path = "a.zip!\u202e<b>\n\u0007.dll" };
        Assert.Contains("a.zip!__b___.dll", Assert.Single(await OriginDesk.RecordAsync(_centre, "Guard", null, [found], Actor.Console, CancellationToken.None)).Evidence, StringComparison.Ordinal);
    }

    private async Task RecordAsync(Act act) => await _centre.RecordAsync(act, Actor.Console, CancellationToken.None);
}
