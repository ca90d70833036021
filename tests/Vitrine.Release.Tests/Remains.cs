namespace Vitrine.Release.Tests;

/// <summary>Looks for processes on this machine by a word on their command line.</summary>
internal static class Remains
{
    public static int Count(string word)
    {
        var count = 0;
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(path[^1])))
        {
            try
            {
                count += File.ReadAllText(Path.Combine(process, "cmdline")).Contains(word, StringComparison.Ordinal) ? 1 : 0;
            }
            catch (IOException)
            {
                // Ended meanwhile.
            }
        }

        return count;
    }
}
