using System.Text;
using static Vitrine.Seals.Tests.Planted;

namespace Vitrine.Seals.Tests;

public sealed class LeadRuleTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("process-execution", "a.c", "    system(\"rm -rf /tmp/x\");", ScreeningSeverity.Medium)]
    [InlineData("process-execution", "a.c", "    execve (path, argv, envp);", ScreeningSeverity.Low)]
    [InlineData("process-execution", "a.py", "subprocess.run(cmd, shell=True)", ScreeningSeverity.Medium)]
    [InlineData("process-execution", "a.py", "subprocess.run(\n    cmd,\n    stdout=subprocess.PIPE, stderr=subprocess.PIPE, shell=True)", ScreeningSeverity.Medium)]
    [InlineData("process-execution", "a.py", "subprocess.check_call(cmd)", ScreeningSeverity.Low)]
    [InlineData("process-execution", "a.py", "text = subprocess.getoutput(cmd)", ScreeningSeverity.Medium)]
    [InlineData("process-execution", "a.go", "c := exec.Command(\"ls\")", ScreeningSeverity.Low)]
    [InlineData("process-execution", "A.java", "Runtime.getRuntime().exec(x);", ScreeningSeverity.Low)]
    [InlineData("process-execution", "A.cs", "Process.Start(x);", ScreeningSeverity.Low)]
    [InlineData("process-execution", "a.js", "const c = require('child_process');", ScreeningSeverity.Medium)]
    [InlineData("process-execution", "tests/a.c", "    system(\"ls\");", ScreeningSeverity.Low)]
    [InlineData("dynamic-code", "a.c", "mprotect(page, 4096, PROT_READ | PROT_EXEC);", ScreeningSeverity.Medium)]
    [InlineData("dynamic-code", "a.c", "h = dlopen(name, RTLD_NOW);", ScreeningSeverity.Low)]
    [InlineData("dynamic-code", "a.js", "const f = new Function(text);", ScreeningSeverity.Medium)]
    [InlineData("dynamic-code", "a.py", "eval(text)", ScreeningSeverity.Medium)]
    [InlineData("dynamic-code", "a.py", "builtins.exec(text)", ScreeningSeverity.Medium)]
    [InlineData("dynamic-code", "a.js", "window.eval(text)", ScreeningSeverity.Medium)]
    [InlineData("dynamic-code", "a.pl", "$x = 'a'.eval($y);", ScreeningSeverity.Medium)]
    [InlineData("dynamic-code", "a.py", "lib = ctypes.CDLL('x.so')", ScreeningSeverity.Low)]
    [InlineData("dynamic-code", "A.cs", "var a = Assembly.Load(bytes);", ScreeningSeverity.Medium)]
    [InlineData("dynamic-code", "A.java", "return defineClass(name, b, 0, b.length);", ScreeningSeverity.Medium)]
    [InlineData("listener", "a.c", "listen(fd, 5);", ScreeningSeverity.Low)]
    [InlineData("listener", "a.c", "a.sin_addr.s_addr = htonl(INADDR_ANY);\nbind(fd, &a, n);", ScreeningSeverity.Medium)]
    [InlineData("listener", "a.go", "http.ListenAndServe(\":80\", nil)", ScreeningSeverity.Low)]
    [InlineData("listener", "a.py", "run(host='0.0.0.0')", ScreeningSeverity.Medium)]
    [InlineData("privilege-path", "a.c", "setuid(0);", ScreeningSeverity.Medium)]
    [InlineData("privilege-path", "a.c", "seteuid(pw->pw_uid);", ScreeningSeverity.Low)]
    [InlineData("privilege-path", "a.c", "cap_set_flag(c, CAP_EFFECTIVE, 1, &v, CAP_SET);\ncap_set_proc(c);", ScreeningSeverity.Medium)]
    [InlineData("privilege-path", "a.c", "cap_t keep[] = { CAP_SETUID };\ncap_clear(c);\ncap_set_proc(c);", ScreeningSeverity.Low)]
    [InlineData("privilege-path", "a.c", "new = prepare_kernel_cred(NULL);", ScreeningSeverity.Medium)]
    [InlineData("privilege-path", "a.c", "new = prepare_kernel_cred(&init_task);", ScreeningSeverity.Medium)]
    [InlineData("privilege-path", "a.c", "new = prepare_kernel_cred(current);", ScreeningSeverity.Low)]
    [InlineData("privilege-path", "a.c", "chmod(path, (mode & 0777) | S_ISUID);", ScreeningSeverity.Medium)]
    [InlineData("privilege-path", "a.c", "mode = mode & ALLPERMS | S_ISUID;", ScreeningSeverity.Medium)]
    [InlineData("privilege-path", "a.cs", "Enable(\"SeDebugPrivilege\");", ScreeningSeverity.Medium)]
    [InlineData("privilege-path", "a.sh", "sudo cp a b", ScreeningSeverity.Low)]
    [InlineData("privilege-path", "a.sh", "chmod 4755 /usr/bin/x", ScreeningSeverity.Medium)]
    [InlineData("privilege-grant", "app.manifest", "<requestedExecutionLevel level=\"requireAdministrator\" />", ScreeningSeverity.Medium)]
    [InlineData("privilege-grant", "x.service", "AmbientCapabilities=CAP_NET_ADMIN", ScreeningSeverity.Medium)]
    [InlineData("update-path", "a.sh", "curl -s https://x.invalid/i | sh", ScreeningSeverity.High)]
    [InlineData("update-path", "a.sh", "wget -O t https://x.invalid/t\nchmod +x t\n", ScreeningSeverity.Medium)]
    [InlineData("update-path", "a.sh", "sh -c \"$(curl -fsSL https://x.invalid)\"", ScreeningSeverity.High)]
    [InlineData("update-path", "a.c", "connect_to(update_url);", ScreeningSeverity.Low)]
    [InlineData("update-path", "A.cs", "var m = new UpdateManager(x);", ScreeningSeverity.Low)]
    public void Screen_Lead_IsFound(string rule, string path, string code, ScreeningSeverity severity) =>
        Assert.Equal((ScreeningSeverity?)severity, Screen(path, $"x\n{code}\n").SingleOrDefault(finding => finding.Rule == rule)?.Severity);

    [Theory]
    [InlineData("process-execution", "a.c", "int system(const char *);")]
    [InlineData("process-execution", "a.c", "filesystem(x);")]
    [InlineData("process-execution", "a.c", "/* calls system(x) */")]
    [InlineData("process-execution", "a.md", "system(x)")]
    [InlineData("process-execution", "a.rs", "subprocess.run(x)")]
    [InlineData("dynamic-code", "a.c", "mprotect(page, 4096, PROT_READ);")]
    [InlineData("dynamic-code", "a.c", "eval(x);")]
    [InlineData("dynamic-code", "a.js", "retrieval(x); medieval(y);")]
    [InlineData("dynamic-code", "a.py", "# eval(x)")]
    [InlineData("dynamic-code", "a.py", "match = condition.eval(context)")]
    [InlineData("dynamic-code", "a.ts", "return expression.eval(scope);")]
    [InlineData("listener", "a.c", "list = listen_list(x);")]
    [InlineData("listener", "a.c", "x = MY_INADDR_ANYTHING;")]
    [InlineData("privilege-path", "a.c", "my_setuid(0);")]
    [InlineData("privilege-path", "a.c", "pseudo x;")]
    [InlineData("privilege-path", "a.c", "log(\"prctl(PR_SET_KEEPCAPS, 1) failed\");")]
    [InlineData("privilege-path", "a.c", "switch (mode & (S_IXUSR | S_ISUID)) {")]
    [InlineData("privilege-path", "a.c", "case S_IXUSR | S_ISUID:")]
    [InlineData("privilege-grant", "a.c", "requireAdministrator")]
    [InlineData("privilege-grant", "a.yml", "# privileged: true")]
    [InlineData("update-path", "a.sh", "curl -s https://x.invalid/i -o notes.txt")]
    [InlineData("update-path", "a.c", "update_url_from_redirect(x);")]
    [InlineData("update-path", "a.md", "curl -s https://x.invalid/i | sh")]
    [InlineData("update-path", "a.sh", "# curl -s https://x.invalid/i | sh")]
    public void Screen_NearMiss_IsNot(string rule, string path, string code) => Assert.DoesNotContain(Screen(path, $"x\n{code}\n"), finding => finding.Rule == rule);

    [Fact]
    public async Task Run_Endpoints_AreLeadsWhereNoDocumentNamesThem()
    {
        using var seal = await Sealing.OpenAsync(
            _folder,
            ("README.md", "It talks to https://api.acme-corp.net/v1 and nothing else."u8.ToArray()),
            ("src/a.c", "c(\"https://api.acme-corp.net/v1\");\nc(\"https://stats.other-corp.net/t\");\nc(\"93.184.216.34\");\n// see https://blog.other-corp.net\nc(\"https://localhost/\");\nc(\"https://x.example.com\");\nv(\"1.2.3\");\nhost(\"10.1.2.3\");\n"u8.ToArray()),
            ("src/b.c", "c(\"https://stats.other-corp.net/u\");\n"u8.ToArray()),
            ("tests/t.c", "c(\"https://tests.other-corp.net/u\");\n"u8.ToArray()));

        var found = Screening.Run(seal.Whole, ScreeningAudience.Reviewer, null, null, CancellationToken.None).Findings.Where(finding => finding.Rule == "undocumented-endpoint").ToArray();

        Assert.Equal([(ScreeningSeverity.Medium, 3), (ScreeningSeverity.Low, 2), (ScreeningSeverity.Low, 8)], found.Select(finding => (finding.Severity, finding.Line!.Value)));
        Assert.All(found, finding => Assert.Equal("src/a.c", finding.Path));
        Assert.Contains("stats.other-corp.net", found[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AddressesForPeople_AreNoEndpoints()
    {
        using var seal = await Sealing.OpenAsync(
            _folder,
            ("src/a.c", """
                puts("A newer version is at\n"
                     "ftp://a.other-corp.net/pub\n");
                warn("visit https://b.other-corp.net\n");
                x("<g xmlns:georss='http://c.other-corp.net/georss'>");
                x("<!DOCTYPE plist PUBLIC '-//Other//DTD PLIST 1.0//EN' 'http://d.other-corp.net/DTDs/p.dtd'>");
                send("https://e.other-corp.net/in\r\n");
                system("curl https://f.other-corp.net\n");
                post("https://g.other-corp.net");
                """u8.ToArray()));

        var found = Screening.Run(seal.Whole, ScreeningAudience.Reviewer, null, null, CancellationToken.None).Findings.Where(finding => finding.Rule == "undocumented-endpoint");

        Assert.Equal([6, 7, 8], found.Select(finding => finding.Line!.Value));
    }

    [Fact]
    public async Task Run_ByAudience_AsksOnlyItsRules()
    {
        using var seal = await Sealing.OpenAsync(
            _folder, ("a.c", Encoding.UTF8.GetBytes($"x = \"ghp_{Draw(Base62, 36)}\";\nsystem(y);\n")), ("b.c", "if (strcmp(password, \"falken42\")) return 1;\n"u8.ToArray()));

        var host = Screening.Run(seal.Whole, ScreeningAudience.Host, null, null, CancellationToken.None).Findings;
        var reviewer = Screening.Run(seal.Whole, ScreeningAudience.Reviewer, null, null, CancellationToken.None).Findings;
        var both = Screening.Run(seal.Whole, ScreeningAudience.Both, null, null, CancellationToken.None).Findings;

        Assert.Equal(["github-token", "constant-comparison"], host.Select(finding => finding.Rule));
        Assert.Equal(["constant-comparison", "process-execution"], reviewer.Select(finding => finding.Rule));
        Assert.Equal(3, both.Count);
    }

    [Fact]
    public void Screen_BytesAsNumbers_AreFoundFromAThousandOn()
    {
        var noise = new byte[2000];
        new Random(1).NextBytes(noise);
        var program = File.ReadAllBytes(typeof(LeadRuleTests).Assembly.Location)[..2000];

        Assert.Equal(ScreeningSeverity.Low, Arrays(noise, value => $"0x{value:x2}, ", 12).Single().Severity);
        Assert.Equal((ScreeningSeverity.Medium, 2), Arrays(program, value => $"0x{value:X2},", 16).Select(finding => (finding.Severity, finding.Line!.Value)).Single());
        Assert.Equal(ScreeningSeverity.Medium, Arrays(program, value => $"\\x{value:x2}", 16).Single().Severity);
        Assert.Contains("2,000 bytes", Arrays(noise, value => value < 128 ? $"\\{Convert.ToString(value, 8)}" : $"\\x{value:x2}", 16).Single().Message, StringComparison.Ordinal);
        Assert.Equal((ScreeningSeverity.Medium, 2), Arrays(program, value => value == 0 ? "\\0" : $"\\x{value:x2}", 16).Select(finding => (finding.Severity, finding.Line!.Value)).Single());
        Assert.Empty(Arrays(noise[..900], value => $"0x{value:x2}, ", 12));
        Assert.Empty(Arrays(noise, value => $"0x{value:x2}{value:x2}, ", 12));
        Assert.Empty(Arrays([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. noise], value => $"0x{value:x2}, ", 12));
        Assert.Empty(Arrays(new byte[3000], value => $"0x{value:x2}, ", 12));
    }

    [Fact]
    public void Screen_WrappedBase64_IsFoundUnlessArmouredOrAnImage()
    {
        var noise = new byte[6000];
        new Random(1).NextBytes(noise);
        var program = File.ReadAllBytes(typeof(LeadRuleTests).Assembly.Location)[..6000];

        Assert.Equal((ScreeningSeverity.Low, 2), Lines(noise, "").Select(finding => (finding.Severity, finding.Line!.Value)).Single());
        Assert.Equal(ScreeningSeverity.Medium, Lines(program, "").Single().Severity);
        Assert.Equal(ScreeningSeverity.Medium, Lines(program, "    \"").Single().Severity);
        Assert.Empty(Lines(noise[..2000], ""));
        Assert.DoesNotContain(Screen("a.pem", $"-----BEGIN CERTIFICATE-----\n{Wrap(noise, "")}-----END CERTIFICATE-----\n"), finding => finding.Rule == "encoded-lines");
        Assert.Empty(Lines([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, .. noise], ""));
        Assert.DoesNotContain(Screen("a.txt", string.Concat(Enumerable.Repeat("a line of ordinary words, of which there are many in a document\n", 300))), finding => finding.Rule == "encoded-lines");
    }

    private static IEnumerable<ScreeningFinding> Arrays(byte[] bytes, Func<byte, string> write, int perLine)
    {
        var text = string.Concat(bytes.Chunk(perLine).Select(chunk => $"{string.Concat(chunk.Select(write))}\n"));
        return Screen("a.c", $"static const unsigned char data[] = {{\n{text}}};\n").Where(finding => finding.Rule == "encoded-array");
    }

    private static IEnumerable<ScreeningFinding> Lines(byte[] bytes, string before) => Screen("a.txt", $"head\n{Wrap(bytes, before)}tail\n").Where(finding => finding.Rule == "encoded-lines");

    private static string Wrap(byte[] bytes, string before) => string.Concat(Convert.ToBase64String(bytes).Chunk(76).Select(line => $"{before}{new string(line)}{(before.Length > 0 ? "\"" : "")}\n"));
}
