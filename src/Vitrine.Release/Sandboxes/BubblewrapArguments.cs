using System.Globalization;

namespace Vitrine.Release;

/// <summary>The command line that makes the sandbox.</summary>
internal static class BubblewrapArguments
{
    private const long SharedMemoryBytes = 64L * 1024 * 1024;

    public static List<string> For(Recipe recipe, SandboxRoot root)
    {
        List<string> arguments =
        [
            "--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL",
            "--uid", SandboxEnvironment.UserId, "--gid", SandboxEnvironment.UserId, "--hostname", SandboxEnvironment.HostName,
            "--json-status-fd", Text(SandboxPipes.BubblewrapDescriptor), "--seccomp", Text(SandboxPipes.FilterDescriptor),
        ];
        foreach (var mount in root.Mounts)
        {
            arguments.AddRange(["--ro-bind", mount.HostPath, mount.Path]);
        }

        foreach (var link in root.Links)
        {
            arguments.AddRange(["--symlink", link.Target, link.Path]);
        }

        arguments.AddRange(
        [
            "--ro-bind-data", Text(SandboxPipes.PasswdDescriptor), "/etc/passwd",
            "--ro-bind-data", Text(SandboxPipes.GroupDescriptor), "/etc/group",
            "--proc", "/proc",
            "--dev", "/dev", "--size", Text(SharedMemoryBytes), "--tmpfs", "/dev/shm", "--remount-ro", "/dev",
            "--size", Text(recipe.Limits.DiskBytes), "--tmpfs", SandboxEnvironment.TemporaryFolder,
            "--size", Text(recipe.Limits.DiskBytes), "--tmpfs", SandboxEnvironment.BuildFolder,
            "--dir", SandboxEnvironment.HomeFolder, "--remount-ro", "/", "--chdir", "/",
        ]);
        foreach (var (name, value) in SandboxEnvironment.Variables(recipe, root))
        {
            arguments.AddRange(["--setenv", name, value]);
        }

        arguments.AddRange(["--", "/usr/bin/sh", "-c", SandboxDriver.Script(recipe, root)]);
        return arguments;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
