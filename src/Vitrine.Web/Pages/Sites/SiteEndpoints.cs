using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Register;
using Vitrine.Room;

namespace Vitrine.Web;

/// <summary>Where rooms may be entered from.</summary>
public static class SiteEndpoints
{
    public static void MapSites(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.Sites, Get).Needs(Operation.ManageSites);
        routes.MapPost(Routes.Sites, Post).Needs(Operation.ManageSites);
    }

    private static IResult Get(HttpContext context, Visit visit, string? site)
    {
        var known = site is null ? null : Room.Sites.Find(site, visit.Views);
        var form = known is null ? SiteForm.Blank : new SiteForm(known.Id, known.Name, known.Controller, known.Jurisdiction, string.Join('\n', known.Terminals));
        return Show(context, visit, form, FieldErrors.None, StatusCodes.Status200OK);
    }

    private static async Task<IResult> Post(HttpContext context, Visit visit)
    {
        var form = await FormFields.ReadAsync(context);
        var filled = new SiteForm(
            form.Required("id", "Write a short identifier: lower-case letters, digits and hyphens.", 64),
            form.Required("name", "Write what the site is called.", 120),
            form.Required("controller", "Choose who controls it."),
            form.Required("jurisdiction", "Write under whose law it stands, by two letters such as NO.", 2),
            form.Text("terminals"));
        var act = new SiteRegistered(filled.Id, filled.Name, filled.Controller, filled.Jurisdiction.ToUpperInvariant(), form.Lines("terminals"));
        if (act.Terminals.FirstOrDefault(one => Room.Sites.Network(one) is null) is { } wrong)
        {
            form.Wrong("terminals", $"{VisibleText.Flat(wrong)} is no address and no network. Write one a line, such as 10.1.2.3 or 10.1.0.0/16.");
        }

        return await form.TryAsync("id", () => visit.Centre.RecordAsync(act, visit.Actor, context.RequestAborted))
            ? Results.Redirect(Routes.Sites)
            : Show(context, visit, filled, form.Errors, form.Status);
    }

    private static IResult Show(HttpContext context, Visit visit, SiteForm form, FieldErrors errors, int status)
    {
        ImmutableArray<SiteRow> rows =
        [
            .. Room.Sites.List(visit.Views).Select(site => new SiteRow(site.Id, site.Name, visit.PartyName(site.Controller), site.Jurisdiction, [.. site.Terminals], MayChange(visit, site.Controller))),
        ];
        return Page.Show<SitesPage, SitesView>(
            new SitesView(
                visit.Shell(context), rows,
                [.. Parties.List(visit.Views).Where(party => MayChange(visit, party.Id)).Select(party => new Choice(party.Id, party.Name))],
                form, errors),
            status);
    }

    private static bool MayChange(Visit visit, string controller) => visit.Known.Role == Role.Administrator || visit.Known.Party == controller;
}

/// <summary>The sites, and the form for one.</summary>
/// <param name="Controllers">The parties for whom this reader may register a site.</param>
public sealed record SitesView(Shell Shell, ImmutableArray<SiteRow> Rows, ImmutableArray<Choice> Controllers, SiteForm Form, FieldErrors Errors);

public sealed record SiteRow(string Id, string Name, string Controller, string Jurisdiction, ImmutableArray<string> Terminals, bool Changeable);

/// <summary>A site as it was filled in; terminals one a line.</summary>
public sealed record SiteForm(string Id, string Name, string Controller, string Jurisdiction, string Terminals)
{
    public static SiteForm Blank { get; } = new("", "", "", "", "");
}
