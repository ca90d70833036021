using System.CommandLine;
using System.Globalization;
using Vitrine.Centre;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Cli;

/// <summary><c>vitrine log show|prove|verify</c>.</summary>
internal static class LogCommands
{
    private static readonly Argument<string> Index = new("INDEX") { Description = "The entry's place in the log, from 0." };

    public static Command Make()
    {
        var show = new Verb("show", "Show the public log's newest checkpoint.");
        show.SetAction(ShowAsync);
        var prove = new Verb("prove", "Show an entry, and prove that it is in the log.", "0: proved; 1: there is no such entry") { Index };
        prove.SetAction(ProveAsync);
        var verify = new Verb("verify", "Recompute the public log's tree from its entries.", "0: it holds; 1: it does not");
        verify.SetAction(VerifyAsync);
        return new Command("log", "The centre's public log.") { show, prove, verify };
    }

    private static async Task<int> ShowAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var checkpoint = centre.LogCheckpoint();
        Terminal.Fact("origin", checkpoint.Origin);
        Terminal.Fact("entries", $"{checkpoint.Size.Value:N0}");
        Terminal.Fact("root", checkpoint.Root);
        Terminal.Fact("key", centre.Keys.Log.Verifier);
        return Exit.Yes;
    }

    private static async Task<int> ProveAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var index = ulong.TryParse(parsed.GetValue(Index), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new LogIndex(number)
            : throw new BadInputException($"'{parsed.GetValue(Index)}' is no place in a log: a whole number from 0.");
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var checkpoint = centre.LogCheckpoint();
        if (index.Value >= checkpoint.Size.Value)
        {
            throw new ActRefusedException($"The log has {checkpoint.Size} entries, numbered from 0; there is no entry {index}.");
        }

        var log = new TileReader(centre.Paths.Log);
        var entry = log.ReadEntry(index, checkpoint.Size);
        var proof = log.ProveInclusion(index, checkpoint.Size);
        Terminal.Verdict(proof.Verify(Merkle.LeafHash(entry), checkpoint.Root), $"Entry {index} is in the log of {checkpoint.Size} entries.");
        Terminal.Fact("entry", System.Text.Encoding.UTF8.GetString(entry));
        Terminal.Fact("leaf hash", Merkle.LeafHash(entry));
        foreach (var hash in proof.Path)
        {
            Terminal.Fact("", hash);
        }

        Terminal.Fact("root", checkpoint.Root);
        return Exit.Yes;
    }

    private static async Task<int> VerifyAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        VerifiedCheckpoint checkpoint;
        var tree = new MerkleTree();
        try
        {
            checkpoint = centre.LogCheckpoint();
            foreach (var (_, entry) in new TileReader(centre.Paths.Log).ReadEntries(new LogIndex(0), checkpoint.Size))
            {
                cancellationToken.ThrowIfCancellationRequested();
                tree.Append(entry);
            }
        }
        catch (Exception corrupt) when (corrupt is LogCorruptException or EntryBundleFormatException)
        {
            Terminal.Verdict(false, $"The log does not hold. {corrupt.Message}");
            return Exit.No;
        }

        var holds = tree.Root() == checkpoint.Root;
        Terminal.Verdict(holds, holds ? $"The log holds: {checkpoint.Size.Value:N0} entries give the root that its key signed." : "The log does not hold: its entries give another root than its key signed.");
        Terminal.Fact("root", tree.Root());
        return holds ? Exit.Yes : Exit.No;
    }
}
