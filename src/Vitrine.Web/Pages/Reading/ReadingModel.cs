using System.Collections.Immutable;
using Vitrine.Proofs;
using Vitrine.Register;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>What a reader asked to see, from the address.</summary>
public sealed record ReadingRequest(string? File, int From, string? Query, bool Regex, bool IgnoreCase, string? PathGlob, int Skip, int? Hit)
{
    /// <summary>Lines in one frame of a file.</summary>
    public const int FrameLines = 400;

    /// <summary>Hits on one page of a search.</summary>
    public const int PageHits = 50;

    /// <summary>The request as the record keeps it.</summary>
    public string Record => string.Join('\n', Pairs().Select(pair => $"{pair.Key}={pair.Value}"));

    /// <summary>The address of the same search beside another file, or another page of it.</summary>
    public string Address(string engagement, string? file, int from = 1, int skip = 0, int? hit = null, string? anchor = null)
    {
        var pairs = (this with { File = file, From = from, Skip = skip, Hit = hit }).Pairs().Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}");
        return $"{Routes.Reading(engagement)}?{string.Join('&', pairs)}{(anchor is null ? "" : "#" + anchor)}";
    }

    private IEnumerable<KeyValuePair<string, string>> Pairs()
    {
        if (File is not null)
        {
            yield return new("file", File);
        }

        if (From > 1)
        {
            yield return new("from", From.ToString());
        }

        if (Query is not null)
        {
            yield return new("q", Query);
        }

        if (Regex)
        {
            yield return new("regex", "1");
        }

        if (IgnoreCase)
        {
            yield return new("case", "ignore");
        }

        if (PathGlob is not null)
        {
            yield return new("path", PathGlob);
        }

        if (Skip > 0)
        {
            yield return new("skip", Skip.ToString());
        }

        if (Hit is { } hit)
        {
            yield return new("hit", hit.ToString());
        }
    }
}

/// <summary>Builds what the reading desk shows from the session's tree and the laboratory's view.</summary>
public static class ReadingModel
{
    /// <summary>The shares once the lines of the frame that is about to be sent are delivered.</summary>
    public static CoverageShares Shares(RoomSession session, IReadOnlyList<LineRange> coming)
    {
        var coverage = CoverageCount.Of(session.Tree, session.Laboratory, session.Person, coming);
        return new CoverageShares(coverage.LinesInScope, coverage.LinesDelivered, coverage.People);
    }

    /// <summary>The files in scope as folders, the way to the current one open.</summary>
    public static ImmutableArray<TreeNode> Tree(RoomSession session, ReadingRequest request)
    {
        var notes = session.Laboratory.Notes.Select(note => note.Detail.Content).Concat(session.Laboratory.Findings.Where(finding => !finding.Detail.Withdrawn).Select(finding => finding.Detail.Content)).ToLookup(content => content);
        return Folder([.. session.Tree.Files.Select(file => (file.Path.Split('/'), file))], 0);

        ImmutableArray<TreeNode> Folder(IReadOnlyList<(string[] Parts, SealedFile File)> files, int depth)
        {
            var folders = files.Where(one => one.Parts.Length > depth + 1).GroupBy(one => one.Parts[depth]).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group =>
            {
                var children = Folder([.. group], depth + 1);
                return new TreeNode(group.Key, null, SeenIn(children), children.Sum(child => child.Notes), request.File is { } current && group.Any(one => one.File.Path == current), false, children);
            });
            var leaves = files.Where(one => one.Parts.Length == depth + 1).OrderBy(one => one.Parts[depth], StringComparer.Ordinal).Select(one => new TreeNode(
                one.Parts[depth],
                request.Address(session.Engagement, one.File.Path),
                Seen(one.File),
                notes[one.File.Digest].Count(),
                false,
                one.File.Path == request.File));
            return [.. folders, .. leaves];
        }

        FileSeen Seen(SealedFile file)
        {
            var delivered = file.Lines == 0 ? 0 : session.Laboratory.DeliveredOf(file.Digest).Count;
            return delivered == 0 ? FileSeen.None : delivered >= file.Lines ? FileSeen.Whole : FileSeen.Part;
        }

        static FileSeen SeenIn(ImmutableArray<TreeNode> children) =>
            children.All(child => child.Seen == FileSeen.Whole) ? FileSeen.Whole : children.Any(child => child.Seen != FileSeen.None) ? FileSeen.Part : FileSeen.None;
    }

    /// <summary>The lines of a file from where the reader asked, at most one frame.</summary>
    public static (FileFrame Frame, LineRange? Range) File(RoomSession session, ReadingRequest request, SearchView? search)
    {
        var file = session.Tree.File(request.File!);
        var frame = new FileFrame(
            file.Path,
            file.Digest.ToHex(),
            request.Address(session.Engagement, file.Path),
            file.Size,
            (Language.Of(file.Path) ?? Language.Plain).Name,
            checked((int)file.Lines),
            [],
            null,
            null,
            Refusal(file),
            "",
            default);
        if (frame.Refusal is not null)
        {
            return (frame, null);
        }

        var text = session.Tree.Text(file.Path);
        var from = Math.Clamp(request.From, 1, text.LineCount);
        var to = Math.Min(text.LineCount, from + ReadingRequest.FrameLines - 1);
        var delivered = session.Laboratory.DeliveredOf(file.Digest);
        var marks = Marks(session, file, request);
        var hits = Hits(search, file.Path);
        var language = Language.Of(file.Path, text.Bytes.Span) ?? Language.Plain;
        var lines = CodeColours.Lines(text, language, from, ReadingRequest.FrameLines).Select(line => new CodeLine(
            line.Number,
            hits.TryGetValue(line.Number, out var hit) ? CodeColours.WithHit(line.Spans, hit.Start, hit.Length, hit.Number) : line.Spans,
            delivered.Contains(line.Number),
            [.. marks[line.Number]]));
        return (frame with
        {
            Language = language.Name,
            LinesTotal = text.LineCount,
            Lines = [.. lines],
            Previous = from > 1 ? request.Address(session.Engagement, file.Path, Math.Max(1, from - ReadingRequest.FrameLines)) : null,
            Next = to < text.LineCount ? request.Address(session.Engagement, file.Path, to + 1) : null,
        }, new LineRange(file.Path, file.Digest, from, to));
    }

    /// <summary>Notes and findings, those of the file on the screen marked.</summary>
    public static ImmutableArray<NoteView> Notes(RoomSession session, ReadingRequest request, Visit visit)
    {
        Digest? here = request.File is { } path && session.Tree.Contains(path) ? session.Tree.File(path).Digest : null;
        NoteView View(string id, Severity? severity, string title, string? text, string path, Digest content, int line, string person, DateTimeOffset at) =>
            new(id, severity, title, text, path, line, line, request.Address(session.Engagement, path, FrameOf(line), anchor: $"L{line}"), visit.PersonName(person), at, content == here);
        var notes = session.Laboratory.Notes.Select(note => View(note.Detail.Note, null, note.Detail.Text, null, note.Detail.Path, note.Detail.Content, note.Detail.Line, note.Person, note.At));
        var findings = session.Laboratory.Findings.Where(finding => !finding.Detail.Withdrawn).Select(finding => View(
            finding.Detail.Finding, ToSeverity(finding.Detail.Severity), finding.Detail.Title, Rest(finding.Detail), finding.Detail.Path, finding.Detail.Content, finding.Detail.Line, finding.Person, finding.At));
        return [.. notes, .. findings];
    }

    public static Severity ToSeverity(FindingSeverity severity) => Enum.Parse<Severity>(severity.ToString());

    /// <summary>A finding's text behind its title, which is the text's first line where the reader wrote no other.</summary>
    private static string? Rest(Room.FindingDetail finding)
    {
        var rest = finding.Text.StartsWith(finding.Title, StringComparison.Ordinal) ? finding.Text[finding.Title.Length..].TrimStart() : finding.Text;
        return rest.Length > 0 ? rest : null;
    }

    /// <summary>The first line of the frame that shows a line with some lines above it.</summary>
    public static int FrameOf(int line) => line <= ReadingRequest.FrameLines ? 1 : Math.Max(1, line - 40);

    private static string? Refusal(SealedFile file) => file switch
    {
        { Mode: SealedMode.Link } => "This is a link; its text is the path it points to.",
        { Mode: not (SealedMode.Regular or SealedMode.Executable) } => "This is a submodule; its files are not part of this tree.",
        { Size: 0 } => "The file is empty.",
        { Text: TextKind.Binary } => "The file is binary. Its size and digest are above.",
        { Lines: > int.MaxValue - 1 } => "The file has more lines than can be shown.",
        _ => null,
    };

    private static ILookup<int, LineMark> Marks(RoomSession session, SealedFile file, ReadingRequest request)
    {
        LineMark Mark(LineMarkKind kind, string title, int line) => new(kind, title, request.Address(session.Engagement, file.Path, FrameOf(line), anchor: $"L{line}"));
        var notes = session.Laboratory.Notes.Where(note => note.Detail.Content == file.Digest).Select(note => (note.Detail.Line, Mark(LineMarkKind.Note, note.Detail.Text, note.Detail.Line)));
        var findings = session.Laboratory.Findings.Where(finding => finding.Detail.Content == file.Digest && !finding.Detail.Withdrawn)
            .Select(finding => (finding.Detail.Line, Mark(LineMarkKind.Finding, finding.Detail.Title, finding.Detail.Line)));
        return notes.Concat(findings).ToLookup(pair => pair.Line, pair => pair.Item2);
    }

    private static Dictionary<int, (int Start, int Length, int Number)> Hits(SearchView? search, string path) =>
        search is null || search.Groups.IsDefaultOrEmpty
            ? []
            : search.Groups.Where(group => group.Path == path).SelectMany(group => group.Lines).Where(hit => hit.Whole)
                .ToDictionary(hit => hit.Line, hit => (hit.Before.Length, hit.Match.Length, hit.Number));
}
