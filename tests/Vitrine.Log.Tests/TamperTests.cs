using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Log.Tests;

/// <summary>What a changed byte in a log's folder does: each is refused, repaired, or said in docs/formats/log.md to carry no meaning.</summary>
public sealed class TamperTests
{
    private const string Folder = "/log";
    private const string Journal = Folder + "/.state/journal";
    private static readonly int[] Batches = [1, 3, 2];

    // A log whose writer died after three batches, so that the journal holds them.
    private static MemoryDisk Dead(out int journalEnd, int settled = 0)
    {
        var disk = new MemoryDisk();
        LogStore.Create(Storage(disk), Sample.Signer);
        using var store = LogStore.Open(Storage(disk), new LogOptions { Signer = Sample.Signer });
        var next = 0UL;
        if (settled > 0)
        {
            Commit(store, ref next, settled);
            store.Settle();
        }

        Array.ForEach(Batches, count => Commit(store, ref next, count));
        var journal = disk.Read(Journal)!;
        journalEnd = journal.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        return disk;
    }

    private static FileStorage Storage(MemoryDisk disk) => new(disk, Folder, 64 * 1024);

    private static void Commit(LogStore store, ref ulong next, int count)
    {
        var entries = Sample.Entries(next, next + (ulong)count);
        store.Commit(new LogBatch(next, entries, entries.Sum(entry => entry.Length + 2)), [.. entries.Select(entry => Merkle.LeafHash(entry.Span))]);
        next += (ulong)count;
        Assert.Equal(next, store.Head.Size.Value);
    }

    private static VerifiedCheckpoint Open(MemoryDisk disk)
    {
        using var store = LogStore.Open(Storage(disk), new LogOptions { Signer = Sample.Signer });
        return store.Head;
    }

    [Fact]
    public void Open_AnyByteOfTheJournalsContentChanged_Refuses()
    {
        var disk = Dead(out var end);
        for (var at = 0; at < end; at++)
        {
            var changed = disk.Copy();
            changed.Tamper(Journal, bytes => Flip(bytes, at, at % 8));
            var thrown = Assert.Throws<LogCorruptException>(() => Open(changed));
            Assert.Contains(thrown.Path, (string[])[Journal, Folder + "/checkpoint"]);
        }
    }

    [Fact]
    public void Open_BytesAfterTheLastRecordChanged_AreOfNoMeaning()
    {
        var disk = Dead(out var end);
        var expected = Open(disk.Copy());
        for (var at = end; at < end + 600; at += 7)
        {
            var changed = disk.Copy();
            changed.Tamper(Journal, bytes => Flip(bytes, at, at % 8));
            Assert.Equal(expected.Note.ToArray(), Open(changed).Note.ToArray());
        }
    }

    [Fact]
    public void Open_JournalCutAnywhere_RefusesOrLosesNothing()
    {
        var disk = Dead(out var end);
        for (var length = 0; length <= end + 20; length++)
        {
            var changed = disk.Copy();
            changed.Tamper(Journal, bytes => bytes[..length]);
            if (length < end)
            {
                Assert.Throws<LogCorruptException>(() => Open(changed));
            }
            else
            {
                Assert.Equal(6UL, Open(changed).Size.Value);
            }
        }
    }

    // Without the checkpoint, the tiles still show what was acknowledged.
    [Fact]
    public void Open_DamagedJournalWithoutACheckpoint_Refuses()
    {
        var disk = Dead(out var end);
        disk.Delete(Folder + "/checkpoint");
        Assert.Equal(6UL, TryOpen(disk.Copy()));
        for (var at = 0; at < end; at++)
        {
            var changed = disk.Copy();
            changed.Tamper(Journal, bytes => Flip(bytes, at, at % 8));
            Assert.Null(TryOpen(changed));
        }
    }

    // Without either, nothing on this disk knows that the last batch was acknowledged: it passes for a torn one.
    [Fact]
    public void Open_DamagedJournalAlone_TakesTheLastRecordForATornOne()
    {
        var disk = Dead(out var end);
        disk.Delete(Folder + "/checkpoint");
        disk.Delete(Folder + "/tile/0/000.p/6");
        disk.Tamper(Journal, bytes => Flip(bytes, end - 1, 0));
        Assert.Equal(4UL, TryOpen(disk));
    }

    [Fact]
    public void Open_AnyByteOfTheCheckpointChanged_WritesItAgain()
    {
        var disk = Dead(out _);
        var expected = disk.Read(Folder + "/checkpoint")!;
        for (var at = 0; at < expected.Length; at++)
        {
            var changed = disk.Copy();
            changed.Tamper(Folder + "/checkpoint", bytes => Flip(bytes, at, at % 8));
            Open(changed);
            Assert.Equal(expected, changed.Read(Folder + "/checkpoint"));
        }
    }

    [Fact]
    public void Open_FolderOlderThanItsCheckpoint_Refuses()
    {
        var disk = new MemoryDisk();
        LogStore.Create(Storage(disk), Sample.Signer);
        Open(disk);
        var older = disk.Copy();
        using (var store = LogStore.Open(Storage(disk), new LogOptions { Signer = Sample.Signer }))
        {
            var next = 0UL;
            Commit(store, ref next, 5);
        }

        older.Tamper(Folder + "/checkpoint", _ => disk.Read(Folder + "/checkpoint")!);
        var thrown = Assert.Throws<LogCorruptException>(() => Open(older));
        Assert.Equal($"{Folder}/checkpoint: a checkpoint of size 5 was handed out, but only 0 entries are here.", thrown.Message);
    }

    [Fact]
    public void Open_CheckpointOfOtherEntries_Refuses()
    {
        var disk = Dead(out _);
        var other = VerifiedCheckpoint.Sign(new Checkpoint(Sample.Signer.Name, new TreeSize(4), Digest.Of("other"u8)), Sample.Signer);
        disk.Tamper(Folder + "/checkpoint", _ => other.Note.ToArray());
        Assert.Throws<LogCorruptException>(() => Open(disk));
        other = VerifiedCheckpoint.Sign(new Checkpoint(Sample.Signer.Name, new TreeSize(3), Sample.Tree(3).Root()), Sample.Signer);
        disk.Tamper(Folder + "/checkpoint", _ => other.Note.ToArray());
        Assert.Throws<LogCorruptException>(() => Open(disk));
    }

    [Theory]
    [InlineData("tile/0/001.p/44")]
    [InlineData("tile/1/000.p/1")]
    [InlineData("tile/entries/001.p/44")]
    public void Open_TileAtTheEdgeChanged_Refuses(string name)
    {
        var disk = Dead(out _, settled: 300);
        Assert.Equal(306UL, Open(disk.Copy()).Size.Value);
        var path = $"{Folder}/{name}";
        for (var at = 0; at < disk.Read(path)!.Length; at += 5)
        {
            var changed = disk.Copy();
            changed.Tamper(path, bytes => Flip(bytes, at, at % 8));
            // A bundle whose lengths no longer fit is not read at all, but cut from the wider one that is there.
            Assert.True(TryOpen(changed) is null or 306UL);
            Assert.True(name.StartsWith("tile/entries", StringComparison.Ordinal) || TryOpen(changed) is null);
        }

        disk.Delete(path);
        Assert.Equal(name.StartsWith("tile/1", StringComparison.Ordinal) ? null : 306UL, TryOpen(disk));
    }

    // An audit finds what opening, which reads only the edge, does not.
    [Fact]
    public void RecomputeRoot_FullBundleChanged_IsNotTheCheckpoints()
    {
        var disk = Dead(out _, settled: 300);
        disk.Tamper(Folder + "/tile/entries/000", bytes => Flip(bytes, bytes.Length - 1, 0));
        var reader = new TileReader(Storage(disk));
        Assert.Equal(Open(disk).Root, reader.RootAt(new TreeSize(306)));
        Assert.NotEqual(Open(disk).Root, reader.RecomputeRoot(new TreeSize(306)));
    }

    [Fact]
    public void ProveInclusion_FullTileChanged_DoesNotVerify()
    {
        var disk = Dead(out _, settled: 300);
        disk.Tamper(Folder + "/tile/0/000", bytes => Flip(bytes, bytes.Length - 1, 0));
        var proof = new TileReader(Storage(disk)).ProveInclusion(new LogIndex(254), new TreeSize(306));
        Assert.False(proof.Verify(Merkle.LeafHash(Sample.Entry(254).Span), Open(disk).Root));
    }

    // As it lies in a store: what is read is counted, and some of it fails.
    private sealed class Watched(FileStorage files, string fails = "") : ILogFiles
    {
        public List<string> Names { get; } = [];

        public byte[]? Read(string name)
        {
            lock (Names)
            {
                Names.Add(name);
            }

            return name == fails ? throw new LogFaultException("read", name, outcomeUnknown: false, new IOException("injected")) : files.Read(name);
        }

        public IReadOnlyList<string> List(string folder) => files.List(folder);

        public string Locate(string name) => files.Locate(name);
    }

    [Fact]
    public void Load_PartialBundle_IsReadOnce()
    {
        var files = new Watched(Storage(Dead(out _, settled: 300)));
        TileEdge.Load(new TileReader(files), Folder, new TreeSize(300), Sample.Tree(300).Root());
        Assert.Single(files.Names, "tile/entries/001.p/44");
    }

    [Fact]
    public void ReadLeafTiles_OneCannotBeRead_SaysWhich()
    {
        var reader = new TileReader(new Watched(Storage(Dead(out _, settled: 300)), fails: "tile/0/000"));
        Assert.Equal("tile/0/000", Assert.Throws<LogFaultException>(() => reader.ReadLeafTiles(new TreeSize(306)).ToList()).Path);
    }

    [Fact]
    public void TileReader_MissingOrShortFiles_SaysWhich()
    {
        var disk = Dead(out _, settled: 300);
        var reader = new TileReader(Storage(disk));
        disk.Tamper(Folder + "/tile/entries/000", bytes => bytes[..100]);
        disk.Delete(Folder + "/tile/0/000");
        Assert.Equal(Folder + "/tile/entries/000", Assert.Throws<LogCorruptException>(() => reader.ReadEntry(default, new TreeSize(306))).Path);
        Assert.Equal(Folder + "/tile/0/000", Assert.Throws<LogCorruptException>(() => reader.ProveInclusion(default, new TreeSize(306))).Path);
        Assert.Throws<LogCorruptException>(() => reader.RootAt(new TreeSize(10_000)));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.ReadEntry(new LogIndex(306), new TreeSize(306)));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.ProveInclusion(new LogIndex(306), new TreeSize(306)));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.ProveConsistency(new TreeSize(307), new TreeSize(306)));
    }

    [Fact]
    public void Journal_Head_IsTheTextThatTheFormatSays()
    {
        var disk = Dead(out _, settled: 300);
        var head = $"vitrine-journal/v1\n{Sample.Signer.Verifier}\n300\n{Sample.Tree(300).Root().ToBase64()}\n";
        var journal = disk.Read(Journal)!;
        Assert.Equal(head, Encoding.UTF8.GetString(journal, 0, head.Length));
        Assert.Equal(Digest.Of(Encoding.UTF8.GetBytes(head)).ToArray(), journal.AsSpan(head.Length, 32).ToArray());
        Assert.Equal(Sample.Options(Folder).JournalBytes, journal.Length);

        // The first record: one entry, the 301st.
        var at = head.Length + 32;
        var entry = Sample.Entry(300).ToArray();
        byte[] record = [0, 0, 0, (byte)(entry.Length + 2), 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 44, 0, (byte)entry.Length, .. entry];
        Assert.Equal(record, journal.AsSpan(at, record.Length).ToArray());
        Assert.Equal(Digest.Of([.. journal.AsSpan(head.Length, 32), .. record]).ToArray(), journal.AsSpan(at + record.Length, 32).ToArray());
    }

    private static ulong? TryOpen(MemoryDisk disk)
    {
        try
        {
            return Open(disk).Size.Value;
        }
        catch (LogCorruptException)
        {
            return null;
        }
    }

    private static byte[] Flip(byte[] bytes, int at, int bit)
    {
        bytes[at] ^= (byte)(1 << bit);
        return bytes;
    }
}
