using System.CommandLine;
using Vitrine.Register;

namespace Vitrine.Cli;

/// <summary><c>vitrine independence SUBJECT --of PARTY --bar FILE</c>.</summary>
internal static class IndependenceCommand
{
    private static readonly Argument<string> Subject = new("SUBJECT") { Description = "Who is to be independent: a laboratory, an authority, anybody in the register." };
    private static readonly Option<string> Against = new("--of") { Description = "Of whom.", HelpName = "PARTY", Required = true };
    private static readonly Option<string> BarFile = new("--bar") { Description = "What is asked (recipes/bars has some; docs/formats/bar.md).", HelpName = "FILE", Required = true };
    private static readonly Option<DateOnly?> On = Inputs.Day("--on", "The day that is asked (default: today).");
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object: verdict, paths[], missing[], bar, names." };

    public static Command Make()
    {
        var command = new Verb("independence", "Ask whether one is independent of another, by what the register knows and the bar that you set.", "0: independent; 1: not independent, or unknown", "vitrine independence my-laboratory --of my-company --bar recipes/bars/third-party.bar") { Subject, Against, BarFile, On, Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var path = parsed.GetValue(BarFile)!;
        Bar bar;
        try
        {
            bar = Bar.Parse(Inputs.FileToRead(path, Bar.MaxBytes, "a bar"));
        }
        catch (BarFormatException wrong)
        {
            throw new BadInputException($"The bar {path}{(wrong.Line == 0 ? ": " : ", ")}{wrong.Message}");
        }

        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var views = centre.Snapshot();
        var answer = Independence.Ask(parsed.GetValue(Subject)!, parsed.GetValue(Against)!, bar, parsed.GetValue(On) ?? RegisterActCommands.Today(centre), views);
        if (parsed.GetValue(Json))
        {
            Terminal.Json(answer.WriteTo);
        }
        else
        {
            Say(answer, views);
        }

        return answer.Verdict == IndependenceVerdict.Independent ? Exit.Yes : Exit.No;
    }

    private static void Say(IndependenceAnswer answer, Microsoft.Data.Sqlite.SqliteConnection views)
    {
        Terminal.Verdict(answer.Verdict == IndependenceVerdict.Independent, $"{answer.Verdict.Word()}: {answer.Sentence()}");
        Terminal.Fact("subject", $"{Terminal.Safe(answer.Subject.Name)} ({answer.Subject.Id})");
        Terminal.Fact("of", $"{Terminal.Safe(answer.Against.Name)} ({answer.Against.Id})");
        Terminal.Fact("bar", $"{answer.Bar.Name}; {answer.Bar.Source}");
        Terminal.Fact("on", $"{answer.On:yyyy-MM-dd}");
        foreach (var path in answer.Paths)
        {
            Terminal.Line();
            Terminal.Line($"{path.Weight switch { PathWeight.Fails => "✗ forbidden", PathWeight.MayFail => "? open", _ => "· allowed" }}  {path.Describe()}");
            Terminal.Line($"  {string.Join(" – ", path.Nodes.Select(node => Terminal.Safe(answer.Names[node])))}");
            foreach (var tie in path.Steps.SelectMany(step => step.Claims))
            {
                RegisterCommands.SayTie(tie, views);
            }
        }

        if (answer.PathsLeftOut > 0)
        {
            Terminal.Line($"… and {answer.PathsLeftOut:N0} more paths");
        }

        foreach (var fact in answer.Missing)
        {
            Terminal.Line();
            Terminal.Line($"? missing  {Terminal.Safe(fact.Describe(answer.Names))}");
            foreach (var tie in fact.Claims)
            {
                RegisterCommands.SayTie(tie, views);
            }
        }

        Terminal.Line();
        Terminal.Line("What nobody recorded is not found. An accreditation decides nothing here.");
    }
}
