using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Cli;

/// <summary><c>vitrine log verify</c>: a whole log from its entries, or one entry by its proof.</summary>
internal static class LogVerifyCommand
{
    private static readonly Argument<string?> What = new("LOG") { Description = "A log's URL prefix or folder (default: the centre's own); or a proof's file, with its entry.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Argument<string?> Entry = new("ENTRY") { Description = "The entry's file, if a proof is named.", Arity = ArgumentArity.ZeroOrOne };

    public static Command Make()
    {
        var command = new Verb("verify", "Recompute a log's tree from its entries; or verify one entry by its tlog-proof, without the log.", "0: it holds; 1: it does not",
            "vitrine log verify", "vitrine log verify https://log.example/tlog --key \"$key\"", "vitrine log verify 12.tlog-proof 12.entry --policy log.policy")
        {
            What, Entry, LogSources.PolicyFile, LogSources.Key,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(Entry) is { } entry)
        {
            return VerifyProof(parsed.GetValue(What)!, entry, LogSources.Trusted(parsed));
        }

        if (parsed.GetValue(What) is { } file && File.Exists(file))
        {
            throw new BadInputException($"{file} is a file. To verify a proof, name its entry too: vitrine log verify {file} ENTRY --policy FILE");
        }

        using var log = await LogSources.OpenAsync(parsed, parsed.GetValue(What), cancellationToken);
        var progress = Terminal.Progress();
        VerifiedCheckpoint checkpoint;
        try
        {
            checkpoint = await log.CheckpointAsync(cancellationToken);
            var wrong = await LogAudit.RunAsync(log.Of, checkpoint, new Forward<ulong>(done => progress.Report($"{done:N0} of {checkpoint.Size.Value:N0} entries")), cancellationToken);
            Terminal.EndProgress();
            if (wrong is not null)
            {
                Terminal.Verdict(false, $"The log does not hold. {wrong}");
                return Exit.No;
            }
        }
        catch (Exception wrong) when (wrong is LogSourceException or ActRefusedException && !StoreUnreachableException.IsIn(wrong))
        {
            Terminal.EndProgress();
            Terminal.Verdict(false, $"The log does not hold. {wrong.Message}");
            return Exit.No;
        }

        if (!log.Policy.IsMet(checkpoint))
        {
            Terminal.Verdict(false, $"The log holds, but its checkpoint lacks cosignatures: the quorum \"{Terminal.Safe(log.Policy.Quorum.Name)}\" is not met.");
            return Exit.No;
        }

        Terminal.Verdict(true, $"The log holds: {checkpoint.Size.Value:N0} entries give the root that its key signed.");
        Terminal.Fact("root", checkpoint.Root);
        return Exit.Yes;
    }

    private static int VerifyProof(string file, string entryFile, LogPolicy policy)
    {
        var text = Inputs.FileToRead(file, TlogProof.MaxSize, "a proof");
        var entry = Inputs.FileToRead(entryFile, EntryBundle.MaxEntry, "an entry");
        var verdict = TlogProof.Parse(text).Verify(Merkle.LeafHash(entry), policy, out var verified);
        Terminal.Verdict(verdict == ProofVerdict.Verified, verdict switch
        {
            ProofVerdict.Verified => $"{entryFile} is entry {verified!.Index} of {Terminal.Safe(verified.Checkpoint.Origin)}, as of {verified.Checkpoint.Size.Value:N0} entries.",
            ProofVerdict.UnknownLog => "No log that the policy names has signed the checkpoint in this proof.",
            ProofVerdict.BadSignature => "A signature in this proof that names a log or witness of the policy is not its own.",
            ProofVerdict.QuorumMissing => $"Not enough witnesses have cosigned the checkpoint in this proof: the quorum \"{Terminal.Safe(policy.Quorum.Name)}\" is not met.",
            _ => $"The proof is not of {entryFile}: its hashes do not lead from this entry to the root that the log signed.",
        });
        return verdict == ProofVerdict.Verified ? Exit.Yes : Exit.No;
    }
}
