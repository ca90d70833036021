using System.Text;
using System.Text.Json;

namespace Vitrine.Seals.Tests;

/// <summary>Samples are put together here at run time, so that nobody's scanner takes this file for a leak.</summary>
public sealed class ScreeningTests : IDisposable
{
    private const string Letters = "kQ7vXz2LmN9pRt4WbY6cHd8FgJs3TqVeUa5oIw1xBnZrCyMhPfDjGlSkEuAiO0";

    private readonly TempFolder _folder = new();

    public static TheoryData<string, string> Secrets => new()
    {
        { "age-key", "AGE-SECRET-" + "KEY-1" + Repeat("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", 58) },
        { "anthropic-key", "sk-" + "ant-api03-" + Random(95) },
        { "atlassian-token", "ATA" + "TT3xFfGF0" + Random(180) },
        { "aws-access-key", "AK" + "IA" + "QYLPMN5HHHFPZAM2" },
        { "aws-secret-key", "aws_secret_" + "access_key = " + Random(40) },
        { "azure-client-secret", "abc" + "8Q" + "~" + Random(34) },
        { "azure-storage-key", "DefaultEndpointsProtocol=https;AccountName=a;Account" + "Key=" + Random(86) + "==" },
        { "databricks-token", "da" + "pi" + Hex(32) },
        { "digitalocean-token", "dop" + "_v1_" + Hex(64) },
        { "docker-token", "dckr" + "_pat_" + Random(27) },
        { "github-token", "gh" + "p_" + Random(36) },
        { "github-token", "github" + "_pat_" + Random(22) + "_" + Random(59) },
        { "gitlab-token", "gl" + "pat-" + Random(20) },
        { "google-api-key", "AI" + "za" + Random(35) },
        { "google-oauth-secret", "GOC" + "SPX-" + Random(28) },
        { "grafana-token", "gl" + "sa_" + Random(32) + "_" + Hex(8) },
        { "hugging-face-token", "h" + "f_" + Repeat("kQvXzLmNpRtWbYcHdFgJs", 34) },
        { "linear-key", "lin" + "_api_" + Random(40) },
        { "mailgun-key", "ke" + "y-" + Hex(32) },
        { "new-relic-key", "NR" + "AK-" + Random(27).ToUpperInvariant() },
        { "npm-token", "np" + "m_" + Random(36) },
        { "nuget-key", "oy" + "2" + Random(43).ToLowerInvariant() },
        { "openai-key", "sk-" + Random(20) + "T3Blbk" + "FJ" + Random(20) },
        { "postman-key", "PM" + "AK-" + Hex(24) + "-" + Hex(34) },
        { "pypi-token", "py" + "pi-AgEIcHlwaS5vcmc" + Random(70) },
        { "rubygems-key", "ruby" + "gems_" + Hex(48) },
        { "sendgrid-key", "S" + "G." + Random(22) + "." + Random(43) },
        { "shopify-token", "shp" + "at_" + Hex(32) },
        { "slack-token", "xo" + "xb-293847561029-" + Random(24) },
        { "slack-webhook", "https://hooks.sl" + "ack.com/services/T0A1B2C3D/B0A1B2C3D/" + Random(24) },
        { "stripe-key", "sk" + "_live_" + Random(24) },
        { "telegram-token", "987654321:A" + "A" + Random(33) },
        { "twilio-key", "S" + "K" + Hex(32) },
        { "vault-token", "hv" + "s." + Random(24) },
        { "url-credential", "postgres" + "://app:" + "hG7!kd9" + "@db.internal/main" },
        { "hard-coded-credential", "const string Pass" + "word = \"hG7!kd9s\";" },
        { "hard-coded-credential", "DB_PASS" + "WORD=\"Tr0ub4dor&3\"" },
        { "high-entropy-secret", "\"session_" + "secret\": \"" + Random(40) + "\"" },
        { "private-key", "-----BEGIN RSA " + "PRIVATE KEY-----\n" + Random(64) + "\n" + Random(64) + "\n-----END RSA PRIVATE KEY-----" },
        { "private-key", "key = \"-----BEGIN " + "PRIVATE KEY-----\\n" + Random(64) + "\\n" + Random(64) + "\\n-----END PRIVATE KEY-----\"" },
        { "private-key", "-----BEGIN OPENSSH " + "PRIVATE KEY-----\n" + Random(70) + "\n-----END OPENSSH PRIVATE KEY-----" },
        { "private-key", "-----BEGIN PGP " + "PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\n" + Random(64) + "\n-----END PGP PRIVATE KEY BLOCK-----" },
        { "private-key", "-----BEGIN RSA " + "PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC," + Hex(32).ToUpperInvariant() + "\n\n" + Random(64) + "\n-----END RSA PRIVATE KEY-----" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Secrets))]
    public async Task Run_PlantedSecret_IsFoundOnceInItsPlaceAndMasked(string rule, string secret)
    {
        using var seal = await Sealing.OpenAsync(_folder, ("src/config.txt", Encoding.UTF8.GetBytes($"é first line\n  {secret}\nlast line\n")));

        var finding = Assert.Single(Screen(seal).Findings);

        Assert.Equal((rule, "src/config.txt", 2), (finding.RuleId, finding.Path, finding.Line));
        Assert.True(finding.Severity >= FindingSeverity.Medium);
        foreach (var shown in (string[])[Random(20)[4..], Hex(20)[4..], "hG7!kd9", "Tr0ub4dor"])
        {
            Assert.DoesNotContain(shown, finding.Excerpt, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void All_Rules_AreDescribedAndEachSecretRuleHasASample()
    {
        Assert.All(ScreeningRules.All, rule => Assert.True(rule.Title.Length > 3 && rule.Description.Length > 20 && rule.FalsePositives.Length > 20, rule.Id));
        Assert.Equal(ScreeningRules.All.Length, ScreeningRules.All.Select(rule => rule.Id).Distinct().Count());
        Assert.Empty(ScreeningRules.All.OfType<SecretRule>().Select(rule => rule.Id).Except(Secrets.Select(row => (string)((object[])row)[0])));
    }

    [Fact]
    public async Task Run_TwoSecretsOnALine_AreBothMaskedInBothFindings()
    {
        var (one, two) = ("gh" + "p_" + Random(36), "AK" + "IA" + "QYLPMN5HHHFPZAM2");
        using var seal = await Sealing.OpenAsync(_folder, ("a", Encoding.UTF8.GetBytes($"{two} {one}")));

        var findings = Screen(seal).Findings;

        Assert.Equal(["aws-access-key", "github-token"], findings.Select(finding => finding.RuleId));
        Assert.All(findings, finding => Assert.Equal("AKIA******** ghp_********", finding.Excerpt));
    }

    [Fact]
    public async Task Run_PlaceholdersAndCodeThatHandlesSecrets_AreNoFindings()
    {
        using var seal = await Sealing.OpenAsync(_folder, ("src/a.cs", Encoding.UTF8.GetBytes(
            "var id = \"AKIA" + "IOSFODNN7EXAMPLE\";\n"
            + "const string Begin = \"-----BEGIN PRIVATE " + "KEY-----\"; if (text.StartsWith(Begin)) Parse(text, \"-----END PRIVATE KEY-----\");\n"
            + "password = \"changeme123\"; var passwordField = \"PasswordBox1Name\";\n"
            + "token = GetToken(configuration[\"Token:Value1\"]);\n"
            + "string apiKey = Environment.GetEnvironmentVariable(\"API_KEY_2\");\n"
            + "var url = \"https://user:password@example.com\";\n"
            + "secret = \"${SECRET_FROM_VAULT_1}\"; ghp_tooShort1 AKIA1234\n"
            + "var tokenKindName = \"IdentifierToken.Start.Position.Value1\";\n")));

        Assert.Empty(Screen(seal).Findings);
    }

    [Fact]
    public async Task Run_SecretInTestCode_CountsOneLess()
    {
        var secret = Encoding.UTF8.GetBytes("gh" + "p_" + Random(36));
        using var seal = await Sealing.OpenAsync(_folder, ("src/a", secret), ("tests/a", secret));

        Assert.Equal([("src/a", FindingSeverity.Critical), ("tests/a", FindingSeverity.High)], Screen(seal).Findings.Select(finding => (finding.Path, finding.Severity)));
    }

    [Theory]
    [InlineData("a.c", "/*\u202E } \u2066if (isAdmin)\u2069 \u2066 begin admins only */", "bidirectional-control", FindingSeverity.High)]
    [InlineData("a.c", "int \u200Fx;", "bidirectional-control", FindingSeverity.Medium)]
    [InlineData("a.md", "\u202Bטקסט\u202C", "bidirectional-control", FindingSeverity.Low)]
    [InlineData("a.py", "def s\u0430y_hello(): pass", "look-alike", FindingSeverity.High)]
    [InlineData("a.py", "copy(x)\n\u0441\u043E\u0440\u0443(x)", "look-alike", FindingSeverity.High)]
    [InlineData("a.js", "const \uFF53ecret = 1", "look-alike", FindingSeverity.High)]
    [InlineData("a.py", "\U0001D4EData = 1", "look-alike", FindingSeverity.High)]
    [InlineData("a.js", "const { timeout,\u3164} = req.query;", "invisible-character", FindingSeverity.High)]
    [InlineData("a.js", "if (env\u200B == 1)", "invisible-character", FindingSeverity.Medium)]
    [InlineData("a.js", "eval('\uFE01\uFE02\uFE03\uFE04\uFE05')", "invisible-character", FindingSeverity.High)]
    [InlineData("a.c", "char *s = \"safe\u001B[1A\u001B[2K\";", "control-character", FindingSeverity.Medium)]
    public async Task Run_DeceptiveCharacters_AreFoundAndShownEscaped(string path, string text, string rule, FindingSeverity severity)
    {
        using var seal = await Sealing.OpenAsync(_folder, ("src/" + path, Encoding.UTF8.GetBytes(text)));

        var findings = Screen(seal).Findings;

        Assert.All(findings, finding => Assert.Equal(rule, finding.RuleId));
        Assert.Contains(findings, finding => finding.Severity == severity);
        Assert.All(findings, finding => Assert.DoesNotContain(finding.Excerpt.EnumerateRunes(), rune => HiddenCharacters.KindOf(rune) is not null));
    }

    [Theory]
    [InlineData("// Привет, мир: это обычный комментарий; он не опасен")]
    [InlineData("var delta = Δt * μs; // 5 µs, naïve café, Ω")]
    [InlineData("label = \"👩‍💻 ❤️ 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿\"")]
    [InlineData("x = \"می‌خواهم क्‍ष\"")]
    [InlineData("日本語のコメント # ｶﾀｶﾅ")]
    [InlineData("\tint a;\r\n\f\n")]
    public async Task Run_OrdinaryTextInAnyScript_IsNoFinding(string text)
    {
        using var seal = await Sealing.OpenAsync(_folder, ("src/a.cs", Encoding.UTF8.GetBytes(text)));

        Assert.Empty(Screen(seal).Findings);
    }

    [Fact]
    public async Task Run_BinaryFiles_AreToldByContent()
    {
        byte[] elf = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0];
        byte[] png = [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', 0, 0];
        byte[] zip = [.. "PK"u8, 3, 4, 0, 0];
        byte[] der = [0x30, 0x2E, 2, 1, 0, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 4, 0x22, 4, 0x20, .. new byte[32]];
        using var seal = await Sealing.OpenAsync(
            _folder,
            ("lib/a.so", elf), ("img/logo.png", png), ("img/fake.png", elf), ("img/odd.dat", png), ("vendor/x.zip", zip), ("vendor/x.txt", zip), ("data/unknown", [1, 0, 2]), ("data/not.png", [1, 0, 2]),
            ("key.der", der), ("utf16.txt", [0xFF, 0xFE, (byte)'a', 0]), ("blob.cs", Encoding.ASCII.GetBytes("var b = \"" + Convert.ToBase64String([.. elf, .. new byte[600]]) + "\";")));

        var found = Screen(seal).Findings.Select(finding => $"{finding.Path} {finding.RuleId} {finding.Severity} {finding.Line}");

        Assert.Equal(
            [
                "blob.cs encoded-blob High 1", "data/not.png binary-blob Medium 0", "data/unknown binary-blob Medium 0", "img/fake.png binary-blob High 0", "img/odd.dat binary-blob Medium 0",
                "key.der binary-blob Medium 0", "key.der private-key-binary High 0", "lib/a.so binary-blob High 0", "vendor/x.txt binary-blob High 0", "vendor/x.zip binary-blob Medium 0",
            ],
            found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Run_LinesInFront_ChangeThePlaceButNotTheHash()
    {
        var secret = "gh" + "p_" + Random(36);
        using var first = await Sealing.OpenAsync(_folder, ("a", Encoding.UTF8.GetBytes($"x = {secret}\n")));
        using var second = await Sealing.OpenAsync(_folder, ("a", Encoding.UTF8.GetBytes($"new\n\n    x  =  {secret}\n")));

        var (before, after) = (Screen(first).Findings.Single(), Screen(second).Findings.Single());

        Assert.Equal((1, 3), (before.Line, after.Line));
        Assert.Equal(before.ContentHash, after.ContentHash);
    }

    [Fact]
    public async Task Run_Scope_LeavesTheRestOut()
    {
        var secret = Encoding.UTF8.GetBytes("gh" + "p_" + Random(36));
        using var seal = await Sealing.OpenAsync(_folder, ("in/a", secret), ("out/a", secret));

        var result = Screening.Run(seal.In(Scope.Of(["in/"], [])), ScreeningRules.All, null, CancellationToken.None);

        Assert.Equal(["in/a"], result.Findings.Select(finding => finding.Path));
        Assert.Equal((1, 1), (result.FilesScreened, result.FilesTotal));
    }

    [Fact]
    public async Task Run_ManyFindingsInAFile_SaysHowManyMoreThereAre()
    {
        using var seal = await Sealing.OpenAsync(_folder, ("a.c", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("\u202E\n", 250)))));

        var findings = Screen(seal).Findings;

        Assert.Equal(100, findings.Count);
        Assert.EndsWith("There are 150 more in this file.", findings[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ThisRepository_HasNothingSevereOutsideOfTests()
    {
        using var store = TestKeys.Store(_folder["store"]);
        using var seal = store.Open((await store.MakeAsync(SealSource.Open(Repository.Root, null, CancellationToken.None), Sealing.AcceptingAll)).Root);

        var severe = Screen(seal).Findings.Where(finding => finding.Severity >= FindingSeverity.High && !finding.Path.StartsWith("tests/", StringComparison.Ordinal));

        Assert.Empty(severe.Select(finding => $"{finding.Path}:{finding.Line} {finding.Message}"));
    }

    [Fact]
    public async Task Write_Sarif_HasWhatItsSpecificationRequires()
    {
        using var seal = await Sealing.OpenAsync(_folder, ("src/ä b.c", Encoding.UTF8.GetBytes("\né gh" + "p_" + Random(36))), ("lib", [0x7F, (byte)'E', (byte)'L', (byte)'F', 0]));
        var result = Screen(seal);

        using var sarif = JsonDocument.Parse(Sarif.Write(result, ScreeningRules.All, seal.Root, "0.1.0"));

        var root = sarif.RootElement;
        Assert.Equal("2.1.0", root.GetProperty("version").GetString());
        var run = root.GetProperty("runs").EnumerateArray().Single();
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().ToArray();
        Assert.Equal("Vitrine", run.GetProperty("tool").GetProperty("driver").GetProperty("name").GetString());
        Assert.Equal(ScreeningRules.All.Select(rule => rule.Id), rules.Select(rule => rule.GetProperty("id").GetString()));
        foreach (var (item, finding) in run.GetProperty("results").EnumerateArray().Zip(result.Findings))
        {
            Assert.Equal(finding.RuleId, rules[item.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
            Assert.Equal(finding.Message, item.GetProperty("message").GetProperty("text").GetString());
            Assert.Contains(item.GetProperty("level").GetString(), (string[])["error", "warning", "note"]);
            Assert.Equal(finding.ContentHash, item.GetProperty("partialFingerprints").GetProperty("vitrineContent/v1").GetString());
            var place = item.GetProperty("locations").EnumerateArray().Single().GetProperty("physicalLocation");
            var uri = place.GetProperty("artifactLocation").GetProperty("uri").GetString()!;
            Assert.True(Uri.IsWellFormedUriString(uri, UriKind.Relative));
            Assert.Equal(finding.Path, Uri.UnescapeDataString(uri));
            Assert.Equal(finding.Line > 0, place.TryGetProperty("region", out var region));
            if (finding.Line > 0)
            {
                Assert.Equal((2, 3), (region.GetProperty("startLine").GetInt32(), region.GetProperty("startColumn").GetInt32()));
                Assert.Equal(4, finding.Column);
            }
        }

        Assert.Equal(2, result.Findings.Count);
    }

    private static ScreeningResult Screen(OpenSeal seal) => Screening.Run(seal.Whole, ScreeningRules.All, null, CancellationToken.None);

    private static string Random(int length) => Repeat(Letters, length);

    private static string Hex(int length) => Repeat("9f8e7d6c5b4a39281706f5e4d3c2b1a0e9d8", length);

    private static string Repeat(string letters, int length) => string.Concat(Enumerable.Repeat(letters, (length / letters.Length) + 1))[..length];
}
