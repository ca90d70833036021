using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Room;

namespace Vitrine.Cli;

/// <summary><c>vitrine user facts</c>: what gates ask of a person.</summary>
internal static class UserFactsCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "The account's name." };
    private static readonly Option<string> FullName = new("--full-name") { Description = "The person's name, as lists would have it." };
    private static readonly Option<string[]> Standings = new("--standing") { Description = "A citizenship or permanent residence: 'citizen NO 1990-05-17', 'resident SE 2015-01-01 to 2020-12-31'.", HelpName = "LINE", DefaultValueFactory = _ => [] };
    private static readonly Option<string[]> Accreditations = new("--accreditation") { Description = "An accreditation: 'full until 2027-12-31 under Nordic clearance'.", HelpName = "LINE", DefaultValueFactory = _ => [] };

    public static Command Make()
    {
        var facts = new Verb("facts", "Record what gates ask of a person, in place of what was recorded; it is encrypted under the person's own key.", "0: recorded; 1: refused", "vitrine user facts rita --full-name 'Rita Example' --standing 'citizen NO 1990-05-17'") { Name, FullName, Standings, Accreditations };
        facts.SetAction(RunAsync);
        return facts;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var facts = new PersonFacts(
            parsed.GetValue(FullName),
            [.. parsed.GetValue(Standings)!.Select(line => PersonFactLines.Standing(line) ?? throw new BadInputException($"--standing is written as 'citizen NO 1990-05-17', not '{Terminal.Safe(line)}'."))],
            [.. parsed.GetValue(Accreditations)!.Select(line => PersonFactLines.Accreditation(line) ?? throw new BadInputException($"--accreditation is written as 'full until 2027-12-31 under SCHEME', not '{Terminal.Safe(line)}'."))]);
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        await PersonFacts.RecordAsync(centre, NamedPeople.Person(centre, parsed.GetValue(Name)!), facts, Actor.Console, cancellationToken);
        return Exit.Yes;
    }
}
