namespace Vitrine.Seals;

/// <summary>What happened to functions, in one line: <c>14 functions changed, 3 new, 1 gained a call to execve</c>.</summary>
public static class FunctionSummary
{
    private const int MostCalls = 4;

    /// <summary>Of one file or of many; null where nothing is known to have happened.</summary>
    public static string? Of(IEnumerable<FunctionChanges> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var (changed, added, removed, gained) = (0, 0, 0, new List<GainedCall>());
        foreach (var file in files)
        {
            changed += file.Changed.Length;
            added += file.Added.Length;
            removed += file.Removed.Length;
            gained.AddRange(file.Gained);
        }

        var counts = new List<string>();
        void Count(int count, string word)
        {
            if (count > 0)
            {
                counts.Add(counts.Count > 0 ? $"{count:N0} {word}" : count == 1 ? $"1 function {word}" : $"{count:N0} functions {word}");
            }
        }

        Count(changed, "changed");
        Count(added, "new");
        Count(removed, "gone");
        var calls = gained.CountBy(call => call.Call).OrderByDescending(call => call.Value).ThenBy(call => call.Key, StringComparer.Ordinal).ToList();
        counts.AddRange(calls.Take(MostCalls).Select(call => $"{call.Value:N0} gained a call to {call.Key}"));
        if (calls.Count > MostCalls)
        {
            counts.Add($"{calls.Skip(MostCalls).Sum(call => call.Value):N0} gained other calls worth a look");
        }

        return counts.Count > 0 ? string.Join(", ", counts) : null;
    }
}
