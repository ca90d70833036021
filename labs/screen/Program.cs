using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Vitrine.Seals;

// screen FOLDER… : seals each folder, screens it for both audiences, and prints a table of findings by rule, the rate, and a sample of findings drawn from a fixed seed.
const int SampleSize = 100;
const double Bar = 100;
if (args.Length == 0)
{
    Console.Error.WriteLine("Usage: ./lab screen FOLDER [FOLDER …]   (source trees, such as what apt-get source unpacks)");
    return 2;
}

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var failed = false;
foreach (var folder in args)
{
    using var temp = new TempFolder();
    using var store = new SealStore(temp.Path, new MemoryKeys(), TimeProvider.System);
    using var domain = DomainKey.FromBytes(RandomNumberGenerator.GetBytes(32));
    using var source = SealSource.Open(folder, null, CancellationToken.None);
    var made = await store.MakeAsync(source, domain, new SealOptions { Accept = SealProblems.Acceptable.Values.ToHashSet() }, null, CancellationToken.None);
    using var seal = store.Open(made.Root);
    Console.WriteLine($"## {Path.GetFileName(Path.TrimEndingDirectorySeparator(folder))}: {made.About.Files:N0} files, {made.About.Bytes / 1e6:N1} MB");
    seal.Load(null, CancellationToken.None);
    foreach (var audience in (ReadOnlySpan<ScreeningAudience>)[ScreeningAudience.Host, ScreeningAudience.Reviewer])
    {
        var result = Screening.Run(seal.Whole, audience, null, null, CancellationToken.None);
        var rates = Enumerable.Range(0, 5).Select(_ => Rate(seal, audience)).Order().ToArray();
        failed |= rates[2] < Bar && result.Bytes > 100_000_000;
        Console.WriteLine($"\n{audience}: {result.Findings.Count:N0} findings{(result.Partial ? " (cut)" : "")}, {rates[2]:N0} MB/s of contents in memory (median of 5; {rates[0]:N0} to {rates[4]:N0})\n");
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

        var findings = result.Findings.ToArray();
        new Random(5).Shuffle(findings);
        foreach (var finding in findings.Take(SampleSize))
        {
            Console.WriteLine($"sample {finding.Severity} {Show(finding)}");
        }
    }
}

return failed ? 1 : 0;

static int Count(IEnumerable<ScreeningFinding> findings, ScreeningSeverity severity) => findings.Count(finding => finding.Severity == severity);

static string Show(ScreeningFinding finding) => $"{finding.Rule} {finding.Path}:{finding.Line} {finding.Message}";

static double Rate(OpenSeal seal, ScreeningAudience audience)
{
    var watch = Stopwatch.StartNew();
    var result = Screening.Run(seal.Whole, audience, null, null, CancellationToken.None);
    return result.Bytes / 1e6 / watch.Elapsed.TotalSeconds;
}

/// <summary>A folder that is gone when it is disposed.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("screen").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
