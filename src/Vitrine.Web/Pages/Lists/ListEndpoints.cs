using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Register;
using Known = Vitrine.Register.Entities;

namespace Vitrine.Web;

/// <summary>Lists: all, one as of a day, the question to all of them, and the import.</summary>
public static class ListEndpoints
{
    private const int PageSize = 50;
    private const int ShownAliases = 3;

    public static void MapLists(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.Lists, GetLists).Needs(Operation.ReadLists);
        routes.MapPost(Routes.Lists, PostList).Needs(Operation.ImportLists).WithMetadata(new LargeFile());
        routes.MapGet(Routes.ScreenName, GetScreen).Needs(Operation.ReadLists);
        routes.MapGet("/lists/{name}", GetList).Needs(Operation.ReadLists);
    }

    private static IResult GetLists(HttpContext context, Visit visit) => ShowLists(context, visit, ListImportForm.Blank, FieldErrors.None, null);

    private static async Task<IResult> PostList(HttpContext context, Visit visit)
    {
        var form = await FormFields.ReadAsync(context);
        var filled = new ListImportForm(form.Text("list"), form.Text("title"), form.Text("publisher"), form.Text("date"), form.Text("source"));
        var date = form.Day("date");
        if (form.File("file") is not { } file)
        {
            form.Wrong("file", "Choose the file of a list.");
            return ShowLists(context, visit, filled, form.Errors, null);
        }

        if (form.Errors.Any)
        {
            return ShowLists(context, visit, filled, form.Errors, null);
        }

        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, context.RequestAborted);
        try
        {
            var about = new ListAbout(Given(filled.List), Given(filled.Title), Given(filled.Publisher), date, Given(filled.Source));
            var version = await ListDesk.ImportAsync(visit.Centre, bytes.ToArray(), Path.GetFileName(file.FileName), about, visit.Actor, context.RequestAborted);
            return Results.Redirect(Routes.List(version.List));
        }
        catch (ListFormatException wrong)
        {
            visit.Refresh();
            return ShowLists(context, visit, filled, FieldErrors.None, wrong);
        }
    }

    private static IResult GetList(HttpContext context, Visit visit, string name, string? on, string? q, int? page)
    {
        if (Lists.Find(name, visit.Views) is not { } list)
        {
            return Missing.Page(context, visit);
        }

        var (day, errors) = Day(on, visit);
        var words = (q ?? "").Trim();
        var version = list.AsOf(day);
        var at = Math.Clamp(page ?? 1, 1, int.MaxValue / PageSize);
        var (entries, total) = Lists.Entries(list, day, words, (at - 1) * PageSize, PageSize, visit.Views);
        var shownDay = errors.Any ? "" : $"{day:yyyy-MM-dd}";
        return Page.Show<ListPage, ListView>(
            new ListView(
                visit.Shell(context),
                list.Id,
                version.Title,
                version.Publisher,
                version.Date,
                version.Date > day,
                version.IsOldOn(day),
                version.Source,
                version.Document.ToHex(),
                version.Position,
                version.Imported,
                [.. list.Versions.Select(one => one.Date)],
                shownDay,
                words,
                [.. entries.Select(Row)],
                new TableState(Routes.List(list.Id), null, false, words, [new TableFacet("on", "Day", shownDay, [])], at, (int)total, PageSize),
                errors),
            errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static IResult GetScreen(HttpContext context, Visit visit, string? name, string? entity, string? on)
    {
        var (day, errors) = Day(on, visit);
        var asked = (name ?? "").Trim();
        var subject = (entity ?? "").Trim();
        var lists = Lists.All(visit.Views);
        if (asked.Length > Lists.MaxName)
        {
            errors = new FieldErrors([.. errors.All, new FieldError("name", $"Write at most {Lists.MaxName:N0} characters.")]);
        }

        else if (asked.Length > 0 && !Lists.CanAsk(asked))
        {
            errors = new FieldErrors([.. errors.All, new FieldError("name", "There is no letter and no digit in it, so nothing can be compared.")]);
        }

        if (subject.Length > 0 && Known.Find(subject, visit.Views) is null)
        {
            return Missing.Page(context, visit);
        }

        var isAnswered = !errors.Any && (asked.Length > 0 || subject.Length > 0) && lists.Count > 0;
        var hits = !isAnswered ? ListHits.None : subject.Length > 0 ? Lists.ScreenEntity(subject, day, visit.Views) : Lists.Screen(asked, day, visit.Views);
        ImmutableArray<KnownEntity> known = isAnswered && subject.Length == 0
            ? [.. Known.FindByName(asked, visit.Views).Take(5).Select(one => new KnownEntity(one.Id, one.Name, Routes.ScreenedEntity(one.Id, day)))]
            : [];
        return Page.Show<ScreenPage, ScreenView>(
            new ScreenView(
                visit.Shell(context),
                subject.Length > 0 ? Known.Find(subject, visit.Views)!.Name : asked,
                subject,
                errors.For("on") is null ? $"{day:yyyy-MM-dd}" : "",
                isAnswered,
                known,
                [.. hits.Select(hit => Hit(hit, lists, visit))],
                hits.Left,
                [.. lists.Select(list => Answered(list.AsOf(day), day))],
                errors),
            errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static IResult ShowLists(HttpContext context, Visit visit, ListImportForm form, FieldErrors errors, ListFormatException? wrong)
    {
        var today = DateOnly.FromDateTime(visit.Now.UtcDateTime);
        var rows = Lists.All(visit.Views)
            .Select(list => (List: list, Version: list.AsOf(today)))
            .Select(pair => new ListRow(
                pair.List.Id,
                pair.Version.Title,
                pair.Version.Publisher,
                pair.Version.Date,
                pair.Version.IsOldOn(today),
                pair.Version.Source,
                Lists.Entries(pair.List, today, "", 0, 0, visit.Views).Total,
                pair.Version.Entries,
                pair.List.Versions.Length,
                pair.Version.Imported))
            .ToImmutableArray();
        return Page.Show<ListsPage, ListsView>(
            new ListsView(
                visit.Shell(context),
                rows,
                TableState.Plain(Routes.Lists, rows.Length),
                Permissions.Allows(visit.Known.Role, Operation.ImportLists),
                form,
                errors,
                wrong is null ? [] : [.. wrong.Faults.Select(fault => fault.ToString())],
                wrong?.Total ?? 0),
            errors.Any || wrong is not null ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static (DateOnly Day, FieldErrors Errors) Day(string? on, Visit visit)
    {
        var today = DateOnly.FromDateTime(visit.Now.UtcDateTime);
        return string.IsNullOrWhiteSpace(on) ? (today, FieldErrors.None)
            : DateOnly.TryParseExact(on, "yyyy-MM-dd", out var day) ? (day, FieldErrors.None)
            : (today, new FieldErrors([new FieldError("on", "Write a day as 2022-03-25.")]));
    }

    private static ListEntryRow Row(ListEntry entry) => new(
        entry.Id,
        entry.Names[0],
        [.. entry.Names.Skip(1).Take(ShownAliases)],
        Math.Max(0, entry.Names.Length - 1 - ShownAliases),
        string.Join(", ", entry.Countries.Select(code => code.ToUpperInvariant())),
        entry.Identifiers,
        entry.Since,
        entry.SinceIsAssumed,
        entry.Until,
        entry.Clause,
        entry.Source);

    private static ListHitRow Hit(ListHit hit, IReadOnlyList<PublishedList> lists, Visit visit)
    {
        var (tone, way) = hit.Way switch
        {
            HitWay.Identifier => (Tone.No, "The same identifier"),
            HitWay.Owned => (Tone.No, "Owned, 50 % or more"),
            HitWay.PossiblyOwned => (Tone.Wait, "Possibly owned, 50 % or more"),
            _ when hit.Score >= Lists.Certain => (Tone.No, "The same name, or nearly"),
            _ => (Tone.Wait, "A name that is like it"),
        };
        var path = hit.Through.Chunk(2).Select(step => new OwnerStep(step[0], Known.Find(step[0], visit.Views)?.Name ?? step[0], step.Length > 1 ? step[1] : null));
        return new ListHitRow(
            hit.List, lists.First(list => list.Id == hit.List).Newest.Title, hit.Entry, hit.Name, tone, way, hit.Score, hit.Since, hit.Until, hit.Version, hit.Clause, hit.Source, hit.Why, [.. path]);
    }

    private static AnsweredBy Answered(ListVersion version, DateOnly day) => new(
        version.List,
        version.Title,
        version.Date,
        version.Date > day ? "No version is as old as that day; this one answered by the dates of its entries."
            : version.IsOldOn(day) ? "It knows nothing of what came after its own date."
            : null);

    private static string? Given(string text) => text.Length > 0 ? text : null;
}
