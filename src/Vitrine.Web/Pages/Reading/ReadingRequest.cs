using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>What a reader asked to see, from the address.</summary>
public sealed record ReadingRequest
{
    /// <summary>Lines in one frame of a file.</summary>
    public const int FrameLines = 400;

    /// <summary>Hits on one page of a search.</summary>
    public const int PageHits = 50;

    private const int LongestPath = 4096;

    /// <summary>The file on the desk.</summary>
    public string? File { get; init; }

    /// <summary>The first line of its frame.</summary>
    public int From { get; init; } = 1;

    /// <summary>What is searched for.</summary>
    public string? Query { get; init; }

    public bool Regex { get; init; }

    public bool IgnoreCase { get; init; }

    public bool Word { get; init; }

    /// <summary>Patterns over paths, with blanks between them.</summary>
    public string? Paths { get; init; }

    public bool IgnorePathCase { get; init; }

    public string? Language { get; init; }

    /// <summary>Whether names of files are searched, not their lines.</summary>
    public bool Names { get; init; }

    /// <summary>Whether the query is a name, and what is asked of it; null for any other search.</summary>
    public NameLook? Symbol { get; init; }

    /// <summary>Whether hits come in the order of paths, not best first.</summary>
    public bool ByPath { get; init; }

    /// <summary>Hits before those on the page.</summary>
    public int Skip { get; init; }

    /// <summary>The hit the reader is at.</summary>
    public int? Hit { get; init; }

    /// <summary>The folder that is open in the list of files, besides those of the file.</summary>
    public string? Folder { get; init; }

    /// <summary>The request as the record keeps it.</summary>
    public string Record => string.Join('\n', Pairs().Select(pair => $"{pair.Key}={pair.Value}"));

    /// <summary>Reads an address; what it does not understand it passes over.</summary>
    public static ReadingRequest Of(IQueryCollection query)
    {
        string? Text(string name, int longest = LongestPath) => query[name].ToString() is { Length: > 0 } text && text.Length <= longest ? text : null;
        int Number(string name, int least, int most) => int.TryParse(query[name].ToString(), out var number) ? Math.Clamp(number, least, most) : least;
        return new ReadingRequest
        {
            File = Text("file"),
            From = Number("from", 1, int.MaxValue),
            Query = Text("q"),
            Regex = query["regex"] == "1",
            IgnoreCase = query["case"] == "ignore",
            Word = query["word"] == "1",
            Paths = Text("path"),
            IgnorePathCase = query["pathcase"] == "ignore",
            Language = Text("lang", 100),
            Names = query["names"] == "1",
            Symbol = query["symbol"].ToString() switch
            {
                "definitions" => NameLook.Definitions,
                "references" => NameLook.References,
                "both" => NameLook.Both,
                _ => null,
            },
            ByPath = query["order"] == "path",
            Skip = Number("skip", 0, SearchPages.MostLines),
            Hit = Number("hit", 0, int.MaxValue) is > 0 and var hit ? hit : null,
            Folder = Text("folder"),
        };
    }

    /// <summary>The address of the same search beside another file, or another page of it.</summary>
    public string Address(string engagement, string? file, int from = 1, int skip = 0, int? hit = null, string? anchor = null) =>
        (this with { File = file, From = from, Skip = skip, Hit = hit, Folder = null }).At(engagement) + (anchor is null ? "" : "#" + anchor);

    /// <summary>The address, on this page, of the places of a name; beside a file or beside the one on the desk.</summary>
    public string AddressOfName(string name, string? file = null, int? from = null, string? anchor = null)
    {
        var asked = new ReadingRequest { File = file ?? File, From = from ?? From, Query = name, Symbol = NameLook.Both };
        return $"?{string.Join('&', asked.Pairs().Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"))}{(anchor is null ? "" : "#" + anchor)}";
    }

    /// <summary>The same page with a folder of the list of files open.</summary>
    public string AddressOfFolder(string engagement, string? folder) => (this with { Folder = folder }).At(engagement);

    private string At(string engagement) => $"{Routes.Reading(engagement)}?{string.Join('&', Pairs().Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"))}";

    private IEnumerable<KeyValuePair<string, string>> Pairs()
    {
        (string Name, string? Value)[] pairs =
        [
            ("file", File), ("from", From > 1 ? From.ToString() : null), ("q", Query), ("regex", Regex ? "1" : null), ("case", IgnoreCase ? "ignore" : null), ("word", Word ? "1" : null),
            ("path", Paths), ("pathcase", IgnorePathCase ? "ignore" : null), ("lang", Language), ("names", Names ? "1" : null), ("symbol", Symbol?.ToString().ToLowerInvariant()), ("order", ByPath ? "path" : null),
            ("skip", Skip > 0 ? Skip.ToString() : null), ("hit", Hit?.ToString()), ("folder", Folder),
        ];
        return pairs.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Name, pair.Value!));
    }
}
