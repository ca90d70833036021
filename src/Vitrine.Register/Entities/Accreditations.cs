using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>The types of inspection body by their independence (ISO/IEC 17020, annex A).</summary>
public enum InspectionType
{
    /// <summary>A third party.</summary>
    A,

    /// <summary>In-house, for its parent alone.</summary>
    B,

    /// <summary>In-house, and for others too.</summary>
    C,
}

/// <summary>That a body vouches for a laboratory. It is a claim: it can be replied to and withdrawn.</summary>
/// <param name="Claim">The claim's identifier.</param>
/// <param name="Laboratory">The entity that is accredited.</param>
/// <param name="Scheme">Under which scheme, by whom: <c>ISO/IEC 17025, DAkkS</c>.</param>
/// <param name="Type">The type under ISO/IEC 17020; null where the scheme has none.</param>
/// <param name="Scope">For what.</param>
/// <param name="Since">The first day; null: unknown.</param>
/// <param name="Until">The day on which it ends; null: unknown.</param>
/// <param name="Source">Where this is published.</param>
/// <param name="Withdrawn">Whether the claim was taken back.</param>
public sealed record Accreditation(
    string Claim, string Laboratory, string Scheme, InspectionType? Type, string Scope, DateOnly? Since, DateOnly? Until, Source Source, bool Withdrawn)
{
    /// <summary>The act that claimed it, changed it or took it back.</summary>
    internal long Position { get; init; }

    /// <summary>Whether the claim holds on a day, as far as its dates are known.</summary>
    public bool HoldsOn(DateOnly day) => !Withdrawn && !(Since > day) && !(Until <= day);
}

/// <summary>The accreditations that the register knows.</summary>
public static class Accreditations
{
    private const string Select = """
        SELECT c.id, a.laboratory, a.scheme, a.type, a.scope, c.since, c.until, c.title, c.url, c.retrieved, c.grade, c.withdrawn, c.n
        FROM register_accreditation a JOIN register_claim c ON c.id = a.claim

        """;

    /// <summary>Those of a laboratory, ended and withdrawn ones among them, newest first.</summary>
    public static IReadOnlyList<Accreditation> Of(string laboratory, SqliteConnection views) =>
        views.Query($"{Select} WHERE a.laboratory = $1 ORDER BY c.since IS NULL, c.since DESC, c.id", Read, laboratory);

    /// <summary>One by its claim; null where there is none.</summary>
    public static Accreditation? Find(string claim, SqliteConnection views) => views.Query($"{Select} WHERE a.claim = $1", Read, claim) is [var one, ..] ? one : null;

    /// <summary>All of them, by laboratory.</summary>
    public static IReadOnlyList<Accreditation> List(SqliteConnection views) => views.Query($"{Select} ORDER BY a.laboratory, c.id", Read);

    /// <summary>Those that ended after one day and no later than the other, and had not ended when they were recorded; withdrawn ones are none of them.</summary>
    internal static IReadOnlyList<Accreditation> EndingWithin(DateOnly after, DateOnly until, SqliteConnection views) => views.Query(
        $"{Select} JOIN centre_act t ON t.n = c.n WHERE c.withdrawn = 0 AND c.until > $1 AND c.until <= $2 AND substr(t.at, 1, 10) < c.until ORDER BY a.laboratory, c.id", Read, after, until);

    private static Accreditation Read(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.Text(3) is { } type ? Enum.Parse<InspectionType>(type, ignoreCase: true) : null,
        row.GetString(4),
        row.Day(5),
        row.Day(6),
        row.Source(7),
        row.GetBoolean(11)) { Position = row.GetInt64(12) };
}
