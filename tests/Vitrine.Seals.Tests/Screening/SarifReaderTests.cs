using System.Text;
using System.Text.Json;
using Vitrine.Proofs;

namespace Vitrine.Seals.Tests;

public sealed class SarifReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Read_Results_AreLaidOnTheSealAndCountedWhereTheyAreOutside()
    {
        using var seal = await Sealing.OpenAsync(_folder, ("src/a.c", "one\ntwo\r\n"u8.ToArray()), ("out/b.c", "x\n"u8.ToArray()));
        var sarif = Sarif(
            Result("R1", "src/a.c", 2, "error"), Result("R1", "file:///home/me/work/src/a.c", 1, null), Result("R2", "src%2Fa.c", 99, "note"), Result("R1", "out/b.c", 1, "error"), Result("R1", "other/src/a.c", 1, "error"),
            "{\"ruleId\":\"R1\",\"message\":{\"text\":\"m\"}}", "{\"ruleId\":\"R1\",\"suppressions\":[{\"kind\":\"inSource\"}]}");

        var found = SarifReader.Read(sarif, seal.In(Scope.Of(["src/**"], [])));

        Assert.Equal(
            [("Tool/R1", ScreeningSeverity.High, 2), ("Tool/R1", ScreeningSeverity.Medium, 1), ("Tool/R2", ScreeningSeverity.Low, null)],
            found.Findings.Select(finding => (finding.Rule, finding.Severity, finding.Line)));
        Assert.All(found.Findings, finding => Assert.Equal(("src/a.c", seal.Whole.File("src/a.c").Digest), (finding.Path, finding.Content)));
        Assert.Equal(Digest.Of("two"u8), found.Findings[0].LineContent);
        Assert.Equal((2, 1, 1), (found.Outside, found.Unplaced, found.Suppressed));
        Assert.Equal(["Tool"], found.Tools);
        Assert.Equal("A rule", found.Findings[0].Title);
    }

    [Fact]
    public async Task Read_OwnOutput_ComesBackWithItsRules()
    {
        using var seal = await Sealing.OpenAsync(_folder, ("a b#c.c", "if (strcmp(password, \"falken42\")) return 1;\n"u8.ToArray()));
        var result = Screening.Run(seal.Whole, null, CancellationToken.None);

        var back = SarifReader.Read(Seals.Sarif.Write(result, seal.Root, "1"), seal.Whole);

        Assert.Equal(result.Findings.Select(one => ($"Vitrine/{one.Rule}", one.Severity, one.Line, one.Path)), back.Findings.Select(one => (one.Rule, one.Severity, one.Line, one.Path)));
        var merged = Screening.Merge(result, back.Findings);
        Assert.Equal(2 * result.Findings.Count, merged.Findings.Count);
    }

    [Fact]
    public async Task Read_RuleOfAnExtension_GivesItsSeverityAndTitle()
    {
        using var seal = await Sealing.OpenAsync(_folder, ("src/a.c", "one\ntwo\n"u8.ToArray()));
        var sarif = Encoding.UTF8.GetBytes("""
            {"version":"2.1.0","runs":[{"tool":{"driver":{"name":"CodeQL"},"extensions":[{"name":"other","rules":[]},{"name":"queries","rules":[
            {"id":"cpp/unbounded-write","shortDescription":{"text":"Unbounded write"},"properties":{"security-severity":"9.3"}},{"id":"cpp/note","defaultConfiguration":{"level":"note"}}]}]},
            "artifacts":[{"location":{"uri":"src/a.c","uriBaseId":"%SRCROOT%"}}],
            "results":[
            {"ruleId":"cpp/unbounded-write","rule":{"id":"cpp/unbounded-write","index":0,"toolComponent":{"index":1}},"message":{"text":"This [call to strcpy](1) may overflow."},"locations":[{"physicalLocation":{"artifactLocation":{"index":0},"region":{"startLine":2}}}]},
            {"rule":{"index":1,"toolComponent":{"index":1}},"message":{"text":"m"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"src/a.c"},"region":{"startLine":1}}}]}]}]}
            """);

        var found = SarifReader.Read(sarif, seal.Whole);

        Assert.Equal(
            [("CodeQL/cpp/unbounded-write", ScreeningSeverity.High, "Unbounded write", "This call to strcpy may overflow.", 2), ("CodeQL/cpp/note", ScreeningSeverity.Low, "cpp/note", "m", 1)],
            found.Findings.Select(finding => (finding.Rule, finding.Severity, finding.Title, finding.Message, finding.Line!.Value)));
    }

    [Fact]
    public async Task Read_BasesMessagesAndStates_AreFollowed()
    {
        using var seal = await Sealing.OpenAsync(_folder, ("product-1.0/src/a.c", "one\ntwo\n"u8.ToArray()), ("product-1.0/src/b.c", "one\n"u8.ToArray()));
        var sarif = Encoding.UTF8.GetBytes("""
            {"version":"2.1.0","runs":[{"tool":{"driver":{"name":"T","rules":[{"id":"R1","messageStrings":{"d":{"text":"double-'free' of '{0}'"}}}]}},
            "originalUriBaseIds":{"TOP":{"uri":"file:///home/me/product-1.0/"},"SRC":{"uri":"src","uriBaseId":"TOP"}},
            "results":[
            {"ruleId":"R1/sub","message":{"id":"d","arguments":["p"]},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"a.c","uriBaseId":"SRC"},"region":{"startLine":1}}}]},
            {"ruleId":"R1","message":{"text":"of the top folder"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"./src/b.c"}}}]},
            {"ruleId":"R1","message":{"text":"m"},"suppressions":[{"kind":"external","status":"rejected"}],"locations":[{"physicalLocation":{"artifactLocation":{"uri":"src/a.c"},"region":{"startLine":2}}}]},
            {"ruleId":"R1","message":{"text":"m"},"baselineState":"absent","locations":[{"physicalLocation":{"artifactLocation":{"uri":"src/a.c"},"region":{"startLine":2}}}]}]}]}
            """);

        var found = SarifReader.Read(sarif, seal.Whole);

        Assert.Equal(
            [("product-1.0/src/a.c", 1, "double-'free' of 'p'"), ("product-1.0/src/a.c", 2, "m"), ("product-1.0/src/b.c", null, "of the top folder")],
            found.Findings.Select(finding => (finding.Path, finding.Line, finding.Message)));
        Assert.Equal((0, 0, 1), (found.Outside, found.Unplaced, found.Suppressed));
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("{", "no JSON")]
    [InlineData("[]", "no SARIF 2.1.0")]
    [InlineData("{\"version\":\"2.0.0\",\"runs\":[]}", "no SARIF 2.1.0")]
    [InlineData("{\"version\":\"2.1.0\"}", "no SARIF 2.1.0")]
    [InlineData("{\"version\":\"2.1.0\",\"runs\":[{\"results\":[1]}]}", "another kind of value")]
    [InlineData("{\"version\":\"2.1.0\",\"runs\":[1]}", "another kind of value")]
    public async Task Read_NoSarif_IsRefusedWithTheReason(string text, string reason)
    {
        using var seal = await Sealing.OpenAsync(_folder, ("a", "a"u8.ToArray()));

        var refused = Assert.Throws<SarifFormatException>(() => SarifReader.Read(Encoding.UTF8.GetBytes(text), seal.Whole));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_TooManyResults_IsRefused()
    {
        using var seal = await Sealing.OpenAsync(_folder, ("a", "a"u8.ToArray()));
        var many = "{\"version\":\"2.1.0\",\"runs\":[{\"results\":[" + string.Join(',', Enumerable.Repeat("{}", SarifReader.MaxResults + 1)) + "]}]}";

        Assert.Contains("more than 100,000", Assert.Throws<SarifFormatException>(() => SarifReader.Read(Encoding.UTF8.GetBytes(many), seal.Whole)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anchor_LineAndContent_SurviveAMoveAndDieOnAChange()
    {
        const string Code = "int x;\nif (strcmp(password, \"falken42\")) return 1;\n";
        using var seal = await Sealing.OpenAsync(_folder, ("a.c", Encoding.UTF8.GetBytes(Code)), ("moved/b.c", Encoding.UTF8.GetBytes(Code)), ("c.c", Encoding.UTF8.GetBytes("\n" + Code)));

        var anchors = Screening.Run(seal.Whole, null, CancellationToken.None).Findings.ToDictionary(finding => finding.Path, FindingAnchor.Of);

        Assert.Equal(anchors["a.c"], anchors["moved/b.c"]);
        Assert.NotEqual(anchors["a.c"], anchors["c.c"]);
    }

    [Fact]
    public async Task Write_WaivedFinding_IsSuppressedWithReasonPersonAndDay()
    {
        using var seal = await Sealing.OpenAsync(_folder, ("a.c", "if (strcmp(password, \"falken42\")) return 1;\n"u8.ToArray()));
        var result = Screening.Run(seal.Whole, null, CancellationToken.None);
        var waivers = new Dictionary<Digest, FindingWaiver> { [FindingAnchor.Of(result.Findings[0])] = new("A sample", "hanna", new DateOnly(2027, 6, 30)) };

        using var json = JsonDocument.Parse(Seals.Sarif.Write(result, seal.Root, "1", waivers));

        var suppression = json.RootElement.GetProperty("runs")[0].GetProperty("results")[0].GetProperty("suppressions")[0];
        Assert.Equal(("external", "accepted"), (suppression.GetProperty("kind").GetString(), suppression.GetProperty("status").GetString()));
        Assert.Equal("A sample (by hanna, until 2027-06-30)", suppression.GetProperty("justification").GetString());
    }

    private static byte[] Sarif(params string[] results) => Encoding.UTF8.GetBytes(
        "{\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":\"Tool\",\"rules\":[{\"id\":\"R1\",\"shortDescription\":{\"text\":\"A rule\"}}]}},\"results\":[" + string.Join(',', results) + "]}]}");

    private static string Result(string rule, string uri, int line, string? level) =>
        $$"""{"ruleId":"{{rule}}",{{(level is null ? "" : $"\"level\":\"{level}\",")}}"message":{"text":"m"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"{{uri}}"},"region":{"startLine":{{line}}} } }]}""";
}
