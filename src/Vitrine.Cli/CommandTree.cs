using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Vitrine.Release;

namespace Vitrine.Cli;

/// <summary>All commands under one name, and the one place where faults become exit codes.</summary>
internal static class CommandTree
{
    // A pattern such as @Override is itself, and no file of arguments.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    private static readonly (string Heading, (string Name, Func<Command> Make)[] Commands)[] Groups =
    [
        ("Start", [("demo", DemoCommand.Make), ("init", InitCommand.Make), ("serve", ServeCommand.Make), ("party", PartyCommands.Make), ("key", KeyCommands.Make), ("user", UserCommands.Make)]),
        ("See", [("seal", SealCommands.Make), ("screen", ScreenCommand.Make), ("search", SearchCommand.Make), ("symbols", SymbolCommands.Make), ("diff", DiffCommand.Make)]),
        ("Certify", [("engagement", EngagementCommands.Make), ("site", SiteCommands.Make), ("house", HouseCommands.Make), ("coverage", CoverageCommand.Make), ("certify", CertifyCommands.Make), ("certificates", CertificatesCommands.Make)]),
        ("Ship", [("rebuild", RebuildCommand.Make), ("compare", CompareCommand.Make), ("members", MembersCommand.Make), ("capabilities", CapabilitiesCommand.Make), ("release", ReleaseCommand.Make), ("status", StatusCommands.Make)]),
        ("Accept or refuse", [("policy", PolicyCommand.Make), ("verify", VerifyCommand.Make)]),
        ("Know", [("register", RegisterCommands.Make), ("independence", IndependenceCommand.Make), ("origin", OriginCommands.Make), ("list", ListCommands.Make), ("advisory", AdvisoryCommands.Make)]),
        ("Record", [("log", LogCommands.Make), ("witness", WitnessCommands.Make), ("ledger", LedgerCommands.Make), ("receipt", ReceiptCommands.Make), ("meter", MeterCommands.Make), ("views", ViewsCommands.Make), ("backup", BackupCommands.Backup), ("restore", BackupCommands.Restore)]),
    ];

    private static readonly HelpPage Help = new([.. Groups.Select(group => (group.Heading, (IReadOnlyList<string>)[.. group.Commands.Select(one => one.Name)]))]);

    private static readonly Lazy<RootCommand> Whole = new(() => Make(_ => true));

    /// <summary>The whole tree.</summary>
    public static RootCommand Root => Whole.Value;

    /// <summary>As much of the tree as these words can mean; the rest would take a third of a short command's time.</summary>
    public static RootCommand For(string[] args)
    {
        var root = Make(name => args.Contains(name));
        return root.Subcommands.Count > 0 && root.Parse(args, Parsing) is { Errors.Count: 0, UnmatchedTokens.Count: 0 } parsed && parsed.CommandResult.Command != root ? root : Root;
    }

    /// <summary>Runs a command and gives its exit code.</summary>
    public static async Task<int> RunAsync(RootCommand root, string[] args, CancellationToken cancellationToken)
    {
        var parsed = root.Parse(args, Parsing);
        var unknown = UnknownOptions(parsed);
        if (parsed.Action is ParseErrorAction || (unknown.Count > 0 && parsed.Action is not HelpPage))
        {
            return SayWhatIsWrong(parsed, unknown);
        }

        try
        {
            var speech = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = Terminal.Out, Error = Terminal.Errors };
            return await parsed.InvokeAsync(speech, cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // What a command throws while it is being stopped follows from the stop: a child that got the same signal, a closed pipe.
            Terminal.EndProgress();
            Terminal.Error("Stopped before it was done. Nothing half-made was kept; run the command again.");
            return Exit.Stopped;
        }
        catch (Exception error)
        {
            // The end of every command: a fault becomes its exit code and one sentence.
            Terminal.EndProgress();
            var (code, message) = Exit.Of(error);
            Terminal.Error(message);
            return code;
        }
    }

    private static int SayWhatIsWrong(ParseResult parsed, List<string> unknown)
    {
        var command = Asked(parsed);
        if (command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count == 0)
        {
            Help.Write(command, Terminal.Errors);
            return Exit.BadInput;
        }

        if (unknown.Count > 0)
        {
            Terminal.Error($"There is no option {unknown[0]}{NearestName.Hint(unknown[0], [.. command.Options.Select(one => one.Name)])}");
        }
        else if (command.Subcommands.Count > 0)
        {
            var word = parsed.UnmatchedTokens[0];
            Terminal.Error($"There is no command '{word}'{NearestName.Hint(word, [.. command.Subcommands.Select(one => one.Name)])}");
        }
        else
        {
            foreach (var message in parsed.Errors.Select(error => error.Message).Distinct())
            {
                Terminal.Error(message);
            }
        }

        Terminal.Error($"See: {HelpPage.Words(command)} --help");
        return Exit.BadInput;
    }

    /// <summary>The command that stands before the first word which nothing knows, or the one that was asked for.</summary>
    private static Command Asked(ParseResult parsed)
    {
        var words = parsed.Tokens.Select(token => token.Value).ToList();
        var unknown = parsed.UnmatchedTokens is [var first, ..] ? words.IndexOf(first) : words.Count;
        var result = parsed.CommandResult;
        while (result.Parent is CommandResult above && words.IndexOf(result.IdentifierToken.Value) > unknown)
        {
            result = above;
        }

        return result.Command;
    }

    /// <summary>Words with a hyphen that no option answers to: the parser hands them to the command's arguments, where only what follows <c>--</c> may begin so.</summary>
    private static List<string> UnknownOptions(ParseResult parsed)
    {
        var before = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).ToHashSet();
        var taken = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Where(before.Contains).Select(token => token.Value);
        return [.. taken.Concat(parsed.UnmatchedTokens).Where(word => word.Length > 1 && word[0] == '-')];
    }

    private static RootCommand Make(Predicate<string> wanted)
    {
        var root = new RootCommand("Vitrine: show source code without losing it, and prove that what ships is what was shown.");
        foreach (var (_, make) in Groups.SelectMany(group => group.Commands).Where(command => wanted(command.Name)))
        {
            root.Subcommands.Add(make());
        }

        root.Options.Add(CentreOption.Option);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = Help;
        help.Description = "Show this.";
        root.Options.OfType<VersionOption>().Single().Description = "Show the version.";
        return root;
    }
}
