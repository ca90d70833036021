using System.CommandLine;
using Vitrine.Proofs;

namespace Vitrine.Cli;

/// <summary><c>vitrine log fork</c>: checks somebody's evidence that a log showed two faces.</summary>
internal static class LogForkCommand
{
    private static readonly Argument<string> Folder = new("EVIDENCE") { Description = "The folder with the files smaller, larger and proof." };

    public static Command Make()
    {
        var command = new Verb("fork", "Check evidence that a log signed two trees of which neither is the beginning of the other.", "0: it did; 1: this does not show it",
            "vitrine log fork ./seen/evidence/20-… --key \"$key\"") { Folder, LogSources.PolicyFile, LogSources.Key };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var folder = parsed.GetValue(Folder)!;
        var (smaller, larger) = (Read("smaller", Note.MaxSize), Read("larger", Note.MaxSize));
        if (!ForkEvidence.TryOpen(smaller, larger, Read("proof", 4096), LogSources.Trusted(parsed), out var evidence))
        {
            Terminal.Verdict(false, "This shows no fork of a log that you trust: a signature, or the proof, does not hold.");
            return Exit.No;
        }

        Terminal.Verdict(true, $"{Terminal.Safe(evidence.Larger.Origin)} signed two trees: one of {evidence.Smaller.Size.Value:N0} entries is not the beginning of one of {evidence.Larger.Size.Value:N0}.");
        Terminal.Fact("signed", evidence.Smaller.Root);
        Terminal.Fact("really had", evidence.Prefix);
        return Exit.Yes;

        byte[] Read(string name, int most) => Inputs.FileToRead(Path.Combine(folder, name), most, "such a file");
    }
}
