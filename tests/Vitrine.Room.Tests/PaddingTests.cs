using System.Numerics;
using System.Text.Json;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;

namespace Vitrine.Room.Tests;

/// <summary>What the sizes of sealed parts tell: their size class, and within a class nothing, neither of length nor of kind.</summary>
public sealed class PaddingTests
{
    private const int Tag = 16;
    private const int Largest = 32 * 1024;

    [Theory]
    [InlineData('x')]
    [InlineData('\u00e4')]
    [InlineData('\u6f22')]
    [InlineData('"')]
    public void Seal_TextsOfEveryLength_GiveTheClassAlone(char letter)
    {
        using var key = SessionKey.Create("s-0123456789");
        var sizes = new SortedSet<int>();
        for (var length = 1; length <= 8000; length = length < 200 ? length + 1 : length + 61)
        {
            var text = new string(letter, length);
            if (JsonEncodedText.Encode(text, ActJson.Options.Encoder).EncodedUtf8Bytes.Length > Largest - 2048)
            {
                break;
            }

            var note = Sealed(key, new WrittenDetail(new NoteDetail("n-01234567", Scene.MainPath, default, 1, text), null));
            var finding = Sealed(key, new WrittenDetail(null, new FindingDetail("f-01234567", new string(letter, length % 200), FindingSeverity.Critical, Scene.MainPath, default, int.MaxValue, text, false, DateOnly.MaxValue), [new FindingKnown("f-01234567", "p-0123456789ab", null, KnownHow.Wrote, DateOnly.MaxValue)]));
            Assert.Equal(note, finding);
            sizes.Add(note);
        }

        Assert.All(sizes, size => Assert.True(BitOperations.IsPow2(size - Tag) && size - Tag is >= SomethingWritten.LeastBytes and <= Largest));
    }

    [Fact]
    public void Seal_ShortNotesFindingsAndKnowledge_AreOfOneSize()
    {
        using var key = SessionKey.Create("s-0123456789");
        for (var length = 1; length <= 2300; length += 17)
        {
            var text = new string('x', length);
            Assert.Equal(SomethingWritten.LeastBytes + Tag, Sealed(key, new WrittenDetail(new NoteDetail("n-01234567", new string('p', 200), default, int.MaxValue, text), null)));
            Assert.Equal(SomethingWritten.LeastBytes + Tag, Sealed(key, new WrittenDetail(null, new FindingDetail("f-01234567", "T", FindingSeverity.Info, new string('p', 200), default, 1, text, true, DateOnly.MaxValue))));
        }

        var known = Enumerable.Range(0, 24).Select(i => new FindingKnown($"f-{i:x8}", "p-0123456789ab", null, KnownHow.FoundToo, DateOnly.MaxValue)).ToList();
        Assert.Equal(SomethingWritten.LeastBytes + Tag, Sealed(key, new WrittenDetail(null, null, known)));
    }

    [Fact]
    public void Seal_FramesOfAFileOrTheTree_AreOfOneSizeAndSearchesOfAFew()
    {
        using var key = SessionKey.Create("s-0123456789");
        foreach (var kind in Enum.GetValues<FrameKind>())
        {
            for (var length = 1; length <= 255; length++)
            {
                var path = new string('p', length);
                Assert.Equal(FrameDelivered.LeastBytes + Tag, Sealed(key, Frame(kind, $"file={path}\nfrom=401\nq={path}", [new LineRange(path, default, 401, 800)])));
            }
        }

        // A search names the lines that it showed, 50 a page: how many, in steps of doubling, shows.
        var sizes = Enumerable.Range(0, 51).Select(hits => Sealed(key, Frame(FrameKind.Search, "q=x", [.. Enumerable.Range(1, hits).Select(line => new LineRange(Scene.MainPath, default, line, line))]))).Distinct().ToList();
        Assert.Equal([2048 + Tag, 4096 + Tag, 8192 + Tag], sizes);
    }

    [Fact]
    public void Seal_EveryPlaintextLength_IsRoundedUpToItsClassAndRefusedBeyondTheLast()
    {
        using var key = SessionKey.Create("s-0123456789");
        for (var length = 2; length <= Largest; length = length < 1100 ? length + 1 : (length * 2) - 1)
        {
            var plaintext = new string('x', length - 2);
            Assert.Equal(length, JsonSerializer.SerializeToUtf8Bytes(plaintext).Length);
            Assert.Equal(Math.Max(512, (int)BitOperations.RoundUpToPowerOf2((uint)length)) + Tag, key.Seal("kind", plaintext).Box.Length);
        }

        Assert.Equal(Largest + Tag, key.Seal("kind", new string('x', Largest - 2)).Box.Length);
        Assert.Throws<ActRefusedException>(() => key.Seal("kind", new string('x', Largest - 1)));
    }

    private static FrameDetail Frame(FrameKind kind, string request, IReadOnlyList<LineRange> lines) =>
        new(kind, request, lines, "p-0123456789ab \u00b7 s-0123456789 \u00b7 2026-03-02T12:00:00Z", RoomSession.Renderer, default, default(Digest));

    private static int Sealed(SessionKey key, WrittenDetail detail) => key.Seal("room.written", detail, SomethingWritten.LeastFor(detail)).Box.Length;

    private static int Sealed(SessionKey key, FrameDetail detail) => key.Seal("room.frameDelivered", detail, FrameDelivered.LeastBytes).Box.Length;
}
