using System.Collections.Immutable;
using System.Text;
using Vitrine.Proofs;
using Vitrine.Proofs.Tests;

namespace Vitrine.Log.Tests;

/// <summary>The parsers of the log: what it reads that others, or a crash, may have written. Claims: see <see cref="FuzzTarget"/>.</summary>
internal static class LogFuzzTargets
{
    private static readonly NoteSigner Log = NoteSigner.Generate("log.example/fuzzed");

    /// <summary>All of them; <see cref="FuzzTarget.Of"/> names the public types.</summary>
    public static ImmutableArray<FuzzTarget> All { get; } =
    [
        new("journal", [JournalSeed(300, 3), JournalSeed(0, 1), JournalSeed(7, 0)], ReadJournal),
        new("log storage", [.. StorageSeeds.Select(Encoding.UTF8.GetBytes)], ReadStorage, Of: [typeof(LogStorageFile)]),
    ];

    private static IEnumerable<string> StorageSeeds =>
    [
        "# Where the log lives\nservice   https://s3.example/\nbucket    logs\nprefix    acme/log\nregion    eu-central-1\ndatabase  host=/run/postgresql dbname=vitrine user=vitrine\n",
        "service http://127.0.0.1:7480\nbucket logs\ndatabase host=db.example port=5433 dbname=vitrine sslmode=verify-full\n",
    ];

    // What is accepted and clean is written again exactly, by the way that a writer writes it.
    private static Outcome ReadJournal(byte[] input)
    {
        try
        {
            var journal = Journal.Parse("journal", input, out var batches, out var clean);
            var head = Journal.Begin(journal.Key, journal.BaseSize, journal.BaseRoot, 0, out var again);
            List<byte> bytes = [.. head];
            var first = journal.BaseSize.Value;
            foreach (var batch in batches)
            {
                var record = again.Record(new LogBatch(first, batch, batch.Sum(entry => 2 + entry.Length)));
                again.Advance(record);
                bytes.AddRange(record);
                first += (ulong)batch.Length;
            }

            BrokenClaimException.Unless(again.End == journal.End && input.AsSpan(0, (int)journal.End).SequenceEqual(bytes.ToArray()), "what was accepted is not written again exactly");
            BrokenClaimException.Unless(clean == (input.AsSpan((int)journal.End).IndexOfAnyExcept((byte)0) < 0), "clean, and something follows");
            return Outcome.Ok($"{batches.Length} {clean}");
        }
        catch (LogCorruptException e)
        {
            return Outcome.Refused(e);
        }
    }

    private static Outcome ReadStorage(byte[] input)
    {
        try
        {
            var options = LogStorageFile.Parse(input);
            BrokenClaimException.Unless(options is { AccessKey: null, SecretKey: null } && !options.Database.Contains("assword", StringComparison.Ordinal), "a secret was read");
            BrokenClaimException.Unless(options.Service.Scheme is "http" or "https" && options.Service.UserInfo.Length == 0 && !options.Prefix.Split('/').Contains(".."), "a place that is none");
            return Outcome.Ok($"{options.Service.Scheme} {options.Prefix.Length > 0} {options.Region.Length} {options.Database.Split(';').Length}");
        }
        catch (LogStorageFormatException e)
        {
            BrokenClaimException.Unless(e.Line >= 0 && e.Line <= 1 + input.Count(b => b == '\n'), "the fault lies outside");
            return Outcome.Refused(e);
        }
    }

    private static byte[] JournalSeed(ulong size, int batches)
    {
        var bytes = new List<byte>(Journal.Begin(Log.Verifier, new TreeSize(size), Digest.Of("root"u8), 0, out var journal));
        for (var batch = 0; batch < batches; batch++)
        {
            ReadOnlyMemory<byte>[] entries = [.. Enumerable.Range(0, batch + 1).Select(i => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($"entry {batch} {i}"))];
            var record = journal.Record(new LogBatch(size, entries, entries.Sum(entry => 2 + entry.Length)));
            journal.Advance(record);
            bytes.AddRange(record);
            size += (ulong)entries.Length;
        }

        return [.. bytes, .. new byte[64]];
    }
}
