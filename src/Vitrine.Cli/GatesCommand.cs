using System.CommandLine;
using System.Text.Json;
using Vitrine.Centre;
using Vitrine.Room;

namespace Vitrine.Cli;

/// <summary><c>vitrine engagement gates</c>: what the gates of a room say now.</summary>
internal static class GatesCommand
{
    private static readonly Option<string> Reviewer = new("--reviewer") { Description = "The account of a reviewer (default: only the parties).", HelpName = "NAME" };
    private static readonly Option<string> From = new("--terminal") { Description = "The address from which the reviewer would enter.", HelpName = "ADDRESS" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON." };

    public static Command Make()
    {
        var gates = new Verb("gates", "Ask the gates of a room: who is let in, and why.", "0: let in; 1: kept out", "vitrine engagement gates e-1a2b3c4d --reviewer rita --terminal 10.1.0.7") { EngagementCommands.Id, Reviewer, From, Json };
        gates.SetAction(RunAsync);
        return gates;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var person = parsed.GetValue(Reviewer) is { } name ? NamedPeople.Person(centre, name) : null;
        using var views = centre.Snapshot();
        var report = EntryGates.Ask(centre, EngagementCommands.Known(parsed, views), person, parsed.GetValue(From), centre.Time.GetUtcNow(), views);
        if (parsed.GetValue(Json))
        {
            Terminal.Line(JsonSerializer.Serialize(report, ActJson.Options));
            return report.LetsIn ? Exit.Yes : Exit.No;
        }

        Terminal.Line(report.LetsIn ? "let in" : "kept out");
        foreach (var answer in report.Answers)
        {
            Terminal.Line($"  {Word(answer),-10} {answer.Gate,-24} {Terminal.Safe(answer.Sentence)}{(answer.LetsIn || answer.Help is null ? "" : $" {answer.Help}")}");
        }

        return report.LetsIn ? Exit.Yes : Exit.No;
    }

    private static string Word(GateAnswer answer) => answer switch
    {
        { Override: not null } => "overridden",
        { Asked: false } => "not asked",
        _ => answer.Verdict.ToString().ToLowerInvariant(),
    };
}
