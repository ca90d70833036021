using System.Globalization;
using System.Text;
using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Web;

/// <summary>The question of independence: all of it stands in the address, so that an answer can be sent to somebody.</summary>
public static class IndependenceEndpoints
{
    public static void MapIndependence(this IEndpointRouteBuilder routes) => routes.MapGet(Routes.Independence, Get).Needs(Operation.ReadPublic);

    private static IResult Get(HttpContext context, Visit visit)
    {
        var asked = context.Request.Query;
        string Given(string key, int most) => asked[key].ToString() is { Length: var length } text && length > 0 ? text[..Math.Min(length, most)].Trim() : "";
        var (subject, of, bar, own, on) = (Given("subject", 500), Given("of", 500), Given("bar", 64), Given("own", Bar.MaxBytes), Given("on", 10));
        var view = new IndependenceView(visit.Shell(context), subject, of, bar.Length == 0 ? "third-party" : bar, own, on, Bars.Shipped, null, FieldErrors.None);
        if (subject.Length == 0 || of.Length == 0)
        {
            var half = asked.ContainsKey("of") && (subject.Length == 0 || of.Length == 0);
            return Show(half ? view with { Errors = new([new FieldError(subject.Length == 0 ? "subject" : "of", "Write an identifier or an exact name.")]) } : view);
        }

        var errors = new List<FieldError>();
        var (one, other) = (Find("subject", subject, errors, visit), Find("of", of, errors, visit));
        var chosen = ReadBar(view, errors);
        var day = DateOnly.FromDateTime(visit.Now.UtcDateTime);
        if (on.Length > 0 && !DateOnly.TryParseExact(on, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
        {
            errors.Add(new FieldError("on", "Write the day as 2026-03-25."));
        }

        if (one is not null && one == other)
        {
            errors.Add(new FieldError("of", "Name two parties: these are one and the same."));
        }

        return errors.Count > 0
            ? Show(view with { Errors = new([.. errors]) })
            : Show(view with { Answer = Independence.Ask(one!, other!, chosen!, day, visit.Views) });
    }

    private static IResult Show(IndependenceView view) =>
        Page.Show<IndependencePage, IndependenceView>(view);

    private static string? Find(string field, string text, List<FieldError> errors, Visit visit)
    {
        if (Entities.Find(text, visit.Views) is { } known)
        {
            return known.Id;
        }

        var named = Entities.FindByName(text, visit.Views);
        if (named.Count != 1)
        {
            errors.Add(new FieldError(field, named.Count == 0 ? "The register knows nobody by this name or identifier." : $"Several are called so. Write the identifier: {string.Join(", ", named.Take(5).Select(one => one.Id))}."));
            return null;
        }

        return named[0].Id;
    }

    private static Bar? ReadBar(IndependenceView view, List<FieldError> errors)
    {
        if (view.Bar != IndependenceView.OwnBar)
        {
            if (view.Bars.FirstOrDefault(shipped => shipped.Id == view.Bar) is { } known)
            {
                return known.Bar;
            }

            errors.Add(new FieldError("bar", "Choose a bar."));
            return null;
        }

        try
        {
            return Bar.Parse(Encoding.UTF8.GetBytes(view.Own.Replace("\r", "", StringComparison.Ordinal)));
        }
        catch (BarFormatException wrong)
        {
            errors.Add(new FieldError("own", wrong.Message));
            return null;
        }
    }
}
