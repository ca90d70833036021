using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Origin.Tests;

public sealed class OriginDeskTests : IAsyncLifetime
{
    private static readonly IReadOnlyList<Part> Parts = [new RegisterPart(), new EntitiesPart(), new ListsPart(), new OriginPart()];
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"vitrine-origin-{Guid.NewGuid():N}");
    private OpenCentre _centre = null!;

    public async Task InitializeAsync() => _centre = await OpenCentre.CreateAsync(_folder, "Origin", Parts, TimeProvider.System, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _centre.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Learn_ThenLoad_KnowsWhatWasLearned()
    {
        var bytes = Made.File(Made.Strings("zebra", 60), Made.Tables("zebra", 30));
        await OriginDesk.LearnAsync(_centre, Made.Entry("zebra", bytes), Actor.Console, CancellationToken.None);
        var match = OriginDesk.Load(_centre).Identify(Made.Read(bytes), CancellationToken.None).Matches.Single();
        Assert.Equal(("The vendor of zebra", "zebra"), (match.Vendor, match.Product));
        using var views = _centre.Snapshot();
        Assert.Equal(("zebra", "1.0", 1), OriginDesk.List(views).Select(one => (one.Product, one.Version, one.Files)).Single());
    }

    [Fact]
    public async Task Learn_TheSameAgain_IsRefusedAndNamesWhatItWas()
    {
        var entry = Made.Entry("zebra", Made.File(Made.Strings("zebra", 60), []));
        await OriginDesk.LearnAsync(_centre, entry, Actor.Console, CancellationToken.None);
        var refused = await Assert.ThrowsAsync<ActRefusedException>(() => OriginDesk.LearnAsync(_centre, entry with { Vendor = "Another" }, Actor.Console, CancellationToken.None));
        Assert.Contains("learned already, as The vendor of zebra zebra 1.0", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Learn_NothingToBeRecognisedBy_IsRefused()
    {
        Assert.Null(LearnedFile.Of(Made.Read(Made.File(Made.Strings("few", 5), []))));
        var refused = await Assert.ThrowsAsync<ActRefusedException>(() => OriginDesk.LearnAsync(_centre, new CorpusEntry("V", "P", "1", []), Actor.Console, CancellationToken.None));
        Assert.Contains("None of these files", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_ADocumentThatIsNone_IsRefusedWithNothingRecorded()
    {
        var act = new OriginLearned("V", "P", "1", 1, 1, _centre.Documents.Add("no features"u8));
        var refused = await Assert.ThrowsAsync<ActRefusedException>(() => _centre.RecordAsync(act, Actor.Console, CancellationToken.None));
        Assert.Contains("no document of features", refused.Message, StringComparison.Ordinal);
        using var views = _centre.Snapshot();
        Assert.Empty(OriginDesk.List(views));
    }

    [Fact]
    public async Task Lists_OfAMatchWhoseVendorIsOwnedByAListedOne_HitThroughTheOwner()
    {
        var day = DateOnly.FromDateTime(DateTime.UtcNow);
        var source = new Source("A register", null, day, 'B');
        Act[] facts =
        [
            new EntityRecorded("vendor", EntityKind.Organisation, "The vendor of zebra", [], [], source),
            new EntityRecorded("holding", EntityKind.Organisation, "Quiet Water Holding", [], [], source),
            new TieClaimed("own-1", TieKind.Ownership, "holding", "vendor", Share.Exactly(60), null, null, null, source),
        ];
        foreach (var fact in facts)
        {
            await _centre.RecordAsync(fact, Actor.Console, CancellationToken.None);
        }

        var bytes = Made.File(Made.Strings("zebra", 60), Made.Tables("zebra", 30));
        await OriginDesk.LearnAsync(_centre, Made.Entry("zebra", bytes), Actor.Console, CancellationToken.None);
        var match = OriginDesk.Load(_centre).Identify(Made.Read(bytes), CancellationToken.None).Matches.Single();
        await ListDesk.ImportAsync(
            _centre, "entry,name,since\nquiet,Quiet Water Holding,2026-01-01\n"u8.ToArray(), "own.csv", new ListAbout(null, null, null, null, null), Actor.Console, CancellationToken.None);

        using var views = _centre.Snapshot();
        var hit = Assert.Single(OriginLists.Of(match, day, views));
        Assert.Equal(("own", "quiet", HitWay.Owned), (hit.List, hit.Entry, hit.Way));
    }

    [Fact]
    public async Task Views_Rebuilt_AreTheSame()
    {
        await OriginDesk.LearnAsync(_centre, Made.Entry("zebra", Made.File(Made.Strings("zebra", 60), [])), Actor.Console, CancellationToken.None);
        await _centre.DisposeWriterAsync();
        var (before, after, _) = await OpenCentre.RebuildViewsAsync(_folder, Parts, TimeProvider.System, CancellationToken.None);
        Assert.Equal(before, after);
    }

    [Fact]
    public void Read_AnArchiveInAnArchive_ReadsWhatItHolds()
    {
        var inner = Zip("lib/zebra.bin", Made.File(Made.Strings("zebra", 60), Made.Tables("zebra", 30)));
        var path = Path.Combine(_folder, "outer.zip");
        File.WriteAllBytes(path, Zip("inner.zip", inner));
        var corpus = Corpus.Of([Made.Entry("zebra", Made.File(Made.Strings("zebra", 60), Made.Tables("zebra", 30)))]);
        var found = new List<Identification>();
        OriginFiles.Read([path], file => corpus.Identify(file, CancellationToken.None), read => found.AddRange(read.Read), CancellationToken.None);
        Assert.Equal($"{path}!inner.zip!lib/zebra.bin", Assert.Single(found).Path);
        Assert.Equal("zebra", found[0].Matches.Single().Product);
    }

    private static byte[] Zip(string name, byte[] content)
    {
        using var stream = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(stream, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            using var member = zip.CreateEntry(name).Open();
            member.Write(content);
        }

        return stream.ToArray();
    }
}
