using System.Text.Json;
using Vitrine.Proofs;

namespace Vitrine.Seals.Tests;

public sealed class SarifTests
{
    private static readonly SealRoot Root = new(Digest.Of("root"u8));

    [Fact]
    public void Write_Result_HasSarifsShape()
    {
        var result = new ScreeningResult(
            [
                Finding("private-key", ScreeningSeverity.High, "src/a b#c?/100%:d.c", 3, 7),
                Finding("bidi-control", ScreeningSeverity.Medium, "ä/x.c", 1, 1),
                Finding("binary-blob", ScreeningSeverity.Low, "http:x", null, null),
            ],
            12,
            3456,
            true)
        { Cuts = [new ScreeningCut("big", ScreeningCutReason.FileTooLarge), new ScreeningCut(null, ScreeningCutReason.FindingsOfTree)] };

        using var document = JsonDocument.Parse(Sarif.Write(result, Root, "1.2.3"));

        var json = document.RootElement;
        Assert.StartsWith("https://", json.GetProperty("$schema").GetString(), StringComparison.Ordinal);
        Assert.Equal("2.1.0", json.GetProperty("version").GetString());
        var run = Assert.Single(json.GetProperty("runs").EnumerateArray());
        var driver = run.GetProperty("tool").GetProperty("driver");
        Assert.Equal(("Vitrine", "1.2.3"), (driver.GetProperty("name").GetString(), driver.GetProperty("version").GetString()));
        var rules = driver.GetProperty("rules").EnumerateArray().ToArray();
        Assert.Equal(Screening.Rules.Select(rule => rule.Id), rules.Select(rule => rule.GetProperty("id").GetString()));
        var results = run.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal(["error", "warning", "note"], results.Select(one => one.GetProperty("level").GetString()));
        Assert.All(results, one => Assert.Equal(one.GetProperty("ruleId").GetString(), rules[one.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString()));
        Assert.All(results, one => Assert.Equal("What was found.", one.GetProperty("message").GetProperty("text").GetString()));
        var places = results.Select(one => one.GetProperty("locations")[0].GetProperty("physicalLocation")).ToArray();
        Assert.Equal(["src/a%20b%23c%3F/100%25%3Ad.c", "%C3%A4/x.c", "http%3Ax"], places.Select(place => place.GetProperty("artifactLocation").GetProperty("uri").GetString()));
        Assert.All(places, place => Assert.False(new Uri(place.GetProperty("artifactLocation").GetProperty("uri").GetString()!, UriKind.RelativeOrAbsolute).IsAbsoluteUri));
        Assert.Equal((3, 7), (places[0].GetProperty("region").GetProperty("startLine").GetInt32(), places[0].GetProperty("region").GetProperty("startColumn").GetInt32()));
        Assert.False(places[2].TryGetProperty("region", out _));
        var notifications = run.GetProperty("invocations")[0].GetProperty("toolExecutionNotifications").EnumerateArray().ToArray();
        Assert.Equal(2, notifications.Length);
        Assert.Equal("utf16CodeUnits", run.GetProperty("columnKind").GetString());
        Assert.Equal(Root.ToString(), run.GetProperty("properties").GetProperty("vitrineRoot").GetString());
    }

    [Fact]
    public void Write_SameContentElsewhere_KeepsItsFingerprint()
    {
        var findings = new[]
        {
            Finding("private-key", ScreeningSeverity.High, "a", 3, 7), Finding("private-key", ScreeningSeverity.High, "moved/a", 3, 7),
            Finding("private-key", ScreeningSeverity.High, "a", 4, 7), Finding("bidi-control", ScreeningSeverity.High, "a", 3, 7),
        };

        var prints = Fingerprints(new ScreeningResult(findings, 1, 1, false));

        Assert.Equal(prints[0], prints[1]);
        Assert.Equal(3, prints.Distinct().Count());
        Assert.Equal(prints, Fingerprints(new ScreeningResult(findings, 9, 9, true)));
    }

    [Fact]
    public void Write_Nothing_StillHasARunWithEmptyResults()
    {
        using var document = JsonDocument.Parse(Sarif.Write(new ScreeningResult([], 0, 0, false), Root, "1"));

        Assert.Equal(0, document.RootElement.GetProperty("runs")[0].GetProperty("results").GetArrayLength());
    }

    private static string[] Fingerprints(ScreeningResult result)
    {
        using var document = JsonDocument.Parse(Sarif.Write(result, Root, "1"));
        return [.. document.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().Select(one => one.GetProperty("partialFingerprints").GetProperty("vitrine/v1").GetString()!)];
    }

    private static ScreeningFinding Finding(string rule, ScreeningSeverity severity, string path, int? line, int? column) =>
        new(rule, "Title", severity, path, Digest.Of("content"u8), line, column, "What was found.");
}
