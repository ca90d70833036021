using System.Collections.Immutable;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>Runs the search of the reading desk: one page of hits, best first unless the reader wants the order of paths. The session remembers what was found.</summary>
public static class ReadingSearch
{
    private const int UnreadShown = 5;

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(10);

    /// <summary>What a request asks for.</summary>
    public static SearchQuery Query(ReadingRequest request) => new()
    {
        Pattern = request.Query!,
        IsRegex = request.Regex,
        IgnoreCase = request.Names ? request.IgnorePathCase || request.IgnoreCase : request.IgnoreCase,
        WholeWord = request.Word,
        Paths = Patterns(request.Paths),
        IgnorePathCase = request.IgnorePathCase,
        Language = request.Language,
        Budget = Budget,
    };

    /// <summary>Searches; gives what is shown and the lines of content in it.</summary>
    public static (SearchView View, ImmutableArray<LineRange> Lines) Run(RoomSession session, ReadingRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        var empty = new SearchView(request, 0, 0, 0, session.Tree.Measure.Files, 0, TimeSpan.Zero, [], null, null);
        try
        {
            var (view, lines) = request.Symbol is { } look ? Places(session, request, look, empty, cancellationToken)
                : request.Names ? Names(session, request, empty, time, cancellationToken) : Lines(session, request, empty, cancellationToken);
            return (view with { Previous = request.Skip > 0 ? AddressOfPage(session, request, Math.Max(0, request.Skip - ReadingRequest.PageHits)) : null }, lines);
        }
        catch (Exception wrong) when (wrong is SearchPatternException or GlobFormatException or SymbolsMissingException)
        {
            return (empty with { Error = wrong.Message }, []);
        }
    }

    /// <summary>The lines of content that matches show.</summary>
    public static ImmutableArray<LineRange> Ranges(RoomSession session, IEnumerable<SearchMatch> matches) =>
        [.. matches.Select(match => new LineRange(match.Path, session.Tree.File(match.Path).Digest, match.Line, match.Line))];

    /// <summary>A page of the places of a name.</summary>
    public static NamePage Places(RoomSession session, ReadingRequest request, NameLook look, CancellationToken cancellationToken) =>
        session.Names.For(request.Query!, look, Budget).Page(request.Skip, ReadingRequest.PageHits, cancellationToken);

    /// <summary>Patterns stand between blanks; a blank behind a backslash belongs to its pattern.</summary>
    private static ImmutableArray<string> Patterns(string? text)
    {
        var patterns = new List<string>();
        var start = 0;
        for (var i = 0; i < text?.Length; i++)
        {
            if (text[i] == ' ')
            {
                patterns.Add(text[start..i]);
                start = i + 1;
            }
            else if (text[i] == '\\')
            {
                i++;
            }
        }

        return [.. patterns.Append(text?[start..] ?? "").Where(pattern => pattern.Length > 0)];
    }

    private static (SearchView View, ImmutableArray<LineRange> Lines) Lines(RoomSession session, ReadingRequest request, SearchView empty, CancellationToken cancellationToken)
    {
        var pages = session.Searches.For(Query(request), !request.ByPath);
        var page = pages.Page(request.Skip, ReadingRequest.PageHits, cancellationToken);
        var summary = pages.Count(cancellationToken);
        var view = empty with
        {
            Hits = summary.MatchingLines,
            FilesWithHits = summary.MatchingFiles,
            FilesSearched = summary.FilesSearched,
            FilesInScope = summary.FilesTotal,
            BytesSearched = summary.BytesSearched,
            Took = summary.Elapsed,
            Partial = Partial(summary.Ending, summary.Unread),
            Groups = Groups(page.Skip, page.Matches, (number, match) => Hit(session, request, number, match)),
            Next = page.HasMore ? AddressOfPage(session, request, page.Skip + page.Matches.Count) : null,
        };
        return (view, Ranges(session, page.Matches));
    }

    private static (SearchView View, ImmutableArray<LineRange> Lines) Places(RoomSession session, ReadingRequest request, NameLook look, SearchView empty, CancellationToken cancellationToken)
    {
        var page = Places(session, request, look, cancellationToken);
        var view = empty with
        {
            Hits = page.Definitions + page.References,
            Definitions = page.Definitions,
            FilesSearched = page.Files,
            FilesInScope = page.FilesTotal,
            Partial = page.IsPartial ? Partial(SearchEnding.OutOfTime, page.Unread) : null,
            Groups = Groups(request.Skip, page.Places, (number, place) => Hit(session, request, number, place.At) with { What = place.Definition is { } defined ? Words.Definition(defined, place.At.Text) : null }),
            Next = page.HasMore ? AddressOfPage(session, request, page.Skip + page.Places.Length) : null,
        };
        return (view, Ranges(session, page.Places.Select(place => place.At)));
    }

    private static (SearchView View, ImmutableArray<LineRange> Lines) Names(RoomSession session, ReadingRequest request, SearchView empty, TimeProvider time, CancellationToken cancellationToken)
    {
        var paths = SealSearch.For(Query(request), time).Names(session.Tree, !request.ByPath, cancellationToken);
        var shown = paths.Skip(request.Skip).Take(ReadingRequest.PageHits).ToList();
        var view = empty with
        {
            Hits = paths.Count,
            FilesWithHits = paths.Count,
            FilesSearched = empty.FilesInScope,
            Groups = [.. shown.Select((path, index) => new SearchGroup(path, 0, [], request.Address(session.Engagement, path, skip: request.Skip, hit: request.Skip + index + 1)))],
            Next = request.Skip + shown.Count < paths.Count ? AddressOfPage(session, request, request.Skip + shown.Count) : null,
        };
        return (view, []);
    }

    private static string AddressOfPage(RoomSession session, ReadingRequest request, int skip) =>
        request.Address(session.Engagement, request.File, request.From, skip, anchor: "drawer-search");

    /// <summary>Why there may be hits that were not found, and what would help; null where there are none.</summary>
    internal static string? Partial(SearchEnding ending, IReadOnlyCollection<string> unread) => (ending, unread.Count) switch
    {
        (_, > 0) => $"{Words.Count(unread.Count, "1 file", "{0} files")} could not be read: {string.Join(", ", unread.Take(UnreadShown))}{(unread.Count > UnreadShown ? " …" : "")}",
        (SearchEnding.OutOfTime, _) => "The time for one search was used up. Narrow it by paths or a language, or write more of what you look for.",
        (SearchEnding.OutOfMemory, _) => "There are more hits than one search keeps. Narrow it by paths or a language, or write more of what you look for.",
        _ => null,
    };

    /// <summary>Hits of one file that follow each other are one group; so are what defines and what uses.</summary>
    private static ImmutableArray<SearchGroup> Groups<TMatch>(int skip, IReadOnlyList<TMatch> matches, Func<int, TMatch, SearchHit> hitOf)
    {
        var groups = ImmutableArray.CreateBuilder<SearchGroup>();
        foreach (var (index, match) in matches.Index())
        {
            var hit = hitOf(skip + index + 1, match);
            if (groups.Count > 0 && groups[^1].Path == hit.Path && groups[^1].Lines[^1].What is null == hit.What is null)
            {
                groups[^1] = groups[^1] with { Hits = groups[^1].Hits + 1, Lines = groups[^1].Lines.Add(hit) };
            }
            else
            {
                groups.Add(new SearchGroup(hit.Path, 1, [hit], null));
            }
        }

        return groups.ToImmutable();
    }

    private static SearchHit Hit(RoomSession session, ReadingRequest request, int number, SearchMatch match)
    {
        var href = request.Address(session.Engagement, match.Path, ReadingModel.FrameOf(match.Line), request.Skip, number, $"L{match.Line}");
        var end = match.MatchStart + match.MatchLength;
        return new SearchHit(number, match.Path, match.Line, href, match.Text[..match.MatchStart], match.Text[match.MatchStart..end], match.Text[end..], !match.IsCut);
    }
}
