using System.Security.Cryptography;

namespace Vitrine.Proofs.Tests;

public sealed class Sha256Tests
{
    [Fact]
    public void Hash_AnyLengthsFromManyThreads_IsTheFrameworks() => Parallel.For(0, 8, part =>
    {
        var random = new Random(part);
        Span<byte> ours = stackalloc byte[32], portable = stackalloc byte[32];
        for (var i = 0; i < 500; i++)
        {
            var (first, second) = (new byte[random.Next(i % 10 == 0 ? 70_000 : 200)], new byte[random.Next(200)]);
            random.NextBytes(first);
            random.NextBytes(second);
            Sha256.Hash(first, second, ours);
            Sha256.HashPortably(first, second, portable);
            Assert.Equal(SHA256.HashData([.. first, .. second]), ours.ToArray());
            Assert.Equal(ours, portable);
        }
    });

    [Fact]
    public void Hash_OfNothing_IsItsPublishedValue()
    {
        var hash = new byte[32];
        Sha256.Hash([], [], hash);
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Convert.ToHexStringLower(hash));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sha256.Hash([], [], new byte[31]));
    }
}
