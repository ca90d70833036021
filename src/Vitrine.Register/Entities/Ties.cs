using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>Who is tied to whom, by claims with their sources.</summary>
public static class Ties
{
    internal const string Select = """
        SELECT c.id, t.kind, t.source, t.target, t.least, t.most, t.detail, c.since, c.until, c.title, c.url, c.retrieved, c.grade, c.withdrawn
        FROM register_tie t JOIN register_claim c ON c.id = t.claim

        """;

    internal const string Holds = "c.withdrawn = 0 AND (c.since IS NULL OR c.since <= $2) AND (c.until IS NULL OR c.until > $2)";

    private const decimal Unit = 10_000m;

    /// <summary>The claims that hold on a day and have the entity at one end, whichever.</summary>
    public static IReadOnlyList<Tie> Of(string entity, DateOnly on, SqliteConnection views) =>
        views.Query($"{Select} WHERE (t.source = $1 OR t.target = $1) AND {Holds} ORDER BY t.kind, c.id", Read, entity, on);

    /// <summary>Who owns an entity on a day.</summary>
    public static IReadOnlyList<Tie> Owners(string entity, DateOnly on, SqliteConnection views) =>
        views.Query($"{Select} WHERE t.target = $1 AND t.kind = 'ownership' AND {Holds} ORDER BY t.most DESC, c.id", Read, entity, on);

    /// <summary>What an entity owns on a day.</summary>
    public static IReadOnlyList<Tie> Holdings(string entity, DateOnly on, SqliteConnection views) =>
        views.Query($"{Select} WHERE t.source = $1 AND t.kind = 'ownership' AND {Holds} ORDER BY t.most DESC, c.id", Read, entity, on);

    /// <summary>Every claim about an entity, over and withdrawn ones among them, newest start first; at most <paramref name="limit"/>.</summary>
    public static IReadOnlyList<Tie> All(string entity, int limit, SqliteConnection views) =>
        views.Query($"{Select} WHERE (t.source = $1 OR t.target = $1) ORDER BY c.since IS NULL, c.since DESC, c.id LIMIT $2", Read, entity, limit);

    /// <summary>What an act claimed or took back about an entity, at either end; at most 1,000.</summary>
    internal static IReadOnlyList<Tie> By(long position, string entity, SqliteConnection views) =>
        views.Query($"{Select} WHERE (t.source = $1 OR t.target = $1) AND c.n = $2 ORDER BY c.id LIMIT 1000", Read, entity, position);

    /// <summary>The act that made or last changed a claim; null where there is none.</summary>
    internal static long? PositionOf(string claim, SqliteConnection views) => views.Query("SELECT n FROM register_claim WHERE id = $1", row => row.GetInt64(0), claim) is [var n] ? n : null;

    /// <summary>One claim; null where there is none.</summary>
    public static Tie? Find(string claim, SqliteConnection views) => views.Query($"{Select} WHERE t.claim = $1", Read, claim).FirstOrDefault();

    /// <summary>How many claims of ties are on record.</summary>
    public static long Count(SqliteConnection views) => views.Scalar<long>("SELECT count(*) FROM register_tie");

    internal static IEnumerable<Tie> Every(SqliteConnection views) => views.Query($"{Select} ORDER BY c.id", Read);

    internal static long? ToUnits(decimal? percent) => percent is { } value ? (long)(value * Unit) : null;

    internal static Tie Read(SqliteDataReader row) => new(
        row.GetString(0),
        Enum.Parse<TieKind>(row.GetString(1), ignoreCase: true),
        row.GetString(2),
        row.GetString(3),
        row.IsDBNull(4) ? null : new Share(row.GetInt64(4) / Unit, row.GetInt64(5) / Unit),
        row.Text(6),
        row.Day(7),
        row.Day(8),
        row.Source(9),
        row.GetBoolean(13));
}
