using System.Collections.Immutable;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>Runs the search of the reading desk: one page of hits, in the order of paths and lines.</summary>
public static class ReadingSearch
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(10);

    /// <summary>Searches; gives what is shown and the lines of content in it.</summary>
    public static (SearchView View, ImmutableArray<LineRange> Lines) Run(RoomSession session, ReadingRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        var empty = new SearchView(request.Query!, request.Regex, request.IgnoreCase, request.PathGlob ?? "", 0, 0, 0, session.Tree.Measure.Files, TimeSpan.Zero, [], request.Hit, null, null);
        try
        {
            var query = new SearchQuery { Pattern = request.Query!, IsRegex = request.Regex, IgnoreCase = request.IgnoreCase, PathGlob = request.PathGlob, Budget = Budget };
            var page = new List<(int Number, SearchMatch Match)>();
            var number = 0;
            var summary = SealSearch.For(query, time).Run(
                session.Tree,
                match =>
                {
                    number++;
                    if (number > request.Skip && page.Count < ReadingRequest.PageHits)
                    {
                        page.Add((number, match));
                    }

                    return true;
                },
                cancellationToken);
            var view = empty with
            {
                Hits = summary.MatchingLines,
                FilesWithHits = summary.MatchingFiles,
                FilesSearched = summary.FilesSearched,
                FilesInScope = summary.FilesTotal,
                Took = summary.Elapsed,
                Groups = Groups(session, request, page),
                Next = summary.MatchingLines > request.Skip + page.Count ? request.Address(session.Engagement, request.File, request.From, request.Skip + page.Count) : null,
            };
            return (view, [.. page.Select(hit => new LineRange(hit.Match.Path, session.Tree.File(hit.Match.Path).Digest, hit.Match.Line, hit.Match.Line))]);
        }
        catch (Exception wrong) when (wrong is SearchPatternException or GlobFormatException)
        {
            return (empty with { Error = wrong.Message }, []);
        }
    }

    private static ImmutableArray<SearchGroup> Groups(RoomSession session, ReadingRequest request, List<(int Number, SearchMatch Match)> page) =>
    [
        .. page.GroupBy(hit => hit.Match.Path).Select(group => new SearchGroup(group.Key, group.Count(), [.. group.Select(hit => Hit(session, request, hit.Number, hit.Match))])),
    ];

    private static SearchHit Hit(RoomSession session, ReadingRequest request, int number, SearchMatch match)
    {
        var href = request.Address(session.Engagement, match.Path, ReadingModel.FrameOf(match.Line), request.Skip, number, $"L{match.Line}");
        var end = match.MatchStart + match.MatchLength;
        return new SearchHit(number, match.Line, href, match.Text[..match.MatchStart], match.Text[match.MatchStart..end], match.Text[end..], !match.IsCut);
    }
}
