using Vitrine.Seals;

/// <summary>
/// What was judged by hand: in judged/, a file a sample, named by the tree and the seed; a line a finding: true, arguable or false, the rule, PATH:LINE (without a line where the whole file is meant), and why.
/// <em>False</em>: the sentence of the finding does not hold there, whatever its severity. <em>Arguable</em>: it holds, and nobody needs it.
/// </summary>
internal static class Judgements
{
    /// <summary>Tells, of each sample, how many findings were true, arguable and false, how many of each are found now, and which true ones are lost.</summary>
    public static void Compare(string folder, IReadOnlyList<ScreeningFinding> findings)
    {
        var now = findings.Select(finding => (finding.Rule, Place: $"{finding.Path}{(finding.Line is { } line ? $":{line}" : "")}")).ToHashSet();
        foreach (var file in Directory.GetFiles(folder, "*.tsv").Order(StringComparer.Ordinal))
        {
            var judged = File.ReadLines(file).Select(line => line.Split('\t')).ToArray();
            Console.WriteLine($"{Path.GetFileNameWithoutExtension(file)}: {judged.Length} judged");
            foreach (var verdict in (ReadOnlySpan<string>)["true", "arguable", "false"])
            {
                var ones = judged.Where(one => one[0] == verdict).ToArray();
                var gone = ones.Where(one => !now.Contains((one[1], one[2]))).ToArray();
                Console.WriteLine($"  {ones.Length} {verdict}, {ones.Length - gone.Length} of them found now");
                foreach (var one in gone.Where(_ => verdict != "false"))
                {
                    Console.WriteLine($"    not found: {one[1]} {one[2]} ({one[3]})");
                }
            }
        }
    }
}
