using System.Diagnostics;
using System.Text;
using Vitrine.Centre;
using Vitrine.Register;

// usage: lists [ENTRIES …]   (default: 10000 100000)
foreach (var entries in args.Length > 0 ? args.Select(int.Parse) : [10_000, 100_000])
{
    await Measure.RunAsync(entries);
}

/// <summary>Import, memory, and the time that a question takes, on a list of so many entries.</summary>
internal static class Measure
{
    private static readonly DateOnly On = new(2026, 1, 3);

    public static async Task RunAsync(int entries)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"vitrine-lists-{Environment.ProcessId}");
        Part[] parts = [new RegisterPart(), new EntitiesPart(), new ListsPart()];
        try
        {
            await using (await OpenCentre.CreateAsync(folder, "Lab", parts, TimeProvider.System, CancellationToken.None))
            {
            }

            await using var centre = await OpenCentre.OpenAsync(folder, parts, CentreUse.Serve, TimeProvider.System, CancellationToken.None);
            var names = new Names(7);
            var (csv, sample) = Made(entries, names);
            await ImportAsync(centre, $"import of {entries:N0} entries, {csv.Length / 1e6:N1} MB", csv, "2026-01-01");
            await ImportAsync(centre, "a second version, all but one entry the same", csv.Replace("e1,", "e1x,", StringComparison.Ordinal), "2026-01-02");
            Ask(centre, names, sample);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ImportAsync(OpenCentre centre, string what, string text, string date)
    {
        var (clock, used) = (Stopwatch.StartNew(), Processor());
        await ListDesk.ImportAsync(centre, Encoding.UTF8.GetBytes(text), "lab.csv", new ListAbout(null, null, null, DateOnly.Parse(date), null), Actor.Console, CancellationToken.None);
        Console.WriteLine($"{what}: {clock.Elapsed.TotalSeconds:N1} s, {(Processor() - used) / 1000:N1} s of processor time");
    }

    private static void Ask(OpenCentre centre, Names names, List<string> sample)
    {
        using var views = centre.Snapshot();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();
        Lists.Screen("warm up", On, views);
        clock.Stop();
        Console.WriteLine($"first question, which reads the index: {clock.Elapsed.TotalSeconds:N2} s; the index takes {(GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6:N0} MB");
        foreach (var name in sample)
        {
            Lists.Screen(name, On, views);
        }

        Ask("as it is listed", sample);
        Ask("without its last word", [.. sample.Select(name => string.Join(' ', name.Split(' ')[..^1]))]);
        Ask("with a typing error", [.. sample.Select(name => name.Length > 8 ? name[..4] + name[5] + name[4] + name[6..] : name)]);
        Ask("names of nobody", [.. Enumerable.Range(0, 200).Select(_ => names.Nobody())]);
        Ask("24 words each", [.. Enumerable.Range(0, 50).Select(_ => string.Join(' ', Enumerable.Range(0, 12).Select(_ => names.Nobody())))]);
        Ask("words that many have", Frequent());

        void Ask(string what, IReadOnlyList<string> asked)
        {
            var (times, slowest, hits, start) = (new List<double>(), (Time: 0.0, Name: ""), 0, Processor());
            foreach (var name in asked)
            {
                var one = Stopwatch.StartNew();
                hits += Lists.Screen(name, On, views).Count > 0 ? 1 : 0;
                times.Add(one.Elapsed.TotalMilliseconds);
                slowest = times[^1] > slowest.Time ? (times[^1], name) : slowest;
            }

            var each = (Processor() - start) / asked.Count;
            times.Sort();
            Console.WriteLine($"{what,-22} {asked.Count,4} asked, {hits,4} hit; {each:N1} ms of processor time each; median {times[times.Count / 2]:N1} ms, 95 % {times[times.Count * 95 / 100]:N1} ms, most {slowest.Time:N1} ms ('{slowest.Name[..Math.Min(40, slowest.Name.Length)]}')");
        }
    }

    /// <summary>Every name of one, two and three of the words that thousands of names have.</summary>
    private static List<string> Frequent()
    {
        var words = Names.Frequent;
        var random = new Random(5);
        return [.. words, .. words.SelectMany(a => words.Where(b => b != a).Select(b => $"{a} {b}")), .. Enumerable.Range(0, 300).Select(_ => string.Join(' ', random.GetItems(words, random.Next(3, 9))))];
    }

    private static double Processor() => Environment.CpuUsage.TotalTime.TotalMilliseconds;

    private static (string Csv, List<string> Sample) Made(int entries, Names names)
    {
        var csv = new StringBuilder("entry,name,aliases,since\n");
        var sample = new List<string>();
        for (var i = 0; i < entries; i++)
        {
            var name = names.Next();
            csv.Append($"e{i},\"{name}\",\"{names.Alias(name)}\",2020-01-01\n");
            if (i % Math.Max(1, entries / 200) == 0)
            {
                sample.Add(name);
            }
        }

        return (csv.ToString(), sample);
    }
}
