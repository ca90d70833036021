using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Vitrine.Cli;

/// <summary>The site, which is a program of its own: commands need neither it nor its framework.</summary>
internal static partial class Companion
{
    private const string Site = "Vitrine.Web";

    /// <summary>Where the site's program lies: beside this one when installed, in its own build folder otherwise.</summary>
    /// <exception cref="FileNotFoundException">It is in neither place.</exception>
    public static string SitePath()
    {
        var here = AppContext.BaseDirectory;
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(here));
        return ((string[])[Path.Combine(here, Site + ".dll"), Path.GetFullPath(Path.Combine(here, "..", "..", Site, configuration, Site + ".dll"))]).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"{Site}.dll is missing beside {here}. Build the product again: ./vitrine does so by itself.");
    }

    /// <summary>The dotnet host that runs this program; where the program was started by its own name, the one that its runtime belongs to.</summary>
    public static string Host() => Environment.ProcessPath is { } own && Path.GetFileName(own) == "dotnet"
        ? own
        : Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    /// <summary>Becomes the site: this process's number, signals and terminal are then the server's.</summary>
    public static void Become(IReadOnlyList<string> arguments)
    {
        string[] words = [Host(), SitePath(), .. arguments];
        var pointers = words.Select(Marshal.StringToCoTaskMemUTF8).Append(0).ToArray();
        _ = Execute(pointers[0], pointers);
        var error = Marshal.GetLastPInvokeError();
        Array.ForEach(pointers, Marshal.FreeCoTaskMem);
        throw new Win32Exception(error);
    }

    // Pointers, since the marshaller made for an array of strings overflows in checked code, at random.
    [LibraryImport("libc", EntryPoint = "execv", SetLastError = true)]
    private static partial int Execute(nint path, nint[] arguments);
}
