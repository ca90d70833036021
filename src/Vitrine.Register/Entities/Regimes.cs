using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>A rule under which an authority asks for reviews.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Authority">The entity that decides.</param>
/// <param name="Instrument">The law, order or standard.</param>
/// <param name="Classes">The classes of product it covers.</param>
/// <param name="Trigger">What sets it off.</param>
public sealed record Regime(string Id, string Authority, string Instrument, ImmutableArray<string> Classes, string Trigger);

/// <summary>The regimes that the register knows.</summary>
public static class Regimes
{
    private const string Select = "SELECT id, authority, instrument, classes, trigger FROM register_regime ";

    /// <summary>A regime by its identifier; null where there is none.</summary>
    public static Regime? Find(string id, SqliteConnection views) => views.Query($"{Select} WHERE id = $1", Read, id).FirstOrDefault();

    /// <summary>All, by identifier.</summary>
    public static IReadOnlyList<Regime> List(SqliteConnection views) => views.Query($"{Select} ORDER BY id", Read);

    /// <summary>Those of an authority.</summary>
    public static IReadOnlyList<Regime> Of(string authority, SqliteConnection views) => views.Query($"{Select} WHERE authority = $1 ORDER BY id", Read, authority);

    private static Regime Read(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), [.. row.GetString(3).Split('\n')], row.GetString(4));
}
