using System.Diagnostics;
using System.Text;
using Vitrine.Seals;

namespace Vitrine.Lab;

/// <summary>
/// Whether the time of a search tells what is outside of the scope. Two seals with the same files in scope; outside, one has the text that is asked for 20,000 times, the other never. The
/// times of both are taken in random turns and compared with Welch's t over the logarithms without the slowest tenth of each.
/// </summary>
internal static class Timing
{
    private const double Suspicious = 3.3;

    public static async Task<bool> RunAsync(string folder, int trials)
    {
        using var store = Sealed.Store(Path.Combine(folder, "timing"));
        using var with = await MakeAsync(store, Path.Combine(folder, "tree-with"), "hidden_needle");
        using var without = await MakeAsync(store, Path.Combine(folder, "tree-without"), "hidden_thread");
        var scope = Scope.Of(["/open/"], []);
        ScopedSeal[] rooms = [with.In(scope), without.In(scope)];
        foreach (var room in rooms)
        {
            room.BuildIndex();
        }

        var good = true;
        foreach (var (pattern, regex) in ((string, bool)[])[("hidden_needle", false), ("hidden_n[a-z]+e", true), ("(x+x+)+hidden", true), ("zq", false)])
        {
            var times = new[] { new List<double>(), new List<double>() };
            var random = new Random(1);
            for (var i = 0; i < trials + 200; i++)
            {
                var which = random.Next(2);
                var start = Stopwatch.GetTimestamp();
                var summary = SealSearch.For(new SearchQuery { Pattern = pattern, IsRegex = regex }, TimeProvider.System).Run(rooms[which], null, CancellationToken.None);
                var took = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
                if (summary.MatchingLines != 0)
                {
                    throw new InvalidOperationException("What is outside of the scope was found.");
                }

                if (i >= 200)
                {
                    times[which].Add(Math.Log(took));
                }
            }

            var t = Welch(Trimmed(times[0]), Trimmed(times[1]));
            good &= Math.Abs(t) < Suspicious;
            Console.WriteLine($"{pattern}: {times[0].Count} and {times[1].Count} trials, medians {Math.Exp(Median(times[0])):0.0} and {Math.Exp(Median(times[1])):0.0} µs, t = {t:0.00} ({(Math.Abs(t) < Suspicious ? "no difference seen" : "DIFFERENT")} at {Suspicious})");
        }

        return good;
    }

    private static async Task<OpenSeal> MakeAsync(SealStore store, string tree, string hidden)
    {
        if (!Directory.Exists(tree))
        {
            var random = new Random(5);
            string[] words = ["struct", "device", "return", "int", "hidden", "needl", "static", "value", "buffer", "lock"];
            foreach (var (part, count, line) in ((string, int, string?)[])[("open", 600, null), ("closed", 200, hidden)])
            {
                Directory.CreateDirectory(Path.Combine(tree, part));
                for (var i = 0; i < count; i++)
                {
                    var text = new StringBuilder();
                    for (var j = 0; j < 100; j++)
                    {
                        text.Append(line ?? string.Join(' ', Enumerable.Range(0, 8).Select(_ => words[random.Next(words.Length)]))).Append('\n');
                    }

                    await File.WriteAllTextAsync(Path.Combine(tree, part, $"f{i}.c"), text.Append(i).ToString());
                }
            }
        }

        return await Sealed.OpenAsync(store, tree);
    }

    private static double[] Trimmed(List<double> values) => [.. values.Order().Take(values.Count * 9 / 10)];

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static double Welch(double[] first, double[] second)
    {
        var (meanOne, meanTwo) = (first.Average(), second.Average());
        var spread = (first.Sum(value => Math.Pow(value - meanOne, 2)) / (first.Length - 1) / first.Length) + (second.Sum(value => Math.Pow(value - meanTwo, 2)) / (second.Length - 1) / second.Length);
        return (meanOne - meanTwo) / Math.Sqrt(spread);
    }
}
