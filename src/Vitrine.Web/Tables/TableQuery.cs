using System.Collections.Immutable;
using System.Globalization;

namespace Vitrine.Web;

/// <summary>What a reader asks of a table, from the address alone.</summary>
/// <param name="Filter">Words that each row must hold.</param>
/// <param name="Sort">The key of a column; null for the table's own order.</param>
/// <param name="Page">From 1.</param>
public sealed record TableQuery(string Filter, string? Sort, bool Descending, int Page, IQueryCollection Asked)
{
    private const int MaxWords = 200;

    public static TableQuery Read(HttpContext context)
    {
        var asked = context.Request.Query;
        var sort = asked["sort"].ToString();
        return new TableQuery(
            Bounded(asked["q"].ToString()),
            sort.TrimStart('-') is { Length: > 0 and < 32 } key ? key : null,
            sort.StartsWith('-'),
            int.TryParse(asked["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Max(1, page) : 1,
            asked);
    }

    /// <summary>A choice beside the words; empty where none was made.</summary>
    public string Chosen(string key) => Bounded(Asked[key].ToString());

    /// <summary>The day whose end the reader asks about; null for now.</summary>
    /// <exception cref="BadHttpRequestException">It is no day.</exception>
    public DateOnly? Day(string key) => Chosen(key) switch
    {
        "" => null,
        var text when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day,
        _ => throw new BadHttpRequestException("A day is written as 2026-03-25."),
    };

    /// <summary>Whether the texts together hold every word of the filter.</summary>
    public bool Matches(params ReadOnlySpan<string?> texts)
    {
        if (Filter.Length == 0)
        {
            return true;
        }

        var all = string.Join('\n', texts);
        return Filter.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => all.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    private static string Bounded(string text) => text.Length > MaxWords ? text[..MaxWords] : text.Trim();
}

/// <summary>The columns by which rows are sorted, each once.</summary>
public sealed class RowOrder<TRow>(params ImmutableArray<(string Key, Func<TRow, object?> Value)> columns)
{
    /// <summary>The rows in the order asked for; in their own where none or none of these is.</summary>
    public ImmutableArray<TRow> Sort(ImmutableArray<TRow> rows, TableQuery query)
    {
        var value = columns.FirstOrDefault(column => column.Key == query.Sort).Value;
        return value is null ? rows : query.Descending ? [.. rows.OrderByDescending(value, Values.Instance)] : [.. rows.OrderBy(value, Values.Instance)];
    }

    /// <summary>The asked page of these rows, sorted, and the table's state.</summary>
    public (ImmutableArray<TRow> Rows, TableState State) Page(string path, ImmutableArray<TRow> matching, TableQuery query, ImmutableArray<TableFacet> facets, int pageSize = TableState.UsualPage)
    {
        var sorted = Sort(matching, query);
        var state = new TableState(path, columns.Any(column => column.Key == query.Sort) ? query.Sort : null, query.Descending, query.Filter, facets, query.Page, matching.Length, pageSize);
        state = state with { Page = Math.Min(state.Page, state.Pages) };
        return ([.. sorted.Skip((state.Page - 1) * pageSize).Take(pageSize)], state);
    }

    /// <summary>Texts without regard to case; what is missing comes last.</summary>
    private sealed class Values : IComparer<object?>
    {
        public static Values Instance { get; } = new();

        public int Compare(object? x, object? y) => (x, y) switch
        {
            (null, null) => 0,
            (null, _) => 1,
            (_, null) => -1,
            (string a, string b) => StringComparer.OrdinalIgnoreCase.Compare(a, b),
            _ => Comparer<object>.Default.Compare(x, y),
        };
    }
}
