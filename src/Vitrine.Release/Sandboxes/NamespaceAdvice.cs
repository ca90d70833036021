using System.Globalization;

namespace Vitrine.Release;

/// <summary>The one command that lets this machine make user namespaces.</summary>
internal static class NamespaceAdvice
{
    // Debian's own switch, Ubuntu's, and the kernel's; each with the value that forbids.
    private static readonly (string File, string Forbids, string Command)[] Switches =
    [
        ("/proc/sys/kernel/unprivileged_userns_clone", "0", "sysctl -w kernel.unprivileged_userns_clone=1"),
        ("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1", "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"),
        ("/proc/sys/user/max_user_namespaces", "0", "sysctl -w user.max_user_namespaces=15000"),
    ];

    public static string Here() => For(static file => File.Exists(file) ? File.ReadAllText(file).Trim() : null);

    internal static string For(Func<string, string?> read)
    {
        foreach (var (file, forbids, command) in Switches)
        {
            if (read(file) == forbids)
            {
                return string.Create(CultureInfo.InvariantCulture, $"Run as root: {command}");
            }
        }

        return "In a container, start it so that it may make namespaces: docker run --security-opt seccomp=unconfined --security-opt systempaths=unconfined";
    }
}
