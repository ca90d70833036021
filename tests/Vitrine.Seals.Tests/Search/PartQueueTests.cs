namespace Vitrine.Seals.Tests;

public sealed class PartQueueTests
{
    // Whoever takes must not wait for a part that nobody searches.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public void Next_ThePartsFailHalfWay_WhatCameBeforeAndThenTheFailure(int good)
    {
        var queue = new PartQueue(Parts(good), (from, _) => new FoundLines { LineCount = from });
        for (var part = 0; part < good; part++)
        {
            Assert.Equal(part, queue.Next()!.LineCount);
        }

        Assert.Equal("torn", Assert.Throws<InvalidDataException>(queue.Next).Message);
        queue.Close();
    }

    [Fact]
    public void Next_AllPartsTaken_IsNull()
    {
        using var parts = Enumerable.Range(0, 50).Select(part => (part, part + 1)).GetEnumerator();
        var queue = new PartQueue(parts, (from, _) => new FoundLines { LineCount = from });
        Assert.Equal(Enumerable.Range(0, 50), Enumerable.Range(0, 50).Select(_ => (int)queue.Next()!.LineCount));
        Assert.Null(queue.Next());
        queue.Close();
    }

    private static IEnumerator<(int From, int To)> Parts(int good)
    {
        for (var part = 0; part < good; part++)
        {
            yield return (part, part + 1);
        }

        throw new InvalidDataException("torn");
    }
}
