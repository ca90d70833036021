namespace Vitrine.Web;

/// <summary>What of the changes a reader asked to see, from the address.</summary>
/// <param name="File">The file whose lines are shown; null: the list.</param>
/// <param name="From">Lines of its comparison to pass over.</param>
/// <param name="Skip">Files of the list to pass over.</param>
public sealed record ChangesRequest(string? File, long From, int Skip)
{
    /// <summary>Files on one page of the list.</summary>
    public const int PageFiles = 50;

    /// <summary>Lines of a comparison on one page.</summary>
    public const int PageLines = 400;

    private const int LongestPath = 4096;

    /// <summary>The request as the record keeps it.</summary>
    public string Record => File is null ? $"changes\nskip={Skip}" : $"changes\nfile={File}\nfrom={From}";

    /// <summary>Reads an address; what it does not understand it passes over.</summary>
    public static ChangesRequest Of(IQueryCollection query) => new(
        query["file"].ToString() is { Length: > 0 and <= LongestPath } file ? file : null,
        long.TryParse(query["from"].ToString(), out var from) && from > 0 ? from : 0,
        int.TryParse(query["skip"].ToString(), out var skip) && skip > 0 ? skip : 0);

    /// <summary>The address of a part of the list.</summary>
    public static string List(string engagement, int skip) => Routes.Changes(engagement) + (skip > 0 ? $"?skip={skip}" : "");

    /// <summary>The address of a part of a file's comparison.</summary>
    public static string Of(string engagement, string file, long from = 0) => $"{Routes.Changes(engagement)}?file={Uri.EscapeDataString(file)}{(from > 0 ? $"&from={from}" : "")}";
}
