using Microsoft.Data.Sqlite;

namespace Vitrine.Centre;

/// <summary>The people on record.</summary>
public static class People
{
    /// <summary>The party that a person acts for; null for an administrator, an erased person and a stranger.</summary>
    public static string? PartyOf(string person, SqliteConnection views) =>
        views.Scalar<string>("SELECT party FROM centre_person WHERE id = $1 AND erased IS NULL", person);

    /// <summary>A person's role and party; null for an erased person and a stranger.</summary>
    public static (Role Role, string? Party)? Find(string person, SqliteConnection views) =>
        views.Query("SELECT role, party FROM centre_person WHERE id = $1 AND erased IS NULL", row => (Enum.Parse<Role>(row.GetString(0), ignoreCase: true), row.Text(1)), person) is [var known, ..]
            ? known
            : null;

    /// <summary>The people who act for a party in a role, in the order of their identifiers.</summary>
    public static IReadOnlyList<string> Of(string party, Role role, SqliteConnection views) =>
        views.Query("SELECT id FROM centre_person WHERE party = $1 AND role = $2 AND erased IS NULL ORDER BY id", row => row.GetString(0), party, role);

    /// <summary>Everybody on record who is not erased, in the order of their identifiers.</summary>
    public static IReadOnlyList<string> All(SqliteConnection views) =>
        views.Query("SELECT id FROM centre_person WHERE erased IS NULL ORDER BY id", row => row.GetString(0));
}
