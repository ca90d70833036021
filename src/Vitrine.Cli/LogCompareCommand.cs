using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Log;

namespace Vitrine.Cli;

/// <summary><c>vitrine log compare</c>: two monitors of one log against each other.</summary>
internal static class LogCompareCommand
{
    private static readonly Argument<string> First = new("STATE") { Description = "A monitor's folder." };
    private static readonly Argument<string> Second = new("OTHER") { Description = "Another monitor's folder, of the same log." };
    private static readonly Option<string> Evidence = new("--evidence") { Description = "Where to put the evidence if they differ; a new folder.", HelpName = "DIR" };

    public static Command Make()
    {
        var command = new Verb("compare", "Hold what two monitors saw of one log against each other, without the log.", "0: they saw the same log; 1: it showed them different ones",
            "vitrine log compare seen-here seen-there --key \"$key\" --evidence fork") { First, Second, LogSources.PolicyFile, LogSources.Key, Evidence };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var folder = parsed.GetValue(Evidence) is { } named ? Path.GetFullPath(named) : null;
        if (Path.Exists(folder))
        {
            throw new BadInputException($"{folder} is there already. Name a new folder for the evidence.");
        }

        var comparison = MonitorComparison.Of(parsed.GetValue(First)!, parsed.GetValue(Second)!, LogSources.Trusted(parsed));
        var (one, two) = (comparison.First.Size.Value, comparison.Second.Size.Value);
        if (comparison.Evidence is not { } evidence)
        {
            Terminal.Verdict(true, $"They saw the same log: {one:N0} and {two:N0} entries, one the beginning of the other.");
            return Exit.Yes;
        }

        Terminal.Verdict(false, $"The log showed them different trees: {one:N0} and {two:N0} entries, which differ from entry {comparison.DiffersAt} on.");
        Terminal.Fact("first root", comparison.First.Root);
        Terminal.Fact("other root", comparison.Second.Root);
        if (folder is not null)
        {
            Directory.CreateDirectory(folder);
            DurableFile.Write(Path.Combine(folder, "smaller"), evidence.Smaller.Note.Span);
            DurableFile.Write(Path.Combine(folder, "larger"), evidence.Larger.Note.Span);
            DurableFile.Write(Path.Combine(folder, "proof"), evidence.EncodeProof());
            Terminal.Fact("evidence", folder);
        }

        return Exit.No;
    }
}
