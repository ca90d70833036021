using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Room;

namespace Vitrine.Cli;

/// <summary><c>vitrine site add|list</c>.</summary>
internal static class SiteCommands
{
    private static readonly Argument<string> Id = new("ID") { Description = "A short identifier: lower-case letters, digits, hyphens. One that exists is changed." };
    private static readonly Option<string> Name = new("--name") { Description = "What people call it (default: the identifier)." };
    private static readonly Option<string> Controller = new("--controller") { Description = "The party that controls it.", HelpName = "ID", Required = true };
    private static readonly Option<string> Jurisdiction = new("--jurisdiction") { Description = "Under whose law it stands: two letters, such as NO.", HelpName = "COUNTRY", Required = true };
    private static readonly Option<string[]> Terminals = new("--terminal") { Description = "An address or a network of its terminals.", HelpName = "CIDR", Required = true };

    public static Command Make()
    {
        var add = new Verb("add", "Register a place from which rooms may be entered, or change it.", "0: registered; 1: refused", "vitrine site add oslo --controller my-company --jurisdiction NO --terminal 10.1.0.0/16") { Id, Name, Controller, Jurisdiction, Terminals };
        add.SetAction(AddAsync);
        var list = new Verb("list", "Show the sites.");
        list.SetAction(ListAsync);
        return new Command("site", "Places from which rooms may be entered.") { add, list };
    }

    private static async Task<int> AddAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var id = parsed.GetValue(Id)!;
        if (parsed.GetValue(Terminals)!.FirstOrDefault(one => Sites.Network(one) is null) is { } wrong)
        {
            throw new BadInputException($"--terminal takes an address such as 10.1.2.3 or a network such as 10.1.0.0/16, not '{Terminal.Safe(wrong)}'.");
        }

        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        await centre.RecordAsync(
            new SiteRegistered(id, parsed.GetValue(Name) ?? id, parsed.GetValue(Controller)!, parsed.GetValue(Jurisdiction)!.ToUpperInvariant(), parsed.GetValue(Terminals)!), Actor.Console, cancellationToken);
        return Exit.Yes;
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var views = centre.Snapshot();
        foreach (var site in Sites.List(views))
        {
            Terminal.Line($"{site.Id,-24} {site.Jurisdiction}  {site.Controller,-24} {Terminal.Safe(site.Name)}: {string.Join(", ", site.Terminals)}");
        }

        return Exit.Yes;
    }
}
