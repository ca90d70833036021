using System.Text;

namespace Vitrine.Seals;

/// <summary>Searches the contents of a seal within a scope: every file is excluded by the index or looked at, or the summary says what was not searched.</summary>
public sealed class SealSearch
{
    private readonly LinePattern _pattern;
    private readonly RequiredTrigrams _required;
    private readonly PathFilter _paths;
    private readonly Language? _language;
    private readonly TimeSpan _budget;
    private readonly long _memory;
    private readonly TimeProvider _time;

    private SealSearch(SearchQuery query, LinePattern pattern, PathFilter paths, Language? language, TimeProvider time)
    {
        _pattern = pattern;
        _required = query.IsRegex ? RequiredTrigrams.Of(pattern.Required) : RequiredTrigrams.Of(query.Pattern, query.IgnoreCase);
        _paths = paths;
        _language = language;
        _budget = query.Budget;
        _memory = query.Memory;
        _time = time;
    }

    /// <summary>Reads a query.</summary>
    /// <exception cref="SearchPatternException">The pattern is empty, too long, malformed, or asks for a line feed; the language is not known; there are too many patterns over paths.</exception>
    /// <exception cref="GlobFormatException">A pattern over paths is malformed.</exception>
    public static SealSearch For(SearchQuery query, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(query.Budget, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.Memory);
        if (query.Pattern.Length is 0 or > SearchQuery.MaxPatternLength)
        {
            throw new SearchPatternException($"A pattern has 1 to {SearchQuery.MaxPatternLength} characters.");
        }

        if (query.Paths.Count > SearchQuery.MaxPaths)
        {
            throw new SearchPatternException($"A search has at most {SearchQuery.MaxPaths} patterns over paths.");
        }

        return new SealSearch(
            query,
            LinePattern.Compile(query.Pattern, query.IsRegex, query.IgnoreCase, query.WholeWord),
            new PathFilter(query.Paths, query.IgnorePathCase),
            query.Language is { } name ? Language.Find(name) ?? throw new SearchPatternException($"There is no language {name}. Known are: {string.Join(", ", Language.All.Select(language => language.Name))}.") : null,
            time);
    }

    /// <summary>Whether an index can exclude something; otherwise everything is looked at.</summary>
    public bool AsksIndex => _required.Any;

    /// <summary>
    /// Searches, and hands over matching lines in the order of paths and lines on the calling thread, until <paramref name="take"/> says false.
    /// Without <paramref name="take"/> lines are only counted.
    /// </summary>
    public SearchSummary Run(ScopedSeal seal, Func<SearchMatch, bool>? take, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(seal);
        using var use = seal.Use();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var budget = Budget(stop.Token);
        var files = seal.Searchable.Filtered(_paths, _language);
        var tally = new SearchTally(files.ByPath.Places.Length);
        var ending = PassOver(seal, files, files.ByPath).Run(
            0,
            keep: take is not null,
            found =>
            {
                cancellation.ThrowIfCancellationRequested();
                var taken = take is null ? found.Lines.Count : TakeAll(seal, found.Lines, take);
                return tally.Add(found, taken);
            },
            budget,
            stop);
        cancellation.ThrowIfCancellationRequested();
        return tally.Summary(ending, budget.Elapsed);
    }

    /// <summary>
    /// The paths of all files that the filters leave whose path matches the pattern: those with the very name first, then those with the pattern in their name, then the rest; each by path.
    /// If not <paramref name="ranked"/>, all by path.
    /// </summary>
    /// <exception cref="OperationCanceledException">The budget of time was used up, or nobody waits any more.</exception>
    public IReadOnlyList<string> Names(ScopedSeal seal, bool ranked, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(seal);
        var budget = Budget(cancellation);
        var found = new List<(int Rank, string Path)>();
        var matcher = _pattern.Rent();
        try
        {
            foreach (var place in seal.Searchable.Filtered(_paths, _language).ByPath.Places)
            {
                budget.Check();
                var path = seal.Files[place].Path;
                var name = path.LastIndexOf('/') + 1;
                if (Match(path) is not null)
                {
                    var inName = Match(path[name..]);
                    found.Add((inName is null ? 2 : inName == (0, Encoding.UTF8.GetByteCount(path.AsSpan(name))) ? 0 : 1, path));
                }
            }
        }
        finally
        {
            _pattern.Return(matcher);
        }

        return [.. (ranked ? found.OrderBy(one => one.Rank) : found.AsEnumerable()).Select(one => one.Path)];

        (int Start, int End)? Match(string text) => matcher.TryFind(Encoding.UTF8.GetBytes(text), 0, budget, out var start, out var end) ? (start, end) : null;
    }

    internal QueryBudget Budget(CancellationToken stop) => new(_time, _budget, _memory, stop);

    internal FilteredFiles Files(ScopedSeal seal) => seal.Searchable.Filtered(_paths, _language);

    internal SearchPass PassOver(ScopedSeal seal, FilteredFiles files, FileOrder order, Action<FoundLines>? sift = null) => new(seal, _pattern, _required, files, order, sift);

    private static int TakeAll(ScopedSeal seal, List<FoundLine> lines, Func<SearchMatch, bool> take)
    {
        var text = new FoundText(seal);
        for (var i = 0; i < lines.Count; i++)
        {
            if (!take(text.Match(lines[i])))
            {
                return i + 1;
            }
        }

        return lines.Count;
    }
}
