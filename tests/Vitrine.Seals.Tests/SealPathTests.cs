using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Vitrine.Seals.Tests;

public sealed class SealPathTests
{
    [Theory]
    [InlineData("plain/ä.txt", "plain/ä.txt")]
    [InlineData(@"a\b", @"a\\b")]
    [InlineData(@"a\xE9", @"a\\xE9")]
    public void Write_Text_IsThePathWithBackslashesDoubled(string path, string written)
    {
        Assert.Equal(written, SealPath.Write(Encoding.UTF8.GetBytes(path)));
        Assert.Equal(Encoding.UTF8.GetBytes(path), SealPath.Bytes(written));
    }

    [Theory]
    [InlineData(new byte[] { 0xE9 }, @"\xE9")]
    [InlineData(new byte[] { 0xC3, 0x28 }, @"\xC3(")]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, @"\xED\xA0\x80")]
    public void Write_OtherBytes_AreEscaped(byte[] path, string written)
    {
        Assert.Equal(written, SealPath.Write(path));
        Assert.Equal(path, SealPath.Bytes(written));
    }

    [Theory]
    [InlineData(@"a\b")]
    [InlineData(@"a\")]
    [InlineData(@"\xe9")]
    [InlineData(@"\x41")]
    [InlineData(@"\xC3\xA9")]
    [InlineData(@"\xE")]
    public void TryBytes_AnotherSpelling_IsRefused(string written)
    {
        Assert.False(SealPath.TryBytes(written, out _));
        Assert.Throws<SealFormatException>(() => SealPath.Bytes(written));
    }

    [Fact]
    public void TryBytes_HalfACharacter_IsRefused() => Assert.False(SealPath.TryBytes("a\ud800", out _));

    [Fact]
    public void Write_AnyBytes_ComeBackAndAreTold() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(),
        ArbMap.Default.ArbFor<byte[]>(),
        (one, other) => SealPath.Bytes(SealPath.Write(one)).SequenceEqual(one) && (SealPath.Write(one) == SealPath.Write(other)) == one.SequenceEqual(other)).QuickCheckThrowOnFailure();
}
