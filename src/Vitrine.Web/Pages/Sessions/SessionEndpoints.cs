using Vitrine.Centre;
using Vitrine.Room;

namespace Vitrine.Web;

/// <summary>What the host sees of a room.</summary>
public static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes) => routes.MapGet("/engagements/{id}/sessions", GetSessions).Needs(Operation.ReadSessions);

    private static IResult GetSessions(HttpContext context, Visit visit, string id)
    {
        if (visit.Engagement(id) is not { } engagement)
        {
            return Missing.Page(context, visit);
        }

        var sessions = Sessions.OfEngagement(id, visit.Views);
        var rows = SessionModel.Rows(sessions, visit);
        return Page.Show<SessionsPage, SessionsView>(new SessionsView(
            visit.Shell(context),
            id,
            engagement.Product,
            engagement.Version,
            visit.PartyName(engagement.Laboratory),
            sessions.Count(session => session.Closed is null),
            SessionModel.Volume(sessions),
            rows,
            TableState.Plain(Routes.Sessions(id), rows.Length),
            engagement.State == EngagementState.Open ? [new PageAction("Close the room", Routes.CloseRoom(id), "Ends every session at once.", Post: true)] : []));
    }
}
