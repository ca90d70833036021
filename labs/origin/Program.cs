using System.Diagnostics;
using Vitrine.Lab.Origin;

// usage: origin [tuning|test] [--alone]   tuning: on the tuning part and its unrelated files, to work on; test (default): the measurement. --alone: without TLSH and ssdeep.
var folder = Environment.GetEnvironmentVariable("VITRINE_ORIGIN_SET") is { Length: > 0 } given ? given
    : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "vitrine", "origin");
var part = args.Contains("tuning") ? Use.Tuning : Use.Test;
if (args.Any(word => word is not ("tuning" or "test" or "--alone")))
{
    Console.Error.WriteLine("usage: ./lab origin [tuning|test] [--alone]");
    return 2;
}

var names = Path.Combine(AppContext.BaseDirectory, "names");
var set = EvaluationSet.Read(folder, names);
var report = new Report(set, Console.Out);
var learned = set.Files.Where(file => file.Use == Use.Learn).ToList();
var inPart = set.Files.ToLookup(file => file.IsPacked, file => file);
var asked = inPart[false].Where(IsInPart).ToList();
var packed = inPart[true].Where(IsInPart).ToList();
report.Line($"Part {part}: {learned.Count} files of {learned.Select(file => file.Origin).Distinct().Count()} origins learned; " +
    $"{asked.Count(file => !file.IsUnrelated)} files of {asked.SelectMany(file => file.Origins).Distinct().Count()} origins and {asked.Count(file => file.IsUnrelated)} unrelated files asked, {asked.Sum(file => file.Size) / 1e6:0} MB.");

var clock = Stopwatch.StartNew();
var engine = Engine.Learn(learned, CancellationToken.None);
report.Line($"Learned {engine.Corpus.Features} features of {engine.Corpus.Origins} origins in {clock.Elapsed.TotalSeconds:0.0} s.");
var ours = engine.Identify(asked, CancellationToken.None);
List<Answers> all = [ours];
if (!args.Contains("--alone"))
{
    var tlsh = Peers.Tlsh(learned, asked);
    var ssdeep = Peers.Ssdeep(learned, asked);
    var threshold = Report.ThresholdAt(tlsh, 0.005);
    all.AddRange([tlsh with { Name = "tlsh, nearest" }, tlsh.AtLeast(threshold, $"tlsh, distance at most {-Math.Ceiling(threshold)}"), ssdeep]);
}

report.Line("\n## Beside the others\n");
report.Compare(all);
report.Line("\n## By kind of build: recall@1\n");
report.ByBuild(all);
report.Line("\n## By origin: recall@1\n");
report.ByOrigin(all);
report.Line("\n## Over origins\n");
report.OverOrigins(all);
report.Line("\n## Packed by UPX\n");
report.Packed(engine.Identify(packed, CancellationToken.None), ours);
report.Line("\n## Calibration\n");
report.Calibration(ours);
report.Line("\n## False positives\n");
report.FalsePositives(ours);
report.Line("\n## Two origins in one program\n");
report.Pairs(ours);
report.Line("\n## Had their origin not been learned\n");
report.Unlearned([.. Unlearned()]);
report.Line("\n## Misses\n");
report.Misses(ours);
return 0;

bool IsInPart(EvaluationFile file) => file.Use == part || (part == Use.Test && file.Use == Use.Unrelated);

// The related files asked again, of a corpus that knows neither their origin nor what it brings with it: a fifth of the origins at a time.
IEnumerable<Answer> Unlearned()
{
    const int Parts = 5;
    var related = asked.Where(file => file.Origins.Count == 1).GroupBy(file => file.Origin).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
    for (var n = 0; n < Parts; n++)
    {
        var files = related.Where((_, i) => i % Parts == n).SelectMany(group => group).ToList();
        var without = engine.Without(files.SelectMany(set.In).ToHashSet());
        foreach (var answer in without.Identify(files, CancellationToken.None).Of)
        {
            yield return answer;
        }
    }
}
