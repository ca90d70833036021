using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Vitrine.Register;

namespace Vitrine.Origin;

/// <summary>Holds the vendors of what was identified against the lists.</summary>
public static class OriginLists
{
    /// <summary>Groups of features that must each speak for an origin before its vendor is held against a list: who plants strings alone frames nobody.</summary>
    public const int FewestGroups = 2;

    /// <summary>
    /// The entries that the vendor of a match hits on a day: by its name, and, where the register knows an entity of that very name, by that one's aliases and
    /// owners. None where one group of features alone speaks for the match.
    /// </summary>
    public static ImmutableArray<ListHit> Of(OriginMatch match, DateOnly on, SqliteConnection views) =>
        match.Independent.Length < FewestGroups
            ? []
            :
            [
                .. Lists.Screen(match.Vendor, on, views)
                    .Concat(Entities.FindByName(match.Vendor, views).SelectMany(entity => Lists.ScreenEntity(entity.Id, on, views)))
                    .GroupBy(hit => (hit.List, hit.Entry))
                    .Select(hits => hits.MaxBy(hit => hit.Score)!)
                    .OrderByDescending(hit => hit.Score),
            ];
}
