namespace Vitrine.Web;

/// <summary>The public log's addresses. Those of entries and statements are permanent: they stand in other people's papers.</summary>
public static partial class Routes
{
    public const string Log = "/log";
    public const string LogConsistency = "/log/consistency";

    /// <summary>Under it lie the log's own files, as C2SP tlog-tiles names them: what a monitor is given.</summary>
    public const string LogFiles = "/tlog";

    public static string LogEntry(long index) => $"/log/entries/{index}";

    /// <summary>The entry's line of a bundle, under the newest checkpoint.</summary>
    public static string LogEntryBundle(long index) => $"/log/entries/{index}/bundle.json";

    /// <summary>The signed statement that the entry is of.</summary>
    public static string LogEntryStatement(long index) => $"/log/entries/{index}/statement.json";

    public static string Statement(string digest) => $"/log/statement/{Segment(digest)}.json";

    public static string Consistency(long from, long to) => $"{LogConsistency}?from={from}&to={to}";
}
