using System.CommandLine;
using Vitrine.Artifacts;
using Vitrine.Centre;
using Vitrine.Release;

namespace Vitrine.Cli;

/// <summary><c>vitrine rebuild ROOT --recipe FILE --against ARTIFACT…</c></summary>
internal static class RebuildCommand
{
    private const long LargestArtifact = 1L << 30;

    private static readonly Argument<string> Root = new("ROOT") { Description = "The seal's root." };
    private static readonly Option<string> RecipeFile = new("--recipe") { Description = "How it is built.", HelpName = "FILE", Required = true };
    private static readonly Option<string[]> Against = new("--against") { Description = "The files that ship.", HelpName = "ARTIFACT", Required = true, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<bool> Twice = new("--twice") { Description = "Build twice, to tell the build's own noise." };

    public static Command Make()
    {
        var command = new Verb("rebuild", "Repeat a build from a seal, without a network, and compare it with what ships.", "0: the same, or equivalent; 1: different, or the build failed", "vitrine rebuild $root --recipe recipe.json --against app.dll") { Root, RecipeFile, Against, Twice, SealKeyOptions.KeyFile, SealKeyOptions.GivenPassphrase };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var root = Roots.Seal(parsed.GetValue(Root)!);
        var recipe = RecipeReader.ReadFile(parsed.GetValue(RecipeFile)!);
        var shipped = parsed.GetValue(Against)!.Select(Read).ToList();
        var made = recipe.Outputs.Select(output => output.Name).ToList();
        if (shipped.FirstOrDefault(file => !made.Contains(file.Name)) is { } foreign)
        {
            throw new BadInputException($"The recipe makes no {Terminal.Safe(foreign.Name)}; it makes {string.Join(", ", made)}. Name the shipped files as the recipe's outputs are named.");
        }

        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var seals = ClosedSeals.Of(parsed, centre, cancellationToken, root);
        var progress = Terminal.Progress();
        var (result, statement) = await RebuildDesk.RunAsync(
            centre, seals.Store, root, recipe, shipped, parsed.GetValue(Twice), Actor.Console, new Forward<RebuildProgress>(at => progress.Report(Say(at, recipe))), cancellationToken);
        Terminal.EndProgress();
        if (statement is null)
        {
            Terminal.Verdict(false, "The build failed; nothing was compared.");
            Terminal.Line(result.Failure ?? "");
            if (!result.Runs.IsEmpty)
            {
                Terminal.Line(result.Runs[^1].Log.Tail(20));
            }

            return Exit.No;
        }

        var same = result.Worst!.Value.IsSame();
        foreach (var file in result.Files)
        {
            Terminal.Verdict(file.Comparison.Verdict.IsSame(), $"{Terminal.Safe(file.Name)}: {file.Comparison.Verdict.ToWord()}");
            foreach (var line in file.Comparison.ToText().Split('\n').Skip(1).Where(line => line.Length > 0))
            {
                Terminal.Line($"  {line}");
            }
        }

        Terminal.Fact("closure", result.Closure.Digest);
        Terminal.Fact("statement", statement);
        return same ? Exit.Yes : Exit.No;
    }

    private static ShippedArtifact Read(string path)
    {
        var file = new FileInfo(path);
        return !file.Exists ? throw new BadInputException($"There is no file {Terminal.Safe(path)}.")
            : file.Length > LargestArtifact ? throw new BadInputException($"{Terminal.Safe(path)} is larger than {LargestArtifact:N0} bytes.")
            : new ShippedArtifact(file.Name, File.ReadAllBytes(path));
    }

    private static string Say(RebuildProgress at, Recipe recipe) => at.Stage switch
    {
        RebuildStage.Closure => "Hashing the tools and packages of the build",
        RebuildStage.Unpacking => "Handing the source to the sandbox",
        RebuildStage.Step => $"Building, step {at.Step + 1} of {recipe.Steps.Length}",
        RebuildStage.Packing => "Taking the outputs",
        _ => "Comparing",
    };
}
