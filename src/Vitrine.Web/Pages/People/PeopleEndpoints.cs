using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Room;

namespace Vitrine.Web;

/// <summary>What gates ask of people: recorded by administrators, encrypted under each person's own key.</summary>
public static class PeopleEndpoints
{
    public static void MapPeople(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.People, GetAll).Needs(Operation.RecordPeople);
        routes.MapGet("/people/{person}", GetOne).Needs(Operation.RecordPeople);
        routes.MapPost("/people/{person}", PostOne).Needs(Operation.RecordPeople);
    }

    private static IResult GetAll(HttpContext context, Visit visit)
    {
        ImmutableArray<PersonRow> rows =
        [
            .. from person in Centre.People.All(visit.Views)
               let known = Centre.People.Find(person, visit.Views)!.Value
               let facts = PersonFacts.Find(person, visit.Centre, visit.Views)
               let name = visit.PersonName(person)
               orderby name
               select new PersonRow(person, name, known.Role.ToString().ToLowerInvariant(), known.Party is { } party ? visit.PartyName(party) : "The centre", facts is not null),
        ];
        return Page.Show<PeoplePage, PeopleView>(new PeopleView(visit.Shell(context), rows));
    }

    private static IResult GetOne(HttpContext context, Visit visit, string person) =>
        Centre.People.Find(person, visit.Views) is null
            ? Missing.Page(context, visit)
            : Show(context, visit, person, PersonForm.Of(PersonFacts.Find(person, visit.Centre, visit.Views) ?? PersonFacts.None), FieldErrors.None, StatusCodes.Status200OK);

    private static async Task<IResult> PostOne(HttpContext context, Visit visit, string person)
    {
        if (Centre.People.Find(person, visit.Views) is null)
        {
            return Missing.Page(context, visit);
        }

        var form = await FormFields.ReadAsync(context);
        var filled = new PersonForm(form.Text("fullname"), form.Text("standings"), form.Text("accreditations"));
        var facts = new PersonFacts(
            filled.FullName.Length == 0 ? null : filled.FullName,
            [.. Read(form, "standings", PersonFactLines.Standing, "Write a line as: citizen NO 1990-05-17, or: resident SE 2015-01-01 to 2020-12-31. The days may be left out.")],
            [.. Read(form, "accreditations", PersonFactLines.Accreditation, "Write a line as: full until 2027-12-31 under Nordic clearance.")]);
        return await form.TryAsync("fullname", () => PersonFacts.RecordAsync(visit.Centre, person, facts, visit.Actor, context.RequestAborted))
            ? Results.Redirect(Routes.People)
            : Show(context, visit, person, filled, form.Errors, form.Status);
    }

    private static List<T> Read<T>(FormFields form, string field, Func<string, T?> read, string help)
        where T : class
    {
        var all = new List<T>();
        foreach (var line in form.Lines(field))
        {
            if (read(line) is not { } one)
            {
                form.Wrong(field, help);
                break;
            }

            all.Add(one);
        }

        return all;
    }

    private static IResult Show(HttpContext context, Visit visit, string person, PersonForm form, FieldErrors errors, int status) =>
        Page.Show<PersonPage, PersonView>(new PersonView(visit.Shell(context), person, visit.PersonName(person), form, errors), status);
}

public sealed record PeopleView(Shell Shell, ImmutableArray<PersonRow> Rows);

public sealed record PersonRow(string Id, string Name, string Role, string Party, bool Recorded);

public sealed record PersonView(Shell Shell, string Id, string Name, PersonForm Form, FieldErrors Errors);

/// <summary>What gates ask of a person, as it was filled in: one entry a line.</summary>
public sealed record PersonForm(string FullName, string Standings, string Accreditations)
{
    public static PersonForm Of(PersonFacts facts) => new(
        facts.FullName ?? "", string.Join('\n', facts.Standings.Select(PersonFactLines.Line)), string.Join('\n', facts.Accreditations.Select(PersonFactLines.Line)));
}
