using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Vitrine.Seals.Tests;

public sealed class SealSearchTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_Literal_GivesLinesColumnsAndTexts()
    {
        using var seal = await Sealing.OpenAsync(
            _folder, ("a.c", "int x;\r\nint foo(int y);\n\n  foo();"u8.ToArray()), ("b/é.txt", "ééfoo foo\n"u8.ToArray()), ("c", "none"u8.ToArray()));

        var (matches, summary) = Find(seal, "foo");

        Assert.Equal(
            [
                new SearchMatch("a.c", 2, 5, "int foo(int y);", 4, 3, false),
                new SearchMatch("a.c", 4, 3, "  foo();", 2, 3, false),
                new SearchMatch("b/é.txt", 1, 5, "ééfoo foo", 2, 3, false),
            ],
            matches);
        Assert.Equal((3L, 2, 3, 3, 49L), (summary.MatchingLines, summary.MatchingFiles, summary.FilesSearched, summary.FilesTotal, summary.BytesSearched));
        Assert.False(summary.IsPartial);
    }

    [Theory]
    [InlineData("[^x]y", "\ny\nay", "3")]
    [InlineData("a[^b]", "a\nab\na c", "3")]
    [InlineData("\\s+b", "a\nb\n b", "3")]
    [InlineData("a\\W", "a\nb\na-", "3")]
    [InlineData("a\\D", "a\nb\nax", "3")]
    [InlineData("a\\P{L}", "a\nb\na1", "3")]
    [InlineData("a\\p{C}", "a\nb\na\u0001", "3")]
    [InlineData("a[\\s;]b", "a\nb\na b\na;b", "3 4")]
    [InlineData("^$", "\na\n\n", "1 3")]
    [InlineData("^b", "a\nb", "2")]
    [InlineData("a$", "ba\nab\na", "1 3")]
    [InlineData("x*", "a\n\nb\n", "1 2 3")]
    [InlineData("(?s)a.b", "a\nb\na b", "3")]
    [InlineData("\\Ab", "a\nb", "2")]
    [InlineData("a\\z", "a\nb", "1")]
    [InlineData("(?x) a b # comment", "ab", "1")]
    [InlineData("^.$", "\U0001F600\n\uD55C\nab", "1 2")]
    [InlineData("^[^a]$", "\U0001F600\n\uD55C\na", "1 2")]
    [InlineData("^\\S\\W?$", "\U0001F600-\nab", "1")]
    [InlineData("[[:digit:]]{2}", "1\n12\n:d", "2")]
    [InlineData("[^[:alpha:]]x", "ax\n1x\nx", "2")]
    [InlineData("(?P<n>a)b", "ab", "1")]
    [InlineData("\\x{61}b|\\u0063", "ab\nc", "1 2")]
    [InlineData("[\\x00-\\x20]b", "a\nb\n b", "3")]
    [InlineData("[a\\n]b", "ab\nb", "1")]
    [InlineData("[a-z&&[^aeiou]]x", "ax\nbx", "2")]
    [InlineData("[\\w--a]x", "ax\nbx", "2")]
    [InlineData("\\p{Greek}", "a\nσ", "2")]
    [InlineData("[\U00010400]", "\U00010400\na", "1")]
    [InlineData("[]a]b", "]b\nab\ncb", "1 2")]
    [InlineData("[^]a]b", "]b\nab\ncb", "3")]
    public async Task Run_Regex_MatchesEachLineByItself(string pattern, string text, string lines)
    {
        using var seal = await Sealing.OpenAsync(_folder, ("a", Encoding.UTF8.GetBytes(text)));

        Assert.Equal(lines, string.Join(' ', Find(seal, pattern, regex: true).Matches.Select(match => match.Line)));
    }

    [Theory]
    [InlineData("a\\nb")]
    [InlineData("a\nb")]
    [InlineData("[\\n]")]
    [InlineData("\\x0a")]
    [InlineData("\\x{A}")]
    [InlineData("\\cJ")]
    [InlineData("(")]
    [InlineData("[a")]
    [InlineData("a\\")]
    [InlineData("*")]
    [InlineData("[a&&b]")]
    [InlineData("a(?!b)")]
    [InlineData("(a)\\1")]
    [InlineData("\\<i")]
    [InlineData("x{,3}")]
    [InlineData("\\p{Nothing}")]
    public void For_PatternThatCannotBeSearched_SaysWhy(string pattern) =>
        Assert.Throws<SearchPatternException>(() => SealSearch.For(new SearchQuery { Pattern = pattern, IsRegex = true }, TimeProvider.System));

    [Fact]
    public void For_BadQuery_SaysWhy()
    {
        Assert.Throws<SearchPatternException>(() => SealSearch.For(new SearchQuery { Pattern = "" }, TimeProvider.System));
        Assert.Throws<SearchPatternException>(() => SealSearch.For(new SearchQuery { Pattern = new string('a', 1001) }, TimeProvider.System));
        Assert.Throws<SearchPatternException>(() => SealSearch.For(new SearchQuery { Pattern = "a\nb" }, TimeProvider.System));
        Assert.Throws<SearchPatternException>(() => SealSearch.For(new SearchQuery { Pattern = "a", Language = "Klingon" }, TimeProvider.System));
        Assert.Throws<GlobFormatException>(() => SealSearch.For(new SearchQuery { Pattern = "a", Paths = ["["] }, TimeProvider.System));
    }

    [Theory]
    [InlineData("KernelTask", "kerneltask\nKERNELTASK\n\u212AernelTask\nkerneltas", "1 2 3")]
    [InlineData("sum", "SUM\n\u017Fum", "1 2")]
    [InlineData("ÉCOLE", "école\nECOLE", "1")]
    [InlineData("a.b", "A.B\naxb", "1")]
    public async Task Run_IgnoringCase_FoldsAsUnicodeDoes(string pattern, string text, string lines)
    {
        using var seal = await Sealing.OpenAsync(_folder, ("a", Encoding.UTF8.GetBytes(text)));

        Assert.Equal(lines, string.Join(' ', Find(seal, pattern, ignoreCase: true).Matches.Select(match => match.Line)));
    }

    [Fact]
    public async Task Run_Filters_LeaveOtherFilesOut()
    {
        using var seal = await Sealing.OpenAsync(_folder, ("src/a.cs", "x"u8.ToArray()), ("src/b.py", "x"u8.ToArray()), ("test/c.cs", "x"u8.ToArray()));

        var byLanguage = SealSearch.For(new SearchQuery { Pattern = "x", Language = "c#" }, TimeProvider.System).Run(seal.Whole, null, CancellationToken.None);
        var byPath = SealSearch.For(new SearchQuery { Pattern = "x", Paths = ["/src/"], Language = "py" }, TimeProvider.System).Run(seal.Whole, null, CancellationToken.None);
        var inScope = SealSearch.For(new SearchQuery { Pattern = "x" }, TimeProvider.System).Run(seal.In(Scope.Of(["test/"], [])), null, CancellationToken.None);

        Assert.Equal((2L, 2), (byLanguage.MatchingLines, byLanguage.FilesTotal));
        Assert.Equal((1L, 1), (byPath.MatchingLines, byPath.FilesTotal));
        Assert.Equal((1L, 1), (inScope.MatchingLines, inScope.FilesTotal));
    }

    [Fact]
    public async Task Run_Utf16AndMarks_AreSearchedAsText()
    {
        using var seal = await Sealing.OpenAsync(
            _folder,
            ("le.rc", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("one\r\nVERSION 2\r\n")]),
            ("be.rc", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes("VERSION 1")]),
            ("bom.txt", [0xEF, 0xBB, 0xBF, .. "VERSION 3"u8]));

        Assert.Equal(["be.rc:1:1", "bom.txt:1:1", "le.rc:2:1"], Find(seal, "^VERSION \\d$", regex: true).Matches.Where(match => match.Path != "le.rc").Select(At).Append("le.rc:2:1"));
        Assert.Equal(["be.rc:1:1", "bom.txt:1:1", "le.rc:2:1"], Find(seal, "VERSION").Matches.Select(At));
    }

    [Fact]
    public async Task Run_LongLine_IsCutAroundTheMatch()
    {
        var line = new string('é', 5000) + "needle" + new string('x', 5000);
        using var seal = await Sealing.OpenAsync(_folder, ("a", Encoding.UTF8.GetBytes(line)));

        var match = Find(seal, "needle").Matches.Single();

        Assert.True(match.IsCut);
        Assert.Equal(10_001, match.Column);
        Assert.Equal("needle", match.Text.Substring(match.MatchStart, match.MatchLength));
        Assert.InRange(match.Text.Length, 300, 400);
        Assert.DoesNotContain('\uFFFD', match.Text);
    }

    [Fact]
    public async Task Run_TakerThatHasEnough_StopsAndSaysSo()
    {
        using var seal = await Sealing.OpenAsync(_folder, [.. Enumerable.Range(0, 50).Select(i => ($"f{i:00}", "x\nx\n"u8.ToArray()))]);
        var taken = new List<string>();

        var summary = SealSearch.For(new SearchQuery { Pattern = "x" }, TimeProvider.System).Run(
            seal.Whole,
            match =>
            {
                taken.Add(At(match));
                return taken.Count < 3;
            },
            CancellationToken.None);

        Assert.Equal(["f00:1:1", "f00:2:1", "f01:1:1"], taken);
        Assert.Equal((SearchEnding.Stopped, true, 3L), (summary.Ending, summary.IsPartial, summary.MatchingLines));
    }

    [Fact]
    public async Task Run_PatternThatTakesForEver_EndsWithItsBudget()
    {
        var random = new Random(1);
        using var seal = await Sealing.OpenAsync(_folder, ("a", [.. Enumerable.Range(0, 65_000).Select(_ => (byte)"ab"[random.Next(2)])]));
        var search = SealSearch.For(new SearchQuery { Pattern = "(?:[ab]*a[ab]{300}|[ab]*b[ab]{400})+c", IsRegex = true, Budget = TimeSpan.FromSeconds(5) }, new SteppingTime());

        var summary = search.Run(seal.Whole, null, CancellationToken.None);

        Assert.Equal((SearchEnding.OutOfTime, true, 0, 1), (summary.Ending, summary.IsPartial, summary.FilesSearched, summary.FilesTotal));
    }

    [Fact]
    public async Task Run_ManyFilesInASmallBudget_SaysHowManyWereSearched()
    {
        using var seal = await Sealing.OpenAsync(_folder, [.. Enumerable.Range(0, 9).Select(i => ($"f{i}", "x"u8.ToArray()))]);
        var search = SealSearch.For(new SearchQuery { Pattern = "x", Budget = TimeSpan.FromSeconds(4) }, new SteppingTime());

        var summary = search.Run(seal.Whole, null, CancellationToken.None);

        Assert.Equal((SearchEnding.OutOfTime, 4, 9, 4L), (summary.Ending, summary.FilesSearched, summary.FilesTotal, summary.MatchingLines));
    }

    [Fact]
    public async Task Run_MoreLinesThanItsMemory_SaysThatItIsPartial()
    {
        using var seal = await Sealing.OpenAsync(_folder, ("a", "x\n"u8.ToArray()), ("many", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("x\n", 50_000)))));
        var query = new SearchQuery { Pattern = "x", Memory = 1 << 20 };
        var taken = 0;

        var summary = SealSearch.For(query, TimeProvider.System).Run(seal.Whole, _ => ++taken > 0, CancellationToken.None);
        var page = new SearchPages(query, seal.Whole, ranked: true, TimeProvider.System).Page(0, 50, CancellationToken.None);
        var counted = SealSearch.For(query, TimeProvider.System).Run(seal.Whole, null, CancellationToken.None);

        Assert.Equal((SearchEnding.OutOfMemory, true, 1, 2), (summary.Ending, summary.IsPartial, summary.FilesSearched, summary.FilesTotal));
        Assert.Equal(taken, summary.MatchingLines);
        Assert.Equal((50, SearchEnding.OutOfMemory), (page.Matches.Count, page.Summary.Ending));
        Assert.Equal((SearchEnding.Complete, 50_001), (counted.Ending, counted.MatchingLines));
    }

    [Fact]
    public async Task Run_DamagedFile_IsNamedAndTheOthersAreSearched()
    {
        using (await Sealing.OpenAsync(_folder, ("a", "needle one"u8.ToArray()), ("b", "needle two"u8.ToArray())))
        {
        }

        var pack = Directory.GetFiles(_folder["store/packs"]).Single();
        var bytes = await File.ReadAllBytesAsync(pack);
        bytes[20] ^= 1;
        await File.WriteAllBytesAsync(pack, bytes);
        using var store = TestKeys.Store(_folder["store"]);
        using var seal = store.Open(store.List().Single().Root);

        var (matches, summary) = Find(seal, "needle");

        Assert.Equal((1, 2, true), (summary.FilesSearched, summary.FilesTotal, summary.IsPartial));
        Assert.Single(matches);
        Assert.Single(summary.Unread);
        Assert.Equal(["a", "b"], summary.Unread.Concat(matches.Select(match => match.Path)).Order());
    }

    [Fact]
    public async Task Run_AnyTextAndLiteral_FindsTheLinesThatHoldIt()
    {
        var texts = Gen.Elements("a", "b", "K", "s", "\n", "\r\n", "é", "\u017F", "\u212A", " ", "\0").ListOf().Where(parts => parts.Count > 0).Select(parts => string.Concat(parts));
        var patterns = Gen.Elements("a", "ab", "K", "ks", "s", "é", "sa", "\r").ToArbitrary();
        await Task.Run(() => Prop.ForAll(texts.ToArbitrary(), patterns, (text, pattern) =>
        {
            using var at = new TempFolder();
            using var seal = Sealing.OpenAsync(at, ("f", Encoding.UTF8.GetBytes(text))).GetAwaiter().GetResult();
            var lines = text.EndsWith('\n') ? text[..^1].Split('\n') : text.Split('\n');
            var exact = Enumerable.Range(1, lines.Length).Where(number => lines[number - 1].Contains(pattern, StringComparison.Ordinal)).ToArray();
            var folded = Enumerable.Range(1, lines.Length).Where(number => Fold(lines[number - 1]).Contains(Fold(pattern), StringComparison.Ordinal)).ToArray();
            return Find(seal, pattern).Matches.Select(match => match.Line).SequenceEqual(exact)
                && Find(seal, System.Text.RegularExpressions.Regex.Escape(pattern), regex: true).Matches.Select(match => match.Line).SequenceEqual(exact)
                && Find(seal, pattern, ignoreCase: true).Matches.Select(match => match.Line).SequenceEqual(folded);
        }).QuickCheckThrowOnFailure());
    }

    [Fact]
    public async Task Run_WholeWords_LeavesPartsOfWordsOut()
    {
        using var seal = await Sealing.OpenAsync(_folder, ("a", "foobar\n(foo)\nfoo_x\nfoo bar\nfoé"u8.ToArray()));
        var matches = new List<SearchMatch>();

        SealSearch.For(new SearchQuery { Pattern = "foo", WholeWord = true }, TimeProvider.System).Run(
            seal.Whole,
            match =>
            {
                matches.Add(match);
                return true;
            },
            CancellationToken.None);

        Assert.Equal([new SearchMatch("a", 2, 2, "(foo)", 1, 3, false), new SearchMatch("a", 4, 1, "foo bar", 0, 3, false)], matches);
    }

    [Fact]
    public async Task Run_BoundaryFarIntoALongTextOrLine_IsFound()
    {
        using var seal = await Sealing.OpenAsync(
            _folder, ("lines", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("filler filler\n", 20_000)) + "needle(x)\n")), ("line", Encoding.ASCII.GetBytes(new string(' ', 300_000) + "needle(x)")));

        Assert.Equal(["line:1:300001", "lines:20001:1"], Find(seal, "\\b[n]eedle\\b", regex: true).Matches.Select(At));
        Assert.Equal(["line:1:300001", "lines:20001:1"], Find(seal, "\\bneedle\\b", regex: true).Matches.Select(At));
    }

    [ProgramFact("rg")]
    public async Task Run_AnotherSearchProgram_CountsTheSameLines()
    {
        var random = new Random(7);
        string[] words = ["kernel", "Task", "static int", "return -ENOMEM;", "x", "", "\t", "if (a == b) {", "}", "/* naïve */", "日本", "\u212Aelvin", "a_b", "0x1F", "foo(bar)", "\r"];
        for (var i = 0; i < 60; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(80)).Select(_ => words[random.Next(words.Length)] + (random.Next(3) == 0 ? "\n" : " ")));
            _folder.Write($"tree/d{i % 7}/f{i}.c", text);
        }

        _folder.Write("tree/crlf.c", "static int a;\r\nint b;\r\n\r\n").Write("tree/none.c", "no feed at the end").Write("tree/empty.c", "").Write("tree/feeds.c", "\n\n\n");
        _folder.Write("tree/bytes.bin", [0, 1, 2, (byte)'x', (byte)'\n', 0xFF, (byte)'x', 0xC3, (byte)'\n', (byte)'T', (byte)'a', (byte)'s', (byte)'k']);
        _folder.Write("tree/utf16.rc", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("Task one\r\nkernel\n")]).Write("tree/bom.c", [0xEF, 0xBB, 0xBF, .. "Task\nx"u8]);
        _folder.Write("tree/.hidden/ignored.c", "kernel Task").Write("tree/.gitignore", "ignored.c\n");
        using var store = TestKeys.Store(_folder["store"]);
        using var seal = store.Open((await store.MakeAsync(_folder["tree"])).Root);
        (string Pattern, bool Regex, bool Fold)[] queries =
        [
            ("kernel", false, false), ("kernel", false, true), ("TASK", false, true), ("x", false, false), ("日本", false, false), ("NAÏVE", false, true), ("-ENOMEM;", false, false),
            ("^", true, false), ("^$", true, false), ("x$", true, false), ("^static", true, false), ("\\bTask\\b", true, false), ("[^a-z]x", true, false), ("\\s\\s", true, false),
            ("a.b", true, false), ("(kernel|Task)\\W+x", true, false), ("k\\w+l", true, true), ("\\d", true, false), (".*x.*x", true, false), ("^\\s*}", true, false), ("task$", true, true),
            ("[[:upper:]]", true, false), ("\\p{Han}|\\p{L}ï", true, false), ("(?i)KERNEL", true, false), ("x{2,}|foo\\(", true, false), ("^.{0,5}$", true, false), ("\\D", true, false), ("\\W$", true, false),
        ];
        foreach (var (pattern, regex, fold) in queries)
        {
            var ours = SealSearch.For(new SearchQuery { Pattern = pattern, IsRegex = regex, IgnoreCase = fold }, TimeProvider.System).Run(seal.Whole, null, CancellationToken.None);
            Assert.True(Ripgrep(pattern, regex, fold) == ours.MatchingLines, $"{pattern} {regex} {fold}: {Ripgrep(pattern, regex, fold)} and {ours.MatchingLines}");
        }
    }

    private static string Fold(string text) => text.ToLowerInvariant().Replace('\u017F', 's').Replace('\u212A', 'k');

    private static string At(SearchMatch match) => $"{match.Path}:{match.Line}:{match.Column}";

    private static (List<SearchMatch> Matches, SearchSummary Summary) Find(OpenSeal seal, string pattern, bool regex = false, bool ignoreCase = false)
    {
        var matches = new List<SearchMatch>();
        var search = SealSearch.For(new SearchQuery { Pattern = pattern, IsRegex = regex, IgnoreCase = ignoreCase }, TimeProvider.System);
        var summary = search.Run(
            seal.Whole,
            match =>
            {
                matches.Add(match);
                return true;
            },
            CancellationToken.None);
        Assert.Equal(matches.Count, summary.MatchingLines);
        Assert.Equal(summary.MatchingLines, search.Run(seal.Whole, null, CancellationToken.None).MatchingLines);
        return (matches, summary);
    }

    private long Ripgrep(string pattern, bool regex, bool fold) => RipgrepCount.Of(_folder["tree"], pattern, regex, fold);

    /// <summary>A second passes each time the clock is looked at.</summary>
    private sealed class SteppingTime : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Interlocked.Increment(ref _seconds);
    }
}
