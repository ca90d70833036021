using System.CommandLine;
using Vitrine.Artifacts;

namespace Vitrine.Cli;

/// <summary><c>vitrine members FILE</c></summary>
internal static class MembersCommand
{
    private static readonly Argument<string> FileArgument = new("FILE") { Description = "A package, an archive, or any file." };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object: members[] with path, format, size, sha256, fault; complete." };

    public static Command Make()
    {
        var command = new Verb("members", "List everything that a file holds, at every depth, with digests. Nothing is unpacked to disk under a name.", "0: all was opened; 1: something was not, and is marked", "vitrine members shopd_1.1.deb") { FileArgument, Json };
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

        var tree = new Opener(OpenLimits.Default).Open(path, null, cancellationToken);
        Terminal.Line(parsed.GetValue(Json) ? tree.ToJson() : tree.ToText().TrimEnd('\n'));
        return Task.FromResult(tree.IsComplete ? Exit.Yes : Exit.No);
    }
}
