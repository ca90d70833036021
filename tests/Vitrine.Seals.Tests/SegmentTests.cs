using System.Collections.Concurrent;
using System.Text;

namespace Vitrine.Seals.Tests;

public sealed class SegmentTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Segments_OfASealAndTheNext_AreMadeOncePerPackAndReadBack()
    {
        using var store = Store();
        _folder.Write("tree/a", "alpha").Write("tree/b", "beta").Write("tree/copy", "alpha").Write("tree/empty", "");
        await store.MakeAsync(_folder["tree"]);
        _folder.Write("tree/b", "gamma");

        var next = await store.MakeAsync(_folder["tree"]);

        using var seal = store.Open(next.Root);
        var built = 0;
        var segments = seal.Segments(() => new Listing(() => built++), CancellationToken.None);
        Assert.Equal(["a=alpha,null=beta", "b=gamma"], Told(seal, segments));
        Assert.Equal(0, built);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Segments_MissingOrDamaged_AreBuiltAgainFromTheContents(bool missing)
    {
        using var store = Store();
        _folder.Write("tree/a", "alpha").Write("tree/b", "beta");
        var made = await store.MakeAsync(_folder["tree"]);
        var file = Directory.GetFiles(_folder["store/packs"], "*.listing-1").Single();
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^1] ^= 1;
        File.Delete(file);
        if (!missing)
        {
            await File.WriteAllBytesAsync(file, bytes);
        }

        using var seal = store.Open(made.Root);

        Assert.Equal(["a=alpha,b=beta"], Told(seal, seal.Segments(() => new Listing(() => { }), CancellationToken.None)));
    }

    [Fact]
    public async Task DestroyAsync_SealThatSharesAPack_DeletesSideDataThatTellOfErasedContents()
    {
        using var store = Store();
        _folder.Write("one/own", "own").Write("one/shared", "shared").Write("two/shared", "shared").Write("two/new", "new");
        var one = await store.MakeAsync(_folder["one"]);
        var two = await store.MakeAsync(_folder["two"]);
        Assert.Equal(2, Directory.GetFiles(_folder["store/packs"], "*.listing-1").Length);

        await store.DestroyAsync(one.Root, CancellationToken.None);

        Assert.Single(Directory.GetFiles(_folder["store/packs"], "*.listing-1"));
        using (var seal = store.Open(two.Root))
        {
            Assert.Equal(["new=new", "shared=shared"], Told(seal, seal.Segments(() => new Listing(() => { }), CancellationToken.None)));
        }

        await store.DestroyAsync(two.Root, CancellationToken.None);
        Assert.Empty(Directory.GetFiles(_folder["store/packs"]));
    }

    [Fact]
    public async Task Segments_OnDisk_ShowNothingOfTheContents()
    {
        using var store = Store();
        _folder.Write("tree/secret-name", "secret content that a segment repeats");

        await store.MakeAsync(_folder["tree"]);

        Assert.All(Directory.GetFiles(_folder["store/packs"]), file => Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf("secret"u8) < 0));
    }

    private static string[] Told(OpenSeal seal, IReadOnlyList<Segment> segments) =>
    [
        .. segments.Select(segment => string.Join(',', Encoding.UTF8.GetString(segment.Data.Span).Split('\n').Select((text, number) =>
            $"{(segment.Contents[number] is { } content ? seal.Files[seal.FirstFileOf(content)].Path : "null")}={text}").Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal),
    ];

    private SealStore Store() => new(_folder["store"], new TestKeys(7), TimeProvider.System) { SegmentBuilders = [() => new Listing(() => { })] };

    /// <summary>The contents themselves, a line each: as telling as side data can be.</summary>
    private sealed class Listing(Action finished) : ISegmentBuilder
    {
        private readonly ConcurrentDictionary<int, string> _lines = new();

        public string Name => "listing-1";

        public void Add(int contentInPack, string path, ReadOnlySpan<byte> bytes) => Assert.True(_lines.TryAdd(contentInPack, Encoding.UTF8.GetString(bytes)));

        public ReadOnlyMemory<byte> Finish()
        {
            finished();
            Assert.Equal(Enumerable.Range(0, _lines.Count), _lines.Keys.Order());
            return Encoding.UTF8.GetBytes(string.Join('\n', _lines.OrderBy(line => line.Key).Select(line => line.Value)));
        }
    }
}
