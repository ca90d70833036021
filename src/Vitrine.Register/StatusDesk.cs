using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>A status that was issued.</summary>
public sealed record IssuedStatus(ulong Number, Digest Statement, DateTimeOffset Issued, DateTimeOffset Expires);

/// <summary>Issues the status: the statement by which gates learn what is no longer good.</summary>
public static class StatusDesk
{
    private const int Attempts = 10;

    // Half of what a statement may have: a bundle carries the status beside everything else.
    private const int MaxBytes = DsseEnvelope.MaxPayload / 2;

    /// <summary>How long a status counts unless asked otherwise.</summary>
    public static TimeSpan DefaultValidity { get; } = TimeSpan.FromDays(7);

    /// <summary>The longest that a status may count.</summary>
    public static TimeSpan LongestValidity { get; } = TimeSpan.FromDays(366);

    /// <summary>Signs a status of all that was revoked before this call, and waits until it stands in the public log; gives its digest.</summary>
    /// <exception cref="ActRefusedException">The validity is none, or others issue statuses faster than this one can be.</exception>
    public static async Task<Digest> IssueAsync(OpenCentre centre, TimeSpan validity, Actor by, CancellationToken cancellationToken)
    {
        if (validity < TimeSpan.FromSeconds(1) || validity > LongestValidity)
        {
            throw new ActRefusedException($"A status counts for up to {LongestValidity.TotalDays:N0} days.");
        }

        var statement = await RecordAsync(centre, validity, by, cancellationToken);
        await centre.PublishedAsync(statement, cancellationToken);
        return statement;
    }

    /// <summary>The digest of the newest status; null where none was issued.</summary>
    public static Digest? Newest(SqliteConnection views) =>
        views.Scalar<string>("SELECT statement FROM register_status ORDER BY number DESC LIMIT 1") is { } digest ? Digest.ParseHex(digest) : null;

    /// <summary>The statuses issued at or after a moment, oldest first, up to <paramref name="most"/>.</summary>
    public static IReadOnlyList<IssuedStatus> Since(DateTimeOffset at, int most, SqliteConnection views) => views.Query(
        "SELECT number, statement, issued, expires FROM register_status WHERE issued >= $1 ORDER BY number LIMIT $2",
        Issued,
        at,
        most);

    /// <summary>The newest statuses, newest first, up to <paramref name="most"/>.</summary>
    public static IReadOnlyList<IssuedStatus> Latest(int most, SqliteConnection views) =>
        views.Query("SELECT number, statement, issued, expires FROM register_status ORDER BY number DESC LIMIT $1", Issued, most);

    internal static ulong NextNumber(SqliteConnection views) => (ulong)views.Scalar<long>("SELECT ifnull(max(number), 0) + 1 FROM register_status");

    /// <summary>All that gates must refuse, oldest first: what is revoked, and certificates that are suspended or withdrawn.</summary>
    internal static List<Revocation> Revocations(SqliteConnection views)
    {
        var revoked = views.Query(
            "SELECT kind, digest, reason, since FROM register_revocation",
            row => new Revocation(Enum.Parse<RevokedKind>(row.GetString(0), ignoreCase: true), Digest.ParseHex(row.GetString(1)), row.GetString(2), row.Time(3)));
        revoked.AddRange(Certificates.Held(views).Where(certificate => certificate.RevokedFor is null).Select(CertificateRules.Revocation));
        return [.. revoked.OrderBy(one => one.Since).ThenBy(one => one.Kind).ThenBy(one => one.Digest.ToHex(), StringComparer.Ordinal)];
    }

    /// <summary>Whether one status can carry all of these.</summary>
    internal static bool CanSay(ImmutableArray<Revocation> revoked)
    {
        try
        {
            var head = new TreeHead("log", new TreeSize(0), Merkle.EmptyRoot);
            return new StatusPredicate(1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch + DefaultValidity, head, revoked, [], []).Of().ToJson().Length <= MaxBytes;
        }
        catch (StatementFormatException)
        {
            return false;
        }
    }

    private static async Task<Digest> RecordAsync(OpenCentre centre, TimeSpan validity, Actor by, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (number, statement, expires) = Stage(centre, validity);
            try
            {
                await centre.RecordAsync(new StatusIssued(number, statement, expires), by, cancellationToken);
                return statement;
            }
            catch (ActRefusedException) when (attempt < Attempts && WasOvertaken(centre, number))
            {
                // Another status took the number meanwhile. This one must say what that one says too.
            }
        }
    }

    private static (ulong Number, Digest Statement, DateTimeOffset Expires) Stage(OpenCentre centre, TimeSpan validity)
    {
        var now = UtcTime.Whole(centre.Time.GetUtcNow());
        var expires = UtcTime.Whole(now + validity);
        var checkpoint = centre.LogCheckpoint();
        using var views = centre.Snapshot();
        var number = NextNumber(views);
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var keys = StatedParties.Keys(centre.Keys.Signing.PublicKey, views);
        var predicate = new StatusPredicate(
            number,
            now,
            expires,
            new TreeHead(checkpoint.Origin, checkpoint.Size, checkpoint.Root),
            [.. Revocations(views)],
            StatedLists.Of(keys, today, views),
            StatedParties.Of(keys, today, views));
        return (number, StagedStatement.Stage(centre.Paths, Fitting(predicate), centre.Keys.Signing), expires);
    }

    /// <summary>The statement, if it is as small as gates need it: told before anything is signed.</summary>
    internal static Statement Fitting(StatusPredicate status)
    {
        try
        {
            var statement = status.Of();
            var size = statement.ToJson().Length;
            return size <= MaxBytes ? statement : throw TooLarge(status, $"it would have {size:N0} bytes, and {MaxBytes:N0} are allowed");
        }
        catch (StatementFormatException error)
        {
            throw TooLarge(status, error.Message.TrimEnd('.'));
        }
    }

    private static ActRefusedException TooLarge(StatusPredicate status, string why) => new(
        $"No status can be issued: {why}. It would carry {status.Revoked.Length:N0} revocations, {status.Lists.Sum(list => list.Entries.Length):N0} entries of {status.Lists.Length:N0} lists, and {status.Parties.Length:N0} parties. Retire keys and parties that no policy names any more, or follow fewer lists.");

    private static IssuedStatus Issued(SqliteDataReader row) => new((ulong)row.GetInt64(0), Digest.ParseHex(row.GetString(1)), row.Time(2), row.Time(3));

    private static bool WasOvertaken(OpenCentre centre, ulong number)
    {
        using var views = centre.Snapshot();
        return NextNumber(views) != number;
    }
}
