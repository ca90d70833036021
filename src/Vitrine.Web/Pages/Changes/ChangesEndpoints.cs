using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>What changed since the release that the laboratory reviewed before, where the host agreed to have it compared. Every look is recorded before it is sent, as in the reading desk.</summary>
public static class ChangesEndpoints
{
    public static void MapChanges(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/engagements/{id}/changes", GetChanges).Needs(Operation.ReadRoom);
        routes.MapGet("/engagements/{id}/changes.json", GetJson).Needs(Operation.ReadRoom);
    }

    private static async Task<IResult> GetChanges(HttpContext context, Visit visit, RoomDesk rooms, FrameRenderer renderer, string id)
    {
        if (visit.Engagement(id) is not { } engagement)
        {
            return Missing.Page(context, visit);
        }

        if (ReadingEndpoints.Session(context, visit, rooms, id) is not { } session)
        {
            return ReadingEndpoints.Locked(context, visit, engagement);
        }

        if (await LookAsync(context, visit, rooms, engagement, session) is not { } look)
        {
            return Missing.Page(context, visit);
        }

        var mark = session.Mark;
        var frame = await renderer.RenderAsync(look.View);
        var view = look.View with { File = look.View.File is { } file ? file with { FrameDigest = Digest.Of(frame).ToHex(), DeliveredAt = visit.Now } : null };
        var page = await renderer.RenderPageAsync(view);
        var act = await session.ShowAsync(look.Content, mark, frame, Digest.Of(page), context.RequestAborted);
        context.Response.Headers[ReadingEndpoints.ActHeader] = act.ToString();
        return Results.Text(page, "text/html; charset=utf-8");
    }

    private static async Task<IResult> GetJson(HttpContext context, Visit visit, RoomDesk rooms, string id)
    {
        if (visit.Engagement(id) is not { } engagement)
        {
            return SearchJson.Refusal("There is no such engagement.", StatusCodes.Status404NotFound);
        }

        if (ReadingEndpoints.Session(context, visit, rooms, id) is not { } session)
        {
            return SearchJson.Refusal("No session is open. Enter the room first.", StatusCodes.Status409Conflict);
        }

        try
        {
            if (await LookAsync(context, visit, rooms, engagement, session) is not { } look)
            {
                return SearchJson.Refusal("No file of this path changed.", StatusCodes.Status404NotFound);
            }

            var json = ChangesJson.Of(look.View, look.Changes, (look.View.List?.Next ?? look.View.File?.Next)?.Replace(Routes.Changes(id), Routes.ChangesJson(id), StringComparison.Ordinal));
            var act = await session.ShowAsync(look.Content, session.Mark, json, Digest.Of(json), context.RequestAborted);
            context.Response.Headers[ReadingEndpoints.ActHeader] = act.ToString();
            return Results.Bytes(json, "application/json");
        }
        catch (ActRefusedException refusal)
        {
            return SearchJson.Refusal(refusal.Message, StatusCodes.Status409Conflict);
        }
    }

    /// <summary>What a request is about to show; null where nothing of the path changed.</summary>
    /// <exception cref="ActRefusedException">The room compares with nothing, or not for this person now.</exception>
    private static async Task<Look?> LookAsync(HttpContext context, Visit visit, RoomDesk rooms, Engagement engagement, RoomSession session)
    {
        var comparison = await rooms.CompareAsync(session, context.RequestAborted);
        var changes = await comparison.ChangesAsync(context.RequestAborted);
        using var use = session.Tree.Use();
        using var uses = comparison.Older.Use();
        var request = ChangesRequest.Of(context.Request.Query);
        var file = request.File is null ? null : ChangesModel.File(session, comparison, changes, request);
        if (request.File is not null && file is null)
        {
            return null;
        }

        IReadOnlyList<LineRange> lines = file is { } shown ? shown.Lines : [];
        var view = new ChangesView(
            visit.Shell(context),
            engagement.Id,
            engagement.Product,
            engagement.Version,
            comparison.Version,
            session.Tree.Root.ToString(),
            comparison.Older.Root.ToString(),
            ReadingEndpoints.Facts(session, visit, lines),
            $"{Routes.Mark(session.Id)}?at={visit.Now.ToUnixTimeSeconds()}",
            ChangesModel.Summary(changes),
            file is null ? ChangesModel.List(session, changes, request) : null,
            file?.File);
        return new Look(view, changes, new FrameContent(FrameKind.Changes, request.Record, lines));
    }

    private sealed record Look(ChangesView View, TreeChanges Changes, FrameContent Content);
}
