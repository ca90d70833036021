namespace Vitrine.Room.Tests;

public sealed class LineSetTests
{
    [Fact]
    public void Add_RandomRanges_AgreesWithASetOfNumbers()
    {
        var random = new Random(7731);
        for (var round = 0; round < 300; round++)
        {
            var (set, model) = (new LineSet(), new HashSet<int>());
            for (var add = 0; add < 25; add++)
            {
                var from = random.Next(1, 80);
                var to = Math.Min(80, from + random.Next(0, 12));
                set.Add(from, to);
                model.UnionWith(Enumerable.Range(from, to - from + 1));

                Assert.Equal(model.Count, set.Count);
                var last = random.Next(0, 90);
                Assert.Equal(model.Count(line => line <= last), set.CountUpTo(last));
                Assert.All(Enumerable.Range(0, 90), line => Assert.Equal(model.Contains(line), set.Contains(line)));
                Assert.All(set.Ranges.Zip(set.Ranges.Skip(1)), pair => Assert.True(pair.First.To + 1 < pair.Second.From));
            }
        }
    }

    [Fact]
    public void Add_TheLastLinesThereCanBe_DoesNotOverflow()
    {
        var set = new LineSet();
        set.Add(1, int.MaxValue);
        set.Add(int.MaxValue, int.MaxValue);
        set.Add(5, 6);

        Assert.Equal(int.MaxValue, set.Count);
        Assert.Equal([(1, int.MaxValue)], set.Ranges);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 5)]
    [InlineData(5, 4)]
    public void Add_NoRange_IsACallersFault(int from, int to) => Assert.Throws<ArgumentOutOfRangeException>(() => new LineSet().Add(from, to));
}
