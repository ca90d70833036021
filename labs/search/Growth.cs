using System.Diagnostics;
using System.Globalization;
using System.Text;
using Vitrine.Seals;

namespace Vitrine.Lab;

/// <summary>Index time, index size and query time at 0.1, 1 and 3 times a tree. The three-fold tree is the tree and two copies in which every line differs a little, so that nothing is found twice.</summary>
internal static class Growth
{
    private static readonly (string Name, double Share)[] Sizes = [("0.1", 0.1), ("1", 1), ("3", 3)];
    private static readonly Question[] Questions = [new("rare literal", "mtk_ovl_adaptor"), new("common literal", "kfree("), new("very common", "return"), new("no trigram", "[0-9]{9,}", Regex: true)];

    private sealed record At(long Bytes, double Seconds, double Cpu, long Index, double[] Queries, double[] First);

    /// <summary>Prints a row a size as it is done, and draws the plot.</summary>
    public static async Task RunAsync(string folder, string tree)
    {
        Console.WriteLine($"load {File.ReadAllText("/proc/loadavg").Trim()}\n\n| size | bytes | index, s | CPU, s | × source | {string.Join(" | ", Questions.Select(question => question.Class + ": all, first 50, ms"))} |\n| --- | --- | --- | --- | --- |{string.Concat(Questions.Select(_ => " --- |"))}");
        using var store = Sealed.Store(Path.Combine(folder, "growth"));
        var rows = new List<At>();
        foreach (var (name, share) in Sizes)
        {
            var made = Path.Combine(folder, "tree-" + name);
            if (!Directory.Exists(made))
            {
                Make(tree, made + ".part", share);
                Directory.Move(made + ".part", made);
            }

            using var seal = await Sealed.OpenAsync(store, made);
            seal.Load(null, CancellationToken.None);
            rows.Add(Measure(seal));
            var row = rows[^1];
            Console.WriteLine($"| {name} | {row.Bytes:N0} | {row.Seconds:0.0} | {row.Cpu:0.0} | {(double)row.Index / row.Bytes:0.000} | {string.Join(" | ", row.Queries.Zip(row.First, (all, first) => $"{all:0.0}, {first:0.0}"))} |");
        }

        var plot = Path.Combine(folder, "growth.svg");
        await File.WriteAllTextAsync(plot, Draw(rows));
        Console.WriteLine($"\nPlot: {plot}; load {File.ReadAllText("/proc/loadavg").Trim()}");
    }

    /// <summary>A room makes its index, of all but one file, and asks each question five times; medians.</summary>
    private static At Measure(OpenSeal seal)
    {
        var room = seal.In(Scope.Of(["**"], ["/" + seal.Whole.Files[0].Path]));
        var (start, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        room.BuildIndex();
        var (seconds, spent) = (Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
        double[] Median(Func<ScopedSeal, Question, Spent> ask) => [.. Questions.Select(question => Enumerable.Range(0, 5).Select(_ => ask(room, question).Milliseconds).Order().ElementAt(2))];
        return new At(room.Measure.Bytes, seconds, spent, room.IndexBytes, Median(Compare.AllLines), Median(Compare.FirstPage));
    }

    private static string Draw(List<At> rows)
    {
        var svg = new StringBuilder("""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 340" font-family="sans-serif" font-size="13" fill="#222">
            <rect width="900" height="340" fill="#fff"/>

            """);
        Panel(svg, 60, "Making the index", rows, [("CPU seconds", row => row.Cpu), ("tens of MB", row => row.Index / 1e7)]);
        Panel(svg, 510, "All lines, ms", rows, [(Questions[1].Shown, row => row.Queries[1]), (Questions[2].Shown, row => row.Queries[2]), (Questions[3].Shown, row => row.Queries[3])]);
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>Both axes from zero, the size along the first: what is straight grows with the size.</summary>
    private static void Panel(StringBuilder svg, int left, string title, List<At> rows, (string Name, Func<At, double> Of)[] values)
    {
        const int Top = 50, Width = 340, Height = 230;
        string[] colours = ["#1a5fb4", "#888", "#c64600"];
        var most = values.Max(value => rows.Max(value.Of)) * 1.2;
        string X(At row) => (left + ((double)Width * row.Bytes / rows[^1].Bytes)).ToString("0.0", CultureInfo.InvariantCulture);
        string Y(double v) => (Top + (Height * (1 - (v / most)))).ToString("0.0", CultureInfo.InvariantCulture);
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{left}\" y=\"30\" font-weight=\"bold\">{title}</text>\n<path d=\"M{left} {Top}V{Top + Height}H{left + Width}\" fill=\"none\" stroke=\"#888\"/>\n");
        foreach (var ((name, value), colour) in values.Zip(colours))
        {
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{string.Join(' ', rows.Select(row => $"{X(row)},{Y(value(row))}"))}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>\n");
            foreach (var row in rows)
            {
                svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(row)}\" cy=\"{Y(value(row))}\" r=\"3.5\" fill=\"{colour}\"/>\n");
            }

            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(rows[^1])}\" y=\"{Y(value(rows[^1]) + (most * 0.04))}\" text-anchor=\"end\" fill=\"{colour}\">{name}: {value(rows[^1]):0.#}</text>\n");
        }

        foreach (var (row, size) in rows.Zip(Sizes))
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(row)}\" y=\"{Top + Height + 20}\" text-anchor=\"middle\">{size.Name}×</text>\n");
        }
    }

    private static void Make(string tree, string made, double share)
    {
        for (var copy = 0; copy < Math.Max(1, share); copy++)
        {
            var files = Directory.EnumerateFiles(tree, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Order(StringComparer.Ordinal);
            foreach (var (index, file) in files.Index())
            {
                if (share < 1 && index % (int)(1 / share) != 0)
                {
                    continue;
                }

                var target = Path.Combine(made, $"copy{copy}", Path.GetRelativePath(tree, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                var bytes = File.ReadAllBytes(file);
                if (copy > 0)
                {
                    for (var i = copy; i < bytes.Length; i += 37)
                    {
                        bytes[i] = bytes[i] is >= (byte)'b' and <= (byte)'y' ? (byte)(bytes[i] + (copy == 1 ? 1 : -1)) : bytes[i];
                    }
                }

                File.WriteAllBytes(target, bytes);
            }
        }
    }
}
