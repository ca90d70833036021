using System.Threading.Channels;
using Vitrine.Proofs;

namespace Vitrine.Log.Tests;

/// <summary>Publication behind witnesses: it follows them, and appends do not wait for it.</summary>
public sealed class WitnessingTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    // A witness in the place of a quorum of them: it checks consistency, and cosigns when it is let.
    private sealed class OneWitness
    {
        private readonly Cosigner _key = Cosigner.Generate("witness.example/1");
        private readonly Channel<bool> _permits = Channel.CreateUnbounded<bool>();
        private int _under;
        private TreeSize _size;
        private Digest _root = Merkle.EmptyRoot;

        public NoteVerifier Verifier => _key.Verifier;

        public List<ulong> Asked { get; } = [];

        public int Refusals { get; set; }

        /// <summary>As one that is restored from an older copy before every round: each proof is wanted from there.</summary>
        public VerifiedCheckpoint? Knows { get; set; }

        public void Permit(int rounds)
        {
            for (var i = 0; i < rounds; i++)
            {
                Assert.True(_permits.Writer.TryWrite(true));
            }
        }

        public async Task<WitnessRound> CosignAsync(VerifiedCheckpoint checkpoint, Func<TreeSize, ConsistencyProof> prove, CancellationToken cancellationToken)
        {
            Assert.Equal(1, Interlocked.Increment(ref _under));
            try
            {
                await _permits.Reader.ReadAsync(cancellationToken);
                Asked.Add(checkpoint.Size.Value);
                if (Refusals-- > 0)
                {
                    return new WitnessRound(checkpoint.Note, IsMet: false, []);
                }

                var (size, root) = Knows is { } old ? (old.Size, old.Root) : (_size, _root);
                Assert.True(prove(size).Verify(root, checkpoint.Root));
                (_size, _root) = (checkpoint.Size, checkpoint.Root);
                return new WitnessRound(Note.Parse(checkpoint.Note.Span).With(_key.Sign(checkpoint.Checkpoint.Encode(), TimeProvider.System.GetUtcNow())).Encode(), IsMet: true, []);
            }
            finally
            {
                Interlocked.Decrement(ref _under);
            }
        }
    }

    private static LogOptions Options(string folder, OneWitness witness) =>
        Sample.Options(folder) with { Cosign = witness.CosignAsync, WitnessInterval = TimeSpan.FromMilliseconds(1) };

    private static async Task<TileLog> MakeAsync(LogOptions options)
    {
        await TileLog.CreateAsync(options, None);
        return await TileLog.OpenAsync(options, TimeProvider.System, None);
    }

    private static VerifiedCheckpoint Seen(string folder, OneWitness witness) =>
        VerifiedCheckpoint.Open(new TileReader(folder).CheckpointNote(), Sample.Signer.Verifier, witness.Verifier);

    [Fact]
    public async Task AppendAsync_WitnessesSilent_IsDurableAndNotPublished()
    {
        using var folder = new TemporaryFolder();
        var witness = new OneWitness();
        await using (var log = await MakeAsync(Options(folder.Path, witness)))
        {
            for (var i = 0UL; i < 600; i++)
            {
                Assert.Equal(i, (await log.AppendAsync(Sample.Entry(i), None)).Value);
            }

            Assert.Equal((600UL, 0UL), (log.Checkpoint.Size.Value, log.Published.Size.Value));
            Assert.Equal(0UL, Seen(folder.Path, witness).Size.Value);
            var waits = log.PublishedAsync(new LogIndex(0), None);
            witness.Permit(3);
            await waits;
            await log.PublishedAsync(new LogIndex(599), None);
            Assert.Equal(600UL, log.Published.Size.Value);
            Assert.Equal(log.Published.Note.ToArray(), log.Reader.CheckpointNote());
            Assert.Single(Seen(folder.Path, witness).Cosignatures);

            // Six hundred batches, and as few rounds as went by.
            Assert.InRange(witness.Asked.Count, 1, 3);
        }

        Assert.Equal(600UL, Seen(folder.Path, witness).Size.Value);
    }

    [Fact]
    public async Task PublishedAsync_QuorumNotMetAtFirst_IsAskedForAgain()
    {
        using var folder = new TemporaryFolder();
        var witness = new OneWitness { Refusals = 3 };
        witness.Permit(1000);
        await using var log = await MakeAsync(Options(folder.Path, witness));
        await log.PublishedAsync(await log.AppendAsync(Sample.Entry(0), None), None);
        Assert.Equal(1UL, log.Published.Size.Value);
        Assert.Equal(4, witness.Asked.Count(size => size == 1));
    }

    [Fact]
    public async Task Published_PartialTilesOfItsSize_StandWhileTheLogGrows()
    {
        using var folder = new TemporaryFolder();
        var witness = new OneWitness();
        await using var log = await MakeAsync(Options(folder.Path, witness));
        await log.AppendAsync(Sample.Entries(0, 300), None);
        witness.Permit(1);
        await log.PublishedAsync(new LogIndex(299), None);
        for (var i = 300UL; i < 400; i++)
        {
            await log.AppendAsync(Sample.Entry(i), None);
        }

        var published = log.Published.Size;
        Assert.All(TileEdge.PartialPaths(published), path => Assert.True(File.Exists(Path.Combine(folder.Path, path.ToString())), path.ToString()));
    }

    [Fact]
    public async Task OpenAsync_CommittedAndNotPublished_IsPublishedWithoutAnAppend()
    {
        using var folder = new TemporaryFolder();
        var witness = new OneWitness();
        await using (var log = await MakeAsync(Options(folder.Path, witness)))
        {
            await log.AppendAsync(Sample.Entries(0, 5), None);
            var waits = log.PublishedAsync(new LogIndex(4), None);
            await log.DisposeAsync();
            await Assert.ThrowsAsync<LogFaultException>(() => waits);
        }

        witness.Permit(10);
        await using var again = await TileLog.OpenAsync(Options(folder.Path, witness), TimeProvider.System, None);
        await again.PublishedAsync(new LogIndex(4), None);
        Assert.Equal(5UL, Seen(folder.Path, witness).Size.Value);
    }

    // Which one readers saw is not known then: an empty one in its place would take back what was shown.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OpenAsync_CheckpointMissingOrUnreadable_WritesNoneUntilTheQuorumIsMet(bool missing)
    {
        using var folder = new TemporaryFolder();
        var witness = new OneWitness();
        var path = Path.Combine(folder.Path, "checkpoint");
        await using (var log = await MakeAsync(Options(folder.Path, witness)))
        {
            witness.Permit(1);
            await log.AppendAsync(Sample.Entries(0, 5), None);
            await log.PublishedAsync(new LogIndex(4), None);
        }

        File.Delete(path);
        if (!missing)
        {
            File.WriteAllText(path, "garbage");
        }

        await using var again = await TileLog.OpenAsync(Options(folder.Path, witness), TimeProvider.System, None);
        await again.AppendAsync(Sample.Entries(5, 7), None);
        Assert.Equal(missing ? null : "garbage", File.Exists(path) ? File.ReadAllText(path) : null);
        witness.Permit(10);
        await again.PublishedAsync(new LogIndex(6), None);
        Assert.Equal(7UL, Seen(folder.Path, witness).Size.Value);
    }

    [Fact]
    public async Task AppendAsync_OldTileDamaged_GoesOnWithoutProofs()
    {
        using var folder = new TemporaryFolder();
        var witness = new OneWitness();
        witness.Permit(1000);
        await using var log = await MakeAsync(Options(folder.Path, witness));
        await log.AppendAsync(Sample.Entries(0, 100), None);
        await log.PublishedAsync(new LogIndex(99), None);
        var first = log.Published;
        await log.AppendAsync(Sample.Entries(100, 300), None);
        await log.PublishedAsync(new LogIndex(299), None);
        var tile = Path.Combine(folder.Path, "tile", "0", "000");
        var whole = File.ReadAllBytes(tile);

        // A round may be under way just now, and end well.
        witness.Knows = first;
        File.Delete(tile);
        var asked = witness.Asked.Count;
        await log.AppendAsync(Sample.Entries(300, 310), None);
        while (witness.Asked.Count < asked + 3)
        {
            await Task.Delay(1);
        }

        Assert.Equal(300UL, log.Published.Size.Value);

        Assert.Equal(310UL, (await log.AppendAsync(Sample.Entry(310), None)).Value);
        File.WriteAllBytes(tile, whole);
        await log.PublishedAsync(new LogIndex(310), None);
    }

    [Fact]
    public async Task AppendAsync_TooManyLackCosignatures_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var witness = new OneWitness();
        await using var log = await MakeAsync(Options(folder.Path, witness) with { UnpublishedLimit = 4 });
        await log.AppendAsync(Sample.Entries(0, 4), None);
        var busy = await Assert.ThrowsAsync<LogBusyException>(() => log.AppendAsync(Sample.Entry(4), None));
        Assert.Equal("4 entries wait for cosignatures, and the quorum of witnesses has not been met since size 0; no more are taken until it is.", busy.Message);
        witness.Permit(10);
        await log.PublishedAsync(new LogIndex(3), None);
        Assert.Equal(4UL, (await log.AppendAsync(Sample.Entry(4), None)).Value);
    }

    [Fact]
    public async Task PublishedAsync_WithoutWitnesses_IsDoneWithTheAppend()
    {
        using var folder = new TemporaryFolder();
        await using var log = await Sample.MakeAsync(folder.Path, 3, 1);
        Assert.True(log.PublishedAsync(new LogIndex(2), None).IsCompletedSuccessfully);
        Assert.Same(log.Checkpoint, log.Published);
        using var cancel = new CancellationTokenSource();
        var waits = log.PublishedAsync(new LogIndex(3), cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);
    }

    // The checkpoint that readers saw outlives a loss of power: what is committed does not tell its cosignatures.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Publish_ThenPowerIsLost_ReadersNeverSeeAnOlderOne(bool someKept)
    {
        const string Folder = "/log";
        var disk = new MemoryDisk();
        var witness = new OneWitness();
        var options = Options(Folder, witness);
        await TileLog.CreateAsync(options, new FileStorage(disk, Folder), None);
        disk.SyncFolder("/");
        await using var log = await TileLog.OpenAsync(options, new FileStorage(disk, Folder), TimeProvider.System, None);
        witness.Permit(1);
        await log.AppendAsync(Sample.Entries(0, 300), None);
        await log.PublishedAsync(new LogIndex(299), None);
        await log.AppendAsync(Sample.Entries(300, 310), None);
        var after = disk.AfterPowerLoss(someKept ? new Random(1) : null);
        await using var again = await TileLog.OpenAsync(options, new FileStorage(after, Folder), TimeProvider.System, None);
        Assert.Equal((310UL, 300UL), (again.Checkpoint.Size.Value, again.Published.Size.Value));
        Assert.Equal(log.Published.Note.ToArray(), again.Published.Note.ToArray());
        Assert.All(TileEdge.PartialPaths(again.Published.Size), path => Assert.NotNull(after.Read($"{Folder}/{path}")));
    }
}
