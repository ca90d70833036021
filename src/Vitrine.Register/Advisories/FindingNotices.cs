using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>How grave a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>An observation.</summary>
    Info,

    /// <summary>Low.</summary>
    Low,

    /// <summary>Medium.</summary>
    Medium,

    /// <summary>High.</summary>
    High,

    /// <summary>Critical.</summary>
    Critical,
}

/// <summary>
/// A laboratory told the vendor and the authority of a finding, or that what it told has changed; the newest of one finding counts. It says what was found in a line and how grave that is: neither the
/// place nor the text, which stay sealed to the laboratory.
/// </summary>
/// <param name="Finding">The finding's identifier.</param>
/// <param name="Engagement">The engagement in which it was found.</param>
/// <param name="Laboratory">The laboratory's identifier.</param>
/// <param name="Product">The product's name.</param>
/// <param name="Version">The version that was read.</param>
/// <param name="Severity">How grave.</param>
/// <param name="Title">What it is, in a line.</param>
/// <param name="Withdrawn">Whether it was taken back.</param>
/// <param name="Proposed">The person of the laboratory who proposed to tell it; whoever records the act is another.</param>
public sealed record FindingTold(string Finding, string Engagement, string Laboratory, string Product, string Version, FindingSeverity Severity, string Title, bool Withdrawn, string Proposed) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"engagement:{Engagement}";
}

/// <summary>A finding as it was told last.</summary>
public sealed record FindingNotice(string Finding, string Laboratory, string Product, string Version, FindingSeverity Severity, string Title, bool Withdrawn, DateTimeOffset At);

/// <summary>What laboratories told of their findings.</summary>
public static class FindingNotices
{
    internal const string Schema = """
        CREATE TABLE advisories_finding (
          id TEXT PRIMARY KEY, engagement TEXT NOT NULL, laboratory TEXT NOT NULL, product TEXT NOT NULL, version TEXT NOT NULL, severity TEXT NOT NULL, title TEXT NOT NULL, withdrawn INTEGER NOT NULL,
          at TEXT NOT NULL);
        CREATE INDEX advisories_finding_engagement ON advisories_finding (engagement);
        """;

    private const int MaxTitle = 200;
    private const string Select = "SELECT id, laboratory, product, version, severity, title, withdrawn, at FROM advisories_finding ";

    /// <summary>One as it was told last; null where nobody was told.</summary>
    public static FindingNotice? Find(string finding, SqliteConnection views) => views.Query(Select + "WHERE id = $1", Read, finding).FirstOrDefault();

    /// <summary>Those of an engagement, gravest first.</summary>
    public static IReadOnlyList<FindingNotice> OfEngagement(string engagement, SqliteConnection views) =>
        [.. views.Query(Select + "WHERE engagement = $1 ORDER BY id", Read, engagement).OrderBy(one => one.Withdrawn).ThenByDescending(one => one.Severity)];

    internal static void Check(FindingTold told, SqliteConnection views)
    {
        ActText.RequireId(told.Finding, "finding's identifier");
        ActText.Require(told.Title, "title", MaxTitle);
        if (views.Scalar<long>("SELECT count(*) FROM advisories_finding WHERE id = $1 AND engagement <> $2", told.Finding, told.Engagement) > 0)
        {
            throw new ActRefusedException($"The finding {told.Finding} is another engagement's.");
        }

        if (Find(told.Finding, views) is { } before ? before.Severity == told.Severity && before.Title == told.Title && before.Withdrawn == told.Withdrawn : told.Withdrawn)
        {
            throw new ActRefusedException(told.Withdrawn ? $"Nobody was told of {told.Finding} as a finding that stands: there is nothing to take back." : $"{told.Finding} was told as it is.");
        }
    }

    internal static void Project(FindingTold told, DateTimeOffset at, SqliteConnection views) => views.Execute(
        """
        INSERT INTO advisories_finding VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (id) DO UPDATE SET severity = excluded.severity, title = excluded.title, withdrawn = excluded.withdrawn, at = excluded.at
        """,
        told.Finding, told.Engagement, told.Laboratory, told.Product, told.Version, told.Severity, told.Title, told.Withdrawn, at);

    private static FindingNotice Read(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), Enum.Parse<FindingSeverity>(row.GetString(4), ignoreCase: true), row.GetString(5), row.GetBoolean(6), row.Time(7));
}
