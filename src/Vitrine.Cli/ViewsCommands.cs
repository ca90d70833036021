using System.CommandLine;
using Vitrine.Centre;

namespace Vitrine.Cli;

/// <summary><c>vitrine views rebuild</c>.</summary>
internal static class ViewsCommands
{
    public static Command Make()
    {
        var rebuild = new Verb("rebuild", "Throw the views away and make them again from the ledger.");
        rebuild.SetAction(RebuildAsync);
        return new Command("views", "The database, which is a view of the ledger.") { rebuild };
    }

    private static async Task<int> RebuildAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (before, after, acts) = await OpenCentre.RebuildViewsAsync(CentreOption.Folder(parsed), CentreOption.Parts, TimeProvider.System, cancellationToken);
        Terminal.Verdict(before == after, before == after
            ? $"Rebuilt from {acts:N0} acts; equal to the views before."
            : $"Rebuilt from {acts:N0} acts; the views before were different, and are gone.");
        Terminal.Fact("dump", after);
        return Exit.Yes;
    }
}
