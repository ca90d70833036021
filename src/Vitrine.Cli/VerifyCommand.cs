using System.CommandLine;
using Vitrine.Gate;

namespace Vitrine.Cli;

/// <summary><c>vitrine verify FILE --policy P</c>: what the gate says, by the gate's own code.</summary>
internal static class VerifyCommand
{
    private static readonly Argument<string> Artifact = new("FILE") { Description = "The file to be installed." };
    private static readonly Option<string> Policy = new("--policy") { Description = "Whom to believe, and what to ask for.", HelpName = "P", Required = true };
    private static readonly Option<string> Bundle = new("--bundle") { Description = "The bundle (default: FILE.sigstore.jsonl).", HelpName = "B" };
    private static readonly Option<string> State = new("--state") { Description = "What this gate has seen before; without it nothing is remembered.", HelpName = "DIR" };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object: accepted, reasons[], assumptions[], certificate, release, log." };

    public static Command Make()
    {
        var command = new Verb("verify", "Accept or refuse a file by its bundle and a policy, offline.", "0: accepted; 1: refused", "vitrine verify app.dll --policy policy --state ~/.gate") { Artifact, Policy, Bundle, State, Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        List<string> words = ["verify", parsed.GetValue(Artifact)!, "--policy", parsed.GetValue(Policy)!];
        if (parsed.GetValue(Bundle) is { } bundle)
        {
            words.AddRange(["--bundle", bundle]);
        }

        if (parsed.GetValue(State) is { } state)
        {
            words.AddRange(["--state", state]);
        }

        if (parsed.GetValue(Json))
        {
            words.Add("--json");
        }

        return GateCommand.RunAsync([.. words], Terminal.Out, Terminal.Errors, TimeProvider.System, cancellationToken);
    }
}
