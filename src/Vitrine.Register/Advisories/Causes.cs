using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>Something that changed, and may call for an advisory.</summary>
/// <param name="Cause">What: <c>list:ID</c> and so on (<see cref="Causes"/>).</param>
/// <param name="What">In words.</param>
/// <param name="At">When it came, or came again.</param>
/// <param name="Position">The act.</param>
/// <param name="Advisory">The advisory drafted about it; null: none.</param>
/// <param name="Looked">Whether the centre, or somebody, has looked whom it affects since it came.</param>
/// <param name="Trouble">Why that could not be told; null otherwise.</param>
public sealed record AdvisoryCause(string Cause, string What, DateTimeOffset At, long Position, string? Advisory, bool Looked, string? Trouble);

/// <summary>
/// What may call for an advisory: every act that changes what is known of products and their makers is a cause, and a document with a hundred thousand claims is one.
/// </summary>
/// <remarks>
/// <c>list:ID</c> a list has a new version; <c>claim:ID</c> a tie, a gap in what is known of owners or an accreditation was claimed or taken back; <c>import:N</c> act N brought in a
/// document of parties or a register that others keep; <c>certificate:DIGEST</c> a certificate's state changed; <c>release:DIGEST</c> a release was revoked; <c>component:ID</c> something
/// was recognised in a product; <c>finding:ID</c> a laboratory told what it found, or that it changed; <c>event:ID</c> and <c>assessment:ID</c> somebody recorded one. A cause that comes again waits again.
/// </remarks>
public static class Causes
{
    internal const string Schema = """
        CREATE TABLE advisories_cause (
          cause TEXT PRIMARY KEY, what TEXT NOT NULL, at TEXT NOT NULL, n INTEGER NOT NULL, seen INTEGER NOT NULL, advisory TEXT, trouble TEXT);
        CREATE INDEX advisories_cause_n ON advisories_cause (n);
        """;

    private const string Select = "SELECT cause, what, at, n, advisory, seen > n, trouble FROM advisories_cause ";

    /// <summary>Whether something is on record as this cause.</summary>
    public static bool Knows(string cause, SqliteConnection views) => Find(cause, views) is not null;

    /// <summary>One; null where there is none.</summary>
    public static AdvisoryCause? Find(string cause, SqliteConnection views) => views.Query(Select + "WHERE cause = $1", Read, cause).FirstOrDefault();

    /// <summary>What nobody has looked at yet, oldest first.</summary>
    public static IReadOnlyList<AdvisoryCause> Waiting(int limit, SqliteConnection views) => views.Query(Select + "WHERE seen <= n ORDER BY n LIMIT $1", Read, limit);

    /// <summary>What has no advisory about it as it is now: it waits to be looked at, affects nobody, or cannot be told; newest first.</summary>
    public static IReadOnlyList<AdvisoryCause> Open(int limit, SqliteConnection views) => views.Query(Select + "WHERE advisory IS NULL OR seen <= n ORDER BY n DESC LIMIT $1", Read, limit);

    /// <summary>How many those are.</summary>
    public static long OpenCount(SqliteConnection views) => views.Scalar<long>("SELECT count(*) FROM advisories_cause WHERE advisory IS NULL OR seen <= n");

    /// <summary>How many acts the views hold.</summary>
    internal static long Position(SqliteConnection views) => views.Scalar<long>("SELECT position FROM centre_projection");

    /// <summary>Carries an act into the views, where it is a cause.</summary>
    internal static void Project(RecordedAct recorded, SqliteConnection views)
    {
        var (cause, what) = Of(recorded, views);
        if (cause.Length > 0)
        {
            Put(cause, what, recorded.At, recorded.Position, views);
        }
    }

    /// <summary>A cause came, or came again.</summary>
    internal static void Put(string cause, string what, DateTimeOffset at, LogIndex position, SqliteConnection views) => views.Execute(
        "INSERT INTO advisories_cause VALUES ($1, $2, $3, $4, 0, NULL, NULL) ON CONFLICT (cause) DO UPDATE SET what = excluded.what, at = excluded.at, n = excluded.n",
        cause, what, at, position);

    /// <summary>Somebody looked whom it affects.</summary>
    internal static void Looked(string cause, long seen, string? advisory, string? trouble, SqliteConnection views) =>
        views.Execute("UPDATE advisories_cause SET seen = $2, advisory = $3, trouble = $4 WHERE cause = $1", cause, seen, advisory, trouble);

    private static (string Cause, string What) Of(RecordedAct recorded, SqliteConnection views) => recorded.Act switch
    {
        ListImported list => (list.Subject, $"List {list.Title}, version of {UtcDay.Format(list.Date)}"),
        TieClaimed tie => (tie.Subject, $"Tie claimed: {Name(tie.From, views)} and {Name(tie.To, views)} ({tie.Kind.ToString().ToLowerInvariant()})"),
        OwnersUnknown gap => (gap.Subject, $"Owners of {Name(gap.Entity, views)} said to be unknown, or none"),
        ClaimWithdrawn claim => (claim.Subject, $"Claim {claim.Claim} withdrawn"),
        AccreditationRecorded one => (one.Subject, $"Accreditation of {Name(one.Laboratory, views)}"),
        RegisterImported import => (Import(recorded), $"Parties and ties imported: {import.Source.Title}"),
        CertificatesImported import => (Import(recorded), $"{import.Name} imported, as of {UtcDay.Format(import.Retrieved)}"),
        CertificateAct step => (step.Subject, $"Certificate {recorded.Kind["register.certificate".Length..].ToLowerInvariant()}"),
        Revoked { Kind: RevokedKind.Certificate } revoked => (revoked.Subject, "Certificate revoked"),
        Revoked { Kind: RevokedKind.Release } revoked => (revoked.Subject, "Release revoked"),
        ComponentIdentified one => ($"component:{one.Component}", $"{one.Product} contains {one.Name} ({one.Confidence} %)"),
        FindingTold told => ($"finding:{told.Finding}", $"Finding in {told.Product} {told.Version} {(told.Withdrawn ? "taken back" : "told")}: {told.Title}"),
        EventRecorded one => (one.Subject, one.Title),
        AssessmentRecorded one => (one.Subject, one.Kind == AssessmentKind.NoNewEvidence ? $"No new evidence: {one.Title}" : one.Title),
        _ => ("", ""),
    };

    private static string Import(RecordedAct recorded) => $"import:{recorded.Position}";

    private static string Name(string entity, SqliteConnection views) => Entities.Find(entity, views)?.Name ?? entity;

    private static AdvisoryCause Read(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.Time(2), row.GetInt64(3), row.Text(4), row.GetBoolean(5), row.Text(6));
}
