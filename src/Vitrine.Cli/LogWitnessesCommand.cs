using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Cli;

/// <summary><c>vitrine log witnesses</c>: which witnesses the centre's log is published under.</summary>
internal static class LogWitnessesCommand
{
    private static readonly Option<string> Set = new("--set") { Description = "Publish under this policy from now on (C2SP tlog-policy).", HelpName = "FILE" };
    private static readonly Option<bool> None = new("--none") { Description = "Publish without witnesses from now on." };

    public static Command Make()
    {
        var command = new Verb("witnesses", "Show or set the witnesses that must cosign the centre's checkpoints before anybody sees them.", "0: shown, or set", "vitrine log witnesses --set log.policy") { Set, None };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        switch (parsed.GetValue(Set), parsed.GetValue(None))
        {
            case ({ }, true):
                throw new BadInputException("--set and --none contradict each other; give one.");
            case ({ } file, _):
                await CentreWitnesses.SetAsync(centre, file, cancellationToken);
                Terminal.Remark("A server that runs takes it up when it is started again. Gates and monitors that ask for the old witnesses need the new lines in their policies: vitrine policy PRODUCT");
                break;
            case (_, true):
                await CentreWitnesses.SetAsync(centre, null, cancellationToken);
                Terminal.Remark("A server that runs takes it up when it is started again. Gates and monitors that ask for witnesses refuse what nobody cosigns.");
                break;
        }

        var policy = centre.WitnessPolicy();
        foreach (var witness in policy.Witnesses)
        {
            Terminal.Fact("witness", $"{Terminal.Safe(witness.Name)} at {WitnessQuorum.Address(witness)?.ToString() ?? "no address"}");
            Terminal.Fact("", witness.Key);
        }

        using (var views = centre.Snapshot())
        {
            if (CentreWitnesses.Recorded(views) is { } recorded)
            {
                Terminal.Fact("on record", $"act {recorded.Position}: {recorded.To?.ToHex() ?? "none"}, after {recorded.From?.ToHex() ?? "none"}");
            }
        }

        Terminal.Fact("quorum", policy.Quorum is NoQuorum ? "none: readers see every checkpoint at once" : Terminal.Safe(policy.Quorum.Name));
        return Exit.Yes;
    }
}
