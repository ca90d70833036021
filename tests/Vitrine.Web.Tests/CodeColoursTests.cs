using System.Collections.Immutable;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Seals;

namespace Vitrine.Web.Tests;

public sealed class CodeColoursTests
{
    [Theory]
    [InlineData("a.cs", "return \"a\\\"b\"; // c", "Keyword:return", "String:\"a\\\"b\"", "Comment:// c")]
    [InlineData("a.py", "def f(): # go", "Keyword:def", "Comment:# go")]
    [InlineData("a.json", "{ \"key\": 12 }", "Name:\"key\"", "Number:12")]
    [InlineData("a.yaml", "%", "Punctuation:%")]
    [InlineData("a.unknown", "if \"x\"", "Plain:if \"x\"")]
    public void Lines_OfALanguage_HaveItsClasses(string path, string line, params string[] expected)
    {
        var shown = Colour(path, line).Single().Select(span => $"{span.Kind}:{span.Text}").ToArray();

        Assert.All(expected, one => Assert.Contains(one, shown));
    }

    [Fact]
    public void Lines_OfAnyTextInAnyLanguage_GiveTheTextBack() => Prop.ForAll<string>(given =>
    {
        var text = new SealText(Encoding.UTF8.GetBytes(given ?? ""));
        var lines = Enumerable.Range(1, text.LineCount).Select(text.Line);
        return Language.All.Append(Language.Plain).All(language =>
            CodeColours.Lines(text, language, 1, int.MaxValue).Select(line => string.Concat(line.Spans.Select(span => span.Text))).SequenceEqual(lines));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Lines_FromFurtherDown_KnowWhatWasOpenedAbove() =>
        Assert.Equal("Comment:two */", Colour("a.cs", "/* one\ntwo */ x", 2).Single().Select(span => $"{span.Kind}:{span.Text}").First());

    [Theory]
    [InlineData(4, 6, "rn Dig")]
    [InlineData(0, 23, "return Digest.Of(data);")]
    [InlineData(14, 2, "Of")]
    public void WithHit_OverStretches_SplitsThemAndKeepsTheText(int start, int length, string hit)
    {
        var result = CodeColours.WithHit(Colour("a.cs", "return Digest.Of(data);").Single(), start, length, 7);

        Assert.Equal("return Digest.Of(data);", string.Concat(result.Select(span => span.Text)));
        Assert.Equal(hit, string.Concat(result.Where(span => span.Hit == 7).Select(span => span.Text)));
    }

    private static IEnumerable<ImmutableArray<CodeSpan>> Colour(string path, string text, int first = 1) =>
        CodeColours.Lines(new SealText(Encoding.UTF8.GetBytes(text)), Language.Of(path) ?? Language.Plain, first, 100).Select(line => line.Spans);
}
