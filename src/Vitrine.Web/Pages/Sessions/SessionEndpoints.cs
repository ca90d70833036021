using Vitrine.Centre;
using Vitrine.Room;

namespace Vitrine.Web;

/// <summary>What the host sees of a room.</summary>
public static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes) => routes.MapGet("/engagements/{id}/sessions", GetSessions).Needs(Operation.ReadSessions);

    private static readonly RowOrder<SessionRow> Order = new(
    [
        ("session", row => row.Name),
        ("person", row => row.Person),
        ("terminal", row => row.Terminal),
        ("began", row => row.Began),
        ("length", row => row.Length),
        ("frames", row => long.Parse(row.Frames, System.Globalization.NumberStyles.AllowThousands)),
        ("state", row => row.State),
    ]);

    private static IResult GetSessions(HttpContext context, Visit visit, string id)
    {
        if (visit.Engagement(id) is not { } engagement)
        {
            return Missing.Page(context, visit);
        }

        var sessions = Sessions.OfEngagement(id, visit.Views);
        var query = TableQuery.Read(context);
        var (rows, state) = Order.Page(Routes.Sessions(id), [.. SessionModel.Rows(sessions, visit).Where(row => query.Matches(row.Name, row.Person, row.Terminal, row.State))], query, []);
        return Page.Show<SessionsPage, SessionsView>(new SessionsView(
            visit.Shell(context),
            id,
            engagement.Product,
            engagement.Version,
            visit.PartyName(engagement.Laboratory),
            sessions.Count(session => session.Closed is null),
            SessionModel.Volume(sessions),
            rows,
            state,
            engagement.State == EngagementState.Open ? [new PageAction("Close the room", Routes.CloseRoom(id), "Ends every session at once.", Post: true)] : []));
    }
}
