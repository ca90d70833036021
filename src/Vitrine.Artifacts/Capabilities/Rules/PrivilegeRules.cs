namespace Vitrine.Artifacts;

/// <summary>A program that runs with its owner's or group's rights, whoever starts it.</summary>
internal sealed class SetuidRule() : CapabilityRule("privilege.setuid", CapabilityKind.Privilege, "runs with its owner's or group's rights")
{
    private const int Setuid = 0x800;
    private const int Setgid = 0x400;

    public override void Look(LookedAt at, CapabilitySink sink)
    {
        if (at.Member is { Kind: MemberKind.File, Mode: { } mode } && (mode & (Setuid | Setgid)) != 0)
        {
            var owner = at.Member.Owner is { } number ? $", owner {number}" : "";
            sink.See(Info, at.Name, at.Member, -1, $"mode {Convert.ToString(mode, 8)}{owner}");
        }
    }
}

/// <summary>A program that has capabilities of the kernel as an extended attribute; see also <c>setcap</c> among the rules of scripts.</summary>
internal sealed class FileCapabilityRule() : CapabilityRule("privilege.file-capability", CapabilityKind.Privilege, "has file capabilities")
{
    public override void Look(LookedAt at, CapabilitySink sink)
    {
        if (at.Member.Attributes.Contains("security.capability"))
        {
            sink.See(Info, at.Name, at.Member, -1, "extended attribute security.capability");
        }
    }
}

/// <summary>A Windows program that asks for administrator's rights, or for access to the windows of others.</summary>
internal sealed class ManifestRule() : CapabilityRule("privilege.manifest", CapabilityKind.Privilege, "asks for administrator's rights")
{
    public override void Look(LookedAt at, CapabilitySink sink)
    {
        if (at.Facts?.RequestedLevel is { Value: not "asInvoker" } level)
        {
            sink.See(Info, level.Value, at.Member, level.Offset, $"{level.Key} {level.Value}");
        }
    }
}

/// <summary>Files whose place gives rights: sudo, polkit, PAM, D-Bus system policy.</summary>
internal sealed class GrantFileRule() : CapabilityRule("privilege.grant", CapabilityKind.Privilege, "grants rights by a file")
{
    private static readonly string[] _folders =
    [
        "etc/sudoers.d/", "etc/polkit-1/", "usr/share/polkit-1/", "etc/pam.d/", "usr/lib/pam.d/", "usr/share/dbus-1/system.d/", "etc/dbus-1/system.d/",
        "usr/lib/sysusers.d/", "etc/security/",
    ];

    public override void Look(LookedAt at, CapabilitySink sink)
    {
        if (at.Member.Kind != MemberKind.Folder && Array.Exists(_folders, folder => at.Name.StartsWith(folder, StringComparison.Ordinal)))
        {
            sink.See(Info, at.Name, at.Member, -1, at.Name);
        }
    }
}
