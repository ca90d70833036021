using System.Collections.Concurrent;

namespace Vitrine.Seals;

/// <summary>Looks through the files of a seal, within a scope, for what should not be disclosed unseen and for what a reviewer should look at first.</summary>
public static class Screening
{
    // Rules read a text as UTF-16, twice its size.
    private const int LargestFile = 256 << 20;

    /// <summary>Applies rules to all files, on all cores. Links and submodules are not looked at.</summary>
    public static ScreeningResult Run(ScopedSeal seal, IReadOnlyList<ScreeningRule> rules, IProgress<SealProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(seal);
        ArgumentNullException.ThrowIfNull(rules);
        using var use = seal.Use();
        var places = Enumerable.Range(0, seal.Files.Length).Where(place => seal.Files[place].Mode is SealedMode.Regular or SealedMode.Executable).ToArray();
        var findings = new ConcurrentBag<Finding>();
        var unread = new ConcurrentBag<string>();
        var (done, bytes) = (0, 0L);
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.ForEach(places, options, place =>
        {
            var file = seal.Files[place];
            if (file.Size > LargestFile || !seal.TryRead(place, out var content))
            {
                unread.Add(file.Path);
            }
            else if (file.Size > 0)
            {
                foreach (var finding in Screen(file, content, rules))
                {
                    findings.Add(finding);
                }
            }

            var total = Interlocked.Add(ref bytes, file.Size);
            var count = Interlocked.Increment(ref done);
            if (count % 256 == 0 || count == places.Length)
            {
                progress?.Report(new SealProgress(count, places.Length, total));
            }
        });
        return new ScreeningResult
        {
            Findings = [.. findings.OrderBy(finding => finding.Path, StringComparer.Ordinal).ThenBy(finding => finding.Line).ThenBy(finding => finding.Column).ThenBy(finding => finding.RuleId, StringComparer.Ordinal)],
            FilesScreened = places.Length - unread.Count,
            FilesTotal = places.Length,
            Unread = [.. unread.Order(StringComparer.Ordinal)],
        };
    }

    private static IEnumerable<Finding> Screen(SealedFile file, ReadOnlyMemory<byte> content, IReadOnlyList<ScreeningRule> rules)
    {
        using var screened = new ScreenedFile(file, content);
        var sink = new FindingSink(screened);
        SecretRule.ScreenAll(rules, screened, sink);
        foreach (var rule in rules)
        {
            rule.Screen(screened, sink);
        }

        return sink.Finish();
    }
}
