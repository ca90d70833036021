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

    /// <summary>What its claims say, each with the act that said it first: its source's day and title aside, which change with every document.</summary>
    public static Dictionary<string, (string Said, long Position)> Read(Source source, SqliteConnection views) => views.Query(
        """
        SELECT c.id, c.n, c.kind, c.since, c.until, c.grade, c.withdrawn, t.kind, t.source, t.target, t.least, t.most, t.detail, g.entity, g.reason, a.laboratory, a.scheme, a.type, a.scope
        FROM register_claim c LEFT JOIN register_tie t ON t.claim = c.id LEFT JOIN register_owners_unknown g ON g.claim = c.id LEFT JOIN register_accreditation a ON a.claim = c.id
        WHERE c.dataset = $1
        """,
        row => (Id: row.GetString(0), Said: string.Join('\u001f', Enumerable.Range(2, row.FieldCount - 2).Select(i => row.Text(i))), Position: row.GetInt64(1)),
        source.Title).ToDictionary(one => one.Id, one => (one.Said, one.Position), StringComparer.Ordinal);

    /// <summary>After it is written: what somebody withdrew stays so, and a claim that says what it said before is of the act that said it first.</summary>
    public static void Settle(Source source, Dictionary<string, (string Said, long Position)> before, long position, SqliteConnection views)
    {
        views.Execute("UPDATE register_claim SET withdrawn = 1 WHERE dataset = $1 AND id IN (SELECT claim FROM register_withdrawal)", source.Title);
        if (before.Count == 0)
        {
            return;
        }

        foreach (var (claim, now) in Read(source, views))
        {
            var first = before.TryGetValue(claim, out var then) && then.Said == now.Said ? then.Position : position;
            if (first != now.Position)
            {
                views.Execute("UPDATE register_claim SET n = $2 WHERE id = $1", claim, first);
            }
        }
    }
}
