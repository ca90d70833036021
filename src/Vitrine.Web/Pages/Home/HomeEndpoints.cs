using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>What each reader sees first.</summary>
public static class HomeEndpoints
{
    public static void MapHome(this IEndpointRouteBuilder routes) => routes.MapGet(Routes.Home, GetHome).Needs(Operation.ReadPublic);

    private static IResult GetHome(HttpContext context, Visit visit, RoomDesk rooms)
    {
        var shell = visit.Shell(context);
        if (visit.Identity is not { } reader)
        {
            return Page.Show<PublicHomePage, PublicHomeView>(new PublicHomeView(shell, CertificateModel.Newest(visit)));
        }

        var engagements = Engagements.Of(reader.Role, reader.Party, visit.Views);
        var rows = EngagementModel.Rows(engagements, visit);
        var tasks = Tasks(engagements, reader.Role, visit);
        return reader.Role switch
        {
            Role.Host => Page.Show<HostHomePage, HostHomeView>(new HostHomeView(shell, tasks, OpenRooms(engagements, visit), rows, SealsPart.List(visit.Views).Count)),
            Role.Reviewer => Page.Show<ReviewerHomePage, ReviewerHomeView>(new ReviewerHomeView(shell, ReadOn(engagements, visit, rooms), tasks)),
            Role.Authority => Page.Show<AuthorityHomePage, AuthorityHomeView>(new AuthorityHomeView(shell, tasks, rows, CertificateModel.Newest(visit))),
            _ => Page.Show<PublicHomePage, PublicHomeView>(new PublicHomeView(shell, CertificateModel.Newest(visit))),
        };
    }

    /// <summary>The next step of each engagement, where it is this role's to take.</summary>
    private static ImmutableArray<TaskRow> Tasks(IEnumerable<Engagement> engagements, Role role, Visit visit) =>
    [
        .. from engagement in engagements
           let task = EngagementModel.NextStep(engagement, role, visit)
           where task is not null
           orderby engagement.Since
           select new TaskRow(task, $"{engagement.Product} {engagement.Version}", Routes.Engagement(engagement.Id), visit.Now - engagement.Since),
    ];

    private static ImmutableArray<OpenRoomRow> OpenRooms(IEnumerable<Engagement> engagements, Visit visit) =>
    [
        .. from engagement in engagements
           where engagement.State == EngagementState.Open
           let sessions = Sessions.OfEngagement(engagement.Id, visit.Views)
           select new OpenRoomRow(
               engagement.Id,
               $"{engagement.Product} {engagement.Version}",
               visit.PartyName(engagement.Laboratory),
               sessions.Count(session => session.Closed is null),
               SessionModel.Volume(sessions)),
    ];

    private static ImmutableArray<ReadOnRow> ReadOn(IEnumerable<Engagement> engagements, Visit visit, RoomDesk rooms) =>
    [
        .. from engagement in engagements
           where engagement.State is EngagementState.Open or EngagementState.Disclosed or EngagementState.Closed
           select ReadOnRow(engagement, visit, rooms),
    ];

    private static ReadOnRow ReadOnRow(Engagement engagement, Visit visit, RoomDesk rooms)
    {
        var session = rooms.Find(visit.Known.Person, engagement.Id);
        return new ReadOnRow(
            engagement.Product,
            engagement.Version,
            visit.PartyName(engagement.Host),
            session is null ? null : session.Id,
            Routes.Engagement(engagement.Id),
            engagement.Counts?.Lines ?? 0,
            engagement.State == EngagementState.Open ? null : EngagementModel.Sentence(engagement, visit));
    }
}
