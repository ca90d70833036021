using System.Text;

namespace Vitrine.Proofs.Tests;

public sealed class TileTests
{
    private static readonly string Published = Path.Combine(Vectors.Folder, "tiles");
    private static readonly NoteVerifier PublishedKey = NoteVerifier.Parse("example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx");

    [Theory]
    [InlineData("tile/0/000", 0, 0UL, 256)]
    [InlineData("tile/0/001.p/1", 0, 1UL, 1)]
    [InlineData("tile/63/x001/x234/067.p/255", 63, 1234067UL, 255)]
    [InlineData("tile/1/x001/000", 1, 1000UL, 256)]
    [InlineData("tile/7/999", 7, 999UL, 256)]
    [InlineData("tile/entries/x273/112.p/17", -1, 273112UL, 17)]
    [InlineData("tile/0/x036/x028/x797/x018/x963/967", 0, 36028797018963967UL, 256)]
    public void TryParse_Name_IsWrittenBackExactly(string text, int level, ulong index, int width)
    {
        Assert.True(TilePath.TryParse(text, out var path));
        Assert.Equal(level < 0, path.IsEntries);
        Assert.Equal(level < 0 ? TilePath.Entries(index, width) : TilePath.Hashes(level, index, width), path);
        Assert.Equal(text, path.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("tile/0")]
    [InlineData("tile/0/")]
    [InlineData("tile//000")]
    [InlineData("tile/64/000")]
    [InlineData("tile/00/000")]
    [InlineData("tile/01/000")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/data/000")]
    [InlineData("/tile/0/000")]
    [InlineData("tile/0/00")]
    [InlineData("tile/0/0000")]
    [InlineData("tile/0/x000")]
    [InlineData("tile/0/x000/000")]
    [InlineData("tile/0/001/000")]
    [InlineData("tile/0/x001/x000")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/01")]
    [InlineData("tile/0/000.p/")]
    [InlineData("tile/0/000.p")]
    [InlineData("tile/0/000.p/1/")]
    [InlineData("tile/0/../000")]
    [InlineData("tile/0/٠٠٠")]
    [InlineData("tile/0/x036/x028/x797/x018/x963/968")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/x999/999")]
    public void TryParse_AnyOtherText_IsRefused(string text) => Assert.False(TilePath.TryParse(text, out _));

    [Fact]
    public void ToString_ManyIndexes_ReadsBack()
    {
        var random = new Random(7);
        for (var i = 0; i < 5000; i++)
        {
            var index = (ulong)random.NextInt64(0, 1L << random.Next(1, 56));
            var path = random.Next(4) == 0 ? TilePath.Entries(index, random.Next(1, 257)) : TilePath.Hashes(random.Next(0, 64), index, random.Next(1, 257));
            Assert.True(TilePath.TryParse(path.ToString(), out var again), path.ToString());
            Assert.Equal(path, again);
        }
    }

    // The example of tlog-tiles: 70,000 entries.
    [Theory]
    [InlineData(0, 272UL, 256)]
    [InlineData(0, 273UL, 112)]
    [InlineData(0, 274UL, 0)]
    [InlineData(1, 0UL, 256)]
    [InlineData(1, 1UL, 17)]
    [InlineData(2, 0UL, 1)]
    [InlineData(3, 0UL, 0)]
    [InlineData(63, 0UL, 0)]
    public void WidthAt_InTheSpecificationsExample_IsItsOwn(int level, ulong index, int width) =>
        Assert.Equal(width, TilePath.WidthAt(level, index, new TreeSize(70_000)));

    [Fact]
    public void TilePath_OutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TilePath.Hashes(64, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TilePath.Hashes(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TilePath.Hashes(0, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TilePath.Entries(0, 257));
        Assert.Throws<ArgumentOutOfRangeException>(() => TilePath.Entries(1UL << 55));
        Assert.Throws<InvalidOperationException>(() => TilePath.Entries(0).Level);
    }

    [Fact]
    public void EntryBundle_AnyWidth_IsWrittenBackExactly()
    {
        var random = new Random(3);
        for (var width = 0; width <= 256; width += random.Next(1, 20))
        {
            var entries = Enumerable.Range(0, width).Select(_ => new byte[random.Next(0, 300)]).ToArray();
            Array.ForEach(entries, random.NextBytes);
            var bundle = new byte[entries.Sum(entry => entry.Length + 2)];
            var at = 0;
            foreach (var entry in entries)
            {
                at += EntryBundle.WriteEntry(entry, bundle.AsSpan(at));
            }

            Assert.Equal(entries, EntryBundle.Parse(bundle, width).Select(entry => entry.ToArray()));
            Assert.False(EntryBundle.TryParse((byte[])[.. bundle, 0], width, out _));
            Assert.False(width < 256 && EntryBundle.TryParse(bundle, width + 1, out _));
            if (width > 0)
            {
                Assert.False(EntryBundle.TryParse(bundle, width - 1, out _));
                Assert.Throws<EntryBundleFormatException>(() => EntryBundle.Parse(bundle.AsMemory(0, bundle.Length - 1), width));
            }
        }
    }

    [Fact]
    public void PublishedLog_EverySize_HasOurTreesRootAndTiles()
    {
        var tree = new MerkleTree();
        for (var size = 0; size <= 15; size++)
        {
            var checkpoint = VerifiedCheckpoint.Open(File.ReadAllBytes(Path.Combine(Published, $"checkpoint.{size}")), PublishedKey);
            if (size > 0)
            {
                var bundle = File.ReadAllBytes(Path.Combine(Published, TilePath.Entries(0, size).ToString()));
                var tile = File.ReadAllBytes(Path.Combine(Published, TilePath.Hashes(0, 0, size).ToString()));
                var entries = EntryBundle.Parse(bundle, size);
                tree.Append(entries[^1].Span);
                Assert.Equal(tile, entries.SelectMany(entry => Merkle.LeafHash(entry.Span).ToArray()));
            }

            Assert.Equal((ulong)size, checkpoint.Size.Value);
            Assert.Equal(tree.Root(), checkpoint.Root);
        }

        Assert.Equal("one", Encoding.ASCII.GetString(EntryBundle.Parse(File.ReadAllBytes(Path.Combine(Published, "tile/entries/000.p/15")), 15)[0].Span));
    }

    // Ed25519 is deterministic: with the published private key we write the published checkpoints, byte for byte.
    [Fact]
    public void PublishedLog_SignedWithItsKey_GivesItsCheckpoints()
    {
        var signer = NoteSigner.Parse("PRIVATE+KEY+example.com/log/testdata+33d7b496+AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg");
        for (var size = 0; size <= 15; size++)
        {
            var note = File.ReadAllBytes(Path.Combine(Published, $"checkpoint.{size}"));
            var checkpoint = VerifiedCheckpoint.Open(note, PublishedKey).Checkpoint;
            Assert.Equal(note, VerifiedCheckpoint.Sign(new Checkpoint(checkpoint.Origin, checkpoint.Size, checkpoint.Root), signer).Note.ToArray());
        }
    }
}
