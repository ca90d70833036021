using System.Text;

namespace Vitrine.Seals;

/// <summary>International bank account numbers (ISO 13616): a country's length and the check digits (ISO 7064, mod 97-10).</summary>
internal sealed class IbanRule : ScreeningRule
{
    private const int Longest = 34;

    // Lengths as the registry states them.
    private static readonly (string Country, int Length)[] Countries =
    [
        .. "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IS26 IT27 JO30 KW30 KZ20 LB28 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SE24 SI19 SK24 SM27 TN24 TR26 UA29 VA22 XK20"
            .Split(' ').Select(one => (one[..2], int.Parse(one.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture))),
    ];

    // Samples of the registry and of manuals.
    private static readonly HashSet<string> Published =
    [
        "DE89370400440532013000", "GB82WEST12345698765432", "GB29NWBK60161331926819", "FR1420041010050500013M02606", "NL91ABNA0417164300", "CH9300762011623852957", "BE68539007547034", "ES9121000418450200051332",
        "AT611904300234573201", "IT60X0542811101000000123456", "DE75512108001245126199", "SE4550000000058398257466", "NO9386011117947", "DK5000400440116243", "FI2112345600000785", "PL61109010140000071219812874", "IE29AIBK93115212345678",
    ];

    public override string Id => "iban";

    public override string Title => "Bank account";

    public override ScreeningSeverity Severity => ScreeningSeverity.Medium;

    public override string Description => "An international bank account number with its country's length and right check digits, as one or in groups of four; low in tests.";

    public override string FalsePositives => "Accounts made up for tests. The samples of the registry, and numbers with 00000000 or 123456 in them, are left out.";

    internal override IReadOnlyList<Anchor> Anchors { get; } = [.. Countries.SelectMany(country => Enumerable.Range(0, 10).Select(digit => new Anchor($"{country.Country}{digit}")))];

    internal override void Examine(ScreenedFile file, int at, int anchor, Hits hits)
    {
        var text = file.Text;
        if (!CodeText.Begins(text, at))
        {
            return;
        }

        Span<byte> number = stackalloc byte[Longest];
        var (length, end, most) = (0, at, Countries[anchor / 10].Length);
        while (end < text.Length && length < most && (Alphabet.UpperDigits.Contains(text[end]) || (text[end] == ' ' && length % 4 == 0 && length > 0 && text[end - 1] != ' ')))
        {
            if (text[end] != ' ')
            {
                number[length++] = text[end];
            }

            end++;
        }

        number = number[..length];
        if (length != most || (end < text.Length && Alphabet.Word.Contains(text[end])) || !char.IsAsciiDigit((char)number[3]) || Remainder(number) != 1 || IsSample(number))
        {
            return;
        }

        hits.Add(this, at, end - at, file.Is(FileRole.Test) ? ScreeningSeverity.Low : ScreeningSeverity.Medium, $"This looks like a bank account ({Encoding.ASCII.GetString(number[..2])}), ending in {Encoding.ASCII.GetString(number[^2..])}.");
    }

    private static bool IsSample(ReadOnlySpan<byte> number) =>
        Published.Contains(Encoding.ASCII.GetString(number)) || number.IndexOf("00000000"u8) >= 0 || number.IndexOf("123456"u8) >= 0;

    /// <summary>The number modulo 97, its first four characters last and letters as 10 to 35.</summary>
    private static int Remainder(ReadOnlySpan<byte> number)
    {
        var remainder = 0;
        for (var i = 0; i < number.Length; i++)
        {
            var letter = number[(i + 4) % number.Length];
            remainder = letter <= '9' ? ((remainder * 10) + letter - '0') % 97 : ((remainder * 100) + letter - 'A' + 10) % 97;
        }

        return remainder;
    }
}
