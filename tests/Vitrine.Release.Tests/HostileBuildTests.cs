using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vitrine.Release.Tests;

/// <summary>Builds that try to see, reach, keep or exhaust the machine.</summary>
public sealed class HostileBuildTests
{
    [Fact]
    public async Task Build_LooksForTheMachinesFiles_SeesNone()
    {
        var output = await Scene.OutputAsync(
            """
            for p in /etc/shadow /etc/hostname /root /home /var /sys /run /mnt /srv /boot /proc/1/root/root /proc/self/root/etc/shadow /dev/sda /dev/kmsg /dev/mem \
              /build/../root /usr/lib/os-release /usr/bin/perl; do [ -e "$p" ] && echo "$p"; done > out
            echo /* /etc/* /dev/* >> out
            """);

        Assert.Equal(
            "/bin /build /dev /etc /lib /lib64 /proc /sbin /tmp /usr /etc/group /etc/passwd /dev/console /dev/core /dev/fd /dev/full /dev/null /dev/ptmx "
            + "/dev/pts /dev/random /dev/shm /dev/stderr /dev/stdin /dev/stdout /dev/tty /dev/urandom /dev/zero\n",
            output.Replace("/dev/console ", "", StringComparison.Ordinal).Replace("/dev/core", "/dev/console /dev/core", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Build_LooksForOtherProcesses_SeesItsOwn()
    {
        var output = await Scene.OutputAsync("cd /proc; echo [0-9]* > /build/out; kill -0 " + Environment.ProcessId + " 2>/dev/null && echo seen >> /build/out; :");

        var seen = output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        Assert.DoesNotContain("seen", seen);
        Assert.InRange(seen.Length, 1, 4);
        Assert.All(seen, number => Assert.InRange(int.Parse(number, CultureInfo.InvariantCulture), 1, 64));
    }

    [Fact]
    public async Task Build_ConnectsToTheMachine_CannotEvenMakeASocket()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var output = await Scene.OutputAsync(
            $$"""
            exec perl -e '
              open O, ">out";
              for $family (2, 10, 16, 17, 40) { print O socket(S, $family, 1, 0) ? "made" : $!+0, " " }
              print O socket(U, 1, 1, 0) ? "unix" : "none", " ";
              print O connect(S, pack("S n C4 x8", 2, {{port}}, 127, 0, 0, 1)) ? "connected" : "alone";
            '
            """,
            "perl");

        Assert.Equal("97 97 97 97 97 unix alone", output);
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task Build_ConnectsToAnAbstractSocket_FindsNobody()
    {
        var name = $"\0vitrine-{Guid.NewGuid()}";
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(name));
        listener.Listen();

        var output = await Scene.OutputAsync(
            $$"""exec perl -e 'open O, ">out"; socket(U, 1, 1, 0); print O connect(U, pack("S a*", 1, "\0{{name[1..]}}")) ? "connected" : $!+0'""", "perl");

        Assert.Equal("111", output);
    }

    [Fact]
    public async Task Build_WritesOutsideItsTree_Cannot()
    {
        var output = await Scene.OutputAsync(
            """
            for p in /x /etc/x /etc/passwd /usr/x /usr/bin/dash /dev/x /lib64/x /proc/sys/kernel/hostname /proc/sys/kernel/core_pattern /proc/sysrq-trigger; do (echo x > $p) 2>/dev/null && echo "$p"; done > out
            for p in /tmp/x /tmp/home/x /dev/shm/x /build/x; do (echo x > $p) && echo "$p"; done >> out
            """);

        Assert.Equal("/tmp/x\n/tmp/home/x\n/dev/shm/x\n/build/x\n", output);
    }

    [Fact]
    public async Task Build_ChangesTheMachinesDevices_Cannot()
    {
        var output = await Scene.OutputAsync(
            "exec perl -e 'open O, \">out\"; for (qw(null zero full random urandom tty)) { print O chmod(0600, \"/dev/$_\") ? $_ : $!+0, \" \" } open N, \">/dev/null\" or print O \"closed\"'",
            "perl");

        Assert.Equal("1 1 1 1 1 1 ", output);
    }

    [Fact]
    public async Task Build_LooksAtItself_HasNoPowersAndNoDescriptorsOfOurs()
    {
        var output = await Scene.OutputAsync(
            """
            while read -r name value; do case $name in CapInh:|CapPrm:|CapEff:|CapBnd:|CapAmb:|NoNewPrivs:|Seccomp:) echo "$name $value";; esac; done < /proc/self/status > out
            exec perl -e 'open O, ">>out"; opendir D, "/proc/self/fd"; print O join " ", sort grep { /\d/ && $_ != fileno(O) && -e "/proc/self/fd/$_" } readdir D'
            """,
            "perl");

        Assert.Equal(
            "CapInh: 0000000000000000\nCapPrm: 0000000000000000\nCapEff: 0000000000000000\nCapBnd: 0000000000000000\nCapAmb: 0000000000000000\nNoNewPrivs: 1\nSeccomp: 2\n0 1 2",
            output.Replace(" 4", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Build_MakesForbiddenCalls_IsRefusedEach()
    {
        var onArm64 = System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64;
        string Numbers(IEnumerable<Syscall> calls) => string.Join(' ', calls.Select(call => call.Number(onArm64)).Where(number => number is not null));

        var output = await Scene.OutputAsync(
            $$"""
            exec perl -e '
              open O, ">out"; select O; $| = 1;
              sub answer { ($want, $n, @rest) = @_; $r = syscall($n, @rest ? @rest : (0, 0, 0, 0, 0, 0)); print "$n: $r $!\n" unless $r == -1 && $!+0 == $want }
              answer(1, $_) for qw({{Numbers(Syscall.Forbidden)}});
              answer(38, $_) for qw({{Numbers(Syscall.Unknown)}});
              answer(1, {{Numbers([Syscall.Clone])}}, $_ | 17, 0, 0, 0, 0) for 0x80, 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000;
              answer(1, {{Numbers([Syscall.Ioctl])}}, 0, $_, 0) for 0x5412, 0x541c, 0x100005412;
              answer(1, {{Numbers([Syscall.Personality])}}, 0x8);
              answer(97, {{Numbers([Syscall.SocketPair])}}, 0x100000002, 1, 0, 0);
              print "end";
            '
            """,
            "perl");

        Assert.Equal("end", output);
    }

    [Fact]
    public async Task Build_LeavesADaemon_DiesWithIt()
    {
        var word = $"vitrine-daemon-{Guid.NewGuid()}";

        var run = await Scene.RunScriptAsync(
            $$"""
            perl -e 'if (!fork) { syscall(112); if (!fork) { close STDOUT; close STDERR; $SIG{$_} = "IGNORE" for qw(TERM HUP INT); sleep 100000 } exit } ' {{word}}
            echo x > out
            """,
            ["perl"]);

        Scene.AssertCompleted(run);
        Assert.Equal(0, Remains.Count(word));
    }

    [Fact]
    public async Task Build_ChangesOutputsAfterItsEnd_IsTooLate()
    {
        var output = await Scene.OutputAsync("echo good > out; perl -e 'if (!fork) { while (1) { open O, \">out2\"; close O; rename \"out2\", \"out3\" } }'", "perl");

        Assert.Equal("good\n", output);
    }

    [Fact]
    public async Task Build_Cancelled_LeavesNothing()
    {
        var word = $"vitrine-cancelled-{Guid.NewGuid()}";
        using var cancel = new CancellationTokenSource();
        var recipe = Scene.Recipe([["sh", "-c", "while :; do :; done", word]]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Scene.Sandbox.RunAsync(
            recipe, ToolResolver.Resolve(recipe, Scene.Options), Scene.Source(("x", "")), new CancelAtStep(cancel), cancel.Token));

        Assert.Equal(0, Remains.Count(word));
    }

    [Fact]
    public async Task Build_NeverEnds_IsStoppedAtItsTime()
    {
        var word = $"vitrine-endless-{Guid.NewGuid()}";

        var run = await Scene.RunScriptAsync($"while :; do :; done # {word}", limits: new { seconds = 1 });

        Assert.Equal((SandboxOutcome.OutOfTime, 0), (run.Outcome, run.Step));
        Assert.Equal(0, Remains.Count(word));
    }

    [Fact]
    public async Task Build_ForksForever_IsStopped()
    {
        var run = await Scene.RunScriptAsync("exec perl -e 'while (1) { fork }'", ["perl"]);

        Assert.Equal(SandboxOutcome.TooManyTasks, run.Outcome);
    }

    [Fact]
    public async Task Build_ManyProcessesTakeMemory_IsStopped()
    {
        var run = await Scene.RunScriptAsync("exec perl -e 'for (1..7) { fork or last } $x = \"x\" x 50_000_000; sleep 100000'", ["perl"]);

        Assert.Equal(SandboxOutcome.OutOfMemory, run.Outcome);
    }

    [Fact]
    public async Task Build_OneProcessTakesMemory_GetsNoMore()
    {
        var run = await Scene.RunScriptAsync("exec perl -e '$x = \"x\" x 2_000_000_000; sleep 100000'", ["perl"]);

        Assert.Equal((SandboxOutcome.StepFailed, "Out of memory"), (run.Outcome, run.Log.Text[..13]));
    }

    [Theory]
    [InlineData("/build")]
    [InlineData("/tmp")]
    [InlineData("/dev/shm")]
    public async Task Build_FillsTheDisk_FindsItFull(string folder)
    {
        var run = await Scene.RunScriptAsync($"exec cat /dev/zero > {folder}/full", ["cat"]);

        Assert.Equal(SandboxOutcome.StepFailed, run.Outcome);
        Assert.Contains("No space left on device", run.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_OutputBeyondItsLimit_IsNotTaken()
    {
        var run = await Scene.RunScriptAsync("exec perl -e 'open O, \">out\"; print O \"x\" x 1048576 for 1..6'", ["perl"]);

        Assert.Equal(SandboxOutcome.OutputTooLarge, run.Outcome);
        Assert.Empty(run.Outputs);
    }

    [Fact]
    public async Task Build_SparseOutputOfATerabyte_IsNotTaken()
    {
        var run = await Scene.RunScriptAsync("exec perl -e 'open O, \">out\"; truncate O, 1 << 40'", ["perl"]);

        Assert.Equal(SandboxOutcome.OutputTooLarge, run.Outcome);
    }

    [Fact]
    public async Task Build_SourceBeyondTheDisk_IsNotUnpacked()
    {
        var source = new BuildSource(() => Enumerable.Range(0, 20).Select(i => new SourceFile($"f{i}", SourceKind.Regular, new byte[1 << 20])));

        var run = await Scene.RunAsync(Scene.Script(), source);

        Assert.Equal(SandboxOutcome.SourceNotUnpacked, run.Outcome);
    }

    [Fact]
    public async Task Build_KillsWhoRunsIt_IsKilled()
    {
        var run = await Scene.RunScriptAsync("echo x > out; kill -9 $PPID; while :; do :; done");

        Assert.Equal(SandboxOutcome.Killed, run.Outcome);
    }

    [Fact]
    public async Task Build_WritesToTheDriversPipes_ClaimsNothingItHasNotMade()
    {
        // The parent is the driver; its third descriptor carries the status lines.
        var run = await Scene.RunScriptAsync("printf 'version dotnet forged\\nstep 1\\ndone 0 0\\nmissing 99\\npacked 0\\nnonsense\\n' > /proc/$PPID/fd/3; exit 3");

        Assert.NotEqual(SandboxOutcome.Completed, run.Outcome);
        Assert.Empty(run.Versions);
    }

    [Fact]
    public async Task Build_HostileTreeOfLinks_StaysInside()
    {
        var source = new BuildSource(() =>
        [
            new SourceFile("build", SourceKind.Regular, "echo x > out"u8.ToArray()),
            new SourceFile("up", SourceKind.Link, "/tmp"u8.ToArray()),
            new SourceFile("up/file", SourceKind.Regular, Encoding.UTF8.GetBytes("x")),
        ]);

        var run = await Scene.RunAsync(Scene.Script(), source);

        Assert.Contains(run.Outcome, (SandboxOutcome[])[SandboxOutcome.Completed, SandboxOutcome.SourceNotUnpacked]);
    }

    private sealed class CancelAtStep(CancellationTokenSource cancel) : IProgress<SandboxProgress>
    {
        public void Report(SandboxProgress value)
        {
            if (value.Stage == SandboxStage.Step)
            {
                cancel.Cancel();
            }
        }
    }
}
