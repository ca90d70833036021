using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Vitrine.Seals.Tests;

public sealed class TrigramIndexTests
{
    [Fact]
    public void Cut_AnyText_EndsUnitsAtLineEndsAndLosesNothing()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 900).Select(i => new string('x', i % 90) + "\n")) + new string('y', 20_000) + "\nlast");

        var ends = TrigramBuilder.Cut(text);

        Assert.Equal(text.Length, ends[^1]);
        Assert.All(ends.SkipLast(1), end => Assert.Equal((byte)'\n', text[end - 1]));
        Assert.All(ends.Zip(ends.Skip(1)), pair => Assert.True(pair.Second > pair.First));
        Assert.All(ends.Prepend(0).Zip(ends).SkipLast(1), pair => Assert.True(pair.Second - pair.First >= TrigramBuilder.UnitBytes));
        Assert.Empty(TrigramBuilder.Cut([]));
    }

    [Fact]
    public void Narrow_AnyTextAndLiteral_NeverLosesAUnitThatHoldsIt()
    {
        var texts = Texts(3);
        var segment = Index(texts);
        var patterns = Gen.Choose(3, 24).SelectMany(length => Gen.Choose(0, texts.Length - 1).SelectMany(text => Gen.Choose(0, texts[text].Length - length - 1).Select(start => texts[text].AsSpan(start, length).ToArray())));

        Prop.ForAll(patterns.ToArbitrary(), bytes =>
        {
            var pattern = Encoding.UTF8.GetString(bytes);
            return pattern.Contains('\n', StringComparison.Ordinal) || pattern.Contains('\uFFFD', StringComparison.Ordinal)
                || (Keeps(segment, texts, pattern, ignoreCase: false) && Keeps(segment, texts, pattern.ToUpperInvariant(), ignoreCase: true));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("kelvin", "\u212Aelvin")]
    [InlineData("KELVIN", "\u212Aelvin")]
    [InlineData("mask", "ma\u017Fk")]
    [InlineData("sks", "\u017F\u212A\u017F")]
    public void Narrow_CharactersThatFoldToAscii_AreFoundWhateverTheCase(string pattern, string line)
    {
        byte[][] texts = [Encoding.UTF8.GetBytes(Filler(400_000) + line + "\n" + Filler(700_000))];

        Assert.Equal(1, Candidates(Index(texts), pattern, ignoreCase: true).Count);
    }

    [Fact]
    public void Narrow_TextThatIsInOneUnit_LeavesThatUnit()
    {
        byte[][] texts = [Encoding.UTF8.GetBytes(Filler(600_000) + "unheard_of(zz9);\n" + Filler(600_000))];
        var segment = Index(texts);

        var set = Candidates(segment, "unheard_of(zz9)", ignoreCase: false);

        var unit = set.Next(0, segment.Units.Units);
        Assert.Equal(1, set.Count);
        Assert.InRange(600_000, segment.Units.StartOf(0, unit), segment.Units.StartOf(0, unit + 1));
        Assert.Equal(texts[0].AsSpan(0, segment.Units.StartOf(0, unit)).Count((byte)'\n'), segment.Units.FeedsBefore(unit));
    }

    [Fact]
    public void Finish_SameContents_GivesTheSameBytes()
    {
        var texts = Texts(11);

        Assert.True(Build(texts).Span.SequenceEqual(Build(texts).Span));
        Assert.InRange(Build(texts).Length, 1, texts.Sum(text => text.Length));
    }

    [Fact]
    public void Finish_LittleText_MakesNone()
    {
        var builder = new TrigramBuilder();
        builder.Add(0, "int main(void);\n"u8);

        Assert.True(builder.Finish().IsEmpty);
    }

    [Fact]
    public void Add_InAnyOrderOnManyThreads_GivesTheSameBytes()
    {
        var texts = Texts(11);
        var builder = new TrigramBuilder();
        var order = Enumerable.Range(0, texts.Length).ToArray();
        new Random(3).Shuffle(order);

        Parallel.ForEach(order, content => builder.Add(content, texts[content]));

        Assert.True(builder.Finish().Span.SequenceEqual(Build(texts).Span));
    }

    [Fact]
    public void Add_ContentTwiceOrNever_IsTheCallersFault()
    {
        var builder = new TrigramBuilder();
        builder.Add(0, "int x;\n"u8);
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.Add(0, []));
        builder.Add(2, []);

        Assert.Throws<InvalidOperationException>(() => builder.Finish());
    }

    [Fact]
    public void Read_DamagedBytes_ExcludesAtMostAndThrowsNothing()
    {
        var whole = Build(Texts(4)).ToArray();
        var random = new Random(8);
        for (var i = 0; i < 400; i++)
        {
            var bytes = whole.ToArray();
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                // Half of the changes are in the frame and the tables, which are small.
                bytes[random.Next(2) == 0 ? random.Next(bytes.Length) : random.Next(TrigramSegment.HeaderBytes + TrigramSegment.BucketTableBytes + 4000)] = (byte)random.Next(256);
            }

            bytes = random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
            if (TrigramSegment.Read(bytes) is { } segment)
            {
                Assert.InRange(Candidates(segment, "return value", ignoreCase: false).Count, 0, segment.Units.Units);
            }
        }

        Assert.Null(TrigramSegment.Read(ReadOnlyMemory<byte>.Empty));
        Assert.Null(TrigramSegment.Read(whole.AsMemory(0, whole.Length - 1)));
    }

    [Fact]
    public void Keep_ListThatCannotBeRead_ExcludesNothing()
    {
        var bytes = Build(Texts(5)).ToArray();
        var key = TrigramKey.Of((byte)'r', (byte)'e', (byte)'t');
        var before = Candidates(TrigramSegment.Read(bytes)!, "ret", ignoreCase: false).Count;

        // The last list's end is the last byte: all lists are overwritten with numbers that go on for ever.
        var segment = TrigramSegment.Read(bytes)!;
        bytes.AsSpan(bytes.Length / 2).Fill(0xFF);
        var set = BitSet.None(segment.Units.Units);
        set.AddRange(0, segment.Units.Units);
        segment.ListOf(key)?.Keep(set, 0);

        Assert.InRange(set.Count, before, segment.Units.Units);
        var found = BitSet.None(segment.Units.Units);
        new TrigramList(bytes.AsMemory(bytes.Length / 2, 100), segment.Units.Units).AddTo(found, set, 0);
        Assert.Equal(set.Count, found.Count);
    }

    // So many units that cores share them, and more lists than one thread would read.
    [Theory]
    [InlineData("0x[0-9a-f]{3}z")]
    [InlineData("0x[0-9a-f]{4}u|w[0-9][0-9]q|nothing of it")]
    [InlineData("(0x1a|0x2b).*w[0-9]")]
    public void Narrow_ChoicesOverManyUnits_KeepsWhatMatchesAndExcludesTheRest(string pattern)
    {
        var texts = Enumerable.Range(0, 40_000).Select(i => Encoding.ASCII.GetBytes($"0x{i * 7919 % 65536:x4}{(i % 3 == 0 ? "z" : "u")} w{i % 100:00}q\n")).ToArray();
        var segment = Index(texts);
        var query = LinePattern.Compile(pattern, isRegex: true, ignoreCase: false, wholeWord: false).Required;
        var set = BitSet.All(segment.Units.Units);

        RequiredTrigrams.Of(query).Narrow(segment, set);

        var accepted = 0;
        for (var i = 0; i < texts.Length; i++)
        {
            var grams = Enumerable.Range(0, texts[i].Length - 2).Select(at => texts[i][at] << 16 | texts[i][at + 1] << 8 | texts[i][at + 2]).ToHashSet();
            var accepts = query.Accepts(grams.Contains);
            Assert.True(!accepts || set.Contains(segment.Units.UnitsOf(i).From), Encoding.ASCII.GetString(texts[i]));
            accepted += accepts ? 1 : 0;
        }

        // A list is not read for the sake of few units.
        Assert.InRange(set.Count, accepted, accepted + 400);
    }

    internal static string Filler(int length)
    {
        var line = "static int filler_of_lines(struct thing *one, int two);\n";
        return string.Concat(Enumerable.Repeat(line, length / line.Length));
    }

    internal static byte[][] Texts(int seed)
    {
        var random = new Random(seed);
        string[] words = ["return", "value", "Kernel", "ma\u017Fk", "\u212Aelvin", "naïve", "日本", "if (x)", "\t", "  ", "0x1F", "->", "\r", "foo(bar)", "a", "Straße", "zz", "\0", ";", "ΣΙΓΜΑ"];
        return [.. Enumerable.Range(0, 300).Select(_ => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(1500)).Select(_ => words[random.Next(words.Length)] + (random.Next(8) == 0 ? "\n" : " ")))))];
    }

    private static ReadOnlyMemory<byte> Build(byte[][] texts)
    {
        var builder = new TrigramBuilder();
        for (var i = 0; i < texts.Length; i++)
        {
            builder.Add(i, texts[i]);
        }

        return builder.Finish();
    }

    private static TrigramSegment Index(byte[][] texts) => TrigramSegment.Read(Build(texts))!;

    private static BitSet Candidates(TrigramSegment segment, string pattern, bool ignoreCase)
    {
        var set = BitSet.None(segment.Units.Units);
        set.AddRange(0, segment.Units.Units);
        RequiredTrigrams.Of(pattern, ignoreCase).Narrow(segment, set);
        return set;
    }

    private static bool Keeps(TrigramSegment segment, byte[][] texts, string pattern, bool ignoreCase)
    {
        var set = Candidates(segment, pattern, ignoreCase);
        for (var content = 0; content < texts.Length; content++)
        {
            var (from, to) = segment.Units.UnitsOf(content);
            for (var unit = from; unit < to; unit++)
            {
                var text = Encoding.UTF8.GetString(texts[content][segment.Units.StartOf(content, unit)..segment.Units.StartOf(content, unit + 1)]);
                var holds = ignoreCase ? Fold(text).Contains(Fold(pattern), StringComparison.Ordinal) : text.Contains(pattern, StringComparison.Ordinal);
                if (holds && !set.Contains(unit))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static string Fold(string text) => text.Replace('\u017F', 's').Replace('\u212A', 'k').ToUpperInvariant();
}
