using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>How a table is sorted, filtered and paged: all of it stands in the address, none of it anywhere else.</summary>
/// <param name="Path">The page's address without its query.</param>
/// <param name="Sort">The key of the column that sorts it; null for the table's own order.</param>
/// <param name="Filter">The words it is filtered by.</param>
/// <param name="Facets">Closed choices beside the words.</param>
/// <param name="Page">The page shown, from 1.</param>
/// <param name="Total">Rows that match, on all pages.</param>
/// <param name="PageSize">Rows a page holds.</param>
public sealed record TableState(
    string Path,
    string? Sort,
    bool Descending,
    string Filter,
    ImmutableArray<TableFacet> Facets,
    int Page,
    int Total,
    int PageSize)
{
    /// <summary>Rows that a page of a table holds.</summary>
    public const int UsualPage = 50;

    public static TableState Plain(string path, int total) => new(path, null, false, "", [], 1, total, int.MaxValue);

    public bool IsFiltered => Filter.Length > 0 || Facets.Any(facet => facet.Chosen.Length > 0);

    public int Pages => Math.Max(1, (int)(((long)Total + PageSize - 1) / PageSize));

    /// <summary>The address that sorts by a column, the other way round if it already does.</summary>
    public string SortedBy(string key) => Address(key, Sort == key && !Descending, 1);

    public string OnPage(int page) => Address(Sort, Descending, page);

    /// <summary>The address of all matching rows in another form: ".csv", ".json".</summary>
    public string In(string suffix)
    {
        var address = Address(Sort, Descending, 1);
        return $"{Path}{suffix}{address[Path.Length..]}";
    }

    private string Address(string? sort, bool descending, int page)
    {
        List<(string Name, string Value)> query = [];
        if (Filter.Length > 0)
        {
            query.Add(("q", Filter));
        }

        query.AddRange(Facets.Where(facet => facet.Chosen.Length > 0).Select(facet => (facet.Key, facet.Chosen)));
        if (sort is not null)
        {
            query.Add(("sort", descending ? $"-{sort}" : sort));
        }

        if (page > 1)
        {
            query.Add(("page", page.ToString()));
        }

        return query.Count == 0
            ? Path
            : $"{Path}?{string.Join('&', query.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"))}";
    }
}

/// <summary>A choice that narrows a table.</summary>
/// <param name="Chosen">The value chosen; empty for all.</param>
/// <param name="IsDay">Whether it is a day, which is typed, and not one of several.</param>
public sealed record TableFacet(string Key, string Label, string Chosen, ImmutableArray<Choice> Choices, bool IsDay = false)
{
    /// <summary>A choice among the values that rows have, each with how many have it; the chosen one stays in it.</summary>
    public static TableFacet Of(string key, string label, string chosen, IEnumerable<(string Value, string Label)> values)
    {
        var choices = values.CountBy(value => value).OrderBy(pair => pair.Key.Label, StringComparer.OrdinalIgnoreCase)
            .Select(pair => new Choice(pair.Key.Value, $"{pair.Key.Label} ({Words.Number(pair.Value)})")).ToList();
        return new TableFacet(key, label, chosen, [.. chosen.Length == 0 || choices.Any(choice => choice.Value == chosen) ? choices : [.. choices, new Choice(chosen, chosen)]]);
    }

    /// <summary>A day.</summary>
    public static TableFacet Day(string key, string label, DateOnly? chosen) => new(key, label, chosen?.ToString("yyyy-MM-dd") ?? "", [], IsDay: true);
}

/// <summary>One of several values to choose from.</summary>
/// <param name="Hint">A sentence that says what choosing it means; shown where there is room.</param>
public sealed record Choice(string Value, string Label, string? Hint = null);
