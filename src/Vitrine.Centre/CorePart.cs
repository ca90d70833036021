using Microsoft.Data.Sqlite;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>The centre's own acts: people, anchors, and statements with their places in the public log.</summary>
internal sealed class CorePart : Part
{
    public override IReadOnlyList<ActKind> Acts { get; } =
    [
        ActKind.Of<CentreCreated>("centre.created"),
        ActKind.Of<StatementPublished>("centre.statementPublished"),
        ActKind.Of<LedgerAnchored>("centre.ledgerAnchored"),
        ActKind.Of<PersonRegistered>("centre.personRegistered"),
        ActKind.Of<PersonErased>("centre.personErased"),
    ];

    public override string Schema => """
        CREATE TABLE centre_statement (digest TEXT PRIMARY KEY, n INTEGER NOT NULL, log_index INTEGER);
        CREATE TABLE centre_anchor (n INTEGER PRIMARY KEY, size INTEGER NOT NULL, root TEXT NOT NULL, statement TEXT NOT NULL);
        CREATE TABLE centre_person (id TEXT PRIMARY KEY, role TEXT NOT NULL, party TEXT, personal BLOB NOT NULL, erased TEXT);
        """;

    public override void Check(Act act, Actor by, DateTimeOffset at, SqliteConnection views)
    {
        switch (act)
        {
            case CentreCreated when views.Scalar<long>("SELECT position FROM centre_projection") > 0:
                throw new ActRefusedException("A centre is created once.");
            case PersonRegistered person when Exists(views, person.Person):
                throw new ActRefusedException($"A person {person.Person} exists already.");
            case PersonErased erased when !Exists(views, erased.Person):
                throw new ActRefusedException($"There is no person {erased.Person}.");
        }

        foreach (var statement in act.Statements)
        {
            if (views.Scalar<long>("SELECT count(*) FROM centre_statement WHERE digest = $1", statement) > 0)
            {
                throw new ActRefusedException($"The statement {statement} was published before.");
            }
        }
    }

    public override void Project(RecordedAct recorded, SqliteConnection views)
    {
        foreach (var statement in recorded.Act.Statements)
        {
            views.Execute("INSERT INTO centre_statement (digest, n) VALUES ($1, $2)", statement, recorded.Position);
        }

        switch (recorded.Act)
        {
            case StatementPublished published:
                views.Execute("UPDATE centre_statement SET log_index = $1 WHERE digest = $2", (long)published.LogIndex, published.Statement);
                break;
            case LedgerAnchored anchored:
                views.Execute(
                    "INSERT INTO centre_anchor (n, size, root, statement) VALUES ($1, $2, $3, $4)",
                    recorded.Position,
                    (long)anchored.Size,
                    anchored.Root,
                    anchored.Anchor);
                break;
            case PersonRegistered person:
                views.Execute("INSERT INTO centre_person (id, role, party, personal) VALUES ($1, $2, $3, $4)", person.Person, person.Role, person.Party, person.Personal);
                break;
            case PersonErased erased:
                views.Execute("UPDATE centre_person SET erased = $1 WHERE id = $2", recorded.At, erased.Person);
                break;
        }
    }

    /// <summary>Where a statement stands in the public log; null where it does not yet.</summary>
    public static LogIndex? IndexOf(Digest statement, SqliteConnection views) =>
        views.Scalar<long?>("SELECT log_index FROM centre_statement WHERE digest = $1", statement) is { } index ? new LogIndex((ulong)index) : null;

    /// <summary>Statements without a place in the log, oldest first.</summary>
    public static List<Digest> Unpublished(SqliteConnection views) =>
        views.Query("SELECT digest FROM centre_statement WHERE log_index IS NULL ORDER BY n, digest", row => Digest.ParseHex(row.GetString(0)));

    /// <summary>The first index of the public log that no act accounts for.</summary>
    public static LogIndex NextUnknownIndex(SqliteConnection views) =>
        new((ulong)views.Scalar<long>("SELECT ifnull(max(log_index) + 1, 0) FROM centre_statement"));

    /// <summary>Whether anything but bookkeeping was recorded since the newest anchor.</summary>
    public static bool HasGrown(TreeSize size, SqliteConnection views) =>
        views.Scalar<long>(
            """
            SELECT count(*) FROM centre_act
            WHERE n >= (SELECT ifnull(max(size), 0) FROM centre_anchor) AND n < $1 AND kind NOT IN ('centre.statementPublished', 'centre.ledgerAnchored')
            """,
            (long)size.Value) > 0;

    private static bool Exists(SqliteConnection views, string person) =>
        views.Scalar<long>("SELECT count(*) FROM centre_person WHERE id = $1", person) > 0;
}
