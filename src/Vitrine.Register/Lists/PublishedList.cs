using System.Collections.Immutable;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>A version of a list.</summary>
/// <param name="List">The list's identifier.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Publisher">Who publishes it.</param>
/// <param name="Date">The day as of which it is.</param>
/// <param name="Source">Where it was taken from.</param>
/// <param name="Format">How its document is written.</param>
/// <param name="Document">The digest of the document.</param>
/// <param name="Entries">How many entries it has, past ones among them.</param>
/// <param name="Imported">When it came here.</param>
/// <param name="Position">The act that brought it.</param>
/// <param name="Row">Its row in the views.</param>
public sealed record ListVersion(
    string List, string Title, string Publisher, DateOnly Date, string Source, ListFormat Format, Digest Document, int Entries, DateTimeOffset Imported, long Position, long Row)
{
    private const int DaysUntilOld = 90;

    /// <summary>Whether so much time lies between the version and a day that its silence says little.</summary>
    public bool IsOldOn(DateOnly day) => day.DayNumber - Date.DayNumber > DaysUntilOld;
}

/// <summary>A list with its versions, the newest first.</summary>
public sealed record PublishedList(string Id, ImmutableArray<ListVersion> Versions)
{
    /// <summary>The newest version.</summary>
    public ListVersion Newest => Versions[0];

    /// <summary>The version that answers for a day: the newest that is of that day or before; where all are of later days, the oldest, by the dates of its entries.</summary>
    public ListVersion AsOf(DateOnly day) => Versions.FirstOrDefault(version => version.Date <= day) ?? Versions.Where(version => version.Date == Versions[^1].Date).First();
}

/// <summary>An entry of a list as the views have it.</summary>
/// <param name="List">The list's identifier.</param>
/// <param name="Id">The entry's identifier within the list.</param>
/// <param name="Names">The name first, then the aliases.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Countries">Codes of two letters.</param>
/// <param name="Identifiers">Numbers of registers, as the list has them.</param>
/// <param name="Since">The first day.</param>
/// <param name="Until">The first day on which it is listed no more.</param>
/// <param name="Clause">What it is listed for.</param>
/// <param name="Source">Where it can be read; the version's source where the entry has none.</param>
/// <param name="SinceIsAssumed">Whether the list gives no day of listing for it.</param>
public sealed record ListEntry(
    string List,
    string Id,
    ImmutableArray<string> Names,
    ListedKind Kind,
    ImmutableArray<string> Countries,
    ImmutableArray<string> Identifiers,
    DateOnly Since,
    DateOnly? Until,
    string? Clause,
    string Source,
    bool SinceIsAssumed)
{
    /// <summary>Whether it is listed on a day.</summary>
    public bool IsListedOn(DateOnly day) => Since <= day && !(Until <= day);
}
