using System.Globalization;

namespace Vitrine.Release;

/// <summary>The command line that makes the sandbox.</summary>
/// <remarks>
/// <para>Two ways, one result. A plain user gets its rights to make namespaces from a user namespace. The machine's root has them, and must not use
/// one: there its processes, whatever number they see, are root to the kernel, which for /proc/sys (core_pattern!) and for the owner of
/// the device files asks for no capability. So root makes the namespaces directly and the build runs as a user that owns nothing.</para>
/// <para>/proc is read-only for both, against the same and for the next such file.</para>
/// </remarks>
internal static class BubblewrapArguments
{
    private const long SharedMemoryBytes = 64L * 1024 * 1024;

    public static List<string> For(Recipe recipe, SandboxRoot root, SandboxUser user)
    {
        List<string> arguments =
        [
            .. user.ByRoot
                ? (string[])["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
                : ["--unshare-all", "--unshare-user", "--disable-userns", "--uid", user.Id, "--gid", user.Id],
            "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL", "--hostname", SandboxEnvironment.HostName,
            "--json-status-fd", Text(SandboxPipes.BubblewrapDescriptor), "--seccomp", Text(SandboxPipes.FilterDescriptor),
        ];
        // Folders that bubblewrap makes by itself are its own user's alone.
        foreach (var folder in FoldersAbove([.. root.Mounts.Select(mount => mount.Path), .. root.Links.Select(link => link.Path), "/etc/passwd"]))
        {
            arguments.AddRange(["--perms", "0755", "--dir", folder]);
        }

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
            "--perms", "0644", "--ro-bind-data", Text(SandboxPipes.PasswdDescriptor), "/etc/passwd",
            "--perms", "0644", "--ro-bind-data", Text(SandboxPipes.GroupDescriptor), "/etc/group",
            "--proc", "/proc", "--remount-ro", "/proc", "--dev", "/dev",
            "--perms", "1777", "--size", Text(SharedMemoryBytes), "--tmpfs", "/dev/shm", "--remount-ro", "/dev",
            "--perms", "1777", "--size", Text(recipe.Limits.DiskBytes), "--tmpfs", SandboxEnvironment.TemporaryFolder,
            "--perms", "0777", "--size", Text(recipe.Limits.DiskBytes), "--tmpfs", SandboxEnvironment.BuildFolder,
            "--perms", "0777", "--dir", SandboxEnvironment.HomeFolder, "--remount-ro", "/", "--chdir", "/",
        ]);
        foreach (var (name, value) in SandboxEnvironment.Variables(recipe, root))
        {
            arguments.AddRange(["--setenv", name, value]);
        }

        if (user.ByRoot)
        {
            arguments.AddRange(["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_SETPCAP"]);
        }

        arguments.Add("--");
        if (user.ByRoot)
        {
            arguments.AddRange(
            [
                "/usr/bin/setpriv", "--reuid", user.Id, "--regid", user.Id, "--clear-groups",
                "--inh-caps", "-all", "--ambient-caps", "-all", "--bounding-set", "-all", "--",
            ]);
        }

        arguments.AddRange(["/usr/bin/sh", "-c", SandboxDriver.Script(recipe, root)]);
        return arguments;
    }

    private static SortedSet<string> FoldersAbove(IEnumerable<string> paths)
    {
        var folders = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            for (var end = path.LastIndexOf('/'); end > 0; end = path.LastIndexOf('/', end - 1))
            {
                folders.Add(path[..end]);
            }
        }

        return folders;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
