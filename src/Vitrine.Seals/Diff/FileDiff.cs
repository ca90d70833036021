using System.Collections.Immutable;

namespace Vitrine.Seals;

/// <summary>What happened to lines.</summary>
public enum DiffMark
{
    /// <summary>Both files have them; shown around what differs.</summary>
    Same,

    /// <summary>They went.</summary>
    Gone,

    /// <summary>They came.</summary>
    Come,

    /// <summary>They went from here, and stand elsewhere in the file.</summary>
    MovedAway,

    /// <summary>They came here, and stood elsewhere in the file.</summary>
    MovedHere,
}

/// <summary>Lines that follow each other and are marked alike.</summary>
/// <param name="Mark">What happened to them.</param>
/// <param name="OldLine">The first of them in the older text, from 1; 0 where it has none of them.</param>
/// <param name="NewLine">The first of them in the newer text, from 1; 0 where it has none of them.</param>
/// <param name="Count">How many.</param>
/// <param name="BeginsPlace">Whether lines were left out before them, or they are the first.</param>
public readonly record struct DiffRun(DiffMark Mark, int OldLine, int NewLine, int Count, bool BeginsPlace);

/// <summary>Two texts as they are shown: what differs, with some lines around it.</summary>
public sealed class FileDiff
{
    /// <summary>Lines shown before and after what differs.</summary>
    public const int Around = 3;

    private FileDiff(SealText older, SealText newer, IReadOnlyList<LineChange> changes, ImmutableArray<DiffRun> runs) => (Older, Newer, Changes, Runs) = (older, newer, changes, runs);

    /// <summary>The older text.</summary>
    public SealText Older { get; }

    /// <summary>The newer text.</summary>
    public SealText Newer { get; }

    /// <summary>What differs.</summary>
    public IReadOnlyList<LineChange> Changes { get; }

    /// <summary>What is shown, in order.</summary>
    public ImmutableArray<DiffRun> Runs { get; }

    /// <summary>How many lines are shown.</summary>
    public long Lines => Runs.Sum(run => (long)run.Count);

    /// <summary>Compares two texts; a text that is not there is empty.</summary>
    public static FileDiff Of(SealText? older, SealText? newer)
    {
        var (before, after) = (older ?? new SealText(default), newer ?? new SealText(default));
        var changes = LineDiff.Of(before, after);
        var moved = MovedLines.Of(before, after, changes);
        var runs = ImmutableArray.CreateBuilder<DiffRun>();
        var shown = 0;
        for (var at = 0; at < changes.Count; at++)
        {
            var change = changes[at];
            var from = Math.Max(shown + 1, change.OldLine - Around);
            var begins = from > shown + 1 || at == 0;
            void Add(DiffMark mark, int old, int young, int count)
            {
                if (count > 0)
                {
                    runs.Add(new DiffRun(mark, old, young, count, begins));
                    begins = false;
                }
            }

            Add(DiffMark.Same, from, from + change.NewLine - change.OldLine, change.OldLine - from);
            foreach (var (line, count, isMoved) in Parts(change.OldLine, change.OldCount, moved.Old))
            {
                Add(isMoved ? DiffMark.MovedAway : DiffMark.Gone, line, 0, count);
            }

            foreach (var (line, count, isMoved) in Parts(change.NewLine, change.NewCount, moved.New))
            {
                Add(isMoved ? DiffMark.MovedHere : DiffMark.Come, 0, line, count);
            }

            var (old, young) = (change.OldLine + change.OldCount, change.NewLine + change.NewCount);
            var end = at + 1 < changes.Count ? changes[at + 1].OldLine - 1 : before.LineCount;
            shown = Math.Min(old + Around - 1, end);
            Add(DiffMark.Same, old, young, shown - old + 1);
        }

        return new FileDiff(before, after, changes, runs.ToImmutable());
    }

    /// <summary>A part of what is shown.</summary>
    /// <param name="from">Lines to pass over.</param>
    /// <param name="most">The most lines.</param>
    /// <param name="mostRuns">The most runs.</param>
    public ImmutableArray<DiffRun> Slice(long from, int most, int mostRuns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        var slice = ImmutableArray.CreateBuilder<DiffRun>();
        foreach (var run in Runs)
        {
            if (from >= run.Count)
            {
                from -= run.Count;
                continue;
            }

            if (most == 0 || slice.Count == mostRuns)
            {
                break;
            }

            var (pass, count) = ((int)from, Math.Min(run.Count - (int)from, most));
            slice.Add(new DiffRun(run.Mark, run.OldLine == 0 ? 0 : run.OldLine + pass, run.NewLine == 0 ? 0 : run.NewLine + pass, count, run.BeginsPlace || slice.Count == 0));
            (from, most) = (0, most - count);
        }

        return slice.ToImmutable();
    }

    /// <summary>Lines parted by whether they moved.</summary>
    private static IEnumerable<(int Line, int Count, bool IsMoved)> Parts(int line, int count, IReadOnlySet<int> moved)
    {
        for (var end = line + count; line < end;)
        {
            var (first, isMoved) = (line, moved.Contains(line));
            while (line < end && moved.Contains(line) == isMoved)
            {
                line++;
            }

            yield return (first, line - first, isMoved);
        }
    }
}
