using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;

namespace Vitrine.Web.Tests;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("plain text, tabs\tand ümläuts, 中文, العربية", "plain text, tabs\tand ümläuts, 中文, العربية")]
    [InlineData("a\u202Eb", "a[RLO]b")]
    [InlineData("\u2066\u2067\u2068\u2069\u202A\u202B\u202C\u202D\u200E\u200F", "[LRI][RLI][FSI][PDI][LRE][RLE][PDF][LRO][LRM][RLM]")]
    [InlineData("ro\u200Bot\u200D\u200C\uFEFF", "ro[ZWSP]ot[ZWJ][ZWNJ][BOM]")]
    [InlineData("x\u00A0y\u2003z\u3000", "x[NBSP]y[U+2003]z[U+3000]")]
    [InlineData("\0\u0007\b\r\n\u001B\u007F\u0085", "[NUL][BEL][BS][CR][LF][ESC][DEL][U+0085]")]
    [InlineData("a\u00ADb\u2028c\u2029", "a[U+00AD]b[U+2028]c[U+2029]")]
    [InlineData("\u3164\uFFA0\u2800\u034F", "[U+3164][U+FFA0][U+2800][U+034F]")]
    [InlineData("i\uFE0F\uE000", "i[U+FE0F][U+E000]")]
    [InlineData("\U000E0041\U000E0100 \U0001F600", "[U+E0041][U+E0100] \U0001F600")]
    [InlineData("", "")]
    public void Split_Text_SpellsOutWhatHides(string text, string shown) => Assert.Equal(shown, Shown(text));

    [Fact]
    public void Split_LoneSurrogates_AreSpelledOut()
    {
        Assert.Equal("a[U+D83D]b", Shown("a\uD83Db"));
        Assert.Equal("[U+DE00]", Shown("\uDE00"));
        Assert.Equal("[U+D83D]", Shown("\uD83D"));
    }

    [Fact]
    public void Split_AnyText_LeavesOnlyWhatIsSeenAndLosesNothing() => Prop.ForAll<string>(text =>
    {
        text ??= "";
        var pieces = VisibleText.Split(text);
        var plain = string.Concat(pieces.Where(piece => !piece.Spelled).Select(piece => piece.Text));
        return VisibleText.Split(plain).All(piece => !piece.Spelled)
            && pieces.All(piece => piece.Text.Length > 0)
            && pieces.Count(piece => piece.Spelled) <= text.Length;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Svg_HostileName_StaysOneDocumentThatSaysIt()
    {
        var svg = VisibleMark.Svg("</text><script>\u202E&\"", "7f<3a", new DateTimeOffset(2026, 11, 21, 22, 53, 20, TimeSpan.Zero));
        var document = XDocument.Parse(svg);

        Assert.All(document.Descendants(), element => Assert.Contains(element.Name.LocalName, (string[])["svg", "defs", "pattern", "text", "rect"]));
        Assert.All(
            document.Descendants().Where(element => element.Name.LocalName == "text"),
            element => Assert.Equal("</text><script>RLO&\" · 7f<3a · 2026-11-21 22:53:20\u00A0UTC", element.Value));
    }

    private static string Shown(string text) =>
        string.Concat(VisibleText.Split(text).Select(piece => piece.Spelled ? $"[{piece.Text}]" : piece.Text));
}
