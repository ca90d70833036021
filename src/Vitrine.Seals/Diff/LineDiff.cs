namespace Vitrine.Seals;

/// <summary>A run of lines that differs: <paramref name="OldCount"/> lines from <paramref name="OldLine"/> became <paramref name="NewCount"/> lines from <paramref name="NewLine"/> (lines from 1).</summary>
/// <param name="OldLine">The first line that went; where none went, the line before which others came.</param>
/// <param name="OldCount">How many went.</param>
/// <param name="NewLine">The first line that came; where none came, the line before which others went.</param>
/// <param name="NewCount">How many came.</param>
public readonly record struct LineChange(int OldLine, int OldCount, int NewLine, int NewCount);

/// <summary>
/// Which lines of two texts differ. Lines that stand once in both are the posts between which the rest is compared (patience diff), since a reader takes them for the same; what lies between is
/// compared for the shortest script (Myers, 1986) as far as that stays cheap, and is said to be replaced beyond.
/// </summary>
public static class LineDiff
{
    // A script of this many steps costs at most its square in time and memory; between posts that is seldom reached.
    private const int MostSteps = 700;

    /// <summary>The changes, in order, none touching the next.</summary>
    public static IReadOnlyList<LineChange> Of(SealText older, SealText newer)
    {
        ArgumentNullException.ThrowIfNull(older);
        ArgumentNullException.ThrowIfNull(newer);
        var (head, tail) = CommonEnds(older, newer);
        var names = new Dictionary<ReadOnlyMemory<byte>, int>(LineContent.Comparer);
        var (a, b) = (Names(older, head, tail, names), Names(newer, head, tail, names));
        var isKept = (Old: new bool[a.Length], New: new bool[b.Length]);
        var counts = new int[2, names.Count];
        var waiting = new Stack<(int A0, int A1, int B0, int B1)>();
        waiting.Push((0, a.Length, 0, b.Length));
        while (waiting.TryPop(out var range))
        {
            var (a0, a1, b0, b1) = range;
            while (a0 < a1 && b0 < b1 && a[a0] == b[b0])
            {
                isKept.Old[a0++] = isKept.New[b0++] = true;
            }

            while (a0 < a1 && b0 < b1 && a[a1 - 1] == b[b1 - 1])
            {
                isKept.Old[--a1] = isKept.New[--b1] = true;
            }

            if (a0 == a1 || b0 == b1)
            {
                continue;
            }

            var posts = Posts(a, a0, a1, b, b0, b1, counts);
            if (posts.Count == 0)
            {
                Shortest(a, a0, a1, b, b0, b1, isKept);
                continue;
            }

            foreach (var (old, young) in posts)
            {
                waiting.Push((a0, old, b0, young));
                isKept.Old[old] = isKept.New[young] = true;
                (a0, b0) = (old + 1, young + 1);
            }

            waiting.Push((a0, a1, b0, b1));
        }

        return Changes(isKept.Old, isKept.New, head);
    }

    /// <summary>How many lines both texts begin and end with, found without looking at lines: most of two versions of a file is the same.</summary>
    private static (int Head, int Tail) CommonEnds(SealText older, SealText newer)
    {
        var a = older.Bytes.Span;
        var b = newer.Bytes.Span;
        var head = Math.Max(0, older.LineAt(a.CommonPrefixLength(b)) - 1);
        if (head >= Math.Min(older.LineCount, newer.LineCount))
        {
            return (head, 0);
        }

        // A line at the end counts where the feed before it is in both too: the line in which the sameness begins does not.
        var start = older.LineStart(head + 1);
        return (head, older.LineCount - older.LineAt(a.Length - CommonSuffix(a[start..], b[start..])));
    }

    private static int CommonSuffix(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        const int step = 512;
        var (same, most) = (0, Math.Min(a.Length, b.Length));
        while (same + step <= most && a[^(same + step)..^same].SequenceEqual(b[^(same + step)..^same]))
        {
            same += step;
        }

        while (same < most && a[^(same + 1)] == b[^(same + 1)])
        {
            same++;
        }

        return same;
    }

    /// <summary>A number for each line between the ends: the same for the same line.</summary>
    private static int[] Names(SealText text, int head, int tail, Dictionary<ReadOnlyMemory<byte>, int> names)
    {
        var lines = new int[text.LineCount - head - tail];
        for (var i = 0; i < lines.Length; i++)
        {
            var line = text.Bytes[text.LineStart(head + i + 1)..text.LineStart(head + i + 2)];
            if (!names.TryGetValue(line, out var name))
            {
                names.Add(line, name = names.Count);
            }

            lines[i] = name;
        }

        return lines;
    }

    /// <summary>Lines that stand once in each of two ranges, in the longest order that both share.</summary>
    private static List<(int Old, int New)> Posts(int[] a, int a0, int a1, int[] b, int b0, int b1, int[,] counts)
    {
        for (var i = a0; i < a1; i++)
        {
            counts[0, a[i]]++;
        }

        var places = new Dictionary<int, int>();
        for (var j = b0; j < b1; j++)
        {
            counts[1, b[j]]++;
            places[b[j]] = j;
        }

        // The longest rising run of places (Fredman, 1975), with where each came from.
        var (tails, from, pairs) = (new List<int>(), new List<int>(), new List<(int Old, int New)>());
        for (var i = a0; i < a1; i++)
        {
            if (counts[0, a[i]] != 1 || counts[1, a[i]] != 1)
            {
                continue;
            }

            var place = places[a[i]];
            var (low, high) = (0, tails.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = pairs[tails[middle]].New < place ? (middle + 1, high) : (low, middle);
            }

            pairs.Add((i, place));
            from.Add(low > 0 ? tails[low - 1] : -1);
            if (low == tails.Count)
            {
                tails.Add(pairs.Count - 1);
            }
            else
            {
                tails[low] = pairs.Count - 1;
            }
        }

        for (var i = a0; i < a1; i++)
        {
            counts[0, a[i]] = 0;
        }

        for (var j = b0; j < b1; j++)
        {
            counts[1, b[j]] = 0;
        }

        var posts = new List<(int, int)>();
        for (var at = tails.Count > 0 ? tails[^1] : -1; at >= 0; at = from[at])
        {
            posts.Add(pairs[at]);
        }

        posts.Reverse();
        return posts;
    }

    /// <summary>The shortest script between two ranges; where it has too many steps, nothing of them is kept.</summary>
    private static void Shortest(int[] a, int a0, int a1, int[] b, int b0, int b1, (bool[] Old, bool[] New) isKept)
    {
        var (n, m) = (a1 - a0, b1 - b0);
        var most = Math.Min(MostSteps, n + m);

        // How far down each diagonal a script of d steps comes, and the same after every step: they lead back.
        var reach = new int[(2 * most) + 2];
        var steps = new List<int[]>();
        for (var d = 0; d <= most; d++)
        {
            for (var k = -d; k <= d; k += 2)
            {
                var x = IsDown(reach, most, d, k) ? reach[most + k + 1] : reach[most + k - 1] + 1;
                while (x < n && x - k < m && a[a0 + x] == b[b0 + x - k])
                {
                    x++;
                }

                reach[most + k] = x;
                if (x >= n && x - k >= m)
                {
                    Keep(steps, a0, b0, n, m, isKept);
                    return;
                }
            }

            steps.Add(reach[(most - d)..(most + d + 1)]);
        }
    }

    /// <summary>Whether the step onto a diagonal takes a line of the newer text, and not one of the older away.</summary>
    private static bool IsDown(int[] reach, int middle, int d, int k) => k == -d || (k != d && reach[middle + k - 1] < reach[middle + k + 1]);

    /// <summary>Walks the script back, and marks what it keeps.</summary>
    private static void Keep(List<int[]> steps, int a0, int b0, int n, int m, (bool[] Old, bool[] New) isKept)
    {
        var (x, y) = (n, m);
        for (var d = steps.Count; d >= 0; d--)
        {
            var (fromX, fromY) = (0, 0);
            if (d > 0)
            {
                var (before, k) = (steps[d - 1], x - y);
                var diagonal = IsDown(before, d - 1, d, k) ? k + 1 : k - 1;
                (fromX, fromY) = (before[d - 1 + diagonal], before[d - 1 + diagonal] - diagonal);
            }

            while (x > fromX && y > fromY)
            {
                isKept.Old[a0 + --x] = isKept.New[b0 + --y] = true;
            }

            (x, y) = (fromX, fromY);
        }
    }

    private static List<LineChange> Changes(bool[] older, bool[] newer, int head)
    {
        var changes = new List<LineChange>();
        var (i, j) = (0, 0);
        while (i < older.Length || j < newer.Length)
        {
            var (from, to) = (i, j);
            while (i < older.Length && !older[i])
            {
                i++;
            }

            while (j < newer.Length && !newer[j])
            {
                j++;
            }

            if (i > from || j > to)
            {
                changes.Add(new LineChange(head + from + 1, i - from, head + to + 1, j - to));
            }

            (i, j) = (i + 1, j + 1);
        }

        return changes;
    }
}

/// <summary>Lines compared by their bytes, under a hash whose seed nobody outside knows.</summary>
internal sealed class LineContent : IEqualityComparer<ReadOnlyMemory<byte>>
{
    public static LineContent Comparer { get; } = new();

    public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

    public int GetHashCode(ReadOnlyMemory<byte> line)
    {
        var hash = default(HashCode);
        hash.AddBytes(line.Span);
        return hash.ToHashCode();
    }
}
