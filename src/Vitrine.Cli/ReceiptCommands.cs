using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Log;
using Vitrine.Proofs;
using Vitrine.Room;

namespace Vitrine.Cli;

/// <summary><c>vitrine receipt make|export|verify</c>.</summary>
internal static class ReceiptCommands
{
    private const int MaxExport = 256 * 1024 * 1024;

    private static readonly Argument<string> Session = new("SESSION") { Description = "The session, as s-0123456789." };
    private static readonly Argument<string> File = new("RECEIPT") { Description = "The receipt's file." };
    private static readonly Option<string> Out = new("--out") { Description = "Where to write it (default: SESSION and what its kind of file ends in).", HelpName = "FILE" };
    private static readonly Option<string[]> Key = new("--key") { Description = "The public log's key, as log show prints it; again for each that it had before.", HelpName = "VKEY", Required = true };
    private static readonly Option<string> Signer = new("--signer") { Description = "The key with which the centre signs, as key show prints it: a copy of an old one counts no more then.", HelpName = "KEY" };
    private static readonly Option<string[]> Witnesses = new("--witness") { Description = "The key of a witness that must have cosigned.", HelpName = "VKEY" };
    private static readonly Option<string> Log = new("--log") { Description = "The public log, a copy's folder or the URL of its tiles: its newest checkpoint must go on from the receipt's.", HelpName = "WHERE" };
    private static readonly Option<string> Ledger = new("--ledger") { Description = "A copy of the centre's ledger: the session's acts in it must be those of the receipt.", HelpName = "FOLDER" };
    private static readonly Option<string> Acts = new("--acts") { Description = "The session's acts, as receipt export writes them.", HelpName = "FILE" };

    public static Command Make()
    {
        var make = new Verb("make", "Sign what the ledger holds of a session, with its anchor in the public log.", "0: written; 1: there is no such session", "vitrine receipt make s-0123456789") { Session, Out };
        make.SetAction(MakeAsync);
        var export = new Verb("export", "Write a session's acts as the ledger holds them, one a line.", "0: written; 1: there is no such session") { Session, Out };
        export.SetAction(ExportAsync);
        var verify = new Verb(
            "verify",
            "Hold a receipt against the log's key; and, where given, against the log, the ledger or the acts.",
            "0: it holds; 1: it does not; 2: what was given to hold it against is missing or damaged",
            "vitrine receipt verify s-0123456789.receipt.jsonl --key \"$key\"",
            "vitrine receipt verify s-0123456789.receipt.jsonl --key \"$key\" --log https://centre.example/tlog --ledger ./ledger")
        {
            File, Key, Signer, Witnesses, Log, Ledger, Acts,
        };
        verify.SetAction(VerifyAsync);
        return new Command("receipt", "What a reviewer leaves a session with, so that no look can be dropped or added later.") { make, export, verify };
    }

    private static async Task<int> MakeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var session = parsed.GetValue(Session)!;
        var file = Inputs.FileToWrite(parsed.GetValue(Out) ?? session + Receipt.Extension)!;
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        DurableFile.Write(file, (await ReceiptDesk.IssueAsync(centre, session, cancellationToken)).Encode());
        Terminal.Fact("written", file);
        Terminal.Fact("log's key", centre.Keys.Log.Verifier);
        return Exit.Yes;
    }

    private static async Task<int> ExportAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var session = parsed.GetValue(Session)!;
        var file = Inputs.FileToWrite(parsed.GetValue(Out) ?? session + ".acts.jsonl")!;
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var lines = ReceiptDesk.Export(centre, session, centre.LedgerCheckpoint().Size).ToList();
        DurableFile.Write(file, [.. lines.SelectMany(line => line.Append((byte)'\n'))]);
        Terminal.Fact("acts", lines.Count);
        Terminal.Fact("written", file);
        return Exit.Yes;
    }

    private static async Task<int> VerifyAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var logs = parsed.GetValue(Key)!.Select(text => VKey(text, NoteAlgorithm.Ed25519, "a log")).ToList();
        var witnesses = (parsed.GetValue(Witnesses) ?? []).Select(text => VKey(text, NoteAlgorithm.Cosignature, "a witness")).ToList();
        PublicKey? signer = null;
        if (parsed.GetValue(Signer) is { } announced && !PublicKey.TryFromBase64(announced, out signer))
        {
            throw new BadInputException($"'{announced}' is no P-256 key in base64, as key show prints the centre's.");
        }

        var receipt = Receipt.Parse(Inputs.FileToRead(parsed.GetValue(File)!, Receipt.MaxBytes, "a receipt"));
        VerifiedReceipt? verified = null;
        var verdict = ReceiptVerdict.OtherLog;
        for (var i = 0; i < logs.Count && verdict == ReceiptVerdict.OtherLog; i++)
        {
            verdict = VerifiedReceipt.TryOpen(receipt, logs[i], witnesses, out verified);
        }

        if (verdict != ReceiptVerdict.Verified)
        {
            return Refuse(ReceiptWords.Sentence(verdict));
        }

        if (signer is not null && !verified!.Anchor.Verified.Key.Equals(signer))
        {
            return Refuse($"It is signed with the key {verified.Anchor.Verified.Key.KeyId}, not with the one named by --signer.");
        }

        var held = new List<string> { $"the anchor stands at {verified!.Anchor.Index} of the log {verified.Anchor.Checkpoint.Origin}, under its checkpoint of {verified.Anchor.Checkpoint.Size} entries" };
        var refusal = await ComparedAsync(parsed, verified, logs, held, cancellationToken);
        if (refusal is not null)
        {
            return Refuse(refusal);
        }

        Terminal.Verdict(true, $"The receipt holds: {string.Join("; ", held)}.");
        ReceiptWords.Show(verified);
        return Exit.Yes;
    }

    /// <summary>Holds the receipt against what else was given; gives why not, or null.</summary>
    private static async Task<string?> ComparedAsync(ParseResult parsed, VerifiedReceipt receipt, IReadOnlyList<NoteVerifier> logs, List<string> held, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(Log) is { } where)
        {
            using var place = LogPlace.Open(where);
            var found = await LogConsistency.CheckAsync(place.Source, logs, receipt.Anchor.Checkpoint, cancellationToken);
            switch (found.Outcome)
            {
                case ConsistencyOutcome.GoesOn:
                    break;
                case ConsistencyOutcome.Damaged:
                    // Neither receipt nor log is at fault: the copy says nothing.
                    throw new BadInputException(found.Sentence);
                default:
                    return found.Sentence;
            }

            held.Add($"the log goes on from there to {found.Newest!.Size} entries");
        }

        if (parsed.GetValue(Ledger) is { } ledgerFolder)
        {
            var ledger = new TileReader(ledgerFolder);
            var size = receipt.Said.Ledger.Size;
            if (ledger.RecomputeRoot(size) != receipt.Said.Ledger.Root)
            {
                return $"The first {size} acts of this ledger have another root than the log anchors: the ledger was rewritten, or is another one.";
            }

            if (receipt.Hold(SessionTally.Of(receipt.Said.Session, ledger.ReadEntries(new LogIndex(0), size).Select(entry => (ReadOnlyMemory<byte>)entry.Entry))) != ReceiptVerdict.Verified)
            {
                return ReceiptWords.Sentence(ReceiptVerdict.OtherActs);
            }

            held.Add($"the ledger holds exactly its {receipt.Said.Acts.Count} acts");
        }

        if (parsed.GetValue(Acts) is { } export)
        {
            if (receipt.Hold(Exported(receipt, Inputs.FileToRead(export, MaxExport, "an export"))) != ReceiptVerdict.Verified)
            {
                return ReceiptWords.Sentence(ReceiptVerdict.OtherActs);
            }

            held.Add($"the export holds exactly its {receipt.Said.Acts.Count} acts");
        }

        return null;
    }

    /// <summary>The acts of an export that the receipt can speak of: those of its ledger's size.</summary>
    private static SessionTally Exported(VerifiedReceipt receipt, ReadOnlySpan<byte> export)
    {
        var tally = new SessionTally(receipt.Said.Session);
        foreach (var range in export.Split((byte)'\n'))
        {
            var line = export[range];
            if (line.IsEmpty)
            {
                continue;
            }

            var later = new SessionTally(receipt.Said.Session);
            if (!later.Add(line))
            {
                throw new ReceiptFormatException("The export holds a line that is no act of this session.");
            }

            if (later.Last!.Index.Value < receipt.Said.Ledger.Size.Value)
            {
                tally.Add(line);
            }
        }

        return tally;
    }

    private static NoteVerifier VKey(string text, NoteAlgorithm algorithm, string whose) =>
        NoteVerifier.TryParse(text, out var key) && key.Algorithm == algorithm ? key : throw new BadInputException($"'{text}' is no key of {whose}: name+id+base64, as {whose} publishes it.");

    private static int Refuse(string sentence)
    {
        Terminal.Verdict(false, $"The receipt does not hold. {sentence}");
        return Exit.No;
    }
}
