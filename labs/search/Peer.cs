using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Vitrine.Lab;

/// <summary>What a run took.</summary>
internal readonly record struct Spent(double Milliseconds, double CpuMilliseconds, long Lines);

/// <summary>A program that is run anew for each query, as people do; all it prints is read.</summary>
internal static partial class Peer
{
    public static Spent Run(string folder, string? index, params string[] command)
    {
        var before = Children();
        var start = Stopwatch.GetTimestamp();
        var info = new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = folder, RedirectStandardOutput = true };
        if (index is not null)
        {
            info.Environment["CSEARCHINDEX"] = index;
        }

        using var process = Process.Start(info)!;
        var lines = 0L;
        var buffer = new byte[1 << 20];
        for (int read; (read = process.StandardOutput.BaseStream.Read(buffer)) > 0;)
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        process.WaitForExit();
        return new Spent(Stopwatch.GetElapsedTime(start).TotalMilliseconds, Children() - before, lines);
    }

    /// <summary>Processor time of all children that ended, in milliseconds.</summary>
    private static double Children()
    {
        Span<long> usage = stackalloc long[18];
        _ = GetUsage(-1, ref usage[0]);
        return ((usage[0] + usage[2]) * 1e3) + ((usage[1] + usage[3]) / 1e3);
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetUsage(int who, ref long usage);
}
