using System.Buffers;

namespace Vitrine.Seals;

/// <summary>Code that gains, keeps or hands out rights.</summary>
internal sealed class PrivilegePathRule : CallRule
{
    private const string Changed = "the rights of the program change";
    private const string Raised = "more rights are asked for";

    public override string Id => "privilege-path";

    public override string Title => "Privileges";

    public override string Description => "Rights are gained, dropped or given: users and groups of a process, capabilities, setuid modes, Windows' privileges, sudo and manifests. Medium where rights grow, low where they change.";

    // What is written between modes that are joined.
    private static readonly SearchValues<byte> Modes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ_| (\t"u8);

    /// <summary>Whether a mode is setuid is asked in many places that give nobody any right, and capabilities are dropped by the call by which they are raised.</summary>
    protected override bool Fits(ScreenedFile file, int at, CallShape shape) => shape switch
    {
        { Text: "S_ISUID" } => !IsTested(file.Text[Math.Max(0, at - 200)..at]),
        { Text: "cap_set_proc(", What: Raised } => HasWord(file.Text[Math.Max(0, at - 1024)..at], "CAP_SET"u8),
        _ => true,
    };

    /// <summary>Modes that are compared with, masked or listed in a switch.</summary>
    private static bool IsTested(ReadOnlySpan<byte> before)
    {
        var modes = before[^Alphabet.RunBefore(before, Modes, before.Length)..];
        before = before[..^modes.Length];
        return before.EndsWith("=="u8) || before.EndsWith("!="u8) || before.EndsWith("~"u8) || before.EndsWith("case"u8)
            || (before.EndsWith("&"u8) && (modes.IndexOf((byte)'|') < 0 || modes.TrimStart(" "u8).StartsWith("("u8)));
    }

    private static bool HasWord(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        for (var at = text.IndexOf(word); at >= 0;)
        {
            text = text[(at + word.Length)..];
            if (text.IsEmpty || !Alphabet.Word.Contains(text[0]))
            {
                return true;
            }

            at = text.IndexOf(word);
        }

        return false;
    }

    protected override IReadOnlyList<CallShape> Shapes { get; } =
    [
        new("setuid(", C, ScreeningSeverity.Medium, "the program becomes root", "(0)"), new("setuid(", C, ScreeningSeverity.Low, Changed), new("seteuid(", C, ScreeningSeverity.Low, Changed),
        new("setreuid(", C, ScreeningSeverity.Low, Changed), new("setresuid(", C, ScreeningSeverity.Low, Changed), new("setgid(", C, ScreeningSeverity.Low, Changed), new("setresgid(", C, ScreeningSeverity.Low, Changed),
        new("initgroups(", C, ScreeningSeverity.Low, Changed), new("setgroups(", C, ScreeningSeverity.Low, Changed), new("cap_set_proc(", C, ScreeningSeverity.Medium, Raised), new("cap_set_proc(", C, ScreeningSeverity.Low, Changed), new("PR_SET_KEEPCAPS", C, ScreeningSeverity.Medium, "rights are kept over a change of user"),
        new("commit_creds(", C, ScreeningSeverity.Medium, Changed), new("prepare_kernel_cred(", C, ScreeningSeverity.Medium, Raised, "(NULL)", "(0)", "init_task"), new("prepare_kernel_cred(", C, ScreeningSeverity.Low, "the kernel takes over the rights of a task for work of its own"),
        new("S_ISUID", C, ScreeningSeverity.Medium, "a file's setuid mode is used"),
        new("AdjustTokenPrivileges", null, ScreeningSeverity.Medium, Raised), new("SeDebugPrivilege", null, ScreeningSeverity.Medium, "rights over other programs are asked for"), new("SE_DEBUG_NAME", null, ScreeningSeverity.Medium, "rights over other programs are asked for"),
        new("ImpersonateLoggedOnUser", null, ScreeningSeverity.Medium, "the program acts as another user"), new("LogonUser*", null, ScreeningSeverity.Medium, "the program acts as another user"),
        new("\"runas\"", null, ScreeningSeverity.Medium, Raised), new("os.setuid(", Python, ScreeningSeverity.Low, Changed), new("syscall.Setuid(", Go, ScreeningSeverity.Low, Changed),
        new("chmod u+s", null, ScreeningSeverity.Medium, "a file gets its setuid mode"), new("chmod +s", null, ScreeningSeverity.Medium, "a file gets its setuid mode"), new("chmod 4755", null, ScreeningSeverity.Medium, "a file gets its setuid mode"),
        new("04755", null, ScreeningSeverity.Medium, "a file gets its setuid mode"), new("setcap cap_", null, ScreeningSeverity.Medium, "a program gets rights of root"), new("sudo ", Shell, ScreeningSeverity.Low, "a command is run as root"),
        new("pkexec ", Shell, ScreeningSeverity.Low, "a command is run as root"), new("-Verb RunAs", PowerShell, ScreeningSeverity.Medium, Raised),
        new("AllocateAndInitializeSid", C, ScreeningSeverity.Low, "an account of Windows is named"),
    ];
}
