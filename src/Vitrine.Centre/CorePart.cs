using Microsoft.Data.Sqlite;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>The centre's own acts: people, anchors, and statements with their places in the public log.</summary>
internal sealed class CorePart : Part
{
    private const int MaxPersonal = 4096;

    public override IReadOnlyList<ActKind> Acts { get; } =
    [
        ActKind.Of<CentreCreated>("centre.created"),
        ActKind.Of<StatementPublished>("centre.statementPublished"),
        ActKind.Of<LedgerAnchored>("centre.ledgerAnchored"),
        ActKind.Of<PersonRegistered>("centre.personRegistered"),
        ActKind.Of<PersonErased>("centre.personErased"),
        ActKind.Of<CentreRestored>("centre.restored"),
        ActKind.Of<SigningKeyRotated>("centre.signingKeyRotated"),
        ActKind.Of<LogKeyRotated>("centre.logKeyRotated"),
        ActKind.Of<WitnessesSet>("centre.witnessesSet"),
    ];

    public override string Schema => """
        CREATE TABLE centre_statement (digest TEXT PRIMARY KEY, n INTEGER NOT NULL, log_index INTEGER);
        CREATE TABLE centre_document (digest TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (digest, n));
        CREATE TABLE centre_anchor (n INTEGER PRIMARY KEY, size INTEGER NOT NULL, root TEXT NOT NULL, statement TEXT NOT NULL);
        CREATE TABLE centre_person (id TEXT PRIMARY KEY, role TEXT NOT NULL, party TEXT, personal BLOB NOT NULL, erased TEXT);

        """ + SigningKeys.Schema + LogKeys.Schema + CentreWitnesses.Schema;

    public override void Check(Act act, Actor by, DateTimeOffset at, SqliteConnection views)
    {
        CheckActor(by, views);
        switch (act)
        {
            case CentreCreated when Position(views) > 0:
                throw new ActRefusedException("A centre is created once.");
            case SigningKeyRotated rotated:
                SigningKeys.Check(rotated, by, views);
                break;
            case LogKeyRotated rotated:
                LogKeys.Check(rotated, by, views);
                break;
            case WitnessesSet set:
                CentreWitnesses.Check(set, by, views);
                break;
            case CentreRestored when by != Actor.Console:
                throw new ActRefusedException("A centre is restored at its console.");
            case StatementPublished published:
                CheckPlace(published, views);
                break;
            case LedgerAnchored anchored when anchored.Size > Position(views) || anchored.Size <= NewestAnchor(views):
                throw new ActRefusedException("An anchor is of a size that the ledger has, beyond the anchor before it.");
            case PersonRegistered person:
                CheckPerson(person, views);
                break;
            case PersonErased erased:
                ActText.Require(erased.Reason, "reason", 2000, multiline: true);
                if (views.Scalar<long>("SELECT count(*) FROM centre_person WHERE id = $1 AND erased IS NULL", erased.Person) == 0)
                {
                    throw new ActRefusedException($"There is no person {erased.Person}.");
                }

                break;
        }

        CheckStatements(act, views);
    }

    public override void CheckSigner(PublicKey signer, SqliteConnection views) => SigningKeys.RequireInUse(signer, views);

    public override void Project(RecordedAct recorded, SqliteConnection views, Documents documents)
    {
        foreach (var statement in recorded.Act.Statements)
        {
            views.Execute("INSERT INTO centre_statement (digest, n) VALUES ($1, $2)", statement, recorded.Position);
        }

        foreach (var document in recorded.Act.Documents.Distinct())
        {
            views.Execute("INSERT INTO centre_document (digest, n) VALUES ($1, $2)", document, recorded.Position);
        }

        SigningKeys.Project(recorded, views);
        LogKeys.Project(recorded, views);
        switch (recorded.Act)
        {
            case StatementPublished published:
                views.Execute("UPDATE centre_statement SET log_index = $1 WHERE digest = $2", (long)published.LogIndex, published.Statement);
                break;
            case WitnessesSet set:
                CentreWitnesses.Project(set, recorded.Position, views);
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

    /// <summary>What is known of a statement.</summary>
    public static StatementState StateOf(Digest statement, SqliteConnection views) =>
        views.Query("SELECT log_index IS NULL FROM centre_statement WHERE digest = $1", row => row.GetBoolean(0), statement) switch
        {
            [] => StatementState.Unknown,
            [true, ..] => StatementState.Waiting,
            _ => StatementState.Published,
        };

    /// <summary>Whether an act names a document.</summary>
    public static bool Names(Digest document, SqliteConnection views) => views.Scalar<long>("SELECT count(*) FROM centre_document WHERE digest = $1", document) > 0;

    /// <summary>Those whose data was erased.</summary>
    public static List<string> Erased(SqliteConnection views) =>
        views.Query("SELECT id FROM centre_person WHERE erased IS NOT NULL", row => row.GetString(0));

    /// <summary>How many acts the views show.</summary>
    public static ulong Position(SqliteConnection views) => (ulong)views.Scalar<long>("SELECT position FROM centre_projection");

    private static ulong NewestAnchor(SqliteConnection views) => (ulong)views.Scalar<long>("SELECT ifnull(max(size), 0) FROM centre_anchor");

    /// <summary>Whoever acts is the console, the centre itself, or a person on record in that very role: an erased person acts no more.</summary>
    private static void CheckActor(Actor by, SqliteConnection views)
    {
        if (by != Actor.Console && by != Actor.Centre && views.Scalar<long>("SELECT count(*) FROM centre_person WHERE id = $1 AND role = $2 AND erased IS NULL", by.Person, by.Role) == 0)
        {
            throw new ActRefusedException($"There is no {by.Role.ToString().ToLowerInvariant()} {by.Person} in this centre.");
        }
    }

    private static void CheckPlace(StatementPublished published, SqliteConnection views)
    {
        if (StateOf(published.Statement, views) != StatementState.Waiting)
        {
            throw new ActRefusedException($"The statement {published.Statement} does not wait for a place in the log.");
        }

        if (views.Scalar<long>("SELECT count(*) FROM centre_statement WHERE log_index = $1", checked((long)published.LogIndex)) > 0)
        {
            throw new ActRefusedException($"Another statement stands at {published.LogIndex} of the log.");
        }
    }

    private static void CheckPerson(PersonRegistered person, SqliteConnection views)
    {
        ActText.RequireId(person.Person, "person's identifier");
        if (person.Person == Actor.Console.Person || person.Person == Actor.Centre.Person || views.Scalar<long>("SELECT count(*) FROM centre_person WHERE id = $1", person.Person) > 0)
        {
            throw new ActRefusedException($"A person {person.Person} exists already.");
        }

        if ((person.Role == Role.Administrator) != (person.Party is null))
        {
            throw new ActRefusedException("An administrator acts for the centre; everybody else acts for a party.");
        }

        if (person.Party is not null)
        {
            ActText.RequireId(person.Party, "party's identifier");
        }

        if (person.Personal.Length > MaxPersonal)
        {
            throw new ActRefusedException($"A person's data has at most {MaxPersonal:N0} bytes.");
        }
    }

    private static void CheckStatements(Act act, SqliteConnection views)
    {
        if (act.Statements.Distinct().Count() != act.Statements.Count)
        {
            throw new ActRefusedException("An act names each of its statements once.");
        }

        foreach (var statement in act.Statements)
        {
            if (StateOf(statement, views) != StatementState.Unknown)
            {
                throw new ActRefusedException($"The statement {statement} was published before.");
            }
        }
    }
}
