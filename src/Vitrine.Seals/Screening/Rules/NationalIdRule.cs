using System.Text;
using System.Text.RegularExpressions;

namespace Vitrine.Seals;

/// <summary>Numbers of persons whose form and check digits are documented: Brazil's CPF, Italy's codice fiscale, Finland's henkilötunnus, Spain's DNI and NIE, Poland's PESEL.</summary>
internal sealed class NationalIdRule : ScreeningRule
{
    private const int LongestLine = 300;

    private static readonly Regex Cpf = Of(@"(?:^|[^0-9.\-])([0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2})(?:[^0-9\-]|$)");
    private static readonly Regex Codice = Of(@"(?:^|[^A-Z0-9])([A-Z]{6}[0-9]{2}[ABCDEHLMPRST][0-9]{2}[A-Z][0-9]{3}[A-Z])(?:[^A-Z0-9]|$)");
    private static readonly Regex Hetu = Of(@"(?:^|[^0-9A-Za-z])([0-3][0-9][01][0-9]{3}[-+A][0-9]{3}[0-9A-Y])(?:[^0-9A-Za-z\-]|$)");
    private static readonly Regex Dni = Of(@"(?:^|[^0-9A-Za-z])([XYZ]?[0-9]{7,8}-?[A-Z])(?:[^0-9A-Za-z\-]|$)");
    private static readonly Regex Pesel = Of(@"(?:^|[^0-9A-Za-z])([0-9]{11})(?:[^0-9A-Za-z]|$)");

    private static readonly Anchor[] Starts = [new("cpf", true), new("codice", true), new("fiscal", true), new("hetu", true), new("henkil", true), new("dni", true), new("nie", true), new("pesel", true)];

    public override string Id => "national-id";

    public override string Title => "Number of a person";

    public override ScreeningSeverity Severity => ScreeningSeverity.Medium;

    public override string Description =>
        "A number of a person with right check characters, beside the name of its kind (cpf, codice fiscale, hetu, dni, nie, pesel) in the same line or in the header of a table; low in tests.";

    public override string FalsePositives => "Made-up numbers for tests. Numbers of one digit alone, and numbers far from the name of their kind, are left out; kinds without a documented check are not looked for.";

    internal override IReadOnlyList<Anchor> Anchors => Starts;

    internal override void Examine(ScreenedFile file, int at, int anchor, Hits hits)
    {
        var text = file.Text;
        if ((at > 0 && char.IsAsciiLetter((char)text[at - 1])) || (anchor is 0 or 5 or 6 && at + 3 < text.Length && char.IsAsciiLetter((char)text[at + 3])))
        {
            return;
        }

        // Of a table with its kind in the first line, some rows are looked at; elsewhere the rest of the line.
        var isHeader = file.Is(FileRole.Data) && at < 8 * LongestLine && text[..at].IndexOf((byte)'\n') < 0;
        var end = isHeader ? Math.Min(text.Length, at + (16 * LongestLine)) : file.LineEnd(at, LongestLine);
        var near = Encoding.Latin1.GetString(text[at..end]);
        var (pattern, name, check) = anchor switch
        {
            0 => (Cpf, "CPF", (Func<string, bool>)IsCpf),
            1 or 2 => (Codice, "codice fiscale", IsCodice),
            3 or 4 => (Hetu, "henkilötunnus", IsHetu),
            5 or 6 => (Dni, "DNI or NIE", IsDni),
            _ => (Pesel, "PESEL", IsPesel),
        };
        foreach (Match match in pattern.Matches(near))
        {
            var number = match.Groups[1];
            if (number.Value.Distinct().Count() > 3 && !number.Value.Contains("123456", StringComparison.Ordinal) && check(number.Value))
            {
                hits.Add(this, at + number.Index, number.Length, file.Is(FileRole.Test) ? ScreeningSeverity.Low : ScreeningSeverity.Medium, $"This looks like the number of a person ({name}), ending in {number.Value[^2..]}.");
            }
        }
    }

    private static Regex Of(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static bool IsCpf(string number)
    {
        var digits = number.Where(char.IsAsciiDigit).Select(digit => digit - '0').ToArray();
        return Check(9) == digits[9] && Check(10) == digits[10];

        int Check(int count) => Enumerable.Range(0, count).Sum(i => digits[i] * (count + 1 - i)) * 10 % 11 % 10;
    }

    private static bool IsCodice(string code)
    {
        int[] odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
        var sum = 0;
        for (var i = 0; i < 15; i++)
        {
            var value = char.IsAsciiDigit(code[i]) ? code[i] - '0' : code[i] - 'A';
            sum += i % 2 == 0 ? odd[value] : value;
        }

        return code[15] == 'A' + (sum % 26);
    }

    private static bool IsHetu(string code) =>
        code[10] == "0123456789ABCDEFHJKLMNPRSTUVWXY"[int.Parse(code[..6] + code[7..10], System.Globalization.CultureInfo.InvariantCulture) % 31];

    private static bool IsDni(string code)
    {
        var plain = code.Replace("-", "", StringComparison.Ordinal);
        var digits = plain[0] switch { 'X' => "0" + plain[1..^1], 'Y' => "1" + plain[1..^1], 'Z' => "2" + plain[1..^1], _ => plain[..^1] };
        return digits.Length == 8 && plain[^1] == "TRWAGMYFPDXBNJZSQVHLCKE"[int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) % 23];
    }

    private static bool IsPesel(string number)
    {
        int[] weights = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3];
        return (10 - (weights.Select((weight, i) => weight * (number[i] - '0')).Sum() % 10)) % 10 == number[10] - '0';
    }
}
