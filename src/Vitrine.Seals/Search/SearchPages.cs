namespace Vitrine.Seals;

/// <summary>
/// A search whose matching lines are shown page by page, best first, without searching again for each page. It keeps positions, never text; the seal must stay open while it is asked.
/// </summary>
/// <remarks>
/// The order does not depend on time: files are searched in the order of rank (<see cref="FilteredFiles.ByRank"/>) until <see cref="HeadBytes"/> of text were looked at or <see cref="HeadLines"/>
/// lines match, and those lines are put in the order of <see cref="LineKind"/>. All that follows comes in the order of files. Requests come one after the other.
/// </remarks>
public sealed class SearchPages
{
    /// <summary>The most lines that are shown page by page; the count goes on.</summary>
    public const int MostLines = 100_000;

    private const long HeadBytes = 1 << 20;
    private const int HeadLines = 2000;

    private readonly SealSearch _search;
    private readonly ScopedSeal _seal;
    private readonly bool _isRanked;
    private readonly Lock _gate = new();
    private readonly List<FoundLine> _lines = [];
    private FilteredFiles? _files;
    private SearchPass? _pass;
    private SearchTally? _tally;
    private SearchEnding _ending = SearchEnding.Stopped;
    private TimeSpan _elapsed;
    private SearchSummary? _whole;
    private int _next;

    /// <summary>Reads a query; nothing is searched yet.</summary>
    /// <inheritdoc cref="SealSearch.For"/>
    public SearchPages(SearchQuery query, ScopedSeal seal, bool ranked, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(seal);
        _search = SealSearch.For(query, time);
        _seal = seal;
        _isRanked = ranked;
    }

    /// <summary>Some lines of the result, from one that is counted from 0.</summary>
    public SearchPage Page(int skip, int most, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        using var use = _seal.Use();
        lock (_gate)
        {
            Extend((int)Math.Min(MostLines, (long)skip + most + 1), cancellation);
            var end = (int)Math.Min(Math.Min(_lines.Count, MostLines), (long)skip + most);
            var matches = new List<SearchMatch>();
            var text = new FoundText(_seal);
            for (var i = skip; i < end; i++)
            {
                matches.Add(text.Match(_lines[i]));
            }

            return new SearchPage(matches, skip, end < Math.Min(_lines.Count, MostLines), _whole ?? _tally!.Summary(_ending, _elapsed));
        }
    }

    /// <summary>The exact count of lines and files, whatever was shown; searched once.</summary>
    public SearchSummary Count(CancellationToken cancellation)
    {
        lock (_gate)
        {
            return _whole ??= _tally is not null && _ending == SearchEnding.Complete ? _tally.Summary(_ending, _elapsed) : _search.Run(_seal, null, cancellation);
        }
    }

    /// <summary>Searches on until there are so many lines, or no more.</summary>
    private void Extend(int lines, CancellationToken cancellation)
    {
        _files ??= _search.Files(_seal);
        var order = _isRanked ? _files.ByRank : _files.ByPath;
        _tally ??= new SearchTally(order.Places.Length);
        if (_ending != SearchEnding.Stopped || _lines.Count >= lines)
        {
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var budget = _search.Budget(stop.Token);
        _pass ??= _search.PassOver(_seal, _files, order);
        var isHead = _isRanked && _next == 0;
        var looked = 0L;
        _ending = _pass.Run(
            _next,
            keep: true,
            found =>
            {
                cancellation.ThrowIfCancellationRequested();
                _tally.Add(found, found.Lines.Count);
                _lines.AddRange(found.Lines);
                _next = found.Next;
                looked += found.Looked;
                return found.IsOutOfBudget || (isHead ? looked < HeadBytes && _lines.Count < HeadLines : _lines.Count < lines);
            },
            budget,
            stop);
        _elapsed += budget.Elapsed;
        if (_ending == SearchEnding.Stopped && _next == order.Places.Length)
        {
            _ending = SearchEnding.Complete;
        }

        if (isHead)
        {
            Rank();
            Extend(lines, cancellation);
        }
    }

    /// <summary>A stable order: within a kind, that of files and lines.</summary>
    private void Rank()
    {
        var text = new FoundText(_seal);
        List<FoundLine>[] kinds = [[], [], []];
        foreach (var line in _lines)
        {
            kinds[(int)LineKinds.Of(text.Line(line), line.MatchStart, line.MatchEnd)].Add(line);
        }

        _lines.Clear();
        foreach (var kind in kinds)
        {
            _lines.AddRange(kind);
        }
    }
}

/// <summary>Some lines of a result.</summary>
/// <param name="Matches">The lines, in the result's order.</param>
/// <param name="Skip">How many come before them.</param>
/// <param name="HasMore">Whether more can be shown.</param>
/// <param name="Summary">What was searched so far. It counts all that matches if it is complete; <see cref="SearchPages.Count"/> makes it so.</param>
public sealed record SearchPage(IReadOnlyList<SearchMatch> Matches, int Skip, bool HasMore, SearchSummary Summary);
