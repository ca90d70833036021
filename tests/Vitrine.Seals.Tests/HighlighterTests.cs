using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Vitrine.Seals.Tests;

public sealed class HighlighterTests
{
    [Theory]
    [InlineData("C#", "public int X = 0x1F; // done", "k:public t:int n:0x1F c:// done")]
    [InlineData("C#", "var s = @\"a\"\"b\" + $\"{x}\" + '\\'';", "k:var s:@\"a\"\"b\" s:$\"{x}\" s:'\\''")]
    [InlineData("C#", "var s = \"\"\"\n a \" \"\" b\n\"\"\";", "k:var s:\"\"\" s: a \" \"\" b s:\"\"\"")]
    [InlineData("C#", "var s = @\"one\ntwo\"; x", "k:var s:@\"one s:two\"")]
    [InlineData("C#", "/* a\n b */ if", "c:/* a c: b */ k:if")]
    [InlineData("C#", "#if DEBUG", "k:#if")]
    [InlineData("C#", "List<Foo> Bar();", "t:List t:Foo m:Bar")]
    [InlineData("C", "#include <stdio.h>", "k:#include s:<stdio.h>")]
    [InlineData("C", "\"open\nint x;", "s:\"open t:int")]
    [InlineData("C++", "auto s = R\"x(a)\"\n)x\"; int", "k:auto s:R\"x(a)\" s:)x\" t:int")]
    [InlineData("C++", "1'000'000 0x1.8p-3 1e+5f", "n:1'000'000 n:0x1.8p-3 n:1e+5f")]
    [InlineData("Rust", "fn f<'a>(x: &'a str) -> char { 'a' }", "k:fn t:str t:char s:'a'")]
    [InlineData("Rust", "r#\"a\"b\"# /* x /* y */ z */ let", "s:r#\"a\"b\"# c:/* x /* y */ z */ k:let")]
    [InlineData("Rust", "0..10", "n:0 n:10")]
    [InlineData("Go", "s := `a\nb` + \"c\"", "s:`a s:b` s:\"c\"")]
    [InlineData("Java", "String s = \"\"\"\n x\n\"\"\"; @Override", "t:String s:\"\"\" s: x s:\"\"\" t:Override")]
    [InlineData("JavaScript", "const f = `a ${b}\n c` // x", "k:const s:`a ${b} s: c` c:// x")]
    [InlineData("TypeScript", "let x: number = 1", "k:let t:number n:1")]
    [InlineData("Python", "def f(): # x\n  return rb'\\'' + \"\"\"a\nb\"\"\"", "k:def m:f c:# x k:return s:rb'\\'' s:\"\"\"a s:b\"\"\"")]
    [InlineData("Shell", "echo \"$x\" '#' a#b # c", "s:\"$x\" s:'#' c:# c")]
    [InlineData("Shell", "cat <<-'END' | x\n if not\n\tEND\nif", "s:'END' s: if not s:\tEND k:if")]
    [InlineData("JSON", "{\"a\": \"b\", \"c\" : [1, true]}", "m:\"a\" s:\"b\" m:\"c\" n:1 k:true")]
    [InlineData("XML", "<a b=\"c\nd\">x &amp; y</a><!-- e\n--><![CDATA[<f>]]>", "k:a m:b s:\"c s:d\" n:&amp; k:a c:<!-- e c:--> s:<![CDATA[<f>]]>")]
    [InlineData("YAML", "a: 1 # x\n- b: \"c\"\nd: |\n  e: f\ng: true", "m:a n:1 c:# x m:b s:\"c\" m:d s:  e: f m:g k:true")]
    [InlineData("Markdown", "# Head\ntext `code` [a](b)\n```\n# not\n```\n> q", "k:# Head s:`code` m:[a] s:(b) s:``` s:# not s:``` c:> q")]
    [InlineData("TOML", "[a.b]\nc = \"d\" # e", "t:[a.b] m:c  s:\"d\" c:# e")]
    [InlineData("SQL", "SELECT 'it''s' FROM t -- x", "k:SELECT s:'it''s' k:FROM c:-- x")]
    public void Lines_Code_IsCutIntoItsTokens(string language, string code, string expected)
    {
        var tokens = Highlighter.Lines(new SealText(Encoding.UTF8.GetBytes(code)), Language.Find(language)!, 1, int.MaxValue)
            .SelectMany(line => line.Spans.Where(span => span.Class is not (TokenClass.Plain or TokenClass.Punctuation)).Select(span => $"{Letter(span.Class)}:{line.Text.Substring(span.Start, span.Length)}"));

        Assert.Equal(expected, string.Join(' ', tokens));
    }

    [Fact]
    public void Lines_HiddenCharacters_AreMarkedEachByItself()
    {
        var line = Highlighter.Lines(new SealText("\"a\u202E\u2066b\u0007\" \rc \U000E0041 \u0085"u8.ToArray()), Language.Find("C")!, 1, 9).Single();

        Assert.Equal(
            ["\u202E", "\u2066", "\u0007", "\r", "\U000E0041", "\u0085"],
            line.Spans.Where(span => span.Class == TokenClass.Hidden).Select(span => line.Text.Substring(span.Start, span.Length)));
        Assert.Equal("\\u{202E}", HiddenCharacters.Escape(new Rune('\u202E')));
    }

    [Fact]
    public void Lines_Window_KnowsWhatBeganBefore()
    {
        var text = new SealText("/* a\nb\nc */ int\nint"u8.ToArray());

        var lines = Highlighter.Lines(text, Language.Find("C")!, 2, 2).ToArray();

        Assert.Equal([2, 3], lines.Select(line => line.Number));
        Assert.Equal([new HighlightSpan(0, 1, TokenClass.Comment)], lines[0].Spans.AsEnumerable());
        Assert.Equal([new HighlightSpan(0, 4, TokenClass.Comment), new HighlightSpan(4, 1, TokenClass.Plain), new HighlightSpan(5, 3, TokenClass.Type)], lines[1].Spans.AsEnumerable());
    }

    [Fact]
    public void Lines_AnyBytesInAnyLanguage_CoverEachLineOnce()
    {
        string[] pieces =
        [
            "\"", "'", "`", "\"\"\"", "/*", "*/", "//", "#", "<!--", "-->", "<", ">", "&", "\\", "\n", "\r\n", "@\"", "$\"", "R\"(", ")\"", "r#\"", "\"#", "<<EOF", "EOF", "<<-'E", "|", ":", "- ", "a", "é", "1.", "0x",
            "\0", "\u202E", "\uD83D\uDE00", "[", "](", ")", "```", "~~~", "#include <", "[[", "]]", "--[[", "<![CDATA[", "{", "}", "'''", "b'", "\t", " ",
        ];
        var texts = Gen.Elements(pieces).ListOf().Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts)));
        var noise = Gen.Choose(0, 255).Select(value => (byte)value).ListOf().Select(bytes => bytes.ToArray());
        Prop.ForAll(Gen.OneOf(texts, noise).ToArbitrary(), bytes =>
        {
            var text = new SealText(bytes);
            return Language.All.Add(Language.Plain).All(language =>
            {
                var lines = Highlighter.Lines(text, language, 1, int.MaxValue).ToArray();
                return lines.Length == text.LineCount && lines.All(line =>
                {
                    var position = 0;
                    foreach (var span in line.Spans)
                    {
                        if (span.Start != position || span.Length <= 0)
                        {
                            return false;
                        }

                        position += span.Length;
                    }

                    return position == line.Text.Length;
                });
            });
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("<<")]
    [InlineData("[")]
    [InlineData("`")]
    [InlineData("&")]
    [InlineData("R\"")]
    [InlineData("r#")]
    [InlineData("/*")]
    [InlineData("\"")]
    [InlineData("'")]
    [InlineData("a:")]
    [InlineData("<!")]
    [InlineData("-->")]
    [InlineData("0'")]
    [InlineData("$")]
    [InlineData("[](")]
    public void Lines_OneVeryLongLineOfOpenings_EndsInEveryLanguage(string piece)
    {
        // A lexer that looked again and again at the rest of the line would take hours for a million of them.
        var text = new SealText(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, 200_000))));

        Assert.All(Language.All, language => Assert.Single(Highlighter.Lines(text, language, 1, 1)));
    }

    [Fact]
    public void Find_NamesAliasesAndExtensions_AreKnownOnce()
    {
        Assert.Equal("C#", Language.Find("csharp")?.Name);
        Assert.Equal("C#", Language.Find(".CS")?.Name);
        Assert.Null(Language.Find("nothing"));
        Assert.Equal("Makefile", Language.Of("a/GNUmakefile")?.Name);
        Assert.Equal("Shell", Language.Of("bin/run", "#!/usr/bin/env -S bash -e\n"u8)?.Name);
        Assert.Equal("Python", Language.Of("bin/run", "#! /usr/bin/python3.11"u8)?.Name);
        Assert.Null(Language.Of("LICENSE", "text"u8));
        Assert.Equal(Language.All.Sum(language => language.Extensions.Length), Language.All.SelectMany(language => language.Extensions).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Theory]
    [InlineData("", 0, "")]
    [InlineData("a", 1, "a")]
    [InlineData("a\n", 1, "a")]
    [InlineData("a\r\nb\r\n\r\n", 3, "a|b|")]
    [InlineData("\n\n", 2, "|")]
    [InlineData("a\rb", 1, "a\rb")]
    public void SealText_Lines_EndAtFeeds(string content, int count, string lines)
    {
        foreach (var bytes in (byte[][])[Encoding.UTF8.GetBytes(content), [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(content)], [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(content)], [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(content)]])
        {
            var text = new SealText(bytes);
            var counter = default(LineCounter);
            counter.Append(bytes);

            Assert.Equal(count, text.LineCount);
            Assert.Equal((text.Kind, (long)count), counter.Finish());
            Assert.Equal(lines, string.Join('|', Enumerable.Range(1, count).Select(text.Line)));
            Assert.All(Enumerable.Range(1, count), number => Assert.Equal(number, text.LineAt(text.LineStart(number))));
        }
    }

    private static char Letter(TokenClass kind) => kind switch
    {
        TokenClass.Keyword => 'k',
        TokenClass.String => 's',
        TokenClass.Comment => 'c',
        TokenClass.Number => 'n',
        TokenClass.Type => 't',
        TokenClass.Name => 'm',
        _ => '?',
    };
}
