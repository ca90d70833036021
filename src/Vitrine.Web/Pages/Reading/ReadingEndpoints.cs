using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;
using Vitrine.Room;

namespace Vitrine.Web;

/// <summary>The room: entering, reading, searching, noting, leaving.</summary>
public static class ReadingEndpoints
{
    /// <summary>The place in the ledger of the act that recorded this response.</summary>
    public const string ActHeader = "Vitrine-Act";

    public static void MapReading(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/engagements/{id}/enter", PostEnter).Needs(Operation.ReadRoom);
        routes.MapGet("/engagements/{id}/read", GetRead).Needs(Operation.ReadRoom);
        routes.MapGet("/engagements/{id}/search", GetSearch).Needs(Operation.ReadRoom);
        routes.MapGet("/engagements/{id}/outline", GetOutline).Needs(Operation.ReadRoom);
        routes.MapPost("/engagements/{id}/notes", PostNote).Needs(Operation.ReadRoom);
        routes.MapPost("/engagements/{id}/leave", PostLeave).Needs(Operation.ReadRoom);
        routes.MapGet("/sessions/{session}/mark.svg", GetMark).Needs(Operation.ReadRoom);
    }

    private static async Task<IResult> PostEnter(HttpContext context, Visit visit, RoomDesk rooms, string id)
    {
        if (visit.Engagement(id) is null)
        {
            return Missing.Page(context, visit);
        }

        await rooms.EnterAsync(visit.Known, id, Terminal(context), context.RequestAborted);
        return Results.Redirect(Routes.Reading(id));
    }

    private static async Task<IResult> GetRead(HttpContext context, Visit visit, RoomDesk rooms, FrameRenderer renderer, string id, string? panel)
    {
        if (visit.Engagement(id) is not { } engagement)
        {
            return Missing.Page(context, visit);
        }

        if (Session(context, visit, rooms, id) is not { } session)
        {
            return Locked(context, visit, engagement);
        }

        var request = ReadingRequest.Of(context.Request.Query);
        return await ShowAsync(context, visit, renderer, engagement, session, request, Panel(panel, request), NoteDraft.Blank);
    }

    /// <summary>One page of a search as JSON: recorded, as any page, before it is sent.</summary>
    private static async Task<IResult> GetSearch(HttpContext context, Visit visit, RoomDesk rooms, string id)
    {
        if (visit.Engagement(id) is null)
        {
            return SearchJson.Refusal("There is no such engagement.", StatusCodes.Status404NotFound);
        }

        if (Session(context, visit, rooms, id) is not { } session)
        {
            return SearchJson.Refusal("No session is open. Enter the room first.", StatusCodes.Status409Conflict);
        }

        var request = ReadingRequest.Of(context.Request.Query);
        if (request.Query is null)
        {
            return SearchJson.Refusal("Give what to search for as q.", StatusCodes.Status400BadRequest);
        }

        try
        {
            var onLines = context.Request.GetTypedHeaders().Accept.Any(type => type.MediaType == SearchJson.Lines);
            var (json, lines) = SearchJson.Page(session, request, context.Request.Query["count"] == "1", onLines, visit.Centre.Time, context.RequestAborted);
            await session.MarkFindingsReadAsync(context.RequestAborted);
            var act = await session.ShowAsync(new FrameContent(FrameKind.Search, request.Record, lines), session.Mark, json, Digest.Of(json), context.RequestAborted);
            context.Response.Headers[ActHeader] = act.ToString();
            return Results.Bytes(json, onLines ? SearchJson.Lines : "application/json");
        }
        catch (Exception wrong) when (wrong is Seals.SearchPatternException or Seals.GlobFormatException)
        {
            return SearchJson.Refusal(wrong.Message, StatusCodes.Status400BadRequest);
        }
        catch (Seals.SymbolsMissingException missing)
        {
            return SearchJson.Refusal(missing.Message, StatusCodes.Status500InternalServerError);
        }
    }

    /// <summary>What a file defines, as JSON: recorded before it is sent. A file outside the scope is answered as one that never was.</summary>
    private static async Task<IResult> GetOutline(HttpContext context, Visit visit, RoomDesk rooms, string id, string? file)
    {
        if (visit.Engagement(id) is null)
        {
            return SearchJson.Refusal("There is no such engagement.", StatusCodes.Status404NotFound);
        }

        if (Session(context, visit, rooms, id) is not { } session)
        {
            return SearchJson.Refusal("No session is open. Enter the room first.", StatusCodes.Status409Conflict);
        }

        if (file is null || !session.Tree.Contains(file))
        {
            return SearchJson.Refusal("There is no such file here.", StatusCodes.Status404NotFound);
        }

        try
        {
            var json = SearchJson.Outline(session.Tree.Symbols.Outline(file, context.RequestAborted));
            await session.MarkFindingsReadAsync(context.RequestAborted);
            var act = await session.ShowAsync(new FrameContent(FrameKind.Tree, $"outline\nfile={file}", []), session.Mark, json, Digest.Of(json), context.RequestAborted);
            context.Response.Headers[ActHeader] = act.ToString();
            return Results.Bytes(json, "application/json");
        }
        catch (Seals.SymbolsMissingException missing)
        {
            return SearchJson.Refusal(missing.Message, StatusCodes.Status500InternalServerError);
        }
    }

    private static async Task<IResult> PostNote(HttpContext context, Visit visit, RoomDesk rooms, FrameRenderer renderer, string id)
    {
        if (visit.Engagement(id) is not { } engagement)
        {
            return Missing.Page(context, visit);
        }

        if (Session(context, visit, rooms, id) is not { } session)
        {
            return Locked(context, visit, engagement);
        }

        var form = await FormFields.ReadAsync(context);
        var path = form.Text("file");
        var line = form.Number("from", 1, int.MaxValue);
        var text = form.Required("text", "Write the note.", 4000);
        var severity = form.Text("severity").Length > 0 ? form.Word<FindingSeverity>("severity", "Choose a severity of the list.") : (FindingSeverity?)null;
        var request = new ReadingRequest { File = path, From = ReadingModel.FrameOf(line) };
        return await form.TryAsync("from", () => WriteAsync(session, path, line, text, severity, context.RequestAborted))
            ? Results.Redirect($"{Routes.Reading(id)}?file={Uri.EscapeDataString(path)}&from={request.From}&panel={(severity is null ? "notes" : "findings")}#L{line}")
            : session.Tree.Contains(path)
            ? await ShowAsync(context, visit, renderer, engagement, session, request, ReadingPanel.Notes, new NoteDraft(form.Text("from"), text, form.Text("severity"), form.Errors))
            : Missing.Page(context, visit);
    }

    private static Task<string> WriteAsync(RoomSession session, string path, int line, string text, FindingSeverity? severity, CancellationToken cancellationToken)
    {
        var title = text.Split('\n', 2)[0].Trim();
        return severity is { } grave
            ? session.WriteFindingAsync(path, line, grave, title.Length <= 200 ? title : title[..200], text, cancellationToken)
            : session.WriteNoteAsync(path, line, text, cancellationToken);
    }

    private static async Task<IResult> PostLeave(HttpContext context, Visit visit, RoomDesk rooms, string id)
    {
        if (visit.Engagement(id) is null)
        {
            return Missing.Page(context, visit);
        }

        if (Session(context, visit, rooms, id) is { } session)
        {
            await rooms.LeaveAsync(session, SessionEnd.Left, context.RequestAborted);
        }

        return Results.Redirect(Routes.Engagement(id));
    }

    private static IResult GetMark(Visit visit, RoomDesk rooms, string session, long at) =>
        rooms.FindSession(session) is { } open && open.Person == visit.Known.Person && at is > 0 and < 253402300800
            ? Results.Text(VisibleMark.Svg(open.Name, open.Id, DateTimeOffset.FromUnixTimeSeconds(at)), "image/svg+xml")
            : Results.NotFound();

    /// <summary>Builds the view, renders what it shows of sealed content, records that, and only then answers with the page.</summary>
    private static async Task<IResult> ShowAsync(
        HttpContext context, Visit visit, FrameRenderer renderer, Engagement engagement, RoomSession session, ReadingRequest request, ReadingPanel panel, NoteDraft draft)
    {
        await session.MarkFindingsReadAsync(context.RequestAborted);
        var lines = new List<LineRange>();
        SearchView? search = null;
        if (request.Query is not null)
        {
            (search, var found) = ReadingSearch.Run(session, request, visit.Centre.Time, context.RequestAborted);
            lines.AddRange(found);
        }

        FileFrame? frame = null;
        OutlineView? outline = null;
        if (request.File is not null)
        {
            (frame, var range) = ReadingModel.File(session, request, search);
            outline = frame.Refusal is null ? ReadingOutline.Of(session, request, frame, context.RequestAborted) : null;
            if (range is not null)
            {
                lines.Add(range);
            }
        }

        var mark = session.Mark;
        var view = new ReadingView(
            visit.Shell(context),
            engagement.Id,
            engagement.Product,
            engagement.Version,
            engagement.Seal!.Value.ToHex(),
            Facts(session, visit, lines),
            $"{Routes.Mark(session.Id)}?at={visit.Now.ToUnixTimeSeconds()}",
            ReadingTree.Of(session, request),
            session.Tree.Measure.Files,
            frame,
            outline,
            search,
            ReadingModel.Notes(session, request, visit),
            draft,
            panel);
        var content = new FrameContent(frame is not null ? FrameKind.Text : search is not null ? FrameKind.Search : FrameKind.Tree, request.Record, lines);
        var bytes = await renderer.RenderAsync(view);
        view = view with { File = frame is null ? null : frame with { FrameDigest = Digest.Of(bytes).ToHex(), DeliveredAt = visit.Now } };

        // The page is made whole first: what is on record is what is sent, to the byte, as a meter on the way sees it.
        var page = await renderer.RenderPageAsync(view);
        var act = await session.ShowAsync(content, mark, bytes, Digest.Of(page), context.RequestAborted);
        context.Response.Headers[ActHeader] = act.ToString();
        return Results.Text(page, "text/html; charset=utf-8", draft.Errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    internal static SessionFacts Facts(RoomSession session, Visit visit, IReadOnlyList<LineRange> coming) => new(
        session.Id,
        session.Opened,
        visit.Now,
        TimeSpan.FromMinutes(session.Rules.IdleMinutes),
        session.Rules.ToHour == 24 ? null : new DateTimeOffset(visit.Now.UtcDateTime.Date, TimeSpan.Zero).AddHours(session.Rules.ToHour),
        session.LinesShown + coming.Sum(range => (long)range.To - range.From + 1),
        session.Rules.LinesPerSession,
        ReadingModel.Shares(session, coming),
        session.Rules.ComparesWith is { } earlier ? Engagements.Find(earlier, visit.Views)?.Version : null);

    internal static IResult Locked(HttpContext context, Visit visit, Engagement engagement) => Page.Show<LockedPage, LockedView>(
        new LockedView(visit.Shell(context), engagement.Id, engagement.Product, engagement.Version, engagement.State == EngagementState.Open, EngagementModel.Sentence(engagement, visit)),
        StatusCodes.Status409Conflict);

    private static ReadingPanel Panel(string? panel, ReadingRequest request) =>
        Enum.TryParse<ReadingPanel>(panel, ignoreCase: true, out var named) && Enum.IsDefined(named) ? named : request.Query is not null || request.File is null ? ReadingPanel.Search : ReadingPanel.Notes;

    /// <summary>The reader's open session, at the terminal where it was entered; null elsewhere.</summary>
    internal static RoomSession? Session(HttpContext context, Visit visit, RoomDesk rooms, string id) =>
        rooms.Find(visit.Known.Person, id, Terminal(context));

    /// <summary>The terminal as the host sees it: where the request comes from.</summary>
    internal static string Terminal(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "unknown";
}
