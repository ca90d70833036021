using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;

namespace Vitrine.Cli;

/// <summary><c>vitrine key show|rotate</c>.</summary>
internal static class KeyCommands
{
    private static readonly Argument<string> Party = new("PARTY") { Description = "The party's identifier." };
    private static readonly Option<string> Keys = new("--keys") { Description = "The folder with the party's keys (default: inside the centre).", HelpName = "DIR" };

    private static readonly Option<bool> Announced = new("--announce") { Description = "Only make the next key and print it, for witnesses, gates and monitors to know before it signs." };

    public static Command Make()
    {
        var log = new Verb(
            "log",
            "Sign the public log's checkpoints with a new key; its origin, entries and places stay.",
            "0: changed, or announced; 1: a server runs, or the list of witnesses names the old key alone",
            "vitrine key rotate log --announce",
            "vitrine key rotate log") { Announced };
        log.SetAction((parsed, cancellationToken) => RotateLogAsync(parsed, CentreLog.Log, cancellationToken));
        var ledger = new Verb("ledger", "Sign the ledger's checkpoints with a new key.", "0: changed; 1: a server runs", "vitrine key rotate ledger");
        ledger.SetAction((parsed, cancellationToken) => RotateLogAsync(parsed, CentreLog.Ledger, cancellationToken));
        var show = new Verb("show", "Show the public keys of the centre and its parties, and where those that were changed ended.");
        show.SetAction(ShowAsync);
        var centre = new Verb("centre", "Sign statuses, rebuilds, anchors and receipts with a new key, which the old one names.", "0: changed; 1: a server runs, which holds the old key", "vitrine key rotate centre");
        centre.SetAction(RotateCentreAsync);
        var party = new Verb("party", "Let a party sign with a new key, which the old one names; its opening key stays.", "0: changed; 1: refused", "vitrine key rotate party my-company --keys /media/token/vitrine") { Party, Keys };
        party.SetAction(RotatePartyAsync);
        var opening = new Verb("opening", "Let what comes be wrapped to a new opening key of a party, which its signing key names; the old ones stay in its file.", "0: changed; 1: refused", "vitrine key rotate opening my-company --keys /media/token/vitrine") { Party, Keys };
        opening.SetAction(RotateOpeningAsync);
        return new Command("key", "The keys that sign, and how one follows another.") { show, new Command("rotate", "Change a key: the old one names the new one, in the record and in the public log.") { centre, party, opening, log, ledger } };
    }

    private static async Task<int> ShowAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var views = centre.Snapshot();
        foreach (var (which, key) in ((CentreLog, NoteVerifier)[])[(CentreLog.Log, centre.Keys.Log.Verifier), (CentreLog.Ledger, centre.Keys.Ledger.Verifier)])
        {
            Terminal.Fact(which.ToString().ToLowerInvariant(), key);
            foreach (var past in LogKeys.All(which, views).Where(past => past.Rotation is not null))
            {
                Terminal.Fact("", $"{past.Key}, whose successor stands at {Place(past.Named)}");
            }
        }

        Terminal.Fact("centre", centre.Keys.Signing.PublicKey.ToBase64());
        foreach (var past in SigningKeys.All(views).Where(key => key.Rotation is not null))
        {
            Terminal.Fact("", $"{past.Key!.ToBase64()} until {Place(past.End)}");
        }

        foreach (var party in Parties.List(views))
        {
            Terminal.Fact(party.Id, PublicKey.FromSpki(party.SigningKey).ToBase64());
            foreach (var past in PartyKeyRotation.PastKeys(views).Where(past => past.Party == party.Id))
            {
                Terminal.Fact("", $"{past.Key.ToBase64()} until {Place(past.End)}");
            }

            Terminal.Fact(party.Id + " opens", PublicKey.FromSpki(party.OpeningKey).ToBase64());
            foreach (var past in OpeningKeyRotation.PastKeys(views).Where(past => past.Party == party.Id))
            {
                Terminal.Fact("", $"{past.Key.ToBase64()} what was wrapped before act {past.Position}");
            }
        }

        return Exit.Yes;
    }

    private static async Task<int> RotateCentreAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var old = centre.Keys.Signing.PublicKey;
        var (to, index) = await SigningKeys.RotateAsync(centre, cancellationToken);
        Tell(old, to, index, ["rebuilder", "status"]);
        return Exit.Yes;
    }

    private static async Task<int> RotatePartyAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var id = parsed.GetValue(Party)!;
        Party party;
        using (var views = centre.Snapshot())
        {
            party = Parties.Find(id, views) ?? throw new ActRefusedException($"There is no party {Terminal.Safe(id)}. See: vitrine party list");
        }

        var (to, index) = await PartyKeyRotation.RotateAsync(centre, id, parsed.GetValue(Keys) ?? centre.Keys.PartyFolder(id), cancellationToken);
        Tell(PublicKey.FromSpki(party.SigningKey), to, index, party.Kind switch { PartyKind.Host => ["vendor"], PartyKind.Laboratory => ["laboratory"], _ => [] });
        if (party.Kind == PartyKind.Laboratory)
        {
            Terminal.Remark("Its reviewers sign with it once their accounts carry it: vitrine user keys NAME");
        }

        return Exit.Yes;
    }

    private static async Task<int> RotateOpeningAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var id = parsed.GetValue(Party)!;
        var folder = parsed.GetValue(Keys) ?? centre.Keys.PartyFolder(id);
        var (to, index) = await OpeningKeyRotation.RotateAsync(centre, id, folder, cancellationToken);
        Terminal.Fact("new key", to.ToBase64());
        Terminal.Fact("named", $"at {index} of the public log");
        Terminal.Remark($"Keep the old keys, which stand below it in {Path.Combine(folder, "open.key")}: what the ledger holds until now opens with them alone. Copies of that file elsewhere do not open what comes. Reviewers enter again once their accounts carry it: vitrine user keys NAME");
        return Exit.Yes;
    }

    private static async Task<int> RotateLogAsync(ParseResult parsed, CentreLog which, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        if (which == CentreLog.Log && parsed.GetValue(Announced))
        {
            Terminal.Line($"log {LogKeys.Announce(centre, which)}");
            Terminal.Remark("It signs nothing yet. Give this line to witnesses, gates and monitors, beside the old one; then run: vitrine key rotate log");
            return Exit.Yes;
        }

        var (from, to, index) = await LogKeys.RotateAsync(centre, which, cancellationToken);
        Terminal.Fact("new key", to);
        Terminal.Fact("named", $"at {index} of the public log");
        if (which == CentreLog.Log)
        {
            Terminal.Line($"log {to}");
            Terminal.Line($"log {from}");
            Terminal.Remark("Witnesses, gates and monitors need both lines: the first for what comes, the second for bundles and receipts from before, until none is left that matters.");
        }

        return Exit.Yes;
    }

    private static void Tell(PublicKey old, PublicKey to, LogIndex index, string[] rules)
    {
        Terminal.Fact("new key", to.ToBase64());
        Terminal.Fact("ended", $"{old.ToBase64()} at {index} of the public log");
        foreach (var rule in rules)
        {
            Terminal.Line($"{rule,-12} {to.ToBase64()}");
            Terminal.Line($"{rule,-12} {old.ToBase64()} until {index}");
        }

        if (rules.Length > 0)
        {
            Terminal.Remark("Gates need these lines in their policies: until then they refuse what the new key signs, and until the second one stands there a copy of the old key still counts.");
        }
    }

    private static string Place(LogIndex? end) => end?.ToString() ?? "its statement is published";
}
