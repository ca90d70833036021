using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>
/// A data set comes again and again: its newest document counts. A claim that it has again is replaced, one that it no longer has is withdrawn,
/// what somebody here withdrew stays withdrawn, and replies stay.
/// </summary>
internal static class RegisterDataSet
{
    /// <summary>Before the new document is written.</summary>
    public static void MakeRoom(Source source, Predicate<string> comesAgain, DateTimeOffset at, RegisterRows rows, SqliteConnection views)
    {
        views.Execute("DELETE FROM register_withdrawal WHERE dataset = $1", source.Title);
        var reason = $"The data set as of {source.Retrieved:yyyy-MM-dd} no longer has it.";
        foreach (var claim in views.Query("SELECT id FROM register_claim WHERE dataset = $1 ORDER BY id", row => row.GetString(0), source.Title))
        {
            if (comesAgain(claim))
            {
                rows.RemoveClaim(claim);
            }
            else
            {
                rows.Put(new ClaimWithdrawal(claim, reason, at), source.Title);
            }
        }
    }

    /// <summary>After it is written.</summary>
    public static void Settle(Source source, SqliteConnection views) =>
        views.Execute("UPDATE register_claim SET withdrawn = 1 WHERE dataset = $1 AND id IN (SELECT claim FROM register_withdrawal)", source.Title);
}
