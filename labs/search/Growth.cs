using System.Diagnostics;

namespace Vitrine.Lab;

/// <summary>Index time, index size and query time at 0.1, 1 and 3 times a tree. The three-fold tree is the tree and two copies in which every line differs a little, so that nothing is found twice.</summary>
internal static class Growth
{
    public static async Task RunAsync(string folder, string tree)
    {
        Console.WriteLine($"load {File.ReadAllText("/proc/loadavg").Trim()}\n\n| size | bytes | index, s | CPU, s | × source | rare literal, ms | common literal | very common | no trigram |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        using var store = Sealed.Store(Path.Combine(folder, "growth"));
        foreach (var (name, share) in ((string, double)[])[("0.1", 0.1), ("1", 1), ("3", 3)])
        {
            var made = Path.Combine(folder, "tree-" + name);
            if (!Directory.Exists(made))
            {
                Make(tree, made, share);
            }

            using var seal = await Sealed.OpenAsync(store, made);
            seal.Load(null, CancellationToken.None);
            var (start, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            seal.Whole.BuildIndex();
            var row = $"| {name} | {seal.Whole.Measure.Bytes:N0} | {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} | {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:0.0} | {(double)seal.Whole.IndexBytes / seal.Whole.Measure.Bytes:0.000} ";
            foreach (var pattern in (string[])["mtk_ovl_adaptor", "kfree(", "return", "[0-9]{9,}"])
            {
                var question = new Question("", pattern, Regex: pattern[0] == '[');
                var times = Enumerable.Range(0, 5).Select(_ => Compare.AllLines(seal, question).Milliseconds).Order().ToList();
                row += $"| {times[2]:0.0} ";
            }

            Console.WriteLine(row + "|");
        }
    }

    private static void Make(string tree, string made, double share)
    {
        for (var copy = 0; copy < Math.Max(1, share); copy++)
        {
            var files = Directory.EnumerateFiles(tree, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Order(StringComparer.Ordinal);
            foreach (var (index, file) in files.Index())
            {
                if (share < 1 && index % (int)(1 / share) != 0)
                {
                    continue;
                }

                var target = Path.Combine(made, $"copy{copy}", Path.GetRelativePath(tree, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                var bytes = File.ReadAllBytes(file);
                if (copy > 0)
                {
                    for (var i = copy; i < bytes.Length; i += 37)
                    {
                        bytes[i] = bytes[i] is >= (byte)'b' and <= (byte)'y' ? (byte)(bytes[i] + (copy == 1 ? 1 : -1)) : bytes[i];
                    }
                }

                File.WriteAllBytes(target, bytes);
            }
        }
    }
}
