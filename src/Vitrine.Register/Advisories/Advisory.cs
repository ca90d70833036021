using System.Collections.Immutable;
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

    /// <summary>Not issued, for a reason that was given; it stays on record.</summary>
    Dropped,
}

/// <summary>An advisory as it was issued, for the first time or revised.</summary>
/// <param name="Number">Which: 1 the first issue, then its revisions.</param>
/// <param name="Title">One line.</param>
/// <param name="Tlp">With whom it may be shared.</param>
/// <param name="Changed">What it changed; null: the first.</param>
/// <param name="Draft">What was approved.</param>
/// <param name="Csaf">The CSAF document.</param>
/// <param name="Statement">The statement in the public log.</param>
/// <param name="Salt">Of a restricted one's commitment; empty otherwise.</param>
/// <param name="Issued">When.</param>
public sealed record AdvisoryIssue(int Number, string Title, Tlp Tlp, string? Changed, Digest Draft, Digest Csaf, Digest Statement, byte[] Salt, DateTimeOffset Issued);

/// <summary>An advisory as the views have it.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Cause">What its newest draft is about.</param>
/// <param name="Title">One line, of the newest draft.</param>
/// <param name="Tlp">With whom the newest draft may be shared.</param>
/// <param name="State">How far the newest draft is; drafted again after it was issued, it is a revision.</param>
/// <param name="Draft">The newest draft.</param>
/// <param name="DraftedBy">Who wrote it.</param>
/// <param name="Drafted">When.</param>
/// <param name="ApprovedBy">Who approved it; null: nobody.</param>
/// <param name="DroppedFor">Why the newest draft is not issued; null: nobody said that it is not.</param>
/// <param name="Issues">As it was issued, oldest first.</param>
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
    string? DroppedFor,
    ImmutableArray<AdvisoryIssue> Issues)
{
    /// <summary>As it was issued last; null: never.</summary>
    public AdvisoryIssue? Newest => Issues is [.., var newest] ? newest : null;

    /// <summary>Whether everybody may read what was issued last.</summary>
    public bool IsPublic => Newest is { Tlp: Tlp.Clear };

    /// <summary>Whether its newest draft waits for somebody: to be approved, or to be issued.</summary>
    public bool Waits => State is AdvisoryState.Drafted or AdvisoryState.Approved;

    /// <summary>Whether it is over without ever having been issued: another draft is an advisory of its own.</summary>
    public bool IsOver => State == AdvisoryState.Dropped && Issues.IsEmpty;

    /// <summary>Whether the centre drafted it, and nobody since.</summary>
    public bool IsOfTheCentre => DraftedBy == Actor.Centre.Person;
}

/// <summary>The advisories of a centre.</summary>
public static class Advisories
{
    private const string Select = """
        SELECT id, cause, title, tlp, state, draft, drafted_by, drafted, approved_by, CASE state WHEN 'dropped' THEN (SELECT reason FROM advisories_drop WHERE advisory = a.id ORDER BY n DESC LIMIT 1) END
        FROM advisories_advisory a

        """;

    private const string SelectIssues = "SELECT advisory, number, title, tlp, changed, draft, csaf, statement, salt, issued FROM advisories_issue ";

    /// <summary>All, newest first.</summary>
    public static IReadOnlyList<Advisory> List(SqliteConnection views)
    {
        var issues = views.Query(SelectIssues + "ORDER BY advisory, number", row => (row.GetString(0), ReadIssue(row))).ToLookup(pair => pair.Item1, pair => pair.Item2);
        return views.Query($"{Select} ORDER BY n DESC", row => Read(row, [.. issues[row.GetString(0)]]));
    }

    /// <summary>One; null where there is none.</summary>
    public static Advisory? Find(string id, SqliteConnection views) =>
        views.Query($"{Select} WHERE id = $1", row => Read(row, [.. views.Query(SelectIssues + "WHERE advisory = $1 ORDER BY number", ReadIssue, id)]), id).FirstOrDefault();

    /// <summary>Why drafts of an advisory were not issued, by the act that said so.</summary>
    public static IReadOnlyDictionary<long, string> Drops(string id, SqliteConnection views) =>
        views.Query("SELECT n, reason FROM advisories_drop WHERE advisory = $1 ORDER BY n", row => KeyValuePair.Create(row.GetInt64(0), row.GetString(1)), id).ToDictionary();

    /// <summary>How many were last issued under restriction: counted, not named.</summary>
    public static long Restricted(SqliteConnection views) =>
        views.Scalar<long>("SELECT count(*) FROM advisories_issue i WHERE tlp <> 'clear' AND number = (SELECT max(number) FROM advisories_issue WHERE advisory = i.advisory)");

    /// <summary>The next identifier of a year.</summary>
    internal static string NextId(int year, SqliteConnection views) =>
        $"adv-{year:0000}-{views.Scalar<long>("SELECT count(*) FROM advisories_advisory WHERE id LIKE $1", $"adv-{year:0000}-%") + 1:0000}";

    private static Advisory Read(SqliteDataReader row, ImmutableArray<AdvisoryIssue> issues) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        Enum.Parse<Tlp>(row.GetString(3), ignoreCase: true),
        Enum.Parse<AdvisoryState>(row.GetString(4), ignoreCase: true),
        Digest.ParseHex(row.GetString(5)),
        row.GetString(6),
        row.Time(7),
        row.Text(8),
        row.Text(9),
        issues);

    private static AdvisoryIssue ReadIssue(SqliteDataReader row) => new(
        row.GetInt32(1),
        row.GetString(2),
        Enum.Parse<Tlp>(row.GetString(3), ignoreCase: true),
        row.Text(4),
        Digest.ParseHex(row.GetString(5)),
        Digest.ParseHex(row.GetString(6)),
        Digest.ParseHex(row.GetString(7)),
        row.GetFieldValue<byte[]>(8),
        row.Time(9));
}
