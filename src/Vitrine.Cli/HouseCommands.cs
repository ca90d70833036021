using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Room;

namespace Vitrine.Cli;

/// <summary><c>vitrine house rules</c>: what a host's rooms ask from the request on.</summary>
internal static class HouseCommands
{
    private static readonly Argument<string> Host = new("HOST") { Description = "The vendor." };

    public static Command Make()
    {
        var rules = new Verb("rules", "State what a host's rooms ask of those who enter; what is left out is not asked.", "0: stated; 1: refused", "vitrine house rules my-company --site oslo --laboratory-accreditation 'ISO/IEC 17020' --laboratory-type A") { Host };
        foreach (var option in EntryOptions.All)
        {
            rules.Add(option);
        }

        rules.SetAction(RunAsync);
        return new Command("house", "What a host's rooms ask of those who enter.") { rules };
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var entry = EntryOptions.Read(parsed, EntryRules.None);
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        await centre.RecordAsync(new HouseRulesStated(parsed.GetValue(Host)!, entry), Actor.Console, cancellationToken);
        return Exit.Yes;
    }
}
