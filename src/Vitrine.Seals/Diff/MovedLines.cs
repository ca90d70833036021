namespace Vitrine.Seals;

/// <summary>Lines of a file that went in one place and came in another.</summary>
/// <param name="Old">The lines that went, from 1.</param>
/// <param name="New">The lines that came, from 1.</param>
public sealed record MovedLines(IReadOnlySet<int> Old, IReadOnlySet<int> New)
{
    /// <summary>A block of fewer lines is not said to have moved: brackets and blank lines are everywhere.</summary>
    public const int LeastLines = 3;

    private const int LeastLetters = 12;
    private const int MostLines = 100_000;
    private const int MostPlaces = 32;

    /// <summary>Finds the blocks that moved, whatever their indentation.</summary>
    public static MovedLines Of(SealText older, SealText newer, IReadOnlyList<LineChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var gone = changes.SelectMany(change => Enumerable.Range(change.OldLine, change.OldCount)).Take(MostLines).ToArray();
        var come = changes.SelectMany(change => Enumerable.Range(change.NewLine, change.NewCount)).Take(MostLines).ToArray();
        var (moved, arrived) = (new HashSet<int>(), new HashSet<int>());
        if (gone.Length < LeastLines || come.Length < LeastLines)
        {
            return new MovedLines(moved, arrived);
        }

        var starts = new Dictionary<ReadOnlyMemory<byte>, List<int>>(LineContent.Comparer);
        for (var i = 0; i < gone.Length; i++)
        {
            var line = Trimmed(older, gone[i]);
            if (line.Length >= LeastLetters)
            {
                (starts.TryGetValue(line, out var places) ? places : starts[line] = []).Add(i);
            }
        }

        for (var j = 0; j < come.Length;)
        {
            var longest = (At: -1, Length: 0);
            foreach (var at in (starts.GetValueOrDefault(Trimmed(newer, come[j])) ?? []).Take(MostPlaces))
            {
                var length = 0;
                while (at + length < gone.Length && j + length < come.Length
                    && gone[at + length] == gone[at] + length && come[j + length] == come[j] + length && !moved.Contains(gone[at + length])
                    && Trimmed(older, gone[at + length]).Span.SequenceEqual(Trimmed(newer, come[j + length]).Span))
                {
                    length++;
                }

                longest = length > longest.Length ? (at, length) : longest;
            }

            if (longest.Length >= LeastLines)
            {
                for (var i = 0; i < longest.Length; i++)
                {
                    moved.Add(gone[longest.At + i]);
                    arrived.Add(come[j + i]);
                }
            }

            j += longest.Length >= LeastLines ? longest.Length : 1;
        }

        return new MovedLines(moved, arrived);
    }

    private static ReadOnlyMemory<byte> Trimmed(SealText text, int line)
    {
        var bytes = text.LineBytes(line);
        var start = bytes.Span.IndexOfAnyExcept(" \t"u8);
        return start < 0 ? default : bytes[start..(bytes.Span.LastIndexOfAnyExcept(" \t"u8) + 1)];
    }
}
