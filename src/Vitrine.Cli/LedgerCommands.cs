using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Cli;

/// <summary><c>vitrine ledger verify|anchor|open</c>.</summary>
internal static class LedgerCommands
{
    public static Command Make()
    {
        var verify = new Verb("verify", "Recompute the ledger and hold it against its checkpoint and every anchor in the public log.", "0: it holds; 1: it does not");
        verify.SetAction(VerifyAsync);
        var anchor = new Verb("anchor", "Anchor the ledger in the public log now.");
        anchor.SetAction(AnchorAsync);
        return new Command("ledger", "The centre's private record of every act.") { verify, anchor, LedgerOpenCommand.Make() };
    }

    private static async Task<int> VerifyAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        LedgerVerification found;
        try
        {
            await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
            found = LedgerVerification.Run(centre, cancellationToken);
        }
        catch (Exception corrupt) when (corrupt is LogCorruptException or EntryBundleFormatException)
        {
            Terminal.Verdict(false, $"The ledger does not hold. {corrupt.Message}");
            return Exit.No;
        }

        Terminal.Verdict(found.Holds, found.Holds ? $"The ledger holds: {found.Acts:N0} acts, {found.Anchors:N0} anchors in the public log." : "The ledger does not hold.");
        foreach (var problem in found.Problems)
        {
            Terminal.Line($"  {problem}");
        }

        Terminal.Fact("root", found.Root);
        return found.Holds ? Exit.Yes : Exit.No;
    }

    private static async Task<int> AnchorAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        await centre.AnchorAsync(cancellationToken);
        return Exit.Yes;
    }
}
