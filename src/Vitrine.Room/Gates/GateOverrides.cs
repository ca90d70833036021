using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Room;

/// <summary>An override as the views have it.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Engagement">The engagement.</param>
/// <param name="Gate">The gate.</param>
/// <param name="Reviewer">Whom it is for; null: whoever of the laboratory.</param>
/// <param name="Reason">Why.</param>
/// <param name="Until">When it ends.</param>
/// <param name="Proposer">Who proposed it.</param>
/// <param name="Proposed">When.</param>
/// <param name="Confirmer">Who confirmed it; null: nobody, and it does not count.</param>
/// <param name="Confirmed">When.</param>
/// <param name="Ended">When it was ended before its time; null: it was not.</param>
public sealed record GateOverride(
    string Id, string Engagement, Gate Gate, string? Reviewer, string Reason, DateTimeOffset Until, string Proposer, DateTimeOffset Proposed, string? Confirmer, DateTimeOffset? Confirmed, DateTimeOffset? Ended)
{
    /// <summary>Whether it lets in at this time.</summary>
    public bool CountsAt(DateTimeOffset at) => Confirmed is not null && Ended is null && at < Until;

    /// <summary>Whether it waits for a second person at this time.</summary>
    public bool WaitsAt(DateTimeOffset at) => Confirmed is null && Ended is null && at < Until;
}

/// <summary>Overrides of gates: two people, a reason, an end.</summary>
public static class GateOverrides
{
    /// <summary>The longest that an override may count.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(90);

    private const string Select = "SELECT id, engagement, gate, reviewer, reason, until, proposer, proposed, confirmer, confirmed, ended FROM room_override ";

    internal const string Schema = """
        CREATE TABLE room_override (
          id TEXT PRIMARY KEY, engagement TEXT NOT NULL, gate TEXT NOT NULL, reviewer TEXT, reason TEXT NOT NULL, until TEXT NOT NULL, proposer TEXT NOT NULL, proposed TEXT NOT NULL,
          confirmer TEXT, confirmed TEXT, ended TEXT);

        """;

    /// <summary>A new identifier: <c>o-</c> and 8 hexadecimal digits.</summary>
    public static string NewId() => "o-" + Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4));

    /// <summary>Those of an engagement, newest first.</summary>
    public static IReadOnlyList<GateOverride> Of(string engagement, SqliteConnection views) => views.Query(Select + "WHERE engagement = $1 ORDER BY proposed DESC, id", Read, engagement);

    internal static string? InForce(string engagement, Gate gate, string? person, DateTimeOffset at, SqliteConnection views) =>
        Of(engagement, views).FirstOrDefault(one => one.Gate == gate && (one.Reviewer is null || one.Reviewer == person) && one.CountsAt(at))?.Id;

    internal static void Check(GateOverrideProposed act, Engagement engagement, Actor by, DateTimeOffset at, SqliteConnection views)
    {
        NamedPerson.Require(act.Person, by, Operation.OverrideGates, views, engagement.Host, engagement.Authority);
        ActText.RequireId(act.Override, "override's identifier");
        ActText.Require(act.Reason, "reason", 2000, multiline: true);
        if (Find(act.Override, views) is not null)
        {
            throw new ActRefusedException($"There is an override {act.Override} already.");
        }

        if (!Enum.IsDefined(act.Gate))
        {
            throw new ActRefusedException("There is no such gate.");
        }

        if (act.Reviewer is { } reviewer && People.Find(reviewer, views) is not { Role: Role.Reviewer } known)
        {
            throw new ActRefusedException("An override is for one of the laboratory’s reviewers, or for all of them.");
        }

        if (act.Reviewer is { } named && People.PartyOf(named, views) != engagement.Laboratory)
        {
            throw new ActRefusedException("An override is for one of the laboratory’s reviewers, or for all of them.");
        }

        if (act.Until <= at || act.Until > at + Longest)
        {
            throw new ActRefusedException($"An override ends after now, and within {Longest.TotalDays:N0} days.");
        }
    }

    internal static void Check(GateOverrideConfirmed act, Engagement engagement, Actor by, DateTimeOffset at, SqliteConnection views)
    {
        NamedPerson.Require(act.Person, by, Operation.OverrideGates, views, engagement.Host, engagement.Authority);
        if (Find(act.Override, views) is not { } known || known.Engagement != engagement.Id || !known.WaitsAt(at))
        {
            throw new ActRefusedException("There is no such override that waits for a second person.");
        }

        if (known.Proposer == act.Person)
        {
            throw new ActRefusedException("Who proposed the override cannot confirm it. Somebody else of the host or the authority does.");
        }

        if (People.PartyOf(known.Proposer, views) != engagement.Host && People.PartyOf(act.Person, views) != engagement.Host)
        {
            throw new ActRefusedException("One of the two is of the host, whose seal it is.");
        }
    }

    internal static void Check(GateOverrideEnded act, Engagement engagement, Actor by, SqliteConnection views)
    {
        NamedPerson.Require(act.Person, by, Operation.OverrideGates, views, engagement.Host, engagement.Authority);
        ActText.Require(act.Reason, "reason", 2000, multiline: true);
        if (Find(act.Override, views) is not { Ended: null } known || known.Engagement != engagement.Id)
        {
            throw new ActRefusedException("There is no such override that lasts.");
        }
    }

    internal static void Project(RecordedAct recorded, SqliteConnection views)
    {
        switch (recorded.Act)
        {
            case GateOverrideProposed p:
                views.Execute(
                    "INSERT INTO room_override VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, NULL, NULL)", p.Override, p.Engagement, p.Gate, p.Reviewer, p.Reason, p.Until, p.Person, recorded.At);
                break;
            case GateOverrideConfirmed c:
                views.Execute("UPDATE room_override SET confirmer = $2, confirmed = $3 WHERE id = $1", c.Override, c.Person, recorded.At);
                break;
            case GateOverrideEnded e:
                views.Execute("UPDATE room_override SET ended = $2 WHERE id = $1", e.Override, recorded.At);
                break;
        }
    }

    private static GateOverride? Find(string id, SqliteConnection views) => views.Query(Select + "WHERE id = $1", Read, id).FirstOrDefault();

    private static GateOverride Read(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        Enum.Parse<Gate>(row.GetString(2), ignoreCase: true),
        row.Text(3),
        row.GetString(4),
        row.Time(5),
        row.GetString(6),
        row.Time(7),
        row.Text(8),
        row.IsDBNull(9) ? null : row.Time(9),
        row.IsDBNull(10) ? null : row.Time(10));
}
