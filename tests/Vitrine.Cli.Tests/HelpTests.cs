using System.CommandLine;

namespace Vitrine.Cli.Tests;

public sealed class HelpTests
{
    public static TheoryData<string> Commands => [.. Under(CommandTree.Root).Select(HelpPage.Words)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_EveryCommand_NamesWhatItTakesAndHowItEnds(string words)
    {
        var command = Under(CommandTree.Root).Single(one => HelpPage.Words(one) == words);
        var answer = (await Cli.RunAsync([.. words.Split(' ')[1..], "--help"])).Ends(0);

        Assert.Equal("", answer.Error);
        Assert.Contains($"  {words} ", answer.Out, StringComparison.Ordinal);
        Assert.All(command.Arguments, argument => Assert.Contains($"  {argument.Name}", answer.Out, StringComparison.Ordinal));
        Assert.All(command.Options, option => Assert.Contains($"  {option.Name}", answer.Out.Replace("-h, --help", "  --help", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.All(command.Subcommands, one => Assert.Contains($"  {one.Name}", answer.Out, StringComparison.Ordinal));
        Assert.Contains("--centre DIR", answer.Out, StringComparison.Ordinal);
        Assert.All(answer.Out[..Math.Max(answer.Out.IndexOf("\nExamples", StringComparison.Ordinal), 0)].Split('\n'), line => Assert.True(line.Length <= 100, line));
    }

    [Fact]
    public void Help_EveryDescription_IsOneThatAPersonCanRead()
    {
        foreach (var command in Under(CommandTree.Root))
        {
            Assert.EndsWith(".", command.Description, StringComparison.Ordinal);
            Assert.All(command.Arguments, argument => Assert.EndsWith(".", argument.Description, StringComparison.Ordinal));
            Assert.All(command.Options, option => Assert.EndsWith(".", option.Description, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Help_EveryExample_IsACommandThatParses()
    {
        foreach (var example in Under(CommandTree.Root).OfType<Verb>().SelectMany(verb => verb.Examples))
        {
            var words = Split(example[example.IndexOf("vitrine ", StringComparison.Ordinal)..]);
            if (words.Contains("|"))
            {
                words = words[(words.LastIndexOf("|") + 1)..];
            }

            var end = words.IndexOf(">");
            var parsed = CommandTree.Root.Parse([.. end < 0 ? words[1..] : words[1..end]]);
            Assert.True(parsed.Errors.Count == 0 && parsed.CommandResult.Command is Verb, $"{example}: {string.Join(' ', parsed.Errors)}");
        }
    }

    [Fact]
    public async Task Run_NoCommand_ShowsHelpAsAnError()
    {
        var answer = (await Cli.RunAsync()).Ends(2);
        Assert.Equal("", answer.Out);
        Assert.Contains("seal", answer.Error, StringComparison.Ordinal);
        Assert.Contains("make, list, show, verify, prove, classify, destroy", (await Cli.RunAsync("--help")).Out, StringComparison.Ordinal);
    }

    private static IEnumerable<Command> Under(Command command) => command.Subcommands.SelectMany(Under).Prepend(command);

    /// <summary>Words as a shell sees them, as far as the examples need it: blanks and single quotes.</summary>
    private static List<string> Split(string line)
    {
        var words = new List<string>();
        foreach (var (piece, at) in line.Split('\'').Select((piece, at) => (piece, at)))
        {
            words.AddRange(at % 2 == 1 ? [piece] : piece.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }

        return words;
    }
}
