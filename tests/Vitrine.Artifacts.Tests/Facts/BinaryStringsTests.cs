using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Vitrine.Artifacts.Tests;

public sealed class BinaryStringsTests
{
    [Fact]
    public void Find_TextsOfEachEncoding_AreFoundWhereTheyAre()
    {
        byte[] bytes =
        [
            1, 2, .. "plain ascii"u8, 0, 0xff, .. "Käsper and Пример"u8, 0, 3, 3, .. Encoding.Unicode.GetBytes("wide text"), 0, 0, 7,
            .. Encoding.Unicode.GetBytes("Лаборатория"), 0, 0, 3, .. "abc"u8, 0,
        ];

        var found = Find(bytes);

        Assert.Contains(new FoundString(2, StringEncoding.Ascii, "plain ascii"), found);
        Assert.Contains(new FoundString(15, StringEncoding.Utf8, "Käsper and Пример"), found);
        Assert.Contains(found, f => f is { Encoding: StringEncoding.Utf16, Text: "wide text" });
        Assert.Contains(found, f => f is { Encoding: StringEncoding.Utf16, Text: "Лаборатория" });
        Assert.DoesNotContain(found, f => f.Text.Contains("abc", StringComparison.Ordinal));
        Assert.All(found, f => Assert.Equal(f.Text, Decode(bytes, f)));
    }

    [Fact]
    public void Find_TextAcrossBlocks_IsOneText()
    {
        foreach (var at in (int[])[(1 << 20) - 7, (1 << 20) - 4 * BinaryStrings.Longest - 3, (1 << 20) - 1])
        {
            var bytes = new byte[(1 << 20) + 100_000];
            Encoding.ASCII.GetBytes("across the border of blocks").CopyTo(bytes, at);

            Assert.Equal([new FoundString(at, StringEncoding.Ascii, "across the border of blocks")], Find(bytes));
        }
    }

    [Fact]
    public void Find_MoreThanAllowed_SaysSo()
    {
        var bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("text!\0", 100)));
        var count = 0;

        Assert.False(BinaryStrings.Find(ByteSource.Of(bytes), 5, 99, _ => count++, CancellationToken.None));
        Assert.Equal(99, count);
        Assert.True(BinaryStrings.Find(ByteSource.Of(bytes), 5, 100, _ => { }, CancellationToken.None));
    }

    [Fact]
    public void Find_AnyBytes_GivesTextsThatStandThere()
    {
        var bytes = Gen.Frequency((3, Gen.Choose(0, 255)), (5, Gen.Choose(0x20, 0x7e)), (2, Gen.Constant(0))).Select(b => (byte)b).ArrayOf(600);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(bytes.ToArbitrary(), b => Assert.All(Find(b), f => Assert.Equal(f.Text, Decode(b, f)))));
    }

    private static string Decode(byte[] bytes, FoundString found)
    {
        var encoding = found.Encoding == StringEncoding.Utf16 ? Encoding.Unicode : Encoding.UTF8;
        return encoding.GetString(bytes, (int)found.Offset, encoding.GetByteCount(found.Text));
    }

    private static List<FoundString> Find(byte[] bytes)
    {
        var found = new List<FoundString>();
        Assert.True(BinaryStrings.Find(ByteSource.Of(bytes), BinaryStrings.DefaultLeast, int.MaxValue, found.Add, CancellationToken.None));
        return found;
    }
}
