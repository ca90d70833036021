using System.Collections.Immutable;
using System.Text;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>Builds what the page of changes shows, and says which lines of content are in it.</summary>
public static class ChangesModel
{
    // A run is a range in the act that records the page; all of them, with their paths, must fit the act.
    private const int MostRuns = 80;
    private const int MostRecordBytes = 20 * 1024;
    private const int RangeBytes = 160;
    private const int GainedShown = 6;

    public static ChangesSummary Summary(TreeChanges changes)
    {
        var kinds = string.Join(", ", changes.Files.CountBy(file => file.Kind).OrderBy(kind => kind.Key).Select(kind => $"{Words.Number(kind.Value)} {Kind(kind.Key).ToLowerInvariant()}"));
        return new ChangesSummary(
            changes.AreSame ? "Both releases hold the same." : $"{Words.Files(changes.Files.Length)}: {kinds}.",
            FunctionSummary.Of(changes.Files.Select(file => file.Functions)),
            $"{Words.Number(changes.Same.Files)} of {Words.Files(changes.Total.Files)} and {Words.Number(changes.Same.Lines)} of {Words.Lines(changes.Total.Lines)} in scope have a content that the older release has too.",
            changes.Unread,
            changes.HasFunctions);
    }

    public static ChangeList List(RoomSession session, TreeChanges changes, ChangesRequest request)
    {
        var first = Math.Min(request.Skip, Math.Max(0, (changes.Files.Length - 1) / ChangesRequest.PageFiles * ChangesRequest.PageFiles));
        return new ChangeList(
            [.. changes.Files.Skip(first).Take(ChangesRequest.PageFiles).Select(file => Row(session, file))],
            first + 1,
            changes.Files.Length,
            first > 0 ? ChangesRequest.List(session.Engagement, Math.Max(0, first - ChangesRequest.PageFiles)) : null,
            first + ChangesRequest.PageFiles < changes.Files.Length ? ChangesRequest.List(session.Engagement, first + ChangesRequest.PageFiles) : null);
    }

    /// <summary>The lines of one file, and what of them is content; null where nothing of this path changed.</summary>
    public static (ChangedFile File, ImmutableArray<LineRange> Lines)? File(RoomSession session, Comparison comparison, TreeChanges changes, ChangesRequest request)
    {
        if (changes.Files.FirstOrDefault(one => one.Path == request.File) is not { } change)
        {
            return null;
        }

        var file = new ChangedFile(
            Row(session, change), ReadHref(session, change), [], null, null, Refusal(change), "", default);
        if (file.Refusal is not null)
        {
            return (file, []);
        }

        var diff = Diff(session, comparison, change);
        var from = Math.Min(request.From, Math.Max(0, diff.Lines - 1));
        var longest = Math.Max(Encoding.UTF8.GetByteCount(change.Path), Encoding.UTF8.GetByteCount(change.Old?.Path ?? ""));
        var runs = diff.Slice(from, ChangesRequest.PageLines, Math.Clamp(MostRecordBytes / (longest + RangeBytes), 2, MostRuns));
        var shown = runs.Sum(run => run.Count);
        return (file with
        {
            Places = Places(session, comparison, change, diff, runs),
            Previous = from > 0 ? ChangesRequest.Of(session.Engagement, change.Path, Math.Max(0, from - ChangesRequest.PageLines)) : null,
            Next = from + shown < diff.Lines ? ChangesRequest.Of(session.Engagement, change.Path, from + shown) : null,
        }, Ranges(change, runs));
    }

    /// <summary>What happened to a file, in a word.</summary>
    public static string Kind(FileChangeKind kind) => kind.ToString();

    private static FileDiff Diff(RoomSession session, Comparison comparison, FileChange change) => FileDiff.Of(
        change.Old is { } old ? comparison.Older.Text(old.Path) : null,
        change.New is null ? null : session.Tree.Text(change.Path));

    private static ChangeRow Row(RoomSession session, FileChange change)
    {
        var lines = change.IsSameContent ? "the same content" : change.AddedLines + change.RemovedLines == 0 ? "" : $"+{Words.Number(change.AddedLines)} −{Words.Number(change.RemovedLines)}";
        var delivered = change.New is { Lines: > 0 } now ? session.Laboratory.DeliveredOf(now.Digest).CountUpTo(now.Lines) : 0;
        return new ChangeRow(
            Kind(change.Kind),
            change.Path,
            change.From,
            Refusal(change) is null ? ChangesRequest.Of(session.Engagement, change.Path) : ReadHref(session, change),
            change.MovedLines > 0 ? $"{lines}, {Words.Number(change.MovedLines)} moved" : lines,
            FunctionSummary.Of([change.Functions]),
            [
                .. change.Functions.Gained.Take(GainedShown).Select(call => $"{call.Function} calls {call.Call} now: {call.Why}"),
                .. change.Functions.Gained.Length > GainedShown ? [$"{Words.Number(change.Functions.Gained.Length - GainedShown)} more calls"] : (string[])[],
            ],
            string.Join("; ", change.Reasons),
            change.New is { Lines: > 0 } file ? $"{Words.Number(delivered)} of {Words.Lines(file.Lines)}" : "");
    }

    private static string? ReadHref(RoomSession session, FileChange change) => change.New is null ? null : new ReadingRequest().Address(session.Engagement, change.Path);

    private static string? Refusal(FileChange change) => change switch
    {
        { IsSameContent: true } => "The content is the same; only where it stands, or what it is, changed.",
        { Old.Text: TextKind.Binary } or { New.Text: TextKind.Binary } => "The file is not text. Its lines cannot be compared.",
        { Old.Mode: not (SealedMode.Regular or SealedMode.Executable) } or { New.Mode: not (SealedMode.Regular or SealedMode.Executable) } => "It is, or was, a link or a submodule. Read it in the list of files.",
        { Old.Size: > TreeDiff.MaxBytes } or { New.Size: > TreeDiff.MaxBytes } => "The file is too large to be compared. Read it whole.",
        { AddedLines: 0, RemovedLines: 0 } => "There are no lines to compare.",
        _ => null,
    };

    private static ImmutableArray<DiffPlace> Places(RoomSession session, Comparison comparison, FileChange change, FileDiff diff, ImmutableArray<DiffRun> runs)
    {
        var language = change.New is null ? comparison.Older.Symbols.LanguageOf(change.Path, diff.Older.Bytes.Span) : session.Tree.Symbols.LanguageOf(change.Path, diff.Newer.Bytes.Span);
        var functions = change.New is null ? [] : Functions(session, change.Path);
        var old = Colours(diff.Older, language, runs.Where(run => run.NewLine == 0).Select(run => (run.OldLine, run.Count)));
        var young = Colours(diff.Newer, language, runs.Where(run => run.NewLine > 0).Select(run => (run.NewLine, run.Count)));
        var places = ImmutableArray.CreateBuilder<DiffPlace>();
        foreach (var (index, run) in runs.Index())
        {
            var lines = Enumerable.Range(0, run.Count).Select(i => new DiffLine(
                run.Mark,
                run.OldLine > 0 ? run.OldLine + i : null,
                run.NewLine > 0 ? run.NewLine + i : null,
                run.NewLine > 0 ? young[run.NewLine + i] : old[run.OldLine + i]));
            if (run.BeginsPlace)
            {
                var changed = FirstChange(runs, index);
                places.Add(new DiffPlace(
                    run.NewLine > 0 ? $"Line {Words.Number(run.NewLine)}" : $"Line {Words.Number(run.OldLine)} of the older file",
                    functions.LastOrDefault(function => changed > function.Line && changed <= function.End)?.Name,
                    run.NewLine > 0 ? new ReadingRequest().Address(session.Engagement, change.Path, ReadingModel.FrameOf(run.NewLine), anchor: $"L{run.NewLine}") : null,
                    [.. lines]));
            }
            else
            {
                places[^1] = places[^1] with { Lines = places[^1].Lines.AddRange(lines) };
            }
        }

        return places.ToImmutable();
    }

    /// <summary>The functions of the newer file; none where no program reads them.</summary>
    private static IReadOnlyList<Symbol> Functions(RoomSession session, string path)
    {
        try
        {
            return [.. session.Tree.Symbols.Outline(path, CancellationToken.None).Where(symbol => symbol.IsFunction)];
        }
        catch (SymbolsMissingException)
        {
            return [];
        }
    }

    /// <summary>The line of the newer file on, or before, which a place first differs.</summary>
    private static int FirstChange(ImmutableArray<DiffRun> runs, int begin)
    {
        var at = 0;
        for (var i = begin; i < runs.Length && (i == begin || !runs[i].BeginsPlace); i++)
        {
            if (runs[i].Mark != DiffMark.Same)
            {
                return runs[i].NewLine > 0 ? runs[i].NewLine : at;
            }

            at = runs[i].NewLine + runs[i].Count;
        }

        return at;
    }

    /// <summary>The colours of some lines, in one pass over their file.</summary>
    private static Dictionary<int, ImmutableArray<CodeSpan>> Colours(SealText text, Language language, IEnumerable<(int Line, int Count)> runs)
    {
        var wanted = runs.SelectMany(run => Enumerable.Range(run.Line, run.Count)).ToHashSet();
        if (wanted.Count == 0)
        {
            return [];
        }

        var (first, last) = (wanted.Min(), wanted.Max());
        return CodeColours.Lines(text, language, first, last - first + 1).Where(line => wanted.Contains(line.Number)).ToDictionary(line => line.Number, line => line.Spans);
    }

    /// <summary>What is delivered: lines of the newer file, and those of the older that it has not.</summary>
    private static ImmutableArray<LineRange> Ranges(FileChange change, ImmutableArray<DiffRun> runs)
    {
        var ranges = ImmutableArray.CreateBuilder<LineRange>();
        foreach (var run in runs)
        {
            var (file, line) = run.NewLine > 0 ? (change.New!, run.NewLine) : (change.Old!, run.OldLine);
            if (ranges.Count > 0 && ranges[^1] is var last && last.Content == file.Digest && last.Path == file.Path && last.To == line - 1)
            {
                ranges[^1] = last with { To = line + run.Count - 1 };
            }
            else
            {
                ranges.Add(new LineRange(file.Path, file.Digest, line, line + run.Count - 1));
            }
        }

        return ranges.ToImmutable();
    }
}
