using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>Operators, events, assessments, what products contain, and the advisories that follow.</summary>
/// <remarks>It stands after the parts of register and lists: their acts are causes.</remarks>
public sealed class AdvisoriesPart : Part
{
    /// <inheritdoc/>
    public override IReadOnlyList<ActKind> Acts { get; } =
    [
        ActKind.Of<OperatorRecorded>("advisories.operatorRecorded"),
        ActKind.Of<EventRecorded>("advisories.eventRecorded"),
        ActKind.Of<AssessmentRecorded>("advisories.assessmentRecorded"),
        ActKind.Of<ComponentIdentified>("advisories.componentIdentified"),
        ActKind.Of<FindingTold>("advisories.findingTold"),
        ActKind.Of<CauseWeighed>("advisories.causeWeighed"),
        ActKind.Of<AdvisoryDrafted>("advisories.drafted"),
        ActKind.Of<AdvisoryApproved>("advisories.approved"),
        ActKind.Of<AdvisoryIssued>("advisories.issued"),
        ActKind.Of<AdvisoryDropped>("advisories.dropped"),
        ActKind.Of<CalendarLooked>("advisories.calendarLooked"),
    ];

    /// <inheritdoc/>
    public override string Schema => $"""
        {Causes.Schema}
        {Calendar.Schema}
        {FindingNotices.Schema}
        CREATE TABLE advisories_operator (entity TEXT PRIMARY KEY, sector TEXT NOT NULL, attributes TEXT NOT NULL, uses TEXT NOT NULL);
        CREATE TABLE advisories_component (
          id TEXT PRIMARY KEY, product TEXT NOT NULL, version TEXT, file TEXT, name TEXT NOT NULL, vendor TEXT, confidence INTEGER NOT NULL, evidence TEXT NOT NULL);
        CREATE INDEX advisories_component_product ON advisories_component (product);
        CREATE TABLE advisories_record (
          cause TEXT PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, day TEXT NOT NULL, cve TEXT, products TEXT NOT NULL, entities TEXT NOT NULL,
          source TEXT NOT NULL, url TEXT);
        CREATE TABLE advisories_advisory (
          id TEXT PRIMARY KEY, cause TEXT NOT NULL, title TEXT NOT NULL, tlp TEXT NOT NULL, state TEXT NOT NULL, draft TEXT NOT NULL, drafted_by TEXT NOT NULL,
          drafted TEXT NOT NULL, approved_by TEXT, n INTEGER NOT NULL);
        CREATE TABLE advisories_drop (n INTEGER PRIMARY KEY, advisory TEXT NOT NULL, reason TEXT NOT NULL);
        CREATE INDEX advisories_drop_advisory ON advisories_drop (advisory, n);
        CREATE TABLE advisories_issue (
          advisory TEXT NOT NULL, number INTEGER NOT NULL, title TEXT NOT NULL, tlp TEXT NOT NULL, changed TEXT, draft TEXT NOT NULL, csaf TEXT NOT NULL, statement TEXT NOT NULL,
          salt BLOB NOT NULL, issued TEXT NOT NULL, PRIMARY KEY (advisory, number)) WITHOUT ROWID;
        """;

    /// <inheritdoc/>
    public override void Check(Act act, Actor by, DateTimeOffset at, SqliteConnection views) => AdvisoryRules.Check(act, by, at, views);

    /// <inheritdoc/>
    public override void Project(RecordedAct recorded, SqliteConnection views, Documents documents)
    {
        Causes.Project(recorded, views);
        switch (recorded.Act)
        {
            case OperatorRecorded one:
                views.Execute(
                    "INSERT INTO advisories_operator VALUES ($1, $2, $3, $4) ON CONFLICT (entity) DO UPDATE SET sector = excluded.sector, attributes = excluded.attributes, uses = excluded.uses",
                    one.Operator, one.Sector, Json(one.Attributes), JsonSerializer.Serialize(one.Uses, ActJson.Options));
                break;
            case ComponentIdentified one:
                views.Execute("INSERT INTO advisories_component VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", one.Component, one.Product, one.Version, one.File, one.Name, one.Vendor, one.Confidence, one.Evidence);
                break;
            case EventRecorded one:
                PutRecord(one.Subject, one.Kind.ToString(), one.Title, one.Text, one.On, one.Cve, one.Products, one.Entities, one.Source, views);
                break;
            case AssessmentRecorded one:
                PutRecord(one.Subject, one.Kind.ToString(), one.Title, one.Text, one.On, null, one.Products, one.Entities, one.Source, views);
                break;
            case FindingTold told:
                FindingNotices.Project(told, recorded.At, views);
                break;
            case CauseWeighed weighed:
                Causes.Looked(weighed.Cause, weighed.Seen, null, weighed.Trouble, views);
                break;
            case AdvisoryDrafted drafted:
                ProjectDraft(drafted, recorded, views, documents);
                break;
            case AdvisoryApproved approved:
                views.Execute("UPDATE advisories_advisory SET state = 'approved', approved_by = $2 WHERE id = $1", approved.Advisory, recorded.By.Person);
                break;
            case AdvisoryDropped dropped:
                views.Execute("UPDATE advisories_advisory SET state = 'dropped', approved_by = NULL WHERE id = $1", dropped.Advisory);
                views.Execute("INSERT INTO advisories_drop VALUES ($1, $2, $3)", recorded.Position, dropped.Advisory, dropped.Reason);
                break;
            case CalendarLooked looked:
                Calendar.Project(looked.Day, recorded, views);
                break;
            case AdvisoryIssued issued:
                views.Execute("UPDATE advisories_advisory SET state = 'issued' WHERE id = $1", issued.Advisory);
                views.Execute(
                    """
                    INSERT INTO advisories_issue SELECT id, (SELECT count(*) + 1 FROM advisories_issue WHERE advisory = $1), title, tlp, $2, $3, $4, $5, $6, $7
                    FROM advisories_advisory WHERE id = $1
                    """,
                    issued.Advisory, AdvisoryDraft.Parse(documents.Read(issued.Draft)).Changed, issued.Draft, issued.Csaf, issued.Statement, issued.Salt, recorded.At);
                break;
        }
    }

    private static void ProjectDraft(AdvisoryDrafted drafted, RecordedAct recorded, SqliteConnection views, Documents documents)
    {
        var draft = AdvisoryDraft.Parse(documents.Read(drafted.Draft));
        AdvisoryRules.Check(draft, drafted, Advisories.Find(drafted.Advisory, views)?.Issues ?? []);
        views.Execute(
            """
            INSERT INTO advisories_advisory VALUES ($1, $2, $3, $4, 'drafted', $5, $6, $7, NULL, $8)
            ON CONFLICT (id) DO UPDATE SET cause = excluded.cause, title = excluded.title, tlp = excluded.tlp, state = 'drafted', draft = excluded.draft,
              drafted_by = excluded.drafted_by, drafted = excluded.drafted, approved_by = NULL
            """,
            drafted.Advisory, drafted.Cause, draft.Title, draft.Tlp, drafted.Draft, recorded.By.Person, recorded.At, recorded.Position);
        Causes.Looked(drafted.Cause, drafted.Seen, drafted.Advisory, null, views);
    }

    private static string Json(ImmutableArray<string> words) => JsonSerializer.Serialize(words, ActJson.Options);

    private static void PutRecord(
        string cause, string kind, string title, string text, DateOnly on, string? cve, ImmutableArray<string> products, ImmutableArray<string> entities, Source source, SqliteConnection views) =>
        views.Execute(
            "INSERT INTO advisories_record VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            cause, kind, title, text, UtcDay.Format(on), cve, Json(products), Json(entities), source.Title, source.Url);
}
