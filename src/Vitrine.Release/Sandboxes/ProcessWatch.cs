using System.Globalization;

namespace Vitrine.Release;

/// <summary>What the processes of a sandbox use together, from the kernel's tables.</summary>
/// <remarks>Resource limits hold for one process, or not at all for a sandbox that the machine's root started; control groups are not writable
/// everywhere. So the sandbox is also counted from outside. Every process in it descends from its first one, since orphans are given to that.</remarks>
internal static class ProcessWatch
{
    /// <summary>Tasks and anonymous memory in bytes of <paramref name="first"/> and everything below it.</summary>
    /// <param name="first">The sandbox's first process, by its number on this machine.</param>
    /// <param name="most">Counting stops beyond this many tasks.</param>
    public static (int Tasks, long Memory) Measure(int first, int most)
    {
        var pending = new Stack<int>([first]);
        var tasks = 0;
        var memory = 0L;
        while (tasks <= most && pending.TryPop(out var process))
        {
            var (threads, anonymous) = Status(process);
            tasks += threads;
            memory += anonymous;
            foreach (var child in Children(process))
            {
                pending.Push(child);
            }
        }

        return (tasks, memory);
    }

    private static (int Threads, long Memory) Status(int process)
    {
        var threads = 0;
        var memory = 0L;
        foreach (var line in Read($"/proc/{process}/status").EnumerateLines())
        {
            if (line.StartsWith("RssAnon:"))
            {
                memory = Number(line) * 1024;
            }
            else if (line.StartsWith("Threads:"))
            {
                threads = (int)Number(line);
            }
        }

        return (threads, memory);
    }

    private static List<int> Children(int process)
    {
        var children = new List<int>();
        try
        {
            foreach (var thread in Directory.EnumerateDirectories($"/proc/{process}/task"))
            {
                var text = Read($"{thread}/children");
                foreach (var range in text.Split(' '))
                {
                    if (int.TryParse(text[range], NumberStyles.None, CultureInfo.InvariantCulture, out var child))
                    {
                        children.Add(child);
                    }
                }
            }
        }
        catch (IOException)
        {
            // The process ended while it was looked at; what it had is counted no more.
        }

        return children;
    }

    private static long Number(ReadOnlySpan<char> line)
    {
        var digits = line[(line.IndexOf(':') + 1)..].Trim();
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        return long.Parse(end < 0 ? digits : digits[..end], NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private static ReadOnlySpan<char> Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return [];
        }
    }
}
