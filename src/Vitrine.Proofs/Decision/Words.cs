using System.Globalization;

namespace Vitrine.Proofs;

/// <summary>Numbers, ages and names as sentences hold them.</summary>
internal static class Words
{
    /// <summary>12,345.</summary>
    internal static string Count(ulong number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>1 status, 2 statuses.</summary>
    internal static string Plural(int number, string one, string many) => $"{Count((ulong)number)} {(number == 1 ? one : many)}";

    /// <summary>25 %.</summary>
    internal static string Percent(decimal share) => (share * 100).ToString("0.######", CultureInfo.InvariantCulture) + " %";

    /// <summary>7 days, 36 hours.</summary>
    internal static string Age(TimeSpan age) => age.Ticks % TimeSpan.TicksPerDay == 0
        ? age.Days == 1 ? "1 day" : $"{age.Days} days"
        : age.TotalHours == 1 ? "1 hour" : $"{(long)age.TotalHours} hours";

    /// <summary>A file's name that cannot rewrite a terminal.</summary>
    internal static string Shown(string name) =>
        PrintableText.Is(name) ? name : string.Concat(name.Select(static c => PrintableText.Is([c]) ? c : '\ufffd'));
}
