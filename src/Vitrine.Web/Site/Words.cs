namespace Vitrine.Web;

/// <summary>How numbers, times and shares are written, everywhere the same.</summary>
public static class Words
{
    private const char NoBreak = '\u00A0';

    public static string Number(long value) => value.ToString("N0");

    /// <summary>A count with its noun, both forms given whole: <c>Count(3, "1 line", "{0} lines")</c>.</summary>
    public static string Count(long value, string one, string many) =>
        value == 1 ? one : many.Replace("{0}", Number(value), StringComparison.Ordinal);

    /// <summary>What is defined: its kind, its name with what it stands in, and its parameters.</summary>
    public static string Symbol(Vitrine.Seals.Symbol symbol) => $"{symbol.Kind} {symbol.FullName}{symbol.Signature}";

    /// <summary>What a line that is shown defines: its kind and what it stands in; and name and parameters where the line has not all of them.</summary>
    public static string Definition(Vitrine.Seals.Symbol symbol, string line)
    {
        var named = symbol.Signature is { } signature && !Dense(line).Contains(Dense(signature), StringComparison.Ordinal) ? $"{symbol.Kind} {symbol.Name}{signature}" : symbol.Kind;
        return symbol.Scope is { } scope ? $"{named} in {scope}" : named;

        static string Dense(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));
    }

    public static string Files(long value) => Count(value, "1 file", "{0} files");

    public static string Lines(long value) => Count(value, "1 line", "{0} lines");

    public static string Date(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd");

    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm") + NoBreak + "UTC";

    public static string MomentWithSeconds(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss") + NoBreak + "UTC";

    public static string TimeOfDay(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm") + NoBreak + "UTC";

    /// <summary>A share in whole percent, rounded down: it says 100 % only of the whole, and 0 % only of nothing.</summary>
    public static string Share(double share) => share switch
    {
        <= 0 => $"0{NoBreak}%",
        < 0.01 => $"under 1{NoBreak}%",
        >= 1 => $"100{NoBreak}%",
        _ => $"{(int)(share * 100 + 1e-9)}{NoBreak}%",
    };

    public static string Bytes(long value) => value switch
    {
        < 1000 => Count(value, $"1{NoBreak}byte", $"{{0}}{NoBreak}bytes"),
        < 1_000_000 => $"{value / 1e3:0.0}{NoBreak}kB",
        < 1_000_000_000 => $"{value / 1e6:0.0}{NoBreak}MB",
        _ => $"{value / 1e9:0.0}{NoBreak}GB",
    };

    /// <summary>A length of time by its two greatest units: "3 days 4 hours", "1 h 42 min".</summary>
    public static string Duration(TimeSpan span)
    {
        span = span.Duration();
        if (span.TotalMinutes < 1)
        {
            return $"under 1{NoBreak}min";
        }

        if (span.TotalDays < 1)
        {
            return span.TotalHours < 1
                ? $"{span.Minutes}{NoBreak}min"
                : span.Minutes == 0 ? $"{span.Hours}{NoBreak}h" : $"{span.Hours}{NoBreak}h {span.Minutes}{NoBreak}min";
        }

        var days = Count(span.Days, $"1{NoBreak}day", $"{{0}}{NoBreak}days");
        return span.Days >= 7 || span.Hours == 0
            ? days
            : $"{days} {Count(span.Hours, $"1{NoBreak}hour", $"{{0}}{NoBreak}hours")}";
    }

    /// <summary>How long an answer took: "12 ms", "1.4 s".</summary>
    public static string Latency(TimeSpan span) => span.TotalSeconds < 1 ? $"{Math.Ceiling(span.TotalMilliseconds):0}{NoBreak}ms" : $"{span.TotalSeconds:0.0}{NoBreak}s";

    /// <summary>A text of the record as a page shows it: a number and its percent sign stay on one line.</summary>
    public static string Tied(string text) => text.Replace(" %", $"{NoBreak}%", StringComparison.Ordinal);

    /// <summary>A long name kept to a length, cut in the middle so that both ends stay.</summary>
    public static string Shorten(string text, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 3);
        if (text.Length <= length)
        {
            return text;
        }

        var tail = (length - 1) / 2;
        var head = length - 1 - tail;
        // A pair of surrogates is kept or dropped as one.
        head -= char.IsHighSurrogate(text[head - 1]) ? 1 : 0;
        tail -= char.IsLowSurrogate(text[^tail]) ? 1 : 0;
        return $"{text[..head]}…{text[^tail..]}";
    }
}
