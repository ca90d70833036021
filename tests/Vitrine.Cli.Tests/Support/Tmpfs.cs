using System.Diagnostics;

namespace Vitrine.Cli.Tests;

/// <summary>A small disk of its own, that can be filled and made read-only, for as long as the test runs.</summary>
internal sealed class Tmpfs : IDisposable
{
    private readonly TempFolder _folder = new();

    public Tmpfs(string size) => Assert.Equal(0, Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", _folder.Path));

    public static bool IsPossible { get; } = Probe();

    public string Path => _folder.Path;

    public string this[string name] => _folder[name];

    public void MakeReadOnly() => Assert.Equal(0, Run("mount", "-o", "remount,ro", Path));

    public void MakeWritable() => Assert.Equal(0, Run("mount", "-o", "remount,rw", Path));

    /// <summary>Everything on it.</summary>
    public IReadOnlyList<string> Look() => _folder.Look();

    /// <summary>Fills the disk until so many bytes are left; gives the file to delete again.</summary>
    public string Fill(long left)
    {
        var filler = this["filler"];
        using var file = File.Create(filler, 1);

        // What was deleted goes once nobody holds it: a process that another test starts just then may for a moment.
        for (var looks = 0; looks < 3; looks++)
        {
            file.Write(new byte[Math.Max(0, new DriveInfo(Path).AvailableFreeSpace - left)]);
            Thread.Sleep(20);
        }

        return filler;
    }

    public void Dispose()
    {
        _ = Run("umount", "--lazy", Path);
        _folder.Dispose();
    }

    private static bool Probe()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return false;
        }

        using var folder = new TempFolder();
        return Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder.Path) == 0 && Run("umount", folder.Path) == 0;
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

/// <inheritdoc cref="TmpfsFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TmpfsTheoryAttribute : TheoryAttribute
{
    public TmpfsTheoryAttribute() => Skip = Tmpfs.IsPossible ? null : "needs the right to mount a tmpfs";
}
