using System.CommandLine;
using System.Globalization;
using System.Text;
using Vitrine.Centre;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Cli;

/// <summary><c>vitrine log prove</c>: an entry, and the proof that it is in a log.</summary>
internal static class LogProveCommand
{
    private static readonly Argument<string> Index = new("INDEX") { Description = "The entry's place in the log, from 0." };
    private static readonly Option<string> Proof = new("--tlog-proof") { Description = "Write the proof there (C2SP tlog-proof), to be verified without the log.", HelpName = "FILE" };
    private static readonly Option<string> Entry = new("--entry") { Description = "Write the entry's bytes there.", HelpName = "FILE" };

    public static Command Make()
    {
        var command = new Verb("prove", "Show an entry, and prove that it is in the log.", "0: proved; 1: there is no such entry, or the proof does not hold",
            "vitrine log prove 0", "vitrine log prove 12 https://log.example/tlog --policy log.policy --tlog-proof 12.tlog-proof --entry 12.entry")
        {
            Index, LogSources.Source, LogSources.PolicyFile, LogSources.Key, Proof, Entry,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var index = ulong.TryParse(parsed.GetValue(Index), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new LogIndex(number)
            : throw new BadInputException($"'{parsed.GetValue(Index)}' is no place in a log: a whole number from 0.");
        var (proofFile, entryFile) = (Inputs.FileToWrite(parsed.GetValue(Proof)), Inputs.FileToWrite(parsed.GetValue(Entry)));
        using var log = await LogSources.OpenAsync(parsed, parsed.GetValue(LogSources.Source), cancellationToken);
        var checkpoint = await log.CheckpointAsync(cancellationToken);
        if (index.Value >= checkpoint.Size.Value)
        {
            throw new ActRefusedException($"The log has {checkpoint.Size} entries, numbered from 0; there is no entry {index}.");
        }

        var prover = new SourceProver(log.Of, checkpoint.Size);
        var entry = await prover.EntryAsync(index, cancellationToken);
        var proof = await prover.InclusionAsync(index, cancellationToken);
        var leaf = Merkle.LeafHash(entry);
        if (!proof.Verify(leaf, checkpoint.Root))
        {
            Terminal.Verdict(false, $"Entry {index} is not proved: what the log serves does not lead to the root that it signed.");
            return Exit.No;
        }

        Terminal.Verdict(true, $"Entry {index} is in the log of {checkpoint.Size} entries.");
        Terminal.Fact("entry", Terminal.Safe(Encoding.UTF8.GetString(entry)));
        Terminal.Fact("leaf hash", leaf);
        foreach (var hash in proof.Path)
        {
            Terminal.Fact("", hash);
        }

        Terminal.Fact("root", checkpoint.Root);
        if (proofFile is not null)
        {
            DurableFile.Write(proofFile, TlogProof.Create(proof, checkpoint.Note.Span, []).Encode());
        }

        if (entryFile is not null)
        {
            DurableFile.Write(entryFile, entry);
        }

        return Exit.Yes;
    }
}
