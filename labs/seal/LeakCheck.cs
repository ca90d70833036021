using System.Globalization;
using System.Text;
using Vitrine.Seals;

namespace Vitrine.Lab;

/// <summary>Opens a seal, reads and searches it, and looks for planted strings where plaintext must not be: on disk, in memory that a core dump would hold, in swap.</summary>
internal static class LeakCheck
{
    private const int Block = 1 << 20;

    /// <summary>Prints what was looked at; 0 if nothing leaked, else 1.</summary>
    public static int Run(SealStore store, SealRoot root, string folder, string[] planted)
    {
        using var seal = store.Open(root);
        seal.Load(null, CancellationToken.None);
        foreach (var text in planted)
        {
            var found = SealSearch.For(new SearchQuery { Pattern = text, Budget = TimeSpan.FromMinutes(1) }, TimeProvider.System).Run(seal.Whole, null, CancellationToken.None);
            Console.WriteLine($"searched for a planted string: {found.MatchingLines} line(s) in {found.FilesSearched} files");
            if (found.MatchingLines == 0)
            {
                return 1;
            }
        }

        var needles = planted.Select(Encoding.UTF8.GetBytes).ToArray();
        var leaks = 0;
        foreach (var place in (string[])[folder, Path.GetTempPath(), "/dev/shm"])
        {
            leaks += OnDisk(place, needles);
        }

        leaks += InDumps(needles);
        var swap = SwapState.Warning();
        Console.WriteLine(swap ?? "swap: off, or encrypted");
        return leaks == 0 ? 0 : 1;
    }

    private static int OnDisk(string folder, byte[][] needles)
    {
        var (files, bytes, leaks) = (0, 0L, 0);
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (var path in Directory.EnumerateFiles(folder, "*", options))
        {
            try
            {
                // The source that was sealed holds the planted strings, and says so by its name; a pipe has no length, and would be waited for.
                if (path.Contains("/planted-source/", StringComparison.Ordinal) || new FileInfo(path).Length == 0)
                {
                    continue;
                }

                using var file = File.OpenRead(path);
                if (Holds(file, needles))
                {
                    Console.WriteLine($"LEAK on disk: {path}");
                    leaks++;
                }

                files++;
                bytes += file.Length;
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // Other processes' files come and go.
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"disk: {folder}: {files:N0} files, {bytes:N0} bytes, {leaks} leak(s)"));
        return leaks;
    }

    /// <summary>Contents in a mapping that core dumps would hold are leaks; the process's own copies of what was asked for are counted apart.</summary>
    private static int InDumps(byte[][] needles)
    {
        var (inArena, elsewhere, leaks) = (0, 0, 0);
        string? range = null;
        foreach (var line in File.ReadAllLines("/proc/self/smaps"))
        {
            if (line.Contains('-', StringComparison.Ordinal) && line.Length > 20 && Uri.IsHexDigit(line[0]) && line.Contains(" rw", StringComparison.Ordinal))
            {
                range = line;
            }
            else if (range is not null && line.StartsWith("VmFlags:", StringComparison.Ordinal))
            {
                if (InMemory(range, needles))
                {
                    var isOutOfDumps = line.Contains(" dd", StringComparison.Ordinal);
                    inArena += isOutOfDumps ? 1 : 0;
                    elsewhere += isOutOfDumps ? 0 : 1;
                }

                range = null;
            }
        }

        // Without the mapping that must hold them, nothing was looked at.
        leaks += inArena == 0 ? 1 : 0;
        Console.WriteLine($"memory: planted strings in {inArena} mapping(s) that core dumps leave out, and in {elsewhere} of the runtime's own (the query's text, given on the command line here)");
        return leaks;
    }

    private static bool InMemory(string range, byte[][] needles)
    {
        var bounds = range.Split(' ')[0].Split('-').Select(text => long.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToArray();
        try
        {
            using var memory = File.OpenHandle("/proc/self/mem");
            var block = new byte[Block];
            for (var at = bounds[0]; at < bounds[1]; at += Block)
            {
                var read = RandomAccess.Read(memory, block.AsSpan(0, (int)Math.Min(Block, bounds[1] - at)), at);
                var found = needles.Any(needle => block.AsSpan(0, read).IndexOf(needle) >= 0);
                block.AsSpan().Clear();
                if (found)
                {
                    return true;
                }
            }
        }
        catch (IOException)
        {
            // A mapping that cannot be read holds nothing to be dumped.
        }

        return false;
    }

    private static bool Holds(FileStream file, byte[][] needles)
    {
        var block = new byte[Block];
        var kept = 0;
        for (int read; (read = file.Read(block, kept, block.Length - kept)) > 0;)
        {
            var filled = kept + read;
            if (needles.Any(needle => block.AsSpan(0, filled).IndexOf(needle) >= 0))
            {
                return true;
            }

            kept = Math.Min(filled, 256);
            block.AsSpan(filled - kept, kept).CopyTo(block);
        }

        return false;
    }
}
