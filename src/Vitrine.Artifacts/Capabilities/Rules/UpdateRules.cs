using System.Text.RegularExpressions;

namespace Vitrine.Artifacts;

/// <summary>Sources from which a package manager takes software, and the keys it then trusts.</summary>
internal sealed partial class UpdateSourceRule() : CapabilityRule("update.source", CapabilityKind.Update, "adds a source of software, or a key for one")
{
    private static readonly string[] _folders =
    [
        "etc/apt/sources.list", "etc/apt/trusted.gpg", "usr/share/keyrings/", "etc/apt/keyrings/", "etc/apt/apt.conf.d/", "etc/apt/preferences.d/",
        "etc/yum.repos.d/", "etc/zypp/repos.d/", "etc/pki/rpm-gpg/", "var/lib/flatpak/", "etc/debsig/policies/",
    ];

    public override void Look(LookedAt at, CapabilitySink sink)
    {
        if (at.Member.Kind != MemberKind.Folder && Array.Exists(_folders, folder => at.Name.StartsWith(folder, StringComparison.Ordinal)))
        {
            sink.See(Info, at.Name, at.Member, -1, at.Name);
        }

        if (at.IsDocumentation)
        {
            return;
        }

        foreach (var line in at.Lines)
        {
            if (Source().Match(line.Text) is { Success: true } source)
            {
                sink.See(Info, source.Value.Trim(), at.Member, line.Offset, line.Text.Trim());
            }
        }
    }

    [GeneratedRegex(@"(\bdeb(-src)? (\[[^\]]*\] )?https?://[^\s""']+|^URIs: https?://\S+|^baseurl ?= ?https?://\S+)", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Source();
}

/// <summary>Known ways in which software updates itself, by texts they leave, and addresses that say they are for updates.</summary>
internal sealed partial class UpdateFrameworkRule() : CapabilityRule("update.self", CapabilityKind.Update, "updates itself")
{
    private static readonly (string Text, string Framework)[] _marks =
    [
        ("SUFeedURL", "Sparkle"), ("WinSparkle", "WinSparkle"), ("NetSparkle", "NetSparkle"), ("Squirrel.Windows", "Squirrel"), ("SquirrelSetup", "Squirrel"),
        ("Velopack", "Velopack"), ("electron-updater", "electron-updater"), ("app-update.yml", "electron-updater"), ("GoogleUpdate", "Omaha"),
        ("GoogleSoftwareUpdate", "Omaha"), ("AutoUpdater.NET", "AutoUpdater.NET"), ("ApplicationDeployment", "ClickOnce"), ("QtAutoUpdater", "QtAutoUpdater"),
        ("AppImageUpdate", "AppImageUpdate"), ("ota_update", "ota_update"), ("mender-update", "Mender"), ("swupdate", "SWUpdate"), ("RAUC_", "RAUC"),
    ];

    public override void Look(LookedAt at, CapabilitySink sink)
    {
        if (at.IsDocumentation)
        {
            return;
        }

        foreach (var text in at.Texts)
        {
            foreach (var (mark, framework) in _marks)
            {
                if (text.Text.Contains(mark, StringComparison.Ordinal))
                {
                    sink.See(Info, framework, at.Member, text.Offset, text.Text);
                }
            }

            if (text.Text.Contains("://", StringComparison.Ordinal) && Address().Match(text.Text) is { Success: true } match)
            {
                sink.See(Info, match.Value.ToLowerInvariant(), at.Member, text.Offset, match.Value);
            }
        }
    }

    [GeneratedRegex(@"https?://[^\s""'<>\\^`{|}]*(updates?[./_-]|/updates?\b|update\.xml|appcast|latest\.ya?ml|/latest\b|/autoupdate|auto-update|/releases/|version\.json|manifest\.json)[^\s""'<>\\^`{|}]*", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
