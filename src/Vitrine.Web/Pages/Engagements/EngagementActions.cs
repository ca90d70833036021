using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Room;

namespace Vitrine.Web;

/// <summary>What a reader can do with an engagement now; what they cannot do yet says why.</summary>
public static class EngagementActions
{
    public static ImmutableArray<PageAction> Of(Engagement engagement, Visit visit, RoomDesk rooms) => visit.Known.Role switch
    {
        Role.Host => [.. Host(engagement), .. Everyone(engagement)],
        Role.Reviewer => [.. Reviewer(engagement, visit, rooms), .. Everyone(engagement)],
        Role.Authority => [.. Authority(engagement), .. Everyone(engagement)],
        _ => [],
    };

    /// <summary>What everyone in the engagement may look at.</summary>
    private static IEnumerable<PageAction> Everyone(Engagement engagement)
    {
        yield return new PageAction("See the gates", Routes.Gates(engagement.Id), "Who is let in, and why.");
        yield return new PageAction("See what the public sees", Routes.Publication(engagement.Id));
    }

    private static IEnumerable<PageAction> Host(Engagement engagement)
    {
        var id = engagement.Id;
        switch (engagement.State)
        {
            case EngagementState.Requested:
                yield return new PageAction("Name the seal and the scope", Routes.Prepare(id), "You see what screening finds before anything is shown to anybody.", Main: true);
                break;
            case EngagementState.Screened:
                yield return new PageAction("Decide on the disclosure", Routes.Disclosure(id), "Shows what would be disclosed, to whom and under which rules; two people decide.", Main: true);
                yield return new PageAction("Name another seal or scope", Routes.Prepare(id));
                break;
            case EngagementState.Disclosed:
                yield return new PageAction("Open the room", Routes.OpenRoom(id), "Reviewers of the laboratory may then enter, under the rules you set.", Post: true, Main: true);
                break;
            case EngagementState.Open:
                yield return new PageAction("See the sessions", Routes.Sessions(id), "Hours, terminals and amounts; never what was read.", Main: true);
                yield return new PageAction("Close the room", Routes.CloseRoom(id), "Ends every session at once. What was delivered stays delivered.", Post: true);
                break;
            case EngagementState.Closed:
                yield return new PageAction("See the sessions", Routes.Sessions(id), Main: true);
                yield return new PageAction("Open the room again", Routes.OpenRoom(id), Post: true);
                break;
            case EngagementState.Decided:
                yield return new PageAction("See the sessions", Routes.Sessions(id));
                break;
        }
    }

    private static IEnumerable<PageAction> Reviewer(Engagement engagement, Visit visit, RoomDesk rooms)
    {
        var id = engagement.Id;
        var open = engagement.State == EngagementState.Open;
        yield return rooms.Find(visit.Known.Person, id) is not null
            ? new PageAction("Read on", Routes.Reading(id), Main: open)
            : new PageAction(
                "Enter the room",
                Routes.Enter(id),
                "A session begins. What you look at is recorded, sealed to your laboratory.",
                Post: true,
                Main: open,
                Refusal: open ? null : EngagementModel.Sentence(engagement, visit));
        if (rooms.Find(visit.Known.Person, id) is not null)
        {
            if (engagement.Rules?.ComparesWith is { } earlier && Engagements.Find(earlier, visit.Views) is { } before)
            {
                yield return new PageAction($"See what changed since {before.Version}", Routes.Changes(id), "In the order in which it is best read.");
            }

            yield return new PageAction("See who knows of each finding", Routes.Findings(id), "Sealed to your laboratory.");
        }

        if (engagement.State is EngagementState.Open or EngagementState.Closed)
        {
            yield return new PageAction("Conclude the review", Routes.Certify(id), "Signs the laboratory’s conclusion, bound to what was delivered.", Main: !open);
        }
    }

    private static IEnumerable<PageAction> Authority(Engagement engagement)
    {
        if (engagement.State != EngagementState.Decided)
        {
            yield return new PageAction(
                "Decide the engagement",
                Routes.Decide(engagement.Id),
                "Approve on the laboratory’s certificate, refuse, or take the request back.",
                Main: engagement.State == EngagementState.Closed);
        }
    }
}
