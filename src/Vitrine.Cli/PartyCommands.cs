using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;
using Vitrine.Seals;

namespace Vitrine.Cli;

/// <summary><c>vitrine party add|list</c>.</summary>
internal static class PartyCommands
{
    private static readonly Argument<string> Id = new("ID") { Description = "A short identifier: lower-case letters, digits, hyphens." };
    private static readonly Option<PartyKind> Kind = Inputs.Word<PartyKind>("--kind", "What it is:");
    private static readonly Option<string> Name = new("--name") { Description = "What people call the party (default: the identifier)." };
    private static readonly Option<string> Keys = new("--keys") { Description = "The folder with the party's keys; made there when it is empty (default: inside the centre).", HelpName = "DIR" };

    public static Command Make()
    {
        Kind.Required = true;
        var add = new Verb("add", "Register a host, laboratory or authority under its public keys.", "0: registered; 1: refused", "vitrine party add my-company --kind host --name 'My Company GmbH'", "vitrine party add my-laboratory --kind laboratory --keys /media/token/vitrine") { Id, Kind, Name, Keys };
        add.SetAction(AddAsync);
        var list = new Verb("list", "Show the parties.");
        list.SetAction(ListAsync);
        return new Command("party", "Hosts, laboratories and authorities.") { add, list };
    }

    private static async Task<int> AddAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var id = parsed.GetValue(Id)!;
        if (id.Length is < 1 or > 64 || !id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            throw new BadInputException($"'{id}' is no identifier of a party: 1 to 64 lower-case letters, digits and hyphens.");
        }

        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var folder = parsed.GetValue(Keys) ?? centre.Keys.PartyFolder(id);
        var party = await Parties.RegisterAsync(centre, id, parsed.GetValue(Name) ?? id, parsed.GetValue(Kind), folder, Actor.Console, cancellationToken);
        if (party.Kind == PartyKind.Host)
        {
            SealDesk.PrepareVendor(centre, party.Id);
        }

        Terminal.Fact("party", party.Id);
        Terminal.Fact("keys", Path.GetFullPath(folder));
        Terminal.Fact("public key", PublicKey.FromSpki(party.SigningKey).ToBase64());
        return Exit.Yes;
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var views = centre.Snapshot();
        foreach (var party in Parties.List(views))
        {
            Terminal.Line($"{party.Id,-24} {party.Kind.ToString().ToLowerInvariant(),-11} {party.Name}");
        }

        return Exit.Yes;
    }
}
