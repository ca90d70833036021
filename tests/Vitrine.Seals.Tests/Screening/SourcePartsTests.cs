using System.Text;

namespace Vitrine.Seals.Tests;

public sealed class SourcePartsTests
{
    // In each, C stands in a comment, T in a text and X in code.
    [Theory]
    [InlineData("c", "X /* C\n * C */ X // C\nX \"T /* T\" X 'T' X \"T\\\" T\" X")]
    [InlineData("c", "X \"T\nX /* C */ X")]
    [InlineData("c", "#define X 'T\nX // C")]
    [InlineData("js", "X `T\n// T\n` X // C")]
    [InlineData("rs", "X /* C */ X \"T // T\" X")]
    [InlineData("s", "# C\n#define X\n@ C\n\tX /* C */ X")]
    [InlineData("py", "X # C\nX '# T' X\n\"\"\"C\nC\"\"\"\nX = \"\"\"T\nT\"\"\" X")]
    [InlineData("sh", "#!/bin/sh\nX $# X ${a#X} X # C\nX \"T # T\" X;# C\nX")]
    [InlineData("", "# C\nX: X # C\n")]
    [InlineData("xml", "X\n<!-- C\nC --> X\nX\n")]
    [InlineData("sql", "-- C\nX\n")]
    [InlineData("c", "/* C")]
    public void Of_Source_TellsCommentsTextsAndCode(string extension, string source)
    {
        var text = Encoding.UTF8.GetBytes(source);
        var parts = SourceParts.Of(text, extension);

        for (var at = 0; at < text.Length; at++)
        {
            var told = parts.IsComment(at) ? 'C' : parts.IsText(at) ? 'T' : 'X';
            Assert.True(text[at] is not ((byte)'C' or (byte)'T' or (byte)'X') || told == text[at], $"{extension}: {told} at {at} of {source}");
        }
    }

    [Fact]
    public void Of_AnyBytes_EndsAndNeverThrows()
    {
        var random = new Random(3);
        var pieces = (string[])["/*", "*/", "//", "\"", "'", "`", "\\", "\n", "#", "\"\"\"", "<!--", "-->", "--", " ", "a", "\0"];
        for (var round = 0; round < 2000; round++)
        {
            var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => pieces[random.Next(pieces.Length)])));
            Assert.All((string[])["c", "js", "s", "py", "sh", "xml", ""], extension => Assert.False(SourceParts.Of(text, extension).IsComment(text.Length)));
        }
    }
}
