using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

/// <summary>An act of the size and kind that a reader makes: a short open part, and a sealed one beside it.</summary>
internal sealed record Looked(string Session, int Lines) : Act
{
    public override string Subject => $"session:{Session}";
}

/// <summary>An act that makes a statement public.</summary>
internal sealed record Stated(string Name, Digest Statement) : Act
{
    public override string Subject => $"name:{Name}";

    public override IReadOnlyList<Digest> Statements => [Statement];
}

/// <summary>One view, as busy as the room's: a lookup to check, an update to project.</summary>
internal sealed class LookingPart : Part
{
    public override IReadOnlyList<ActKind> Acts { get; } = [ActKind.Of<Looked>("lab.looked"), ActKind.Of<Stated>("lab.stated")];

    public override string Schema => "CREATE TABLE lab_session (id TEXT PRIMARY KEY, lines INTEGER NOT NULL);";

    public override void Check(Act act, Actor by, DateTimeOffset at, SqliteConnection views)
    {
        if (act is Looked { Lines: var lines, Session: var session } && views.Scalar<long>("SELECT lines FROM lab_session WHERE id = $1", session) + lines < 0)
        {
            throw new ActRefusedException("Nothing is taken back.");
        }
    }

    public override void Project(RecordedAct recorded, SqliteConnection views, Documents documents)
    {
        if (recorded.Act is Looked looked)
        {
            views.Execute("INSERT INTO lab_session VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET lines = lines + $2", looked.Session, looked.Lines);
        }
    }
}
