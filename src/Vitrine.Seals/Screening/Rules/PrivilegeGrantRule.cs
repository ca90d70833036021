namespace Vitrine.Seals;

/// <summary>Files beside the code that give rights: manifests, sudoers, units, policies and containers.</summary>
internal sealed class PrivilegeGrantRule : ScreeningRule
{
    private static readonly (string Text, string What)[] Grants =
    [
        ("requireAdministrator", "Windows is asked for an administrator's rights"), ("highestAvailable", "Windows is asked for the highest rights that the user has"), ("NOPASSWD", "sudo asks for no password"),
        ("AmbientCapabilities=", "a service gets rights of root"), ("CapabilityBoundingSet=", "a service's rights are bounded"), ("privileged: true", "a container gets the rights of its host"),
        ("allow_active>yes", "a policy grants without asking"), ("allow_any>yes", "a policy grants without asking"), ("android.permission.INSTALL_PACKAGES", "an app may install others"),
        ("android.permission.BIND_DEVICE_ADMIN", "an app may administer the device"), ("com.apple.security.cs.disable-library-validation", "foreign libraries may be loaded"),
        ("com.apple.security.cs.allow-unsigned-executable-memory", "memory may become code"), ("hostPID: true", "a container sees the host's processes"), ("SYS_ADMIN", "a container gets rights of root"),
    ];

    private static readonly string[] Kinds = ["manifest", "xml", "service", "yml", "yaml", "policy", "sudoers", "conf", "plist", "entitlements", "json", "spec", "in", "rules", "toml", "csproj", "vcxproj", "props", "pkla"];

    public override string Id => "privilege-grant";

    public override string Title => "Rights that a file grants";

    public override ScreeningSeverity Severity => ScreeningSeverity.Medium;

    public override ScreeningAudience Audience => ScreeningAudience.Reviewer;

    public override string Description => "A manifest, a service, a policy, sudoers or a container's description gives the product rights.";

    public override string FalsePositives => "Samples, and lists of what can be granted. Only configuration is looked at, and no comments, documents or parts of longer names.";

    internal override IReadOnlyList<Anchor> Anchors { get; } = [.. Grants.Select(grant => new Anchor(grant.Text))];

    internal override void Examine(ScreenedFile file, int at, int anchor, Hits hits)
    {
        var isSetting = file.Extension.Length == 0 ? file.Is(FileRole.Build) || file.Path.Contains("sudoers", StringComparison.OrdinalIgnoreCase) : Kinds.Contains(file.Extension);
        if (isSetting && (!file.Is(FileRole.Document) || file.Is(FileRole.Build)) && CodeText.Begins(file.Text, at) && !file.Parts.IsComment(at))
        {
            hits.Add(this, at, Grants[anchor].Text.Length, file.Is(FileRole.Test) ? ScreeningSeverity.Low : ScreeningSeverity.Medium, $"Here {Grants[anchor].What}.");
        }
    }
}
