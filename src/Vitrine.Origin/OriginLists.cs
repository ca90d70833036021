using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Vitrine.Register;

namespace Vitrine.Origin;

/// <summary>Holds the vendors of what was identified against the lists.</summary>
public static class OriginLists
{
    /// <summary>Groups of features that must each speak for an origin before its vendor is held against a list: who plants strings alone frames nobody.</summary>
    public const int FewestGroups = 2;

    /// <summary>The entries that the vendor of a match hits on a day; none where one group of features alone speaks for the match.</summary>
    public static ImmutableArray<ListHit> Of(OriginMatch match, DateOnly on, SqliteConnection views) =>
        match.Independent.Length < FewestGroups ? [] : [.. Lists.Screen(match.Vendor, on, views)];
}
