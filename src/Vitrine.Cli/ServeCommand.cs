using System.CommandLine;
using Vitrine.Centre;

namespace Vitrine.Cli;

/// <summary><c>vitrine serve</c>: becomes the site.</summary>
internal static class ServeCommand
{
    /// <summary>Where the site listens unless told otherwise: this machine alone.</summary>
    public const string DefaultUrl = "http://127.0.0.1:8710";

    private static readonly Option<string> Urls = new("--urls") { Description = "Where to listen, as http://127.0.0.1:8710.", HelpName = "U", DefaultValueFactory = _ => DefaultUrl };

    public static Command Make()
    {
        var command = new Verb("serve", "Serve the centre's site.", "0: served until it was stopped", "vitrine serve --urls http://127.0.0.1:8710") { Urls, SealKeyOptions.KeyFile };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var folder = CentreOption.Folder(parsed);
        if (!File.Exists(new CentrePaths(folder).Description))
        {
            throw new CentreUnusableException($"There is no centre at {folder}. Make one with: vitrine init --centre {folder}");
        }

        string[] key = parsed.GetValue(SealKeyOptions.KeyFile) is { } file ? ["--key-file", Path.GetFullPath(file)] : [];
        Companion.Become(["--centre", folder, "--urls", parsed.GetValue(Urls)!, .. key]);
        return Exit.Fault;
    }
}
