using System.Globalization;

namespace Vitrine.Proofs;

/// <summary>Days as every Vitrine document writes them: RFC 3339 full-date, UTC, <c>2026-11-21</c>.</summary>
public static class UtcDay
{
    private const string Pattern = "yyyy-MM-dd";

    /// <summary>Writes a day.</summary>
    public static string Format(DateOnly day) => day.ToString(Pattern, CultureInfo.InvariantCulture);

    /// <summary>Reads exactly what <see cref="Format"/> writes.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateOnly day) =>
        DateOnly.TryParseExact(text, Pattern, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    /// <summary>The day's first moment.</summary>
    public static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
