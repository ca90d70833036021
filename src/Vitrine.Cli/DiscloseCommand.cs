using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Room;

namespace Vitrine.Cli;

/// <summary><c>vitrine engagement disclose</c>: two people of the host decide.</summary>
internal static class DiscloseCommand
{
    private static readonly Option<string> Reason = new("--reason") { Description = "Why, for the record.", Required = true };
    private static readonly Option<string> Gain = new("--gain") { Description = "What is gained by it, against what is disclosed.", Required = true };
    private static readonly Option<bool> Refuse = new("--refuse") { Description = "Do not disclose." };
    private static readonly Option<int> Idle = Inputs.Number("--idle", "Minutes after which a session locks", 1, 120, RoomRules.Default.IdleMinutes);
    private static readonly Option<int> Budget = Inputs.Number("--lines", "Lines that one session may be shown", 1, RoomRules.MostLines, RoomRules.Default.LinesPerSession);
    private static readonly Option<int> Together = Inputs.Number("--lines-together", "Lines that all sessions together may be shown; 0: as the tier allows", 0, RoomRules.MostLines, 0);
    private static readonly Option<string?> Compares = new("--compares-with") { Description = "The earlier engagement whose release reviewers may see beside this one, within its own scope.", HelpName = "ENGAGEMENT" };
    private static readonly Option<string> Hours = new("--hours") { Description = "Hours of the day (UTC) in which sessions may run.", HelpName = "FROM-TO", DefaultValueFactory = _ => "0-24" };

    public static Command Make()
    {
        var disclose = new Verb(
            "disclose",
            "Decide to disclose, under the rules of the room, or not to: one person of the host proposes, another confirms.",
            "0: recorded; 1: refused",
            "vitrine engagement disclose e-1a2b3c4d --proposed-by hanna --confirmed-by henrik --gain 'The tender' --reason 'Agreed on 3 November' --hours 8-18 --idle 5")
        {
            EngagementCommands.Id, NamedPeople.ProposedBy, NamedPeople.ConfirmedBy, Gain, Reason, Refuse, Idle, Budget, Together, Hours, Compares,
        };
        foreach (var option in EntryOptions.All)
        {
            disclose.Add(option);
        }

        disclose.SetAction(RunAsync);
        return disclose;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var rules = Rules(parsed);
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        EntryRules standing;
        using (var views = centre.Snapshot())
        {
            standing = HouseRules.For(EngagementCommands.Known(parsed, views), views);
        }

        var first = NamedPeople.Person(centre, parsed.GetValue(NamedPeople.ProposedBy)!);
        var proposed = new DisclosureProposed(
            parsed.GetValue(EngagementCommands.Id)!, !parsed.GetValue(Refuse), parsed.GetValue(Reason)!, parsed.GetValue(Gain)!, rules, EntryOptions.Read(parsed, standing), first);
        if (parsed.GetValue(NamedPeople.ConfirmedBy) is not { } second)
        {
            await centre.RecordAsync(proposed, Actor.Console, cancellationToken);
            Terminal.Fact("proposed", "somebody else of the host confirms it at the site");
            return Exit.Yes;
        }

        await Disclosures.DecideAsync(centre, proposed, NamedPeople.Person(centre, second), Actor.Console, cancellationToken);
        return Exit.Yes;
    }

    private static RoomRules Rules(ParseResult parsed)
    {
        var hours = parsed.GetValue(Hours)!.Split('-');
        return hours.Length == 2 && int.TryParse(hours[0], out var from) && int.TryParse(hours[1], out var to)
            ? new RoomRules(parsed.GetValue(Idle), from, to, parsed.GetValue(Budget), parsed.GetValue(Together) is > 0 and var together ? together : null, parsed.GetValue(Compares))
            : throw new BadInputException("--hours is written as 8-18.");
    }
}
