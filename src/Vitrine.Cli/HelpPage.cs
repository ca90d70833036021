using System.CommandLine;
using System.CommandLine.Invocation;

namespace Vitrine.Cli;

/// <summary><c>--help</c>: what a command does, what it takes, what its exit codes say, and how it is typed.</summary>
internal sealed class HelpPage(IReadOnlyList<(string Heading, IReadOnlyList<string> Commands)> groups) : SynchronousCommandLineAction
{
    private const int Indent = 2;
    private const int WidestLabel = 30;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        ArgumentNullException.ThrowIfNull(parseResult);
        Write(parseResult.CommandResult.Command, Terminal.Out);
        return Exit.Yes;
    }

    /// <summary>Writes a command's page.</summary>
    public void Write(Command command, TextWriter to)
    {
        var words = Words(command);
        Paragraph(to, command.Description ?? "", 0);
        Section(to, "Usage");
        to.WriteLine($"  {string.Join(' ', (string[])[words, .. Usage(command)])}");
        Table(to, "Arguments", command.Arguments.Select(argument => (Shown(argument), argument.Description ?? "")));
        if (command is RootCommand)
        {
            foreach (var (heading, commands) in groups)
            {
                Table(to, heading, commands.Select(name => (name, Summary(command.Subcommands.Single(one => one.Name == name)))));
            }
        }
        else
        {
            Table(to, "Commands", command.Subcommands.Select(one => (one.Name, one.Description ?? "")));
        }

        Table(to, "Options", Options(command).Select(option => (Shown(option), Explained(option))));
        if (command.Subcommands.Count == 0 || command is RootCommand)
        {
            Section(to, "Exit codes");
            Paragraph(to, $"{(command as Verb)?.Answers ?? "0: yes, or done; 1: no (refused, not found)"}; 2: bad input or usage; 3: an internal fault; 130: stopped.", Indent);
        }

        if (command is Verb { Examples: { Count: > 0 } examples })
        {
            Section(to, "Examples");
            foreach (var example in examples)
            {
                to.WriteLine($"  {example}");
            }
        }

        if (command.Subcommands.Count > 0)
        {
            to.WriteLine();
            to.WriteLine($"More on one of them: {words} COMMAND --help");
        }
    }

    /// <summary>The command as it is typed: <c>vitrine seal make</c>.</summary>
    public static string Words(Command command) => string.Join(' ', Line(command).Select(one => one is RootCommand ? "vitrine" : one.Name));

    /// <summary>The command and those above it, from the root on.</summary>
    private static IEnumerable<Command> Line(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? Line(parent).Append(command) : [command];

    private static string Summary(Command command) => command.Subcommands.Count == 0
        ? command.Description ?? ""
        : $"{command.Description?.TrimEnd('.')}: {string.Join(", ", command.Subcommands.Select(one => one.Name))}.";

    private static IEnumerable<string> Usage(Command command)
    {
        if (command.Subcommands.Count > 0)
        {
            yield return "COMMAND";
        }

        foreach (var argument in command.Arguments)
        {
            yield return Shown(argument);
        }

        foreach (var option in command.Options.Where(option => option.Required))
        {
            yield return Shown(option);
        }

        yield return "[options]";
    }

    private static IEnumerable<Option> Options(Command command) => command.Options
        .Where(option => !option.Hidden)
        .OrderByDescending(option => option.Required)
        .Concat(Line(command).SkipLast(1).SelectMany(parent => parent.Options).Where(option => option.Recursive && !option.Hidden))
        .OrderBy(option => option.Recursive);

    private static string Shown(Argument argument) => argument.Arity.MaximumNumberOfValues > 1 ? $"{argument.Name}…" : argument.Name;

    private static string Shown(Option option)
    {
        var name = option is System.CommandLine.Help.HelpOption ? "-h, --help" : option.Name;
        return option.ValueType == typeof(bool) || option.Arity.MaximumNumberOfValues == 0 ? name
            : $"{name} {option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant()}{(option.AllowMultipleArgumentsPerToken ? "…" : "")}";
    }

    private static string Explained(Option option) =>
        option.Arity.MaximumNumberOfValues > 1 && !option.AllowMultipleArgumentsPerToken ? $"{option.Description} May be given several times." : option.Description ?? "";

    private static void Section(TextWriter to, string heading)
    {
        to.WriteLine();
        to.WriteLine(Terminal.Strong(heading));
    }

    private static void Table(TextWriter to, string heading, IEnumerable<(string Label, string Text)> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
        {
            return;
        }

        Section(to, heading);
        var column = Indent + 2 + Math.Min(WidestLabel, all.Max(row => row.Label.Length));
        foreach (var (label, text) in all)
        {
            var head = new string(' ', Indent) + label;
            if (head.Length + 2 > column)
            {
                to.WriteLine(head);
                head = "";
            }

            Paragraph(to, text, column, head);
        }
    }

    /// <summary>Text in lines of the terminal's width, each after <paramref name="margin"/> columns; the first after <paramref name="head"/>.</summary>
    private static void Paragraph(TextWriter to, string text, int margin, string head = "")
    {
        var line = head.PadRight(margin);
        var used = false;
        foreach (var word in text.Split(' '))
        {
            if (used && line.Length + 1 + word.Length > Terminal.Width)
            {
                to.WriteLine(line);
                (line, used) = (new string(' ', margin), false);
            }

            line += used ? " " + word : word;
            used = true;
        }

        to.WriteLine(line.TrimEnd());
    }
}
