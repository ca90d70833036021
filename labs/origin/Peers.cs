using System.Diagnostics;
using System.Globalization;

namespace Vitrine.Lab.Origin;

/// <summary>Debian's tlsh-tools and ssdeep, asked about the same files, knowing the same learned files.</summary>
internal static class Peers
{
    /// <summary>For each file the learned file at the least TLSH distance; its score is the distance below zero.</summary>
    public static Answers Tlsh(IReadOnlyList<EvaluationFile> learned, IReadOnlyList<EvaluationFile> files)
    {
        var list = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(list, learned.SelectMany(file => Run("tlsh_unittest", ["-f", file.Path])));
            var origins = learned.ToDictionary(file => file.Path, file => file.Origin);
            return Ask("tlsh", files, file => Run("tlsh_unittest", ["-c", file.Path, "-l", list])
                .Select(line => line.Split('\t')).Where(row => row.Length == 3)
                .Select(row => new Named(origins[row[1]], -double.Parse(row[2], CultureInfo.InvariantCulture), row[1])));
        }
        finally
        {
            File.Delete(list);
        }
    }

    /// <summary>For each file the learned file of the greatest ssdeep score; those of score 0 are not named.</summary>
    public static Answers Ssdeep(IReadOnlyList<EvaluationFile> learned, IReadOnlyList<EvaluationFile> files)
    {
        var list = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(list, Run("ssdeep", ["-s", .. learned.Select(file => file.Path)]));
            var origins = learned.ToDictionary(file => file.Path, file => file.Origin);
            return Ask("ssdeep", files, file => Run("ssdeep", ["-s", "-c", "-m", list, file.Path])
                .Select(line => line.Split("\",\"", 2)).Where(row => row.Length == 2)
                .Select(row => row[1].Split("\","))
                .Select(row => new Named(origins[row[0]], double.Parse(row[1], CultureInfo.InvariantCulture), row[0])));
        }
        finally
        {
            File.Delete(list);
        }
    }

    private static Answers Ask(string name, IReadOnlyList<EvaluationFile> files, Func<EvaluationFile, IEnumerable<Named>> ask)
    {
        var clock = Stopwatch.StartNew();
        var before = OfChildren();
        var answers = files.Select(file => new Answer(file, [.. ask(file).OrderByDescending(named => named.Score).Take(1)], null)).ToList();
        return new Answers(name, answers, clock.Elapsed, OfChildren() - before);
    }

    private static List<string> Run(string program, IEnumerable<string> words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{program} was not started.");
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var lines = new List<string>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        process.WaitForExit();
        return lines;
    }

    /// <summary>Processor time of the programs that were started and have ended (proc(5), stat, cutime and cstime, hundredths of a second).</summary>
    private static TimeSpan OfChildren()
    {
        var stat = File.ReadAllText("/proc/self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromMilliseconds(10 * (long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture)));
    }
}
