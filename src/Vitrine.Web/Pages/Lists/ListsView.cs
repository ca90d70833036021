using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>All lists, and for administrators the form that brings one in.</summary>
/// <param name="MayImport">Whether the form is there.</param>
/// <param name="Faults">What is wrong with the file that was given, line by line.</param>
/// <param name="FaultTotal">How much is wrong in all.</param>
public sealed record ListsView(
    Shell Shell,
    ImmutableArray<ListRow> Rows,
    TableState State,
    bool MayImport,
    ListImportForm Form,
    FieldErrors Errors,
    ImmutableArray<string> Faults,
    int FaultTotal);

/// <param name="Listed">Entries that are listed today.</param>
/// <param name="Old">Whether its newest version is so old that its silence says little.</param>
public sealed record ListRow(string Id, string Title, string Publisher, DateOnly Version, bool Old, string Source, long Listed, int Entries, int Versions, DateTimeOffset Imported);

/// <summary>What was filled in beside the file, which browsers never give back.</summary>
public sealed record ListImportForm(string List, string Title, string Publisher, string Date, string Source)
{
    public static ListImportForm Blank { get; } = new("", "", "", "", "");
}

/// <summary>One list as of a day.</summary>
/// <param name="IsLater">Whether the version that answers is of a later day than the one asked.</param>
public sealed record ListView(
    Shell Shell,
    string Id,
    string Title,
    string Publisher,
    DateOnly Version,
    bool IsLater,
    bool IsOld,
    string Source,
    string Document,
    long Act,
    DateTimeOffset Imported,
    ImmutableArray<DateOnly> Versions,
    string On,
    string Words,
    ImmutableArray<ListEntryRow> Rows,
    TableState State,
    FieldErrors Errors);

/// <param name="Aliases">Other names, as many as are shown.</param>
/// <param name="MoreAliases">How many are not.</param>
public sealed record ListEntryRow(
    string Id, string Name, ImmutableArray<string> Aliases, int MoreAliases, string Countries, ImmutableArray<string> Identifiers, DateOnly Since, bool SinceIsAssumed, DateOnly? Until, string? Clause, string Source);

/// <summary>What the lists say of a name on a day.</summary>
/// <param name="Asked">What was asked; empty before anything was.</param>
/// <param name="Entity">The entity that was asked by its identifier; empty for a name.</param>
/// <param name="Known">Entities of the register that go by the name that was asked.</param>
/// <param name="Left">How many more entries are hit that are not shown.</param>
/// <param name="Answered">The versions that answered.</param>
public sealed record ScreenView(
    Shell Shell,
    string Asked,
    string Entity,
    string On,
    bool IsAnswered,
    ImmutableArray<KnownEntity> Known,
    ImmutableArray<ListHitRow> Hits,
    int Left,
    ImmutableArray<AnsweredBy> Answered,
    FieldErrors Errors);

public sealed record KnownEntity(string Id, string Name, string Href);

/// <param name="State">How old the version is, in words; null where that is of no matter.</param>
public sealed record AnsweredBy(string List, string Title, DateOnly Version, string? State);

/// <param name="Way">How it comes to be hit, in words.</param>
/// <param name="Path">From the asked to the listed, for a hit through ownership.</param>
public sealed record ListHitRow(
    string List, string ListTitle, string Entry, string Name, Tone Tone, string Way, double Score, DateOnly Since, DateOnly? Until, DateOnly Version, string? Clause, string Source, ImmutableArray<string> Why, ImmutableArray<OwnerStep> Path);

/// <param name="Claim">The claim that leads to the next; null for the last.</param>
public sealed record OwnerStep(string Id, string Name, string? Claim);
