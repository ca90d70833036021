using System.Text;
using static Vitrine.Seals.Tests.Planted;

namespace Vitrine.Seals.Tests;

public sealed class HiddenTextRuleTests
{
    [Theory]
    // The attacks of the Trojan Source paper: early return, commenting out, stretched string.
    [InlineData("'''Subtract funds from bank account then \u2067''' ;return\n", 42)]
    [InlineData("/*\u202E } \u2066if (isAdmin)\u2069 \u2066 begin admins only */\n", 3)]
    [InlineData("if access_level != 'none\u202E\u2066' { // Check if admin \u2069\u2066 {\n", 25)]
    [InlineData("x = \u202Dabc\u202C;\n", 5)]
    public void Screen_TrojanSource_IsHighWhereItBegins(string line, int column)
    {
        var finding = Assert.Single(Screen("src/a.c", "int a;\n" + line + "int b;\n"));

        Assert.Equal(("bidi-control", ScreeningSeverity.High, 2, column), (finding.Rule, finding.Severity, finding.Line, finding.Column));
        Assert.Contains("CVE-2021-42574", finding.Message, StringComparison.Ordinal);
        Assert.True(Ascii.IsValid(finding.Message));
    }

    [Fact]
    public void Screen_IsolatesInTextFromRightToLeft_AreMediumAndNestedOnesHigh()
    {
        Assert.Equal(ScreeningSeverity.Medium, Assert.Single(Screen("ar.json", "\"\u0645\u0631\u062D\u0628\u0627 \u2068{name}\u2069\"")).Severity);
        Assert.Equal(ScreeningSeverity.High, Assert.Single(Screen("en.json", "\"hello \u2068{name}\u2069\"")).Severity);
        Assert.Equal(ScreeningSeverity.High, Assert.Single(Screen("ar.json", "\"\u0645 \u2067\u2066a\u2069\u2066b\u2069\u2069\"")).Severity);
        Assert.Equal(ScreeningSeverity.High, Assert.Single(Screen("ar.json", "\"\u0645 \u2069a\u2066\"")).Severity);
    }

    [Fact]
    public void Screen_DirectionMarks_AreLowWhereNothingNeedsThem()
    {
        Assert.Equal(ScreeningSeverity.Low, Assert.Single(Screen("a.c", "a\u200Eb")).Severity);
        Assert.Empty(Screen("he.po", "\u05E9\u05DC\u05D5\u05DD\u200F!"));
    }

    [Fact]
    public void Screen_InvisibleRow_IsHighUnlessItIsATable()
    {
        Assert.Equal(ScreeningSeverity.High, Screen("a.c", "x = \"\uFE00\uFE03\uFE01\uFE0F\uFE02\uFE05\uFE05\uFE09\uFE00\";").Single(finding => finding.Rule == "invisible-character").Severity);
        Assert.NotEqual(ScreeningSeverity.High, Screen("a.txt", "\uFFF0\uFFF1\uFFF2\uFFF3\uFFF4\uFFF5\uFFF6\uFFF7\uFFF8\uFFF9\uFFFA\uFFFB\uFFFC\uFFFD\n").First(finding => finding.Rule == "invisible-character").Severity);
    }

    [Fact]
    public void Screen_WordBehindAnEscape_IsReadWithoutItsLetter()
    {
        Assert.Empty(Screen("ru.po", "msgstr \"\u043A\u043E\u043D\u0435\u0446.\\n\\n\u0421 \u043C\u043E\u043C\u0435\u043D\u0442\u0430\""));
        Assert.Equal("lookalike-name", Assert.Single(Screen("a.c", "x = \"a\\ns\u0441ope\";")).Rule);
    }

    [Fact]
    public void Screen_TextOfOtherScripts_IsNoFinding()
    {
        string[] texts =
        [
            "“quotes” — dashes … €",
            "日本語のテキストと漢字。ひらがなカタカナ",
            "Привет, мир: СОС, VPN-сервер, PDFфайл",
            "Ελληνικά κείμενο, Δx, 2π",
            "مرحبا بالعالم",
            "שלום עולם",
            "👨\u200D👩\u200D👧 ❤\uFE0F 🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F 1\uFE0F⃣ 🏳\uFE0F\u200D🌈",
            "می\u200Cخواهم",
            "क्\u200Dष",
            "naïve café Ångström",
            "Hamısını",
            "ไทย\u200Bไทย",
            "می\u200C: x",
            "\uFEFFint main;",
            "葛\U000E0100城",
        ];

        Assert.All(texts, text => Assert.Empty(Screen("a.c", text)));
    }

    [Theory]
    [InlineData("abc\u200Bdef", ScreeningSeverity.Medium)]
    [InlineData("abc\u200Ddef", ScreeningSeverity.Medium)]
    [InlineData("const { timeout,\u3164} = req.query;", ScreeningSeverity.Medium)]
    [InlineData("a\uFEFFb", ScreeningSeverity.Medium)]
    [InlineData("a\U000E0041b", ScreeningSeverity.Medium)]
    [InlineData("soft\u00ADhyphen", ScreeningSeverity.Low)]
    [InlineData("a\u2028b", ScreeningSeverity.Low)]
    public void Screen_InvisibleCharacter_IsFound(string text, ScreeningSeverity severity)
    {
        var finding = Assert.Single(Screen("a.js", text));

        Assert.Equal(("invisible-character", severity), (finding.Rule, finding.Severity));
        Assert.True(Ascii.IsValid(finding.Message));
    }

    [Fact]
    public void Screen_ManyInvisibleCharactersInARow_AreHigh()
    {
        var payload = string.Concat(Enumerable.Range(0, 40).Select(i => char.ConvertFromUtf32(0xE0100 + i)));

        var finding = Assert.Single(Screen("a.js", $"run(decode('{payload}'))"));

        Assert.Equal(("invisible-character", ScreeningSeverity.High), (finding.Rule, finding.Severity));
        Assert.Contains("40 invisible", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Screen_ControlCharacters_AreLow()
    {
        Assert.Equal(("control-character", 1, 2), Screen("a.c", "a\u001B[31m red\nb").Select(finding => (finding.Rule, finding.Line!.Value, finding.Column!.Value)).Single());
        Assert.Empty(Screen("a.c", "a\fb\v\tc\r\nd\u001A"));
        Assert.Equal(("control-character", 2, 5), Screen("a.py", "a = 1\n# ok\rimport os\nb = 2\r\n").Select(finding => (finding.Rule, finding.Line!.Value, finding.Column!.Value)).Single());
        Assert.Empty(Screen("a.txt", "written\ron an\rold Macintosh\r\n"));
    }

    [Theory]
    [InlineData("void say\u041Dello() {}", 6, ScreeningSeverity.Medium)]
    [InlineData("if (env\u01C3=x)", 5, ScreeningSeverity.Medium)]
    [InlineData("x = s\u0441ope", 5, ScreeningSeverity.Medium)]
    [InlineData("x = \uFF53elf", 5, ScreeningSeverity.Medium)]
    [InlineData("x = \U0001D42Eser", 5, ScreeningSeverity.Medium)]
    [InlineData("x = \u03C1min", 5, ScreeningSeverity.Low)]
    [InlineData("scope = 1; \u0455\u0441\u043E\u0440\u0435 = 2", 12, ScreeningSeverity.Medium)]
    public void Screen_LookalikeName_IsFoundWhereItBegins(string text, int column, ScreeningSeverity severity)
    {
        var finding = Assert.Single(Screen("a.c", text));

        Assert.Equal(("lookalike-name", severity, column), (finding.Rule, finding.Severity, finding.Column));
        Assert.Contains("CVE-2021-42694", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u0455\u0441\u043E\u0440\u0435 = 2; scopes = 1")]
    [InlineData("\u03C1_air = 1; x2\u03C1")]
    [InlineData("PDF\u0444\u0430\u0439\u043B")]
    [InlineData("caf\u00E9 na\u00EFve")]
    public void Screen_NameThatOnlyHasOtherLetters_IsNoFinding(string text) => Assert.Empty(Screen("a.c", text));

    [Fact]
    public void Lookalikes_AllPairs_AreOfALetterAndAnAsciiCharacter()
    {
        var known = Enumerable.Range(0, 0x20000).Where(Rune.IsValid).Select(value => new Rune(value)).Where(rune => Lookalikes.Of(rune) is not null).ToArray();

        Assert.InRange(known.Length, 800, 1000);
        Assert.All(known, rune => Assert.False(rune.IsAscii));
        Assert.All(known, rune => Assert.InRange(Lookalikes.Of(rune)!.Value, (byte)'!', (byte)'z'));
        Assert.Equal(((byte)'A', (byte)'z'), (Lookalikes.Of(new Rune(0x1D400)), Lookalikes.Of(new Rune(0x1D6A3))));
        Assert.Null(Lookalikes.Of(new Rune(0x1D6A4)));
    }
}
