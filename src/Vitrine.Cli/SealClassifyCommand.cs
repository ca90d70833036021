using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Room;

namespace Vitrine.Cli;

/// <summary><c>vitrine seal classify</c>: a seal's export class, and whom it lets in.</summary>
internal static class SealClassifyCommand
{
    private static readonly Argument<string> Root = new("ROOT") { Description = "The seal's root." };
    private static readonly Option<string> Preset = new("--class") { Description = $"The class to begin with: {string.Join(", ", ExportRules.Presets.Keys)}; or one of your own with --basis.", HelpName = "CLASS", Required = true };
    private static readonly Option<ExportBasis?> Basis = new("--basis") { Description = "What of a person the rule looks at: nothing, newest, every or residence.", HelpName = "WORD" };
    private static readonly Option<string[]> Allowed = new("--allow") { Description = "A country that is let in (default: all but those denied).", HelpName = "COUNTRY", DefaultValueFactory = _ => [] };
    private static readonly Option<string[]> Denied = new("--deny") { Description = "A country that is not let in.", HelpName = "COUNTRY", DefaultValueFactory = _ => [] };
    private static readonly Option<string> Reason = new("--reason") { Description = "On what it rests.", Required = true };

    public static Command Make()
    {
        var classify = new Verb("classify", "State a seal's export class, and whom it lets in.", "0: stated; 1: refused", "vitrine seal classify $root --class 5d002 --reason 'Counsel, 3 November'", "vitrine seal classify $root --class 'List B' --basis residence --allow NO --allow SE --reason 'Counsel'") { Root, Preset, Basis, Allowed, Denied, Reason };
        classify.SetAction(RunAsync);
        return classify;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var root = Roots.Seal(parsed.GetValue(Root)!);
        var name = parsed.GetValue(Preset)!;
        var basis = parsed.GetValue(Basis);
        var begun = ExportRules.Presets.GetValueOrDefault(name.ToLowerInvariant())
            ?? (basis is null ? throw new BadInputException($"--class is one of {string.Join(", ", ExportRules.Presets.Keys)}; for '{Terminal.Safe(name)}' say what it looks at with --basis.") : new ExportRule(name, basis.Value, [], []));
        var rule = begun with
        {
            Basis = basis ?? begun.Basis,
            Allowed = Countries(parsed.GetValue(Allowed)!) is { Length: > 0 } allowed ? allowed : begun.Allowed,
            Denied = Countries(parsed.GetValue(Denied)!) is { Length: > 0 } denied ? denied : begun.Denied,
        };
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        await centre.RecordAsync(new ExportClassified(root.Value, rule, parsed.GetValue(Reason)!), Actor.Console, cancellationToken);
        Terminal.Line(rule.Sentence);
        return Exit.Yes;
    }

    private static string[] Countries(string[] given) => [.. given.Select(one => one.ToUpperInvariant()).Distinct()];
}
