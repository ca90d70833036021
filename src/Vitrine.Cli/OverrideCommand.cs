using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Room;

namespace Vitrine.Cli;

/// <summary><c>vitrine engagement override</c>: two people let somebody in although a gate says no.</summary>
internal static class OverrideCommand
{
    private static readonly Option<Room.Gate> Which = Inputs.Word<Room.Gate>("--gate", "Which gate:");
    private static readonly Option<string> Reviewer = new("--reviewer") { Description = "The account of the reviewer it is for (default: every reviewer of the laboratory).", HelpName = "NAME" };
    private static readonly Option<int> Days = Inputs.Number("--days", "For how many days", 1, (int)GateOverrides.Longest.TotalDays, 7);
    private static readonly Option<string> Reason = new("--reason") { Description = "Why, for the record.", Required = true };

    public static Command Make()
    {
        Which.Required = true;
        var command = new Verb(
            "override",
            "Let somebody in although a gate says no or does not know, for a time: two people, one of them of the host.",
            "0: recorded; 1: refused",
            "vitrine engagement override e-1a2b3c4d --gate nationality --reviewer rita --days 3 --reason 'Licence 17/2026' --proposed-by hanna --confirmed-by astrid")
        {
            EngagementCommands.Id, Which, Reviewer, Days, Reason, NamedPeople.ProposedBy, NamedPeople.ConfirmedBy,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var engagement = parsed.GetValue(EngagementCommands.Id)!;
        var first = NamedPeople.Person(centre, parsed.GetValue(NamedPeople.ProposedBy)!);
        var second = parsed.GetValue(NamedPeople.ConfirmedBy) is { } name ? NamedPeople.Person(centre, name) : null;
        if (first == second)
        {
            throw new ActRefusedException("Who proposed the override cannot confirm it. Somebody else of the host or the authority does.");
        }

        var reviewer = parsed.GetValue(Reviewer) is { } named ? NamedPeople.Person(centre, named) : null;
        var until = UtcTime.Whole(centre.Time.GetUtcNow().AddDays(parsed.GetValue(Days)));
        var id = GateOverrides.NewId();
        await centre.RecordAsync(new GateOverrideProposed(engagement, id, parsed.GetValue(Which), reviewer, parsed.GetValue(Reason)!, until, first), Actor.Console, cancellationToken);
        if (second is not null)
        {
            await centre.RecordAsync(new GateOverrideConfirmed(engagement, id, second), Actor.Console, cancellationToken);
        }

        Terminal.Line(id);
        return Exit.Yes;
    }
}
