namespace Vitrine.Release;

/// <summary>Guesses which of the known names was meant.</summary>
public static class NearestName
{
    private const int MostLetters = 64;

    /// <summary><c>; did you mean "x"?</c>, or nothing where no known name is near.</summary>
    public static string Hint(string name, params ReadOnlySpan<string> known)
    {
        string? best = null;
        var least = int.MaxValue;
        foreach (var candidate in known)
        {
            var distance = Distance(name, candidate);
            if (distance < least)
            {
                (best, least) = (candidate, distance);
            }
        }

        return best is not null && least <= Math.Max(2, best.Length / 3) ? $"; did you mean \"{best}\"?" : "";
    }

    // Levenshtein, letters compared without case.
    private static int Distance(string a, string b)
    {
        if (a.Length > MostLetters)
        {
            return int.MaxValue;
        }

        var row = new int[b.Length + 1];
        for (var j = 0; j < row.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
