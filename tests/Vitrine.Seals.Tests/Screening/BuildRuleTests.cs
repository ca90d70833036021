using System.Text;
using static Vitrine.Seals.Tests.Planted;

namespace Vitrine.Seals.Tests;

public sealed class BuildRuleTests : IDisposable
{
    // In the manner of CVE-2024-3094's first stage, written anew: a search by content finds the sample, its ending names the program that unpacks it,
    // tr mends it, and config.status gives it to a shell.
    private const string Macro = """
        AC_DEFUN([gl_STAGE_HOST],
        [
          gl_stage_config=`grep -arEls "@{4}[[:alnum:]]{5}@{4}$" $srcdir/ 2>/dev/null`
          if test -n "$gl_stage_config"; then
            gl_[$1]_tool=`echo $gl_stage_config | sed "s/.*\.//g"`
          fi
          gl_map='tr "\t \-_" " \t_\-"'
          gl_[$1]_config='sed "r\n" $gl_stage_config | eval $gl_map | $gl_[$1]_tool -d 2>/dev/null'
          AC_CONFIG_COMMANDS([stage-host], [eval $gl_config_do | $SHELL 2>/dev/null], [gl_config_do="eval \$gl_[$1]_config"])
        ])
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Screen_BuildThatUnpacksASampleThroughVariables_IsHigh()
    {
        var findings = Injections("m4/stage-host.m4", Macro).Where(finding => finding.Severity == ScreeningSeverity.High).ToArray();

        Assert.Equal([8, 9], findings.Select(finding => finding.Line!.Value));
        Assert.Contains("through variables", findings[1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Makefile.am", "all:\n\txz -dc tests/files/good.xz | sh\n", 2)]
    [InlineData("configure.ac", "x=`cat conf.b64 | base64 -d`\necho one\neval \"$x\"\n", 3)]
    [InlineData("scripts/make.sh", "gunzip < blob.gz | tr a-z n-za-m \\\n  | /bin/bash -s\n", 1)]
    [InlineData("setup.py", "import zlib\ncode = zlib.decompress(open('x', 'rb').read())\nexec(code)\n", 3)]
    [InlineData("package.json", "{ \"scripts\": { \"postinstall\": \"node -e 'eval(Buffer.from(`YWxlcnQ=`, `base64`))'\" } }", 1)]
    [InlineData("build/x.targets", "<Exec Command=\"powershell iex ([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('$x')))\" />", 1)]
    [InlineData("CMakeLists.txt", "execute_process(COMMAND sh -c \"openssl enc -aes-256-cbc -d -in blob | sh\")", 1)]
    [InlineData("meson.build", "run_command('sh', '-c', 'xzcat tests/x.xz | bash')", 1)]
    [InlineData("configure", "(head -c +1024 >/dev/null) < $srcdir/x.bin | xz -F raw --lzma1 -dc | /bin/sh\n", 1)]
    [InlineData("package.json", "{ \"scripts\": { \"preinstall\": \"node -e \\\"eval(Buffer.from(require('fs').readFileSync('x.bin','utf8'),'base64').toString())\\\"\" } }", 1)]
    [InlineData("setup.py", "import lzma\nexec(lzma.open('x.bin').read())\n", 2)]
    [InlineData("build.rs", "let d = std::fs::read(\"x.bin\").unwrap();\nlet s = base64::decode(&d).unwrap();\nCommand::new(\"sh\").arg(\"-c\").arg(String::from_utf8(s).unwrap()).status();\n", 3)]
    [InlineData("build.gradle", "def script = new String(data.decodeBase64())\nnew GroovyShell().evaluate(script)\n", 2)]
    [InlineData("build.gradle", "exec { commandLine \"bash\", \"-c\", new String(Base64.decoder.decode(file(\"x.bin\").text)) }\n", 1)]
    [InlineData("Makefile.PL", "use MIME::Base64;\neval decode_base64(read_it(\"x.bin\"));\n", 2)]
    [InlineData("pom.xml", "<argument>base64 -d x.bin | sh</argument>\n", 1)]
    [InlineData("build.gradle", "def code = new String(x.decodeBase64()); code.execute()", 1)]
    public void Screen_BuildThatDecodesAndRuns_IsHigh(string path, string text, int line) =>
        Assert.Equal((ScreeningSeverity.High, (int?)line), Injections(path, text).Select(finding => (finding.Severity, finding.Line)).Single());

    [Theory]
    [InlineData("Makefile.am", "distcheck:\n\tcase x in *.tar.gz*) eval GZIP= gzip -dc $(distdir).tar.gz | tar xf - ;; esac\n")]
    [InlineData("Makefile.am", "x:\n\tgzip -dc a.gz > a\n\tsh ./configure\n")]
    [InlineData("configure.ac", "eval \"$ac_try\"\nx=`echo a | tr a-z A-Z`\n")]
    [InlineData("src/tool.sh", "xz -dc x.xz | sh\n")]
    [InlineData("Makefile", "# xz -dc x.xz | sh\n")]
    [InlineData("Makefile", "install:\n\t$(INSTALL) -d $(DESTDIR)/bin | sh\n")]
    [InlineData("setup.py", "exec(open('version.py').read())\n")]
    [InlineData("build.rs", "let v = Command::new(\"rustc\").output().unwrap();\nlet s = String::from_utf8(v.stdout).unwrap();\n")]
    [InlineData("tools/graph.py", "import base64\nfull = base64.b64decode(x)\nrows = [0, 'acpi', 'sh', '-c', 'ls full']\n")]
    [InlineData("setup.py", "with gzip.open('x.gz') as f:\n    data = f.read()\nsubprocess.run(['make'])\n")]
    [InlineData("configure.ac", "test -d \"$dir\" || x=`cat y | sh`\n")]
    public void Screen_OrdinaryBuild_IsNot(string path, string text) => Assert.Empty(Injections(path, text));

    [Fact]
    public async Task Run_BuildThatReadsASample_IsNamedWithTheSample()
    {
        var sample = (byte[])[0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, 1, 2];
        var found = await RunAsync(
            ("Makefile.am", "all:\n\txz -dc $(top_srcdir)/tests/files/bad-3.xz | sh\n\thead -c 10 tests/files/good.xz > x\n\tcat tests/files/notes.md > y\nEXTRA_DIST = cat tests/files/good.xz\n"u8.ToArray()),
            ("lib/Makefile", "x:\n\tobjcopy -I binary firmware.bin x.o\n\tcp missing.bin y\n"u8.ToArray()),
            ("tests/Makefile", "x:\n\txz -dc files/good.xz\n"u8.ToArray()),
            ("lib/firmware.bin", [1, 0, 2]),
            ("tests/files/bad-3.xz", sample),
            ("tests/files/good.xz", sample),
            ("tests/files/notes.md", "words"u8.ToArray()));

        Assert.Equal(
            [(ScreeningSeverity.High, "Makefile.am", 2), (ScreeningSeverity.Medium, "Makefile.am", 3), (ScreeningSeverity.Low, "lib/Makefile", 2)],
            found.Where(finding => finding.Rule == "build-reads-binary").Select(finding => (finding.Severity, finding.Path, finding.Line!.Value)));
        Assert.Contains("tests/files/bad-3.xz", found.First(finding => finding.Rule == "build-reads-binary").Message, StringComparison.Ordinal);
    }

    /// <summary>An archive has a folder of its own at the top, so $(top_srcdir) lies between the build file's folder and the seal's; and a variable can stand for the sample.</summary>
    [Fact]
    public async Task Run_BuildInAFolderThatReadsASampleOfItsTop_IsFound()
    {
        var sample = (byte[])[0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, 1, 2];
        var found = await RunAsync(
            ("p-1.0/src/lib/Makefile.am", "x.o:\n\txzcat $(top_srcdir)/tests/files/good.xz > x.o\n"u8.ToArray()),
            ("p-1.0/src/Makefile.am", "SEED = $(top_srcdir)/tests/files/good.bin\nx:\n\ttail -c +1025 $(SEED) > x.c\n"u8.ToArray()),
            ("p-1.0/Makefile.am", "check-local:\n\t./tool -t $(srcdir)/tests/files/good.xz\n"u8.ToArray()),
            ("p-1.0/tests/files/good.xz", sample),
            ("p-1.0/tests/files/good.bin", [1, 0, 2]));

        Assert.Equal(
            [(ScreeningSeverity.High, "p-1.0/src/lib/Makefile.am", 2), (ScreeningSeverity.Medium, "p-1.0/src/Makefile.am", 3)],
            found.Where(finding => finding.Rule == "build-reads-binary").Select(finding => (finding.Severity, finding.Path, finding.Line!.Value)));
    }

    [Fact]
    public async Task Run_ReleaseWithAllThatWasPlanted_FindsEachForTheHost()
    {
        var key = "-----BEGIN " + $"PRIVATE KEY-----\n{Draw(Base64, 64)}\n{Draw(Base64, 64, 2)}\n{Draw(Base64, 64, 3)}\n-----END PRIVATE KEY-----\n";
        var found = await RunAsync(
            ("m4/stage-host.m4", Encoding.UTF8.GetBytes(Macro)),
            ("src/trojan.c", "if (access != \"user\u202E \u2066// Check if admin\u2069 \u2066\") {\n"u8.ToArray()),
            ("src/login.c", "int check_login(const char *u, const char *p)\n{\n\tif (strcmp(p,\"joshua\") == 0)\n\t\treturn 1;\n"u8.ToArray()),
            ("etc/server.key", Encoding.UTF8.GetBytes(key)));

        Assert.Equal(
            [
                ("etc/server.key", "private-key", 1), ("m4/stage-host.m4", "build-injection", 8), ("m4/stage-host.m4", "build-injection", 9), ("src/login.c", "constant-comparison", 3),
                ("src/trojan.c", "bidi-control", 1),
            ],
            found.Where(finding => finding.Severity == ScreeningSeverity.High).Select(finding => (finding.Path, finding.Rule, finding.Line!.Value)));
    }

    private static IEnumerable<ScreeningFinding> Injections(string path, string text) => Screen(path, text).Where(finding => finding.Rule == "build-injection");

    private async Task<IReadOnlyList<ScreeningFinding>> RunAsync(params (string, byte[])[] files)
    {
        using var seal = await Sealing.OpenAsync(_folder, files);
        return Screening.Run(seal.Whole, null, CancellationToken.None).Findings;
    }
}
