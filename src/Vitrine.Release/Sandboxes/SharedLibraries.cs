using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Vitrine.Release;

/// <summary>Which shared libraries the machine's programs load, as the dynamic loader itself resolves them.</summary>
/// <remarks><c>ld.so --list</c> maps a file and its libraries and runs neither; it is asked only about programs of the machine, never about anything
/// a recipe or a seal brought. Libraries opened by name at run time are not listed; see <see cref="Find"/>.</remarks>
internal sealed class SharedLibraries
{
    private readonly string _loader = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => "/lib64/ld-linux-x86-64.so.2",
        Architecture.Arm64 => "/lib/ld-linux-aarch64.so.1",
        var other => throw new PlatformNotSupportedException($"The sandbox knows the dynamic loaders of x86-64 and AArch64, not of {other}."),
    };

    private readonly SortedSet<string> _files = new(StringComparer.Ordinal);

    /// <summary>Every library asked for so far, and the loader.</summary>
    public IReadOnlyCollection<string> Files => _files;

    /// <summary>The loader, at the path that programs name.</summary>
    public string Loader => _loader;

    /// <summary>Adds the libraries of <paramref name="program"/>; a script or a static program has none.</summary>
    public void AddOf(string program)
    {
        var start = new ProcessStartInfo(_loader)
        {
            ArgumentList = { "--list", program },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (PathIn(line) is { } path)
            {
                _files.Add(path);
            }
        }

        process.WaitForExit();
        _files.Add(_loader);
    }

    /// <summary>Adds the first of <paramref name="names"/> that lies beside the C library; false where none does.</summary>
    public bool Find(params ReadOnlySpan<string> names)
    {
        var folder = Path.GetDirectoryName(_files.First(file => Path.GetFileName(file) == "libc.so.6"))!;
        foreach (var name in names)
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path))
            {
                AddOf(path);
                _files.Add(path);
                return true;
            }
        }

        return false;
    }

    // "\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f…)"; the kernel's own object and missing libraries have no path.
    private static string? PathIn(string line)
    {
        var arrow = line.IndexOf("=> /", StringComparison.Ordinal);
        var end = line.LastIndexOf(" (0x", StringComparison.Ordinal);
        return arrow >= 0 && end > arrow ? line[(arrow + 3)..end] : null;
    }
}
