namespace Vitrine.Seals.Tests;

public sealed class StoredIndexTests : IDisposable
{
    private static readonly string[] Patterns = ["return value", "kernel", "early_only", "late_only", "filler_of_lines", "zz"];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task LoadIndex_SealAndTheNext_TellsOfAllContentsWithoutReadingThem()
    {
        using var store = TestKeys.Store(_folder["store"]);
        var (_, second) = await MakeTwoAsync(store);

        using var seal = store.Open(second);
        seal.Whole.LoadIndex();

        Assert.Equal(2, seal.Whole.Index!.Parts.Count);
        Assert.Equal(0, seal.Whole.UnindexedFiles);
        AssertSearchesAsScanned(store, seal.Whole);
    }

    [Fact]
    public async Task BuildIndex_RoomOfAWholeSeal_TakesWhatIsStored()
    {
        using var store = TestKeys.Store(_folder["store"]);
        var (first, _) = await MakeTwoAsync(store);
        using var stored = store.Open(first);
        using var room = store.Open(first);
        stored.Whole.LoadIndex();
        foreach (var file in Directory.GetFiles(_folder["store/packs"], "*.pack"))
        {
            // Nothing can be made of texts that cannot be read.
            File.Delete(file);
        }

        room.Whole.BuildIndex();

        Assert.True(Assert.Single(room.Whole.Index!.Parts).Segment.Bytes.SequenceEqual(Assert.Single(stored.Whole.Index!.Parts).Segment.Bytes));
    }

    [Fact]
    public async Task BuildIndex_RoomOfASealThatSharesAPack_HasNothingOfTheOtherSeal()
    {
        using var store = TestKeys.Store(_folder["store"]);
        var (_, second) = await MakeTwoAsync(store);
        using var room = store.Open(second);
        room.Whole.BuildIndex();
        using var alone = TestKeys.Store(_folder["alone"]);
        using var only = alone.Open((await alone.MakeAsync(_folder["tree"])).Root);
        only.Whole.LoadIndex();

        var held = room.Whole.Index!.Parts.Sum(part => part.Segment.Units.Units);
        Assert.Equal(Assert.Single(only.Whole.Index!.Parts).Segment.Units.Units, held);
        Assert.DoesNotContain(room.Whole.Index.Parts, part => Holds(part.Segment, "early_only"));
        AssertSearchesAsScanned(store, room.Whole);
    }

    [Fact]
    public async Task BuildIndex_NarrowerScope_TakesNothingThatIsStored()
    {
        using var store = TestKeys.Store(_folder["store"]);
        var (first, _) = await MakeTwoAsync(store);
        using var seal = store.Open(first);
        var room = seal.In(Scope.Of(["**"], ["/changed.c"]));

        room.LoadIndex();
        Assert.Empty(room.Index!.Parts);
        var other = seal.In(Scope.Of(["**"], ["/changed.c"]));
        other.BuildIndex();

        Assert.False(Holds(Assert.Single(other.Index!.Parts).Segment, "early_only"));
        Assert.Equal(0, other.UnindexedFiles);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("changed")]
    [InlineData("cut")]
    [InlineData("longer")]
    public async Task LoadIndex_SegmentThatIsNotWhatWasWritten_FindsTheSameLines(string fault)
    {
        using var store = TestKeys.Store(_folder["store"]);
        var (first, _) = await MakeTwoAsync(store);
        foreach (var file in Directory.GetFiles(_folder["store/packs"], "*.trigrams-1"))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            File.Delete(file);
            bytes[^30] ^= 1;
            if (fault != "missing")
            {
                bytes[^30] ^= fault == "changed" ? (byte)0 : (byte)1;
                await File.WriteAllBytesAsync(file, fault == "cut" ? bytes[..^1] : fault == "longer" ? [.. bytes, 0] : bytes);
            }
        }

        using var searched = store.Open(first);
        searched.Whole.LoadIndex();
        using var room = store.Open(first);
        room.Whole.BuildIndex();

        Assert.Equal(searched.Whole.Files.Length, searched.Whole.UnindexedFiles);
        Assert.Equal(0, room.Whole.UnindexedFiles);
        AssertSearchesAsScanned(store, searched.Whole);
        AssertSearchesAsScanned(store, room.Whole);
    }

    [Fact]
    public async Task DestroyAsync_SealThatSharesAPack_LeavesNoIndexOfErasedContents()
    {
        using var store = TestKeys.Store(_folder["store"]);
        var (first, second) = await MakeTwoAsync(store);
        var ofFirst = Directory.GetFiles(_folder["store/packs"], "*.trigrams-1");

        await store.DestroyAsync(first, CancellationToken.None);

        Assert.Single(Directory.GetFiles(_folder["store/packs"], "*.trigrams-1"));
        Assert.Equal(2, ofFirst.Length);
        using (var seal = store.Open(second))
        {
            seal.Whole.LoadIndex();
            Assert.NotEqual(0, seal.Whole.UnindexedFiles);
            AssertSearchesAsScanned(store, seal.Whole);
        }

        await store.DestroyAsync(second, CancellationToken.None);
        Assert.Empty(Directory.GetFiles(_folder["store/packs"]));
    }

    [Fact]
    public async Task MakeAsync_LittleText_StoresNoIndex()
    {
        using var store = TestKeys.Store(_folder["store"]);
        _folder.Write("tree/a.c", "int x;\n");

        var made = await store.MakeAsync(_folder["tree"]);

        Assert.Empty(Directory.GetFiles(_folder["store/packs"], "*.trigrams-1"));
        using var seal = store.Open(made.Root);
        seal.Whole.LoadIndex();
        Assert.Equal(1, seal.Whole.UnindexedFiles);
        Assert.Equal(1, Count(seal.Whole, "int"));
    }

    private static void AssertSearchesAsScanned(SealStore store, ScopedSeal searched)
    {
        using var scanned = store.Open(searched.Root);
        foreach (var pattern in Patterns)
        {
            Assert.Equal((pattern, Count(scanned.Whole, pattern)), (pattern, Count(searched, pattern)));
        }
    }

    private static long Count(ScopedSeal seal, string pattern)
    {
        var summary = SealSearch.For(new SearchQuery { Pattern = pattern }, TimeProvider.System).Run(seal, null, CancellationToken.None);
        Assert.Equal((false, seal.Files.Length, seal.Measure.Bytes), (summary.IsPartial, summary.FilesSearched, summary.BytesSearched));
        return summary.MatchingLines;
    }

    private static bool Holds(TrigramSegment segment, string text)
    {
        var set = BitSet.All(segment.Units.Units);
        RequiredTrigrams.Of(text, ignoreCase: false).Narrow(segment, set);
        return set.Count > 0;
    }

    /// <summary>Two releases: most of the first is in the second, one file has another text, one is new; each new part is worth an index.</summary>
    private async Task<(SealRoot First, SealRoot Second)> MakeTwoAsync(SealStore store)
    {
        foreach (var (number, text) in TrigramIndexTests.Texts(6).Index())
        {
            _folder.Write($"tree/d{number % 9}/f{number}.c", text);
        }

        _folder.Write("tree/big.c", TrigramIndexTests.Filler(1_000_000)).Write("tree/changed.c", "early_only\n");
        var first = await store.MakeAsync(_folder["tree"]);
        _folder.Write("tree/changed.c", "late_only\n").Write("tree/new.c", TrigramIndexTests.Filler(1_200_000) + "late_only\n");
        return (first.Root, (await store.MakeAsync(_folder["tree"])).Root);
    }
}
