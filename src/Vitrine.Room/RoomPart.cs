using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Room;

/// <summary>Engagements and sessions. The views hold the open parts alone; what is sealed stays in the ledger.</summary>
public sealed class RoomPart : Part
{
    /// <inheritdoc/>
    public override IReadOnlyList<ActKind> Acts { get; } =
    [
        ActKind.Of<EngagementRequested>("room.engagementRequested"),
        ActKind.Of<DisclosurePrepared>("room.disclosurePrepared"),
        ActKind.Of<DisclosureDecided>("room.disclosureDecided"),
        ActKind.Of<RoomOpened>("room.opened"),
        ActKind.Of<RoomClosed>("room.closed"),
        ActKind.Of<EngagementDecided>("room.engagementDecided"),
        ActKind.Of<SessionOpened>("room.sessionOpened"),
        ActKind.Of<SessionClosed>("room.sessionClosed"),
        ActKind.Of<FrameDelivered>(FrameKindName),
        ActKind.Of<NoteWritten>(NoteKindName),
        ActKind.Of<FindingWritten>(FindingKindName),
    ];

    internal const string FrameKindName = "room.frameDelivered";
    internal const string NoteKindName = "room.noteWritten";
    internal const string FindingKindName = "room.findingWritten";

    /// <inheritdoc/>
    public override string Schema => """
        CREATE TABLE room_engagement (
          id TEXT PRIMARY KEY, product TEXT NOT NULL, version TEXT NOT NULL, host TEXT NOT NULL, laboratory TEXT NOT NULL, authority TEXT NOT NULL, tier TEXT NOT NULL,
          purpose TEXT NOT NULL, state TEXT NOT NULL, since TEXT NOT NULL, requested TEXT NOT NULL, seal TEXT, include TEXT, exclude TEXT, files INTEGER, files_total INTEGER,
          bytes INTEGER, lines INTEGER, high INTEGER, medium INTEGER, low INTEGER, rules TEXT, decision TEXT, certificate TEXT);
        CREATE TABLE room_session (
          id TEXT PRIMARY KEY, engagement TEXT NOT NULL, person TEXT NOT NULL, terminal TEXT NOT NULL, opened TEXT NOT NULL, closed TEXT, ended TEXT,
          frames INTEGER NOT NULL, up_to_50 INTEGER NOT NULL, up_to_200 INTEGER NOT NULL, up_to_1000 INTEGER NOT NULL, more INTEGER NOT NULL, key TEXT NOT NULL);
        CREATE INDEX room_session_engagement ON room_session (engagement, opened);
        """;

    /// <inheritdoc/>
    public override void Check(Act act, Actor by, DateTimeOffset at, SqliteConnection views)
    {
        switch (act)
        {
            case EngagementRequested request:
                CheckRequest(request, views);
                break;
            case EngagementAct step:
                CheckStep(step, views);
                break;
            case SessionAct session:
                CheckSession(session, by, at, views);
                break;
            case CertificateIssued certificate when Engagements.Find(certificate.Engagement, views) is not { State: EngagementState.Open or EngagementState.Closed } engagement
                || engagement.Laboratory != certificate.Laboratory || engagement.Seal != certificate.Seal:
                throw new ActRefusedException("A certificate is issued by the engagement's laboratory, on the seal it read, while the engagement is open or closed and undecided.");
        }
    }

    /// <inheritdoc/>
    public override void Project(RecordedAct recorded, SqliteConnection views)
    {
        switch (recorded.Act)
        {
            case EngagementRequested r:
                views.Execute(
                    """
                    INSERT INTO room_engagement (id, product, version, host, laboratory, authority, tier, purpose, state, since, requested)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'requested', $9, $9)
                    """,
                    r.Engagement, r.Product, r.Version, r.Host, r.Laboratory, r.Authority, r.Tier, r.Purpose, recorded.At);
                break;
            case DisclosurePrepared p:
                views.Execute(
                    """
                    UPDATE room_engagement SET seal = $2, include = $3, exclude = $4, files = $5, files_total = $6, bytes = $7, lines = $8, high = $9, medium = $10, low = $11 WHERE id = $1
                    """,
                    p.Engagement, p.Seal, string.Join('\n', p.Include), string.Join('\n', p.Exclude), p.Counts.Files, p.Counts.FilesTotal, p.Counts.Bytes, p.Counts.Lines,
                    p.Screening.High, p.Screening.Medium, p.Screening.Low);
                Move(views, p.Engagement, EngagementState.Screened, recorded.At);
                break;
            case DisclosureDecided d:
                views.Execute("UPDATE room_engagement SET rules = $2 WHERE id = $1", d.Engagement, System.Text.Json.JsonSerializer.Serialize(d.Rules, ActJson.Options));
                if (!d.Disclosed)
                {
                    views.Execute("UPDATE room_engagement SET decision = 'refused' WHERE id = $1", d.Engagement);
                }

                Move(views, d.Engagement, d.Disclosed ? EngagementState.Disclosed : EngagementState.Decided, recorded.At);
                break;
            case RoomOpened o:
                Move(views, o.Engagement, EngagementState.Open, recorded.At);
                break;
            case RoomClosed c:
                Move(views, c.Engagement, EngagementState.Closed, recorded.At);
                break;
            case EngagementDecided d:
                views.Execute("UPDATE room_engagement SET decision = $2, certificate = $3 WHERE id = $1", d.Engagement, d.Decision, d.Certificate);
                Move(views, d.Engagement, EngagementState.Decided, recorded.At);
                break;
            case SessionOpened s:
                views.Execute(
                    "INSERT INTO room_session VALUES ($1, $2, $3, $4, $5, NULL, NULL, 0, 0, 0, 0, 0, $6)",
                    s.Session, s.Engagement, recorded.By.Person, s.Terminal, recorded.At, System.Text.Json.JsonSerializer.Serialize(s.Key, ActJson.Options));
                break;
            case SessionClosed s:
                views.Execute("UPDATE room_session SET closed = $2, ended = $3 WHERE id = $1", s.Session, recorded.At, s.End);
                break;
            case FrameDelivered f:
                views.Execute("UPDATE room_session SET frames = frames + 1 WHERE id = $1", f.Session);
                if (Column(f.Volume) is { } column)
                {
                    views.Execute($"UPDATE room_session SET {column} = {column} + 1 WHERE id = $1", f.Session);
                }

                break;
        }
    }

    private static void CheckRequest(EngagementRequested request, SqliteConnection views)
    {
        Text(request.Product, "product", 120);
        Text(request.Version, "version", 60);
        Text(request.Purpose, "purpose", 2000, multiline: true);
        Is(request.Host, PartyKind.Host, "vendor", views);
        Is(request.Laboratory, PartyKind.Laboratory, "laboratory", views);
        Is(request.Authority, PartyKind.Authority, "authority", views);
        if (Engagements.Find(request.Engagement, views) is not null)
        {
            throw new ActRefusedException($"There is an engagement {request.Engagement} already.");
        }
    }

    private static void CheckStep(EngagementAct step, SqliteConnection views)
    {
        var engagement = Engagements.Find(step.Engagement, views) ?? throw new ActRefusedException($"There is no engagement {step.Engagement}.");
        var (fits, when) = step switch
        {
            DisclosurePrepared => (engagement.State is EngagementState.Requested or EngagementState.Screened, "before the disclosure is decided"),
            DisclosureDecided => (engagement.State is EngagementState.Screened, "once a seal and a scope are named and screened"),
            RoomOpened => (engagement.State is EngagementState.Disclosed or EngagementState.Closed, "after the disclosure is decided, and before the engagement is"),
            RoomClosed => (engagement.State is EngagementState.Open, "while the room is open"),
            EngagementDecided { Decision: Decision.Withdrawn or Decision.Lapsed } => (engagement.State is not EngagementState.Decided, "until the engagement is decided"),
            EngagementDecided => (engagement.State is EngagementState.Closed, "after the room is closed"),
            _ => throw new ArgumentException($"Unknown step {step.GetType().Name}.", nameof(step)),
        };
        if (!fits)
        {
            throw new ActRefusedException($"This can be done {when}; the engagement {engagement.Id} is {engagement.State.ToString().ToLowerInvariant()}.");
        }

        switch (step)
        {
            case DisclosureDecided decided:
                Text(decided.Reason, "reason", 2000, multiline: true);
                if (decided.Rules.Fault() is { } fault)
                {
                    throw new ActRefusedException(fault);
                }

                break;
            case EngagementDecided decided:
                Text(decided.Reason, "reason", 2000, multiline: true);
                CheckDecision(decided, engagement, views);
                break;
        }
    }

    private static void CheckDecision(EngagementDecided decided, Engagement engagement, SqliteConnection views)
    {
        if (decided.Decision != Decision.Certified)
        {
            return;
        }

        var certificate = decided.Certificate is { } digest ? Certificates.Find(digest, views) : null;
        if (certificate is not { Certified: true } || certificate.Engagement != engagement.Id)
        {
            throw new ActRefusedException("An engagement is certified on a certificate that its laboratory issued for it.");
        }
    }

    private static void CheckSession(SessionAct act, Actor by, DateTimeOffset at, SqliteConnection views)
    {
        var engagement = Engagements.Find(act.Engagement, views) ?? throw new ActRefusedException($"There is no engagement {act.Engagement}.");
        if (act is SessionOpened)
        {
            if (engagement.State != EngagementState.Open || engagement.Rules is not { } rules)
            {
                throw new ActRefusedException($"The room of {engagement.Product} {engagement.Version} is not open.");
            }

            if (at.Hour < rules.FromHour || at.Hour >= rules.ToHour)
            {
                throw new ActRefusedException($"The room is open from {rules.FromHour:00}:00 to {rules.ToHour:00}:00 UTC.");
            }

            return;
        }

        var session = Sessions.Find(act.Session, views);
        if (session is null || session.Engagement != act.Engagement || session.Closed is not null)
        {
            throw new ActRefusedException("The session is over. Open a new one to read on.");
        }

        if (act is not SessionClosed && (session.Person != by.Person || engagement.State != EngagementState.Open))
        {
            throw new ActRefusedException("The room was closed. What was read is on record; nothing more is shown.");
        }
    }

    private static void Move(SqliteConnection views, string engagement, EngagementState state, DateTimeOffset at) =>
        views.Execute("UPDATE room_engagement SET state = $2, since = $3 WHERE id = $1", engagement, state, at);

    private static string? Column(LineVolume volume) => volume switch
    {
        LineVolume.UpTo50 => "up_to_50",
        LineVolume.UpTo200 => "up_to_200",
        LineVolume.UpTo1000 => "up_to_1000",
        LineVolume.More => "more",
        _ => null,
    };

    private static void Is(string party, PartyKind kind, string what, SqliteConnection views)
    {
        if (Parties.Find(party, views)?.Kind != kind)
        {
            throw new ActRefusedException($"'{party}' is not a {what} of this centre.");
        }
    }

    private static void Text(string text, string what, int most, bool multiline = false)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > most || text.Any(c => char.IsControl(c) && !(multiline && c is '\n' or '\r' or '\t')))
        {
            throw new ActRefusedException($"The {what} has 1 to {most:N0} characters and no control characters.");
        }
    }
}
