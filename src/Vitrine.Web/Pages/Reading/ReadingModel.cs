using System.Collections.Immutable;
using Vitrine.Proofs;
using Vitrine.Register;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>Builds what the reading desk shows from the session's tree and the laboratory's view.</summary>
public static class ReadingModel
{
    /// <summary>The shares once the lines of the frame that is about to be sent are delivered.</summary>
    public static CoverageShares Shares(RoomSession session, IReadOnlyList<LineRange> coming)
    {
        var (delivered, people) = CoverageCount.Delivered(session.Tree, session.Laboratory, session.Person, coming);
        return new CoverageShares(session.Tree.Measure.Lines, delivered, people, session.Earlier.Carried(session.Tree, session.Laboratory, coming));
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
        var language = session.Tree.Symbols.LanguageOf(file.Path, text.Bytes.Span);
        var names = new NameLinks(session, request, file, from, to);
        var lines = CodeColours.Of(session.Tree.Symbols.Lines(file.Path, text, language, from, ReadingRequest.FrameLines)).Select(line => new CodeLine(
            line.Number,
            hits.TryGetValue(line.Number, out var hit) ? CodeColours.WithHit(names.In(line.Spans), hit.Start, hit.Length, hit.Number) : names.In(line.Spans),
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
            : search.Groups.Where(group => group.Path == path).SelectMany(group => group.Lines).Where(hit => hit.Whole).DistinctBy(hit => hit.Line)
                .ToDictionary(hit => hit.Line, hit => (hit.Before.Length, hit.Match.Length, hit.Number));
}
