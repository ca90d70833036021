using System.Diagnostics;

namespace Vitrine.Seals.Tests;

/// <summary>How many lines ripgrep finds.</summary>
internal static class RipgrepCount
{
    /// <summary>Lines of all files of a folder that match.</summary>
    public static long Of(string folder, string pattern, bool regex, bool fold)
    {
        var start = new ProcessStartInfo("rg", ["-uu", "-a", "-c", "--no-filename", "--no-config", .. regex ? Array.Empty<string>() : ["-F"], .. fold ? ["-i"] : Array.Empty<string>(), "-e", pattern, "."])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Sum(long.Parse);
    }
}
