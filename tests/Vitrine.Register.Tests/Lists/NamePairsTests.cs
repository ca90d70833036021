using Xunit.Abstractions;

namespace Vitrine.Register.Tests;

/// <summary>How well the threshold parts one party in two spellings from two parties, on pairs that were written before they were scored (pairs.tsv).</summary>
public sealed class NamePairsTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(false, 16, 3)]
    [InlineData(true, 17, 7)]
    public void Threshold_OfThePairs_FindsAsManyAsTheDesignSays(bool heldOut, int missed, int mistaken)
    {
        var pairs = Pairs(heldOut);
        var wrong = pairs.Where(pair => pair.Same != pair.Score >= Register.Lists.Threshold).ToList();
        var (same, lost, taken) = (pairs.Count(pair => pair.Same), wrong.Count(pair => pair.Same), wrong.Count(pair => !pair.Same));
        output.WriteLine($"{(heldOut ? "held out" : "tuning")}: {same} same, {pairs.Count - same} other; missed {lost}, mistaken {taken}; precision {(same - lost) / (double)(same - lost + taken):0.000}, recall {(same - lost) / (double)same:0.000}");
        foreach (var pair in wrong)
        {
            output.WriteLine($"{(pair.Same ? "missed" : "mistaken")} {pair.Score:0.00} {pair.A} / {pair.B}");
        }

        Assert.Equal((missed, mistaken), (lost, taken));
    }

    /// <summary>One half of the pairs: of each kind the first, third and so on for tuning, the others held out.</summary>
    private static List<(bool Same, string A, string B, double Score)> Pairs(bool heldOut) =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "pairs.tsv"))
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split('\t'))
            .GroupBy(fields => fields[0])
            .SelectMany(kind => kind.Where((_, i) => i % 2 == 1 == heldOut))
            .Select(fields => (fields[0] == "same", fields[1], fields[2], NameMatch.Of(NameTokens.Of(fields[1]), NameTokens.Of(fields[2])).Score)),
    ];
}
