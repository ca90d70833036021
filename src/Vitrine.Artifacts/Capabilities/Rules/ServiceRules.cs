namespace Vitrine.Artifacts;

/// <summary>A systemd unit: what it starts, as whom, when.</summary>
internal sealed class UnitRule() : CapabilityRule("service.unit", CapabilityKind.Service, "is run by systemd")
{
    private static readonly string[] _keys =
        ["ExecStart", "ExecStartPre", "ExecStartPost", "ExecStop", "ExecReload", "User", "AmbientCapabilities", "CapabilityBoundingSet", "OnCalendar", "OnBootSec", "OnUnitActiveSec", "PathChanged"];

    public override void Look(LookedAt at, CapabilitySink sink)
    {
        if (!IsUnit(at))
        {
            return;
        }

        var name = Path.GetFileName(at.Name);
        sink.See(Info, name, at.Member, -1, at.Name);
        foreach (var (offset, key, value) in Settings(at))
        {
            if (_keys.Contains(key) && value.Length > 0)
            {
                sink.See(Info, $"{name} {key}={value}", at.Member, offset, $"{key}={value}");
            }
        }
    }

    public static bool IsUnit(LookedAt at) =>
        at.Name.Contains("systemd/", StringComparison.Ordinal) && Path.GetExtension(at.Name) is ".service" or ".socket" or ".timer" or ".path" or ".mount";

    public static IEnumerable<(long Offset, string Key, string Value)> Settings(LookedAt at)
    {
        foreach (var line in at.Lines)
        {
            var equals = line.Text.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && line.Text[0] is not ('#' or ';'))
            {
                yield return (line.Offset, line.Text[..equals].Trim(), line.Text[(equals + 1)..].Trim());
            }
        }
    }
}

/// <summary>What runs at set times: cron's folders, and scripts in its daily and other folders.</summary>
internal sealed class ScheduleRule() : CapabilityRule("service.schedule", CapabilityKind.Service, "is run at set times")
{
    public override void Look(LookedAt at, CapabilitySink sink)
    {
        if (at.Member.Kind != MemberKind.File || !at.Name.StartsWith("etc/cron", StringComparison.Ordinal))
        {
            return;
        }

        if (at.Name is not "etc/crontab" && !at.Name.StartsWith("etc/cron.d/", StringComparison.Ordinal))
        {
            if (!at.Name.EndsWith("/.placeholder", StringComparison.Ordinal) && at.Name.Count(c => c == '/') == 2)
            {
                sink.See(Info, at.Name, at.Member, -1, at.Name);
            }

            return;
        }

        foreach (var line in at.Lines)
        {
            var text = line.Text.Trim();
            if (text.Length > 0 && (char.IsAsciiDigit(text[0]) || text[0] is '*' or '@'))
            {
                sink.See(Info, $"{at.Name}: {text}", at.Member, line.Offset, text);
            }
        }
    }
}

/// <summary>Files whose place makes something run: init scripts, D-Bus services, autostart, udev, network hooks, xinetd.</summary>
internal sealed class ServiceFileRule() : CapabilityRule("service.file", CapabilityKind.Service, "is run by the system")
{
    private static readonly string[] _folders =
    [
        "etc/init.d/", "etc/init/", "etc/rc.local", "etc/xinetd.d/", "etc/inetd.conf", "usr/share/dbus-1/system-services/", "usr/share/dbus-1/services/",
        "etc/xdg/autostart/", "lib/udev/rules.d/", "usr/lib/udev/rules.d/", "etc/udev/rules.d/", "etc/network/if-up.d/", "etc/network/if-down.d/",
        "etc/NetworkManager/dispatcher.d/", "etc/profile.d/", "etc/ld.so.preload", "etc/kernel/", "etc/initramfs-tools/", "usr/share/initramfs-tools/hooks/",
        "usr/lib/systemd/system-generators/", "lib/systemd/system-generators/", "etc/update-motd.d/", "etc/dhcp/", "etc/ppp/ip-up.d/",
    ];

    public override void Look(LookedAt at, CapabilitySink sink)
    {
        if (at.Member.Kind != MemberKind.Folder && Array.Exists(_folders, folder => at.Name.StartsWith(folder, StringComparison.Ordinal)))
        {
            sink.See(Info, at.Name, at.Member, -1, at.Name);
        }
    }
}

/// <summary>Addresses on which systemd listens for a unit.</summary>
internal sealed class UnitSocketRule() : CapabilityRule("listener.unit", CapabilityKind.Listener, "systemd waits for connections for it")
{
    public override void Look(LookedAt at, CapabilitySink sink)
    {
        if (!UnitRule.IsUnit(at) || !at.Name.EndsWith(".socket", StringComparison.Ordinal))
        {
            return;
        }

        foreach (var (offset, key, value) in UnitRule.Settings(at))
        {
            if (key.StartsWith("Listen", StringComparison.Ordinal) && value.Length > 0)
            {
                sink.See(Info, $"{Path.GetFileName(at.Name)} {key}={value}", at.Member, offset, $"{key}={value}");
            }
        }
    }
}

/// <summary>Code that runs in the kernel: kernel modules and native Windows drivers, and what has them loaded at start.</summary>
internal sealed class KernelModuleRule() : CapabilityRule("driver.module", CapabilityKind.Driver, "holds code for the kernel")
{
    public override void Look(LookedAt at, CapabilitySink sink)
    {
        if (at.Facts is { Kind: BinaryKind.Driver } facts)
        {
            var version = facts.Details.FirstOrDefault(d => d.Key == "vermagic");
            sink.See(Info, Path.GetFileName(at.Name), at.Member, version?.Offset ?? -1, version is null ? $"{facts.Format.ToWord()} driver for {facts.Machine}" : $"kernel module, {version.Value}");
        }
        else if (at.Member.Kind == MemberKind.File
            && (at.Name.StartsWith("etc/modules-load.d/", StringComparison.Ordinal) || at.Name.StartsWith("usr/lib/modules-load.d/", StringComparison.Ordinal)
                || at.Name.StartsWith("lib/modules-load.d/", StringComparison.Ordinal) || (at.Name.StartsWith("usr/src/", StringComparison.Ordinal) && at.Name.EndsWith("/dkms.conf", StringComparison.Ordinal))))
        {
            sink.See(Info, at.Name, at.Member, -1, at.Name);
        }
    }
}
