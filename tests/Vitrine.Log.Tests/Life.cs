using Vitrine.Proofs;

namespace Vitrine.Log.Tests;

/// <summary>
/// What a log lives through until a step of its storage fails, and what must hold afterwards, always: each acknowledged entry is there at its
/// index; a batch is there whole or not at all; each checkpoint that readers ever saw is of a beginning of the log; the log takes entries again.
/// </summary>
internal sealed class Life(LogOptions options)
{
    public static LogOptions Options { get; } = Sample.Options("/data/log");

    // Crosses a full tile and a full journal (64 KiB), at the end of a batch and within one.
    private static readonly int[] Batches = [1, 2, 250, 3, 300, 1, 400, 67];
    private static readonly CancellationToken None = CancellationToken.None;

    public bool Created { get; private set; }

    public bool Closed { get; private set; }

    public ulong Acknowledged { get; private set; }

    /// <summary>How many more may be there.</summary>
    public ulong Unknown { get; private set; }

    public static ReadOnlyMemory<byte> Entry(ulong i)
    {
        var entry = new byte[100];
        new Random((int)i).NextBytes(entry);
        return entry;
    }

    public static ReadOnlyMemory<byte>[] Entries(ulong from, int count) => [.. Sample.Range(from, from + (ulong)count).Select(Entry)];

    /// <summary>Creates a log, appends the batches until a step fails, and closes it.</summary>
    public static Task<Life> LiveAsync(Func<ILogStorage> storage) => LiveAsync(storage, Options);

    public static async Task<Life> LiveAsync(Func<ILogStorage> storage, LogOptions options)
    {
        var life = new Life(options);
        try
        {
            await TileLog.CreateAsync(options, storage(), None);
            life.Created = true;
            await using var log = await TileLog.OpenAsync(options, storage(), TimeProvider.System, None);
            foreach (var count in Batches)
            {
                try
                {
                    var indexes = await log.AppendAsync(Entries(life.Acknowledged, count), None);
                    Assert.Equal(Sample.Range(life.Acknowledged, life.Acknowledged + (ulong)count), indexes.Select(index => index.Value));
                    life.Acknowledged += (ulong)count;
                }
                catch (LogFaultException e)
                {
                    life.Unknown = e.OutcomeUnknown ? (ulong)count : 0;
                    throw;
                }
            }
        }
        catch (LogFaultException)
        {
            return life;
        }

        life.Closed = true;
        return life;
    }

    /// <summary>Opens what is left, submits what was submitted last once more, and looks at everything.</summary>
    /// <returns>The tree at the end.</returns>
    public async Task<MerkleTree> CheckAsync(Func<ILogStorage> storage, IReadOnlyList<byte[]> checkpoints, string what)
    {
        var log = await OpenOrCreateAsync(storage, options with { SuppressDuplicates = true });
        var size = log.Checkpoint.Size.Value;
        Assert.True(size == Acknowledged || (Unknown > 0 && size == Acknowledged + Unknown), $"{what}: {size} entries, acknowledged {Acknowledged} and perhaps {Unknown}");

        // Whoever was not told submits again: each entry has one index, whether or not it was there.
        var again = await log.AddAsync(Entries(Acknowledged, (int)Unknown + 3), None);
        Assert.Equal(Sample.Range(Acknowledged, Acknowledged + Unknown + 3), again.Select(added => added.Index.Value));
        Assert.All(again, added => Assert.Equal(added.Index.Value < size, added.WasThere));
        await log.DisposeAsync();

        size = Acknowledged + Unknown + 3;
        log = await TileLog.OpenAsync(options, storage(), TimeProvider.System, None);
        Assert.Equal(size, log.Checkpoint.Size.Value);
        var tree = new MerkleTree();
        foreach (var (index, entry) in log.Reader.ReadEntries(default, new TreeSize(size)))
        {
            Assert.True(Entry(index.Value).Span.SequenceEqual(entry), $"{what}: entry {index}");
            tree.Append(entry);
        }

        foreach (var note in checkpoints)
        {
            var checkpoint = VerifiedCheckpoint.Open(note, Sample.Signer.Verifier);
            Assert.True(checkpoint.Size.Value <= size, what);
            Assert.True(tree.Root(checkpoint.Size) == checkpoint.Root, $"{what}: forked at {checkpoint.Size}");
            Assert.True(log.Reader.RootAt(checkpoint.Size) == checkpoint.Root, $"{what}: tiles at {checkpoint.Size}");
        }

        await log.DisposeAsync();
        return tree;
    }

    private async Task<TileLog> OpenOrCreateAsync(Func<ILogStorage> storage, LogOptions asked)
    {
        try
        {
            return await TileLog.OpenAsync(asked, storage(), TimeProvider.System, None);
        }
        catch (LogMissingException) when (!Created)
        {
            // Creation had failed before it said that it was done; it can be done again.
            await TileLog.CreateAsync(asked, storage(), None);
            return await TileLog.OpenAsync(asked, storage(), TimeProvider.System, None);
        }
    }
}
