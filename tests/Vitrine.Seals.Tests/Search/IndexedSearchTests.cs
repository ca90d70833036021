using System.Text;

namespace Vitrine.Seals.Tests;

public sealed class IndexedSearchTests : IDisposable
{
    private static readonly (string Pattern, bool Regex, bool Fold)[] Queries =
    [
        ("return value", false, false), ("RETURN", false, true), ("kernel", false, true), ("mask", false, true), ("naïve", false, false), ("日本", false, false), ("->", false, false), ("foo(bar) zz", false, false),
        ("nowhere at all", false, false), ("return.*value$", true, false), ("^Kernel if", true, false), ("0x1F\\s+->", true, false), ("foo|bar", true, false), ("foo\\(", true, true), ("x", false, false),
    ];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_WithAndWithoutTheIndex_GivesTheSameLines()
    {
        using var seal = await OpenAsync();
        using var other = Reopen(seal.Root);
        seal.Whole.BuildIndex();

        Assert.NotNull(seal.Whole.Index);
        foreach (var (pattern, regex, fold) in Queries)
        {
            var (found, summary) = Find(seal.Whole, pattern, regex, fold);
            var (scanned, _) = Find(other.Whole, pattern, regex, fold);
            Assert.Equal(scanned, found);
            Assert.Equal((seal.Whole.Measure.Files, seal.Whole.Measure.Bytes, false), (summary.FilesSearched, summary.BytesSearched, summary.IsPartial));
        }
    }

    [ProgramFact("rg")]
    public async Task Run_ThisRepository_CountsWhatAnotherProgramCounts()
    {
        // Its own sources, of several kinds, as they are; copied, since a build may write beside them.
        foreach (var file in ((string[])["src", "docs", "tests"]).SelectMany(part => Directory.EnumerateFiles(Path.Combine(Repository.Root, part), "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".md" or ".razor" or ".css" or ".json" or ".txt" && !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)))
        {
            _folder.Write("tree/" + Path.GetRelativePath(Repository.Root, file), await File.ReadAllBytesAsync(file));
        }

        using var store = TestKeys.Store(_folder["store"]);
        using var seal = store.Open((await store.MakeAsync(_folder["tree"], Sealing.AcceptingAll)).Root);
        seal.Whole.BuildIndex();
        Assert.NotNull(seal.Whole.Index);
        foreach (var (pattern, regex, fold) in ((string, bool, bool)[])
            [("CancellationToken", false, false), ("public sealed class", false, false), ("cancellationtoken", false, true), ("kelvin", false, true), ("=>", false, false), ("^using System", true, false), ("(public|internal) static \\w+ \\w+\\(", true, false), ("[0-9]{5,}", true, false)])
        {
            var summary = SealSearch.For(new SearchQuery { Pattern = pattern, IsRegex = regex, IgnoreCase = fold }, TimeProvider.System).Run(seal.Whole, null, CancellationToken.None);
            Assert.Equal((Ripgrep(pattern, regex, fold), pattern), (summary.MatchingLines, pattern));
        }
    }

    [Fact]
    public async Task BuildIndex_OfAScope_DoesNotDependOnWhatIsOutsideIt()
    {
        using var seal = await OpenAsync(("secret/a.c", Encoding.UTF8.GetBytes(TrigramIndexTests.Filler(600_000) + "hidden_needle\n")), ("secret/b.c", "hidden_needle\n"u8.ToArray()));
        var room = seal.In(Scope.Of(["**"], ["/secret/"]));
        room.BuildIndex();
        using var folder = new TempFolder();
        using var other = await OpenAsync(folder, ("secret/z.c", "nothing\n"u8.ToArray()));
        var without = other.In(Scope.Of(["**"], ["/secret/"]));
        without.BuildIndex();

        Assert.True(Assert.Single(room.Index!.Parts).Segment.Bytes.SequenceEqual(Assert.Single(without.Index!.Parts).Segment.Bytes));
        Assert.Equal(without.Files.Select(file => file.Path), room.Files.Select(file => file.Path));
        var (matches, summary) = Find(room, "hidden_needle", regex: false, fold: false);
        Assert.Empty(matches);
        Assert.Equal((without.Measure.Files, without.Measure.Bytes), (summary.FilesTotal, summary.BytesSearched));
    }

    [Fact]
    public async Task BuildIndex_SealThatIsClosed_LeavesNone()
    {
        var seal = await OpenAsync();
        var room = seal.Whole;
        seal.Dispose();

        room.BuildIndex();

        Assert.Null(room.Index);
    }

    [Fact]
    public async Task Dispose_SealWithAnIndex_OverwritesIt()
    {
        var seal = await OpenAsync();
        seal.Whole.BuildIndex();
        var index = seal.Whole.Index!;

        seal.Dispose();

        Assert.All(index.Parts, part => Assert.False(part.Segment.Bytes.ContainsAnyExcept((byte)0)));
    }

    [Fact]
    public async Task Run_LineAtEachEndOfAUnit_IsFound()
    {
        // Every line says its number, so that every line is first or last of a unit somewhere.
        var text = string.Concat(Enumerable.Range(0, 60_000).Select(i => $"line number_{i:00000}_here{new string(' ', i % 40)}\n"));
        using var seal = await Sealing.OpenAsync(_folder, ("a.c", Encoding.UTF8.GetBytes(text)));
        seal.Whole.BuildIndex();

        for (var i = 0; i < 60_000; i += 97)
        {
            Assert.Equal(i + 1, Assert.Single(Find(seal.Whole, $"number_{i:00000}_here", regex: false, fold: false).Matches).Line);
        }
    }

    [Fact]
    public async Task Run_ManyAtOnceAndSomeCancelled_GiveWhatOneGives()
    {
        using var seal = await OpenAsync();
        seal.Whole.BuildIndex();
        var expected = Queries.Select(query => Count(query, CancellationToken.None)).ToArray();

        await Parallel.ForAsync(0, 60, new ParallelOptions { MaxDegreeOfParallelism = 8 }, (i, _) =>
        {
            using var stop = new CancellationTokenSource();
            if (i % 4 == 0)
            {
                stop.Cancel();
                Assert.ThrowsAny<OperationCanceledException>(() => Count(Queries[i % Queries.Length], stop.Token));
            }
            else
            {
                Assert.Equal(expected[i % Queries.Length], Count(Queries[i % Queries.Length], stop.Token));
            }

            return ValueTask.CompletedTask;
        });

        long Count((string Pattern, bool Regex, bool Fold) query, CancellationToken stop) =>
            SealSearch.For(new SearchQuery { Pattern = query.Pattern, IsRegex = query.Regex, IgnoreCase = query.Fold }, TimeProvider.System).Run(seal.Whole, null, stop).MatchingLines;
    }

    [Fact]
    public async Task Page_PageByPage_IsTheWholeOnceAndBestFirst()
    {
        using var seal = await OpenAsync(
            ("z.c", "int widget(int x)\n{\n\treturn widget(x) + somewidget(x);\n}\n"u8.ToArray()), ("deep/in/a.c", "y = widget;\n"u8.ToArray()), ("tests/a.c", "int widget(void)\n"u8.ToArray()), ("docs/a.md", "a widget\n"u8.ToArray()));
        seal.Whole.BuildIndex();
        var query = new SearchQuery { Pattern = "widget" };
        var pages = new SearchPages(query, seal.Whole, ranked: true, TimeProvider.System);
        var whole = new List<SearchMatch>();
        for (var skip = 0; ; skip += 2)
        {
            var page = pages.Page(skip, 2, CancellationToken.None);
            whole.AddRange(page.Matches);
            if (!page.HasMore)
            {
                break;
            }
        }

        Assert.Equal(["z.c:1", "tests/a.c:1", "z.c:3", "deep/in/a.c:1", "docs/a.md:1"], whole.Select(match => $"{match.Path}:{match.Line}").Take(5));
        Assert.Equal(Find(seal.Whole, "widget", regex: false, fold: false).Matches.ToHashSet(), whole.ToHashSet());
        Assert.Equal(whole.Count, pages.Count(CancellationToken.None).MatchingLines);
        Assert.Equal(
            Find(seal.Whole, "widget", regex: false, fold: false).Matches.Take(3), new SearchPages(query, seal.Whole, ranked: false, TimeProvider.System).Page(0, 3, CancellationToken.None).Matches);
    }

    [Fact]
    public async Task Page_VeryManyLines_IsTheSameEveryTimeAndCountsAll()
    {
        using var seal = await OpenAsync(("many.c", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("return\n", 120_000)))));
        seal.Whole.BuildIndex();
        var pages = new SearchPages(new SearchQuery { Pattern = "return" }, seal.Whole, ranked: true, TimeProvider.System);

        var first = pages.Page(0, 50, CancellationToken.None);
        var last = pages.Page(SearchPages.MostLines - 10, 50, CancellationToken.None);

        Assert.Equal((50, true), (first.Matches.Count, first.HasMore));
        Assert.Equal((10, false), (last.Matches.Count, last.HasMore));
        Assert.Equal(first.Matches, pages.Page(0, 50, CancellationToken.None).Matches);
        Assert.Equal(Find(seal.Whole, "return", regex: false, fold: false).Summary.MatchingLines, pages.Count(CancellationToken.None).MatchingLines);
        Assert.Empty(pages.Page(SearchPages.MostLines, 50, CancellationToken.None).Matches);
    }

    [Fact]
    public async Task Run_Filters_IncludeExcludeAndFollowTheRuleForPaths()
    {
        using var seal = await OpenAsync(("Src/A.c", "probe\n"u8.ToArray()), ("Src/test/B.c", "probe\n"u8.ToArray()), ("lib/c.h", "probe\n"u8.ToArray()));
        seal.Whole.BuildIndex();

        Assert.Equal(["Src/A.c"], Paths(["/Src/", "!**/test/**"], ignoreCase: false));
        Assert.Equal(["Src/A.c", "Src/test/B.c"], Paths(["/src/"], ignoreCase: true));
        Assert.Empty(Paths(["/src/"], ignoreCase: false));
        Assert.Equal(["Src/A.c", "Src/test/B.c", "lib/c.h"], Paths(["*.c", "*.h"], ignoreCase: false));
        Assert.Equal(["lib/c.h"], Paths(["!*.c"], ignoreCase: false));

        IEnumerable<string> Paths(string[] paths, bool ignoreCase)
        {
            var found = new List<string>();
            SealSearch.For(new SearchQuery { Pattern = "probe", Paths = paths, IgnorePathCase = ignoreCase }, TimeProvider.System).Run(seal.Whole, match => { found.Add(match.Path); return true; }, CancellationToken.None);
            return found;
        }
    }

    [Fact]
    public async Task Run_WholeWord_LeavesOtherWordsOut()
    {
        using var seal = await Sealing.OpenAsync(_folder, ("a", "list\nlists\na_list\n(list)\nlist2 list\nélist\nfoo(\nfoo(x\n"u8.ToArray()));

        Assert.Equal([1, 4, 5], Lines("list", regex: false));
        Assert.Equal([1, 4, 5], Lines("li[s]t", regex: true));
        Assert.Equal([7], Lines("foo(", regex: false));
        Assert.Throws<SearchPatternException>(() => SealSearch.For(new SearchQuery { Pattern = "a)(b", IsRegex = true, WholeWord = true }, TimeProvider.System));

        IEnumerable<int> Lines(string pattern, bool regex)
        {
            var found = new List<int>();
            SealSearch.For(new SearchQuery { Pattern = pattern, IsRegex = regex, WholeWord = true }, TimeProvider.System).Run(seal.Whole, match => { found.Add(match.Line); return true; }, CancellationToken.None);
            return found;
        }
    }

    [Fact]
    public async Task Names_Pattern_GivesPathsWithTheVeryNameFirst()
    {
        using var seal = await Sealing.OpenAsync(_folder, ("a/Makefile/x.c", []), ("b/Makefile", []), ("b/Makefile.am", []), ("c/other", []));
        var search = SealSearch.For(new SearchQuery { Pattern = "Makefile" }, TimeProvider.System);

        Assert.Equal(["b/Makefile", "b/Makefile.am", "a/Makefile/x.c"], search.Names(seal.Whole, ranked: true, CancellationToken.None));
        Assert.Equal(["a/Makefile/x.c", "b/Makefile", "b/Makefile.am"], search.Names(seal.Whole, ranked: false, CancellationToken.None));
    }

    [Theory]
    [InlineData("int parse(char *text)", "parse", "Definition")]
    [InlineData("static struct list *parse(void)", "parse", "Definition")]
    [InlineData("#define parse(x) y", "parse", "Definition")]
    [InlineData("struct parse {", "parse", "Definition")]
    [InlineData("struct parse *p;", "parse", "Word")]
    [InlineData("struct parse;", "parse", "Word")]
    [InlineData("def parse(self):", "parse", "Definition")]
    [InlineData("func parse(x int) error {", "parse", "Definition")]
    [InlineData("    public int parse(string text)", "parse", "Definition")]
    [InlineData("    const parse = (x) => x;", "parse", "Definition")]
    [InlineData("int parse(char *text);", "parse", "Word")]
    [InlineData("\treturn parse(x);", "parse", "Word")]
    [InlineData("\tif (parse(x)) {", "parse", "Word")]
    [InlineData("int reparse(char *text)", "parse", "Other")]
    [InlineData("parser", "parse", "Other")]
    public void Of_Line_TellsWhatItSeemsToBe(string line, string match, string kind)
    {
        var start = line.IndexOf(match, StringComparison.Ordinal);

        Assert.Equal(kind, LineKinds.Of(Encoding.UTF8.GetBytes(line), start, start + match.Length).ToString());
    }

    [Theory]
    [InlineData("kernel/fork.c", "Source")]
    [InlineData("tools/testing/selftests/a.c", "Test")]
    [InlineData("src/parse_test.go", "Test")]
    [InlineData("Documentation/a.rst", "Documentation")]
    [InlineData("README.md", "Documentation")]
    [InlineData("web/app.min.js", "Generated")]
    [InlineData("node_modules/x/test/a.js", "Generated")]
    [InlineData("latest/contest.c", "Source")]
    public void Of_Path_TellsWhatTheFileIsFor(string path, string kind) => Assert.Equal(kind, FileKinds.Of(path).ToString());

    private static (List<SearchMatch> Matches, SearchSummary Summary) Find(ScopedSeal seal, string pattern, bool regex, bool fold)
    {
        var matches = new List<SearchMatch>();
        var summary = SealSearch.For(new SearchQuery { Pattern = pattern, IsRegex = regex, IgnoreCase = fold }, TimeProvider.System).Run(
            seal,
            match =>
            {
                matches.Add(match);
                return true;
            },
            CancellationToken.None);
        return (matches, summary);
    }

    private Task<OpenSeal> OpenAsync(params (string Path, byte[] Content)[] more) => OpenAsync(_folder, more);

    private static Task<OpenSeal> OpenAsync(TempFolder folder, params (string Path, byte[] Content)[] more) =>
        Sealing.OpenAsync(folder, [.. TrigramIndexTests.Texts(6).Select((text, i) => ($"d{i % 9}/f{i}.c", text)), ("big.c", Encoding.UTF8.GetBytes(TrigramIndexTests.Filler(1_000_000))), .. more]);

    private OpenSeal Reopen(SealRoot root)
    {
        using var store = TestKeys.Store(_folder["store"]);
        return store.Open(root);
    }

    private long Ripgrep(string pattern, bool regex, bool fold) => RipgrepCount.Of(_folder["tree"], pattern, regex, fold);
}
