using System.CommandLine;
using Vitrine.Room;

namespace Vitrine.Cli;

/// <summary><c>vitrine coverage ENGAGEMENT</c>: what was delivered, for the laboratory alone.</summary>
internal static class CoverageCommand
{
    private static readonly Argument<string> Id = new("ENGAGEMENT") { Description = "The engagement's identifier, as e-1a2b3c4d." };
    private static readonly Option<string> Keys = new("--keys") { Description = "The laboratory's keys (default: inside the centre).", HelpName = "DIR" };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object: linesDelivered, linesInScope, people, carried[] (engagement, version, seal, lines), files[] (path, delivered, lines)." };

    public static Command Make()
    {
        var command = new Verb("coverage", "Show how much of the scope was delivered to reviewers' screens.", "0: shown; 1: there is no such engagement", "vitrine coverage e-1a2b3c4d") { Id, Keys, Json, SealKeyOptions.KeyFile, SealKeyOptions.GivenPassphrase };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var read = LaboratoryDesk.Open(parsed, centre, parsed.GetValue(Id)!, parsed.GetValue(Keys), cancellationToken);
        var coverage = CoverageCount.Of(read.Tree, read.View, read.Earlier);
        if (parsed.GetValue(Json))
        {
            Terminal.Json(json =>
            {
                json.WriteStartObject();
                json.WriteNumber("linesDelivered", coverage.LinesDelivered);
                json.WriteNumber("linesInScope", coverage.LinesInScope);
                json.WriteNumber("people", coverage.People);
                json.WriteStartArray("carried");
                foreach (var one in coverage.Carried)
                {
                    json.WriteStartObject();
                    json.WriteString("engagement", one.Engagement);
                    json.WriteString("version", one.Version);
                    json.WriteString("seal", one.Seal.ToHex());
                    json.WriteNumber("lines", one.Lines);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteStartArray("files");
                foreach (var file in coverage.Files)
                {
                    json.WriteStartObject();
                    json.WriteString("path", file.Path);
                    json.WriteNumber("delivered", file.Delivered);
                    json.WriteNumber("lines", file.Lines);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            });
            return Exit.Yes;
        }

        var share = coverage.LinesInScope == 0 ? 0 : 100.0 * coverage.LinesDelivered / coverage.LinesInScope;
        Terminal.Fact("delivered", $"{coverage.LinesDelivered:N0} of {coverage.LinesInScope:N0} lines in scope ({share:0.0} %), to {coverage.People:N0} people");
        TellCarried(coverage);
        foreach (var unopened in read.Earlier.Unopened)
        {
            Terminal.Remark($"Nothing is carried over from the review of {Terminal.Safe(unopened)}: its record is sealed to other keys of the laboratory.");
        }

        foreach (var file in coverage.Files.Where(file => file.Delivered > 0))
        {
            Terminal.Line($"  {file.Delivered,8:N0} of {file.Lines,8:N0}  {Terminal.Safe(file.Path)}");
        }

        return Exit.Yes;
    }

    /// <summary>Says apart what was delivered in earlier reviews.</summary>
    internal static void TellCarried(CoverageCount coverage)
    {
        foreach (var one in coverage.Carried)
        {
            Terminal.Fact("carried", $"{one.Lines:N0} more lines over from the review of {Terminal.Safe(one.Version)}, delivered then and unchanged since");
        }
    }
}
