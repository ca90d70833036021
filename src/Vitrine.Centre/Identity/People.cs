using Microsoft.Data.Sqlite;

namespace Vitrine.Centre;

/// <summary>The people on record.</summary>
public static class People
{
    /// <summary>The party that a person acts for; null for an administrator, an erased person and a stranger.</summary>
    public static string? PartyOf(string person, SqliteConnection views) =>
        views.Scalar<string>("SELECT party FROM centre_person WHERE id = $1 AND erased IS NULL", person);
}
