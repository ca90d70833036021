using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>How far an advisory is.</summary>
public enum AdvisoryState
{
    /// <summary>Written, and nobody else has approved it.</summary>
    Drafted,

    /// <summary>Approved by another person than its author.</summary>
    Approved,

    /// <summary>Issued.</summary>
    Issued,
}

/// <summary>An advisory as the views have it.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Cause">What it is about.</param>
/// <param name="Title">One line.</param>
/// <param name="Tlp">With whom it may be shared.</param>
/// <param name="State">How far it is.</param>
/// <param name="Draft">The newest draft.</param>
/// <param name="DraftedBy">Who wrote it.</param>
/// <param name="Drafted">When.</param>
/// <param name="ApprovedBy">Who approved it; null: nobody.</param>
/// <param name="Issued">When it was issued; null: not yet.</param>
/// <param name="Csaf">The CSAF document; null: not issued.</param>
/// <param name="Statement">The statement; null: not issued.</param>
/// <param name="Salt">Of a restricted one's commitment; empty otherwise.</param>
public sealed record Advisory(
    string Id,
    string Cause,
    string Title,
    Tlp Tlp,
    AdvisoryState State,
    Digest Draft,
    string DraftedBy,
    DateTimeOffset Drafted,
    string? ApprovedBy,
    DateTimeOffset? Issued,
    Digest? Csaf,
    Digest? Statement,
    byte[] Salt)
{
    /// <summary>Whether everybody may read it.</summary>
    public bool IsPublic => State == AdvisoryState.Issued && Tlp == Tlp.Clear;
}

/// <summary>Something that may call for an advisory.</summary>
/// <param name="Cause">What: <c>list:ID</c> and so on.</param>
/// <param name="What">In words.</param>
/// <param name="At">When it came.</param>
/// <param name="Position">The act.</param>
public sealed record AdvisoryCause(string Cause, string What, DateTimeOffset At, long Position);

/// <summary>The advisories of a centre, and what waits for one.</summary>
public static class Advisories
{
    private const string Select = "SELECT id, cause, title, tlp, state, draft, drafted_by, drafted, approved_by, issued, csaf, statement, salt FROM advisories_advisory ";

    /// <summary>All, newest first.</summary>
    public static IReadOnlyList<Advisory> List(SqliteConnection views) => views.Query($"{Select} ORDER BY n DESC", Read);

    /// <summary>One; null where there is none.</summary>
    public static Advisory? Find(string id, SqliteConnection views) => views.Query($"{Select} WHERE id = $1", Read, id).FirstOrDefault();

    /// <summary>What happened since somebody last drafted an advisory about it, or never did; newest first.</summary>
    public static IReadOnlyList<AdvisoryCause> Waiting(SqliteConnection views, int limit = 100) => views.Query(
        """
        SELECT c.cause, c.what, c.at, c.n FROM advisories_cause c
        WHERE NOT EXISTS (SELECT 1 FROM advisories_advisory a WHERE a.cause = c.cause AND a.drafted_n > c.n) ORDER BY c.n DESC LIMIT $1
        """,
        row => new AdvisoryCause(row.GetString(0), row.GetString(1), row.Time(2), row.GetInt64(3)),
        limit);

    /// <summary>How many were issued under restriction: counted, not named.</summary>
    public static long Restricted(SqliteConnection views) => views.Scalar<long>("SELECT count(*) FROM advisories_advisory WHERE state = 'issued' AND tlp <> 'clear'");

    /// <summary>The next identifier of a year.</summary>
    internal static string NextId(int year, SqliteConnection views) =>
        $"adv-{year:0000}-{views.Scalar<long>("SELECT count(*) FROM advisories_advisory WHERE id LIKE $1", $"adv-{year:0000}-%") + 1:0000}";

    private static Advisory Read(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        Enum.Parse<Tlp>(row.GetString(3), ignoreCase: true),
        Enum.Parse<AdvisoryState>(row.GetString(4), ignoreCase: true),
        Digest.ParseHex(row.GetString(5)),
        row.GetString(6),
        row.Time(7),
        row.Text(8),
        row.IsDBNull(9) ? null : row.Time(9),
        row.Text(10) is { } csaf ? Digest.ParseHex(csaf) : null,
        row.Text(11) is { } statement ? Digest.ParseHex(statement) : null,
        row.GetFieldValue<byte[]>(12));
}
