using System.Diagnostics;
using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Vitrine.Seals.Tests;

public sealed class LinePatternTests : IDisposable
{
    private static readonly string[] Atoms =
    [
        "a", "b", "x", "k", "s", "foo", "kernel", "é", "σ", "日", "𐐀", " ", ".", "\\w", "\\W", "\\d", "\\s", "\\S", "\\b", "\\B", "^", "$", "\\pL", "\\p{Lu}", "\\P{Greek}", "[a-c]", "[^a-c]", "[α-ω]", "[^x\\s]", "[\\w--a]", "[[:^alpha:]]",
        "(?-u:\\w)", "(?-u:\\W)", "(?-u:[^a])", "(?-u:\\xff)", "(?-u:\\b)", "(?-u:.)", "(?i:K)", "(?i:σ)", "(?i:[^k])", "()", "\\t", "_", "-", ";", "\\(", "\\A", "\\z", "\\x{e9}",
    ];

    private static readonly string[] Repeats = ["*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{0,2}", "{2,}"];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ProgramFact("rg")]
    public void Scan_WrittenQueries_FindRipgrepsLinesAndMatches()
    {
        var text = PatternText.Make(0, 400);
        _folder.Write("text", text);
        Question[] questions = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Patterns", "queries.tsv")).Where(line => !line.StartsWith('#')).Select(Question.Read)];
        var wrong = questions.AsParallel().AsOrdered().Select(question => Differences(question, text)).Where(difference => difference.Length > 0).ToList();

        Assert.True(questions.Length > 400);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [ProgramFact("rg")]
    public void Scan_AnyPattern_FindsRipgrepsLines()
    {
        var text = PatternText.Make(7, 150);
        _folder.Write("text", text);
        Prop.ForAll(Questions().ToArbitrary(), question =>
            {
                var difference = Differences(question, text);
                return (difference.Length == 0).Label(difference);
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Theory]
    [InlineData("(x\\z){2}")]
    [InlineData("(\\Ax){2}")]
    public void Scan_ACountedEndOfALine_IsNotDropped(string pattern) =>
        Assert.Empty(Question.Lines(LinePattern.Compile(pattern, true, false, false), "a xx\nxx\nx\n"u8.ToArray()));

    [Fact]
    public void Required_AnyPattern_AcceptsWhatMatches()
    {
        var text = PatternText.Make(9, 300);
        var lines = Split(text);
        Prop.ForAll(Questions().ToArbitrary(), question =>
        {
            var pattern = LinePattern.Compile(question.Pattern, true, question.IgnoreCase, question.WholeWord);
            return Question.Lines(pattern, text).All(line => pattern.Required.Accepts(Grams(lines[line.Number - 1]).Contains));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Theory]
    [InlineData("kfree", false, "kfr fre ree")]
    [InlineData("Free", true, "fre ree")]
    [InlineData("ab", false, "")]
    [InlineData("ab.cdef.*x", false, "cde def")]
    [InlineData("(foo|barn)", false, "((bar arn)|foo)")]
    [InlineData("(foo|ba)", false, "")]
    [InlineData("a(b|c)d", false, "(abd|acd)")]
    [InlineData("(abc)+d", false, "abc bcd")]
    [InlineData("abc?d", false, "((abc bcd)|abd)")]
    [InlineData("x*abc", false, "abc")]
    [InlineData("\\w+", false, "")]
    [InlineData("sta", true, "(sta|(\u00C5\u00BFt \u00BFta))")]
    public void Required_Pattern_IsWhatEveryMatchHolds(string pattern, bool ignoreCase, string trigrams) =>
        Assert.Equal(trigrams, Words(LinePattern.Compile(pattern, true, ignoreCase, false).Required));

    [Fact]
    public void Required_WhatIsAskedTwice_StandsOnce() => Assert.Equal(16 + 16 + 32, LinePattern.Compile("0x[0-9a-f]{16}ULL", true, false, false).Required.Size);

    [Fact]
    public void Required_RepetitionsWithinRepetitions_StaySmall()
    {
        var pattern = string.Concat(Enumerable.Repeat("(", 12)) + "abcd" + string.Concat(Enumerable.Repeat("{1,2})", 12)) + "|" + new string('q', 300);

        Assert.InRange(LinePattern.Compile(pattern, true, false, false).Required.Size, 0, TrigramQuery.MaxSize);
    }

    [Theory]
    [InlineData("(x+x+)+y", "x", 40_000)]
    [InlineData("(.*a){20}", "ba", 16)]
    [InlineData("(\\w+\\s*)+;;", "word ", 13_000)]
    [InlineData("(?:[ab]*a[ab]{300}|[ab]*b[ab]{400})+c", null, 65_000)]
    [InlineData("(?:a?){500}a{500}b", "a", 65_000)]
    [InlineData("\\b(\\w+\\b.?)+\\b;;", "é ", 30_000)]
    [InlineData("(\\pL{50}\\W|[^x]{60})+;", "abcdéf ", 9_000)]
    public void Scan_PatternThatBacktrackingCannotTake_LooksAtItsBudgetAllTheWay(string pattern, string? part, int times)
    {
        var random = new Random(1);
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, times).Select(_ => part ?? (random.Next(2) == 0 ? "a" : "b"))));
        var compiled = LinePattern.Compile(pattern, true, false, false);
        var sink = new Question.Sink();
        var clock = new CountingTime();
        compiled.Rent().Scan(text, ref sink, new QueryBudget(clock, TimeSpan.FromDays(1), long.MaxValue, CancellationToken.None));
        var looks = clock.Looks;

        Assert.Empty(sink.Lines);
        Assert.InRange(looks, (text.Length / 65_536) + 1, 60_000);
        if (looks > 2)
        {
            Assert.Throws<OperationCanceledException>(() => compiled.Rent().Scan(text, ref sink, new QueryBudget(new CountingTime(), TimeSpan.FromSeconds(looks / 2), long.MaxValue, CancellationToken.None)));
        }
    }

    [Fact]
    public void Scan_StatesBeyondItsMemory_FindsTheSameLines()
    {
        var random = new Random(3);
        var text = new byte[60_000];
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = i % 3000 == 2999 ? (byte)'\n' : (byte)"abc"[random.Next(400) == 0 ? 2 : random.Next(2)];
        }

        var pattern = LinePattern.Compile("a[ab]{200}(a|b)[ab]{200}c", true, false, false);
        var expected = Split(text).Select((line, i) => (Number: i + 1, Matches: pattern.Rent().TryFind(line, 0, new QueryBudget(TimeProvider.System, TimeSpan.FromMinutes(5), long.MaxValue, CancellationToken.None), out _, out _))).Where(line => line.Matches).Select(line => line.Number);

        Assert.Equal(expected, Question.Lines(pattern, text).Select(line => line.Number));
    }

    [Theory]
    [InlineData("[0-9]{9,}", 9)]
    [InlineData("x[A-Z]{6}[0-9]{5}\\b", 5)]
    [InlineData("\\b[a-z]{22,}\\b", 22)]
    [InlineData("^.{120,}$", 120)]
    [InlineData("([0-9]{7}|[A-F]{8})\\s", 7)]
    [InlineData("[^\\x00-\\x7f]{6}", 12)]
    [InlineData("(?i)[k-m]{8}", 8)]
    public void Scan_RunOfAClass_IsLookedForAndMissesNoLine(string pattern, int length)
    {
        var random = new Random(5);
        string[] words = ["123456789", "0123456", "ABCDEF", "12345", "abcdefghijklmnopqrstuvwx", "\n", "\n", " ", "é", "日本日本日本", "x", "klm", "KLMKLMKL", "\u212A", new string('.', 119), "."];
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 30_000).Select(_ => words[random.Next(words.Length)])));
        var compiled = LinePattern.Compile(pattern, true, false, false);
        var budget = new QueryBudget(TimeProvider.System, TimeSpan.FromMinutes(5), long.MaxValue, CancellationToken.None);

        Assert.Equal(length, Assert.IsType<RunFinder>(compiled.Finder).Longest);
        var expected = Split(text).Select((line, i) => (Number: i + 1, Matches: compiled.Rent().TryFind(line, 0, budget, out _, out _))).Where(line => line.Matches).Select(line => line.Number).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, Question.Lines(compiled, text).Select(line => line.Number));
    }

    [Theory]
    [InlineData("\\w+\\s")]
    [InlineData("[0-9]{3}")]
    [InlineData("[0-9]{9,}|x")]
    [InlineData(".{20}")]
    [InlineData("([0-9]{9})?")]
    public void Compile_NoRunThatIsWorthIt_LooksForNone(string pattern) => Assert.IsNotType<RunFinder>(LinePattern.Compile(pattern, true, false, false).Finder);

    [Fact]
    public void Find_AnyLiterals_FindsTheFirstLineThatHoldsOne()
    {
        var literals = Gen.Elements("a", "K", "kernel", "task", "é", "_x", "foo", "ab", "Σ").NonEmptyListOf();
        var texts = Gen.Elements("a", "k", "K", "kernel", "KERNEL", "tasK", "é", "É", "_X", "_x", "foo", "fo", "b", " ", "\n", "............................").ListOf().Select(string.Concat);
        Prop.ForAll(literals.ToArbitrary(), texts.ToArbitrary(), ArbMap.Default.ArbFor<bool>(), (some, text, fold) =>
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var pattern = LinePattern.Compile(string.Join('|', some), true, fold, false);
            string[] lines = text.EndsWith('\n') ? text[..^1].Split('\n') : text.Length == 0 ? [] : text.Split('\n');
            var expected = lines.Select((line, i) => (line, i)).Where(pair => some.Any(literal => pair.line.Contains(literal, fold ? StringComparison.InvariantCultureIgnoreCase : StringComparison.Ordinal))).Select(pair => pair.i + 1);
            return Question.Lines(pattern, bytes).Select(line => line.Number).SequenceEqual(expected);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("a\\nb", 1)]
    [InlineData("ab(", 2)]
    [InlineData("ab[c", 2)]
    [InlineData("x{,3}", 1)]
    [InlineData("a\\<i", 1)]
    [InlineData("(a)\\1", 3)]
    [InlineData("ab(?=c)", 2)]
    [InlineData("(?ia)b", 3)]
    [InlineData("\\p{Nope}", 0)]
    public void Compile_PatternThatIsRefused_SaysWhereItIs(string pattern, int position)
    {
        var refused = Assert.Throws<SearchPatternException>(() => LinePattern.Compile(pattern, true, false, false));

        Assert.Equal(position, refused.Position);
        Assert.EndsWith($"(character {(position + 1).ToString(CultureInfo.InvariantCulture)} of the pattern).", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_HalfACharacter_IsRefused() => Assert.Equal(1, Assert.Throws<SearchPatternException>(() => LinePattern.Compile("a\uD800", true, false, false)).Position);

    [Theory]
    [InlineData("(a{1000}){2000}")]
    [InlineData("\\w{9000}")]
    [InlineData("(){2000000000}a{2000000000}")]
    public void Compile_PatternThatIsTooLarge_IsRefused(string pattern) =>
        Assert.Contains("too large", Assert.Throws<SearchPatternException>(() => LinePattern.Compile(pattern, true, false, false)).Message, StringComparison.Ordinal);

    [Fact]
    public void Compile_NothingTwoBillionTimes_IsNothing() => Assert.Single(Question.Lines(LinePattern.Compile("((){2000000000}){2000000000}", true, false, false), "a"u8.ToArray()));

    [Theory]
    [InlineData(249, false)]
    [InlineData(251, true)]
    public void Compile_DeepPattern_IsRefusedBeyondTheLimit(int depth, bool isRefused)
    {
        var refused = Record.Exception(() => LinePattern.Compile(new string('(', depth) + "a" + new string(')', depth), true, false, false));

        Assert.Equal(isRefused, refused is SearchPatternException);
    }

    [ProgramTheory("rg")]
    [InlineData("\\w")]
    [InlineData("\\s|\\d")]
    [InlineData("\\p{Greek}|\\p{scx=Han}")]
    [InlineData("\\p{Lu}|\\p{Cf}")]
    [InlineData("\\p{Alphabetic}")]
    [InlineData("(?i)[a-zà-ÿα-ωа-я]")]
    [InlineData("(?i)\\p{Ll}")]
    public void Scan_EveryCharacter_MatchesAsWithRipgrep(string pattern)
    {
        var text = new StringBuilder();
        for (var value = 0; value <= 0x10FFFF; value++)
        {
            text.Append(value == '\n' || !Rune.IsValid(value) ? "" : char.ConvertFromUtf32(value)).Append('\n');
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        _folder.Write("characters", bytes);
        var start = new ProcessStartInfo("rg", ["-uu", "-a", "-n", "--no-config", "--replace", "", "-e", $"^(?:{pattern})$", "--", _folder["characters"]]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var theirs = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => int.Parse(line.TrimEnd(':')));
        var ours = Question.Lines(LinePattern.Compile($"^(?:{pattern})$", true, false, false), bytes).Select(line => line.Number);

        Assert.Equal(theirs, ours);
    }

    private static Gen<Question> Questions()
    {
        var atom = Gen.Elements(Atoms);
        var pattern = Gen.Sized(size => Pattern(Math.Min(size, 12)));
        return (from text in pattern from options in Gen.Choose(0, 9) select new Question(text, true, options is 1 or 2, options == 3)).Where(question => !MayMeet(question.Pattern) && !IsCounted(question.Pattern));

        // Two conditions that may stand at one place: ripgrep 13 holds them against different moments, and misses an empty line by "$^" (docs/formats/search.md).
        static bool MayMeet(string pattern) => pattern.Replace("[^", "[", StringComparison.Ordinal).Replace("[[:^", "[[:", StringComparison.Ordinal)
            .Split("\\b").SelectMany(part => part.Split("\\B")).SelectMany(part => part.Split('^')).SelectMany(part => part.Split('$')).SelectMany(part => part.Split("\\A")).SelectMany(part => part.Split("\\z")).Count() > 2;

        // A line's end that is counted: ripgrep 13 takes "(x\z){2}" for "xx", which by its own documentation stands nowhere, as its -P says.
        static bool IsCounted(string pattern) => pattern.Contains('{') && (pattern.Contains("\\A", StringComparison.Ordinal) || pattern.Contains("\\z", StringComparison.Ordinal));

        Gen<string> Pattern(int size) => size <= 1
            ? atom
            : Gen.OneOf(
                atom,
                Pattern(size / 2).Two().Select(two => two.Item1 + two.Item2),
                Pattern(size / 2).Two().Select(two => two.Item1 + two.Item2),
                Pattern(size / 2).Two().Select(two => $"(?:{two.Item1}|{two.Item2})"),
                from inner in Pattern(size / 2) from repeat in Gen.Elements(Repeats) select $"({inner}){repeat}");
    }

    /// <summary>What the two find otherwise; empty if nothing.</summary>
    private string Differences(Question question, byte[] text)
    {
        var theirs = question.AskRipgrep(_folder["text"]);
        var ours = question.Ask(text);
        if (theirs is null || ours is null)
        {
            return (theirs is null) == (ours is null) ? "" : $"{question}: {(theirs is null ? "ripgrep" : "Vitrine")} alone refuses it";
        }

        // ripgrep 13 names no match at the end of the file, another one for \A and \z and for what repeats nothing, and cuts the first word of a line short under -w (docs/formats/search.md).
        var linesAlone = question.WholeWord || (question.IsRegex && RepeatsNothing(PatternParser.Parse(question.Pattern, question.IgnoreCase))) || question.Pattern.Contains("\\A", StringComparison.Ordinal) || question.Pattern.Contains("\\z", StringComparison.Ordinal) || question.Pattern.Contains("(?-m", StringComparison.Ordinal);
        var same = theirs.Zip(ours).TakeWhile(pair => pair.First.Number == pair.Second.Number && (linesAlone || pair.First.Start < 0 || pair.First == pair.Second)).Count();
        if (same == theirs.Count && same == ours.Count)
        {
            return "";
        }

        FoundLine[] first = [.. theirs.Skip(same).Take(1), .. ours.Skip(same).Take(1)];
        return $"{question}: ripgrep {theirs.Count} and Vitrine {ours.Count} lines; {string.Join(" and ", first)}: {Encoding.UTF8.GetString(Split(text)[first.Min(line => line.Number) - 1])}";
    }

    /// <summary>Whether something that may be empty is repeated.</summary>
    private static bool RepeatsNothing(SyntaxNode node) => node switch
    {
        SyntaxNode.Span span => RepeatsNothing(span.Item),
        SyntaxNode.Sequence sequence => sequence.Items.Any(RepeatsNothing),
        SyntaxNode.Choice choice => choice.Items.Any(RepeatsNothing),
        SyntaxNode.Repeat repeat => (repeat.Max != 1 && MayBeEmpty(repeat.Item)) || RepeatsNothing(repeat.Item),
        _ => false,
    };

    private static bool MayBeEmpty(SyntaxNode node) => node switch
    {
        SyntaxNode.Set => false,
        SyntaxNode.Span span => MayBeEmpty(span.Item),
        SyntaxNode.Sequence sequence => sequence.Items.All(MayBeEmpty),
        SyntaxNode.Choice choice => choice.Items.Any(MayBeEmpty),
        SyntaxNode.Repeat repeat => repeat.Min == 0 || MayBeEmpty(repeat.Item),
        _ => true,
    };

    private static List<byte[]> Split(byte[] text)
    {
        var lines = new List<byte[]>();
        for (var at = 0; at < text.Length;)
        {
            var length = text.AsSpan(at).IndexOf((byte)'\n');
            lines.Add(text[at..(length < 0 ? text.Length : at + length)]);
            at += lines[^1].Length + 1;
        }

        return lines;
    }

    private static HashSet<int> Grams(byte[] line) =>
        [.. Enumerable.Range(0, Math.Max(0, line.Length - 2)).Select(at => (TrigramQuery.Fold(line[at]) << 16) | (TrigramQuery.Fold(line[at + 1]) << 8) | TrigramQuery.Fold(line[at + 2]))];

    private static string Words(TrigramQuery query, bool isInner = false) => query switch
    {
        TrigramQuery.Gram gram => string.Concat((char)(gram.Value >> 16), (char)((gram.Value >> 8) & 0xFF), (char)(gram.Value & 0xFF)),
        TrigramQuery.And and => isInner ? $"({string.Join(' ', and.Items.Select(item => Words(item, true)))})" : string.Join(' ', and.Items.Select(item => Words(item, true))),
        TrigramQuery.Any any => $"({string.Join('|', any.Items.Select(item => Words(item, true)))})",
        _ => throw new InvalidOperationException(),
    };

    /// <summary>A second passes each time the clock is looked at.</summary>
    private sealed class CountingTime : TimeProvider
    {
        public int Looks { get; private set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Looks++;
    }
}
