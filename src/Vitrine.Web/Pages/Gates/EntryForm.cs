using System.Collections.Immutable;
using System.Text;
using Vitrine.Register;
using Vitrine.Room;

namespace Vitrine.Web;

/// <summary>What a room asks of those who enter, as it was filled in; the names are the form's fields.</summary>
/// <param name="Types">The types chosen, with a space between.</param>
/// <param name="Bar">The text of a bar file.</param>
/// <param name="Lists">The lists chosen, with a space between.</param>
public sealed record EntryForm(string Operator, string Site, string Scheme, string LabScheme, string Types, string LabScope, string Bar, string Lists)
{
    /// <summary>What rules look like in the form.</summary>
    public static EntryForm Of(EntryRules rules) => new(
        rules.Operator ?? "", rules.Site ?? "", rules.PersonScheme ?? "", rules.Laboratory?.Scheme ?? "", string.Join(' ', rules.Laboratory?.Types ?? []).ToLowerInvariant(), rules.Laboratory?.Scope ?? "",
        rules.Bar ?? "", string.Join(' ', rules.Lists));

    /// <summary>Reads the questions of <see cref="EntryRows"/>.</summary>
    public static (EntryForm Form, EntryRules Rules) Read(FormFields form)
    {
        var scheme = Filled(form.Text("labscheme"));
        var types = form.Words<InspectionType>("types");
        var scope = Filled(form.Text("labscope"));
        if (scheme is null && (types.Length > 0 || scope is not null))
        {
            form.Wrong("labscheme", "Name the scheme of the accreditation that is asked.");
        }

        return (
            new EntryForm(form.Text("operator"), form.Text("site"), form.Text("scheme"), form.Text("labscheme"), form.Chosen("types"), form.Text("labscope"), form.Text("bar"), form.Chosen("lists")),
            new EntryRules(Filled(form.Text("operator")), Filled(form.Text("site")), Filled(form.Text("scheme")), scheme is null ? null : new LaboratoryRule(scheme, types, scope), ReadBar(form), [.. form.Chosen("lists").Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct()]));
    }

    /// <summary>The bar as it was pasted, in a file's own line ends; a bar that cannot be read is wrong beside its field.</summary>
    private static string? ReadBar(FormFields form)
    {
        var text = form.Text("bar").ReplaceLineEndings("\n");
        if (text.Length == 0)
        {
            return null;
        }

        try
        {
            Register.Bar.Parse(Encoding.UTF8.GetBytes(text + "\n"));
        }
        catch (BarFormatException error)
        {
            form.Wrong("bar", error.Message);
        }

        return text + "\n";
    }

    private static string? Filled(string text) => text.Length == 0 ? null : text;
}

/// <summary>The choices of an <see cref="EntryForm"/>.</summary>
public sealed record EntryChoices(ImmutableArray<Choice> Sites, ImmutableArray<Choice> Lists)
{
    public static EntryChoices Of(Visit visit) => new(
        [new Choice("", "Anywhere"), .. Room.Sites.List(visit.Views).Select(site => new Choice(site.Id, $"{site.Name} ({site.Jurisdiction})"))],
        [.. Register.Lists.All(visit.Views).Select(list => new Choice(list.Id, list.Newest.Title, $"{list.Id}, of {list.Newest.Date:yyyy-MM-dd}"))]);
}
