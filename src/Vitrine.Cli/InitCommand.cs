using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Seals;

namespace Vitrine.Cli;

/// <summary><c>vitrine init</c>: a new centre.</summary>
internal static class InitCommand
{
    private static readonly Option<string> Name = new("--name") { Description = "What people call the centre.", DefaultValueFactory = _ => "Transparency centre" };

    private static readonly Option<string?> LogStorage = new("--log-storage") { Description = "Keep the public log on S3-compatible objects and PostgreSQL, where this file says (default: in the centre's folder).", HelpName = "FILE" };

    public static Command Make()
    {
        var command = new Verb("init", "Make a centre: keys, ledger, log.", "0: made", "vitrine init --name 'Transparency centre of Acme' --centre /srv/vitrine", "vitrine init --log-storage log-storage") { Name, LogStorage };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await OpenCentre.CreateAsync(CentreOption.Folder(parsed), parsed.GetValue(Name)!, parsed.GetValue(LogStorage), CentreOption.Parts, TimeProvider.System, cancellationToken);
        _ = new Accounts(centre);
        await SealDesk.PrepareAsync(centre, cancellationToken);
        await centre.AnchorAsync(cancellationToken);
        Terminal.Fact("centre", centre.Paths.Folder);
        Terminal.Fact("origin", centre.Description.Origin);
        Terminal.Fact("log", centre.Log.Where);
        Terminal.Fact("log key", centre.Keys.Log.Verifier);
        Terminal.Fact("status key", centre.Keys.Signing.PublicKey.ToBase64());
        return Exit.Yes;
    }
}
