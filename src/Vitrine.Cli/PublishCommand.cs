using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Room;

namespace Vitrine.Cli;

/// <summary><c>vitrine engagement publish</c>: when the public register shows an engagement.</summary>
internal static class PublishCommand
{
    private static readonly Option<PublicationTime> Time = When();
    private static readonly Option<string> From = On();

    public static Option<PublicationTime> When()
    {
        var option = Inputs.Word<PublicationTime>("--public", "When the public register shows it (default: ondecision; a commitment stands there until then):");
        option.DefaultValueFactory = _ => PublicationTime.OnDecision;
        return option;
    }

    public static Option<string> On() => new("--public-from") { Description = "The day from which it is shown, with --public ondate.", HelpName = "DAY" };

    public static Command Make()
    {
        var publish = new Verb("publish", "Settle when the public register shows an engagement.", "0: settled; 1: refused", "vitrine engagement publish e-1a2b3c4d --public ondate --public-from 2027-06-01") { EngagementCommands.Id, Time, From };
        publish.SetAction(RunAsync);
        return publish;
    }

    /// <exception cref="BadInputException">It is no day.</exception>
    public static DateOnly? Day(string? text) =>
        text is null ? null : DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day) ? day : throw new BadInputException($"A day is written as 2027-06-01, not '{text}'.");

    public static string Sentence(EngagementPublication? policy) => policy switch
    {
        null => "counted alone; nobody has chosen",
        { When: PublicationTime.Now } => "shown now",
        { When: PublicationTime.OnDecision } => $"shown once decided; commitment {policy.Commitment}",
        { When: PublicationTime.OnDate, On: { } on } => $"shown from {on:yyyy-MM-dd} on; commitment {policy.Commitment}",
        _ => $"never shown; commitment {policy.Commitment}",
    };

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        await Publications.ChooseAsync(centre, parsed.GetValue(EngagementCommands.Id)!, parsed.GetValue(Time), Day(parsed.GetValue(From)), Publications.Everything, Actor.Console, cancellationToken);
        return Exit.Yes;
    }
}
