using System.Diagnostics;
using System.Globalization;
using System.Text;
using Vitrine.Seals;

// See run for what the modes are. The first arguments are a folder of its own, for the store, and that of the judgements.
const double Bar = 100;
const int SampleSize = 100;
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var trees = new Trees(args[0]);
var mode = args.Length > 2 && args[2] is "sample" or "judged" or "cost" or "next" ? args[2] : "";
string[] rest = [.. args.Skip(mode.Length > 0 ? 3 : 2)];
var seed = 5;
if (mode == "sample" && rest.Length > 0 && int.TryParse(rest[0], out var given))
{
    (seed, rest) = (given, rest[1..]);
}

if (rest.Length == 0 && mode != "next")
{
    rest = ["/tmp/kernel/linux-source-6.1"];
}

if (mode == "next" ? rest.Length != 2 : !Array.TrueForAll(rest, Directory.Exists))
{
    Console.Error.WriteLine("Usage: ./lab screen [TREE …] | sample [SEED] [TREE …] | judged [TREE] | cost [TREE] | next OLD NEW | debian [NAME …]; a tree is a folder of sources.");
    return 2;
}

if (mode == "next")
{
    await NextAsync();
    return 0;
}

var failed = false;
foreach (var folder in rest)
{
    using var seal = await trees.OpenAsync(folder);
    switch (mode)
    {
        case "sample":
            ShowSample(seal);
            break;
        case "judged":
            Judgements.Compare(args[1], All(seal, ScreeningEngine.For(ScreeningAudience.Both)).Findings);
            break;
        case "cost":
            ShowCost(seal);
            break;
        default:
            failed |= !KeepsBar(seal, ScreeningAudience.Host) | !KeepsBar(seal, ScreeningAudience.Reviewer);
            break;
    }
}

return failed ? 1 : 0;

// Five times after a first one, which is for the compiler; then everything that is found, by rule.
static bool KeepsBar(OpenSeal seal, ScreeningAudience audience)
{
    var engine = ScreeningEngine.For(audience);
    var result = All(seal, engine);
    var rates = Enumerable.Range(0, 5).Select(_ => Measure(seal, engine)).OrderBy(rate => rate.Wall).ToArray();
    Console.WriteLine(
        $"{audience}: {result.Findings.Count:N0} findings, {rates[2].Wall:N0} MB/s of contents in memory on {Environment.ProcessorCount} cores (median of 5; {rates[0].Wall:N0} to {rates[4].Wall:N0}; "
        + $"{rates.Max(rate => rate.Core):N0} MB a second of one core's time)\n");
    Console.WriteLine("| rule | high | medium | low |\n| --- | ---: | ---: | ---: |");
    foreach (var rule in result.Findings.GroupBy(finding => finding.Rule).OrderBy(rule => rule.Key, StringComparer.Ordinal))
    {
        Console.WriteLine($"| `{rule.Key}` | {Count(rule, ScreeningSeverity.High)} | {Count(rule, ScreeningSeverity.Medium)} | {Count(rule, ScreeningSeverity.Low)} |");
    }

    Console.WriteLine();
    foreach (var finding in result.Findings.Where(finding => finding.Severity == ScreeningSeverity.High))
    {
        Console.WriteLine($"high {Show(finding)}");
    }

    return rates[2].Wall >= Bar || result.Bytes < 100_000_000;
}

// The rules that found anything, by name, take turns; each gives its next finding in an order that Random(seed) shuffled.
void ShowSample(OpenSeal seal)
{
    var random = new Random(seed);
    var rules = All(seal, ScreeningEngine.For(ScreeningAudience.Both)).Findings.GroupBy(finding => finding.Rule).OrderBy(rule => rule.Key, StringComparer.Ordinal).Select(rule =>
    {
        var findings = rule.ToArray();
        random.Shuffle(findings);
        return findings;
    }).ToArray();
    var sample = Enumerable.Range(0, SampleSize).SelectMany(turn => rules.Where(rule => turn < rule.Length).Select(rule => rule[turn])).Take(SampleSize);
    foreach (var finding in sample.OrderBy(finding => finding.Rule, StringComparer.Ordinal))
    {
        Console.WriteLine($"{Show(finding)}\n    {finding.Severity}: {Line(seal, finding)}");
    }
}

// Each rule alone, less what the pass over the anchors costs without any.
static void ShowCost(OpenSeal seal)
{
    var nothing = Measure(seal, new ScreeningEngine([])).Seconds;
    var costs = Screening.Rules.Select(rule => (rule.Id, Cost: Measure(seal, new ScreeningEngine([rule])).Seconds - nothing)).ToArray();
    Console.WriteLine($"{nothing:0.00} s of a core's time for no rule, {Measure(seal, ScreeningEngine.For(ScreeningAudience.Both)).Seconds:0.00} s for all\n\n| rule | seconds |\n| --- | ---: |");
    foreach (var (id, cost) in costs.OrderByDescending(one => one.Cost))
    {
        Console.WriteLine($"| `{id}` | {cost:0.00} |");
    }
}

// What a second release costs a server that has screened the first.
async Task NextAsync()
{
    using var first = await trees.OpenAsync(rest[0]);
    using var second = await trees.OpenAsync(rest[1]);
    foreach (var audience in (ReadOnlySpan<ScreeningAudience>)[ScreeningAudience.Host, ScreeningAudience.Reviewer])
    {
        Measure(first, ScreeningEngine.For(audience));
        var memory = new ScreeningMemory();
        foreach (var seal in (ReadOnlySpan<OpenSeal>)[first, second])
        {
            var steps = 0;
            var (watch, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            var result = Screening.Run(seal.Whole, audience, memory, new Counting(() => steps++), CancellationToken.None);
            var (wall, core) = (watch.Elapsed, Environment.CpuUsage.TotalTime - processor);
            var alone = Screening.Run(seal.Whole, audience, null, null, CancellationToken.None);
            Console.WriteLine(
                $"{audience}: {result.Files:N0} files, {result.Recalled:N0} of them known; {wall.TotalSeconds:0.00} s, {core.TotalSeconds:0.00} s of cores' time; progress told {steps:N0} times; "
                + $"{(result.Findings.SequenceEqual(alone.Findings) ? "the same findings as without memory" : "OTHER FINDINGS than without memory")}");
        }
    }
}

static ScreeningResult All(OpenSeal seal, ScreeningEngine engine) => Screening.Run(seal.Whole, engine, int.MaxValue, null, null, CancellationToken.None);

static (double Wall, double Core, double Seconds) Measure(OpenSeal seal, ScreeningEngine engine)
{
    var (watch, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
    var result = Screening.Run(seal.Whole, engine, Screening.MaxFindings, null, null, CancellationToken.None);
    var seconds = (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
    return (result.Bytes / 1e6 / watch.Elapsed.TotalSeconds, result.Bytes / 1e6 / seconds, seconds);
}

static int Count(IEnumerable<ScreeningFinding> findings, ScreeningSeverity severity) => findings.Count(finding => finding.Severity == severity);

static string Show(ScreeningFinding finding) => $"{finding.Rule} {finding.Path}:{finding.Line} {finding.Message}";

static string Line(OpenSeal seal, ScreeningFinding finding)
{
    if (finding.Line is not { } line)
    {
        return "(the whole file)";
    }

    var text = Encoding.UTF8.GetString(new ScreenedFile(finding.Path, seal.Whole.Read(finding.Path)).Text).Split('\n')[line - 1].Trim();
    return text.Length > 200 ? text[..200] : text;
}

/// <summary>Counts how often progress is told.</summary>
internal sealed class Counting(Action told) : IProgress<SealProgress>
{
    public void Report(SealProgress value) => told();
}
