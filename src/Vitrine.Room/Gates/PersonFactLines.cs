namespace Vitrine.Room;

/// <summary>What gates ask of a person, as lines that people write: <c>citizen NO 1990-05-17</c>, <c>full until 2027-12-31 under Nordic clearance</c>.</summary>
public static class PersonFactLines
{
    private const string Day = "yyyy-MM-dd";

    /// <summary>Reads <c>citizen|resident COUNTRY [SINCE] [to UNTIL]</c>; null where the line is none.</summary>
    public static Standing? Standing(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || !char.IsLetter(words[0][0]) || !Enum.TryParse<StandingKind>(words[0], ignoreCase: true, out var kind) || !Enum.IsDefined(kind) || !ExportRules.IsCountry(words[1].ToUpperInvariant()))
        {
            return null;
        }

        DateOnly since = default, until = default;
        var (hasSince, hasUntil, whole) = words[2..] switch
        {
            [] => (false, false, true),
            [var from] => (true, false, DateOnly.TryParseExact(from, Day, out since)),
            ["to", var to] => (false, true, DateOnly.TryParseExact(to, Day, out until)),
            [var from, "to", var to] => (true, true, DateOnly.TryParseExact(from, Day, out since) && DateOnly.TryParseExact(to, Day, out until)),
            _ => (false, false, false),
        };
        return whole ? new Standing(words[1].ToUpperInvariant(), kind, hasSince ? since : null, hasUntil ? until : null) : null;
    }

    /// <summary>Reads <c>overview|targeted|full until DAY under SCHEME</c>; null where the line is none.</summary>
    public static PersonAccreditation? Accreditation(string line) =>
        line.Split(' ', 5, StringSplitOptions.RemoveEmptyEntries) is [var tier, "until", var until, "under", var scheme]
        && char.IsLetter(tier[0]) && Enum.TryParse<Tier>(tier, ignoreCase: true, out var depth) && Enum.IsDefined(depth) && DateOnly.TryParseExact(until, Day, out var day)
            ? new PersonAccreditation(scheme.Trim(), depth, day)
            : null;

    /// <summary>A standing as its line.</summary>
    public static string Line(Standing standing) =>
        $"{standing.Kind.ToString().ToLowerInvariant()} {standing.Country}{(standing.Since is { } since ? $" {since:yyyy-MM-dd}" : "")}{(standing.Until is { } until ? $" to {until:yyyy-MM-dd}" : "")}";

    /// <summary>An accreditation as its line.</summary>
    public static string Line(PersonAccreditation accreditation) => $"{accreditation.Tier.ToString().ToLowerInvariant()} until {accreditation.Until:yyyy-MM-dd} under {accreditation.Scheme}";
}
