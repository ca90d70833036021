using System.Text;
using static Vitrine.Seals.Tests.Planted;

namespace Vitrine.Seals.Tests;

/// <summary>Every rule has its file, its words, and here something that it finds and something close to it that it does not. A new rule is a failure until it stands here.</summary>
public sealed class RuleCaseTests
{
    private static readonly Lazy<string> Key = new(() =>
    {
        using var key = System.Security.Cryptography.RSA.Create(2048);
        return key.ExportPkcs8PrivateKeyPem();
    });

    /// <summary>Rule, what it finds, what it does not: a path and a text, or several.</summary>
    private static readonly (string Rule, (string, string)[] Found, (string, string)[] Not)[] Cases =
    [
        ("private-key", [("a", Pem("PRIVATE"))], [("a", Pem("PUBLIC"))]),
        ("key-store", [("b.jks", "")], [("a.p12", "words")]),
        ("aws-access-key", [("a", "AK" + "IA" + Draw(Upper + "234567", 16))], [("a", "AK" + "IA" + Draw(Upper, 12))]),
        ("azure-key", [("a", "Account" + $"Key={Draw(Base64, 86)}==")], [("a", "Account" + "Key=" + Draw(Base64, 20))]),
        ("azure-marked-key", [("a", Draw(Base64, 76) + "+A" + "St" + Draw(Base62, 6) + "==")], [("a", Draw(Base64, 70) + "+A" + "St" + Draw(Base62, 6) + "==")]),
        ("terraform-token", [("a", Draw(Base62, 14) + ".atl" + "asv1." + Draw(Url, 67))], [("a", Draw(Base62, 14) + ".atl" + "asv1." + Draw(Url, 20)), ("b", "x.atl" + "asv1.y")]),
        ("maxmind-key", [("a", Draw(Base62, 6) + "_" + Draw(Base62, 29, 2) + "_m" + "mk")], [("a", "read_m" + "mk")]),
        ("airtable-token", [("a", "pa" + "t" + Draw(Base62, 14) + "." + Draw(Hex, 64))], [("a", "pa" + "t" + Draw(Base62, 14) + "." + Draw(Base62, 64))]),
        ("launchdarkly-key", [("a", "ap" + "i-" + Uuid)], [("a", "ap" + "i-" + Draw(Hex, 36))]),
        ("plaid-token", [("a", "access-" + "production-" + Uuid)], [("a", "access-" + "production-" + Draw(Hex, 36))]),
        ("resend-key", [("a", "r" + "e_" + Draw(Base62, 8) + "_" + Draw(Base62, 24, 2))], [("a", "r" + "e_register_something_of_a_length_")]),
        ("clickup-token", [("a", "p" + "k_" + Draw(Hex, 34)), ("b", "p" + "k_12904817_" + Draw(Upper + Digits, 32))], [("a", "p" + "k_" + Draw(Upper, 40))]),
        ("harness-token", [("a", "pa" + "t." + Draw(Base62, 22) + "." + Draw(Hex, 24) + "." + Draw(Base62, 20, 2))], [("a", "pa" + "t." + Draw(Base62, 68))]),
        ("one-password-token", [("a", "A" + "3-" + string.Join('-', new[] { 6, 6, 5, 5, 5, 5 }.Select((length, i) => Draw(Upper + Digits, length, i)))), ("b", "ops" + "_eyJ" + Draw(Base62, 300))], [("a", "A" + "3-" + Draw(Upper, 36))]),
        ("basic-credential", [("a.py", "h = {'Authorization': 'Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes("bob:" + Draw(Base62, 12))) + "'}"), ("a.sh", "curl -s -u bob:" + Draw(Base62, 12) + " https://a.acme-corp.net\n"), ("b.sh", "sshpass -p '" + Draw(Base62, 12) + "' ssh h\n")],
            [("a.py", "h = {'Authorization': 'Basic " + Convert.ToBase64String("bob:password"u8) + "'}"), ("a.sh", "curl -u bob:$PASSWORD https://a.acme-corp.net\ncurl -u bob https://x\nsshpass -p \"$P\" ssh h\n"), ("b.txt", "Basic usage of the word: Basic knowledge")]),
        ("json-web-key", [("a.json", $$"""{"kty": "EC", "crv": "P-256", "d": "{{Draw(Url, 43)}}"}"""), ("a.js", "k = \"" + $$"""{"kty":"oct","k":"{{Draw(Url, 43)}}"}""".Replace("\"", "\\\"", StringComparison.Ordinal) + "\""), ("a.xml", $"<RSAKeyValue><Modulus>{Draw(Base64, 172)}</Modulus><D>{Draw(Base64, 172, 2)}</D></RSAKeyValue>")],
            [("a.json", $$"""[{"kty": "EC", "crv": "P-256", "x": "{{Draw(Url, 43)}}"}, {"d": "{{Draw(Url, 43)}}"}]"""), ("a.xml", $"<RSAKeyValue><Modulus>{Draw(Base64, 172)}</Modulus></RSAKeyValue><D>{Draw(Base64, 172)}</D>")]),
        ("encoded-key", [("a.py", "k = '" + Body(Pem8()) + "'")], [("a.py", Pem8()), ("b.py", "k = \"" + Pem8().Replace("\n", "\\n", StringComparison.Ordinal) + "\""), ("c", "IBAAK" + "CAQEA" + Draw(Base64, 80))]),
        ("twilio-key", [("a", "S" + "K" + Draw(Hex, 32))], [("a", "S" + "K" + Draw(Hex, 31))]),
        ("mail-key", [("a", "ke" + "y-" + Draw(Hex, 32))], [("a", "ke" + "y-" + Draw(Hex, 31))]),
        ("sendgrid-key", [("a", "S" + "G." + Draw(Url, 22) + "." + Draw(Url, 43))], [("a", "S" + "G." + Draw(Url, 21) + "." + Draw(Url, 44))]),
        ("openai-key", [("a", "s" + "k-" + Draw(Base62, 20) + "T3Blbk" + "FJ" + Draw(Base62, 20))], [("a", "s" + "k-" + Draw(Base62, 48))]),
        ("telegram-token", [("a", "1234098765:A" + "A" + Draw(Url, 33))], [("a", "1234098765:A" + "A" + Draw(Url, 30))]),
        ("discord-token", [("a", Convert.ToBase64String("123456789012345678"u8) + "." + Draw(Url, 6) + "." + Draw(Url, 38))], [("a", Convert.ToBase64String("123456789012345678"u8) + "." + Draw(Url, 6))]),
        ("webhook", [("a", "https://hooks.slack.com/services/T" + Draw(Upper + Digits, 10) + "/B" + Draw(Upper + Digits, 10) + "/" + Draw(Base62, 24))], [("a", "https://hooks.slack.com/services/TXXXXXXXXXX/BXXXXXXXXXX/XXXXXXXXXXXXXXXXXXXXXXXX")]),
        ("json-web-token", [("a", Web("""{"alg":"HS256","typ":"JWT"}""") + Draw(Url, 43))], [("a", Web("""{"alg":"none","typ":"JWT"}"""))]),
        ("secret-assignment", [("a.py", $"api_key = \"{Draw(Base62, 32)}\"")], [("a.py", "api_key = os.environ[\"API_KEY\"]")]),
        ("url-credential", [("a", "ftp://root:s3same" + "99@files.acme-corp.net/")], [("a", "ftp://root:password@files.acme-corp.net/"), ("b", "ftp://root:s3same" + "99@example.com/")]),
        ("bidi-control", [("a.c", "x = \u202Dabc\u202C;\n")], [("he.po", "\u05E9\u05DC\u05D5\u05DD\u200F!")]),
        ("lookalike-name", [("a.c", "s\u0441ope = 1;")], [("a.c", "\u0441\u043B\u043E\u0432\u043E = 1;")]),
        ("invisible-character", [("a.c", "a\u200Bb = 1;")], [("a.txt", "\uFEFFwords")]),
        ("control-character", [("a.c", "a\u001Bb")], [("a.c", "a\tb\f")]),
        ("binary-blob", [("a.bin", "\u007FELF\0\u0001\u0002\u0003")], [("a.png", "\u0089PNG\r\n\u001A\n\0\0")]),
        ("encoded-blob", [("a.c", $"x = \"{Draw(Base64, 5000)}\";")], [("a.c", $"x = \"{Draw(Base64, 3000)}\";")]),
        ("encoded-lines", [("a.txt", Lines(Draw(Base64, 76), 80))], [("a.txt", Lines(Draw(Base64, 76), 40))]),
        ("encoded-array", [("a.c", Lines(string.Concat(Enumerable.Range(0, 16).Select(value => $"0x{value * 13 % 256:x2}, ")), 100))], [("a.c", Lines("0x00, 0x01, ", 50))]),
        ("constant-comparison", [("a.c", "int f(void)\n{\n    if (memcmp(password, \"falken42\", 8) == 0)\n        return 1;\n")], [("a.c", "int f(void)\n{\n    if (memcmp(password, other, 8) == 0)\n        return 1;\n")]),
        ("build-injection", [("Makefile", "all:\n\txz -dc tests/x.xz | sh\n")], [("Makefile", "all:\n\txz -dc tests/x.xz > x\n")]),
        ("build-reads-binary", [("Makefile", "all:\n\thead -c 10 tests/x.xz > x\n"), ("tests/x.xz", "\u00FD7zXZ\0\0\u0001")], [("Makefile", "all:\n\thead -c 10 src/x.c > x\n"), ("src/x.c", "int x;\n")]),
        ("payment-card", [("a.csv", "name,4539 1488 0343 6467\n")], [("a.csv", "name,4539 1488 0343 6468\n"), ("a.dts", "limits = <4224 8192 1920 4224>;\n"), ("b.csv", "4111 1111 1111 1111\n")]),
        ("iban", [("a.csv", "DE55 3705 0299 1807 3409 62\n")], [("a.csv", "DE56 3705 0299 1807 3409 62\n")]),
        ("national-id", [("a.csv", "dni: 52839174D\n")], [("a.csv", "dni: 52839174A\n")]),
        ("contact-list", [("a.csv", Mails(30))], [("a.csv", Mails(10))]),
        ("process-execution", [("a.c", "\tsystem(cmd);\n")], [("a.c", "/* like\n   system(cmd);\n */\n"), ("b.c", "\tprintf(\"system(cmd) failed\");\n")]),
        ("dynamic-code", [("a.c", "\tmprotect(p, n, PROT_EXEC);\n")], [("a.c", "\tmprotect(p, n, PROT_NONE);\n\tq = PROT_EXEC;\n"), ("b.c", "\tprintf(\"memfd_create(%s)\", x);\n")]),
        ("listener", [("a.c", "\ta.sin_addr.s_addr = htonl(INADDR_ANY);\n\tbind(fd, &a, n);\n")], [("a.c", "\tif (a == htonl(INADDR_ANY))\n\t\tbind(fd);\n"), ("b.c", "\ta = INADDR_ANY;\n"), ("c.h", "#define\tINADDR_ANY 0\n/* bind */\n")]),
        ("privilege-path", [("a.c", "\tst.mode |= S_ISUID;\n")], [("a.c", "\tif (st.mode & S_ISUID)\n")]),
        ("privilege-grant", [("k8s.yaml", "        add: [\"SYS_ADMIN\"]\n")], [("Kconfig", "\t  CAP_SYS_ADMIN is needed.\n"), ("a.yaml", "# SYS_ADMIN\n"), ("b.yaml", "x: MY_SYS_ADMIN\n")]),
        ("update-path", [("a.sh", "bash <(curl -s https://x.invalid/i)\n")], [("a.sh", "while read x; do :; done < <(curl -s https://x.invalid/i)\n"), ("a.c", "\tinfoSelfUpdate(x);\n")]),
        ("undocumented-endpoint", [("src/a.c", "\tc(\"https://stats.other-corp.net/t\");\n\tsystem(\"curl -s https://more.other-corp.net\");\n")],
            [
                ("src/a.c", "/*\n * https://a.other-corp.net/t\n */\nx = \"for more see https://b.other-corp.net\";\nMODULE_AUTHOR(\"C https://c.other-corp.net\");\nERR(\"5.6.2.16\");\nchar oid[] = \"2.5.4.3\";\nc(\"https://d.other-corp.net\");\n"),
                ("README.md", "It talks to https://d.other-corp.net\n"),
            ]),
    ];

    private const string Uuid = "7c9e6679-7425-40de-944b-e07fc1f90ae7";

    // Their forms have an inner structure, which the cases have.
    private static readonly string[] InnerForms =
        ["sendgrid-key", "openai-key", "airtable-token", "launchdarkly-key", "plaid-token", "resend-key", "clickup-token", "harness-token", "one-password-token"];

    public static TheoryData<string> Named { get; } = [.. Cases.Select(one => one.Rule)];

    [Fact]
    public void Rules_All_HaveACaseOrAForm()
    {
        var named = Cases.Select(one => one.Rule).ToHashSet();
        var forms = Screening.Rules.OfType<TokenRule>().Select(rule => rule.Id);

        Assert.Equal(Cases.Length, named.Count);
        Assert.Empty(Screening.Rules.Select(rule => rule.Id).Except(named).Except(forms));
        Assert.Empty(named.Except(Screening.Rules.Select(rule => rule.Id)));
    }

    [Fact]
    public void Rules_All_SaySeverityReadersAndWhatIsWrong()
    {
        Assert.All(Screening.Rules, rule =>
        {
            Assert.InRange(rule.Description.Length, 20, 600);
            Assert.InRange(rule.FalsePositives.Length, 20, 700);
            Assert.True(Enum.IsDefined(rule.Severity), rule.Id);
            Assert.True(rule.Audience is ScreeningAudience.Host or ScreeningAudience.Reviewer or ScreeningAudience.Both, rule.Id);
            Assert.True(File.Exists(Path.Combine(Repository.Root, "src", "Vitrine.Seals", "Screening", "Rules", $"{rule.GetType().Name}.cs")), rule.Id);
            Assert.True(rule is not TokenRule || rule.Issuers.Count > 0 || rule.Id == "age-key", rule.Id);
        });
    }

    [Fact]
    public void Rules_Issuers_AreMoreThanForty()
    {
        var issuers = Screening.Rules.SelectMany(rule => rule.Issuers).Distinct(StringComparer.Ordinal).ToArray();

        Assert.InRange(issuers.Length, 100, 200);
    }

    [Theory]
    [MemberData(nameof(Named))]
    public async Task Run_Case_FindsTheOneAndNotTheOther(string rule)
    {
        var (_, found, not) = Cases.Single(one => one.Rule == rule);

        Assert.Equal(found.Count(file => !file.Item1.StartsWith("tests/", StringComparison.Ordinal)), (await RunAsync(rule, found)).Select(finding => finding.Path).Distinct().Count());
        Assert.Empty(await RunAsync(rule, not));
    }

    /// <summary>Of every form that an issuer documents, the shortest and the longest are found; one character less or more, and digits that chance would not draw, are not.</summary>
    [Fact]
    public void Screen_EveryFormOfEveryIssuer_IsFoundByItsLengthAndChance() =>
        Assert.All(Screening.Rules.OfType<TokenRule>().Where(rule => !InnerForms.Contains(rule.Id)).SelectMany(rule => rule.Shapes.Select(shape => (Rule: rule, Shape: shape))), one =>
        {
            var (rule, shape) = one;
            var alphabet = new string([.. (Upper + Lower + Digits).Where(letter => shape.Alphabet.Contains((byte)letter))]);
            bool Finds(int length) => Screen("a.c", $"x = \"{shape.Prefix}{Draw(alphabet, length, 3)}\";\n").Any(finding => finding.Rule == rule.Id);

            Assert.True(Finds(shape.Min) && Finds(shape.Max), $"{rule.Id} {shape.Prefix}");
            Assert.False(Finds(shape.Min - 1) || Finds(shape.Max + 1), $"{rule.Id} {shape.Prefix}");
            Assert.DoesNotContain(Screen("a.c", $"x = \"{shape.Prefix}9a8b7c6d{new string('5', Math.Max(16, shape.Min - 8))}\";\n"), finding => finding.Rule == rule.Id);
        });

    private static async Task<IEnumerable<ScreeningFinding>> RunAsync(string rule, (string Path, string Text)[] files)
    {
        using var folder = new TempFolder();
        using var seal = await Sealing.OpenAsync(folder, [.. files.Select(file => (file.Path, Bytes(rule, file.Path, file.Text)))]);
        return Screening.Run(seal.Whole, ScreeningAudience.Both, null, null, CancellationToken.None).Findings.Where(finding => finding.Rule == rule).ToArray();
    }

    /// <summary>Contents that are bytes are written as Latin-1.</summary>
    private static byte[] Bytes(string rule, string path, string text) => (rule, path) switch
    {
        ("key-store", "b.jks") => [0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2, 0, 0, 0, 1, .. new byte[40]],
        ("binary-blob" or "build-reads-binary", _) => Encoding.Latin1.GetBytes(text),
        _ => Encoding.UTF8.GetBytes(text),
    };

    private static string Pem(string kind) => $"-----BEGIN {kind} KEY-----\n{Draw(Base64, 64)}\n{Draw(Base64, 64, 2)}\n{Draw(Base64, 64, 3)}\n-----END {kind} KEY-----\n";

    private static string Web(string header) => $"{Part(header)}.{Part("""{"sub":"1234","name":"J. D."}""")}.";

    private static string Part(string json) => Convert.ToBase64String(Encoding.UTF8.GetBytes(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static string Pem8() => Key.Value;

    private static string Body(string pem) => string.Concat(pem.Split('\n')[1..^1]);

    private static string Lines(string line, int count) => string.Concat(Enumerable.Repeat(line + "\n", count));

    private static string Mails(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"person{i},person{i}@acme-corp.net\n"));
}
