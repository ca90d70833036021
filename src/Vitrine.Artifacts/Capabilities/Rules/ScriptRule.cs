using System.Text.RegularExpressions;

namespace Vitrine.Artifacts;

/// <summary>Lines of scripts and of what the system runs. A line that is a comment does not count; the subject is what the pattern took.</summary>
internal sealed class ScriptRule : CapabilityRule
{
    private readonly Regex _pattern;

    private ScriptRule(string name, CapabilityKind kind, string title, string pattern)
        : base(name, kind, title)
    {
        _pattern = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    }

    public static IReadOnlyList<ScriptRule> Each { get; } =
    [
        new("privilege.script", CapabilityKind.Privilege, "a script gives rights",
            @"\bsetcap +\S+ +\S+|\bchmod +(-\S+ +)*([0-7]?[4-7][0-7]{3}|[ugoa]*\+s) +\S+|\b(sudo|pkexec|doas|runas) +\S+|\bdpkg-statoverride +--update +--add\b[^|;&]*|\b(adduser|addgroup|useradd|usermod|groupadd)\b[^|;&>]*"),
        new("service.script", CapabilityKind.Service, "a script starts or enables a service",
            @"\bsystemctl +(--\S+ +)*(enable|start|restart|preset|unmask) +\S+|\bdeb-systemd-(helper|invoke) +(--\S+ +)*(enable|unmask|start|restart|\$\w+) +\S+|\binvoke-rc\.d +(--\S+ +)*\S+ +(start|restart|\$\w+)|\bupdate-rc\.d +\S+ +(defaults|enable)\b|(^|[;&|] *)crontab +[-/\w.$]+|\bschtasks\b[^|&]*|\bsc(\.exe)? +create +\S+|\bNew-Service\b[^|]*"),
        new("driver.script", CapabilityKind.Driver, "a script loads code into the kernel",
            @"\b(modprobe|insmod) +(-\S+ +)*[\w./$-]+|\bdkms +(add|build|install)\b[^|;&]*|\bpnputil\b[^|&]*"),
        new("execution.script", CapabilityKind.Execution, "a script starts programs from texts",
            @"\b(subprocess\.(run|Popen|call|check_output|check_call)|os\.(system|popen|execv\w*|spawn\w+)|child_process|execSync|spawnSync)\b|\b(sh|bash|dash|zsh|perl|python3?|node|powershell(\.exe)?|pwsh|cmd(\.exe)?) +(-c|-e|/c|-Command|-EncodedCommand|-enc)\b|\bInvoke-Expression\b|\bStart-Process\b"),
        new("loading.script", CapabilityKind.Loading, "a script evaluates or downloads code",
            @"\beval\b[ (]|\bnew Function\(|\b(curl|wget)\b[^|;&]*\| *(sudo +)?(sh|bash|python3?|perl)\b|\biex\b|\bDownloadString\(|\bexec\((compile|open|base64)|\bbase64 +(-d|--decode)\b[^|]*\| *(sh|bash)\b|\bLD_PRELOAD="),
        new("update.script", CapabilityKind.Update, "a script installs software or adds a source",
            @"\b(apt-get|apt|aptitude|dnf|yum|zypper|apk|snap|flatpak|pip3?|npm|gem|choco|winget)( +-\S+)* +(install|add|update|upgrade)\b[^|;&>]*|\bdpkg +(-i|--install)\b[^|;&]*|\brpm +-[iU]\S*[^|;&]*|\bapt-key +add\b[^|;&]*|\badd-apt-repository\b[^|;&]*|\bmsiexec\b[^|&]*"),
    ];

    public override void Look(LookedAt at, CapabilitySink sink)
    {
        if (at.IsDocumentation || !(at.IsScript || at.Name.StartsWith("etc/cron", StringComparison.Ordinal) || UnitRule.IsUnit(at)))
        {
            return;
        }

        foreach (var line in at.Lines)
        {
            var text = line.Text.Trim();
            if (text.Length == 0 || text[0] == '#' || text.StartsWith("//", StringComparison.Ordinal) || text.StartsWith("rem ", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (_pattern.Match(text) is { Success: true } match)
            {
                sink.See(Info, match.Value.Trim(), at.Member, line.Offset, text);
            }
        }
    }
}
