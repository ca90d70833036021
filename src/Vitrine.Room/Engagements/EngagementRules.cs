using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Register;
using Vitrine.Seals;

namespace Vitrine.Room;

/// <summary>What may happen to an engagement when, and by whom. The console may do what the engagement's own people may.</summary>
internal static class EngagementRules
{
    public static void Check(EngagementAct act, Actor by, DateTimeOffset at, SqliteConnection views)
    {
        if (act is EngagementRequested request)
        {
            CheckRequest(request, by, views);
            return;
        }

        var engagement = Known(act.Engagement, views);
        CheckPerson(act, engagement, by, views);
        CheckState(act, engagement);
        switch (act)
        {
            case DisclosurePrepared prepared:
                DisclosureRules.Check(prepared, engagement, views);
                break;
            case DisclosureProposed proposed:
                DisclosureRules.Check(proposed, engagement, by, views);
                break;
            case DisclosureDecided decided:
                DisclosureRules.Check(decided, engagement, by, views);
                break;
            case PublicationChosen chosen:
                Publications.Check(chosen, engagement, at);
                break;
            case GateOverrideProposed proposed:
                GateOverrides.Check(proposed, engagement, by, at, views);
                break;
            case GateOverrideConfirmed confirmed:
                GateOverrides.Check(confirmed, engagement, by, at, views);
                break;
            case GateOverrideEnded ended:
                GateOverrides.Check(ended, engagement, by, views);
                break;
            case RoomOpened:
                RequireSeal(engagement, views);
                break;
            case RoomClosed closed:
                ActText.Require(closed.Reason, "reason", 2000, multiline: true);
                break;
            case DisputeOpened dispute:
                CheckOpening(dispute.Session, dispute.Reason, engagement, views);
                break;
            case OpeningRecorded recorded:
                CheckOpening(recorded.Session, recorded.Reason, engagement, views);
                if (views.Scalar<long>("SELECT count(*) FROM centre_document WHERE digest = $1", recorded.Opening) > 0)
                {
                    throw new ActRefusedException("This opening is on record already.");
                }

                break;
            case EngagementDecided decided:
                ActText.Require(decided.Reason, "reason", 2000, multiline: true);
                CheckDecision(decided, engagement, views);
                break;
        }
    }

    public static void Check(CertificateIssued certificate, Actor by, SqliteConnection views)
    {
        var engagement = Known(certificate.Engagement, views);
        Require(by, Operation.Certify, engagement.Laboratory, views);
        if (engagement.State is not (EngagementState.Open or EngagementState.Closed)
            || engagement.Laboratory != certificate.Laboratory
            || engagement.Seal != certificate.Seal
            || engagement.Product != certificate.Product
            || engagement.Version != certificate.Version)
        {
            throw new ActRefusedException("A certificate is issued by the engagement's laboratory, on the product and the seal it read, while the engagement is open or closed and undecided.");
        }
    }

    /// <summary>Two people of the engagement's laboratory tell of a finding, on the product that they read.</summary>
    public static void Check(FindingTold told, Actor by, SqliteConnection views)
    {
        var engagement = Known(told.Engagement, views);
        if (by.Role != Role.Reviewer || People.PartyOf(by.Person, views) != engagement.Laboratory || People.PartyOf(told.Proposed, views) != engagement.Laboratory || told.Laboratory != engagement.Laboratory)
        {
            throw new ActRefusedException("Findings are told by two people of the engagement's laboratory.");
        }

        if (told.Proposed == by.Person)
        {
            throw new ActRefusedException("Whoever proposes to tell of a finding does not confirm it. Somebody else of the laboratory must.");
        }

        if (engagement.State != EngagementState.Open || told.Product != engagement.Product || told.Version != engagement.Version)
        {
            throw new ActRefusedException("Findings are told while the room is open, of the product that is read in it.");
        }
    }

    /// <summary>Refuses whoever is neither the console nor one of a party's people in a role that may do this.</summary>
    public static void Require(Actor by, Operation operation, string party, SqliteConnection views)
    {
        if (by != Actor.Console && !(Permissions.Allows(by.Role, operation) && People.PartyOf(by.Person, views) == party))
        {
            throw new ActRefusedException($"This is for the people of '{party}' whose role allows it.");
        }
    }

    private static void CheckOpening(string session, string reason, Engagement engagement, SqliteConnection views)
    {
        ActText.Require(reason, "reason", 2000, multiline: true);
        if (Sessions.Find(session, views)?.Engagement != engagement.Id)
        {
            throw new ActRefusedException($"The engagement {engagement.Id} has no session {session}.");
        }
    }

    private static Engagement Known(string id, SqliteConnection views) =>
        Engagements.Find(id, views) ?? throw new ActRefusedException($"There is no engagement {id}.");

    private static void CheckRequest(EngagementRequested request, Actor by, SqliteConnection views)
    {
        ActText.RequireId(request.Engagement, "engagement's identifier");
        ActText.Require(request.Product, "product", 120);
        ActText.Require(request.Version, "version", 60);
        ActText.Require(request.Purpose, "purpose", 2000, multiline: true);
        RequireKind(request.Host, PartyKind.Host, "vendor", views);
        RequireKind(request.Laboratory, PartyKind.Laboratory, "laboratory", views);
        RequireKind(request.Authority, PartyKind.Authority, "authority", views);
        Require(by, Operation.RequestEngagement, request.Authority, views);
        if (Engagements.Find(request.Engagement, views) is not null)
        {
            throw new ActRefusedException($"There is an engagement {request.Engagement} already.");
        }
    }

    private static void CheckPerson(EngagementAct act, Engagement engagement, Actor by, SqliteConnection views)
    {
        if (act is GatesAsked or OpeningRecorded)
        {
            // The centre asks them itself, and takes what both have signed, whoever brings it.
            if (by != Actor.Console)
            {
                throw new ActRefusedException("This is recorded by the centre itself.");
            }

            return;
        }

        var (operation, party) = act switch
        {
            DisclosurePrepared or DisclosureProposed or DisclosureDecided => (Operation.DecideDisclosure, engagement.Host),
            PublicationChosen => (Operation.ChoosePublication, by.Role == Role.Host ? engagement.Host : engagement.Authority),
            GateOverrideProposed or GateOverrideConfirmed or GateOverrideEnded => (Operation.OverrideGates, by.Role == Role.Host ? engagement.Host : engagement.Authority),
            RoomOpened or RoomClosed => (Operation.RunRoom, engagement.Host),
            EngagementDecided => (Operation.DecideEngagement, engagement.Authority),
            DisputeOpened when by.Role == Role.Host => (Operation.ReadSessions, engagement.Host),
            DisputeOpened => (Operation.DecideEngagement, engagement.Authority),
            _ => throw new ArgumentException($"Unknown step {act.GetType().Name}.", nameof(act)),
        };
        Require(by, operation, party, views);
    }

    private static void CheckState(EngagementAct act, Engagement engagement)
    {
        var (fits, when) = act switch
        {
            DisclosurePrepared => (engagement.State is EngagementState.Requested or EngagementState.Screened, "before the disclosure is decided"),
            DisclosureProposed or DisclosureDecided => (engagement.State is EngagementState.Screened, "once a seal and a scope are named and screened"),
            GateOverrideProposed or GateOverrideConfirmed => (engagement.State is not EngagementState.Decided, "until the engagement is decided"),
            RoomOpened => (engagement.State is EngagementState.Disclosed or EngagementState.Closed, "after the disclosure is decided, and before the engagement is"),
            RoomClosed => (engagement.State is EngagementState.Open, "while the room is open"),
            EngagementDecided { Decision: Decision.Withdrawn or Decision.Lapsed } => (engagement.State is not EngagementState.Decided, "until the engagement is decided"),
            EngagementDecided => (engagement.State is EngagementState.Closed, "after the room is closed"),
            _ => (true, ""),
        };
        if (!fits)
        {
            throw new ActRefusedException($"This can be done {when}; the engagement {engagement.Id} is {engagement.State.ToString().ToLowerInvariant()}.");
        }
    }

    private static void RequireSeal(Engagement engagement, SqliteConnection views)
    {
        if (engagement.Seal is not { } root || SealsPart.Find(root, views) is not { Destroyed: null })
        {
            throw new ActRefusedException("The seal of this engagement was destroyed; its room cannot be opened again.");
        }
    }

    private static void CheckDecision(EngagementDecided decided, Engagement engagement, SqliteConnection views)
    {
        var certificate = decided.Certificate is { } digest ? Certificates.Find(digest, views) : null;
        if (decided.Certificate is not null && certificate?.Engagement != engagement.Id)
        {
            throw new ActRefusedException("An engagement is decided on a certificate that its laboratory issued for it.");
        }

        if (decided.Decision == Decision.Certified && certificate is not { Certified: true, RevokedFor: null, IsHeld: false })
        {
            throw new ActRefusedException("An engagement is certified on a certificate that its laboratory issued for it, and that is neither revoked, suspended nor withdrawn.");
        }
    }

    private static void RequireKind(string party, PartyKind kind, string what, SqliteConnection views)
    {
        if (Parties.Find(party, views)?.Kind != kind)
        {
            throw new ActRefusedException($"'{party}' is not a {what} of this centre.");
        }
    }
}
