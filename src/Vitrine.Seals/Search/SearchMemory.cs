namespace Vitrine.Seals;

/// <summary>The last searches of a reader, so that a page, a click on a hit or a step back does not search again.</summary>
public sealed class SearchMemory(ScopedSeal seal, TimeProvider time)
{
    private const int Most = 8;

    private readonly Lock _gate = new();
    private readonly LinkedList<(string Key, SearchPages Pages)> _last = new();

    /// <summary>The pages of a query.</summary>
    /// <inheritdoc cref="SealSearch.For"/>
    public SearchPages For(SearchQuery query, bool ranked)
    {
        ArgumentNullException.ThrowIfNull(query);
        var key = string.Join('\n', [query.Pattern, query.IsRegex, query.IgnoreCase, query.WholeWord, query.Language, query.IgnorePathCase, query.Budget.Ticks, query.Memory, ranked, .. query.Paths]);
        lock (_gate)
        {
            for (var node = _last.First; node is not null; node = node.Next)
            {
                if (node.Value.Key == key)
                {
                    _last.Remove(node);
                    _last.AddFirst(node);
                    return node.Value.Pages;
                }
            }

            var pages = new SearchPages(query, seal, ranked, time);
            _last.AddFirst((key, pages));
            if (_last.Count > Most)
            {
                _last.RemoveLast();
            }

            return pages;
        }
    }
}
