namespace Vitrine.Seals;

/// <summary>Code that starts other programs.</summary>
internal sealed class ProcessExecutionRule : CallRule
{
    private const string Shelled = "a command is run by a shell";
    private const string Started = "a program is started";

    public override string Id => "process-execution";

    public override string Title => "Start of a program";

    public override string Description => "Code starts another program. Medium where a shell reads the command, low where a program is started with its arguments.";

    protected override IReadOnlyList<CallShape> Shapes { get; } =
    [
        new("system(", Set("c h cc cpp cxx hpp hh m mm php rb pl pm"), ScreeningSeverity.Medium, Shelled),
        new("popen(", Set("c h cc cpp cxx hpp hh m mm php py"), ScreeningSeverity.Medium, Shelled),
        new("execl(", C, ScreeningSeverity.Low, Started), new("execlp(", C, ScreeningSeverity.Low, Started), new("execle(", C, ScreeningSeverity.Low, Started),
        new("execv(", C, ScreeningSeverity.Low, Started), new("execvp(", C, ScreeningSeverity.Low, Started), new("execve(", C, ScreeningSeverity.Low, Started),
        new("execvpe(", C, ScreeningSeverity.Low, Started), new("fexecve(", C, ScreeningSeverity.Medium, "a program is started from an open file"),
        new("posix_spawn(", C, ScreeningSeverity.Low, Started), new("posix_spawnp(", C, ScreeningSeverity.Low, Started),
        new("call_usermodehelper(", C, ScreeningSeverity.Medium, "the kernel starts a program"),
        new("ShellExecuteA(", C, ScreeningSeverity.Medium, Shelled), new("ShellExecuteW(", C, ScreeningSeverity.Medium, Shelled), new("ShellExecute(", C, ScreeningSeverity.Medium, Shelled),
        new("ShellExecuteEx(", C, ScreeningSeverity.Medium, Shelled), new("CreateProcess(", C, ScreeningSeverity.Low, Started), new("CreateProcessA(", C, ScreeningSeverity.Low, Started),
        new("CreateProcessW(", C, ScreeningSeverity.Low, Started), new("WinExec(", C, ScreeningSeverity.Medium, Shelled), new("CreateProcessAsUser*", C, ScreeningSeverity.Medium, "a program is started as another user"),
        new("Process.Start(", DotNet, ScreeningSeverity.Low, Started), new("ProcessStartInfo(", DotNet, ScreeningSeverity.Low, Started),
        new("Runtime.getRuntime().exec(", Java, ScreeningSeverity.Low, Started), new("new ProcessBuilder(", Java, ScreeningSeverity.Low, Started),
        new("os.system(", Python, ScreeningSeverity.Medium, Shelled), new("os.popen(", Python, ScreeningSeverity.Medium, Shelled),
        .. ((string[])["run(", "Popen(", "call(", "check_call(", "check_output("]).SelectMany(call => (CallShape[])
        [
            new($"subprocess.{call}", Python, ScreeningSeverity.Medium, Shelled, "shell=True", "shell = True"), new($"subprocess.{call}", Python, ScreeningSeverity.Low, Started),
        ]),
        new("subprocess.getoutput(", Python, ScreeningSeverity.Medium, Shelled), new("subprocess.getstatusoutput(", Python, ScreeningSeverity.Medium, Shelled),
        new("os.exec*", Python, ScreeningSeverity.Low, Started),
        new("child_process", Script, ScreeningSeverity.Medium, "programs are started"), new("execSync(", Script, ScreeningSeverity.Medium, Shelled),
        new("exec.Command(", Go, ScreeningSeverity.Low, Started), new("exec.CommandContext(", Go, ScreeningSeverity.Low, Started), new("syscall.Exec(", Go, ScreeningSeverity.Low, Started),
        new("Command::new(", Rust, ScreeningSeverity.Low, Started),
        new("shell_exec(", Php, ScreeningSeverity.Medium, Shelled), new("passthru(", Php, ScreeningSeverity.Medium, Shelled), new("proc_open(", Php, ScreeningSeverity.Medium, Shelled),
        new("Start-Process", PowerShell, ScreeningSeverity.Low, Started),
    ];
}
