using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>An operator as the views have it.</summary>
public sealed record Operator(string Id, string Name, string Sector, ImmutableArray<string> Attributes, ImmutableArray<OperatorUse> Uses);

/// <summary>Who uses what.</summary>
public static class Operators
{
    /// <summary>All, by name.</summary>
    public static IReadOnlyList<Operator> List(SqliteConnection views) => views.Query(
        "SELECT o.entity, ifnull(e.name, o.entity), o.sector, o.attributes, o.uses FROM advisories_operator o LEFT JOIN register_entity e ON e.id = o.entity ORDER BY 2, 1",
        row => new Operator(
            row.GetString(0),
            row.GetString(1),
            row.GetString(2),
            JsonSerializer.Deserialize<ImmutableArray<string>>(row.GetString(3), ActJson.Options),
            JsonSerializer.Deserialize<ImmutableArray<OperatorUse>>(row.GetString(4), ActJson.Options)));
}
