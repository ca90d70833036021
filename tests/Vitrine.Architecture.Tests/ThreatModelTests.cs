using System.Text.RegularExpressions;

namespace Vitrine.Architecture.Tests;

/// <summary>docs/guide/threat-model.md names the test that shows each thing it says; a test that is gone is no longer named.</summary>
public sealed partial class ThreatModelTests
{
    [Fact]
    public void ThreatModel_EveryTestItNames_IsThere()
    {
        var tests = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => TestMethod().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).ToHashSet();
        var named = Named().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "guide", "threat-model.md"))).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(tests));
    }

    [Fact]
    public void ThreatModel_EveryLine_NamesATestOrSaysNo()
    {
        var rows = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "guide", "threat-model.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| threat ", StringComparison.Ordinal) && !line.StartsWith("| --- ", StringComparison.Ordinal)).ToList();

        Assert.True(rows.Count > 30);
        Assert.All(rows, row => Assert.True(Named().IsMatch(row) || row.Contains("**No**", StringComparison.OrdinalIgnoreCase), row));
    }

    [GeneratedRegex(@"public (?:async Task|void) ([A-Za-z0-9]+_[A-Za-z0-9_]+)\(")]
    private static partial Regex TestMethod();

    [GeneratedRegex("`([A-Z][A-Za-z0-9]*_[A-Za-z0-9_]+)`")]
    private static partial Regex Named();
}
