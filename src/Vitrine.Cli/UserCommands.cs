using System.CommandLine;
using Vitrine.Centre;

namespace Vitrine.Cli;

/// <summary><c>vitrine user add|keys|facts|list|erase</c>.</summary>
internal static class UserCommands
{
    private static readonly Argument<string> Name = new("NAME") { Description = "The account's name." };
    private static readonly Option<Role> Role = Inputs.Word<Role>("--role", "What the person may do:");
    private static readonly Option<string> Party = new("--party") { Description = "The party the person acts for.", HelpName = "ID" };
    private static readonly Option<string> Keys = new("--keys") { Description = "For a reviewer: the laboratory's keys (default: inside the centre).", HelpName = "DIR" };
    private static readonly Option<bool> FromStdin = new("--password-stdin") { Description = "Read the password from standard input; without it a strong one is made and shown once." };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why the data is erased.", Required = true };

    public static Command Make()
    {
        Role.Required = true;
        var add = new Verb("add", "Add an account with a password and a time-based code.", "0: added; 1: refused", "vitrine user add rita --role reviewer --party my-laboratory", "pass show vitrine/rita | vitrine user add rita --role reviewer --party my-laboratory --password-stdin") { Name, Role, Party, Keys, FromStdin };
        add.SetAction(AddAsync);
        var list = new Verb("list", "Show the accounts.");
        list.SetAction(ListAsync);
        var erase = new Verb("erase", "Erase what the ledger holds of a person, and the account.") { Name, Reason };
        erase.SetAction(EraseAsync);
        var keys = new Verb("keys", "Put the laboratory's keys as they are now into a reviewer's account, after they were changed.", "0: done; 1: refused", "pass show vitrine/rita | vitrine user keys rita") { Name, Keys };
        keys.SetAction(RenewAsync);
        return new Command("user", "People who may sign in.") { add, keys, UserFactsCommand.Make(), list, erase };
    }

    private static async Task<int> AddAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var role = parsed.GetValue(Role);
        var party = CheckParty(parsed.GetValue(Party), role, centre);
        var given = parsed.GetValue(FromStdin) ? Terminal.In.ReadLine() ?? throw new BadInputException("There is no password on standard input.") : null;
        var password = given ?? Passwords.Generate();
        if (Passwords.Weakness(password, parsed.GetValue(Name)!) is { } weakness)
        {
            throw new BadInputException(weakness);
        }

        using var keys = role == Vitrine.Centre.Role.Reviewer ? PartyKeys.Read(parsed.GetValue(Keys) ?? centre.Keys.PartyFolder(party!)) : null;
        var account = await new Accounts(centre).AddAsync(parsed.GetValue(Name)!, role, party, password, keys, Actor.Console, cancellationToken);
        Terminal.Fact("account", account.Name);
        if (given is null)
        {
            Terminal.Fact("password", $"{password}   (shown once)");
        }

        var secret = Totp.ToBase32(account.CodeSecret);
        Terminal.Fact("code secret", $"{secret}   (shown once; for an authenticator app)");
        Terminal.Fact("", $"otpauth://totp/Vitrine:{Uri.EscapeDataString(account.Name)}?secret={secret}&issuer=Vitrine");
        return Exit.Yes;
    }

    private static async Task<int> RenewAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var accounts = new Accounts(centre);
        var account = accounts.Find(parsed.GetValue(Name)!) ?? throw new ActRefusedException($"There is no account named {Terminal.Safe(parsed.GetValue(Name)!)}.");
        if (account is not { Role: Vitrine.Centre.Role.Reviewer, Party: { } party })
        {
            throw new ActRefusedException("Only a reviewer's account carries a laboratory's keys.");
        }

        using var keys = PartyKeys.Read(parsed.GetValue(Keys) ?? centre.Keys.PartyFolder(party));
        accounts.RenewKeys(account.Name, Terminal.ReadSecret("Password: ", cancellationToken) ?? throw new BadInputException("Give the account's password on standard input."), keys);
        return Exit.Yes;
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        foreach (var account in new Accounts(centre).List())
        {
            Terminal.Line($"{account.Name,-24} {account.Role.ToString().ToLowerInvariant(),-14} {account.Party ?? "–",-24} {account.Person}");
        }

        return Exit.Yes;
    }

    private static async Task<int> EraseAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        await new Accounts(centre).EraseAsync(parsed.GetValue(Name)!, parsed.GetValue(Reason)!, Actor.Console, cancellationToken);
        return Exit.Yes;
    }

    private static string? CheckParty(string? party, Role role, OpenCentre centre)
    {
        if (role == Vitrine.Centre.Role.Administrator)
        {
            return party is null ? null : throw new BadInputException("An administrator acts for the centre, not for a party. Leave --party out.");
        }

        using var views = centre.Snapshot();
        var kind = Enum.Parse<Vitrine.Register.PartyKind>(role == Vitrine.Centre.Role.Reviewer ? "Laboratory" : role.ToString());
        var known = Vitrine.Register.Parties.List(views).Where(one => one.Kind == kind).Select(one => one.Id).ToList();
        return party is not null && known.Contains(party)
            ? party
            : throw new BadInputException(known.Count == 0
                ? $"There is no {kind.ToString().ToLowerInvariant()} yet. Register one with: vitrine party add ID --kind {kind.ToString().ToLowerInvariant()}"
                : $"Name the {kind.ToString().ToLowerInvariant()} with --party, one of: {string.Join(", ", known)}");
    }
}
