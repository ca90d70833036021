using System.CommandLine;
using Vitrine.Artifacts;

namespace Vitrine.Cli;

/// <summary><c>vitrine capabilities FILE</c></summary>
internal static class CapabilitiesCommand
{
    private static readonly Argument<string> FileArgument = new("FILE") { Description = "A program, library, package or archive." };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object: capabilities[] with their evidence, notOpened[]." };

    public static Command Make()
    {
        var command = new Verb("capabilities", "Say what a file, and all it holds, was seen to be able to do, with the evidence. Possibly incomplete.", "0: looked at; what was not opened is listed", "vitrine capabilities shopd_1.1.deb") { FileArgument, Json };
        command.SetAction(Run);
        return command;
    }

    private static Task<int> Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var path = parsed.GetValue(FileArgument)!;
        if (!File.Exists(path))
        {
            throw new BadInputException($"There is no file {Terminal.Safe(path)}.");
        }

        var report = CapabilityReport.Of(path, OpenLimits.Default, cancellationToken);
        Terminal.Line(parsed.GetValue(Json) ? report.ToJson() : report.ToText().TrimEnd('\n'));
        return Task.FromResult(Exit.Yes);
    }
}
