using System.Diagnostics;
using System.Text;
using Vitrine.Centre;
using Vitrine.Register;

// usage: lists [ENTRIES]   (default: 100000)
var entries = args is [var given] ? int.Parse(given) : 100_000;
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
    var (clock, used) = (Stopwatch.StartNew(), Processor());
    await Import(csv, "2026-01-01");
    Console.WriteLine($"import of {entries:N0} entries, {csv.Length / 1e6:N1} MB: {clock.Elapsed.TotalSeconds:N1} s, {(Processor() - used) / 1000:N1} s of processor time");
    (clock, used) = (Stopwatch.StartNew(), Processor());
    await Import(csv.Replace("e1,", "e1x,", StringComparison.Ordinal), "2026-01-02");
    Console.WriteLine($"a second version, all but one entry the same: {clock.Elapsed.TotalSeconds:N1} s, {(Processor() - used) / 1000:N1} s of processor time");

    using var views = centre.Snapshot();
    var on = new DateOnly(2026, 1, 3);
    Lists.Screen("warm up", on, views);
    Ask("as it is listed", sample);
    Ask("without its last word", [.. sample.Select(name => string.Join(' ', name.Split(' ')[..^1]))]);
    Ask("with a typing error", [.. sample.Select(name => name.Length > 8 ? name[..4] + name[5] + name[4] + name[6..] : name)]);
    Ask("names of nobody", [.. Enumerable.Range(0, 200).Select(_ => names.Nobody())]);
    Ask("words that many have", ["International Trading Group", "State Bank", "Mohammed Ali", "Ivan", "Global Technology Holding"]);

    Task<ListVersion> Import(string text, string date) =>
        ListDesk.ImportAsync(centre, Encoding.UTF8.GetBytes(text), "lab.csv", new ListAbout(null, null, null, DateOnly.Parse(date), null), Actor.Console, CancellationToken.None);

    double Processor() => Environment.CpuUsage.TotalTime.TotalMilliseconds;

    void Ask(string what, IReadOnlyList<string> asked)
    {
        var times = new List<double>();
        var (hits, before) = (0, Processor());
        foreach (var name in asked)
        {
            var one = Stopwatch.StartNew();
            hits += Lists.Screen(name, on, views).Count > 0 ? 1 : 0;
            times.Add(one.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine($"{what,-24} {asked.Count,4} asked, {hits,4} hit; {(Processor() - before) / asked.Count:N1} ms of processor time each; median {times[times.Count / 2]:N1} ms, 95 % {times[times.Count * 95 / 100]:N1} ms, most {times[^1]:N1} ms");
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static (string Csv, List<string> Sample) Made(int entries, Names names)
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

/// <summary>Names such as lists have: given names that thousands share, family names, companies; a tenth in Cyrillic.</summary>
internal sealed class Names(int seed)
{
    private static readonly string[] Given = ["Mohammed", "Ali", "Ahmed", "Ivan", "Sergei", "Alexander", "Maria", "Wei", "Jun", "Kim", "Abdul", "Hassan", "Fatima", "Elena", "Dmitry", "Jose", "Carlos", "Anna", "Yusuf", "Omar"];
    private static readonly string[] Does = ["Trading", "Group", "International", "Technologies", "Shipping", "Bank", "Holding", "Energy", "Industries", "Systems"];
    private static readonly string[] Forms = ["LLC", "Ltd", "GmbH", "JSC", "S.A.", "Co., Ltd."];
    private static readonly string[] Syllables = ["ka", "ro", "vi", "sta", "mel", "dor", "an", "tek", "ul", "gri", "po", "shi", "zan", "ber", "lo", "nik", "sar", "tu", "ve", "mar", "hal", "kov", "in", "es", "tor"];
    private readonly Random _random = new(seed);

    public string Next()
    {
        var name = _random.Next(2) == 0
            ? $"{Pick(Given)} {Word(2, 4)} {(_random.Next(2) == 0 ? Word(2, 4) : "")}".Trim()
            : $"{Word(2, 4)} {Pick(Does)} {Pick(Forms)}";
        return _random.Next(10) == 0 ? Cyrillic(name) : name;
    }

    public string Alias(string name) => _random.Next(3) == 0 ? $"{name.Split(' ')[0]} {Word(2, 3)}; {Cyrillic(Word(2, 4))}" : "";

    public string Nobody() => $"{Word(4, 6)} {Word(4, 6)}";

    private string Word(int least, int most)
    {
        var word = string.Concat(Enumerable.Range(0, _random.Next(least, most + 1)).Select(_ => Pick(Syllables)));
        return char.ToUpperInvariant(word[0]) + word[1..];
    }

    private string Pick(string[] from) => from[_random.Next(from.Length)];

    private static string Cyrillic(string latin)
    {
        const string from = "abcdefghijklmnopqrstuvwxyz", to = "абкдефгхийклмнопкрстувшкиз";
        return string.Concat(latin.ToLowerInvariant().Select(c => from.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at ? to[at] : c));
    }
}
