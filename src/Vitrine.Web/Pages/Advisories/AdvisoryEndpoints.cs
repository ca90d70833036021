using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Web;

/// <summary>Advisories: the public ones for everybody; drafts, approval and issue for those who write them.</summary>
public static class AdvisoryEndpoints
{
    private const int MaxText = 8_000;

    public static void MapAdvisories(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.Advisories, GetList).Needs(Operation.ReadPublic);
        routes.MapGet(Routes.DraftAdvisory, GetDraft).Needs(Operation.ManageAdvisories);
        routes.MapPost(Routes.DraftAdvisory, PostDraft).Needs(Operation.ManageAdvisories);
        routes.MapGet("/advisories/{advisory}", GetOne).Needs(Operation.ReadPublic);
        routes.MapGet("/advisories/{advisory}/document", GetDocument).Needs(Operation.ReadPublic);
        routes.MapPost("/advisories/{advisory}/approve", PostApprove).Needs(Operation.ManageAdvisories);
        routes.MapPost("/advisories/{advisory}/drop", PostDrop).Needs(Operation.ManageAdvisories);
        routes.MapPost("/advisories/{advisory}/issue", PostIssue).Needs(Operation.ManageAdvisories);
    }

    private static IResult GetList(HttpContext context, Visit visit, string? q) =>
        Page.Show<AdvisoryListPage, AdvisoryListView>(AdvisoryModel.List(context, visit, (q ?? "").Trim()));

    private static IResult GetOne(HttpContext context, Visit visit, string advisory) =>
        Find(visit, advisory) is { } one ? Page.Show<AdvisoryPage, AdvisoryView>(AdvisoryModel.One(context, visit, one, "", FieldErrors.None)) : Missing.Page(context, visit);

    /// <summary>The document as it was issued last, or in a revision; of those that are not for everybody a stranger is told nothing.</summary>
    private static IResult GetDocument(HttpContext context, Visit visit, string advisory, int? revision)
    {
        if (Find(visit, advisory) is not { } one
            || one.Issues.LastOrDefault(issue => revision is null || issue.Number == revision) is not { } issue
            || (issue.Tlp != Tlp.Clear && !AdvisoryModel.Manages(visit)))
        {
            return Missing.Page(context, visit);
        }

        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{CsafDocument.FileName(one.Id)}\"";
        return Results.Bytes(visit.Centre.Documents.Read(issue.Csaf), "application/json");
    }

    private static IResult GetDraft(HttpContext context, Visit visit, string? cause, string? advisory) =>
        cause is not null && Causes.Knows(cause, visit.Views)
            ? ShowDraft(context, visit, cause, advisory ?? "", null, FieldErrors.None)
            : Missing.Page(context, visit);

    private static async Task<IResult> PostDraft(HttpContext context, Visit visit)
    {
        var form = await FormFields.ReadAsync(context);
        var cause = form.Text("cause");
        if (!Causes.Knows(cause, visit.Views))
        {
            return Missing.Page(context, visit);
        }

        var title = form.Required("title", "Write a title.");
        var text = form.Required("text", "Say what it means and what can be done.", MaxText);
        var tlp = form.Word<Tlp>("tlp", "Choose with whom it may be shared.");
        var reference = form.Text("reference");
        if (reference.Length > 0 && !AdvisoryReference.IsAddress(reference))
        {
            form.Wrong("reference", "Write an address that begins with https:// or http://.");
        }

        var words = new AdvisoryWords(title, text.ReplaceLineEndings("\n"), tlp, new Audience(form.Lines("sectors"), form.Lines("audience")), reference.Length > 0 ? [new AdvisoryReference("More about it", reference)] : [], form.TextOrNone("changed"));
        var drafted = "";
        return await form.TryAsync("advisory", async () => drafted = (await AdvisoryDesk.DraftAsync(visit.Centre, cause, form.TextOrNone("advisory"), words, visit.Actor, context.RequestAborted)).Advisory)
            ? Results.Redirect(Routes.Advisory(drafted))
            : ShowDraft(context, visit, cause, form.Text("advisory"), form, form.Errors);
    }

    private static async Task<IResult> PostApprove(HttpContext context, Visit visit, string advisory)
    {
        if (Find(visit, advisory) is null)
        {
            return Missing.Page(context, visit);
        }

        await AdvisoryDesk.ApproveAsync(visit.Centre, advisory, visit.Actor, context.RequestAborted);
        return Results.Redirect(Routes.Advisory(advisory));
    }

    private static async Task<IResult> PostDrop(HttpContext context, Visit visit, string advisory)
    {
        if (Find(visit, advisory) is not { } one)
        {
            return Missing.Page(context, visit);
        }

        var form = await FormFields.ReadAsync(context);
        var reason = form.Required("reason", "Say why it is not issued.", AdvisoryModel.MaxReason);
        return await form.TryAsync("reason", () => AdvisoryDesk.DropAsync(visit.Centre, advisory, reason.ReplaceLineEndings("\n"), visit.Actor, context.RequestAborted))
            ? Results.Redirect(Routes.Advisory(advisory))
            : Page.Show<AdvisoryPage, AdvisoryView>(AdvisoryModel.One(context, visit, one, form.Text("reason"), form.Errors), form.Status);
    }

    private static async Task<IResult> PostIssue(HttpContext context, Visit visit, string advisory)
    {
        if (Find(visit, advisory) is null)
        {
            return Missing.Page(context, visit);
        }

        await AdvisoryDesk.IssueAsync(visit.Centre, advisory, visit.Actor, context.RequestAborted);
        return Results.Redirect(Routes.Advisory(advisory));
    }

    private static IResult ShowDraft(HttpContext context, Visit visit, string cause, string advisory, FormFields? form, FieldErrors errors)
    {
        var affected = Affected.By(cause, DateOnly.FromDateTime(visit.Now.UtcDateTime), visit.Views);
        var revisable = AdvisoryModel.Revisable(cause, visit);
        var before = revisable.Any(choice => choice.Value == advisory) && Advisories.Find(advisory, visit.Views) is { } one ? AdvisoryDesk.Read(visit.Centre, one) : null;
        return Page.Show<DraftAdvisoryPage, DraftAdvisoryView>(
            new DraftAdvisoryView(
                visit.Shell(context),
                cause,
                affected,
                advisory,
                revisable,
                form?.Text("changed") ?? (before?.NoNewEvidence == false && affected.NoNewEvidence ? "There is no new evidence." : ""),
                form?.Text("title") ?? before?.Title ?? affected.Title,
                form?.Text("text") ?? before?.Text ?? "",
                form?.Text("tlp") ?? before?.Tlp.ToString() ?? "",
                form?.Text("sectors") ?? string.Join('\n', before?.Audience.Sectors ?? []),
                form?.Text("audience") ?? string.Join('\n', before?.Audience.Attributes ?? []),
                form?.Text("reference") ?? "",
                errors),
            form?.Status ?? StatusCodes.Status200OK);
    }

    /// <summary>An advisory that this reader may know of; null for every other, and for none.</summary>
    private static Advisory? Find(Visit visit, string advisory) => Advisories.Find(advisory, visit.Views) is { } one && (one.IsPublic || AdvisoryModel.Manages(visit)) ? one : null;
}
