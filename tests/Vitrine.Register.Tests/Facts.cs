namespace Vitrine.Register.Tests;

/// <summary>Records for tests, where what a test does not say does not matter.</summary>
internal static class Facts
{
    public static Source Source(string title = "Company register", char grade = 'B') => new(title, "https://register.example/extract", new DateOnly(2026, 2, 1), grade);

    public static EntityRecorded Entity(string id, EntityKind kind = EntityKind.Organisation, string? name = null, string[]? aliases = null, string[]? countries = null) =>
        new(id, kind, name ?? $"The {id}", [.. aliases ?? []], [.. countries ?? []], null);

    public static TieClaimed Owns(string from, string to, decimal? percent, string? since = null, string? until = null, string? claim = null, char grade = 'B') =>
        Tie(TieKind.Ownership, from, to, since, until, claim, grade) with { Share = percent is { } share ? Share.Exactly(share) : null };

    public static TieClaimed Tie(TieKind kind, string from, string to, string? since = null, string? until = null, string? claim = null, char grade = 'B', string? detail = null) =>
        new(claim ?? $"{from}.{kind}.{to}", kind, from, to, null, detail, Day(since), Day(until), Source(grade: grade));

    public static DateOnly Day(int year, int month, int day) => new(year, month, day);

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd");
}
