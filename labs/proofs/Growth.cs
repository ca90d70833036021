using System.Diagnostics;
using System.Globalization;
using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Lab;

/// <summary>What a log's growth costs: at each power of ten, the appends that follow, the root, and the proofs.</summary>
internal static class Growth
{
    // The appends that are measured stay below the next size.
    private const int Appends = 500, Proofs = 200, Goes = 15;

    private static readonly int[] Sizes = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];

    private sealed record At(int Size, double Append, double Root, double Prove, double Verify, int Inclusion, int Consistency)
    {
        /// <summary>The levels above the leaves: the most hashes that a proof can have.</summary>
        public int Levels => (int)Math.Ceiling(Math.Log2(Size));
    }

    /// <summary>Prints the table, draws the plot, and says whether nothing grows faster than the logarithm of the size.</summary>
    public static bool Keeps(string plot)
    {
        Measure(new MerkleTree(), Sizes[0]); // warm
        var tree = new MerkleTree();
        var rows = Sizes.Select(size => Measure(tree, size)).ToList();
        Console.WriteLine("| entries | append | root | prove inclusion | verify it | its hashes, at most | consistency's, at most | ⌈log₂⌉ |\n| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var row in rows)
        {
            Console.WriteLine($"| {row.Size} | {row.Append:0} ns | {row.Root:0} ns | {row.Prove:0} ns | {row.Verify:0} ns | {row.Inclusion} | {row.Consistency} | {row.Levels} |");
        }

        File.WriteAllText(plot, Draw(rows));
        Console.WriteLine($"\nPlot: {Path.GetFullPath(plot)}");

        // A consistency proof may name the node where the old tree ends besides one hash a level.
        var (first, last) = (rows[0], rows[^1]);
        var allowed = (double)last.Levels / first.Levels;
        return rows.TrueForAll(row => row.Inclusion <= row.Levels && row.Consistency <= row.Levels + 1)
            & Within("append", last.Append / first.Append, allowed)
            & Within("verify", last.Verify / first.Verify, allowed);
    }

    private static bool Within(string what, double grown, double allowed)
    {
        Console.WriteLine($"{what}: {grown:0.00} times the time at 10⁷ as at 10³; the logarithm grows {allowed:0.00} times{(grown <= allowed ? "" : ": MISSED")}.");
        return grown <= allowed;
    }

    private static At Measure(MerkleTree tree, int size)
    {
        while (tree.Size.Value < (ulong)size)
        {
            tree.AppendLeafHash(Leaf(tree.Size.Value));
        }

        var at = tree.Size;
        var root = tree.Root();
        var random = new Random(size);
        var indexes = Enumerable.Range(0, Proofs).Select(_ => new LogIndex((ulong)random.Next(size))).ToList();
        var proofs = indexes.ConvertAll(index => tree.ProveInclusion(index, at));
        var consistency = indexes.Max(index => tree.ProveConsistency(new TreeSize(index.Value + 1), at).Path.Length);
        var rootTime = Time(Proofs, _ => tree.Root(at));
        var prove = Time(Proofs, i => tree.ProveInclusion(indexes[i], at));
        var verify = Time(Proofs, i =>
        {
            if (!proofs[i].Verify(tree.Node(0, indexes[i].Value), root))
            {
                throw new InvalidOperationException("A proof of ours does not verify.");
            }
        });
        var entry = new byte[256];
        var append = Time(Appends, _ => tree.Append(entry));
        return new At(size, append, rootTime, prove, verify, proofs.Max(proof => proof.Path.Length), consistency);
    }

    private static Digest Leaf(ulong index) => Merkle.LeafHash(BitConverter.GetBytes(index));

    /// <summary>Nanoseconds for each of so many; of many goes the one that was least disturbed.</summary>
    private static double Time(int count, Action<int> action)
    {
        var goes = new double[Goes];
        for (var go = 0; go < goes.Length; go++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < count; i++)
            {
                action(i);
            }

            goes[go] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / count;
        }

        return goes.Min();
    }

    private static string Draw(List<At> rows)
    {
        var svg = new StringBuilder("""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 340" font-family="sans-serif" font-size="13" fill="#222">
            <rect width="900" height="340" fill="#fff"/>

            """);
        Panel(svg, 60, "One append, ns", rows, row => row.Append, null);
        Panel(svg, 510, "An inclusion proof, hashes; dashed: log₂", rows, row => row.Inclusion, row => Math.Log2(row.Size));
        return svg.Append("</svg>\n").ToString();
    }

    private static void Panel(StringBuilder svg, int left, string title, List<At> rows, Func<At, double> value, Func<At, double>? beside)
    {
        const int Top = 50, Width = 340, Height = 230;
        var most = rows.Max(value) * 1.2;
        string X(int i) => (left + ((double)Width * i / (rows.Count - 1))).ToString("0.0", CultureInfo.InvariantCulture);
        string Y(double v) => (Top + (Height * (1 - (v / most)))).ToString("0.0", CultureInfo.InvariantCulture);
        string Line(Func<At, double> of) => string.Join(' ', rows.Select((row, i) => $"{X(i)},{Y(of(row))}"));

        svg.Append($"<text x=\"{left}\" y=\"30\" font-weight=\"bold\">{title}</text>\n");
        svg.Append($"<path d=\"M{left} {Top}V{Top + Height}H{left + Width}\" fill=\"none\" stroke=\"#888\"/>\n");
        if (beside is not null)
        {
            svg.Append($"<polyline points=\"{Line(beside)}\" fill=\"none\" stroke=\"#888\" stroke-dasharray=\"5 4\"/>\n");
        }

        svg.Append($"<polyline points=\"{Line(value)}\" fill=\"none\" stroke=\"#1a5fb4\" stroke-width=\"2\"/>\n");
        for (var i = 0; i < rows.Count; i++)
        {
            svg.Append($"<circle cx=\"{X(i)}\" cy=\"{Y(value(rows[i]))}\" r=\"3.5\" fill=\"#1a5fb4\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(i)}\" y=\"{Y(value(rows[i]) + (most * 0.04))}\" text-anchor=\"middle\">{value(rows[i]):0}</text>\n");
            svg.Append($"<text x=\"{X(i)}\" y=\"{Top + Height + 20}\" text-anchor=\"middle\">10{"³⁴⁵⁶⁷"[i]}</text>\n");
        }
    }
}
