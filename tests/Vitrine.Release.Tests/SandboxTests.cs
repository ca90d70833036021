using System.ComponentModel;
using System.Text;

namespace Vitrine.Release.Tests;

public sealed class SandboxTests
{
    [Fact]
    public async Task RunAsync_OneStep_GivesTheOutputAndTheLog()
    {
        var run = await Scene.RunAsync(Scene.Script(), Scene.Source(("build", "echo hello; read -r x < a/b; echo \"$x\" > out"), ("a/b", "content\n")));

        Scene.AssertCompleted(run);
        Assert.Equal("content\n", Encoding.UTF8.GetString(run.Outputs[0].Span));
        Assert.Equal("hello\n", run.Log.Text);
    }

    [Fact]
    public async Task RunAsync_AnyMachine_HasTheSameSurroundings()
    {
        var output = await Scene.OutputAsync("{ export -p; pwd; umask; read -r h < /proc/sys/kernel/hostname; echo $h; id -un; } > out", "id");

        Assert.Equal(
            """
            export HOME='/tmp/home'
            export LANG='C.UTF-8'
            export LC_ALL='C.UTF-8'
            export LOGNAME='build'
            export PATH='/usr/local/bin:/usr/bin'
            export PWD='/build'
            export SHELL='/usr/bin/sh'
            export SOURCE_DATE_EPOCH='1767225600'
            export TERM='dumb'
            export TMPDIR='/tmp'
            export TZ='UTC0'
            export USER='build'
            /build
            0022
            vitrine
            build

            """,
            string.Join('\n', output.Split('\n').Where(line => !line.StartsWith("export OLDPWD", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task RunAsync_SourceTree_ArrivesAsItIs()
    {
        var deep = string.Join('/', Enumerable.Repeat("a-folder-with-a-long-name", 8)) + "/file";
        var source = new BuildSource(() =>
        [
            new SourceFile("build", SourceKind.Regular, Encoding.UTF8.GetBytes("""exec perl -e 'for (@ARGV) { @s = lstat; printf "%o %d %s\n", $s[2] & 07777, $s[9], readlink }' plain run link 'ü ' """ + deep + " > out")),
            new SourceFile("plain", SourceKind.Regular, default),
            new SourceFile("run", SourceKind.Executable, default),
            new SourceFile("link", SourceKind.Link, "../out of/the tree"u8.ToArray()),
            new SourceFile("ü ", SourceKind.Regular, new byte[100_000]),
            new SourceFile(deep, SourceKind.Regular, new byte[1]),
        ]);

        var run = await Scene.RunAsync(Scene.Script(["perl"]), source);

        Scene.AssertCompleted(run);
        Assert.Equal(
            "644 1767225600 \n755 1767225600 \n777 1767225600 ../out of/the tree\n644 1767225600 \n644 1767225600 \n",
            Encoding.UTF8.GetString(run.Outputs[0].Span));
    }

    [Fact]
    public async Task RunAsync_ArgumentsOfAStep_AreNotInterpreted()
    {
        string[] arguments = ["a b", "$HOME", "it's", "; exit 3", "`id`", "*", "", "\\n", "-n", "\"", "ü"];
        string[] step = ["perl", "-e", "open O, '>out'; print O join '|', @ARGV", "--", .. arguments];

        var run = await Scene.RunAsync(Scene.Recipe([step], ["perl"]), Scene.Source(("x", "")));

        Scene.AssertCompleted(run);
        Assert.Equal(string.Join('|', arguments), Encoding.UTF8.GetString(run.Outputs[0].Span));
    }

    [Theory]
    [InlineData("cd")]
    [InlineData("exit")]
    [InlineData("A=b")]
    [InlineData("no-such-program")]
    public async Task RunAsync_StepThatIsNoProgram_IsNotFound(string program)
    {
        var run = await Scene.RunAsync(Scene.Recipe([[program, "x"]]), Scene.Source(("x", "")));

        Assert.Equal((SandboxOutcome.StepFailed, 0, 127), (run.Outcome, run.Step, run.ExitCode));
    }

    [Fact]
    public async Task RunAsync_SecondStepFails_SaysWhichAndHow()
    {
        var recipe = Scene.Recipe([["sh", "-c", "echo one"], ["sh", "-c", "echo two; exit 7"], ["sh", "-c", "echo three"]]);

        var run = await Scene.RunAsync(recipe, Scene.Source(("x", "")));

        Assert.Equal((SandboxOutcome.StepFailed, 1, 7), (run.Outcome, run.Step, run.ExitCode));
        Assert.Equal("two", run.Log.Tail(1));
        Assert.Empty(run.Outputs);
    }

    [Theory]
    [InlineData(":")]
    [InlineData("perl -e 'symlink \"build\", \"out\"'")]
    [InlineData("perl -e 'mkdir \"out\"'")]
    public async Task RunAsync_OutputThatIsNoFile_IsMissing(string script)
    {
        var run = await Scene.RunScriptAsync(script, ["perl"]);

        Assert.Equal(SandboxOutcome.OutputMissing, run.Outcome);
        Assert.Equal("out", Assert.Single(run.Missing).Path);
    }

    [Fact]
    public async Task RunAsync_TwoOutputs_ComeInTheRecipesOrder()
    {
        var recipe = Scene.Parse(new
        {
            name = "two",
            steps = new[] { new[] { "sh", "-c", "mkdir d; echo 1 > d/first; echo 2 > second" } },
            tools = new[] { "mkdir" },
            outputs = new[] { new { path = "second", name = "b" }, new { path = "d/first", name = "a" } },
            sourceDateEpoch = 0,
        });

        var run = await Scene.RunAsync(recipe, Scene.Source(("x", "")));

        Scene.AssertCompleted(run);
        Assert.Equal(["2\n", "1\n"], run.Outputs.Select(output => Encoding.UTF8.GetString(output.Span)));
    }

    [Fact]
    public async Task RunAsync_LongLog_KeepsItsEndAndCountsAll()
    {
        var run = await Scene.RunScriptAsync("i=0; while [ $i -lt 50000 ]; do echo \"line $i\"; i=$((i+1)); done; printf '\\033[2Jend' ; exit 1");

        Assert.True(run.Log.TotalBytes > BuildLog.MaxBytes);
        Assert.StartsWith("line ", run.Log.Text, StringComparison.Ordinal);
        Assert.EndsWith("line 49999\n\uFFFD[2Jend", run.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_SourceThatFails_IsNotBuiltHalf()
    {
        static IEnumerable<SourceFile> Files()
        {
            yield return new SourceFile("build", SourceKind.Regular, "echo built; echo x > out"u8.ToArray());
            throw new InvalidDataException("the seal is damaged");
        }

        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => Scene.RunAsync(Scene.Script(), new BuildSource(Files)));

        Assert.Equal("the seal is damaged", fault.Message);
    }

    [Fact]
    public async Task RunAsync_CancelledAtAnyMoment_EndsAndLeavesNothing()
    {
        var word = $"vitrine-moment-{Guid.NewGuid()}";
        var recipe = Scene.Recipe([["sh", "-c", "while :; do :; done", word]]);
        var root = ToolResolver.Resolve(recipe, Scene.Options);
        for (var microseconds = 0; microseconds < 20_000; microseconds += 500)
        {
            using var cancel = new CancellationTokenSource(TimeSpan.FromMicroseconds(microseconds));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                Scene.Sandbox.RunAsync(recipe, root, Scene.Source(("x", "")), null, cancel.Token));
        }

        Assert.Equal(0, Remains.Count(word));
    }

    [Fact]
    public void Open_NoBubblewrap_NamesThePackage()
    {
        var fault = Assert.Throws<SandboxException>(() => Sandbox.Open(new SandboxOptions { ProgramFolders = ["/nonexistent"] }, TimeProvider.System));

        Assert.Equal(SandboxFault.NoBubblewrap, fault.Fault);
        Assert.Contains("apt install bubblewrap", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bwrap: No permissions to create new namespace, likely because the kernel does not allow non-privileged user namespaces.", SandboxFault.NamespacesForbidden)]
    [InlineData("bwrap: setting up uid map: Permission denied", SandboxFault.NamespacesForbidden)]
    [InlineData("bwrap: Unknown option --disable-userns", SandboxFault.NoBubblewrap)]
    [InlineData("bwrap: Can't find source path /usr/x: No such file or directory", SandboxFault.NotStarted)]
    public async Task RunAsync_BubblewrapRefuses_SaysWhyInItsWords(string words, SandboxFault expected)
    {
        using var folder = new TemporaryFolder();
        var program = folder.File("bwrap", $"#!/bin/sh\necho \"{words}\" >&2\nexit 1\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var sandbox = Sandbox.Open(new SandboxOptions { ProgramFolders = [folder.Path] }, TimeProvider.System);
        var recipe = Scene.Script();

        var fault = await Assert.ThrowsAsync<SandboxException>(() =>
            sandbox.RunAsync(recipe, ToolResolver.Resolve(recipe, Scene.Options), Scene.Source(("build", "")), null, CancellationToken.None));

        Assert.Equal(expected, fault.Fault);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/proc/sys/kernel/unprivileged_userns_clone", "0", "sysctl -w kernel.unprivileged_userns_clone=1")]
    [InlineData("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1", "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0")]
    [InlineData("/proc/sys/user/max_user_namespaces", "0", "sysctl -w user.max_user_namespaces=15000")]
    [InlineData("", "", "--security-opt seccomp=unconfined")]
    public void For_ASwitchThatForbids_NamesItsCommand(string file, string value, string command)
    {
        Assert.Contains(command, NamespaceAdvice.For(asked => asked == file ? value : "12345"), StringComparison.Ordinal);
    }

    [Fact]
    public void Start_NoSuchProgram_Throws()
    {
        Assert.Throws<Win32Exception>(() => ChildProcess.Start("/nonexistent", [], [], []));
    }
}
