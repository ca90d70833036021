using Microsoft.Data.Sqlite;

namespace Vitrine.Centre;

/// <summary>Counts sign-ins that failed, by the name that was given, whether or not there is such an account.</summary>
/// <remarks>
/// An attempt is counted before it is looked at, and taken back when it succeeds: so many at once get no more tries than one after the
/// other. Five are free; after each further failure the name rests for 1, 2, 4 … minutes, an hour at most. Names without an account are
/// counted too, so that resting tells nothing; of those the store keeps <see cref="MostNames"/>, for a day.
/// </remarks>
internal static class SignInAttempts
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS attempt (name TEXT PRIMARY KEY COLLATE NOCASE, failures INTEGER NOT NULL, locked_until TEXT, at TEXT NOT NULL);
        """;

    private const int Free = 5;
    private const int MostNames = 10_000;
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>Counts an attempt. Gives the time before which this name's attempts are not looked at, where it was set before; and where this one failing sets it.</summary>
    public static (DateTimeOffset? Resting, DateTimeOffset? AfterThis) Count(SqliteConnection store, string name, DateTimeOffset now)
    {
        store.Execute("BEGIN IMMEDIATE");
        try
        {
            store.Execute("DELETE FROM attempt WHERE at < $1", now - Kept);
            var (failures, until) = store.Query(
                "SELECT failures, locked_until FROM attempt WHERE name = $1",
                row => (row.GetInt32(0), row.IsDBNull(1) ? (DateTimeOffset?)null : row.Time(1)),
                name).FirstOrDefault();
            if (until > now)
            {
                return (until, until);
            }

            failures = Math.Min(failures + 1, 1000);
            DateTimeOffset? next = failures < Free ? null : now + TimeSpan.FromMinutes(Math.Min(Longest.TotalMinutes, Math.Pow(2, failures - Free)));
            store.Execute(
                """
                INSERT INTO attempt (name, failures, locked_until, at) SELECT $1, $2, $3, $4
                WHERE (SELECT count(*) FROM attempt) < $5 OR EXISTS (SELECT 1 FROM account WHERE name = $1) OR EXISTS (SELECT 1 FROM attempt WHERE name = $1)
                ON CONFLICT (name) DO UPDATE SET failures = $2, locked_until = $3, at = $4
                """,
                name,
                failures,
                next,
                now,
                MostNames);
            return (null, next);
        }
        finally
        {
            store.Execute("COMMIT");
        }
    }

    /// <summary>Takes back what was counted against a name.</summary>
    public static void Forget(SqliteConnection store, string name) => store.Execute("DELETE FROM attempt WHERE name = $1", name);
}
