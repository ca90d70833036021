using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>The host names seal and scope, sees what screening finds, and decides by two people.</summary>
public static class DisclosureEndpoints
{
    public static void MapDisclosure(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/engagements/{id}/prepare", GetPrepare).Needs(Operation.DecideDisclosure);
        routes.MapPost("/engagements/{id}/prepare", PostPrepare).Needs(Operation.DecideDisclosure);
        routes.MapGet("/engagements/{id}/disclosure", GetDisclosure).Needs(Operation.DecideDisclosure);
        routes.MapPost("/engagements/{id}/disclosure", PostDisclosure).Needs(Operation.DecideDisclosure);
        routes.MapPost("/engagements/{id}/disclosure/confirm", PostConfirm).Needs(Operation.DecideDisclosure);
    }

    private static IResult GetPrepare(HttpContext context, Visit visit, string id) =>
        visit.Engagement(id) is { } engagement
            ? ShowPrepare(context, visit, engagement, engagement.Seal?.ToHex() ?? "", Text(engagement.Include, "**"), Text(engagement.Exclude, ""), FieldErrors.None, StatusCodes.Status200OK)
            : Missing.Page(context, visit);

    private static async Task<IResult> PostPrepare(HttpContext context, Visit visit, SealStore seals, ScreeningDesk screenings, string id)
    {
        if (visit.Engagement(id) is not { } engagement)
        {
            return Missing.Page(context, visit);
        }

        var form = await FormFields.ReadAsync(context);
        if (!SealRoot.TryParse(form.Text("seal"), out var root) || SealsPart.Find(root.Value, visit.Views)?.Vendor != engagement.Host)
        {
            form.Wrong("seal", "Choose one of your seals.");
        }

        var scope = ReadScope(form);
        return scope is not null && await form.TryAsync("include", () => DisclosureDesk.PrepareAsync(visit.Centre, seals, screenings, id, root, scope, visit.Actor, context.RequestAborted))
            ? Results.Redirect(Routes.Disclosure(id))
            : ShowPrepare(context, visit, engagement, form.Text("seal"), form.Text("include"), form.Text("exclude"), form.Errors, form.Status);
    }

    private static async Task<IResult> GetDisclosure(HttpContext context, Visit visit, ScreeningDesk screenings, string id, string? q)
    {
        if (visit.Engagement(id) is not { Seal: not null } engagement)
        {
            return Missing.Page(context, visit);
        }

        var entry = EntryForm.Of(HouseRules.For(engagement, visit.Views));
        return await ShowDisclosureAsync(context, visit, screenings, engagement, q ?? "", DisclosureForm.Blank, entry, FieldErrors.None, StatusCodes.Status200OK);
    }

    private static async Task<IResult> PostDisclosure(HttpContext context, Visit visit, ScreeningDesk screenings, string id)
    {
        if (visit.Engagement(id) is not { Seal: not null } engagement)
        {
            return Missing.Page(context, visit);
        }

        var form = await FormFields.ReadAsync(context);
        var disclosed = form.Text("decision") != "refuse";
        var reason = form.Required("reason", "Give the reason; it stands in the record.", 2000);
        var gain = form.Required("gain", "Say what is gained by it.", 2000);
        var rules = new RoomRules(
            form.Number("idle", 1, 120), form.Number("from", 0, 23), form.Number("to", 1, 24), form.Number("lines", 1, RoomRules.MostLines), form.NumberOrNone("together", 1, RoomRules.MostLines),
            form.Text("compare") is { Length: > 0 } earlier ? earlier : null);
        if (!form.Errors.Any && rules.Fault() is { } fault)
        {
            form.Wrong("to", fault);
        }

        var (entry, entryRules) = EntryForm.Read(form);
        var filled = new DisclosureForm(reason, gain, form.Text("idle"), form.Text("from"), form.Text("to"), form.Text("lines"), form.Text("together"), form.Text("compare"));
        return await form.TryAsync("reason", () => visit.Centre.RecordAsync(new DisclosureProposed(id, disclosed, reason, gain, rules, entryRules, visit.Known.Person), visit.Actor, context.RequestAborted))
            ? Results.Redirect($"{Routes.Disclosure(id)}#proposal")
            : await ShowDisclosureAsync(context, visit, screenings, engagement, "", filled, entry, form.Errors, form.Status);
    }

    private static async Task<IResult> PostConfirm(HttpContext context, Visit visit, string id)
    {
        if (visit.Engagement(id) is null)
        {
            return Missing.Page(context, visit);
        }

        var form = await FormFields.ReadAsync(context);
        _ = ulong.TryParse(form.Text("proposal"), out var proposal);
        await visit.Centre.RecordAsync(new DisclosureDecided(id, proposal, visit.Known.Person), visit.Actor, context.RequestAborted);
        await EntryGates.AskAndRecordAsync(visit.Centre, id, context.RequestAborted);
        return Results.Redirect(Routes.Engagement(id));
    }

    private static Scope? ReadScope(FormFields form)
    {
        var include = form.Lines("include");
        if (include.IsEmpty)
        {
            form.Wrong("include", "Name at least one pattern; ** stands for everything.");
            return null;
        }

        foreach (var (field, patterns) in (ReadOnlySpan<(string, ImmutableArray<string>)>)[("include", include), ("exclude", form.Lines("exclude"))])
        {
            foreach (var pattern in patterns)
            {
                try
                {
                    Glob.Parse(pattern);
                }
                catch (GlobFormatException wrong)
                {
                    form.Wrong(field, $"{VisibleText.Flat(pattern)}: {wrong.Message}");
                    return null;
                }
            }
        }

        return Scope.Of(include, form.Lines("exclude"));
    }

    private static IResult ShowPrepare(HttpContext context, Visit visit, Engagement engagement, string seal, string include, string exclude, FieldErrors errors, int status)
    {
        ImmutableArray<Choice> seals =
        [
            .. SealsPart.List(visit.Views).Where(one => one.Vendor == engagement.Host && one.Destroyed is null)
                .Select(one => new Choice(one.Root.ToHex(), $"{one.Product} {one.Version}, {Words.Files(one.Files)}, {one.Root.ToHex()[..12]}…")),
        ];
        return Page.Show<PreparePage, PrepareView>(
            new PrepareView(visit.Shell(context), engagement.Id, engagement.Product, engagement.Version, seals, seal, include, exclude, errors),
            status);
    }

    private static async Task<IResult> ShowDisclosureAsync(
        HttpContext context, Visit visit, ScreeningDesk screenings, Engagement engagement, string filter, DisclosureForm form, EntryForm entry, FieldErrors errors, int status)
    {
        var (found, at) = await screenings.ScreenAsync(
            new SealRoot(engagement.Seal!.Value), Scope.Of(engagement.Include, engagement.Exclude), ScreeningAudience.Host, null, context.RequestAborted);
        var all = DisclosureModel.Rows(found.Findings, engagement, visit).OrderBy(row => row.Waiver is not null).ToImmutableArray();
        var rows = all.Where(row => filter.Length == 0 || $"{row.Rule} {row.What} {row.Place}".Contains(filter, StringComparison.OrdinalIgnoreCase))
            .ToImmutableArray();
        var open = all.Where(row => row.Waiver is null).CountBy(row => row.Severity).ToDictionary();
        return Page.Show<DisclosurePage, DisclosureView>(
            new DisclosureView(
                visit.Shell(context),
                engagement.Id,
                engagement.Product,
                engagement.Version,
                engagement.Seal.Value.ToHex(),
                new FindingCounts(0, open.GetValueOrDefault(Severity.High), open.GetValueOrDefault(Severity.Medium), open.GetValueOrDefault(Severity.Low), 0),
                all.Count(row => row.Waiver is not null),
                rows,
                TableState.Plain(Routes.Disclosure(engagement.Id), rows.Length) with { Filter = filter },
                found.Partial,
                at,
                EngagementModel.Scope(engagement)!,
                DisclosureModel.Parties(engagement, visit),
                engagement.Purpose,
                engagement.Tier.ToString(),
                ExportRules.Find(engagement.Seal.Value, visit.Views)?.Sentence ?? "None is stated: nothing is restricted.",
                DisclosureModel.Publication(engagement, visit),
                Tiers.Most(engagement.Tier, engagement.Counts!),
                [.. RoomDesk.Comparable(engagement, visit.Views).Select(one => new Choice(one.Id, $"{one.Product} {one.Version}, {one.Id}"))],
                engagement.State == EngagementState.Screened || errors.Any,
                DisclosureModel.Proposal(engagement, visit),
                form,
                entry,
                EntryChoices.Of(visit),
                errors),
            status);
    }

    private static string Text(IReadOnlyList<string> patterns, string otherwise) => patterns.Count == 0 ? otherwise : string.Join('\n', patterns);
}
