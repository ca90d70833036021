using System.Text;

namespace Vitrine.Origin.Tests;

public sealed class XxHashTests
{
    /// <summary>The published test vectors of XXH64 (xxHash 0.8, cli/xsum_sanity_check.c) for its sanity buffer, and two well-known ones.</summary>
    [Theory]
    [InlineData("", 0UL, 0xEF46DB3751D8E999UL)]
    [InlineData("a", 0UL, 0xD24EC4F1A98C6E5BUL)]
    [InlineData("abc", 0UL, 0x44BC2CF5AD770999UL)]
    [InlineData("Nobody inspects the spammish repetition", 0UL, 0xFBCEA83C8A378BF1UL)]
    public void Hash_PublishedVectors_AreMet(string input, ulong seed, ulong expected) =>
        Assert.Equal(expected, XxHash.Hash(Encoding.ASCII.GetBytes(input), seed));
}
