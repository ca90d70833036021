using System.Diagnostics;

namespace Vitrine.Centre.Tests;

/// <summary>A small disk, for as long as the test runs.</summary>
internal sealed class Tmpfs : IDisposable
{
    private const string Filler = "filler";

    public Tmpfs(string size)
    {
        Path = Directory.CreateTempSubdirectory("vitrine-disk-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", Path) != 0)
        {
            throw new InvalidOperationException("tmpfs could not be mounted");
        }
    }

    public static bool IsPossible { get; } = Probe();

    public string Path { get; }

    /// <summary>Takes all room but so many bytes.</summary>
    public void Fill(int leave)
    {
        using var file = File.Create(System.IO.Path.Combine(Path, Filler), 1, FileOptions.WriteThrough);
        var free = new DriveInfo(Path).AvailableFreeSpace - leave;
        var block = new byte[4096];
        for (; free > 0; free -= block.Length)
        {
            file.Write(block);
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Empty() => File.Delete(System.IO.Path.Combine(Path, Filler));

    /// <summary>Makes the disk read-only.</summary>
    public void Freeze() => Assert.Equal(0, Run("mount", "-o", "remount,ro", Path));

    /// <summary>Makes it writable again.</summary>
    public void Thaw() => Assert.Equal(0, Run("mount", "-o", "remount,rw", Path));

    public void Dispose()
    {
        _ = Run("umount", Path);
        Directory.Delete(Path);
    }

    private static bool Probe()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return false;
        }

        var folder = Directory.CreateTempSubdirectory("vitrine-disk-").FullName;
        var mounted = Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder) == 0;
        if (mounted)
        {
            _ = Run("umount", folder);
        }

        Directory.Delete(folder);
        return mounted;
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
