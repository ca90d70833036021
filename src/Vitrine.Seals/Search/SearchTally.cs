namespace Vitrine.Seals;

/// <summary>Adds up what a search found.</summary>
internal sealed class SearchTally(int filesTotal)
{
    private readonly List<string> _unread = [];
    private long _lines;
    private int _files;
    private int _searched;
    private long _bytes;

    /// <summary>Adds a part; <paramref name="taken"/> of its lines were wanted.</summary>
    /// <returns>Whether all were.</returns>
    public bool Add(FoundLines found, int taken)
    {
        _unread.AddRange(found.Unread);
        if (taken < found.Lines.Count)
        {
            // Only whole parts count as searched.
            _lines += taken;
            _files += found.Lines.Take(taken).DistinctBy(line => line.Place).Count();
            return false;
        }

        _lines += found.LineCount;
        _files += found.Files;
        _searched += found.Searched;
        _bytes += found.Bytes;
        return true;
    }

    public SearchSummary Summary(SearchEnding ending, TimeSpan elapsed) => new()
    {
        MatchingLines = _lines,
        MatchingFiles = _files,
        FilesSearched = _searched,
        FilesTotal = filesTotal,
        BytesSearched = _bytes,
        Unread = [.. _unread],
        Ending = ending,
        Elapsed = elapsed,
    };
}
