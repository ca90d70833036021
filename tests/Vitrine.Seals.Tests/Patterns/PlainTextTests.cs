using System.Text;

namespace Vitrine.Seals.Tests.Patterns;

/// <summary>What is found by bytes alone is what the automaton finds.</summary>
public sealed class PlainTextTests
{
    private static readonly byte[][] Pieces = [.. "a|b|_|A|ab|aab|9| |(|\r|\n|\n\n|é|ä|–|x|\u0301|😀".Split('|').Select(Encoding.UTF8.GetBytes), [0xFF], [0xC3], [0x80], [0]];

    [Theory]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("aa")]
    [InlineData("é")]
    [InlineData("a b")]
    [InlineData("(")]
    [InlineData("(a")]
    [InlineData("_")]
    public void Scan_TextsOfTrickyNeighbours_FindsWhatTheAutomatonFinds(string pattern)
    {
        var random = new Random(pattern.Length + pattern[0]);
        foreach (var isWord in (bool[])[true, false])
        {
            var plain = LinePattern.Compile(pattern, isRegex: false, ignoreCase: false, isWord);
            var automaton = LinePattern.Compile(System.Text.RegularExpressions.Regex.Escape(pattern).Replace("\\ ", " ", StringComparison.Ordinal), isRegex: true, ignoreCase: false, isWord);
            for (var round = 0; round < 500; round++)
            {
                byte[] text = [.. Enumerable.Range(0, random.Next(60)).SelectMany(_ => Pieces[random.Next(Pieces.Length)])];

                var found = Question.Lines(plain, text);

                Assert.Equal(Question.Lines(automaton, text), found);
                Assert.All(found, line => Assert.Contains(plain.Plain!.Find(Line(text, line.Number)), (int[])[PlainText.Unknown, line.Start]));
            }
        }
    }

    private static byte[] Line(byte[] text, int number)
    {
        var start = 0;
        for (; number > 1; number--)
        {
            start = Array.IndexOf(text, (byte)'\n', start) + 1;
        }

        return text[start..(Array.IndexOf(text, (byte)'\n', start) is >= 0 and var end ? end : text.Length)];
    }
}
