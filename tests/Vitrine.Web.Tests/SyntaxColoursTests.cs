using FsCheck;
using FsCheck.Fluent;

namespace Vitrine.Web.Tests;

public sealed class SyntaxColoursTests
{
    private static readonly string[] Endings = [".cs", ".c", ".go", ".rs", ".java", ".ts", ".py", ".sh", ".json", ".yaml", ".xml", ".sql", ".css", ".toml", ".bin"];

    [Theory]
    [InlineData("a.cs", "var s = \"a\\\"b\"; // c", "K:var|P: s = |T:\"a\\\"b\"|P:; |C:// c")]
    [InlineData("a.cs", "new Digest(x.Size)", "K:new|P: |Y:Digest|P:(x.Size)")]
    [InlineData("a.cs", "#pragma warning", "D:#pragma warning")]
    [InlineData("a.cs", "x = @\"a\"\"b\\\" + 0x1F", "P:x = |T:@\"a\"\"b\\\"|P: + |N:0x1F")]
    [InlineData("a.c", "#include <a.h>", "D:#include <a.h>")]
    [InlineData("a.py", "def f(): # go", "K:def|P: f(): |C:# go")]
    [InlineData("a.xml", "<a b=\"c\"/>", "P:<|K:a|P: b=|T:\"c\"|P:/>")]
    [InlineData("a.sql", "SELECT 'it''s'", "K:SELECT|P: |T:'it''s'")]
    [InlineData("a.bin", "if \"x\"", "P:if \"x\"")]
    public void Colour_OneLine_CutsItByRule(string path, string line, string expected) =>
        Assert.Equal(expected, Shown(SyntaxColours.Colour(path, [line]).Single()));

    [Fact]
    public void Colour_CommentAndTextOverLines_AreKeptOpenUntilTheyClose()
    {
        var lines = SyntaxColours.Colour("a.cs", ["/* one", "two */ x", "\"\"\"", "three \"", "\"\"\" y"]).Select(Shown).ToArray();

        Assert.Equal(["C:/* one", "C:two */|P: x", "T:\"\"\"", "T:three \"", "T:\"\"\"|P: y"], lines);
    }

    [Fact]
    public void Colour_TextWithoutItsEnd_EndsWithTheLine()
    {
        Assert.Equal(["P:x = |T:\"open", "P:y"], SyntaxColours.Colour("a.cs", ["x = \"open", "y"]).Select(Shown));
    }

    [Fact]
    public void Colour_AnyLines_GivesTheirTextBack() => Prop.ForAll<string[]>(given =>
    {
        string[] lines = [.. (given ?? []).Select(line => line ?? "")];
        return Endings.All(ending => SyntaxColours.Colour($"a{ending}", lines)
            .Select(spans => string.Concat(spans.Select(span => span.Text)))
            .SequenceEqual(lines));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void WithHits_OverStretches_SplitsThemAndKeepsTheText()
    {
        var spans = SyntaxColours.Colour("a.cs", ["return Digest.Of(data);"]).Single();
        var result = SyntaxColours.WithHits(spans, [(4, 6, 1), (14, 2, 2)]);

        Assert.Equal("return Digest.Of(data);", string.Concat(result.Select(span => span.Text)));
        Assert.Equal("rn Dig", string.Concat(result.Where(span => span.Hit == 1).Select(span => span.Text)));
        Assert.Equal("Of", string.Concat(result.Where(span => span.Hit == 2).Select(span => span.Text)));
    }

    private static string Shown(System.Collections.Immutable.ImmutableArray<CodeSpan> spans) =>
        string.Join('|', spans.Select(span => $"{Letter(span.Kind)}:{span.Text}"));

    private static char Letter(SyntaxKind kind) => kind switch
    {
        SyntaxKind.Comment => 'C',
        SyntaxKind.Keyword => 'K',
        SyntaxKind.Type => 'Y',
        SyntaxKind.Text => 'T',
        SyntaxKind.Number => 'N',
        SyntaxKind.Directive => 'D',
        _ => 'P',
    };
}
