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

    private static readonly IReadOnlyList<(string Heading, IReadOnlyList<Command> Commands)> Groups =
    [
        ("Start", [DemoCommand.Make(), InitCommand.Make(), ServeCommand.Make(), PartyCommands.Make(), UserCommands.Make()]),
        ("See", [SealCommands.Make(), ScreenCommand.Make(), SearchCommand.Make()]),
        ("Certify", [EngagementCommands.Make(), CoverageCommand.Make(), CertifyCommands.Make()]),
        ("Ship", [RebuildCommand.Make(), CompareCommand.Make(), ReleaseCommand.Make(), StatusCommands.Make()]),
        ("Accept or refuse", [PolicyCommand.Make(), VerifyCommand.Make()]),
        ("Record", [LogCommands.Make(), LedgerCommands.Make(), ViewsCommands.Make()]),
    ];

    private static readonly HelpPage Help = new(Groups);

    /// <summary>The whole tree.</summary>
    public static RootCommand Root { get; } = Make();

    /// <summary>Runs a command and gives its exit code.</summary>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var parsed = Root.Parse(args, Parsing);
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
        var command = parsed.CommandResult.Command;
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

    /// <summary>Words with a hyphen that no option answers to: the parser hands them to the command's arguments, where only what follows <c>--</c> may begin so.</summary>
    private static List<string> UnknownOptions(ParseResult parsed)
    {
        var before = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).ToHashSet();
        var taken = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Where(before.Contains).Select(token => token.Value);
        return [.. taken.Concat(parsed.UnmatchedTokens).Where(word => word.Length > 1 && word[0] == '-')];
    }

    private static RootCommand Make()
    {
        var root = new RootCommand("Vitrine: show source code without losing it, and prove that what ships is what was shown.");
        foreach (var command in Groups.SelectMany(group => group.Commands))
        {
            root.Subcommands.Add(command);
        }

        root.Options.Add(CentreOption.Option);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = Help;
        help.Description = "Show this.";
        root.Options.OfType<VersionOption>().Single().Description = "Show the version.";
        return root;
    }
}
