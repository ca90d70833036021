using System.Diagnostics;

namespace Vitrine.Seals.Tests;

/// <summary>A small disk, for as long as the test runs.</summary>
internal sealed class Tmpfs : IDisposable
{
    private readonly string _path;

    public Tmpfs(string path, string size)
    {
        _path = path;
        Directory.CreateDirectory(path);
        if (Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", path) != 0)
        {
            throw new InvalidOperationException("tmpfs could not be mounted");
        }
    }

    public static bool IsPossible { get; } = Probe();

    public void Dispose() => _ = Run("umount", _path);

    private static bool Probe()
    {
        using var folder = new TempFolder();
        if (!Environment.IsPrivilegedProcess || Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder.Path) != 0)
        {
            return false;
        }

        _ = Run("umount", folder.Path);
        return true;
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}

/// <summary>A test that needs a disk of its own; skipped, and said so, where nothing can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TmpfsFactAttribute : FactAttribute
{
    public TmpfsFactAttribute() => Skip = Tmpfs.IsPossible ? null : "needs the right to mount a tmpfs";
}
