using System.Text;

namespace Vitrine.Seals.Tests;

public sealed class ArenaTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ContentOf_FilesOfOneContent_IsOneNumberInTheOrderOfFirstPaths()
    {
        using var seal = await Sealing.OpenAsync(_folder, ("a", "two"u8.ToArray()), ("b", "one"u8.ToArray()), ("c", "two"u8.ToArray()), ("d", []));

        Assert.Equal(3, seal.Contents);
        Assert.Equal([0, 1, 0, 2], Enumerable.Range(0, 4).Select(place => seal.ContentOf(place).Value));
        Assert.Equal("two", Encoding.UTF8.GetString(seal.TextOf(new ContentId(0))));
        Assert.Equal("ne", Encoding.UTF8.GetString(seal.TextOf(new ContentId(1), 1, 2)));
        Assert.Equal(0, seal.TextOf(new ContentId(2)).Length);
        Assert.Equal(3, seal.FirstFileOf(new ContentId(2)));
    }

    [Fact]
    public async Task TextOf_ContentsThatFollowEachOther_LieOneAfterAnother()
    {
        using var seal = await Sealing.OpenAsync(_folder, ("a", "first"u8.ToArray()), ("b", "second"u8.ToArray()));
        using var use = seal.Use();

        var first = seal.TextOf(new ContentId(0));
        var second = seal.TextOf(new ContentId(1));

        Assert.True(System.Runtime.CompilerServices.Unsafe.AreSame(
            in System.Runtime.InteropServices.MemoryMarshal.GetReference(second),
            in System.Runtime.CompilerServices.Unsafe.Add(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(first), 5)));
    }

    [Fact]
    public async Task Map_OfAnOpenSeal_IsAnonymousAndNotInCoreDumps()
    {
        var text = new string('m', 3 << 20);
        using var seal = await Sealing.OpenAsync(_folder, ("a", Encoding.UTF8.GetBytes(text)));
        var address = AddressOf(seal.TextOf(new ContentId(0)));

        var map = (await File.ReadAllLinesAsync("/proc/self/smaps")).SkipWhile(line => !Holds(line, address)).ToArray();

        Assert.Equal("00:00 0", string.Join(' ', map[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[3..]));
        var flags = map.First(line => line.StartsWith("VmFlags:", StringComparison.Ordinal)).Split(' ');
        Assert.Contains("dd", flags);
        Assert.Contains("dc", flags);
    }

    [Fact]
    public async Task Dispose_WhileAReaderHoldsMemory_OverwritesOnceItEnds()
    {
        var seal = await Sealing.OpenAsync(_folder, ("a", "secret"u8.ToArray()));
        var use = seal.Use();
        var memory = seal.Whole.Read("a");

        seal.Dispose();
        Assert.Equal("secret", Encoding.UTF8.GetString(memory.Span));
        use.Dispose();

        Assert.Equal(new byte[6], memory.ToArray());
        Assert.Throws<ObjectDisposedException>(() => seal.Whole.Read("a"));
    }

    [Fact]
    public async Task Pieces_AnyLength_CoverTheFileAndEndAfterLines()
    {
        using var seal = await Sealing.OpenAsync(_folder, ("a", "one\ntwo\na long line of text\nend"u8.ToArray()));

        var pieces = seal.Whole.Pieces(0, 9).Select(piece => Encoding.UTF8.GetString(piece.Span)).ToArray();

        Assert.Equal(["one\ntwo\n", "a long li", "ne of tex", "t\nend"], pieces);
    }

    private static unsafe ulong AddressOf(ReadOnlySpan<byte> span)
    {
        fixed (byte* start = span)
        {
            return (ulong)start;
        }
    }

    private static bool Holds(string line, ulong address)
    {
        var range = line.Split(' ')[0].Split('-');
        return range.Length == 2
            && ulong.TryParse(range[0], System.Globalization.NumberStyles.HexNumber, null, out var from)
            && ulong.TryParse(range[1], System.Globalization.NumberStyles.HexNumber, null, out var to)
            && from <= address && address < to;
    }
}
