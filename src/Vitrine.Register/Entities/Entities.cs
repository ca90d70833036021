using System.Collections.Immutable;
using System.Text;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>The entities that the register knows.</summary>
public static class Entities
{
    private const string Select = "SELECT e.id, e.kind, e.name, e.countries FROM register_entity e ";

    /// <summary>An entity by its identifier; null where there is none.</summary>
    public static Entity? Find(string id, SqliteConnection views) => views.Query($"{Select} WHERE e.id = $1", Read, id).FirstOrDefault();

    /// <summary>Those of whom the name, or an alias, is this one, whatever its case and spaces; by identifier.</summary>
    public static IReadOnlyList<Entity> FindByName(string name, SqliteConnection views) =>
        views.Query($"{Select} WHERE e.id IN (SELECT entity FROM register_entity_name WHERE folded = $1) ORDER BY e.id", Read, Fold(name));

    /// <summary>The names of an entity: first the one it is called by, then its aliases; empty where there is no such entity.</summary>
    public static ImmutableArray<string> Names(string id, SqliteConnection views) =>
        [.. views.Query("SELECT name FROM register_entity_name WHERE entity = $1 ORDER BY place", row => row.GetString(0), id)];

    /// <summary>Every entity, by identifier.</summary>
    public static IEnumerable<Entity> All(SqliteConnection views) => views.Query($"{Select} ORDER BY e.id", Read);

    /// <summary>How many there are.</summary>
    public static long Count(SqliteConnection views) => views.Scalar<long>("SELECT count(*) FROM register_entity");

    /// <summary>
    /// Those of whom a name or the identifier holds a text, whatever its case, of one kind and country where these are given; by name.
    /// </summary>
    /// <param name="text">What is looked for; empty: anybody.</param>
    /// <param name="kind">Of this kind alone.</param>
    /// <param name="country">Of this country alone.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="offset">How many to pass over.</param>
    /// <param name="views">The views.</param>
    /// <returns>A page of them, and how many there are in all.</returns>
    public static (IReadOnlyList<Entity> Page, long Total) Search(string text, EntityKind? kind, string? country, int limit, int offset, SqliteConnection views)
    {
        const string Where = """
            WHERE ($1 = '' OR instr(lower(e.id), $1) > 0 OR e.id IN (SELECT entity FROM register_entity_name WHERE instr(folded, $1) > 0))
              AND ($2 IS NULL OR e.kind = $2) AND ($3 IS NULL OR instr(e.countries, $3) > 0)
            """;
        var folded = Fold(text);
        var total = views.Scalar<long>($"SELECT count(*) FROM register_entity e {Where}", folded, kind, country);
        return (views.Query($"{Select} {Where} ORDER BY e.name COLLATE NOCASE, e.id LIMIT $4 OFFSET $5", Read, folded, kind, country, limit, offset), total);
    }

    /// <summary>The countries that any entity has, sorted.</summary>
    public static IReadOnlyList<string> Countries(SqliteConnection views) =>
        [.. views.Query("SELECT DISTINCT countries FROM register_entity", row => row.GetString(0)).SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>A name without case and spare spaces: what <see cref="FindByName"/> compares.</summary>
    internal static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var c in name.Trim())
        {
            var space = char.IsWhiteSpace(c);
            if (!space || folded[^1] != ' ')
            {
                folded.Append(space ? ' ' : char.ToLowerInvariant(c));
            }
        }

        return folded.ToString();
    }

    internal static Entity Read(SqliteDataReader row) => new(
        row.GetString(0),
        Enum.Parse<EntityKind>(row.GetString(1), ignoreCase: true),
        row.GetString(2),
        [.. row.GetString(3).Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
}
