using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>What a seal is classified as for export, and whom that lets in.</summary>
public static class ExportClassEndpoints
{
    public static void MapExportClass(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/seals/{root}/export", Get).Needs(Operation.ClassifySeals);
        routes.MapPost("/seals/{root}/export", Post).Needs(Operation.ClassifySeals);
    }

    private static IResult Get(HttpContext context, Visit visit, string root, string? preset)
    {
        if (Seal(visit, root) is not { } seal)
        {
            return Missing.Page(context, visit);
        }

        var rule = preset is not null && ExportRules.Presets.TryGetValue(preset, out var begun) ? begun : ExportRules.Find(seal.Root, visit.Views) ?? ExportRules.Presets["none"];
        return Show(context, visit, seal, ExportForm.Of(rule), FieldErrors.None, StatusCodes.Status200OK);
    }

    private static async Task<IResult> Post(HttpContext context, Visit visit, string root)
    {
        if (Seal(visit, root) is not { } seal)
        {
            return Missing.Page(context, visit);
        }

        var form = await FormFields.ReadAsync(context);
        var filled = new ExportForm(
            form.Required("class", "Write the class in its regime’s own word; none where nothing is restricted.", 60), form.Text("basis"), form.Text("allowed"), form.Text("denied"),
            form.Required("reason", "Say on what the class rests.", 2000));
        var basis = form.Word<ExportBasis>("basis", "Choose what of a person the rule looks at.");
        var rule = new ExportRule(filled.Class, basis, Countries(filled.Allowed), Countries(filled.Denied));
        return await form.TryAsync("class", () => visit.Centre.RecordAsync(new ExportClassified(seal.Root, rule, filled.Reason), visit.Actor, context.RequestAborted))
            ? Results.Redirect(Routes.ExportClass(root))
            : Show(context, visit, seal, filled, form.Errors, form.Status);
    }

    private static SealRecord? Seal(Visit visit, string root) =>
        Digest.TryParseHex(root, out var digest) && SealsPart.Find(digest, visit.Views) is { Destroyed: null } seal && seal.Vendor == visit.Known.Party ? seal : null;

    private static ImmutableArray<string> Countries(string text) => [.. text.ToUpperInvariant().Split([' ', ',', ';', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries).Distinct()];

    private static IResult Show(HttpContext context, Visit visit, SealRecord seal, ExportForm form, FieldErrors errors, int status) =>
        Page.Show<ExportClassPage, ExportClassView>(
            new ExportClassView(
                visit.Shell(context), seal.Root.ToHex(), $"{seal.Product} {seal.Version}", ExportRules.Find(seal.Root, visit.Views)?.Sentence,
                [.. ExportRules.Presets.Select(preset => new Choice(preset.Key, preset.Value.Class))], form, errors),
            status);
}

/// <summary>A seal's export class, and the form that states it.</summary>
/// <param name="Sentence">The rule as sentences; null where none is stated.</param>
/// <param name="Presets">Rules to begin with.</param>
public sealed record ExportClassView(Shell Shell, string Root, string Name, string? Sentence, ImmutableArray<Choice> Presets, ExportForm Form, FieldErrors Errors);

/// <summary>The class as it was filled in.</summary>
public sealed record ExportForm(string Class, string Basis, string Allowed, string Denied, string Reason)
{
    public static ExportForm Of(ExportRule rule) => new(rule.Class, rule.Basis.ToString().ToLowerInvariant(), string.Join(' ', rule.Allowed), string.Join(' ', rule.Denied), "");
}
