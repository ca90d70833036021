using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Vitrine.Seals.Tests;

public sealed class LineDiffTests
{
    private static readonly Gen<string> Texts = Gen.Elements("a", "b", "c", "if (x)", "{", "}", "", "return;", "ä", "\r").ListOf().SelectMany(
        lines => Gen.Elements("\n", "").Select(end => string.Join('\n', lines) + end));

    [Fact]
    public void Of_AnyTwoTexts_TurnsTheOneIntoTheOther() => Prop.ForAll(
        Arb.From(Texts.Two()),
        pair =>
        {
            var (older, newer) = (Text(pair.Item1), Text(pair.Item2));
            var changes = LineDiff.Of(older, newer);
            return Apply(older, newer, changes) == pair.Item2
                && changes.Zip(changes.Skip(1)).All(both => both.First.OldLine + both.First.OldCount < both.Second.OldLine && both.First.NewLine + both.First.NewCount < both.Second.NewLine);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_TwoTextsOfFewKindsOfLines_IsNoLongerThanTakingAllAwayAndKeepsWhatIsCommonAtTheEnds() => Prop.ForAll(
        Arb.From(Texts.Two()),
        pair =>
        {
            var (older, newer) = (Text($"head\n{pair.Item1}\ntail\n"), Text($"head\n{pair.Item2}\ntail\n"));
            var changes = LineDiff.Of(older, newer);
            return changes.All(change => change.OldLine > 1 && change.NewLine > 1 && change.OldLine + change.OldCount <= older.LineCount && change.NewLine + change.NewCount <= newer.LineCount);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_OneLineAmongTheSame_IsTheShortestScript()
    {
        var older = Text("{\n}\n{\n}\n{\n}\n");
        var newer = Text("{\n}\n{\nx\n}\n{\n}\n");
        Assert.Equal([new LineChange(4, 0, 4, 1)], LineDiff.Of(older, newer));
    }

    [Fact]
    public void Of_LinesWithoutAnythingInCommon_AreReplacedAtOnce()
    {
        // 40,000 lines of two kinds each: the shortest script would have 80,000 steps, and is given up.
        var older = Text(string.Concat(Enumerable.Repeat("a\nb\n", 20_000)));
        var newer = Text(string.Concat(Enumerable.Repeat("c\nd\n", 20_000)));
        Assert.Equal([new LineChange(1, 40_000, 1, 40_000)], LineDiff.Of(older, newer));
    }

    [Fact]
    public void MovedLines_ABlockUnderAnotherIndent_HasMoved()
    {
        var older = Text("first\nint total = count(all);\nreport(total);\nreturn total;\nlast\n");
        var newer = Text("first\nlast\nif (x) {\n\tint total = count(all);\n\treport(total);\n\treturn total;\n}\n");
        var moved = MovedLines.Of(older, newer, LineDiff.Of(older, newer));
        Assert.Equal([2, 3, 4], moved.Old.Order());
        Assert.Equal([4, 5, 6], moved.New.Order());
    }

    [Fact]
    public void MovedLines_BracketsAlone_HaveNot()
    {
        var older = Text("a1\n}\n}\n}\nb1\n");
        var newer = Text("a2\nb1\n}\n}\n}\n");
        Assert.Empty(MovedLines.Of(older, newer, LineDiff.Of(older, newer)).New);
    }

    private static SealText Text(string text) => new(Encoding.UTF8.GetBytes(text));

    private static string Apply(SealText older, SealText newer, IReadOnlyList<LineChange> changes)
    {
        var (text, at) = (new StringBuilder(), 1);
        void Take(SealText from, int first, int count) => text.Append(Encoding.UTF8.GetString(from.Bytes.Span[from.LineStart(first)..from.LineStart(first + count)]));
        foreach (var change in changes)
        {
            Take(older, at, change.OldLine - at);
            Take(newer, change.NewLine, change.NewCount);
            at = change.OldLine + change.OldCount;
        }

        Take(older, at, older.LineCount + 1 - at);
        return text.ToString();
    }
}
