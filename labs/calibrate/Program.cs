using System.Collections.Concurrent;
using System.Diagnostics;
using Calibrate;
using Vitrine.Origin;

// Samples: for each file of the tuning part, the best origin with the whole corpus; and with a corpus that lacks the file's own origin (five
// parts of the origins are left out in turn), where every origin is wrong.
const int Parts = 5;
var rows = Row.Read(args[0]);
if (args is [_, "--documents", var folder, .. var wanted])
{
    Documents.Write(rows, folder, wanted);
    return 0;
}

var show = args.Contains("--show");
var clock = Stopwatch.StartNew();
var learned = new ConcurrentDictionary<string, LearnedFile?>();
Parallel.ForEach(rows.Where(r => r.Use == "learn"), new ParallelOptions { MaxDegreeOfParallelism = 2 }, row => learned[row.Path] = Read(row.Path) is { } file ? LearnedFile.Of(file) : null);
var entries = rows.Where(r => r.Use == "learn").GroupBy(r => (r.Origin, r.Version))
    .Select(g => new CorpusEntry(g.Key.Origin, g.Key.Origin, g.Key.Version, [.. g.Select(r => learned[r.Path]).OfType<LearnedFile>()]))
    .Where(e => e.Files.Length > 0).ToList();
Console.WriteLine($"read {learned.Count} files in {clock.Elapsed.TotalSeconds:0.0} s; too little in: {string.Join(", ", learned.Where(l => l.Value is null).Select(l => Path.GetFileName(l.Key)))}");
clock.Restart();
var corpus = Corpus.Of(entries);
Console.WriteLine($"corpus of {corpus.Origins} origins, {corpus.Features:N0} features in {clock.Elapsed.TotalSeconds:0.00} s");
clock.Restart();
var files = new ConcurrentDictionary<Row, FileFeatures>();
var tuning = rows.Where(r => r.Use == "tuning").ToList();
Parallel.ForEach(tuning, new ParallelOptions { MaxDegreeOfParallelism = 2 }, row =>
{
    if (Read(row.Path) is { } file)
    {
        files[row] = file;
    }
});
Console.WriteLine($"read {files.Count} files of {files.Values.Sum(f => f.Size):N0} bytes in {clock.Elapsed.TotalSeconds:0.0} s");
clock.Restart();
var samples = new List<(OriginMatch Match, bool Right)>();
foreach (var group in tuning.Where(files.ContainsKey).GroupBy(r => r.Build).OrderBy(g => g.Key, StringComparer.Ordinal))
{
    var (first, none, wrong, further) = (0, 0, 0, 0);
    foreach (var row in group)
    {
        var found = corpus.Identify(files[row], CancellationToken.None);
        var best = found.Matches.IsEmpty ? found.Nearest : found.Matches[0];
        if (best is not null)
        {
            samples.Add((best, row.IsOf(best.Vendor)));
        }

        var right = !found.Matches.IsEmpty && row.IsOf(found.Matches[0].Vendor);
        first += right ? 1 : 0;
        none += found.Matches.IsEmpty ? 1 : 0;
        wrong += found.Matches.Any(m => !row.IsOf(m.Vendor)) ? 1 : 0;
        further += found.Matches.Count(m => !row.IsOf(m.Vendor));
        if (show && (row.Origin == "-" ? !found.Matches.IsEmpty : !right || found.Matches.Any(m => !row.IsOf(m.Vendor))))
        {
            Console.WriteLine($"  {row.Build} {row.Origin} {Path.GetFileName(row.Path)}:");
            foreach (var match in found.Matches.IsEmpty && best is not null ? [best] : found.Matches)
            {
                Console.WriteLine($"     {match.Confidence:0.00} {match.Vendor} [{string.Join(' ', match.Signals.Groups.Select(g => g.ToString("0.0")))}] in {match.Signals.Most:0.000} and {match.Signals.Second:0.000} of own {match.Signals.Share:0.000}: {string.Join(" | ", match.Evidence.Take(6).Select(e => $"{e.Kind} {e.Seen}"))}");
            }
        }
    }

    Console.WriteLine($"{group.Key,-24} {group.Count(),5} files: first right {first,5}, none {none,5}, with a wrong one {wrong,4} ({further})");
}

Console.WriteLine($"asked in {clock.Elapsed.TotalSeconds:0.0} s");
var names = entries.Select(e => e.Vendor).Distinct().Order(StringComparer.Ordinal).ToList();
for (var part = 0; part < Parts; part++)
{
    var without = Corpus.Of(entries.Where(e => names.IndexOf(e.Vendor) % Parts != part));
    foreach (var row in tuning.Where(r => files.ContainsKey(r) && names.IndexOf(r.Origin) is >= 0 and var n && n % Parts == part))
    {
        var found = without.Identify(files[row], CancellationToken.None);
        var best = found.Matches.IsEmpty ? found.Nearest : found.Matches[0];
        if (best is not null)
        {
            samples.Add((best, false));
            if (show && best.Confidence > 0.3)
            {
                Console.WriteLine($"  without itself: {row.Build} {row.Origin} → {best.Confidence:0.00} {best.Vendor} [{string.Join(' ', best.Signals.Groups.Select(g => g.ToString("0.0")))}] in {best.Signals.Most:0.000} and {best.Signals.Second:0.000} of own {best.Signals.Share:0.000}: {string.Join(" | ", best.Evidence.Take(6).Select(e => $"{e.Kind} {e.Seen}"))}");
            }
        }
    }
}

Console.WriteLine($"{samples.Count(s => s.Right):N0} right, {samples.Count(s => !s.Right):N0} wrong samples");

// Each sample twice: as it is, and as though the file were linked into a program twenty times as large, of which there are none to tune on.
var inputs = samples.SelectMany(s => new[] { s.Match.Signals, s.Match.Signals with { Share = s.Match.Signals.Share / 20 } }.Select(signals => (Inputs: Calibration.Inputs(signals), s.Right))).ToList();
var weights = Logistic.Fit(inputs, 0.5);
Console.WriteLine($"fitted: [{string.Join(", ", weights.Select(w => w.ToString("0.00")))}]");
foreach (var group in samples.GroupBy(s => string.Join(" and ", s.Match.Independent.Select(group => group.ToWord()))).OrderBy(group => group.Key, StringComparer.Ordinal))
{
    Console.WriteLine($"  spoken for by {(group.Key.Length == 0 ? "no group" : group.Key)}: right {group.Count(s => s.Right)}, wrong {group.Count(s => !s.Right)}, the surest of the wrong {group.Where(s => !s.Right).Select(s => Logistic.Probability(weights, Calibration.Inputs(s.Match.Signals))).DefaultIfEmpty().Max():0.000}");
}

foreach (var (what, some) in new[] { ("as they are", inputs.Where((_, i) => i % 2 == 0).ToList()), ("linked into more", inputs.Where((_, i) => i % 2 == 1).ToList()) })
{
    Console.WriteLine($"  {what}: least sure of the right: {string.Join(' ', some.Where(s => s.Right).Select(s => Logistic.Probability(weights, s.Inputs)).Order().Take(5).Select(p => p.ToString("0.000")))}");
    Console.WriteLine($"  {what}: surest of the wrong: {string.Join(' ', some.Where(s => !s.Right).Select(s => Logistic.Probability(weights, s.Inputs)).OrderDescending().Take(8).Select(p => p.ToString("0.000")))}");
    foreach (var bar in (double[])[0.3, 0.5, 0.7, 0.9])
    {
        var above = some.Where(s => Logistic.Probability(weights, s.Inputs) >= bar).ToList();
        Console.WriteLine($"  {what}: at {bar}: right {above.Count(s => s.Right)} of {some.Count(s => s.Right)}, wrong {above.Count(s => !s.Right)} of {some.Count(s => !s.Right)}");
    }
}

return 0;

static FileFeatures? Read(string path) => File.Exists(path) && new FileInfo(path).Length > 0 && !path.EndsWith(".zip", StringComparison.Ordinal) ? FeatureReader.Read(path, File.ReadAllBytes(path), CancellationToken.None) : null;
