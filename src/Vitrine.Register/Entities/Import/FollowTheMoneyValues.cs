using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Vitrine.Register;

/// <summary>How FollowTheMoney writes days, shares, countries and names.</summary>
internal static class FollowTheMoneyValues
{
    private const int MaxName = 500;

    /// <summary>
    /// A day, a month or a year: <c>2024-05-17</c> (a time after it is passed over), <c>2024-05</c>, <c>2024</c>; as the first day that is meant
    /// and the first that is not.
    /// </summary>
    public static bool TryDay(string text, out DateOnly from, out DateOnly to)
    {
        var day = text.Length > 10 && text[10] is 'T' or ' ' ? text[..10] : text;
        foreach (var format in (ReadOnlySpan<string>)["yyyy-MM-dd", "yyyy-MM", "yyyy"])
        {
            if (DateOnly.TryParseExact(day, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out from) && from.Year < 9999)
            {
                to = format.Length switch { 10 => from.AddDays(1), 7 => from.AddMonths(1), _ => from.AddYears(1) };
                return true;
            }
        }

        (from, to) = (default, default);
        return false;
    }

    /// <summary>A share: <c>25</c>, <c>25.5 %</c>, <c>25-50</c>, <c>&gt;25</c>, <c>&lt;5</c>; null where the text says none.</summary>
    /// <exception cref="FormatException">It says one that is none.</exception>
    public static Share? ShareOf(string text)
    {
        var bare = text.Replace("%", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        Share? share = bare switch
        {
            ['>' or '≥', .. var least] when Number(least) is { } from => new Share(from, 100),
            ['<' or '≤', .. var most] when Number(most) is { } to => new Share(0, to),
            _ when Number(bare) is { } exact => Share.Exactly(exact),
            _ when bare.Split('-', '–') is [var least, var most] && Number(least) is { } from && Number(most) is { } to => new Share(from, to),
            _ => null,
        };
        return share is not { } found || (found.Least >= 0 && found.Most <= 100 && found.Least <= found.Most)
            ? share
            : throw new FormatException($"\"{EntityRules.Shown(text)}\" is no share: 0 to 100 percent");
    }

    /// <summary>A country's code as the register keeps it; null where it is none of ISO 3166-1 alpha-2.</summary>
    public static string? Country(string text) =>
        text.Length >= 2 && char.IsAsciiLetter(text[0]) && char.IsAsciiLetter(text[1]) && (text.Length == 2 || text[2] == '-') ? text[..2].ToUpperInvariant() : null;

    /// <summary>A name without characters that would not show as they read, and how many those were.</summary>
    public static string Clean(string name, out int removed)
    {
        removed = 0;
        if (name.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
        {
            return name;
        }

        var clean = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            if (IsHidden(rune))
            {
                removed++;
            }
            else
            {
                clean.Append(rune);
            }
        }

        return clean.ToString();
    }

    /// <summary>Names that can be kept, in order, each once.</summary>
    public static ImmutableArray<string> Names(IEnumerable<string> values, ref int cleaned)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var value in values)
        {
            var name = Clean(value, out var removed).Trim();
            cleaned += removed;
            if (name.Length is 0 or > MaxName)
            {
                cleaned++;
            }
            else if (!names.Contains(name))
            {
                names.Add(name);
            }
        }

        return names.DrainToImmutable();
    }

    private static decimal? Number(ReadOnlySpan<char> text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number < 1_000_000 ? decimal.Round(number, Share.Places) : null;

    // What ActText refuses.
    private static bool IsHidden(Rune rune) =>
        Rune.IsControl(rune) || rune.Value is 0x61c or 0x200e or 0x200f or 0xfeff or 0xfffd or (>= 0x2028 and <= 0x202e) or (>= 0x2066 and <= 0x2069) or (>= 0xe0000 and <= 0xe01ef);
}
