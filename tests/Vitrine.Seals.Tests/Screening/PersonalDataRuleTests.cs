using static Vitrine.Seals.Tests.Planted;

namespace Vitrine.Seals.Tests;

public sealed class PersonalDataRuleTests
{
    // Made up, with check digits that are right; they belong to nobody that we know of, and are put together when the test runs.
    private static readonly string Visa = "4539" + "5787" + "6362" + "1486";
    private static readonly string Amex = "3716" + "2054" + "9873" + "402";

    [Theory]
    [InlineData("6 2295 1260 2430 1395\n")]
    [InlineData("\t 2295 1260 2430 1395 4500 2250\n")]
    public void Screen_RowOfCoordinates_IsNoCard(string row) => Assert.Empty(Of("a.fig", row, "payment-card"));

    [Fact]
    public void Screen_CardNumbers_AreFoundPlainAndInGroups()
    {
        var visa = WithCheckDigit(Visa[..15]);
        var amex = WithCheckDigit(Amex[..14]);
        string Grouped(char sign) => string.Join(sign, visa.Chunk(4).Select(group => new string(group)));

        Assert.All((string[])[$"card={visa}\n", $"x {Grouped(' ')} y", $"\"{Grouped('-')}\"", $"{amex}"], text => Assert.Equal(ScreeningSeverity.Medium, Of("a.csv", text, "payment-card").Single().Severity));
        Assert.Equal(2, Of("a.csv", $"{Grouped(' ')},{WithCheckDigit("520191834755826").Insert(12, " ").Insert(8, " ").Insert(4, " ")}", "payment-card").Count());
        Assert.Equal(ScreeningSeverity.Low, Of("tests/a.csv", visa, "payment-card").Single().Severity);
        Assert.All(
            Of("a.csv", $"{visa}\n{amex}\n{WithCheckDigit("520191834755826")}\n", "payment-card"), finding => Assert.Equal(ScreeningSeverity.High, finding.Severity));
        Assert.DoesNotContain(visa[..8], Of("a.csv", visa, "payment-card").Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Screen_NumbersThatAreNoCards_AreNot()
    {
        var visa = WithCheckDigit(Visa[..15]);
        var wrong = visa[..15] + (char)('0' + ((visa[15] - '0' + 1) % 10));

        Assert.All(
            (string[])["4111111111111111", "4242 4242 4242 4242", wrong, $"a{visa}", $"{visa}b", $"0.{visa}", $"{visa}12345", WithCheckDigit("953957876362148"), $"{visa[..8]} {visa[8..]}", WithCheckDigit("411111111111222")],
            text => Assert.Empty(Of("a.csv", text, "payment-card")));
        Assert.All((string[])["BB aa 4685 4685 7558 7558   BB bb 4685 4685 7558 7558", "JJ aa 3566 3800 1780 2014   JJ aa 3687 3800 1901 2014"], table => Assert.Empty(Of("a.txt", table, "payment-card")));
    }

    [Theory]
    [InlineData("a.csv", "DE", "370205000123987654", ScreeningSeverity.Medium)]
    [InlineData("a.c", "NL", "ABNA0987654321", ScreeningSeverity.Medium)]
    [InlineData("tests/a.c", "FR", "20041010050500013M02607", ScreeningSeverity.Low)]
    public void Screen_Ibans_AreFoundPlainAndInGroups(string path, string country, string account, ScreeningSeverity severity)
    {
        var iban = Iban(country, account);
        var wrong = $"{country}{(iban[2..4] == "99" ? "12" : "99")}{account}";

        Assert.Equal(severity, Of(path, $"x={iban};", "iban").Single().Severity);
        Assert.Equal(severity, Of(path, $"x={string.Join(' ', iban.Chunk(4).Select(group => new string(group)))}", "iban").Single().Severity);
        Assert.All((string[])[wrong, $"x{iban}", $"{iban}1", iban[..^1], iban.ToLowerInvariant()], text => Assert.Empty(Of(path, text, "iban")));
    }

    [Fact]
    public void Screen_PublishedIban_IsNot() => Assert.Empty(Of("a.csv", "DE89370400440532013000", "iban"));

    [Fact]
    public void Screen_ListOfPeople_IsFoundByItsSize()
    {
        string List(int count, string domain) => "name,mail\n" + string.Concat(Enumerable.Range(0, count).Select(i => $"Person {i},person{i}@{domain}\n"));

        Assert.Equal(ScreeningSeverity.Medium, Of("people.csv", List(30, "acme-corp.net"), "contact-list").Single().Severity);
        Assert.Equal((ScreeningSeverity.High, (int?)2), Of("people.csv", List(150, "acme-corp.net"), "contact-list").Select(finding => (finding.Severity, finding.Line)).Single());
        Assert.Equal(ScreeningSeverity.Low, Of("tests/people.csv", List(150, "acme-corp.net"), "contact-list").Single().Severity);
        Assert.Empty(Of("people.csv", List(19, "acme-corp.net"), "contact-list"));
        Assert.Empty(Of("people.csv", List(150, "example.com"), "contact-list"));
        Assert.Empty(Of("AUTHORS.txt", List(150, "acme-corp.net"), "contact-list"));
        Assert.Empty(Of("a.c", List(150, "acme-corp.net"), "contact-list"));
        Assert.Empty(Of("people.csv", List(30, "acme-corp.net") + string.Concat(Enumerable.Repeat("x\n", 1000)), "contact-list"));
    }

    [Theory]
    [InlineData("cpf: 529.982.247-25")]
    [InlineData("codice_fiscale = MRTMTT91D08F205J")]
    [InlineData("hetu: 131052-308T")]
    [InlineData("dni=52839174D")]
    [InlineData("pesel 44051401359")]
    public void Screen_NumberOfAPerson_IsFoundBesideItsKind(string text)
    {
        var number = text[(text.LastIndexOfAny([' ', '=']) + 1)..];

        Assert.Equal(ScreeningSeverity.Medium, Of("a.txt", text, "national-id").SingleOrDefault()?.Severity);
        Assert.Empty(Of("a.txt", number, "national-id"));
        Assert.Empty(Of("a.txt", $"{text[..^1]}{(text[^1] == '9' ? '8' : text[^1] == 'A' ? 'B' : char.IsAsciiDigit(text[^1]) ? '9' : 'A')}", "national-id"));
    }

    private static IEnumerable<ScreeningFinding> Of(string path, string text, string rule) => Screen(path, text).Where(finding => finding.Rule == rule);

    private static string WithCheckDigit(string number) =>
        Enumerable.Range(0, 10).Select(digit => number + digit).Single(whole => whole.Reverse().Select((letter, i) => (letter - '0') * (1 + (i % 2))).Sum(value => value > 9 ? value - 9 : value) % 10 == 0);

    private static string Iban(string country, string account)
    {
        var remainder = $"{account}{country}00".Aggregate(0, (sum, letter) => char.IsAsciiDigit(letter) ? ((sum * 10) + letter - '0') % 97 : ((sum * 100) + letter - 'A' + 10) % 97);
        return $"{country}{98 - remainder:00}{account}";
    }
}
