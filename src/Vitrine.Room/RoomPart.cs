using System.Text.Json;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;
using Vitrine.Seals;

namespace Vitrine.Room;

/// <summary>Engagements and sessions. The views hold the open parts alone; what is sealed stays in the ledger.</summary>
public sealed class RoomPart : Part
{
    /// <inheritdoc/>
    public override IReadOnlyList<ActKind> Acts { get; } =
    [
        ActKind.Of<EngagementRequested>("room.engagementRequested"),
        ActKind.Of<DisclosurePrepared>("room.disclosurePrepared"),
        ActKind.Of<DisclosureProposed>("room.disclosureProposed"),
        ActKind.Of<DisclosureDecided>("room.disclosureDecided"),
        ActKind.Of<RoomOpened>("room.opened"),
        ActKind.Of<RoomClosed>("room.closed"),
        ActKind.Of<EngagementDecided>("room.engagementDecided"),
        ActKind.Of<SessionOpened>("room.sessionOpened"),
        ActKind.Of<SessionClosed>("room.sessionClosed"),
        ActKind.Of<FrameDelivered>(FrameKindName),
        ActKind.Of<SomethingWritten>(WrittenKindName),
        ActKind.Of<DisputeOpened>("room.disputeOpened"),
        ActKind.Of<OpeningRecorded>("room.openingRecorded"),
        ActKind.Of<PublicationChosen>("room.publicationChosen"),
        ActKind.Of<ExportClassified>("room.exportClassified"),
        ActKind.Of<PersonFactsRecorded>("room.personFactsRecorded"),
        ActKind.Of<HouseRulesStated>("room.houseRulesStated"),
        ActKind.Of<SiteRegistered>("room.siteRegistered"),
        ActKind.Of<GatesAsked>(GatesKindName),
        ActKind.Of<GateOverrideProposed>("room.overrideProposed"),
        ActKind.Of<GateOverrideConfirmed>("room.overrideConfirmed"),
        ActKind.Of<GateOverrideEnded>("room.overrideEnded"),
        ActKind.Of<FindingWaived>("room.findingWaived"),
    ];

    internal const string FrameKindName = "room.frameDelivered";
    internal const string WrittenKindName = "room.written";
    internal const string GatesKindName = "room.gatesAsked";

    /// <inheritdoc/>
    public override string Schema => """
        CREATE TABLE room_engagement (
          id TEXT PRIMARY KEY, product TEXT NOT NULL, version TEXT NOT NULL, host TEXT NOT NULL, laboratory TEXT NOT NULL, authority TEXT NOT NULL, tier TEXT NOT NULL,
          purpose TEXT NOT NULL, state TEXT NOT NULL, since TEXT NOT NULL, requested TEXT NOT NULL, seal TEXT, include TEXT, exclude TEXT, files INTEGER, files_total INTEGER,
          bytes INTEGER, lines INTEGER, high INTEGER, medium INTEGER, low INTEGER, rules TEXT, entry TEXT, decision TEXT, certificate TEXT);
        CREATE TABLE room_session (
          id TEXT PRIMARY KEY, engagement TEXT NOT NULL, person TEXT NOT NULL, terminal TEXT NOT NULL, opened TEXT NOT NULL, closed TEXT, ended TEXT,
          frames INTEGER NOT NULL, up_to_50 INTEGER NOT NULL, up_to_200 INTEGER NOT NULL, up_to_1000 INTEGER NOT NULL, more INTEGER NOT NULL, key TEXT NOT NULL, next_part INTEGER NOT NULL);
        CREATE INDEX room_session_engagement ON room_session (engagement, opened);

        """ + Disclosures.Schema + Publications.Schema + ExportRules.Schema + PersonFacts.Schema + HouseRules.Schema + Sites.Schema + EntryGates.Schema + GateOverrides.Schema + Waivers.Schema;

    /// <inheritdoc/>
    public override void Check(Act act, Actor by, DateTimeOffset at, SqliteConnection views)
    {
        switch (act)
        {
            case EngagementAct step:
                EngagementRules.Check(step, by, at, views);
                break;
            case SessionAct session:
                SessionRules.Check(session, by, at, views);
                break;
            case ExportClassified classified:
                ExportRules.Check(classified, by, views);
                break;
            case PersonFactsRecorded facts:
                PersonFacts.Check(facts, by, views);
                break;
            case HouseRulesStated stated:
                HouseRules.Check(stated, by, views);
                break;
            case SiteRegistered site:
                Sites.Check(site, by, views);
                break;
            case FindingWaived waived:
                Waivers.Check(waived, by, at, views);
                break;
            case CertificateIssued certificate:
                EngagementRules.Check(certificate, by, views);
                break;
            case FindingTold told:
                EngagementRules.Check(told, by, views);
                break;
            case SealDestroyed destroyed when Engagements.List(views).FirstOrDefault(one => one.State == EngagementState.Open && Shows(one, destroyed.Seal, views)) is { } open:
                throw new ActRefusedException($"The room of engagement {open.Id} is open on this seal. Close it first.");
            case PersonErased erased when Sessions.Open(views).Any(session => session.Person == erased.Person):
                throw new ActRefusedException("This person is in a room now. End the session first.");
        }
    }

    /// <inheritdoc/>
    public override void Project(RecordedAct recorded, SqliteConnection views, Documents documents)
    {
        if (recorded.Act is SessionAct { Sealed: { } part } sealedAct)
        {
            views.Execute("UPDATE room_session SET next_part = $2 WHERE id = $1", sealedAct.Session, (long)part.Number + 1);
        }

        EntryGates.Project(recorded, views);
        GateOverrides.Project(recorded, views);
        Disclosures.Project(recorded, views);
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
                Decide(d, recorded.At, views);
                break;
            case PublicationChosen p:
                Publications.Project(p, recorded.At, views);
                break;
            case ExportClassified e:
                ExportRules.Project(e, recorded.At, views);
                break;
            case PersonFactsRecorded f:
                PersonFacts.Project(f, recorded.At, views);
                break;
            case HouseRulesStated h:
                HouseRules.Project(h, recorded.At, views);
                break;
            case SiteRegistered s:
                Sites.Project(s, recorded.At, views);
                break;
            case FindingWaived w:
                Waivers.Project(w, views);
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
            case CertificateIssued c when Engagements.Find(c.Engagement, views) is { } engagement:
                Certificates.Attribute(views, c.Certificate, engagement.Host, engagement.Authority, engagement.Tier.ToString().ToLowerInvariant(), SealsPart.PositionOf(c.Seal, views));
                break;
            case SessionOpened s:
                views.Execute(
                    "INSERT INTO room_session VALUES ($1, $2, $3, $4, $5, NULL, NULL, 0, 0, 0, 0, 0, $6, 0)",
                    s.Session, s.Engagement, recorded.By.Person, s.Terminal, recorded.At, JsonSerializer.Serialize(s.Key, ActJson.Options));
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

    /// <summary>Whether an engagement's room shows a seal: as its own, or as the one it compares with.</summary>
    private static bool Shows(Engagement engagement, Digest seal, SqliteConnection views) =>
        engagement.Seal == seal || (engagement.Rules?.ComparesWith is { } earlier && Engagements.Find(earlier, views)?.Seal == seal);

    private static void Decide(DisclosureDecided decided, DateTimeOffset at, SqliteConnection views)
    {
        var proposed = Disclosures.Proposal(decided.Engagement, views)!.Act;
        views.Execute(
            "UPDATE room_engagement SET rules = $2, entry = $3, decision = $4 WHERE id = $1",
            decided.Engagement,
            JsonSerializer.Serialize(proposed.Rules, ActJson.Options),
            JsonSerializer.Serialize(proposed.Entry, ActJson.Options),
            proposed.Disclosed ? null : Decision.Refused);
        Move(views, decided.Engagement, proposed.Disclosed ? EngagementState.Disclosed : EngagementState.Decided, at);
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
}
