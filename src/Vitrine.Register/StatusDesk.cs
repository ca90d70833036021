using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>Issues the status: the statement by which gates learn what is no longer good.</summary>
public static class StatusDesk
{
    /// <summary>How long a status counts unless asked otherwise.</summary>
    public static TimeSpan DefaultValidity { get; } = TimeSpan.FromDays(7);

    /// <summary>Signs a status of all revocations so far, and waits until it stands in the public log; gives its digest.</summary>
    public static async Task<Digest> IssueAsync(OpenCentre centre, TimeSpan validity, Actor by, CancellationToken cancellationToken)
    {
        var now = UtcTime.Whole(centre.Time.GetUtcNow());
        var checkpoint = centre.LogCheckpoint();
        ulong number;
        IReadOnlyList<Revocation> revoked;
        using (var views = centre.Snapshot())
        {
            number = NextNumber(views);
            revoked = Revocations(views);
        }

        var predicate = new StatusPredicate(number, now, now + validity, new TreeHead(checkpoint.Origin, checkpoint.Size, checkpoint.Root), [.. revoked], []);
        var statement = StagedStatement.Stage(centre.Paths, predicate.Of(), centre.Keys.Signing);
        await centre.RecordAsync(new StatusIssued(number, statement, now + validity), by, cancellationToken);
        await centre.PublishedAsync(statement, cancellationToken);
        return statement;
    }

    /// <summary>The digest of the newest status; null where none was issued.</summary>
    public static Digest? Newest(SqliteConnection views) =>
        views.Scalar<string>("SELECT statement FROM register_status ORDER BY number DESC LIMIT 1") is { } digest ? Digest.ParseHex(digest) : null;

    internal static ulong NextNumber(SqliteConnection views) => (ulong)views.Scalar<long>("SELECT ifnull(max(number), 0) + 1 FROM register_status");

    private static List<Revocation> Revocations(SqliteConnection views) =>
        views.Query(
            "SELECT kind, digest, reason, since FROM register_revocation ORDER BY since, kind, digest",
            row => new Revocation(Enum.Parse<RevokedKind>(row.GetString(0), ignoreCase: true), Digest.ParseHex(row.GetString(1)), row.GetString(2), row.Time(3)));
}
