using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Vitrine.Seals;

/// <summary>Numbers of payment cards (ISO/IEC 7812): an issuer's range, its lengths, and the check digit (Luhn).</summary>
internal sealed class PaymentCardRule : ScreeningRule
{
    private const int Shortest = 14;
    private const int Longest = 19;
    private const int MostOfLine = 200;

    private static readonly Regex Groups = new(@"\b[0-9]{4} [0-9]{4} [0-9]{4} [0-9]{4}\b", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static readonly SearchValues<byte> Written = SearchValues.Create("0123456789 -"u8);

    // Numbers that issuers and payment services publish for tests.
    private static readonly HashSet<string> Published =
    [
        "4111111111111111", "4242424242424242", "4012888888881881", "4000056655665556", "4000000000000002", "4000000000009995", "4000002500003155", "4000000000003220", "4222222222222220", "4444333322221111",
        "4917610000000000", "4917610000000000003", "4484070000000000", "5555555555554444", "5105105105105100", "5200828282828210", "2223003122003222", "2223000048400011", "5454545454545454", "378282246310005",
        "371449635398431", "378734493671000", "6011111111111117", "6011000990139424", "6011000400000000", "3530111333300000", "3566002020360505", "30569309025904", "38520000023237", "36227206271667", "3056930009020004",
        "6200000000000005", "6759649826438453", "6304000000000000", "4000000000000077", "4000000000000101", "4000000000000119", "4012000033330026", "5424000000000015", "4007000000027", "4012888818888", "4000000000000000", "4761739001010010",
    ];

    public override string Id => "payment-card";

    public override string Title => "Number of a payment card";

    public override ScreeningSeverity Severity => ScreeningSeverity.High;

    public override string Description =>
        "A number with an issuer's range and length (Visa, Mastercard, American Express, Discover, JCB, Diners, UnionPay) and a right check digit, as one or in groups of four. High where three or more different "
        + "ones stand in a file, else medium; low in tests.";

    public override string FalsePositives => "One in ten random numbers of the right range passes the check. Left out are published test numbers, numbers of few different digits or in sequence, parts of longer words or fractions, groups that come twice or stand in columns or rows with others, and in code groups that stand in no text or comment.";

    internal override void Scan(ScreenedFile file, Hits hits)
    {
        var text = file.Text;
        var found = new List<(int Start, int Length, string Number)>();
        for (var at = 0; at + 1 < text.Length && found.Count < Hits.MaxPerRule; at += Shortest - 2)
        {
            if (!char.IsAsciiDigit((char)text[at]) && !char.IsAsciiDigit((char)text[at + 1]))
            {
                continue;
            }

            var start = at + 1 - Alphabet.RunBefore(text[..(at + 1)], Written, 2 * Longest);
            var length = Alphabet.Run(text[start..], Written, 4 * Longest);
            Numbers(file, start, length, found);
            at = Math.Max(at, start + length - Shortest + 2);
        }

        var distinct = found.Select(one => one.Number).Distinct(StringComparer.Ordinal).Count();
        foreach (var (start, length, number) in found)
        {
            hits.Add(
                this, start, length, file.Is(FileRole.Test) ? ScreeningSeverity.Low : distinct >= 3 ? ScreeningSeverity.High : ScreeningSeverity.Medium,
                $"This looks like the number of a payment card ({Issuer(number)}), ending in {number[^2..]}.");
        }
    }

    /// <summary>Numbers in a run of digits, spaces and hyphens: unbroken, or in groups as on a card.</summary>
    private static void Numbers(ScreenedFile file, int start, int length, List<(int, int, string)> found)
    {
        var text = file.Text;
        var run = text.Slice(start, length);
        for (var at = 0; at < run.Length;)
        {
            if (!char.IsAsciiDigit((char)run[at]))
            {
                at++;
                continue;
            }

            var (digits, end, groups) = (new StringBuilder(), at, 1);
            var separator = (byte)0;
            while (end < run.Length)
            {
                if (char.IsAsciiDigit((char)run[end]))
                {
                    digits.Append((char)run[end]);
                }
                else if (end + 1 < run.Length && char.IsAsciiDigit((char)run[end + 1]) && (separator == 0 || separator == run[end]) && (digits.Length == 4 || groups > 1))
                {
                    (separator, groups) = (run[end], groups + 1);
                }
                else
                {
                    break;
                }

                end++;
            }

            var number = digits.ToString();
            var isWhole = (start + at == 0 || !IsPart(text[start + at - 1])) && (start + end >= text.Length || !IsPart(text[start + end]));
            if (isWhole && groups is 1 or 3 or 4 && IsCard(number) && (groups == 1 || !(IsList(file, start + at) || IsRow(text, start + at, start + end) || IsTable(file, start + at, number))))
            {
                found.Add((start + at, end - at, number));
            }

            at = Math.Max(end, at + 1);
        }
    }

    /// <summary>In code, numbers with spaces between are a list of numbers or a sum, unless they stand in a text or a comment.</summary>
    private static bool IsList(ScreenedFile file, int at) => file.Is(FileRole.Code) && !file.Parts.IsText(at) && !file.Parts.IsComment(at);

    /// <summary>Another number stands right before it, or one of four digits and more right behind it, with spaces between: a row of numbers, such as coordinates.</summary>
    private static bool IsRow(ReadOnlySpan<byte> text, int start, int end)
    {
        var before = text[Math.Max(0, start - 8)..start];
        var isAfterNumber = before.Length > 0 && before[^1] == ' ' && before.TrimEnd((byte)' ') is { Length: > 0 } left && char.IsAsciiDigit((char)left[^1]);
        var behind = text[end..Math.Min(text.Length, end + 16)];
        var digits = behind.TrimStart((byte)' ') is var rest && rest.Length < behind.Length ? Alphabet.Run(rest, Alphabet.Decimal, 8) : 0;
        return isAfterNumber || digits >= 4;
    }

    /// <summary>A group that comes twice, or on the line other groups of four that are no card: columns of numbers.</summary>
    private static bool IsTable(ScreenedFile file, int at, string number)
    {
        if (number.Length == 16 && number.Chunk(4).DistinctBy(group => new string(group), StringComparer.Ordinal).Count() < 4)
        {
            return true;
        }

        var line = Encoding.Latin1.GetString(file.Text[file.LineStart(at, MostOfLine)..file.LineEnd(at, MostOfLine)]);
        foreach (var match in Groups.EnumerateMatches(line))
        {
            var other = line.Substring(match.Index, match.Length).Replace(" ", "", StringComparison.Ordinal);
            if (Issuer(other) is null || !Luhn(other))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPart(byte beside) => Alphabet.Word.Contains(beside) || beside is (byte)'.' or (byte)'-' or (byte)'+' or (byte)'/' or (byte)'%' or (byte)'#';

    private static bool IsCard(string number) =>
        number.Length is >= Shortest and <= Longest && Issuer(number) is not null && !Published.Contains(number) && Luhn(number) && number.Distinct().Count() >= 5
        && !number.Contains("000000", StringComparison.Ordinal) && !number.Contains("123456", StringComparison.Ordinal);

    private static string? Issuer(string number)
    {
        var four = int.Parse(number.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture);
        return (number.Length, four) switch
        {
            (16 or 19, >= 4000 and <= 4999) => "Visa",
            (16, (>= 5100 and <= 5599) or (>= 2221 and <= 2720)) => "Mastercard",
            (15, (>= 3400 and <= 3499) or (>= 3700 and <= 3799)) => "American Express",
            (16 or 19, 6011 or (>= 6440 and <= 6599)) => "Discover",
            (16, >= 3528 and <= 3589) => "JCB",
            (14, (>= 3000 and <= 3059) or (>= 3600 and <= 3699) or (>= 3800 and <= 3999)) => "Diners Club",
            (16 or 17 or 18 or 19, >= 6200 and <= 6299) => "UnionPay",
            _ => null,
        };
    }

    private static bool Luhn(string number)
    {
        var sum = 0;
        for (var i = 0; i < number.Length; i++)
        {
            var digit = number[^(i + 1)] - '0';
            digit = i % 2 == 1 ? digit * 2 : digit;
            sum += digit > 9 ? digit - 9 : digit;
        }

        return sum % 10 == 0;
    }
}
