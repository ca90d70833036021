using System.CommandLine;

namespace Vitrine.Cli;

/// <summary>All commands under one name, and the one place where faults become exit codes.</summary>
internal static class CommandTree
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = Make();
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                Terminal.Error(error.Message);
            }

            Terminal.Error($"See: vitrine {string.Join(' ', parsed.CommandResult.Command.Parents.OfType<Command>().SkipLast(1).Select(parent => parent.Name).Append(parsed.CommandResult.Command == root ? "" : parsed.CommandResult.Command.Name))} --help".Replace("  ", " ", StringComparison.Ordinal));
            return Exit.BadInput;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception error)
        {
            // The end of every command: a fault becomes its exit code and one sentence.
            Terminal.EndProgress();
            var (code, message) = Exit.Of(error is AggregateException { InnerException: { } inner } ? inner : error);
            Terminal.Error(message);
            return code;
        }
    }

    private static RootCommand Make()
    {
        var root = new RootCommand("Vitrine: show source code without losing it, and prove that what ships is what was shown.")
        {
            DemoCommand.Make(),
            InitCommand.Make(),
            ServeCommand.Make(),
            PartyCommands.Make(),
            UserCommands.Make(),
            SealCommands.Make(),
            ScreenCommand.Make(),
            SearchCommand.Make(),
            EngagementCommands.Make(),
            CertifyCommands.Make(),
            CoverageCommand.Make(),
            RebuildCommand.Make(),
            CompareCommand.Make(),
            ReleaseCommand.Make(),
            StatusCommands.Make(),
            PolicyCommand.Make(),
            VerifyCommand.Make(),
            LogCommands.Make(),
            LedgerCommands.Make(),
            ViewsCommands.Make(),
        };
        root.Options.Add(CentreOption.Option);
        return root;
    }
}
